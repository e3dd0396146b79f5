"""Records in JSON: a file of one story, or a line of JSON Lines. ninjs is recognised by its fields.

Fields of nested objects are named with dots; lists are transparent.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from repair.core.errors import FormatError
from repair.formats import ninjs
from repair.formats.charset import Decoded
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
from repair.formats.json_scanner import JsonString, NotJsonError, escape_like, scan_strings
from repair.formats.metadata import publication_name
from repair.formats.text_runs import NO_TEXT, MarkupError, NoTextError, Run, RunReader
from repair.formats.undeclared_encoding import decode

NO_FIELD = (
    "no field {wanted} has text in it; name one of these with --text-field of `clean` or `gazetteer build`: {seen}"
)
NO_NAMED_FIELD = (
    "its strings have no field names; give stories as objects with a field text, or a list as an array of names alone"
)
NO_USUAL_FIELD = (
    "no field has a usual name for text; name one of these with --text-field of `clean` or `gazetteer build`: {seen}"
)
NO_STRINGS = "there is no text in it; check that it is the right file"
_MAX_SHOWN = 300  # code points of field names in an error
_MAX_NAME = 1_000  # code points of the dotted name of a field; a longer one is cut at its beginning


def parse(name: str, raw: bytes, *, source: str = "", fields: Sequence[str] = ()) -> SourceDocument:
    """Read a JSON file that holds one story.

    Raises:
        FormatError: It is not JSON, or no field is known to contain text.

    >>> parse("a.json", b'{"id": "a b", "title": "Latte speaks", "text": ["Mark", "left."]}').document.text
    'Latte speaks\\n\\nMark\\n\\nleft.'
    """
    return read(decode(name, raw, guess=False), source=source, fields=fields, alone=True)


def read(
    decoded: Decoded, *, source: str = "", fields: Sequence[str] = (), alone: bool = False, line: int = 1
) -> SourceDocument:
    """Read a decoded record.

    Args:
        decoded: The JSON text.
        source: Name of the source.
        fields: Dotted names of the fields with text; by default those of ninjs, else those with usual names.
        alone: Whether the record is a file, for which ninjs takes precedence over ``fields``.
        line: Line of the file on which the record begins, for messages.

    Raises:
        FormatError: It is not JSON, or has no field with text.
        NoTextError: Its field for text is empty.
    """
    try:
        values = tuple(scan_strings(decoded.text, line=line))
    except NotJsonError as error:
        raise FormatError.of(ninjs.NOT_JSON, path=decoded.name, why=error) from error
    story = (alone or not fields) and ninjs.is_ninjs(values)

    def runs(text: str) -> Iterator[Run]:
        current = values if text == decoded.text else tuple(scan_strings(text))
        chosen = ninjs.story_fields(current) if story else _chosen(current, fields)
        return field_runs(chosen, escape_like(text))

    if not story and not _chosen_names(values, fields) and _has_empty_fields(decoded.text, fields):
        raise NoTextError.of(NO_TEXT, path=decoded.name)
    reader = RunReader("ninjs", "ninjs", runs) if story else RunReader("json", "JSON", runs)
    source_document = reader.read(decoded, source=source)
    days = (leading_date(value.text) for value in values if is_date_field(_dotted(value)))
    names = (publication_name(value.text) for value in values if is_publication_field(_dotted(value)))
    dated = replace(source_document.document, date=next(filter(None, days), None))
    return replace(source_document, document=dated, publication=next(filter(None, names), None))


def _chosen(values: Sequence[JsonString], wanted: Sequence[str]) -> list[Field]:
    """Return the wanted fields, or else those with usual names."""
    names = _chosen_names(values, wanted)
    chosen = [Field(value.text, value.offsets, role_of(_dotted(value))) for value in values if _dotted(value) in names]
    if not chosen:
        raise _missing(wanted, tuple(dict.fromkeys(_dotted(value) for value in values)))
    return chosen


def _chosen_names(values: Sequence[JsonString], wanted: Sequence[str]) -> frozenset[str]:
    """Return the names of the wanted fields that contain strings, or else of those with usual names."""
    seen = dict.fromkeys(_dotted(value) for value in values)
    return frozenset(seen.keys() & set(wanted)) if wanted else frozenset(usual_fields(tuple(seen)))


def _has_empty_fields(text: str, wanted: Sequence[str]) -> bool:
    """Return whether a record has a field for its text that is null, or an empty list or object."""
    empty: list[str] = []

    def walk(value: object, name: str) -> None:
        if isinstance(value, dict) and value:
            for key, inner in value.items():
                walk(inner, _shortened(f"{name}.{key}" if name else key))
        elif isinstance(value, list) and value:
            for inner in value:
                walk(inner, name)
        elif value is None or value in ([], {}):
            empty.append(name)

    with contextlib.suppress(ValueError):  # a number with more digits than the library allows
        walk(json.loads(text), "")
    return bool(set(wanted) & set(empty)) if wanted else bool(usual_fields(empty))


def _missing(wanted: Iterable[str], seen: Sequence[str]) -> MarkupError:
    """Return the error of a record without a field with text; ``seen`` are the names of its fields."""
    if not seen:
        return MarkupError.of(NO_STRINGS)
    if not any(seen):
        return MarkupError.of(NO_NAMED_FIELD)
    shown = ", ".join(filter(None, seen))
    shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
    names = ", ".join(wanted)
    return MarkupError.of(NO_FIELD if names else NO_USUAL_FIELD, wanted=names, seen=shown)


def _dotted(string: JsonString) -> str:
    """Return the dotted name of a field; it is short, because one long key may contain many fields."""
    return _shortened(".".join(step[-_MAX_NAME:] for step in string.path if isinstance(step, str)))


def _shortened(name: str) -> str:
    return name[-_MAX_NAME:]
