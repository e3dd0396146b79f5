"""What a person's answer to a suggestion comes to: the verdict that is kept, and what must be confirmed before.

An unverified name has answers of its own (correct, skip), so that no habit of accepting proposals calls a name
correct. Reads the store and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from repair.core.edits import narrow_edits
from repair.core.errors import RepairError, StoreError
from repair.core.types import Action, Kind, Span, Verdict
from repair.decisions.errors import UnchangedError, UnconfirmedError, UnwritableError
from repair.decisions.mappers import story_of
from repair.decisions.models import Answer, Confirmation, NewDecision, Sentence
from repair.decisions.rivals import question, rivals
from repair.decisions.schema import stories
from repair.decisions.stored_files import reading_of
from repair.text.widening import around, doubles, widened_span

LONGEST = 200  # letters of a name that a person types

NO_NAME = "this is not a name; type one with letters, on one line of at most {longest} letters"
NOTHING_PROPOSED = (
    "nothing is proposed for {surface!r}, so there is nothing to {answer}: "
    "press c (answer 'correct') if the name is correct, or s (answer 'skip') to leave it in this story"
)
PROPOSED = (
    "{answer!r} is for unverified names, and {replacement!r} is proposed for {surface!r}: "
    "press a (answer 'accept') to take it, or r (answer 'reject') to keep what stands there"
)
WIDENED = "{typed!r} will take the place of {before!r}, not of {surface!r} alone. Save it if that is right."
DOUBLED = "{typed!r} repeats the word beside it. Save it if that is right."
AS_IT_STANDS = "{surface!r} is how the copy reads; press c (answer 'correct') if the name is correct"


@dataclass(frozen=True, slots=True)
class Settled:
    """The verdict to keep, and what the copy will read (None: as it does).

    ``edit_start`` (code points) and ``edit_before`` tell what a widened amendment replaces.
    """

    verdict: Verdict
    replacement: str | None = None
    edit_start: int | None = None
    edit_before: str | None = None


def settle(connection: Connection, row: Row[Any], ruling: NewDecision) -> Settled:
    """Return what ``ruling`` on the suggestion in ``row`` comes to.

    Raises `StoreError` for an answer that the suggestion does not have or a name that cannot be one,
    `UnwritableError` where an amendment takes in words that cannot be written together, and `UnconfirmedError` where
    the person must confirm what would follow and has not.
    """
    flag = row.action == Action.FLAG
    if row.standing is not None and ruling.verdict.value == Answer.AMEND:
        return _amended_change(row, ruling)
    match Answer(ruling.verdict.value):
        case Answer.UNSURE:
            return Settled(Verdict.UNSURE)
        case Answer.AMEND:
            return _amended(connection, row, ruling)
        case Answer.ACCEPT | Answer.REJECT as answer if flag:
            raise StoreError.of(NOTHING_PROPOSED, surface=row.surface, answer=answer.value)
        case Answer.CORRECT | Answer.SKIP as answer if not flag:
            raise StoreError.of(PROPOSED, answer=answer.value, replacement=row.replacement, surface=row.surface)
        case Answer.ACCEPT:
            return Settled(Verdict.ACCEPT, row.replacement)
        case Answer.CORRECT:
            if not ruling.confirmed:
                refuse_rivals(connection, row.surface, Kind(row.kind), story_id=row.story_id, but=row.id)
            return Settled(Verdict.ACCEPT, row.surface)
        case _:
            return Settled(Verdict.REJECT)


def refuse_rivals(
    connection: Connection, surface: str, kind: Kind, *, story_id: str | None = None, but: str | None = None
) -> None:
    """Raise `UnconfirmedError` if other names are proposed for a form that is about to be called correct.

    The arguments are those of `rivals`.
    """
    found = rivals(connection, surface, kind, story_id=story_id, but=but)
    if found:
        words = question(surface, found, elsewhere=story_id is not None)
        raise UnconfirmedError(Confirmation(words, rivals=found))


def _amended_change(row: Row[Any], ruling: NewDecision) -> Settled:
    """Return what a name typed for a change that was made unasked comes to."""
    typed = _typed_name(ruling)
    if typed == " ".join(row.surface.split()):
        return Settled(Verdict.REJECT)
    return Settled(Verdict.ACCEPT, row.replacement) if typed == row.standing else Settled(Verdict.AMEND, typed)


def _typed_name(ruling: NewDecision) -> str:
    """Return the name that was typed, on one line; raises `StoreError` for what cannot be a name."""
    typed = " ".join((ruling.replacement or "").split())
    if not any(char.isalnum() for char in typed) or len(typed) > LONGEST or not typed.isprintable():
        raise StoreError.of(NO_NAME, longest=LONGEST)
    return typed


def _amended(connection: Connection, row: Row[Any], ruling: NewDecision) -> Settled:
    """Return what a typed name comes to."""
    typed = _typed_name(ruling)
    story = connection.execute(select(stories).where(stories.c.id == row.story_id)).one()
    span = Span(row.start, row.end)
    if story.text[row.start : row.end] == row.surface:
        span = widened_span(story.text, span, typed)
    before = story.text[span.start : span.end]
    wider = span != Span(row.start, row.end)
    if typed in (row.surface, " ".join(before.split())):
        if row.action == Action.FLAG:
            raise UnchangedError.of(AS_IT_STANDS, surface=typed)
        # Typing what stands there refuses the proposal.
        return Settled(Verdict.REJECT)
    if wider:
        _refuse_unwritable(story, span, before, typed)
    if not ruling.confirmed and (wider or doubles(story.text, span, typed)):
        asked = WIDENED if wider else DOUBLED
        words = asked.format(typed=typed, before=" ".join(before.split()), surface=row.surface)
        left, right = around(story.text, span)
        raise UnconfirmedError(Confirmation(words, sentence=Sentence(left, before, typed, right)))
    if wider:
        return Settled(Verdict.AMEND, typed, span.start, before)
    return Settled(Verdict.ACCEPT if typed == row.replacement else Verdict.AMEND, typed)


def _refuse_unwritable(story: Row[Any], span: Span, before: str, typed: str) -> None:
    """Raise `UnwritableError` if the file of ``story`` cannot be written with ``typed`` in the place of ``before``."""
    try:
        document = reading_of(story_of(story))
        document.write_verified(narrow_edits(span, before, typed, ""))
    except RepairError as error:
        raise UnwritableError(" ".join(before.split()), error.reason) from error
