"""What becomes of one piece of copy once its suggestions are known: edits, new bytes, and what is left to a person.

An edit that cannot be written, because markup breaks the name or the encoding lacks a letter, is left to a person,
and the others are made all the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from repair.apply import apply, edits_of, remaining
from repair.batch.records import Made
from repair.errors import RepairError
from repair.formats import Reading
from repair.formats.streams import Piece
from repair.types import Action, Edit, Reason, Suggestion

MARKUP = Reason("markup", "broken by markup, so it has to be changed by hand", 0.0)
LETTERS = Reason("letters", "has letters that the encoding of the file lacks", 0.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One piece after its cleaning; ``text`` is its text then.

    ``rest`` is what is left to a person, with its places in that text, ``left`` the same with those before.
    ``trouble`` is why nothing was done; ``content`` are then the bytes as they were.
    """

    content: bytes
    text: str = ""
    edits: tuple[Edit, ...] = ()
    made: tuple[Made, ...] = ()
    rest: tuple[Suggestion, ...] = ()
    left: tuple[Suggestion, ...] = ()
    trouble: RepairError | None = None

    @property
    def flagged(self) -> int:
        """How many names nobody vouches for."""
        return sum(one.action is Action.FLAG for one in self.rest)


Answer = tuple[Suggestion, ...] | RepairError


def settle(piece: Piece, answer: Answer | None) -> Outcome:
    """Return what becomes of ``piece``, given what was found in it (None: it holds no text, or cannot be read)."""
    if piece.reading is None or answer is None:
        return Outcome(piece.raw, trouble=piece.trouble)
    if isinstance(answer, RepairError):
        return Outcome(piece.raw, trouble=answer)
    try:
        return _carried_out(piece.reading, [_possible(piece.reading, one) for one in answer])
    except RepairError as error:
        return Outcome(piece.raw, trouble=error)


def _carried_out(reading: Reading, suggestions: Sequence[Suggestion]) -> Outcome:
    before = reading.document.text
    edits = edits_of(before, suggestions)
    text = apply(before, edits)
    content = reading.checked(edits)
    by_id = {one.id: one for one in suggestions}
    made = tuple(_made(reading, edit, by_id[edit.suggestion_id]) for edit in edits)
    left = tuple(one for one in suggestions if one.id not in {edit.suggestion_id for edit in edits})
    return Outcome(content, text, edits, made, remaining(text, left, edits), left)


def _possible(reading: Reading, suggestion: Suggestion) -> Suggestion:
    """Return ``suggestion``, left to a person if it is certain but cannot be written."""
    if suggestion.action is not Action.APPLY or suggestion.replacement is None:
        return suggestion
    if not reading.whole(suggestion.span):
        return replace(suggestion, action=Action.REVIEW, reasons=(*suggestion.reasons, MARKUP))
    part = reading.parts[_part(reading, suggestion.span.start)]
    try:
        part.encode(suggestion.replacement)
        part.encode(suggestion.replacement.upper())
    except UnicodeEncodeError:
        return replace(suggestion, action=Action.REVIEW, reasons=(*suggestion.reasons, LETTERS))
    return suggestion


def _made(reading: Reading, edit: Edit, suggestion: Suggestion) -> Made:
    part = reading.parts[_part(reading, edit.span.start)]
    low, high = (part.places[at - part.span.start] for at in (edit.span.start, edit.span.end))
    return Made(edit, suggestion, low, reading.raw[low:high], part.encode(edit.after))


def _part(reading: Reading, place: int) -> int:
    """Return the number of the part that holds the code point at ``place``."""
    return bisect_right(reading.parts, place, key=lambda part: part.span.start) - 1
