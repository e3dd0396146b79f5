"""Rows of a list of names in JSON: JSON Lines, an array with one value in each line, or one document.

A document is an array of objects or of names, or an object that has such an array. JSON Lines are read line by line, a
document as a whole. The names in a row are read by `repair.gazetteer.importers`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from repair.core.errors import GazetteerError
from repair.formats.fields import BODIES
from repair.gazetteer.list_headings import KINDS, LISTS
from repair.gazetteer.name_columns import WHOLE_NAME, columns_of_name
from repair.text.normalize import fold

NOT_JSON = "the line is not JSON, so it was left out; correct or delete it"
TOO_LARGE = (
    "this list is one JSON document of more than {limit:,} characters; write it as JSON Lines, one object in each line"
)
LARGEST = 64_000_000  # characters of a document, which is read as a whole
_ARRAYS = KINDS | LISTS | frozenset("data entities entries items members politicians records results rows".split())
_EXAMINED = 20  # last lines before the limit, which show whether a list is JSON Lines after all

Row = tuple[str, Any]  # the place of a row in the file, and its value
Line = tuple[int, str]  # its number, from 1, and its text


def json_rows(path: Path, lines: Iterable[Line], on_error: Callable[[GazetteerError], None]) -> Iterator[Row]:
    """Yield the rows of a list with their places. A string becomes an object with the key "name".

    Args:
        path: The list, for messages.
        lines: The numbers and texts of its lines.
        on_error: Called with an error for each line of JSON Lines that is not JSON.

    Raises:
        GazetteerError: The list is one document and too large.
    """
    remaining = (numbered for numbered in lines if numbered[1].strip())
    head = _first_lines(remaining)
    if _is_document(head):
        head += _up_to_limit(path, head, remaining)
        try:
            document = json.loads("".join(text for _, text in head))
        except (ValueError, RecursionError):
            pass
        else:
            rows = document if isinstance(document, list) else _array_in(document) or [document]
            yield from ((f"record {number:,}", _as_object(row)) for number, row in enumerate(rows, 1))
            return
    yield from _of_lines(path, chain(head, remaining), on_error)


def _first_lines(lines: Iterator[Line]) -> list[Line]:
    """Return the first two lines, without counting a bracket that opens an array."""
    head: list[Line] = []
    for numbered in lines:
        head.append(numbered)
        if len(head) == (3 if head[0][1].strip() == "[" else 2):
            break
    return head


def _is_document(head: list[Line]) -> bool:
    """Return whether the first lines are a part of one document: no line of them is a value that others follow."""
    if not head:
        return False
    texts = [text for _, text in head]
    first = 1 if texts[0].strip() == "[" and len(texts) > 1 else 0
    if _is_complete(_of_line(texts[first])):
        return len(texts) == 1
    if not texts[first].endswith("\n"):
        return texts[0].lstrip()[:1] in ("[", "{")  # the last line, or a part of a very long one
    return _is_begun(_of_line("".join(texts)))


def _is_complete(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_begun(text: str) -> bool:
    """Return whether a text of whole lines may be the beginning of a JSON document, or is one.

    >>> [_is_begun(text) for text in ('{"people": [', '[{"name": "Ole Fisk"}', '{"name": Ole Fisk}', '{"name": "Ole')]
    [True, True, False, False]
    """
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text)  # no line ends inside a string
    except RecursionError:
        return False
    return True


def _of_lines(path: Path, lines: Iterable[Line], on_error: Callable[[GazetteerError], None]) -> Iterator[Row]:
    """Yield the rows of JSON Lines, or of an array with one value in each line (dumps of Wikidata)."""
    for number, line in lines:
        text, place = _of_line(line), f"line {number:,}"
        if text in ("", "[", "]"):
            continue
        try:
            row = _as_object(json.loads(text))
        except (ValueError, RecursionError):
            on_error(GazetteerError.of(NOT_JSON, path=path, place=place))
        else:
            yield place, row


def _of_line(line: str) -> str:
    """Return the JSON text of a line of an array or of JSON Lines."""
    return line.strip().removesuffix(",")


def _up_to_limit(path: Path, head: list[Line], lines: Iterator[Line]) -> list[Line]:
    """Return the other lines of a document, or those up to the limit if they are JSON Lines after a damaged line.

    Raises:
        GazetteerError: The document is too large.
    """
    size = sum(len(text) for _, text in head)
    read: list[Line] = []
    for numbered in lines:
        read.append(numbered)
        size += len(numbered[1])
        if size > LARGEST:
            if not any(_of_line(text)[:1] == "{" and _is_complete(_of_line(text)) for _, text in read[-_EXAMINED:]):
                raise GazetteerError.of(TOO_LARGE, path=path, limit=LARGEST)
            break
    return read


def _array_in(value: Any) -> list[Any]:
    """Return the objects or names in the arrays of an object whose keys say so, if it is no name or story itself."""
    if not isinstance(value, dict) or "labels" in value or {"schema", "properties"} <= value.keys():
        return []
    keys = [key.lower() for key, cell in value.items() if cell and not isinstance(cell, list)]
    if columns_of_name(keys, (*WHOLE_NAME, "caption")) is not None or not BODIES.isdisjoint(map(str.lower, value)):
        return []
    arrays = [each for key, each in value.items() if isinstance(each, list) and fold(key) in _ARRAYS]
    return [row for array in arrays for row in array]


def _as_object(row: Any) -> Any:
    return {"name": row} if isinstance(row, str) else row
