"""Lists of names among the sources: tables, spreadsheets and JSON that contain names and no story.

Such a list becomes one source with one name per line, like a text file of names. Unlike those of an imported list
(`repair.gazetteer.importers`), its names can be proposed, so it must be short.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from repair.core.errors import FormatError, GazetteerError
from repair.core.types import Document
from repair.formats.compression import open_decompressed, uncompressed_name
from repair.formats.delimiter import guess_delimiter
from repair.formats.fields import usual_fields
from repair.formats.record import ReadOptions
from repair.formats.sniffing import HEAD_BYTES
from repair.formats.spreadsheet import JSON, JSON_LINES, TABLES, WORKBOOK, read_rows
from repair.formats.undeclared_encoding import decode
from repair.gazetteer.extract import is_list
from repair.gazetteer.importer_plugins import is_claimed
from repair.gazetteer.importers import read_list
from repair.gazetteer.json_rows import json_rows
from repair.gazetteer.name_columns import OTHER_SPELLINGS, columns_of_name, name_in
from repair.text.arrows import has_arrow
from repair.text.wordlists import BRIDGES, INNER_WORDS

MAX_NAMES = 50_000
_IN_NAMES = BRIDGES | INNER_WORDS

TOO_MANY = (
    "this list has more than {limit:,} names; make a gazetteer of it with "
    "repair gazetteer import and give that to --gazetteer"
)
NO_NAMES = "this spreadsheet has no column of names; call one name, or put the names into the first column"

_PROSE_WORDS = 25  # a cell with more words is a text, so its table is not a list of names
_EXAMINED_ROWS = 20


@dataclass(frozen=True, slots=True)
class ListedNames:
    """The names of a list as a source, and the texts of its rows that are not a name."""

    document: Document
    left_out: tuple[str, ...]


def read_name_list(path: Path, options: ReadOptions, *, source: str) -> ListedNames | None:
    """Return the names of a list, or None if the file is not a list of names.

    Args:
        path: A table, spreadsheet, JSON, or a file that an installed importer claims, compressed or not; other
            files are no lists here.
        options: How the file is read. Where it names text fields, no file is a list.
        source: The name of the source.

    Raises:
        FormatError: The file is a spreadsheet without names, damaged, or has too many names.
        GazetteerError: The importer cannot read the file.
    """
    suffix = uncompressed_name(path).suffix.lower()
    if options.text_fields or options.format is not None:
        return None
    if is_claimed(path):
        return _imported(path, source)
    if suffix == WORKBOOK:
        names = _table_names(list(read_rows(path, max_bytes=options.max_bytes)))
        if names is None:
            raise FormatError.of(NO_NAMES, path=path)
    elif suffix in TABLES:
        names = _table_names(list(read_rows(path, max_bytes=options.max_bytes))) if _has_names(path, options) else None
    elif suffix in JSON_LINES:
        names = _object_names(path, options)
    elif suffix == JSON:
        names = _array_names(path, options)
    else:
        names = None
    return None if names is None else _listed(path, names, source)


def _listed(path: Path, names: Sequence[str], source: str) -> ListedNames:
    """Return names as a document with one per line."""
    if len(names) > MAX_NAMES:
        raise FormatError.of(TOO_MANY, path=path, limit=MAX_NAMES)
    plain = [" ".join(name.split()) for name in names]
    is_name = {name: is_list(name) and not has_arrow(name) for name in plain}  # each once, in order
    left_out = tuple(name for name in plain if not is_name[name])
    text = "\n".join(name for name, is_good in is_name.items() if is_good)
    digest = hashlib.sha256(f"{source}\n{text}".encode("utf-8", "replace")).hexdigest()[:12]
    return ListedNames(Document(digest, text, source), left_out)


def _imported(path: Path, source: str) -> ListedNames:
    """Return the names of a list that an installed importer reads."""
    skipped: list[GazetteerError] = []
    entries = islice(read_list(path, on_error=skipped.append), MAX_NAMES + 1)
    listed = _listed(path, [spelling for entry in entries for spelling in (entry.canonical, *entry.spellings)], source)
    return replace(listed, left_out=(*listed.left_out, *map(str, skipped)))


# --- tables


def _has_names(path: Path, options: ReadOptions) -> bool:
    """Return whether the beginning of a table shows that it is a list of names, so that no archive is read for this."""
    with open_decompressed(path, options) as stream:
        head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
    even = head[: len(head) // 2 * 2]  # for UTF-16
    lines = even if even.startswith((b"\xff\xfe", b"\xfe\xff")) else head[: head.rfind(b"\n") + 1] or head
    try:
        text = decode(str(path), lines).text
    except FormatError:
        return False
    header = text.partition("\n")[0]
    delimiter = guess_delimiter(header)
    cells = [cell.strip().strip('"').lower() for cell in header.split(delimiter)]
    if usual_fields(cells):
        return False
    if columns_of_name(cells) is not None:
        return True
    # Without a header the first cell of every row is a name.
    rows = text.splitlines()[:_EXAMINED_ROWS]
    firsts = [row.split(delimiter)[0].strip().strip('"') for row in rows if row.strip()]
    return len(cells) <= 3 and bool(firsts) and all(is_list(first) and " " in first for first in firsts)


def _table_names(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Return the names in the rows of a table, or None if there are no names or there is running text."""
    filled = [row for row in rows if any(row)]
    if not filled or any(len(cell.split()) > _PROSE_WORDS for row in filled[:_EXAMINED_ROWS] for cell in row):
        return None
    header = [cell.lower() for cell in filled[0]]
    if usual_fields(header):
        return None
    columns = columns_of_name(header)
    if columns is None:
        return [row[0] for row in filled if row[0]]
    aliases = [number for number, name in enumerate(header) if name in OTHER_SPELLINGS]
    return list(_named_cells(filled[1:], columns, aliases))


def _named_cells(rows: Sequence[Sequence[str]], columns: tuple[int, ...], aliases: Sequence[int]) -> Iterator[str]:
    for row in rows:
        if name := name_in(row, columns):
            yield name
        for number in aliases:
            if number < len(row):
                yield from (part.strip() for part in row[number].replace("|", ";").split(";") if part.strip())


# --- JSON


def _object_names(path: Path, options: ReadOptions) -> list[str] | None:
    """Return the names in JSON Lines, or None if the first object has no name or has a text."""
    with open_decompressed(path, options) as stream:
        head = stream.peek(HEAD_BYTES)[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        first = json.loads(head.partition(b"\n")[0])
    except (ValueError, RecursionError):
        return None
    if isinstance(first, str):
        return _array_names(path, options)
    return _imported_names(path) if _has_name(first) else None


def _array_names(path: Path, options: ReadOptions) -> list[str] | None:
    """Return the names in JSON, leaving out numbers and the like; None for fewer than two rows, or one of a story."""
    with open_decompressed(path, options) as stream:
        lines = (line.decode("utf-8", "replace").removeprefix("\ufeff") for line in stream)
        try:
            rows = [row for _, row in islice(json_rows(path, enumerate(lines, 1), _ignored), _EXAMINED_ROWS)]
        except GazetteerError:
            return None
    is_named = [_has_name(row) for row in rows if isinstance(row, dict)]  # names alone have become objects
    if len(is_named) < 2 or not all(is_named):
        return None
    names = _imported_names(path)
    return None if any(map(_is_title_of_story, names[:_EXAMINED_ROWS])) else names


def _is_title_of_story(name: str) -> bool:
    """Return whether a text has words in lower case that names do not have: "Ann Vos meets envoys"."""
    words = name.split()
    return not is_list(name) or sum(word.islower() and word not in _IN_NAMES for word in words) * 2 >= len(words)


def _has_name(row: object) -> bool:
    """Return whether a value is an object with a name and without a text."""
    if not isinstance(row, dict) or usual_fields([str(key).lower() for key in row]):
        return False
    if columns_of_name([key for key, cell in row.items() if isinstance(cell, str)]) is None and "schema" not in row:
        return False
    return not any(isinstance(text, str) and len(text.split()) > _PROSE_WORDS for text in _values(row))


def _values(row: dict[str, object]) -> Iterator[object]:
    """Yield the values of an object, and those in its arrays."""
    for value in row.values():
        yield from value if isinstance(value, list) else (value,)


def _imported_names(path: Path) -> list[str]:
    """Return the names of a list in JSON, each once."""
    names: dict[str, None] = {}
    for entry in islice(read_list(path), MAX_NAMES + 1):
        names |= dict.fromkeys((entry.canonical, *entry.spellings))
    return list(names)


def _ignored(error: GazetteerError) -> None:
    """Ignore a line that is not JSON: the file is no list then."""
