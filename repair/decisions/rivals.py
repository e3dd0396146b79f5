"""Which other names are proposed in the queue for a form that somebody is about to call correct.

Calling a name correct silences every proposal for it, and for the surname alone where it is a person's whole name;
a person is asked first where there are any. Only reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, literal, or_, select

from repair.core.types import Kind
from repair.decisions.models import Rival, State
from repair.decisions.schema import decisions, suggestions
from repair.gazetteer.cluster import tail
from repair.text.name_key import key

_ALIVE = tuple(state.value for state in (State.OPEN, State.UNSURE, State.ACCEPT, State.AMEND))
_MOST = 2_000  # suggestions looked at
_MOST_NAMED = 4  # names told in words

ASK = "{surface!r} is {rivals}; is the name correct as it stands? Those proposals will no longer be made"
PROPOSED = "proposed as {name} in {places}"


def rivals(
    connection: Connection, surface: str, kind: Kind, *, story_id: str | None = None, but: str | None = None
) -> tuple[Rival, ...]:
    """Return the other names that stand against calling ``surface`` correct, the most frequent first.

    ``story_id`` is the story in hand, counted apart from the others; ``but`` is a suggestion to leave out.
    Rejected and replaced proposals do not count.
    """
    form = key(surface)
    if not form:
        return ()
    padded = literal(" ") + suggestions.c.surface_key + literal(" ")
    fits = [padded.contains(f" {form} ", autoescape=True)]
    if kind is Kind.PERSON:
        fits.append(suggestions.c.surface_key == key(tail(surface)))
    query = (
        select(suggestions.c.surface, suggestions.c.surface_key, suggestions.c.story_id)
        .add_columns(suggestions.c.replacement, decisions.c.replacement.label("decided"))
        .outerjoin(decisions, decisions.c.id == suggestions.c.head)
        .where(or_(*fits), suggestions.c.state.in_(_ALIVE), suggestions.c.id != (but or ""))
        .limit(_MOST)
    )
    stories: defaultdict[str, set[str]] = defaultdict(set)
    here: defaultdict[str, int] = defaultdict(int)
    for row in connection.execute(query):
        name = row.decided or row.replacement
        if name is None or name == row.surface or (row.surface_key != form and _holds(key(name), form)):
            continue
        if row.story_id == story_id:
            here[name] += 1
        else:
            stories[name].add(row.story_id)
    found = [Rival(name, len(stories.get(name, ())), here.get(name, 0)) for name in stories.keys() | here.keys()]
    return tuple(sorted(found, key=lambda rival: (-rival.stories, -rival.here, rival.name)))


def in_words(surface: str, found: Sequence[Rival], *, elsewhere: bool) -> str:
    """Return the question to ask; ``elsewhere`` tells whether there is a story in hand, so that others are other."""
    named = [PROPOSED.format(name=rival.name, places=_places(rival, elsewhere)) for rival in found[:_MOST_NAMED]]
    return ASK.format(surface=surface, rivals=", ".join(named))


def _holds(name_key: str, form: str) -> bool:
    """Tell whether a proposal for a longer form leaves the words of ``form`` in it as they are."""
    return f" {form} " in f" {name_key} "


def _places(rival: Rival, elsewhere: bool) -> str:
    other = "other " if elsewhere else ""
    places = []
    if rival.here:
        places.append("this story")
    if rival.stories:
        places.append(f"{rival.stories:,} {other}{'story' if rival.stories == 1 else 'stories'}")
    return " and in ".join(places)
