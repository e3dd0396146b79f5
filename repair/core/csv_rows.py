"""Rows of comma-separated values, with cells of any size; a quotation mark that is never closed is an error.

The reader of the standard library takes everything after such a mark for one cell, so that the rest of a list is lost.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

UNCLOSED = "a quotation mark in line {line:,} is not closed; close or delete it"
_MOST_LINES = 50  # of one row
_LARGEST_CELL = 1 << 30  # code points


def csv_rows(lines: Iterable[str], *, delimiter: str, quoted: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Yield the number (from 1) of the first line of each row, and its cells.

    Args:
        lines: The lines, with their ends.
        delimiter: One character.
        quoted: Whether quotation marks enclose cells; otherwise they are part of them.

    Raises:
        ValueError: A quotation mark is not closed, or a cell is larger than a list of names ever has.
    """
    read = _Lines(lines)
    limit = csv.field_size_limit(_LARGEST_CELL)
    try:
        for row in csv.reader(read, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE):
            if quoted and read.is_open:
                raise ValueError(UNCLOSED.format(line=read.first))
            yield read.first, row
            read.begin_row()
    except csv.Error as error:
        raise ValueError(str(error)) from error
    finally:
        csv.field_size_limit(limit)


class _Lines:
    """The lines as the reader asks for them: it knows where the present row began, and whether a mark is open in it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._number, self._marks = 0, 0
        self.first = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._number += 1
        self._marks += line.count('"')
        if self._number - self.first >= _MOST_LINES:
            raise ValueError(UNCLOSED.format(line=self.first))
        return line

    def begin_row(self) -> None:
        """Begin a row with the next line."""
        self.first, self._marks = self._number + 1, 0

    @property
    def is_open(self) -> bool:
        """Whether the row goes over several lines and a mark of it is not closed."""
        return self._marks % 2 == 1 and self._number > self.first
