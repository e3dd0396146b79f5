"""Mangled names that are noticed at all, by a suggestion or a flag, and flags on right names.

A name that no source has cannot be corrected, mangled or not, but it should be flagged. This is measured where a
benchmark labels such names as ``unverifiable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from repair.core.types import Kind, Suggestion
from repair.training.evaluation.benchmark import BenchmarkItem


@dataclass(frozen=True, slots=True)
class NoticeScores:
    """How many mangled names were noticed.

    Attributes:
        mangled: Labelled mangled names, with and without a right form in the sources.
        noticed: Those that a suggestion or a flag overlaps.
        flags_on_right_names: Flags that overlap neither these nor another name that no source has.
        words: The words of the copy.
    """

    mangled: int
    noticed: int
    flags_on_right_names: int
    words: int

    @property
    def recall(self) -> float:
        """The share of the mangled names that were noticed (0-1)."""
        return self.noticed / self.mangled if self.mangled else 0.0

    @property
    def false_flags(self) -> float:
        """Flags on right names per 1,000 words."""
        return 1000 * self.flags_on_right_names / self.words if self.words else 0.0


def has_labels(items: Iterable[BenchmarkItem]) -> bool:
    """Tell whether a benchmark labels names that no source has."""
    return any(item.unverifiable for item in items)


def notice_scores(results: Iterable[tuple[BenchmarkItem, Sequence[Suggestion]]]) -> NoticeScores:
    """Count the mangled names that are noticed.

    Args:
        results: Each document with its suggestions and flags.
    """
    mangled = noticed = flags_on_right_names = words = 0
    for item, suggestions in results:
        spans = [(gold.start, gold.end) for gold in item.gold]
        spans += [(name.start, name.end) for name in item.unverifiable if name.mangled]
        to_flag = [*spans, *((name.start, name.end) for name in item.unverifiable)]
        found = [suggestion for suggestion in suggestions if suggestion.kind is not Kind.TITLE]
        mangled += len(spans)
        noticed += sum(any(_overlap(suggestion, start, end) for suggestion in found) for start, end in spans)
        flags = [suggestion for suggestion in found if suggestion.replacement is None]
        flags_on_right_names += sum(not any(_overlap(flag, start, end) for start, end in to_flag) for flag in flags)
        words += item.words
    return NoticeScores(mangled, noticed, flags_on_right_names, words)


def _overlap(suggestion: Suggestion, start: int, end: int) -> bool:
    return suggestion.span.start < end and start < suggestion.span.end
