"""Finds the other names that the queue proposes for a surface form that a person is about to mark as correct.

Marking a name as correct ends every proposal for it, and for the surname alone where it is a person's full name. So
the person must confirm that first. Nothing here writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, literal, or_, select

from repair.core.types import Kind
from repair.decisions.models import OtherName, State
from repair.decisions.schema import decisions, suggestions
from repair.gazetteer.spelling_cluster import surname_of
from repair.text.name_key import key

_COUNTED_STATES = tuple(state.value for state in (State.OPEN, State.UNSURE, State.ACCEPT, State.AMEND))
_MAX_SUGGESTIONS = 2_000  # suggestions that are read
_MAX_NAMED = 4  # names in the question

QUESTION = "{surface!r} is {proposals}. If you mark it as correct, those suggestions will not be made again."
PROPOSED = "proposed as {name} in {places}"


def find_other_names(
    connection: Connection, surface: str, kind: Kind, *, story_id: str | None = None, excluded_id: str | None = None
) -> tuple[OtherName, ...]:
    """Return the other names that are proposed or accepted for ``surface``, most frequent first.

    Rejected and replaced proposals do not count.

    Args:
        connection: A connection to the store.
        surface: The surface form.
        kind: Its kind; for a person, proposals for the surname alone count too.
        story_id: The story on screen, whose places are counted apart from those in other stories.
        excluded_id: The id of a suggestion that does not count.
    """
    form = key(surface)
    if not form:
        return ()
    query = (
        select(suggestions.c.surface, suggestions.c.surface_key, suggestions.c.story_id)
        .add_columns(suggestions.c.replacement, decisions.c.replacement.label("decided"))
        .outerjoin(decisions, decisions.c.id == suggestions.c.decision)
        .where(
            _same_form(surface, kind), suggestions.c.state.in_(_COUNTED_STATES), suggestions.c.id != (excluded_id or "")
        )
        .limit(_MAX_SUGGESTIONS)
    )
    other_stories: defaultdict[str, set[str]] = defaultdict(set)
    here: defaultdict[str, int] = defaultdict(int)
    for row in connection.execute(query):
        name = row.decided or row.replacement
        if name is None or name == row.surface or (row.surface_key != form and _contains(key(name), form)):
            continue
        if row.story_id == story_id:
            here[name] += 1
        else:
            other_stories[name].add(row.story_id)
    names = other_stories.keys() | here.keys()
    counted = [OtherName(name, len(other_stories.get(name, ())), here.get(name, 0)) for name in names]
    return tuple(sorted(counted, key=lambda other: (-other.stories, -other.here, other.name)))


def _same_form(surface: str, kind: Kind) -> ColumnElement[bool]:
    """Return the condition that a suggestion's surface contains a form, or is the surname of a person."""
    padded = literal(" ") + suggestions.c.surface_key + literal(" ")
    contains = padded.contains(f" {key(surface)} ", autoescape=True)
    return or_(contains, suggestions.c.surface_key == key(surname_of(surface))) if kind is Kind.PERSON else contains


def question(surface: str, other_names: Sequence[OtherName], *, elsewhere: bool) -> str:
    """Return the question to the person; with ``elsewhere``, the counted stories are other than the one on screen."""
    proposals = [
        PROPOSED.format(name=other.name, places=_places(other, elsewhere)) for other in other_names[:_MAX_NAMED]
    ]
    return QUESTION.format(surface=surface, proposals=", ".join(proposals))


def _contains(name_key: str, form: str) -> bool:
    """Tell whether a proposal for a longer form leaves the words of ``form`` in it unchanged."""
    return f" {form} " in f" {name_key} "


def _places(name: OtherName, elsewhere: bool) -> str:
    other = "other " if elsewhere else ""
    places = []
    if name.here:
        places.append("this story")
    if name.stories:
        places.append(f"{name.stories:,} {other}{'story' if name.stories == 1 else 'stories'}")
    return " and in ".join(places)
