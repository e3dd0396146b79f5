"""What a file is made of once it is read: pieces, each a record of an archive or the one story of a file.

Holds the values that every reader of archives yields, and the caps it keeps to. Nothing is read here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from repair.core.errors import FormatError
from repair.core.io import MAX_BYTES
from repair.formats.document import SourceDocument

TOO_LONG = "{path}: record {number} holds more than {limit:,} bytes; raise max_bytes in the settings, or split it"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read: ``format`` (None: told by content), the text fields of archives, and the caps.

    ``max_bytes`` is for one document, ``max_unpacked`` for all of a packed file (bytes), ``max_ratio`` is how many
    times its packed size a file may unpack to, once it has a megabyte.
    """

    format: str | None = None
    text_fields: tuple[str, ...] = ()
    max_bytes: int = MAX_BYTES
    max_unpacked: int = 50_000_000_000
    max_ratio: float = 200.0


@dataclass(frozen=True, slots=True)
class Record:
    """A record of an archive, or the whole of a one-story file.

    ``number`` is the line that it begins in, the row of a table, or the place of a message in its file, from 0.
    ``raw`` of all pieces together is the unpacked file (but of Parquet, whose rows are shown as JSON). ``reading`` is
    None where there is no text, or where ``error`` says what is wrong with this record alone.
    """

    number: int
    raw: bytes
    reading: SourceDocument | None
    error: FormatError | None = None


def with_record_number(reading: SourceDocument, number: int) -> SourceDocument:
    """Return ``reading`` with the record's number in its document's id, so that equal records stay apart."""
    document = reading.document
    return replace(reading, document=replace(document, id=f"{document.id}-{number}"))
