"""Parquet tables: the text of their rows, and tables written back with only that text changed.

Schema, metadata, compression and sizes of row groups are kept, and an unchanged table is copied. Memory holds one row
group; a table with a larger one than allowed is refused. Needs pyarrow.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from repair.core.errors import FormatError
from repair.core.extras import needs_package
from repair.formats import json as jsonrecords
from repair.formats.charset import Decoded, Encoding
from repair.formats.compression import compression_of
from repair.formats.fields import is_date_field, is_publication_field, leading_date, usual_fields
from repair.formats.metadata import publication_name
from repair.formats.record import TOO_LONG, ReadOptions, Record, with_record_number
from repair.formats.sinks import copy_original
from repair.formats.text_runs import NoTextError

DAMAGED = "the file is damaged, or not Parquet ({why}); get it again"
NO_COLUMN = (
    "no column {wanted} has text in it; name one of these with --text-field of `clean` or `gazetteer build`: {seen}"
)
NOT_UTF8 = "the row has text that is not UTF-8, so it is left out; write the table again"
TOO_WIDE = "the row group has {size:,} bytes, more than the {limit:,} allowed; write smaller row groups"
COMPRESSED = "compressed Parquet has no random access; decompress the file first"

_BATCH_ROWS = 256  # rows read at a time
_MAX_GROUP = 2_000_000_000  # bytes of a row group, decompressed
_UTF8 = Encoding("utf-8", "utf-8", 0, "UTF-8")


def read_records(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Yield the rows of a table as records, whose bytes are a JSON object of the columns that hold text.

    See `RecordFormat.records`. ``stream`` is not used: a table is read from its end.
    """
    source = path.name
    with _reading(_uncompressed(path)) as table:
        seen = _text_columns(table)
        names = tuple(options.text_fields) or usual_fields(seen)
        if not names or not set(names) <= set(seen):
            missing = ", ".join(name for name in names if name not in seen) or "with a usual name"
            raise FormatError.of(NO_COLUMN, path=path, wanted=missing, seen=", ".join(seen)[:300] or "none")
        dates = [name for name in table.schema_arrow.names if is_date_field(name)][:1]
        publishers = [name for name in table.schema_arrow.names if is_publication_field(name)][:1]
        number = 0
        for batch in _batches(path, table, [*dict.fromkeys((*names, *dates, *publishers))]):
            columns = {name: batch.column(name) for name in (*names, *dates, *publishers)}
            for at in (at for at in range(batch.num_rows) if options.wants(number + at)):
                try:
                    values = {name: columns[name][at].as_py() for name in names}
                    day = leading_date(str(columns[dates[0]][at].as_py())) if dates else None
                    who = publication_name(str(columns[publishers[0]][at].as_py() or "")) if publishers else None
                except UnicodeDecodeError:
                    yield Record(number + at, b"", None, FormatError.of(NOT_UTF8, path=path))
                else:
                    piece = _row(path, number + at, values, (source, day, options.max_bytes))
                    yield replace(
                        piece, source_document=piece.source_document and replace(piece.source_document, publication=who)
                    )
            number += batch.num_rows


def _row(path: Path, number: int, values: dict[str, str | None], how: tuple[str, str | None, int]) -> Record:
    source, day, limit = how
    texts = {name: value for name, value in values.items() if value}
    raw = json.dumps(texts, ensure_ascii=False).encode("utf-8", "replace")
    if not any(value.strip() for value in texts.values()):
        return Record(number, raw, None)
    if len(raw) > limit:
        return Record(number, raw, None, FormatError.of(TOO_LONG, path=path, record=number, limit=limit))
    try:
        decoded = Decoded(str(path), raw, raw.decode(), _UTF8)
        source_document = jsonrecords.read(decoded, source=source, fields=tuple(texts))
    except NoTextError:
        return Record(number, raw, None)
    except FormatError as error:
        return Record(number, raw, None, error)
    source_document = replace(
        source_document, format="parquet", label="Parquet", document=replace(source_document.document, date=day)
    )
    return Record(number, raw, with_record_number(source_document, number))


def _uncompressed(path: Path) -> Path:
    """Return ``path``, or raise `FormatError` for a compressed file, which has no random access."""
    if compression_of(path) is not None:
        raise FormatError.of(COMPRESSED, path=path)
    return path


@contextlib.contextmanager
def open_sink(path: Path, out: BinaryIO) -> Iterator[ParquetSink]:
    """Open a sink for the rows of the table ``path``; an unchanged table is copied."""
    with _reading(_uncompressed(path)) as table:
        sink = ParquetSink(path, table, out)
        yield sink
        sink.finish()
    if not sink.changed:
        copy_original(path, out)


class ParquetSink:
    """Writes the rows of a table; nothing is written before the first changed row."""

    def __init__(self, path: Path, table: Any, out: BinaryIO) -> None:
        self.changed = False
        self._path, self._table, self._out = path, table, out
        self._writer: Any = None
        self._group = self._begins = 0  # the current row group, and its first row
        self._done = 0  # row groups written
        self._new: dict[int, dict[str, str]] = {}  # changed rows of the current row group, by column

    def put(self, record: Record, content: bytes) -> None:
        """Write a row, whose JSON object is now ``content``."""
        while record.number >= self._begins + self._rows(self._group):
            self._next_group()
        if content != record.raw:
            self.changed = True
            self._new[record.number - self._begins] = json.loads(content)

    def finish(self) -> None:
        """Write the remaining row groups, if any row has changed."""
        if self.changed:
            self._write(self._table.metadata.num_row_groups)
            self._writer.close()

    def _rows(self, group: int) -> int:
        rows: int = self._table.metadata.row_group(group).num_rows
        return rows

    def _next_group(self) -> None:
        """Move to the next row group."""
        if self._new:
            self._write(self._group + 1)
        self._begins += self._rows(self._group)
        self._group += 1

    def _write(self, end: int) -> None:
        """Write the row groups before ``end``; only the current one has changes."""
        for group in range(self._done, end):
            table = self._read(group)
            if group == self._group and self._new:
                table = _changed(table, self._new)
                self._new = {}
            if self._writer is None:
                self._writer = _writer(self._table, self._out)
            self._writer.write_table(table, row_group_size=max(table.num_rows, 1))
        self._done = max(self._done, end)

    def _read(self, group: int) -> Any:
        with _guarded(self._path):
            return self._table.read_row_group(group)


def _changed(table: Any, new: dict[int, dict[str, str]]) -> Any:
    """Return the table with the cells of ``new`` (texts by row and column) replaced."""
    import pyarrow as pa

    for name in dict.fromkeys(name for cells in new.values() for name in cells):
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        plain = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        column = table.column(at)
        # As bytes, because text in other rows that is not UTF-8 has to stay as it is.
        values = (column.cast(plain) if plain != field.type else column).cast(pa.large_binary()).to_pylist()
        for row, cells in new.items():
            if name in cells:
                values[row] = cells[name].encode()
        raw = pa.array(values, pa.large_binary()).view(pa.large_string())
        table = table.set_column(at, field, raw.cast(plain).cast(field.type))
    return table


def _writer(table: Any, out: BinaryIO) -> Any:
    """Return a writer of tables with the layout of ``table``."""
    import pyarrow.parquet as pq

    metadata, schema = table.metadata, table.schema_arrow
    columns = (
        [metadata.row_group(0).column(at) for at in range(metadata.num_columns)] if metadata.num_row_groups else []
    )
    compression = {
        column.path_in_schema: "NONE" if column.compression == "UNCOMPRESSED" else column.compression
        for column in columns
    }
    dictionary_columns = [
        column.path_in_schema for column in columns if any("DICTIONARY" in encoding for encoding in column.encodings)
    ]
    return pq.ParquetWriter(
        out,
        schema,
        version=metadata.format_version,
        compression=compression or "NONE",
        use_dictionary=dictionary_columns or False,
        write_statistics=[column.path_in_schema for column in columns if column.is_stats_set] or False,
        use_deprecated_int96_timestamps=any(column.physical_type == "INT96" for column in columns),
        store_schema=b"ARROW:schema" in (metadata.metadata or {}),
    )


def _text_columns(table: Any) -> tuple[str, ...]:
    """Return the names of the columns that hold text."""
    import pyarrow as pa

    def is_text(kind: Any) -> bool:
        if pa.types.is_dictionary(kind):
            return is_text(kind.value_type)
        return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))

    return tuple(field.name for field in table.schema_arrow if is_text(field.type))


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[Any]:
    """Open a table, and refuse one with row groups that are too large."""
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise needs_package(FormatError, "Parquet files need", "pyarrow", extra="archives", path=path) from error
    with _guarded(path):
        table = pq.ParquetFile(path)
    with table:
        for group in range(table.metadata.num_row_groups):
            size = table.metadata.row_group(group).total_byte_size
            if size > _MAX_GROUP:
                raise FormatError.of(TOO_WIDE, path=path, place=f"row group {group:,}", size=size, limit=_MAX_GROUP)
        yield table


@contextlib.contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """Raise the errors of pyarrow about a table as `FormatError`."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise FormatError.of(DAMAGED, path=path, why=error) from error


def _batches(path: Path, table: Any, columns: list[str]) -> Iterator[Any]:
    with _guarded(path):
        batches = table.iter_batches(_BATCH_ROWS, columns=columns)
    while True:
        with _guarded(path):
            batch = next(batches, None)
        if batch is None:
            return
        yield batch
