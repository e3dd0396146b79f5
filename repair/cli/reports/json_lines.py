"""Suggestions as JSON Lines with their places in the file, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from repair.core.errors import EditError
from repair.core.notices import CopyNotice
from repair.core.serialize import notices_field, suggestion_record
from repair.core.types import Suggestion
from repair.formats.file_positions import FilePositions

UNIT = "code points of the decoded file"


def placed_line(
    document: str, suggestion: Suggestion, positions: FilePositions, notices: Sequence[CopyNotice] = ()
) -> str:
    """Return a suggestion as one line of JSON, with its line, column and offsets in the file.

    Args:
        document: The path as the user gave it.
        suggestion: The suggestion.
        positions: Finds places of its text in the file.
        notices: The notices about the document as a whole.
    """
    record = suggestion_record(document, suggestion) | notices_field(notices)
    try:
        start, end = positions.of(suggestion.span)
    except EditError:
        return json.dumps(record, ensure_ascii=False) + "\n"
    in_file = {"start": start.offset, "end": end.offset, "unit": UNIT, "start_byte": start.byte, "end_byte": end.byte}
    place = {"line": start.line, "column": start.column, "in_file": in_file}
    return json.dumps({**record, **place}, ensure_ascii=False) + "\n"
