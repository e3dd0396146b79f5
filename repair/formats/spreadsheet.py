"""Rows of lists that people keep in a spreadsheet or a table: Excel workbooks (.xlsx), CSV and TSV.

Only for lists of names, not for copy. A workbook is read row by row and within limits, because it is a ZIP archive from
an untrusted source.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from repair.core.csv_rows import csv_rows
from repair.core.errors import FormatError, reason_of_damage
from repair.core.extras import needs_package
from repair.core.io import MAX_BYTES, TOO_BIG, plain_file, read_bytes
from repair.formats.compression import open_decompressed, uncompressed_name
from repair.formats.delimiter import guess_delimiter
from repair.formats.record import ReadOptions
from repair.formats.undeclared_encoding import decode

WORKBOOK = ".xlsx"
TABLES = (".csv", ".tsv", ".tab")
JSON_LINES, JSON = (".jsonl", ".ndjson"), ".json"

TOO_MUCH = "the spreadsheet unpacks to more than {limit:,} bytes; save the list as CSV"
BOMB = "the spreadsheet unpacks to more than {ratio:g} times its size (a decompression bomb); save it as CSV"
BAD_TABLE = "the table cannot be read: {why}"
DAMAGED = "the spreadsheet cannot be read ({why}); save the list as CSV"
TOO_LONG = "the spreadsheet has more than {limit:,} rows; save the list as CSV"

_MAX_UNPACKED = 100_000_000  # bytes of all parts of a workbook
_MAX_RATIO = 200.0
_MAX_PARTS = 10_000
_MAX_ROWS = 200_000
_MAX_COLUMNS = 32  # columns further to the right are not read


def may_be_list(path: Path) -> bool:
    """Return whether the name of a file is that of a spreadsheet, a table or JSON, compressed or not."""
    return uncompressed_name(path).suffix.lower() in (WORKBOOK, *TABLES, *JSON_LINES, JSON)


def is_table(path: Path) -> bool:
    """Return whether the name of a file is that of a spreadsheet or a table."""
    return path.suffix.lower() in (WORKBOOK, *TABLES)


def read_rows(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[list[str]]:
    """Yield the rows of a spreadsheet (its first sheet) or of a table, as texts without white space around them.

    Args:
        path: The file.
        max_bytes: Largest size of the file, and of an unpacked table.

    Raises:
        FormatError: The file cannot be read, or is larger than a list of names ever is.
    """
    if path.suffix.lower() == WORKBOOK:
        yield from _workbook_rows(path, max_bytes)
        return
    with open_decompressed(path, ReadOptions()) as stream:
        raw = stream.read(max_bytes + 1)
    if len(raw) > max_bytes:
        raise FormatError.of(TOO_BIG, path=path, size=path.stat().st_size, limit=max_bytes)
    text = decode(str(path), raw).text
    delimiter = "\t" if path.suffix.lower() in (".tsv", ".tab") else guess_delimiter(text.partition("\n")[0])
    try:
        for _, row in csv_rows(text.splitlines(keepends=True), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except ValueError as error:
        raise FormatError.of(BAD_TABLE, path=path, why=error) from error


def _workbook_rows(path: Path, max_bytes: int) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of a workbook."""
    try:
        import openpyxl
    except ModuleNotFoundError as error:
        raise needs_package(FormatError, "a spreadsheet needs", "openpyxl", extra="spreadsheets", path=path) from error
    read_bytes(path, limit=max_bytes)  # refuses a missing, special or oversized file with the usual message
    _check_archive(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            # A workbook may state any dimensions, so they are ignored.
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()
            yield from _texts(path, sheet.iter_rows(max_col=_MAX_COLUMNS, values_only=True))
        finally:
            book.close()
    except FormatError:
        raise
    except Exception as error:  # openpyxl raises any error that a damaged part causes: KeyError, ParseError, ValueError
        raise FormatError.of(DAMAGED, path=path, why=reason_of_damage(error)) from error


def _check_archive(path: Path) -> None:
    """Raise `FormatError` unless the parts of a workbook have a sane number and size; none is unpacked for this.

    `zipfile` never unpacks more of a part than the size that its directory states.
    """
    packed = plain_file(path).st_size
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FormatError.of(DAMAGED, path=path, why=error) from error
    size = sum(part.file_size for part in parts)
    if size > _MAX_UNPACKED or len(parts) > _MAX_PARTS:
        raise FormatError.of(TOO_MUCH, path=path, limit=_MAX_UNPACKED)
    if size > 1_000_000 and size > _MAX_RATIO * packed:
        raise FormatError.of(BOMB, path=path, ratio=_MAX_RATIO)


def _texts(path: Path, rows: Iterable[tuple[object, ...]]) -> Iterator[list[str]]:
    """Yield rows as texts, without the empty cells at their ends."""
    for number, row in enumerate(rows):
        if number >= _MAX_ROWS:
            raise FormatError.of(TOO_LONG, path=path, limit=_MAX_ROWS)
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells
