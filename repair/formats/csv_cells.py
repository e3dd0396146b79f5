"""The cells of one row of comma-separated values: their text with offsets, and escapes that keep their quoting."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from repair.formats.escapes import Encode, Escape
from repair.formats.offsets import Offsets, PiecewiseOffsets
from repair.formats.text_runs import MarkupError

UNCLOSED = "a quote is not closed; correct the row"
NEEDS_QUOTES = "needs quotes, which the cell does not have"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the offset of each code point in the row, and whether it is quoted."""

    text: str
    offsets: Offsets
    quoted: bool


def split_cells(text: str, delimiter: str) -> list[Cell]:
    """Return the cells of a row.

    >>> [cell.text for cell in split_cells('a,"b ""c"", d",\\n', ",")]
    ['a', 'b "c", d', '']
    """
    cells: list[Cell] = []
    at, size = 0, len(text.rstrip("\r\n"))
    while at <= size:
        if text.startswith('"', at):
            cell, at = _quoted(text, at + 1)
            end = at if text.startswith(delimiter, at) else -1
        else:
            end = text.find(delimiter, at, size)
            stop = end if end >= 0 else size
            cell = Cell(text[at:stop], range(at, stop + 1), quoted=False)
        cells.append(cell)
        if end < 0:
            break
        at = end + 1
    return cells


def _quoted(text: str, at: int) -> tuple[Cell, int]:
    """Return the quoted cell whose text begins at ``at``, and its end."""
    pieces: list[str] = []
    steps, to = array("q", [0]), array("q", [at])
    length = 0
    while True:
        close = text.find('"', at)
        if close < 0:
            raise MarkupError.of(UNCLOSED)
        pieces.append(text[at:close])
        length += close - at
        if not text.startswith('"', close + 1):
            return Cell("".join(pieces), PiecewiseOffsets(steps, to), quoted=True), close + 1
        pieces.append('"')
        at = close + 2
        length += 1
        steps.append(length)
        to.append(at)


def cell_escape(cell: Cell, delimiter: str) -> Escape:
    """Return the escape for a cell, which stays quoted or unquoted."""

    def quoted(text: str, encode: Encode) -> bytes:
        return encode(text.replace('"', '""'))

    def bare(text: str, encode: Encode) -> bytes:
        for at, char in enumerate(text):
            if char in '"\r\n' or char == delimiter:
                raise UnicodeEncodeError("cell", text, at, at + 1, NEEDS_QUOTES)
        return encode(text)

    return quoted if cell.quoted else bare
