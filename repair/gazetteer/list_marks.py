"""Marks before the names of a plain list: bullets, and numbers that count its lines.

"1. FC Köln" is a name. A number is a mark only where the first lines of the list are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, pairwise

_BULLET = re.compile(r"\s{0,20}[-*+•·‣▪●◦–—]\s{1,20}(?=[^\W\d_]|\d)")
_NUMBER = re.compile(r"\s{0,20}\(?(\d{1,7})[.)]\s{1,20}(?=[^\W\d_])")
_EXAMINED = 20  # first lines, which show whether the lines are counted
_COUNTED = 2  # lines, without which a number is part of a name


def without_marks(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a list without bullets, and without the numbers that count them.

    Args:
        lines: The number and the text of each line.

    >>> [text for _, text in without_marks(iter([(1, "1. Ada Brun"), (2, "2. Ole Fisk"), (3, "3. Una Gray")]))]
    ['Ada Brun', 'Ole Fisk', 'Una Gray']
    >>> [text for _, text in without_marks(iter([(1, "1. FC Köln"), (2, "• Ole Fisk"), (3, "1. FC Nürnberg")]))]
    ['1. FC Köln', 'Ole Fisk', '1. FC Nürnberg']
    """
    first = list(islice(lines, _EXAMINED))
    is_counted = _is_counted([text for _, text in first if text.strip()])
    for number, text in chain(first, lines):
        plain = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
        if is_counted and (mark := _NUMBER.match(plain)):
            plain = plain[mark.end() :]
        yield number, plain


def _is_counted(lines: list[str]) -> bool:
    """Return whether the lines that begin with a number, most of all lines, count up one by one."""
    found = [int(mark[1]) for line in lines if (mark := _NUMBER.match(line))]
    return (
        len(found) >= _COUNTED
        and 2 * len(found) > len(lines)
        and all(after == before + 1 for before, after in pairwise(found))
    )
