"""Files as streams of pieces: one story, or the records of an archive, plain or packed with gzip or Zstandard.

Memory holds one record at a time. The pieces' bytes together are the unpacked bytes of the file; a sink takes them
back, edited or not, and puts the new file in its place in one step, or nothing at all. Decides nothing about text.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from repair.core.errors import FormatError
from repair.core.io import TOO_BIG
from repair.formats import csv as rows
from repair.formats import form_of, jsonl, parse, warc, wire
from repair.formats import json as jsonrecords
from repair.formats.compression import inner_name, packer, packing_of, unpacked
from repair.formats.json_scanner import NotJsonError, strings
from repair.formats.record import ReadOptions, Record, numbered
from repair.formats.registry import ARCHIVES

_CHUNK = 1 << 16

TOO_LONG = "{path}: holds more than {limit:,} bytes; raise max_bytes in the settings, or split it"
ONLY_SOURCES = "{path}: is an archive of the web (WARC), which can be a source but no copy; give it to --sources"
PACKED_TABLE = "{path}: is a packed Parquet file, which cannot be read at all places; unpack it first"

JSONL, CSV, PARQUET, WIRE, WARC, JSON = "jsonl", "csv", "parquet", "wire", "warc", "json"
_RECORD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\{[^\r\n]+\})[ \t\r]*\n\s*\{")

__all__ = ["ReadOptions", "Record", "Sink", "open_sink", "records"]


def records(path: Path, options: ReadOptions, *, sources: bool = False) -> Iterator[Record]:
    """Yield the pieces of the file ``path`` in order; `FormatError` when the file as a whole cannot be read.

    ``sources``: whether it is to be read as sources, which an archive of the web can be, and never as copy.
    """
    name = str(path)
    if sources and warc.begins(path, options):
        yield from warc.pages(path, options)
        return
    with unpacked(path, options) as stream:
        form = archive_form(path, stream, options)
        if form == JSONL:
            yield from jsonl.json_lines(name, stream, path.name, options)
        elif form == CSV:
            yield from rows.rows(name, stream, path.name, options)
        elif form == WIRE:
            yield from _messages(path, stream, options)
        elif form == PARQUET:
            from repair.formats import parquet

            yield from parquet.rows(table_path(path), path.name, options)
        elif form == WARC:
            raise FormatError((warc.NO_RECORD if sources else ONLY_SOURCES).format(path=path))
        else:
            yield _story(path, stream, options)


def archive_form(path: Path, stream: io.BufferedReader, options: ReadOptions) -> str | None:
    """Return the form of a file of many records, None for one of a single story; nothing is read of ``stream``."""
    if options.form is not None:
        return options.form if options.form in (JSONL, CSV, PARQUET, WIRE, WARC) else None
    head = stream.peek(jsonl.HEAD)
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith(b"WARC/"):
        return WARC
    if form_of("", head) == WIRE:
        return WIRE
    suffix = inner_name(path).suffix.lower()
    return ARCHIVES.get(suffix) or (JSONL if _is_json_lines(head) else None)


def _is_json_lines(head: bytes) -> bool:
    """Tell whether a file begins with an object on a line of its own, and another after it."""
    match = _RECORD.match(head)
    if match is None:
        return False
    try:
        return any(True for _ in strings(match.group(1).decode("utf-8", "replace")))
    except NotJsonError:
        return False


def table_path(path: Path) -> Path:
    """Return the path of a Parquet file, which must not be packed, for it is read from its end."""
    if packing_of(path) is not None:
        raise FormatError(PACKED_TABLE.format(path=path))
    return path


def _story(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Record:
    """Return the piece that is the whole of a one-story file."""
    raw, inner = read_whole(path, stream, options), inner_name(path)
    if options.text_fields and options.form in (None, JSON) and inner.suffix.lower() == ".json":
        reading = jsonrecords.parse(str(inner), raw, source=path.name, fields=options.text_fields)
    else:
        reading = parse(str(inner), raw, source=path.name, form=options.form)
    return Record(0, raw, replace(reading, name=str(path)))


def _messages(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Yield the messages of a wire; one that cannot be read stops itself alone."""
    for number, raw in enumerate(wire.messages(str(path), stream, options.max_bytes)):
        try:
            yield Record(number, raw, numbered(wire.parse(str(path), raw, source=path.name), number))
        except FormatError as error:
            yield Record(number, raw, None, error)


def read_whole(path: Path, stream: io.BufferedReader, options: ReadOptions) -> bytes:
    """Return all of ``stream``, at most as many bytes as a document may have."""
    size = path.stat().st_size
    if size > options.max_bytes and packing_of(path) is None:
        raise FormatError(TOO_BIG.format(path=path, size=size, limit=options.max_bytes))
    # In chunks: a buffer of the size allowed would be made at once.
    raw = bytearray()
    while chunk := stream.read(_CHUNK):
        raw += chunk
        if len(raw) > options.max_bytes:
            raise FormatError(TOO_LONG.format(path=path, limit=options.max_bytes))
    return bytes(raw)


# --- writing


class Sink(Protocol):
    """Takes the pieces of one file back in their order."""

    def put(self, piece: Record, content: bytes) -> None:
        """Add ``piece``, which now reads ``content``."""


class _Bytes:
    """Takes pieces whose bytes together are the file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.changed = False

    def put(self, piece: Record, content: bytes) -> None:
        """Add ``piece``, which now reads ``content``."""
        self.changed = self.changed or content != piece.raw
        self._stream.write(content)


def open_sink(path: Path, target: Path, options: ReadOptions) -> AbstractContextManager[Sink]:
    """Open ``target`` for the pieces of ``path``: it is there, whole, after a clean exit, and untouched otherwise.

    A packed file or a table that was not changed is copied as it is; one that was is packed again, in its own way.
    """
    with unpacked(path, options) as stream:
        form = archive_form(path, stream, options)
    return _sink(path, target, is_table=form == PARQUET)


@contextlib.contextmanager
def _sink(path: Path, target: Path, *, is_table: bool) -> Iterator[Sink]:
    with _beside(target) as out:
        if is_table:
            from repair.formats import parquet

            with parquet.writing(table_path(path), out) as table:
                yield table
            changed = table.changed
        else:
            with packer(out, path) as stream:
                sink = _Bytes(stream)
                yield sink
            changed = sink.changed or packing_of(path) is None
        if not changed:
            out.seek(0)
            out.truncate()
            with path.open("rb") as original:
                while chunk := original.read(_CHUNK):
                    out.write(chunk)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """Open a file beside ``target`` that takes its place after a clean exit, and is gone after any other."""
    # Always the same name: what a killed run left half written, the next one takes away.
    beside = target.with_name(f".{target.name[:80]}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside.unlink(missing_ok=True)
    try:
        with beside.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
