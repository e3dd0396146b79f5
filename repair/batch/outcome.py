"""The outcome of one record after its suggestions are computed: edits, new bytes, and suggestions for an editor.

An edit that cannot be written, because markup splits the name or the encoding lacks a letter, is left to an editor; the
other edits are made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from repair.batch.log_lines import AppliedEdit
from repair.core.edits import apply, edits_of, remaining
from repair.core.errors import RepairError
from repair.core.notices import CheckedCopy, CopyNotice
from repair.core.time_budget import TimeBudget
from repair.core.types import Action, Edit, Reason, Suggestion
from repair.formats import SourceDocument
from repair.formats.archive import Record
from repair.formats.file_positions import placed_in_file
from repair.formats.writable_edits import writable_edits

MARKUP = Reason("markup", "broken by markup, so it has to be changed by hand", 0.0)
LETTERS = Reason("letters", "has letters that the encoding of the file lacks", 0.0)

DocumentResult = CheckedCopy | RepairError
"""The suggestions for one document and the notices about it, or why there are none."""


@dataclass(frozen=True, slots=True)
class CleanedRecord:
    """One record after its cleaning.

    Attributes:
        content: Its bytes, unchanged where there is an ``error``.
        text: Its text.
        edits: The edits made in the text.
        applied: The same edits in the raw bytes, with their suggestions.
        remaining: Suggestions left to an editor, with offsets in ``text``.
        remaining_before: The same suggestions, with offsets in the text before the edits.
        notices: The notices about the copy as a whole.
        error: The error because of which nothing was changed, if any.
    """

    content: bytes
    text: str = ""
    edits: tuple[Edit, ...] = ()
    applied: tuple[AppliedEdit, ...] = ()
    remaining: tuple[Suggestion, ...] = ()
    remaining_before: tuple[Suggestion, ...] = ()
    notices: tuple[CopyNotice, ...] = ()
    error: RepairError | None = None

    @property
    def edit_count(self) -> int:
        """How many suggestions were applied, each by one or more edits."""
        return len({applied.suggestion.id for applied in self.applied})

    @property
    def flagged(self) -> int:
        """How many names are in no source."""
        return sum(suggestion.action is Action.FLAG for suggestion in self.remaining)


def finalize(record: Record, result: DocumentResult | None, *, is_file: bool, budget: TimeBudget) -> CleanedRecord:
    """Return a record after its cleaning.

    Args:
        record: The record.
        result: Its suggestions; None if it has no text or cannot be read.
        is_file: Whether it is the whole of its file. Remaining suggestions then have the lines and columns of the file,
            else those of its text.
        budget: The time that is left for making and verifying the edits.
    """
    if record.source_document is None or result is None:
        return CleanedRecord(record.raw, error=record.error)
    if isinstance(result, RepairError):
        return CleanedRecord(record.raw, error=result)
    try:
        with budget.spending():
            cleaned = _carry_out(record.source_document, result.suggestions, is_file=is_file)
    except RepairError as error:
        return CleanedRecord(record.raw, error=error)
    return replace(cleaned, notices=result.notices)


def applied_edits(
    source_document: SourceDocument, edits: Sequence[Edit], suggestions: Sequence[Suggestion]
) -> tuple[AppliedEdit, ...]:
    """Return ``edits`` as edits of the raw bytes of ``source_document``, with the ``suggestions`` behind them."""
    by_id = {suggestion.id: suggestion for suggestion in suggestions}
    parts: Counter[str] = Counter()
    applied = []
    for edit in edits:
        applied.append(_applied_edit(source_document, edit, by_id[edit.suggestion_id], parts[edit.suggestion_id]))
        parts[edit.suggestion_id] += 1
    return tuple(applied)


def _carry_out(source_document: SourceDocument, suggestions: Sequence[Suggestion], *, is_file: bool) -> CleanedRecord:
    before = source_document.document.text
    writable = writable_edits(source_document, edits_of(before, suggestions))
    edits = writable.edits
    text = apply(before, edits)
    edited = source_document.edited(edits)
    carried_out = {edit.suggestion_id for edit in edits}
    open_suggestions = tuple(
        _for_editor(source_document, suggestion) if suggestion.id in writable.refused else suggestion
        for suggestion in suggestions
        if suggestion.id not in carried_out
    )
    left = remaining(text, open_suggestions, edits)
    return CleanedRecord(
        content=edited.raw,
        text=text,
        edits=edits,
        applied=applied_edits(source_document, edits, suggestions),
        remaining=placed_in_file(left, edited) if is_file else left,
        remaining_before=placed_in_file(open_suggestions, source_document) if is_file else open_suggestions,
    )


def _for_editor(source_document: SourceDocument, suggestion: Suggestion) -> Suggestion:
    """Return a certain suggestion that cannot be written, marked for review with the reason."""
    edits = edits_of(source_document.document.text, (suggestion,))
    reason = LETTERS if all(source_document.is_editable(edit.span) for edit in edits) else MARKUP
    return replace(suggestion, action=Action.REVIEW, reasons=(*suggestion.reasons, reason))


def _applied_edit(source_document: SourceDocument, edit: Edit, suggestion: Suggestion, part: int) -> AppliedEdit:
    start, end, after = source_document.byte_edit(edit)
    return AppliedEdit(edit, suggestion, part, start, source_document.raw[start:end], after)
