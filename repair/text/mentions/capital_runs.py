"""Runs of capitalised words, with the lower-case words inside a name: "Ursula von der Leyen".

`repair.text.mentions.context` decides whether a capital counts, `repair.text.mentions.joining` where a run ends, and
`repair.text.mentions.title_splitting` which part of it is a title and which a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repair.text.mentions.context import POSSESSIVE_GAPS, Context, may_be_in_name
from repair.text.mentions.fields import MOST_LISTED
from repair.text.mentions.joining import JOINTS, MAX_INNER, run_end

_PASSABLE = JOINTS | {*POSSESSIVE_GAPS, ". ", "."}  # the separators between two words of a run
MAX_WORDS = 9  # a longer run is a line in capitals and not a name


def runs(context: Context) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of words that form one run, in order."""
    yield from _runs(context, 0, len(context.analysis.tokens))


def runs_near(context: Context, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield those ranges of `runs` that contain one of the given words, and some others near them.

    Only the words around them are read.

    Args:
        context: The text.
        places: Numbers of words, ascending.
    """
    done = 0
    for place in places:
        if place >= done:
            for start, end in _runs(context, _barrier(context, place, done), place + 1):
                yield from _pieces(context, start, end)
                done = max(done, end)
            done = max(done, place + 1)


def _barrier(context: Context, at: int, done: int) -> int:
    """Return a word at or before ``at``, but not before ``done``, that no run from further left can reach."""
    tokens = context.analysis.tokens
    inner = 0  # lower-case words in a row; a name has at most `MAX_INNER`
    place = at
    while at > done:
        gap = context.gap(at)
        may_be_listed = gap == ", " and place - at <= MOST_LISTED
        if gap not in _PASSABLE and not may_be_listed:
            break
        before = tokens[at - 1]
        is_joined = at > 1 and context.gap(at - 1) in ("-", ".")
        if before.capital or is_joined:
            inner = 0
        elif not before.text.islower():
            break
        else:
            inner += 1
            if inner > MAX_INNER:
                break
        at -= 1
    return at


def _runs(context: Context, at: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of any length that begin in ``[at, stop)``; no earlier run may reach ``at``."""
    tokens = context.analysis.tokens
    while at < stop:
        if not tokens[at].capital or not may_be_in_name(context, at):
            at += 1
            continue
        end = run_end(context, at)
        yield at, end
        at = end


def _pieces(context: Context, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a run or, if it is too long for a name, its parts, split at the lower-case words."""
    if end - start <= MAX_WORDS:
        yield start, end
        return
    at = start
    for index in range(start, end + 1):
        if index == end or context.analysis.tokens[index].text.islower():
            if 0 < index - at <= MAX_WORDS:
                yield at, index
            at = index + 1
