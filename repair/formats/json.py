"""Records in JSON: a file of one, or a line of JSON Lines; ninjs is known by its fields, other JSON by their names.

Fields are named with dots between the names of the objects they are in; lists are looked through.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from repair.core.errors import FormatError
from repair.formats import ninjs
from repair.formats.charset import Decoded
from repair.formats.decoding import decode
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
from repair.formats.runs import NO_TEXT, UNREADABLE, MarkupError, NoTextError, Run, RunReader

NO_FIELD = "no field {wanted} holds text; --text-field names one of these: {seen}"
NO_USUAL_FIELD = "no field has a name that is usual for text; --text-field names one of these: {seen}"
NO_STRINGS = "holds no text at all"
_SHOWN = 300  # code points of field names that an error tells


def parse(name: str, raw: bytes, *, source: str = "", fields: Sequence[str] = ()) -> SourceDocument:
    """Read a JSON file that holds one story; `FormatError` when no field of it is known to be text.

    >>> parse("a.json", b'{"id": "a b", "title": "Latte speaks", "text": ["Mark", "left."]}').document.text
    'Latte speaks\\n\\nMark\\n\\nleft.'
    """
    return read(decode(name, raw, guess=False), source=source, fields=fields, alone=True)


def read(decoded: Decoded, *, source: str = "", fields: Sequence[str] = (), alone: bool = False) -> SourceDocument:
    """Read a decoded record: the text in ``fields`` (dotted names), else that of ninjs, else that in usual fields.

    ``alone``: it is a file of its own, so that what is meant for archives is not asked of it when it is ninjs.
    """
    try:
        found = tuple(scan_strings(decoded.text))
    except NotJsonError as error:
        why = ninjs.NOT_JSON.format(why=error)
        raise FormatError(UNREADABLE.format(path=decoded.name, why=why)) from error
    story = (alone or not fields) and ninjs.is_ninjs(found)

    def runs(text: str) -> Iterator[Run]:
        again = found if text == decoded.text else tuple(scan_strings(text))
        chosen = ninjs.story_fields(again) if story else _chosen(again, fields)
        return field_runs(chosen, escape_like(text))

    if not story and not _chosen_names(found, fields) and _left_empty(decoded.text, fields):
        raise NoTextError(NO_TEXT.format(path=decoded.name))
    reader = RunReader("ninjs", "ninjs", runs) if story else RunReader("json", "JSON", runs)
    reading = reader.read(decoded, source=source)
    days = (leading_date(one.text) for one in found if is_date_field(_dotted(one)))
    names = (publication_name(one.text) for one in found if is_publication_field(_dotted(one)))
    dated = replace(reading.document, date=next(filter(None, days), None))
    return replace(reading, document=dated, publication=next(filter(None, names), None))


def _chosen(found: Sequence[JsonString], wanted: Sequence[str]) -> list[Field]:
    """Return the fields that are ``wanted``, or else those that have usual names."""
    names = _chosen_names(found, wanted)
    chosen = [Field(one.text, one.offsets, role_of(_dotted(one))) for one in found if _dotted(one) in names]
    if not chosen:
        raise MarkupError(_missing(wanted, tuple(dict.fromkeys(_dotted(one) for one in found))))
    return chosen


def _chosen_names(found: Sequence[JsonString], wanted: Sequence[str]) -> frozenset[str]:
    """Return which fields that hold strings are ``wanted``, or else have usual names."""
    seen = dict.fromkeys(_dotted(one) for one in found)
    return frozenset(seen.keys() & set(wanted)) if wanted else frozenset(usual_fields(tuple(seen)))


def _left_empty(text: str, wanted: Sequence[str]) -> bool:
    """Tell whether a record has a field for its text, in which there is nothing: null, or an empty list."""
    empty: list[str] = []

    def walk(value: object, name: str) -> None:
        if isinstance(value, dict) and value:
            for key, inner in value.items():
                walk(inner, f"{name}.{key}" if name else key)
        elif isinstance(value, list) and value:
            for inner in value:
                walk(inner, name)
        elif value is None or value in ([], {}):
            empty.append(name)

    with contextlib.suppress(ValueError):  # a number of more digits than the library takes
        walk(json.loads(text), "")
    return bool(set(wanted) & set(empty)) if wanted else bool(usual_fields(empty))


def _missing(wanted: Iterable[str], seen: Sequence[str]) -> str:
    if not seen:
        return NO_STRINGS
    shown = ", ".join(seen)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    names = ", ".join(wanted)
    return NO_FIELD.format(wanted=names, seen=shown) if names else NO_USUAL_FIELD.format(seen=shown)


def _dotted(string: JsonString) -> str:
    return ".".join(step for step in string.path if isinstance(step, str))
