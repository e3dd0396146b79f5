"""Reads lists of names: tables, TBX, and the JSON Lines of Wikidata and of FollowTheMoney, entry by entry.

Memory holds one entry at a time, so a list may have millions. A line that is not an entry is reported and skipped; a
file in another format is refused. Entries become names in `repair.gazetteer.entries`. Importers of other distributions
take precedence (`repair.gazetteer.importer_plugins`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from repair.core.csv_rows import csv_rows
from repair.core.errors import FormatError, GazetteerError, reason_of_damage
from repair.core.types import Kind
from repair.formats.compression import open_decompressed, uncompressed_name
from repair.formats.delimiter import guess_delimiter
from repair.formats.record import ReadOptions
from repair.formats.spreadsheet import BAD_TABLE
from repair.gazetteer.entries import KindsOfList, ListEntry, kind_of
from repair.gazetteer.importer_plugins import importer_of
from repair.gazetteer.json_rows import json_rows
from repair.gazetteer.list_lines import NoteHandler, beginning, decoded_lines
from repair.gazetteer.list_marks import without_marks
from repair.gazetteer.name_columns import FAMILY_NAME, GIVEN_NAME, OTHER_SPELLINGS, WHOLE_NAME, columns_of_name, name_in
from repair.gazetteer.tbx import terms
from repair.text.arrows import has_arrow
from repair.text.wordlists import BRIDGES, INNER_WORDS

NO_LIST = "this is not a list of names that can be read; give a table (.tsv, .csv), TBX (.tbx), or JSON (.jsonl, .json)"
NO_ENTRY = "the line is not a name ({why}), so it was left out; correct or delete it"
NO_COLUMN = "none of the columns ({found}) is a name; call one canonical, name or label"

PROSE = (
    "this looks like running text, not a list of names (most of its first lines are sentences); give one name a line, "
    "or make a gazetteer of it with repair gazetteer build"
)

ARROW = "{name!r} has an arrow"  # why a line is not a name

_CANONICAL = (*WHOLE_NAME, "caption", "title", "prefered", "preferred")
_KIND = ("kind", "type", "schema", "class")
_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")  # of FollowTheMoney
_EXAMINED = 20  # first entries of a table that show whether it is running text
_SENTENCE = re.compile(r"(?:\S+\s+){7,}[^\s.]+[.!?][\"'”’)]?")  # eight words or more; "s.r.o." ends none
_OF_NAMES = BRIDGES | INNER_WORDS
_LOWER_CASE = 3  # lower-case words of a sentence, besides those that names have too
_CLASS, _PLACED = "P31", "P625"  # Wikidata properties "instance of" and "coordinate location"

ErrorHandler = Callable[[GazetteerError], None]


def read_list(
    path: Path,
    *,
    lang: str = "en",
    on_error: ErrorHandler = lambda error: None,
    on_note: NoteHandler = lambda note: None,
) -> Iterator[ListEntry]:
    """Yield the entries of a list of names.

    Args:
        path: The list, compressed or not.
        lang: Code of the language of canonical spellings.
        on_error: Called with an error for each line that is skipped.
        on_note: Called with a sentence about what was guessed: the encoding, and each kind that is not known.

    Raises:
        GazetteerError: The file is not a list of names, or cannot be read.
    """
    suffix = uncompressed_name(path).suffix.lower()
    try:
        with open_decompressed(path, ReadOptions()) as stream:
            head = beginning(stream.peek(1024)[:1024]).lstrip()
            if (importer := importer_of(path, stream)) is not None:
                yield from importer.entries(path, stream, lang=lang, on_error=on_error)
            elif suffix in (".tbx", ".xml") or head.startswith("<"):
                yield from terms(path, stream, lang=lang)
            elif suffix in (".jsonl", ".ndjson", ".json", ".ijson") or head.startswith(("{", "[")):
                lines = decoded_lines(path, stream, on_note)
                yield from _joined(_json_lines(path, lines, lang, on_error, KindsOfList(path, on_note)))
            elif suffix in (".tsv", ".csv", ".txt", ".tab"):
                comma = _delimiter(head) if suffix == ".csv" else "\t"
                lines = decoded_lines(path, stream, on_note)
                if suffix != ".csv":
                    lines = without_marks(lines)
                yield from _joined(_no_prose(path, _table(path, lines, comma, on_error, KindsOfList(path, on_note))))
            else:
                raise GazetteerError.of(NO_LIST, path=path)
    except FormatError as error:
        raise GazetteerError.like(error) from error


# --- tables


def _table(
    path: Path, lines: Iterable[tuple[int, str]], comma: str, on_error: ErrorHandler, kinds: KindsOfList
) -> Iterator[ListEntry]:
    """Yield the entries of a table; without a header its columns are name, kind and other spellings."""
    # A carriage return inside a row is an error to csv.
    plain = (line.rstrip("\r\n").replace("\r", " ") + "\n" for _, line in lines)
    header: list[str] | None = None
    for number, row in _rows(path, plain, comma):
        if number == 1 and (names := [cell.strip().lower() for cell in row]) and _is_header(names):
            header = names
            if columns_of_name(names, _CANONICAL) is None:
                raise GazetteerError.of(NO_COLUMN, path=path, found=", ".join(names))
            continue
        if not any(cell.strip() for cell in row):
            continue
        try:
            kind_of_line = partial(kinds.of, place=f"line {number:,}")
            yield _checked(
                _entry_by_header(header, row, kind_of_line) if header else _entry_by_position(row, kind_of_line)
            )
        except ValueError as error:
            on_error(GazetteerError.of(NO_ENTRY, path=path, place=f"line {number:,}", why=error))


def _rows(path: Path, lines: Iterable[str], comma: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of each row; tabs separate cells without quotation marks."""
    try:
        yield from csv_rows(lines, delimiter=comma, quoted=comma != "\t")
    except ValueError as error:
        raise GazetteerError.of(BAD_TABLE, path=path, why=error) from error


def _delimiter(head: str) -> str:
    """Return the delimiter of a .csv file: that of its header, or else the comma."""
    header = head.partition("\n")[0]
    delimiter = guess_delimiter(header)
    return delimiter if _is_header([cell.strip(' "\r').lower() for cell in header.split(delimiter)]) else ","


def _checked(entry: ListEntry) -> ListEntry:
    """Return an entry of a list that people type, or raise ValueError where it is a replacement ("Kiev -> Kyiv")."""
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


def _joined(entries: Iterable[ListEntry]) -> Iterator[ListEntry]:
    """Yield entries, merging consecutive rows that hold spellings of the same name."""
    for (canonical, kind), rows in groupby(entries, key=lambda entry: (entry.canonical, entry.kind)):
        yield ListEntry(canonical, kind, tuple(spelling for row in rows for spelling in row.spellings))


def _is_header(names: list[str]) -> bool:
    """Return whether a row has the names of columns, other than those of a list that has none."""
    known_columns = {*_CANONICAL, *GIVEN_NAME, *FAMILY_NAME, *_KIND, *OTHER_SPELLINGS}
    return names[0] in _CANONICAL or sum(name in known_columns for name in names) >= min(2, len(names))


def _entry_by_header(header: list[str], row: list[str], kind_of_line: Callable[[str], Kind | None]) -> ListEntry:
    cells = dict(zip(header, row, strict=False))
    columns = columns_of_name([name if cells.get(name) else "" for name in header], _CANONICAL)
    canonical = name_in(row, columns or ())
    kind = next((cells[name] for name in _KIND if cells.get(name)), "")
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


# --- JSON


def _json_lines(
    path: Path, lines: Iterable[tuple[int, str]], lang: str, on_error: ErrorHandler, kinds: KindsOfList
) -> Iterator[ListEntry]:
    """Yield the entries of a list in JSON."""
    for place, row in json_rows(path, lines, on_error):
        try:
            entry = _entry(row, lang, partial(kinds.of, place=place))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            on_error(GazetteerError.of(NO_ENTRY, path=path, place=place, why=reason_of_damage(error)))
            continue
        if entry is not None:
            yield entry


def _entry(row: Any, lang: str, kind_of_line: Callable[[str], Kind | None]) -> ListEntry | None:
    """Return the entry of an object, None if it is no name; raise TypeError, ValueError or the like if malformed."""
    if not isinstance(row, dict):
        raise TypeError("not an object")
    if "schema" in row and "properties" in row:
        return _follow_the_money_entry(row)
    if "labels" in row:
        return _wikidata_entry(row, lang)
    if row.get("repair") == "gazetteer" or "text" in row:
        return None  # the header and the sources of our own gazetteer files
    cells = {key: value for key, value in row.items() if isinstance(value, str) and value.strip()}
    columns = columns_of_name([*cells], _CANONICAL)
    canonical = name_in([*cells.values()], columns or ())
    if not canonical:
        raise ValueError("it has no canonical, name or label")
    kind = next((row[key] for key in _KIND if isinstance(row.get(key), str)), "")
    others = [text for key in OTHER_SPELLINGS for text in _texts(row.get(key))]
    return _checked(ListEntry(canonical, kind_of_line(kind), tuple(others)))


def _follow_the_money_entry(row: dict[str, Any]) -> ListEntry | None:
    """Return the entry of a FollowTheMoney entity (OpenSanctions and others); None if it has no name."""
    properties = row["properties"]
    spellings = [text for key in _NAMES for text in _texts(properties.get(key))]
    caption = row.get("caption")
    kind = kind_of(str(row["schema"]))
    if kind is None or not spellings:
        return None
    # The caption is the chosen name, except for an entity without a name.
    return ListEntry(
        caption if isinstance(caption, str) and caption in spellings else spellings[0], kind, tuple(spellings)
    )


def _wikidata_entry(row: dict[str, Any], lang: str) -> ListEntry | None:
    """Return the entry of a Wikidata item: its label in ``lang``, and all other labels and aliases."""
    labels = {code: text for code, value in row["labels"].items() for text in _texts(value)}
    aliases = [text for values in (row.get("aliases") or {}).values() for text in _texts(values)]
    if not labels:
        return None
    chosen = next((labels[code] for code in (lang, "mul", "en") if code in labels), next(iter(labels.values())))
    kind = next((kind_of(row[key]) for key in _KIND if isinstance(row.get(key), str)), None) or _kind_of_claims(row)
    return ListEntry(chosen, kind, (*labels.values(), *aliases))


def _kind_of_claims(row: dict[str, Any]) -> Kind | None:
    """Return the kind that follows from the claims of an item."""
    claims = row.get("claims") or {}
    for claim in claims.get(_CLASS, ()):
        value = claim.get("mainsnak", {}).get("datavalue", {}).get("value") if isinstance(claim, dict) else claim
        kind = kind_of(str(value.get("id") if isinstance(value, dict) else value))
        if kind is not None:
            return kind
    return kind_of("place") if _PLACED in claims else None


def _texts(value: Any) -> list[str]:
    """Return the texts in a value: a text, a list of them, or objects of language and value (Wikidata)."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _texts(value.get("value"))
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []
