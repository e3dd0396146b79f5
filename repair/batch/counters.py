"""The counts of one run, for the summary at its end; the figures of a whole folder are in ``statistics``."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from repair.core.errors import RepairError
from repair.core.types import Action

if TYPE_CHECKING:
    from repair.batch.outcome import CleanedRecord

MAX_REASONS = 50  # reasons that are counted separately
OTHER_REASONS = "other reasons"
_NUMBER = re.compile(r"(?<![\w-])(?:\d[\d,]*|…)")


@dataclass(slots=True)
class RunCounters:
    """Counts of one run.

    Attributes:
        documents: Documents cleaned.
        files: Files finished.
        edits: Suggestions applied.
        actions: Suggestions left to an editor, by action.
        skipped: Files that needed no cleaning, by reason.
        failed: Files and records that could not be cleaned, by reason.
    """

    documents: int = 0
    files: int = 0
    edits: int = 0
    actions: Counter[Action] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def add(self, cleaned: CleanedRecord) -> None:
        """Count one document."""
        self.documents += 1
        self.edits += cleaned.edit_count
        self.actions.update(suggestion.action for suggestion in cleaned.remaining)

    def include(self, file: RunCounters) -> None:
        """Add the counts of one file, once that file is written."""
        self.documents += file.documents
        self.edits += file.edits
        self.actions += file.actions

    def fail(self, error: RepairError) -> None:
        """Count something that could not be cleaned."""
        count_reason(self.failed, error.reason)

    @property
    def suggestions(self) -> int:
        """The number of suggestions: those applied and those left to an editor."""
        return self.edits + sum(self.actions.values())


def count_reason(counts: Counter[str], reason: str) -> None:
    """Count ``reason`` together with those that differ in numbers alone; of these, only the common ones are shown.

    After `MAX_REASONS` different reasons, new reasons are counted together.

    >>> counts = Counter()
    >>> count_reason(counts, "the file has 1,024 bytes, more than the 1,000 allowed")
    >>> count_reason(counts, "the file has 2,048 bytes, more than the 1,000 allowed")
    >>> counts
    Counter({'the file has … bytes, more than the 1,000 allowed': 2})
    """
    if reason not in counts:
        pattern = _NUMBER.sub("…", reason)
        similar = next((other for other in counts if _NUMBER.sub("…", other) == pattern), None)
        if similar is not None:
            numbers = iter(_NUMBER.findall(similar))
            reason = _NUMBER.sub(lambda match: match[0] if match[0] == next(numbers) else "…", reason)
            counts[reason] = counts.pop(similar)
        elif len(counts) >= MAX_REASONS:
            reason = OTHER_REASONS
    counts[reason] += 1
