"""Reports the files of folders that were not read because they have no format of copy: how many, and their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from repair.cli.output import write_message
from repair.core.display import quantity
from repair.formats.compression import uncompressed_name
from repair.formats.discovery import PARTIAL_SUFFIXES
from repair.formats.registry import PACKED_FOLDERS

NOT_READ = (
    "Not read: {count} of unknown format ({names}). To read such a file, give its path, and its format with "
    "--input-format."
)
NOT_UNPACKED = "Not read: {count} ({names}). Unpack them into a folder."
MORE = "{names} and {count:,} more"
_MAX_NAMED = 5


@dataclass(slots=True)
class _Files:
    """Files of one kind; of many, some are named."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, path: str) -> None:
        """Add the file at ``path``."""
        self.count += 1
        if len(self.names) < _MAX_NAMED:
            self.names.append(path)

    def report(self, message: str, noun: str) -> None:
        """Write one line about these files on standard error, and forget them; none for no files."""
        if not self.count:
            return
        names = ", ".join(self.names)
        if self.count > len(self.names):
            names = MORE.format(names=names, count=self.count - len(self.names))
        write_message(message.format(count=quantity(self.count, noun), names=names))
        self.count = 0
        self.names.clear()


@dataclass(slots=True)
class SkippedFiles:
    """The files that a search has skipped, each once; archives of files are reported by themselves."""

    _others: _Files = field(default_factory=_Files)
    _archives: _Files = field(default_factory=_Files)
    _seen: set[int] = field(default_factory=set)

    def add(self, path: str) -> None:
        """Add the file at ``path``."""
        if hash(path) in self._seen or path.lower().endswith(PARTIAL_SUFFIXES):
            return
        self._seen.add(hash(path))
        name = uncompressed_name(Path(path)).suffix.lower()
        (self._archives if name in PACKED_FOLDERS else self._others).add(path)

    def report(self) -> None:
        """Write a line for each kind of file on standard error, and forget the files; none for no files."""
        self._others.report(NOT_READ, "file")
        self._archives.report(NOT_UNPACKED, "archive")
