"""Positions in the file that a text was read from: line, column and offset, as a text editor shows them.

The text of a story differs from its file: markup is left out, and references are decoded. Reports for other programs
need the position in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from repair.core.errors import EditError
from repair.core.positions import line_and_column
from repair.core.types import Edit, Span, Suggestion
from repair.formats.document import SourceDocument


@dataclass(frozen=True, slots=True)
class FilePosition:
    """A place in a file.

    Attributes:
        line: Line, from 1; lines end with a line feed.
        column: Column, from 1, in code points of the decoded file.
        offset: Offset, from 0, in code points of the decoded file without its byte-order mark.
        byte: Offset in the raw bytes.
    """

    line: int
    column: int
    offset: int
    byte: int


@dataclass(frozen=True, slots=True)
class FileEdit:
    """An edit in the decoded file: where the replaced part begins and ends, and the new text."""

    start: FilePosition
    end: FilePosition
    after: str


class FilePositions:
    """Finds places of one story in its file; fast for places in ascending order."""

    def __init__(self, reading: SourceDocument) -> None:
        self._reading = reading
        self._last = self._first = FilePosition(1, 1, 0, reading.bom_length)

    def of(self, span: Span) -> tuple[FilePosition, FilePosition]:
        """Return where ``span`` (code points of the text) begins and ends in the file.

        Raises:
            EditError: The span begins or ends in text that is not in the file.
        """
        low, high = self._reading.bytes_of(span)
        return self._at(low), self._at(high)

    def line_and_column(self, span: Span) -> tuple[int, int]:
        """Return the line and column of the file where ``span`` begins, or those of the text if it is not in the file.

        Text that a reader inserts, such as the space between two cells of a table, is not in the file.
        """
        try:
            start, _ = self.of(span)
        except EditError:
            return line_and_column(self._reading.document.text, span.start)
        return start.line, start.column

    def of_edit(self, edit: Edit) -> FileEdit:
        """Return the corresponding edit of the decoded file; raises `EditError` if it cannot be written."""
        low, high, after = self._reading.byte_edit(edit)
        return FileEdit(self._at(low), self._at(high), after.decode(self._reading.codec, "replace"))

    def _at(self, byte: int) -> FilePosition:
        """Return the place of a byte at which a code point begins."""
        last = self._last if byte >= self._last.byte else self._first
        between = self._reading.raw[last.byte : byte].decode(self._reading.codec, "replace")
        lines = between.count("\n")
        column = len(between) - between.rfind("\n") if lines else last.column + len(between)
        self._last = FilePosition(last.line + lines, column, last.offset + len(between), byte)
        return self._last


def placed_in_file(suggestions: Sequence[Suggestion], reading: SourceDocument) -> tuple[Suggestion, ...]:
    """Return suggestions for the text of a file with the lines and columns of the file, as an editor shows them."""
    positions = FilePositions(reading)
    places = (positions.line_and_column(suggestion.span) for suggestion in suggestions)
    return tuple(
        replace(suggestion, line=line, column=column)
        for suggestion, (line, column) in zip(suggestions, places, strict=True)
    )
