"""Marks before the names of a plain list: bullets, and numbers that count its lines.

"1. FC Köln" is a name, and so is "V. Prill". A number is a mark only where the first lines of the list are counted, as
a whole or section by section, or where each line has a bullet or its own number. A Roman number of two letters or more
is always a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise

from repair.gazetteer.list_headings import is_heading

BULLET = "[-*+•·‣▪●◦–—]"
ROMAN = r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})"
"""A Roman number below 40 of two letters or more: one letter may be an initial."""
_BULLET = re.compile(rf"\s{{0,20}}{BULLET}\s{{1,20}}(?=[^\W\d_]|\d)")
_NUMBER = re.compile(r"\s{0,20}\(?(\d{1,7})[.)]\s{1,20}(?=[^\W_])")
_ROMAN_NUMBER = re.compile(rf"\s{{0,20}}\(?{ROMAN}[.)]\s{{1,20}}(?=[^\W\d_])")
_NOTE = re.compile(r"\s{1,20}\[[^\[\]]{0,200}\]\s*$")
_EXAMINED = 20  # first lines, which show whether the lines are counted
_COUNTED = 2  # lines, without which a number is part of a name


def without_marks(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a list without bullets, numbers that count them, and notes in square brackets at their ends.

    Args:
        lines: The number and the text of each line. Headings become empty lines.

    >>> [text for _, text in without_marks(iter([(1, "1. Ada Brun"), (2, "2. Ole Fisk"), (3, "3. Una Gray")]))]
    ['Ada Brun', 'Ole Fisk', 'Una Gray']
    >>> [text for _, text in without_marks(iter([(1, "1. FC Köln"), (2, "• Ole Fisk"), (3, "1. FC Nürnberg")]))]
    ['1. FC Köln', 'Ole Fisk', '1. FC Nürnberg']
    >>> [text for _, text in without_marks(iter([(1, "• Ole Fisk [mayor]"), (2, "1. Una Gray"), (3, "2. Ada Brun")]))]
    ['Ole Fisk', 'Una Gray', 'Ada Brun']
    """
    first = list(islice(lines, _EXAMINED))
    is_counted = _is_counted([text for _, text in first])
    for number, text in chain(first, lines):
        plain = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
        if (mark := _ROMAN_NUMBER.match(plain)) or (is_counted and (mark := _NUMBER.match(plain))):
            plain = plain[mark.end() :]
        yield number, "" if is_heading(plain) else _NOTE.sub("", plain)


def _is_counted(lines: Iterable[str]) -> bool:
    """Return whether numbers count the lines, those without a bullet, or all of them behind their bullets."""
    every = [line for line in lines if any(map(str.isalnum, line)) and not is_heading(line)]
    return (
        _is_numbered_among_bullets(every)
        or _counts_up([line for line in every if not _BULLET.match(line)])
        or _counts_up([_BULLET.sub("", line, count=1) for line in every])
    )


def _counts_up(lines: Sequence[str]) -> bool:
    """Return whether numbers open most lines that have no Roman one, and count up one by one, perhaps by section."""
    found = [int(mark[1]) for line in lines if (mark := _NUMBER.match(line))]
    others = sum(_ROMAN_NUMBER.match(line) is not None for line in lines)
    return (
        len(found) >= _COUNTED
        and 2 * len(found) > len(lines) - others
        and all(after == before + 1 or before > after == 1 for before, after in pairwise(found))
    )


def _is_numbered_among_bullets(lines: Sequence[str]) -> bool:
    """Return whether every line has a bullet or the number of its place, and a number is not only that of the first."""
    numbers = [(place, int(mark[1])) for place, line in enumerate(lines, 1) if (mark := _NUMBER.match(line))]
    bullets = sum(_BULLET.match(line) is not None for line in lines)
    return (
        bool(bullets)
        and len(numbers) + bullets == len(lines)
        and all(place == number for place, number in numbers)
        and any(number > 1 for _, number in numbers)
    )
