"""Suggestions as JSON Lines with their places in the file, for other programs."""

from __future__ import annotations

import json

from repair.core.errors import EditError
from repair.core.serialize import suggestion_record
from repair.core.types import Suggestion
from repair.formats.file_positions import FilePositions

UNIT = "code points of the decoded file"


def placed_line(document: str, suggestion: Suggestion, positions: FilePositions) -> str:
    """Return a suggestion as one line of JSON, with its line, column and offsets in the file.

    Args:
        document: The path as the user gave it.
        suggestion: The suggestion.
        positions: Finds places of its text in the file.
    """
    record = suggestion_record(document, suggestion)
    try:
        start, end = positions.of(suggestion.span)
    except EditError:
        return json.dumps(record, ensure_ascii=False) + "\n"
    in_file = {"start": start.offset, "end": end.offset, "unit": UNIT, "start_byte": start.byte, "end_byte": end.byte}
    place = {"line": start.line, "column": start.column, "in_file": in_file}
    return json.dumps({**record, **place}, ensure_ascii=False) + "\n"
