"""What has been counted in one run, for the lines at its end; the figures of a whole folder are in ``report_page``."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from repair.core.types import Action

if TYPE_CHECKING:
    from repair.batch.outcome import CleanedRecord

_KINDS = 50  # of troubles that are told apart
OTHERS = "other reasons"
_DIGITS = re.compile(r"(?<![\w-])\d[\d,]*")


@dataclass(slots=True)
class RunCounters:
    """Counts of one run: ``left`` of files that needed nothing, ``skipped`` of what could not be cleaned, by why."""

    documents: int = 0
    files: int = 0
    edits: int = 0
    actions: Counter[Action] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: CleanedRecord) -> None:
        """Count one document."""
        self.documents += 1
        self.edits += outcome.repairs
        self.actions.update(one.action for one in outcome.rest)

    def include(self, other: RunCounters) -> None:
        """Add what was counted of one file, once that file is written."""
        self.documents += other.documents
        self.edits += other.edits
        self.actions += other.actions

    def skip(self, name: str, words: str) -> None:
        """Count something that could not be cleaned; ``words`` are its trouble, which may begin with its ``name``."""
        why = reason(name, words)
        self.skipped[why if why in self.skipped or len(self.skipped) < _KINDS else OTHERS] += 1

    @property
    def found(self) -> int:
        """How much there was to find: edits made, and what is left to a person."""
        return self.edits + sum(self.actions.values())


def reason(name: str, words: str) -> str:
    """Return why something was skipped, without what differs from file to file.

    >>> reason("a.txt", "a.txt: is damaged UTF-8 at byte 1,024; save it again as UTF-8")
    'is damaged UTF-8 at byte …'
    """
    return _DIGITS.sub("…", words.removeprefix(name).removeprefix(": ").partition(";")[0]).strip()
