"""Rows of a list of names in JSON: JSON Lines, an array with one object in each line, or one document.

A document is an array of objects or of names, or an object that has such an array. The names in a row are read by
`repair.gazetteer.importers`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from repair.core.errors import GazetteerError
from repair.gazetteer.name_columns import WHOLE_NAME

NOT_JSON = "the line is not JSON, so it was left out; correct or delete it"
TOO_LARGE = (
    "this list is one JSON document of more than {limit:,} characters; write it as JSON Lines, one object in each line"
)
LARGEST = 64_000_000  # characters of a document, which is read as a whole

Row = tuple[str, Any]  # the place of a row in the file, and its value


def json_rows(
    path: Path, lines: Iterable[tuple[int, str]], on_error: Callable[[GazetteerError], None]
) -> Iterator[Row]:
    """Yield the rows of a list with their places. A name in an array of names becomes an object with the key "name".

    Args:
        path: The list, for messages.
        lines: The numbers and texts of its lines.
        on_error: Called with an error for each line of JSON Lines that is not JSON.

    Raises:
        GazetteerError: The list is one document and too large.
    """
    remaining = iter(lines)
    head: list[tuple[int, str]] = []
    for numbered in remaining:
        head.append(numbered)
        if _of_line(numbered[1]) not in ("", "[", "]"):
            break
    if head and _begins_document(_of_line(head[-1][1])):
        head += _up_to_limit(path, remaining)
        try:
            document = json.loads("".join(text for _, text in head))
        except (ValueError, RecursionError):
            pass
        else:
            rows = document if isinstance(document, list) else _array_in(document) or [document]
            yield from ((f"record {number:,}", _as_object(row)) for number, row in enumerate(rows, 1))
            return
    yield from _of_lines(path, chain(head, remaining), on_error)


def _of_lines(
    path: Path, lines: Iterable[tuple[int, str]], on_error: Callable[[GazetteerError], None]
) -> Iterator[Row]:
    """Yield the rows of JSON Lines, or of an array with one object in each line (dumps of Wikidata)."""
    for number, line in lines:
        text, place = _of_line(line), f"line {number:,}"
        if text in ("", "[", "]"):
            continue
        try:
            yield place, json.loads(text)
        except (ValueError, RecursionError):
            on_error(GazetteerError.of(NOT_JSON, path=path, place=place))


def _of_line(line: str) -> str:
    """Return the JSON text of a line of an array or of JSON Lines."""
    return line.strip().removesuffix(",")


def _begins_document(text: str) -> bool:
    """Return whether the first line with content is a part of a document, an array, or an object with one in it."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text.startswith(("{", "[", '"'))
    return isinstance(value, list | str) or _array_in(value) is not None


def _up_to_limit(path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a document, or raise `GazetteerError` where it is too large."""
    size = 0
    for numbered in lines:
        size += len(numbered[1])
        if size > LARGEST:
            raise GazetteerError.of(TOO_LARGE, path=path, limit=LARGEST)
        yield numbered


def _array_in(value: Any) -> list[Any] | None:
    """Return the only array of objects or names in an object that is no name itself."""
    if not isinstance(value, dict) or any(isinstance(value.get(key), str) for key in WHOLE_NAME):
        return None
    arrays = [each for each in value.values() if isinstance(each, list) and each and isinstance(each[0], dict | str)]
    return arrays[0] if len(arrays) == 1 else None


def _as_object(row: Any) -> Any:
    return {"name": row} if isinstance(row, str) else row
