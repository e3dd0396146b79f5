"""Reports the files of folders that were not read because they have no format of copy: how many, and their names."""

from __future__ import annotations

from dataclasses import dataclass, field

from repair.cli.output import quantity, write_message
from repair.formats.discovery import PARTIAL_SUFFIXES

NOT_READ = (
    "not read: {count} with no format of copy ({names}); to read one all the same, give it by itself, and its format "
    "with --input-format"
)
MORE = "{names} and {count:,} more"
_MAX_NAMED = 5


@dataclass(slots=True)
class SkippedFiles:
    """The files that a search has skipped, each once; of many, some are named."""

    count: int = 0
    names: list[str] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)

    def add(self, path: str) -> None:
        """Add the file at ``path``."""
        if hash(path) in self._seen or path.lower().endswith(PARTIAL_SUFFIXES):
            return
        self._seen.add(hash(path))
        self.count += 1
        if len(self.names) < _MAX_NAMED:
            self.names.append(path)

    def report(self) -> None:
        """Write one line on standard error about the files added so far, and forget them; none for no files."""
        if not self.count:
            return
        names = ", ".join(self.names)
        if self.count > len(self.names):
            names = MORE.format(names=names, count=self.count - len(self.names))
        write_message(NOT_READ.format(count=quantity(self.count, "file"), names=names))
        self.count = 0
        self.names.clear()
