"""Tables of names, row by row: with the names of columns in their first row, or name, kind and other spellings.

A table is a file of cells (.csv, .tsv), a plain list of one name a line, or the first sheet of a workbook (.xlsx).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path

from repair.core.csv_rows import csv_rows
from repair.core.errors import GazetteerError
from repair.core.types import Kind
from repair.formats.delimiter import guess_delimiter
from repair.formats.spreadsheet import BAD_TABLE
from repair.gazetteer.entries import KindsOfList, ListEntry, kind_of
from repair.gazetteer.name_columns import FAMILY_NAME, GIVEN_NAME, OTHER_SPELLINGS, WHOLE_NAME, columns_of_name, name_in
from repair.text.arrows import has_arrow
from repair.text.wordlists import BRIDGES, INNER_WORDS

NO_ENTRY = "the {unit} is not a name ({why}), so it was left out; correct or delete it"
NO_COLUMN = "none of the columns ({found}) is a name; call one canonical, name or label"
PROSE = (
    "this looks like running text, not a list of names (most of its first lines are sentences); give one name a line, "
    "or make a gazetteer of it with repair gazetteer build"
)
ARROW = "{name!r} has an arrow"  # why a line is not a name
NO_NAME = "it has no name"  # the same

CANONICAL = (*WHOLE_NAME, "caption", "title", "prefered", "preferred")
KIND = ("kind", "type", "schema", "class")
_EXAMINED = 20  # first entries of a table that show whether it is running text
_SENTENCE = re.compile(r"(?:\S+\s+){7,}[^\s.]+[.!?][\"'”’)]?")  # eight words or more; "s.r.o." ends none
_OF_NAMES = BRIDGES | INNER_WORDS
_LOWER_CASE = 3  # lower-case words of a sentence, besides those that names have too

ErrorHandler = Callable[[GazetteerError], None]


def rows_of_lines(path: Path, lines: Iterable[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of each row; tabs separate cells without quotation marks."""
    # A carriage return inside a row is an error to csv.
    plain = (line.rstrip("\r\n").replace("\r", " ") + "\n" for _, line in lines)
    try:
        yield from csv_rows(plain, delimiter=delimiter, quoted=delimiter != "\t")
    except ValueError as error:
        raise GazetteerError.of(BAD_TABLE, path=path, why=error) from error


def table_entries(
    path: Path, rows: Iterable[tuple[int, list[str]]], on_error: ErrorHandler, kinds: KindsOfList
) -> Iterator[ListEntry]:
    """Yield the entries of a table; without a header its columns are name, kind and other spellings.

    Args:
        path: The list, for messages.
        rows: The number of each row, from 1, and its cells.
        on_error: Called with an error for each row that is skipped.
        kinds: The kinds that the table names.

    Raises:
        GazetteerError: No column has names, or the table is running text.
    """
    return _no_prose(path, _entries(path, rows, on_error, kinds))


def _entries(
    path: Path, rows: Iterable[tuple[int, list[str]]], on_error: ErrorHandler, kinds: KindsOfList
) -> Iterator[ListEntry]:
    header: list[str] | None = None
    for number, row in rows:
        if number == 1 and (names := [cell.strip().lower() for cell in row]) and _is_header(names):
            header = names
            if columns_of_name(names, CANONICAL) is None:
                raise GazetteerError.of(NO_COLUMN, path=path, found=", ".join(names))
            continue
        if not any(cell.strip() for cell in row):
            continue
        try:
            kind_of_line = partial(kinds.of, place=f"line {number:,}")
            yield checked(
                _entry_by_header(header, row, kind_of_line) if header else _entry_by_position(row, kind_of_line)
            )
        except ValueError as error:
            on_error(GazetteerError.of(NO_ENTRY, path=path, place=f"line {number:,}", unit="line", why=error))


def delimiter_of(head: str) -> str:
    """Return the delimiter of a .csv file: that of its header, or else the comma."""
    header = head.partition("\n")[0]
    delimiter = guess_delimiter(header)
    return delimiter if _is_header([cell.strip(' "\r').lower() for cell in header.split(delimiter)]) else ","


def checked(entry: ListEntry) -> ListEntry:
    """Return an entry of a list that people type; raise ValueError for a replacement ("Kiev -> Kyiv") or no name."""
    if not any(char.isalnum() for name in (entry.canonical, *entry.spellings) for char in name):
        raise ValueError(NO_NAME)
    for name in (entry.canonical, *entry.spellings):
        if has_arrow(name):
            raise ValueError(ARROW.format(name=name))
    return entry


def _no_prose(path: Path, entries: Iterator[ListEntry]) -> Iterator[ListEntry]:
    """Return the entries of a table, or raise `GazetteerError` where most of the first ones are sentences."""
    first = list(islice(entries, _EXAMINED))
    if 2 * sum(_is_sentence(entry.canonical) for entry in first) > len(first):
        raise GazetteerError.of(PROSE, path=path)
    return chain(first, entries)


def _is_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does and has words that long official names do not have.

    >>> _is_sentence("In Prague, Mark Rutte told a conference that objections did not count.")
    True
    >>> _is_sentence("Bureau for the Protection of the Coasts and Harbours of the North Ltd.")
    False
    """
    if _SENTENCE.fullmatch(text) is None:
        return False
    return sum(word.islower() and word.strip(",") not in _OF_NAMES for word in text.split()) >= _LOWER_CASE


def _is_header(names: list[str]) -> bool:
    """Return whether a row has the names of columns, other than those of a list that has none."""
    known_columns = {*CANONICAL, *GIVEN_NAME, *FAMILY_NAME, *KIND, *OTHER_SPELLINGS}
    return names[0] in CANONICAL or sum(name in known_columns for name in names) >= min(2, len(names))


def _entry_by_header(header: list[str], row: list[str], kind_of_line: Callable[[str], Kind | None]) -> ListEntry:
    cells = dict(zip(header, row, strict=False))
    columns = columns_of_name([name if cells.get(name) else "" for name in header], CANONICAL)
    canonical = name_in(row, columns or ())
    kind = next((cells[name] for name in KIND if cells.get(name)), "")
    others = [part for name in OTHER_SPELLINGS for part in _split(cells.get(name, ""))]
    return ListEntry(canonical, kind_of_line(kind), tuple(others))


def _entry_by_position(row: list[str], kind_of_line: Callable[[str], Kind | None]) -> ListEntry:
    """Return the entry of a row without a header; a second cell that is one word in small letters is a kind."""
    second = row[1].strip() if len(row) > 1 else ""
    is_kind = len(second.split()) == 1 and (
        kind_of(second) is not None
        or (second.isascii() and second.isalpha() and second.islower() and second not in row[0].lower())
    )
    kind = kind_of_line(second) if is_kind else None
    rest = row[2:] if is_kind else row[1:]
    return ListEntry(row[0].strip(), kind, tuple(part for cell in rest for part in _split(cell)))


def _split(cell: str) -> list[str]:
    return [part for part in (part.strip() for part in cell.replace("|", ";").split(";")) if part]
