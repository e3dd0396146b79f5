"""What becomes of one piece of copy once its suggestions are known: edits, new bytes, and what is left to a person.

An edit that cannot be written, because markup breaks the name or the encoding lacks a letter, is left to a person,
and the others are made all the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from repair.batch.audit import AppliedEdit
from repair.core.edits import apply, edits_of, remaining
from repair.core.errors import RepairError
from repair.core.types import Action, Edit, Reason, Suggestion
from repair.formats import SourceDocument
from repair.formats.archive import Record
from repair.formats.writable import writable_edits

MARKUP = Reason("markup", "broken by markup, so it has to be changed by hand", 0.0)
LETTERS = Reason("letters", "has letters that the encoding of the file lacks", 0.0)


@dataclass(frozen=True, slots=True)
class CleanedRecord:
    """One piece after its cleaning; ``text`` is its text then.

    ``rest`` is what is left to a person, with its places in that text, ``left`` the same with those before.
    ``trouble`` is why nothing was done; ``content`` are then the bytes as they were.
    """

    content: bytes
    text: str = ""
    edits: tuple[Edit, ...] = ()
    made: tuple[AppliedEdit, ...] = ()
    rest: tuple[Suggestion, ...] = ()
    left: tuple[Suggestion, ...] = ()
    trouble: RepairError | None = None

    @property
    def repairs(self) -> int:
        """How many suggestions were carried out, each by one edit or several."""
        return len({made.suggestion.id for made in self.made})

    @property
    def flagged(self) -> int:
        """How many names nobody vouches for."""
        return sum(one.action is Action.FLAG for one in self.rest)


Answer = tuple[Suggestion, ...] | RepairError


def finalize(piece: Record, answer: Answer | None) -> CleanedRecord:
    """Return what becomes of ``piece``, given what was found in it (None: it holds no text, or cannot be read)."""
    if piece.reading is None or answer is None:
        return CleanedRecord(piece.raw, trouble=piece.error)
    if isinstance(answer, RepairError):
        return CleanedRecord(piece.raw, trouble=answer)
    try:
        return _carried_out(piece.reading, answer)
    except RepairError as error:
        return CleanedRecord(piece.raw, trouble=error)


def _carried_out(reading: SourceDocument, suggestions: Sequence[Suggestion]) -> CleanedRecord:
    before = reading.document.text
    writable = writable_edits(reading, edits_of(before, suggestions))
    edits = writable.edits
    text = apply(before, edits)
    content = reading.write_verified(edits)
    done = {edit.suggestion_id for edit in edits}
    left = tuple(
        _for_a_person(reading, one) if one.id in writable.refused else one for one in suggestions if one.id not in done
    )
    return CleanedRecord(content, text, edits, made_of(reading, edits, suggestions), remaining(text, left, edits), left)


def _for_a_person(reading: SourceDocument, suggestion: Suggestion) -> Suggestion:
    """Return a certain suggestion that cannot be written, left to a person with the reason."""
    edits = edits_of(reading.document.text, (suggestion,))
    reason = LETTERS if all(reading.is_editable(edit.span) for edit in edits) else MARKUP
    return replace(suggestion, action=Action.REVIEW, reasons=(*suggestion.reasons, reason))


def made_of(
    reading: SourceDocument, edits: Sequence[Edit], suggestions: Sequence[Suggestion]
) -> tuple[AppliedEdit, ...]:
    """Return ``edits`` as they are made in the raw bytes of ``reading``, with the ``suggestions`` behind them."""
    by_id = {one.id: one for one in suggestions}
    parts: Counter[str] = Counter()
    made = []
    for edit in edits:
        made.append(_made(reading, edit, by_id[edit.suggestion_id], parts[edit.suggestion_id]))
        parts[edit.suggestion_id] += 1
    return tuple(made)


def _made(reading: SourceDocument, edit: Edit, suggestion: Suggestion, number: int) -> AppliedEdit:
    part = reading.runs[_part(reading, edit.span.start)]
    low, high = (part.byte_offsets[at - part.span.start] for at in (edit.span.start, edit.span.end))
    return AppliedEdit(edit, suggestion, number, low, reading.raw[low:high], part.encode(edit.after))


def _part(reading: SourceDocument, place: int) -> int:
    """Return the number of the part that holds the code point at ``place``."""
    return bisect_right(reading.runs, place, key=lambda part: part.span.start) - 1
