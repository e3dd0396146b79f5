"""The protocols of file formats: one story a file, or many records; other distributions may add formats.

``registry`` finds the format of a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol

from repair.formats.document import SourceDocument
from repair.formats.record import ReadOptions, Record
from repair.formats.sniffing import FileHead


class Format(Protocol):
    """A file format with one story per file.

    Register an object with these members under the entry-point group ``repair.formats``; the name of the entry point
    is the name of the format (as in `SourceDocument.format`). Registered formats take precedence over the built-in
    ones, so that they can claim a dialect of XML or JSON.
    """

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name extensions in lower case, with their dot; they decide where the content is not distinctive."""

    def sniff(self, head: FileHead) -> bool:
        """Tell by the beginning of a file whether it has this format; must be cheap and must not raise."""

    def read(self, name: str, raw: bytes, *, source: str = "") -> SourceDocument:
        """Return the story in ``raw``.

        Args:
            name: Path of the file as the user gave it; error messages begin with it.
            raw: All bytes of the file, unpacked.
            source: Name of the publication or file, for ``Document.source``.

        Raises:
            FormatError: The story cannot be read with certainty.
        """


class RecordSink(Protocol):
    """Writes the records of one file back, in their order."""

    def put(self, record: Record, content: bytes) -> None:
        """Write ``record``, whose bytes are now ``content`` (equal to ``record.raw`` if nothing was edited)."""


class RecordFormat(Protocol):
    """A file format with many stories, one in each record; registered like `Format`."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name extensions in lower case, with their dot."""

    def sniff(self, head: FileHead) -> bool:
        """Tell by the beginning of a file whether it has this format; must be cheap and must not raise."""

    def records(self, path: Path, stream: BufferedReader, options: ReadOptions) -> Iterator[Record]:
        """Yield the records of a file in order; a damaged record has an error and does not stop the others.

        Args:
            path: Path of the file, for messages and for formats that need random access.
            stream: The unpacked bytes of the file, from their beginning.
            options: Names of text fields and limits on sizes.

        Raises:
            FormatError: The file as a whole cannot be read.
        """

    def sink(self, path: Path, out: BinaryIO) -> AbstractContextManager[RecordSink]:
        """Open a sink that writes the records of the file ``path`` to ``out``, compressed like ``path``.

        When no record has changed, ``out`` must have the bytes of ``path`` at the end.
        `repair.formats.sinks.byte_sink` does this for formats whose records together are the bytes of the file.
        """
