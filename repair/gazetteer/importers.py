"""Reads lists of names: tables, workbooks, TBX, and the JSON Lines of Wikidata and of FollowTheMoney, entry by entry.

Memory holds one entry at a time, so a list may have millions; only a document of JSON, whose size is limited
(`repair.gazetteer.json_rows`), is read as a whole. A line that is not an entry is reported and skipped; a file in
another format is refused. Entries become names in `repair.gazetteer.entries`. Importers of other distributions
take precedence (`repair.gazetteer.importer_plugins`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from repair.core.errors import FormatError, GazetteerError, reason_of_damage
from repair.core.types import Kind
from repair.formats.compression import open_decompressed, uncompressed_name
from repair.formats.record import ReadOptions
from repair.formats.spreadsheet import WORKBOOK, read_rows
from repair.gazetteer.entries import KindsOfList, ListEntry, kind_of
from repair.gazetteer.importer_plugins import importer_of
from repair.gazetteer.json_rows import json_rows
from repair.gazetteer.list_lines import NoteHandler, beginning, decoded_lines
from repair.gazetteer.list_marks import without_marks
from repair.gazetteer.name_columns import OTHER_SPELLINGS, columns_of_name, name_in
from repair.gazetteer.plain_lists import names_first
from repair.gazetteer.table_entries import (
    CANONICAL,
    KIND,
    NO_ENTRY,
    ErrorHandler,
    checked,
    delimiter_of,
    rows_of_lines,
    table_entries,
)
from repair.gazetteer.tbx import terms

NO_LIST = (
    "this is not a list of names that can be read; give a table (.tsv, .csv, .xlsx), TBX (.tbx), or JSON (.jsonl, "
    ".json)"
)
_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")  # of FollowTheMoney
_CLASS, _PLACED = "P31", "P625"  # Wikidata properties "instance of" and "coordinate location"


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
            elif suffix == WORKBOOK:
                workbook = enumerate(read_rows(path), start=1)
                yield from _joined(table_entries(path, workbook, on_error, KindsOfList(path, on_note)))
            elif suffix in (".jsonl", ".ndjson", ".json", ".ijson") or head.startswith(("{", "[")):
                lines = decoded_lines(path, stream, on_note)
                yield from _joined(_json_lines(path, lines, lang, on_error, KindsOfList(path, on_note)))
            elif (rows := _rows(path, suffix, head, decoded_lines(path, stream, on_note))) is not None:
                yield from _joined(table_entries(path, rows, on_error, KindsOfList(path, on_note)))
            else:
                raise GazetteerError.of(NO_LIST, path=path)
    except FormatError as error:
        raise GazetteerError.like(error) from error


def _rows(
    path: Path, suffix: str, head: str, lines: Iterator[tuple[int, str]]
) -> Iterator[tuple[int, list[str]]] | None:
    """Return the rows of a table or of a plain list; None for another file."""
    if suffix == ".csv":
        return rows_of_lines(path, lines, delimiter_of(head))
    if suffix == ".txt":
        return rows_of_lines(path, names_first(without_marks(lines)), "\t")
    return rows_of_lines(path, without_marks(lines), "\t") if suffix in (".tsv", ".tab") else None


def _joined(entries: Iterable[ListEntry]) -> Iterator[ListEntry]:
    """Yield entries, merging consecutive rows that hold spellings of the same name."""
    for (canonical, kind), rows in groupby(entries, key=lambda entry: (entry.canonical, entry.kind)):
        yield ListEntry(canonical, kind, tuple(spelling for row in rows for spelling in row.spellings))


# --- JSON


def _json_lines(
    path: Path, lines: Iterable[tuple[int, str]], lang: str, on_error: ErrorHandler, kinds: KindsOfList
) -> Iterator[ListEntry]:
    """Yield the entries of a list in JSON."""
    for place, row in json_rows(path, lines, on_error):
        try:
            entry = _entry(row, lang, partial(kinds.of, place=place))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            unit = place.partition(" ")[0]  # "line" or "record"
            on_error(GazetteerError.of(NO_ENTRY, path=path, place=place, unit=unit, why=reason_of_damage(error)))
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
    columns = columns_of_name([*cells], CANONICAL)
    canonical = name_in([*cells.values()], columns or ())
    if not canonical:
        raise ValueError("it has no canonical, name or label")
    kind = next((row[key] for key in KIND if isinstance(row.get(key), str)), "")
    others = [text for key in OTHER_SPELLINGS for text in _texts(row.get(key))]
    return checked(ListEntry(canonical, kind_of_line(kind), tuple(others)))


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
    kind = next((kind_of(row[key]) for key in KIND if isinstance(row.get(key), str)), None) or _kind_of_claims(row)
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
