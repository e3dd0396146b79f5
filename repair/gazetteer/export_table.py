"""Exports a gazetteer as a table, and reads such a table back into a gazetteer, without loss.

A row is a spelling of a name or, at the end, a source with its text. The same rows are written as CSV or JSON Lines,
and are read back from either, or from a spreadsheet in which they were edited.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from repair.core.csv_rows import csv_rows
from repair.core.errors import FormatError, GazetteerError
from repair.core.types import Document, Kind, Name
from repair.formats.compression import open_decompressed, uncompressed_name
from repair.formats.delimiter import guess_delimiter
from repair.formats.record import ReadOptions
from repair.formats.spreadsheet import JSON_LINES, TABLES, WORKBOOK, read_rows
from repair.gazetteer import jsonl_store

if TYPE_CHECKING:
    from repair.gazetteer import Gazetteer

Row = dict[str, Any]

COLUMNS = (
    *("canonical", "kind", "spelling", "short", "count", "titles", "sources", "confirmed_by", "seen"),
    *("source", "date", "text"),
)
_REQUIRED = frozenset({"canonical", "kind", "spelling", "short", "seen"})
SOURCE_KIND = "source"  # the kind of a row that holds a source; its id is in the column canonical

BAD_ROW = "the line is neither a spelling nor a source ({why}); correct or delete it"
NOT_UTF8 = "the exported gazetteer is neither UTF-8 nor UTF-16; save it as UTF-8"

_TEXT_TABLES = (*TABLES, ".txt")  # Excel saves "Unicode text" as .txt
_HEAD = 4096  # bytes in which the header must end
_MAX_BYTES = 4_000_000_000


def export_rows(gazetteer: Gazetteer) -> Iterator[Row]:
    """Yield a row for each spelling of each name, then a row for each source; a cell with several values is a list."""
    for name in gazetteer.names:
        for alias in name.aliases:
            yield {
                "canonical": name.canonical,
                "kind": name.kind.value,
                "spelling": alias.surface,
                "short": alias.short,
                "count": alias.count,
                "titles": list(name.titles),
                "sources": sorted({seen.source for seen in alias.seen}),
                "confirmed_by": name.confirmed_by or "",
                "seen": [f"{seen.span.start}-{seen.span.end}@{quote(seen.document_id)}" for seen in alias.seen],
            }
    for document in gazetteer.sources:
        row = {"canonical": document.id, "kind": SOURCE_KIND, "source": document.source, "text": document.text}
        yield row | ({"date": document.date} if document.date is not None else {})


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the header and each row as lines of CSV."""
    buffer = io.StringIO(newline="")
    # The writer quotes only the line ends that it writes itself, and a lone carriage return must be quoted too.
    writer = csv.DictWriter(buffer, fieldnames=COLUMNS, lineterminator="\r\n", restval="")
    writer.writeheader()
    for row in rows:
        yield buffer.getvalue().removesuffix("\r\n") + "\n"
        buffer.seek(0)
        buffer.truncate()
        writer.writerow({key: "; ".join(value) if isinstance(value, list) else value for key, value in row.items()})
    yield buffer.getvalue().removesuffix("\r\n") + "\n"


def is_export(path: Path) -> bool:
    """Return whether the first row shows that a file is an exported gazetteer; False if it cannot be read.

    A spreadsheet may have saved the table with another separator, or as UTF-16.
    """
    suffix = uncompressed_name(path).suffix.lower()
    if suffix not in (WORKBOOK, *_TEXT_TABLES, *JSON_LINES) or not path.is_file():
        return False
    try:
        if suffix == WORKBOOK:
            return _REQUIRED.issubset(next(read_rows(path), ()))
        with open_decompressed(path, ReadOptions()) as stream:
            head = stream.peek(_HEAD)[:_HEAD]
        first_line = head.decode(_codec_of(head), "replace").partition("\n")[0]
        first: Any = json.loads(first_line) if suffix in JSON_LINES else next(_rows_of(first_line), ())
    except (FormatError, ValueError, RecursionError):
        return False
    return isinstance(first, list | dict) and _REQUIRED.issubset(str(key) for key in first)


def read_export(path: Path) -> Gazetteer:
    """Return the gazetteer that was exported to ``path``.

    An occurrence that is no longer in the text of its source is dropped, since a spreadsheet may have cut long texts.

    Raises:
        GazetteerError: The file cannot be read, or a row is damaged.
    """
    from repair.gazetteer import Gazetteer

    try:
        rows = list(_rows(path))
    except FormatError as error:
        raise GazetteerError.like(error) from error
    sources: dict[str, Document] = {}
    lines: dict[tuple[str, str], Row] = {}
    for number, row in rows:
        if row.get("kind") == SOURCE_KIND:
            id = str(row["canonical"])
            sources[id] = Document(
                id, str(row.get("text") or ""), str(row.get("source") or ""), row.get("date") or None
            )
        elif row.get("canonical"):
            _add_spelling(path, number, row, lines)
    names = [_name(path, row, sources) for row in lines.values()]
    return Gazetteer({name.id: name for name in names}.values(), sources.values())


def _add_spelling(path: Path, number: int, row: Row, lines: dict[tuple[str, str], Row]) -> None:
    """Add the spelling of a row to the line of its name, which has the form of `jsonl_store`."""
    try:
        canonical, kind = str(row["canonical"]), Kind(row.get("kind") or "other").value
        line = lines.setdefault(
            (canonical, kind), {"canonical": canonical, "kind": kind, "aliases": [], "titles": _several(row, "titles")}
        )
        confirmed_by = row.get("confirmed_by") or row.get(jsonl_store.CONFIRMED_BY_EARLIER)
        if confirmed_by:
            line["confirmed_by"] = confirmed_by
        line["aliases"].append(
            {
                "surface": str(row.get("spelling") or canonical),
                "count": int(float(row.get("count") or 0)),
                "short": str(row.get("short", "")).lower() == "true",
                "seen": [place for text in _several(row, "seen") if (place := _place(text)) is not None],
            }
        )
    except (ValueError, OverflowError) as error:
        raise GazetteerError.of(BAD_ROW, path=path, place=f"line {number:,}", why=error) from error


def _name(path: Path, line: Row, sources: Mapping[str, Document]) -> Name:
    """Return the name of a line, with the occurrences that its sources still have."""
    for alias in line["aliases"]:
        alias["seen"] = [
            (id, start, end)
            for id, start, end in alias["seen"]
            if id in sources and 0 <= start < end <= len(sources[id].text)
        ]
    return jsonl_store.name_of(line, sources.get)


def _place(text: str) -> tuple[str, int, int] | None:
    """Return the id of a source and the span in it; None if ``text`` is not in that form."""
    span, _, id = text.partition("@")
    start, _, end = span.partition("-")
    return (unquote(id), int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


def _several(row: Row, key: str) -> list[str]:
    """Return the values of a cell: a list in JSON Lines, separated by semicolons in a table."""
    value = row.get(key) or []
    return (
        [str(item) for item in value] if isinstance(value, list) else [part for part in str(value).split("; ") if part]
    )


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield the number (from 1) and the cells of each row."""
    suffix = uncompressed_name(path).suffix.lower()
    if suffix == WORKBOOK:
        yield from _table(list(read_rows(path, max_bytes=_MAX_BYTES)))
        return
    with open_decompressed(path, ReadOptions()) as stream:
        raw = stream.read()
    try:
        text = raw.decode(_codec_of(raw))
    except UnicodeDecodeError as error:
        raise GazetteerError.of(NOT_UTF8, path=path) from error
    if suffix in JSON_LINES:
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise GazetteerError.of(BAD_ROW, path=path, place=f"line {number:,}", why="not JSON") from error
                yield number, row if isinstance(row, dict) else {}
        return
    try:
        rows = list(_rows_of(text))
    except ValueError as error:
        raise GazetteerError.of(BAD_ROW, path=path, why=error) from error
    yield from _table(rows)


def _codec_of(raw: bytes) -> str:
    """Return the codec of a table: UTF-16 where it begins with the byte-order mark of UTF-16, else UTF-8."""
    return "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _rows_of(text: str) -> Iterator[list[str]]:
    """Yield the rows of a table, whose header decides what separates the cells."""
    rows = csv_rows(io.StringIO(text, newline=""), delimiter=guess_delimiter(text.partition("\n")[0]))
    return (row for _, row in rows)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, Row]]:
    header = [cell.strip() for cell in rows[0]]
    for number, row in enumerate(rows[1:], start=2):
        yield number, dict(zip(header, row, strict=False))
