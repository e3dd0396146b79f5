"""Positions in a text as people count them: lines and columns."""

from __future__ import annotations

import bisect
import re
from functools import lru_cache

_NEWLINE = re.compile("\n")


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of ``offset`` (code points), both counted from 1.

    >>> line_and_column("ab\\ncd", 4)
    (2, 2)
    """
    starts = _line_starts(text)
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=2)
def _line_starts(text: str) -> tuple[int, ...]:
    """Return the offset of each line; cached, since many offsets of the same text are looked up in a row."""
    return (0, *(match.end() for match in _NEWLINE.finditer(text)))
