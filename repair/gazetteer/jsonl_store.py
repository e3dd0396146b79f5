"""The editable file of a gazetteer: JSON Lines with a header, then one name per line, then one source per line.

Only ``canonical`` and ``kind`` of a name are required. The same gazetteer always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from repair.core.errors import FormatError, GazetteerError, reason_of_damage
from repair.core.io import read_bytes, write_bytes
from repair.core.types import Alias, Document, Kind, Name, Provenance, Span
from repair.gazetteer.spelling_cluster import name_id, surname_of

VERSION = 1
MAX_BYTES = 4_000_000_000
HEADER = {"repair": "gazetteer", "version": VERSION, "offsets": "code points"}

_DUMPS = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode

UNREADABLE = "{reason}; give a gazetteer, which `repair gazetteer build` makes"
NO_GAZETTEER = "the file is not a gazetteer; build one with `repair gazetteer build`"
CONFIRMED_BY_EARLIER = "vouched_by"  # what version 0.1 called the field ``confirmed_by``
OTHER_VERSION = "the gazetteer has version {found}, but this program reads version {known}; build it again"
DAMAGED = "{what}; correct the line or build the gazetteer again"


class StoredGazetteer(NamedTuple):
    """The content of a file: its names and sources in order, and its hash (12 hexadecimal digits)."""

    names: tuple[Name, ...]
    sources: tuple[Document, ...]
    content_hash: str


def encode(names: Iterable[Name], sources: Iterable[Document]) -> bytes:
    """Return the bytes of the file."""
    return b"".join((line(HEADER), *map(name_bytes, names), *map(source_bytes, sources)))


def line(row: Mapping[str, Any]) -> bytes:
    """Return one line of the file."""
    return (_DUMPS(row) + "\n").encode("utf-8", "replace")


def name_bytes(name: Name) -> bytes:
    """Return the line of a name."""
    return line(_name_line(name))


def source_bytes(document: Document) -> bytes:
    """Return the line of a source."""
    return line(_source_line(document))


def content_hash(data: bytes) -> str:
    """Return the hash of the bytes of a gazetteer, as printed in signatures (12 hexadecimal digits)."""
    return hashlib.sha256(data).hexdigest()[:12]


def save(path: Path, data: bytes) -> None:
    """Write the bytes in one step; raise `GazetteerError` if that fails."""
    try:
        write_bytes(path, data)
    except FormatError as error:
        raise GazetteerError.like(error) from error


def load(path: Path) -> StoredGazetteer:
    """Return the content of the file ``path``; raise `GazetteerError` if it is unusable."""
    try:
        data = read_bytes(path, limit=MAX_BYTES)
    except FormatError as error:
        raise GazetteerError.of(UNREADABLE, path=path, reason=error.reason) from error
    rows = _rows(path, data)
    _check_header(path, next(rows, (1, None))[1])
    by_id: dict[str, list[Name]] = {}
    sources: dict[str, Document] = {}
    raw_names: list[tuple[int, dict[str, Any]]] = []
    for number, row in rows:
        if isinstance(row, dict) and "text" in row:
            document = _checked(path, number, _source, row)
            sources[document.id] = document
        elif isinstance(row, dict) and "canonical" in row:
            raw_names.append((number, row))
        else:
            raise GazetteerError.of(
                DAMAGED, path=path, place=f"line {number:,}", what="the line is neither a name nor a source"
            )
    for number, row in raw_names:
        name = _checked(path, number, lambda row: name_of(row, sources.get), row)
        by_id.setdefault(name.id, []).append(name)
    ordered = tuple(sorted(map(_combined, by_id.values()), key=order))
    return StoredGazetteer(ordered, tuple(sources[id] for id in sorted(sources)), content_hash(data))


def order(name: Name) -> tuple[str, str]:
    """Return the sort key of names in a file."""
    return name.canonical, name.kind.value


def _rows(path: Path, data: bytes) -> Iterator[tuple[int, Any]]:
    """Yield the number (from 1) and the value of each line that is not blank."""
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            if number == 1:
                raise GazetteerError.of(NO_GAZETTEER, path=path) from error
            raise GazetteerError.of(
                DAMAGED, path=path, place=f"line {number:,}", what="the line is not JSON"
            ) from error


def _check_header(path: Path, header: Any) -> None:
    if not isinstance(header, dict) or header.get("repair") != HEADER["repair"]:
        raise GazetteerError.of(NO_GAZETTEER, path=path)
    if header.get("version") != VERSION:
        raise GazetteerError.of(OTHER_VERSION, path=path, found=header.get("version"), known=VERSION)


def _checked(path: Path, number: int, make: Any, row: dict[str, Any]) -> Any:
    """Return ``make(row)``, or raise `GazetteerError` with the number of the line."""
    try:
        return make(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"a field is missing or wrong ({reason_of_damage(error)})"
        raise GazetteerError.of(DAMAGED, path=path, place=f"line {number:,}", what=what) from error


def _name_line(name: Name) -> dict[str, Any]:
    line: dict[str, Any] = {"canonical": name.canonical, "kind": name.kind.value}
    if name.titles:
        line["titles"] = list(name.titles)
    if name.confirmed_by is not None:
        line["confirmed_by"] = name.confirmed_by
    line["aliases"] = [_alias_line(alias) for alias in name.aliases]
    return line


def _alias_line(alias: Alias) -> dict[str, Any]:
    line: dict[str, Any] = {"surface": alias.surface, "count": alias.count}
    if alias.short:
        line["short"] = True
    if alias.seen:
        line["seen"] = [[seen.document_id, seen.span.start, seen.span.end] for seen in alias.seen]
    return line


def _source_line(document: Document) -> dict[str, Any]:
    line: dict[str, Any] = {"id": document.id, "source": document.source}
    if document.date is not None:
        line["date"] = document.date
    line["text"] = document.text
    return line


def _source(row: dict[str, Any]) -> Document:
    text, source = row["text"], row.get("source", "")
    if not isinstance(text, str) or not isinstance(source, str):
        raise TypeError("text and source must be strings")
    return Document(str(row["id"]), text, source, row.get("date"))


def name_of(row: dict[str, Any], source: Callable[[str], Document | None]) -> Name:
    """Return the name of one line; one without aliases gets its canonical spelling and the surname of a person.

    Args:
        row: The parsed line.
        source: Returns the source with an id, or None.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: The line is not a name.
    """
    canonical, kind = row["canonical"], Kind(row.get("kind", "other"))
    if not isinstance(canonical, str) or not canonical.strip():
        raise ValueError("canonical must be a name")
    entries = row.get("aliases")
    aliases = [_alias(entry, source) for entry in entries or ()]
    if entries is None and kind is Kind.PERSON and surname_of(canonical) != canonical:
        aliases.append(Alias(surname_of(canonical), short=True))
    if all(alias.surface != canonical for alias in aliases):
        aliases.insert(0, Alias(canonical))
    titles = tuple(str(title) for title in row.get("titles", ()))
    confirmed_by = row.get("confirmed_by", row.get(CONFIRMED_BY_EARLIER))
    return Name(name_id(canonical, kind), canonical, kind, tuple(aliases), titles, confirmed_by)


def full_spellings_of(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the spellings of the name of one line that are not short forms, like those of `name_of`.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: The line is not a name.
    """
    canonical = row["canonical"]
    if not isinstance(canonical, str) or not canonical.strip():
        raise ValueError("canonical must be a name")
    surfaces: list[str] = []
    full: list[str] = []
    for entry in row.get("aliases") or ():
        surface, is_short = (entry, False) if isinstance(entry, str) else (str(entry["surface"]), entry.get("short"))
        surfaces.append(surface)
        if not is_short:
            full.append(surface)
    return tuple(full) if canonical in surfaces else (canonical, *full)


def _alias(entry: dict[str, Any] | str, source: Callable[[str], Document | None]) -> Alias:
    if isinstance(entry, str):
        return Alias(entry)
    seen = []
    for document_id, start, end in entry.get("seen", ()):
        document = source(document_id)
        if document is not None:
            seen.append(Provenance(document.source or document.id, document.id, Span(start, end), "", document.date))
    return Alias(str(entry["surface"]), int(entry.get("count", 0)), bool(entry.get("short", False)), tuple(seen))


def _combined(names: Sequence[Name]) -> Name:
    """Merge lines with the same canonical spelling and kind."""
    first, *others = names
    if not others:
        return first
    aliases, surfaces = list(first.aliases), {alias.surface for alias in first.aliases}
    for name in others:
        new = [alias for alias in name.aliases if alias.surface not in surfaces]
        aliases += new
        surfaces.update(alias.surface for alias in new)
    titles = tuple(dict.fromkeys(title for name in names for title in name.titles))
    confirmed_by = next((name.confirmed_by for name in names if name.confirmed_by), first.confirmed_by)
    return replace(first, aliases=tuple(aliases), titles=titles, confirmed_by=confirmed_by)
