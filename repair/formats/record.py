"""The values that all readers share: options, and the records of a file. Nothing is read here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from repair.core.errors import FormatError
from repair.core.io import MAX_BYTES
from repair.formats.document import SourceDocument

TOO_LONG = "the record has more than {limit:,} bytes; raise max_bytes in the settings, or split it"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read.

    Attributes:
        format: Name of the format; by default the content decides.
        text_fields: Names of the fields or columns with text; by default those with usual names.
        max_bytes: Largest size of one document (bytes).
        max_unpacked: Largest decompressed size of a file (bytes).
        max_ratio: Largest ratio of decompressed to compressed size, from one megabyte on.
        wanted: The numbers of the records that are wanted, so that a reader may leave out others; None for all.
    """

    format: str | None = None
    text_fields: tuple[str, ...] = ()
    max_bytes: int = MAX_BYTES
    max_unpacked: int = 50_000_000_000
    max_ratio: float = 200.0
    wanted: frozenset[int] | None = None

    def wants(self, number: int) -> bool:
        """Return whether the record with this number is wanted."""
        return self.wanted is None or number in self.wanted


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file of many stories, or the whole of a file of one story.

    Attributes:
        number: From 0, in the order of the file: the line of JSON Lines, the row of a table (that of a CSV begins with
            its header, row 0), or the position of a message.
        raw: Its bytes. Those of all records together are the decompressed file, except for Parquet, whose rows are
            JSON objects here.
        source_document: The story; None where there is no text, or where ``error`` is set.
        error: The error of this record alone, if any.
    """

    number: int
    raw: bytes
    source_document: SourceDocument | None
    error: FormatError | None = None


def with_record_number(source_document: SourceDocument, number: int) -> SourceDocument:
    """Return the story with the record number in its id, so that records with the same text differ."""
    document = source_document.document
    return replace(source_document, document=replace(document, id=f"{document.id}-{number}"))
