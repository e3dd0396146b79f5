"""Positions in the file that a text was read from: line, column and offset, as a text editor shows them.

The text of a story differs from its file: markup is left out, and references are decoded. Reports for other programs
need the position in the file.
"""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from repair.core.errors import EditError
from repair.core.positions import line_and_column
from repair.core.types import Edit, Span, Suggestion
from repair.formats.document import SourceDocument

_STRIDE = 4096  # bytes between two known places


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
    """Finds places of one story in its file.

    Places are counted from the nearest earlier place that is known, so that the file is decoded once in all.
    """

    def __init__(self, source_document: SourceDocument) -> None:
        self._reading = source_document
        self._known = [FilePosition(1, 1, 0, source_document.bom_length)]  # in order, at most `_STRIDE` bytes apart

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
        while self._known[-1].byte + _STRIDE <= byte:
            self._known.append(self._next_known())
        return self._after(self._known[bisect_right(self._known, byte, key=lambda known: known.byte) - 1], byte)

    def _next_known(self) -> FilePosition:
        """Return a place about `_STRIDE` bytes after the last known one, at the beginning of a code point."""
        last = self._known[-1]
        decoder = codecs.getincrementaldecoder(self._reading.codec)("replace")
        end = last.byte + _STRIDE
        decoder.decode(self._reading.raw[last.byte : end])
        # What waits in the decoder is an incomplete character.
        return self._after(last, max(end - len(decoder.getstate()[0]), last.byte + 1))

    def _after(self, earlier: FilePosition, byte: int) -> FilePosition:
        """Return the place of ``byte`` from an earlier place."""
        between = self._reading.raw[earlier.byte : byte].decode(self._reading.codec, "replace")
        lines = between.count("\n")
        column = len(between) - between.rfind("\n") if lines else earlier.column + len(between)
        return FilePosition(earlier.line + lines, column, earlier.offset + len(between), byte)


def placed_in_file(suggestions: Sequence[Suggestion], source_document: SourceDocument) -> tuple[Suggestion, ...]:
    """Return suggestions for the text of a file with the lines and columns of the file, as an editor shows them."""
    positions = FilePositions(source_document)
    places = (positions.line_and_column(suggestion.span) for suggestion in suggestions)
    return tuple(
        replace(suggestion, line=line, column=column)
        for suggestion, (line, column) in zip(suggestions, places, strict=True)
    )
