"""Files as streams of records: one story, or the records of an archive, uncompressed or packed with gzip or Zstandard.

Memory holds one record at a time. The bytes of all records together are the unpacked bytes of the file (except for
tables, see `Record`); a sink writes them back, edited or not. The text itself is not interpreted here.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from repair.core.errors import FormatError
from repair.core.io import TOO_BIG
from repair.formats import feed_items, parse, warc
from repair.formats import json as jsonrecords
from repair.formats.compression import compression_of, open_decompressed, uncompressed_name
from repair.formats.record import ReadOptions, Record
from repair.formats.registry import record_format_of, record_formats
from repair.formats.sinks import byte_sink, replacing
from repair.formats.sniffing import HEAD_BYTES

if TYPE_CHECKING:
    from repair.formats.document import SourceDocument
    from repair.formats.format import RecordSink

_CHUNK = 1 << 16  # bytes

TOO_LONG = "the file has more than {limit:,} bytes; raise max_bytes in the settings, or split it"
ONLY_SOURCES = "web archives (WARC) can be sources but not copy; give the file to --sources"

WARC, JSON, FEED = "warc", "json", "feed"

NO_SUCH_RECORD = "the record is no longer in the file; make the suggestions again"

__all__ = [
    "ReadOptions",
    "Record",
    "holds_records",
    "is_single",
    "open_sink",
    "pick",
    "read_alone",
    "records",
    "splice",
]


def records(path: Path, options: ReadOptions, *, sources: bool = False) -> Iterator[Record]:
    """Yield the records of the file ``path`` in order; a file of one story is one record.

    Args:
        path: A file of any format, compressed or not.
        options: The format (by default the content decides), names of text fields, and limits on sizes.
        sources: Whether the file is read as a source. A web archive can be a source but not copy.

    Raises:
        FormatError: The file as a whole cannot be read. The error of a single record is in `Record.error`.
    """
    try:
        for record in _records(path, options, sources=sources):
            number = record.number if record.number >= 0 else None
            yield replace(record, error=record.error.within(path, record=number)) if record.error else record
    except FormatError as error:
        raise error.within(path, instead_of=uncompressed_name(path)) from error


def _records(path: Path, options: ReadOptions, *, sources: bool) -> Iterator[Record]:
    """Yield the records as `records` does; errors may lack the name of the file."""
    if sources and warc.is_warc(path, options):
        yield from warc.pages(path, options)
        return
    with open_decompressed(path, options) as stream:
        name = _record_format(path, stream, options)
        if name is None:
            yield _story(path, stream, options)
        elif name == WARC:
            raise FormatError.of(warc.NO_RECORD if sources else ONLY_SOURCES, path=path)
        else:
            yield from record_formats()[name].records(path, stream, options)


def holds_records(path: Path, options: ReadOptions) -> bool:
    """Return whether ``path`` has a format of many records, rather than of one story.

    Raises:
        FormatError: If the file cannot be read.
    """
    with open_decompressed(path, options) as stream:
        return _record_format(path, stream, options) is not None


def is_single(path: Path, options: ReadOptions) -> bool:
    """Return whether ``path`` contains one record, whatever its format; raises `FormatError` like `records`."""
    stream = records(path, options)
    return next(stream, None) is None or next(stream, None) is None


def pick(path: Path, options: ReadOptions, numbers: Collection[int]) -> Iterator[Record]:
    """Yield the records of ``path`` with the wanted ``numbers``, in order.

    Yields:
        Each wanted record; one that the file no longer has is a record with an error.

    Raises:
        FormatError: If the file as a whole cannot be read.
    """
    missing = set(numbers)
    only = replace(options, wanted=frozenset(missing))
    for record in records(path, only) if missing else ():
        if record.number in missing:
            missing.discard(record.number)
            yield record
        if not missing:
            return
    for number in sorted(missing):
        yield Record(number, b"", None, FormatError.of(NO_SUCH_RECORD, path=path, record=number))


def read_alone(path: Path, options: ReadOptions, raw: bytes) -> SourceDocument | None:
    """Read one record of ``path`` from its own bytes, without reading the file up to it.

    Args:
        path: The file, of which only the beginning is read: the first row of a table names its columns.
        options: How the file is read.
        raw: The bytes of the record, as `Record` has them.

    Returns:
        The story; None if the file is no archive, or the record has no text.

    Raises:
        FormatError: If the file or the record cannot be read.
    """
    with open_decompressed(path, options) as stream:
        name = _record_format(path, stream, options)
        if name is None or name not in record_formats():
            return None
        if name == FEED:
            return feed_items.read_alone(path, stream, options, raw)
        read = record_formats()[name].records
        first = next(iter(read(path, stream, options)), None)
    names_columns = first is not None and first.source_document is None and first.error is None
    head = first.raw if first is not None and names_columns else b""
    found = list(read(path, io.BufferedReader(io.BytesIO(head + raw)), options))
    return found[-1].source_document if found else None


def splice(path: Path, target: Path, options: ReadOptions, content_of: Callable[[Record], bytes]) -> None:
    """Write a copy of ``path`` in which each record has the bytes that ``content_of`` returns for it.

    Raises:
        FormatError: If the file cannot be read or its format cannot be written; ``target`` is then unchanged.
    """
    with open_sink(path, target, options) as sink:
        for record in records(path, options):
            sink.put(record, content_of(record))


def _record_format(path: Path, stream: io.BufferedReader, options: ReadOptions) -> str | None:
    """Return the format of a file of many records, None for a file of one story; ``stream`` is not advanced."""
    if options.format is not None:
        return options.format if options.format in record_formats() else None
    return record_format_of(uncompressed_name(path).name, stream.peek(HEAD_BYTES))


def _story(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Record:
    """Return the only record of a file of one story."""
    raw, inner = _read_whole(path, stream, options), uncompressed_name(path)
    if options.text_fields and options.format in (None, JSON) and inner.suffix.lower() == ".json":
        source_document = jsonrecords.parse(str(inner), raw, source=path.name, fields=options.text_fields)
    else:
        source_document = parse(str(inner), raw, source=path.name, format=options.format)
    return Record(0, raw, replace(source_document, name=str(path)))


def _read_whole(path: Path, stream: io.BufferedReader, options: ReadOptions) -> bytes:
    """Return all of ``stream``, at most as many bytes as a document may have."""
    size = path.stat().st_size
    if size > options.max_bytes and compression_of(path) is None:
        raise FormatError.of(TOO_BIG, path=path, size=size, limit=options.max_bytes)
    # In chunks, because one large read would allocate a buffer of the whole limit at once.
    raw = bytearray()
    while chunk := stream.read(_CHUNK):
        raw += chunk
        if len(raw) > options.max_bytes:
            raise FormatError.of(TOO_LONG, path=path, limit=options.max_bytes)
    return bytes(raw)


def open_sink(path: Path, target: Path, options: ReadOptions) -> AbstractContextManager[RecordSink]:
    """Open ``target`` for the records of ``path``; it is complete after a clean exit and unchanged after any other.

    An unchanged file is copied; a changed file is compressed in the same format again.

    Raises:
        FormatError: ``path`` cannot be read, or its format cannot be written.
    """
    with open_decompressed(path, options) as stream:
        name = _record_format(path, stream, options)
    return _sink(path, target, name)


@contextlib.contextmanager
def _sink(path: Path, target: Path, name: str | None) -> Iterator[RecordSink]:
    with replacing(target) as out:
        opened = byte_sink(path, out) if name is None else record_formats()[name].sink(path, out)
        with opened as sink:
            yield sink
