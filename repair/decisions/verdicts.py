"""Turns a person's answer to a suggestion into the verdict to store, and finds what the person must confirm first.

An unverified name has answers of its own (correct, skip), so that nobody marks a name as correct out of the habit of
accepting proposals. This module reads the store and changes nothing.
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
from repair.decisions.other_names import find_other_names, question
from repair.decisions.schema import stories
from repair.decisions.stored_files import reading_of
from repair.text.widening import repeats_neighbour, sentence_around, widened_span

LONGEST = 200  # letters of a name that a person types

NO_NAME = "this is not a name; type one with letters, on one line of at most {longest} letters"
NOTHING_PROPOSED = (
    "nothing is proposed for {surface!r}, so there is nothing to {answer}: "
    "answer 'correct' if the name is correct, or 'skip' to leave it in this story"
)
PROPOSED = (
    "{answer!r} is for unverified names, and {replacement!r} is proposed for {surface!r}: "
    "answer 'accept' to take it, or 'reject' to keep what stands there"
)
WIDENED = "{typed!r} will take the place of {before!r}, not of {surface!r} alone. Save it if that is right."
DOUBLED = "{typed!r} repeats the word beside it. Save it if that is right."
AS_IT_STANDS = "{surface!r} is how the copy reads; answer 'correct' if the name is correct"


@dataclass(frozen=True, slots=True)
class StorableVerdict:
    """The verdict to store, and the text that the copy will have (None: unchanged).

    ``edit_start`` (code points) and ``edit_before`` are the place and the text that a widened amendment replaces.
    """

    verdict: Verdict
    replacement: str | None = None
    edit_start: int | None = None
    edit_before: str | None = None


def verdict_to_store(connection: Connection, row: Row[Any], decision: NewDecision) -> StorableVerdict:
    """Return the verdict to store for ``decision`` on the suggestion in ``row``.

    Raises:
        StoreError: If the suggestion does not have this answer, or the typed text is not a name.
        UnwritableError: If a widened amendment would replace words that the file cannot hold together.
        UnconfirmedError: If the person must confirm the consequences first.
    """
    flag = row.action == Action.FLAG
    if row.applied_text is not None and decision.verdict.value == Answer.AMEND:
        return _amended_change(row, decision)
    match Answer(decision.verdict.value):
        case Answer.UNSURE:
            return StorableVerdict(Verdict.UNSURE)
        case Answer.AMEND:
            return _amended(connection, row, decision)
        case Answer.ACCEPT | Answer.REJECT as answer if flag:
            raise StoreError.of(NOTHING_PROPOSED, surface=row.surface, answer=answer.value)
        case Answer.CORRECT | Answer.SKIP as answer if not flag:
            raise StoreError.of(PROPOSED, answer=answer.value, replacement=row.replacement, surface=row.surface)
        case Answer.ACCEPT:
            return StorableVerdict(Verdict.ACCEPT, row.replacement)
        case Answer.CORRECT:
            if not decision.confirmed:
                require_confirmation(connection, row.surface, Kind(row.kind), story_id=row.story_id, excluded_id=row.id)
            return StorableVerdict(Verdict.ACCEPT, row.surface)
        case _:
            return StorableVerdict(Verdict.REJECT)


def require_confirmation(
    connection: Connection, surface: str, kind: Kind, *, story_id: str | None = None, excluded_id: str | None = None
) -> None:
    """Raise `UnconfirmedError` if other names are proposed for a form that is about to be marked as correct.

    The arguments are those of `find_other_names`.
    """
    other_names = find_other_names(connection, surface, kind, story_id=story_id, excluded_id=excluded_id)
    if other_names:
        message = question(surface, other_names, elsewhere=story_id is not None)
        raise UnconfirmedError(Confirmation(message, other_names=other_names))


def _amended_change(row: Row[Any], decision: NewDecision) -> StorableVerdict:
    """Return the verdict for a name that was typed for a change that the batch has made."""
    typed = _typed_name(decision)
    if typed == " ".join(row.surface.split()):
        return StorableVerdict(Verdict.REJECT)
    return (
        StorableVerdict(Verdict.ACCEPT, row.replacement)
        if typed == row.applied_text
        else StorableVerdict(Verdict.AMEND, typed)
    )


def _typed_name(decision: NewDecision) -> str:
    """Return the name that was typed, on one line; raises `StoreError` for what cannot be a name."""
    typed = " ".join((decision.replacement or "").split())
    if not any(char.isalnum() for char in typed) or len(typed) > LONGEST or not typed.isprintable():
        raise StoreError.of(NO_NAME, longest=LONGEST)
    return typed


def _amended(connection: Connection, row: Row[Any], decision: NewDecision) -> StorableVerdict:
    """Return the verdict for a typed name."""
    typed = _typed_name(decision)
    story = connection.execute(select(stories).where(stories.c.id == row.story_id)).one()
    span = Span(row.start, row.end)
    if story.text[row.start : row.end] == row.surface:
        span = widened_span(story.text, span, typed)
    before = story.text[span.start : span.end]
    wider = span != Span(row.start, row.end)
    if typed in (row.surface, " ".join(before.split())):
        if row.action == Action.FLAG:
            raise UnchangedError.of(AS_IT_STANDS, surface=typed)
        # Typing the present text rejects the proposal.
        return StorableVerdict(Verdict.REJECT)
    if wider:
        _refuse_unwritable(story, span, before, typed)
    if not decision.confirmed and (wider or repeats_neighbour(story.text, span, typed)):
        template = WIDENED if wider else DOUBLED
        question_text = template.format(typed=typed, before=" ".join(before.split()), surface=row.surface)
        left, right = sentence_around(story.text, span)
        raise UnconfirmedError(Confirmation(question_text, sentence=Sentence(left, before, typed, right)))
    if wider:
        return StorableVerdict(Verdict.AMEND, typed, span.start, before)
    return StorableVerdict(Verdict.ACCEPT if typed == row.replacement else Verdict.AMEND, typed)


def _refuse_unwritable(story: Row[Any], span: Span, before: str, typed: str) -> None:
    """Raise `UnwritableError` if the file of ``story`` cannot be written with ``typed`` in the place of ``before``."""
    try:
        document = reading_of(story_of(story))
        document.write_verified(narrow_edits(span, before, typed, ""))
    except RepairError as error:
        raise UnwritableError(" ".join(before.split()), error.reason) from error
