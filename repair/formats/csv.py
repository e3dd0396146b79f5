"""Rows of comma-separated values: the cells with text, with their quoting kept.

Only the cells of the selected columns are read; separators and quotes are never changed. An edit that would need other
quoting than its cell has is refused. A malformed row is an error of that row alone.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from repair.core.errors import FormatError
from repair.formats.charset import Encoding
from repair.formats.csv_cells import Cell, cell_escape, split_cells
from repair.formats.delimiter import guess_delimiter
from repair.formats.document import SourceDocument
from repair.formats.fields import (
    Field,
    field_runs,
    is_date_field,
    is_publication_field,
    leading_date,
    role_of,
    usual_fields,
)
from repair.formats.jsonl import Line, peek_encoding, read_lines, without_bom
from repair.formats.metadata import publication_name
from repair.formats.record import TOO_LONG, ReadOptions, Record, with_record_number
from repair.formats.text_runs import NoTextError, Run, RunReader
from repair.formats.undeclared_encoding import decode_as

NO_COLUMN = "there is no column {wanted}; name one of these with --text-field of `clean` or `gazetteer build`: {seen}"
NO_USUAL_COLUMN = (
    "no column has a usual name for text, or for names in a list; if one of these has text, name it with --text-field "
    "of `clean` or `gazetteer build`, and if it has names, call it name in the file: {seen}"
)
NO_HEADER = "the first row names no columns; give the table a header"
UNCLOSED = "a quote in this row is not closed, or is closed within a cell; correct the row"
NO_TEXT = "its cells hold no text"
_MAX_SHOWN = 300  # code points of column names in an error


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a table.

    Attributes:
        delimiter: The character between two cells.
        columns: Numbers and names of the columns with text.
        date: Number of the column with the date of publication.
        publication: Number of the column with the publisher.
    """

    delimiter: str
    columns: tuple[tuple[int, str], ...]
    date: int | None = None
    publication: int | None = None


def read_layout(name: str, header: str, fields: Sequence[str] = ()) -> Layout:
    """Return the layout of a table.

    Args:
        name: Path of the file, for messages.
        header: The header row.
        fields: Names of the columns with text; by default those with usual names.

    Raises:
        FormatError: There is no header, or no such column.

    >>> read_layout("a.csv", "id;Title;Body\\n")
    Layout(delimiter=';', columns=((1, 'title'), (2, 'body')), date=None, publication=None)
    """
    delimiter = guess_delimiter(header)
    row = header.rstrip("\r\n").replace("\r", " ")  # a line end of its own inside the row is an error to csv
    names = [cell.strip().lower() for cell in next(csv.reader([row], delimiter=delimiter), [])]
    if not any(names):
        raise FormatError.of(NO_HEADER, path=name)
    numbers = {name: number for number, name in reversed([*enumerate(names)])}  # of equal names, the first
    wanted = [field.strip().lower() for field in fields] or list(usual_fields(names))
    missing = [field for field in wanted if field not in numbers]
    if missing or not wanted:
        shown = ", ".join(names)
        shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
        if not missing:
            raise FormatError.of(NO_USUAL_COLUMN, path=name, seen=shown)
        raise FormatError.of(NO_COLUMN, path=name, wanted=", ".join(missing), seen=shown)
    dates = (number for number, name in enumerate(names) if is_date_field(name))
    columns = sorted((numbers[field], field) for field in set(wanted))
    publishers = (number for number, name in enumerate(names) if is_publication_field(name))
    return Layout(delimiter, tuple(columns), next(dates, None), next(publishers, None))


def read_records(path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
    """Yield the rows of a table as records; see `RecordFormat.records`. The header is a record without text."""
    name, source = str(path), path.name
    encoding = peek_encoding(name, stream)
    lines = read_lines(stream, options.max_bytes, codec=encoding.codec)
    first = next(lines, None)
    if first is None:
        return
    delimiter = guess_delimiter(_lossy(first.raw, encoding))
    reader = _RowReader(name, chain([first], lines), delimiter, options.max_bytes)
    layout: Layout | None = None
    while (row := reader.row(encoding)) is not None:
        if layout is None:
            if row.error is not None:
                raise row.error
            layout = read_layout(name, decode_as(name, row.raw, encoding).text, options.text_fields)
            yield Record(row.number, row.raw, None)
        elif options.wants(row.number):
            yield _record(name, row, source, (layout, encoding))
        encoding = without_bom(encoding)


@dataclass(frozen=True, slots=True)
class _Row:
    """The bytes of a row, its number (0 is the header), and the error in its quotes or length, if any."""

    number: int
    raw: bytes
    error: FormatError | None = None


def _record(name: str, row: _Row, source: str, how: tuple[Layout, Encoding]) -> Record:
    """Return the record of one row."""
    if row.error is not None:
        return Record(row.number, row.raw, None, row.error)
    try:
        source_document = parse_row(name, row.raw, *how, source=source)
    except NoTextError:
        return Record(row.number, row.raw, None)
    except FormatError as error:
        return Record(row.number, row.raw, None, error)
    return Record(row.number, row.raw, source_document and with_record_number(source_document, row.number))


class _RowReader:
    """Reads the rows of a table, each of which may take several lines.

    A row whose quote is never closed ends with its first line, and the lines after it are rows again. They are stored
    with their states, so that each line is examined at most twice, however many quotes are open.

    Args:
        name: Path of the file, for messages.
        source: The lines of the file.
        delimiter: The character between two cells.
        limit: Largest size of a row (bytes).
    """

    def __init__(self, name: str, source: Iterator[Line], delimiter: str, limit: int) -> None:
        self._name, self._source, self._delimiter, self._limit = name, source, delimiter, limit
        self._inner: deque[Line] = deque()  # the next lines, in which no quoted cell ends
        self._inner_size = 0  # bytes of these lines
        self._after: Line | None = None  # the line after them, if it has been read
        self._after_state: str | None = None  # its state within a quoted cell, once determined
        self._reported = -1  # the last line that was reported as too long
        self._number = -1  # of the row read last

    def row(self, encoding: Encoding) -> _Row | None:
        """Return the next row, None at the end."""
        line = self._next()
        if line is None:
            return None
        is_continued = line.is_partial and line.number == self._reported
        self._number += not is_continued
        if line.is_partial:
            self._reported = line.number
            error = FormatError.of(TOO_LONG, path=self._name, record=self._number, limit=self._limit)
            return _Row(self._number, line.raw, None if is_continued else error)
        state = quote_state(_lossy(line.raw, encoding), self._delimiter)
        if state == OPEN:
            state = self._find_end(len(line.raw), without_bom(encoding))
            if state == CLOSED:
                return _Row(self._number, b"".join(part.raw for part in (line, *self._take_inner())))
        if state == BROKEN:
            # The quote is treated as a mistake, and the following lines as rows.
            error = FormatError.of(UNCLOSED, path=self._name, record=self._number, place=f"line {line.number + 1:,}")
            return _Row(self._number, line.raw, error)
        return _Row(self._number, line.raw)

    def _next(self) -> Line | None:
        """Return the next line, None at the end."""
        if self._inner:
            line = self._inner.popleft()
            self._inner_size -= len(line.raw)
            return line
        after, self._after, self._after_state = self._after, None, None
        return after if after is not None else next(self._source, None)

    def _find_end(self, size: int, encoding: Encoding) -> str:
        """Read ahead to the end of a row whose first line, of ``size`` bytes, leaves a quoted cell open.

        Returns `CLOSED` if `_after` is the last line of the row, and `BROKEN` if the row has no end.
        """
        while True:
            if self._after is None:
                self._after = next(self._source, None)
            after = self._after
            if after is None or after.is_partial or size + self._inner_size + len(after.raw) > self._limit:
                return BROKEN
            if self._after_state is None:
                self._after_state = quote_state(_lossy(after.raw, encoding), self._delimiter, inside=True)
            if self._after_state != OPEN:
                return self._after_state
            self._inner.append(after)
            self._inner_size += len(after.raw)
            self._after, self._after_state = None, None

    def _take_inner(self) -> Iterator[Line]:
        """Yield and remove the lines that were read ahead."""
        while self._inner or self._after is not None:
            line = self._next()
            if line is not None:
                yield line


def _lossy(raw: bytes, encoding: Encoding) -> str:
    return raw[encoding.bom_length :].decode(encoding.codec, "replace")


CLOSED, OPEN, BROKEN = "closed", "open", "broken"


def quote_state(text: str, delimiter: str, *, inside: bool = False) -> str:
    """Return the state of a row after ``text``: `CLOSED`, `OPEN` (within a quoted cell), or `BROKEN`.

    ``inside`` is whether ``text`` begins within a quoted cell.

    >>> quote_state('a,"b\\n', ","), quote_state('c"",",d\\n', ",", inside=True), quote_state('"a"b\\n', ",")
    ('open', 'closed', 'broken')
    """
    at = 0
    while True:
        if not inside and text.startswith('"', at):
            inside, at = True, at + 1
        if inside:
            close = text.find('"', at)
            if close < 0:
                return OPEN
            at = close + 1
            if text.startswith('"', at):
                at += 1
                continue
            inside = False
            if not text.startswith(delimiter, at):
                return BROKEN if text[at:].strip("\r\n") else CLOSED
        else:
            at = text.find(delimiter, at)
            if at < 0:
                return CLOSED
        at += 1


def parse_row(name: str, raw: bytes, layout: Layout, encoding: Encoding, *, source: str = "") -> SourceDocument | None:
    """Read one row; return None if its cells with text are empty.

    Raises:
        FormatError: The row is malformed.
    """
    decoded = decode_as(name, raw, encoding)
    cells = split_cells(decoded.text, layout.delimiter)
    if not any(number < len(cells) and cells[number].text.strip() for number, _ in layout.columns):
        return None

    def runs(text: str) -> Iterator[Run]:
        current = cells if text == decoded.text else split_cells(text, layout.delimiter)
        for number, role in layout.columns:
            if number < len(current):
                cell = current[number]
                yield from field_runs(
                    [Field(cell.text, cell.offsets, role_of(role))], cell_escape(cell, layout.delimiter)
                )

    source_document = RunReader("csv", "CSV", runs).read(decoded, source=source)
    if not source_document.runs:
        return None
    dated = replace(source_document.document, date=leading_date(_cell_text(cells, layout.date)))
    return replace(source_document, document=dated, publication=publication_name(_cell_text(cells, layout.publication)))


def _cell_text(cells: Sequence[Cell], number: int | None) -> str:
    """Return the text of a cell, empty if there is none."""
    return cells[number].text if number is not None and number < len(cells) else ""
