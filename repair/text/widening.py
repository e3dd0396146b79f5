"""The words of the copy that a typed name replaces: "Alice [Loke] Yee Ching" amended to the whole name covers all four.

An editor who types a whole name for one marked word means the whole name, so the words that are already next to the
marked word must not be repeated. This module only finds the span; all offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from repair.core.characters import APOSTROPHES
from repair.core.types import Span
from repair.text.normalize import fold

_MOST_WORDS = 8  # words examined on each side
_LOOK = 400  # code points examined on each side
_LONGEST_WORD = 40  # code points of a word that is compared letter by letter
_MOST_TYPED = 40  # words of a typed name
_ALIKE = 0.6  # ratio of matching letters from which two words may be one word misspelled
_MISSPELLED = 0.75  # the ratio from which a neighbour counts as a misspelled word of the name
_SHORTEST = 4  # code points of such a word

_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])"
_WORD = re.compile(rf"{_LETTER}+(?:[{APOSTROPHES}]{_LETTER}+)*")
_JOIN = re.compile(r"(\.?)(?:[^\S\r\n]{1,8}|[^\S\r\n]{0,8}\r?\n[^\S\r\n]{0,8}|[-‐‑])")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)]?\s|[\r\n]")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in the copy: its place, its folded form, and whether it has a capital."""

    start: int
    end: int
    folded: str
    capital: bool


_Accepts = Callable[[_Word], bool]


def widened_span(text: str, span: Span, typed: str) -> Span:
    """Return the part of ``text`` that the name ``typed`` for ``span`` replaces.

    Up to 8 words on each side are included, as long as each is also in ``typed`` (or is a misspelling of one of its
    words) and only spaces, one line break or a hyphen separate them. The result is the part whose words are most
    similar to those of ``typed``, the widest of equally similar parts. Its outermost word has a capital or is at the
    same end of ``typed``.

    >>> widened_span("Alice Loke Yee Ching said", Span(6, 10), "Alice Loke Yee Ching Ching")
    Span(start=0, end=20)
    >>> widened_span("in Pago Pagoo today", Span(8, 13), "Pago")
    Span(start=8, end=13)
    """
    names = _folded(typed)
    if not names or len(names) > _MOST_TYPED:
        return span
    accepts = _acceptance(names)
    left, right = _left(text, span, accepts, typed), _right(text, span, accepts, typed)
    if not left and not right:
        return span
    inner = _folded(text[span.start : span.end])
    costs = {word: [_cost(word, name) for name in names] for word in {*inner, *(word.folded for word in left + right)}}
    best = (_distance(inner, costs, len(names)), 0)
    chosen = span
    for low in range(len(left) + 1):
        if low and not (left[low - 1].capital or left[low - 1].folded == names[0]):
            continue
        for high in range(len(right) + 1):
            if high and not (right[high - 1].capital or right[high - 1].folded == names[-1]):
                continue
            words = [word.folded for word in reversed(left[:low])] + inner + [word.folded for word in right[:high]]
            rank = (round(_distance(words, costs, len(names)), 6), -low - high)
            if rank < best:
                best = rank
                chosen = Span(
                    left[low - 1].start if low else span.start,
                    right[high - 1].end if high else span.end,
                )
    return chosen


def repeats_neighbour(text: str, span: Span, typed: str) -> bool:
    """Return whether ``typed`` in place of ``span`` would repeat a word next to it.

    Such a word has a capital or is at the nearer end of ``typed``; it is separated from the span as in
    `widened_span`.

    >>> repeats_neighbour("in Pago Pagoo today", Span(8, 13), "Pago")
    True
    >>> repeats_neighbour("Mr Latte said", Span(3, 8), "Rutte")
    False
    """
    names = _folded(typed)
    if not names:
        return False
    left, right = _left(text, span, _same(names), typed)[:1], _right(text, span, _same(names), typed)[:1]
    return any(word.capital or word.folded == names[0] for word in left) or any(
        word.capital or word.folded == names[-1] for word in right
    )


def sentence_around(text: str, span: Span, *, width: int = 160) -> tuple[str, str]:
    """Return the text before and after ``span`` in its sentence, at most ``width`` code points each."""
    left, right = text[max(0, span.start - width) : span.start], text[span.end : span.end + width]
    ends = [match.end() for match in _SENTENCE_END.finditer(left)]
    stop = _SENTENCE_END.search(right)
    return left[ends[-1] if ends else 0 :], right[: stop.end() if stop else len(right)].rstrip()


def _same(names: Sequence[str]) -> _Accepts:
    """Return a function that tests whether a word is in ``names``."""
    return lambda word: word.folded in names


def _acceptance(names: Sequence[str]) -> _Accepts:
    """Return a function that tests whether a word is in ``names`` or is a misspelling of one of them."""

    def accepts(word: _Word) -> bool:
        if word.folded in names:
            return True
        if not word.capital or len(word.folded) < _SHORTEST:
            return False
        return any(len(name) >= _SHORTEST and _cost(word.folded, name) <= 1 - _MISSPELLED for name in names)

    return accepts


def _left(text: str, span: Span, accepts: _Accepts, typed: str) -> list[_Word]:
    """Return the words before ``span`` that the typed name contains too, nearest first."""
    low = max(0, span.start - _LOOK)
    before = [match for match in _WORD.finditer(text, low, span.start) if match.start() > low or low == 0]
    words: list[_Word] = []
    edge = span.start
    for match in before[: -_MOST_WORDS - 1 : -1]:
        word = _word(match.start(), match.group())
        if not accepts(word) or not _joined(text[match.end() : edge], word, typed):
            break
        words.append(word)
        edge = word.start
    return words


def _right(text: str, span: Span, accepts: _Accepts, typed: str) -> list[_Word]:
    """Return the words after ``span`` that the typed name contains too, nearest first."""
    last = list(_WORD.finditer(text, span.start, span.end))[-1:]
    word = _word(last[0].start(), last[0].group()) if last else _Word(span.start, span.end, "", False)
    edge = span.end
    words: list[_Word] = []
    for match in _WORD.finditer(text, span.end, min(len(text), span.end + _LOOK)):
        following = _word(match.start(), match.group())
        bare = _word(match.start(), _POSSESSIVE.sub("", match.group()))
        if accepts(bare):
            # The possessive stays where it is.
            following = bare
        if not accepts(following) or not _joined(text[edge : match.start()], word, typed):
            break
        words.append(following)
        word, edge = following, following.end
        if len(words) == _MOST_WORDS:
            break
    return words


def _joined(gap: str, word: _Word, typed: str) -> bool:
    """Return whether ``gap`` may join ``word`` to the next; a full stop may only where the typed name has it."""
    match = _JOIN.fullmatch(gap)
    return match is not None and (not match.group(1) or f" {word.folded}. " in f" {fold(typed)} ")


def _word(start: int, surface: str) -> _Word:
    return _Word(start, start + len(surface), fold(surface), not surface.islower() and surface[:1].isupper())


def _folded(text: str) -> list[str]:
    """Return the words of ``text`` without case and accents."""
    return [fold(match.group()) for match in _WORD.finditer(text)]


def _cost(word: str, name: str) -> float:
    """Return the distance of two words: 0 for equal words, 1 for dissimilar words."""
    if word == name:
        return 0.0
    if max(len(word), len(name)) > _LONGEST_WORD:
        return 1.0
    ratio = SequenceMatcher(None, word, name, autojunk=False).ratio()
    return 1 - ratio if ratio >= _ALIKE else 1.0


def _distance(words: Sequence[str], costs: dict[str, list[float]], count: int) -> float:
    """Return the cost of turning ``words`` into the ``count`` words of the typed name; one lost or added costs 1."""
    row = [float(at) for at in range(count + 1)]
    for number, word in enumerate(words, start=1):
        above, row = row, [float(number)]
        for at, cost in enumerate(costs[word]):
            row.append(min(above[at] + cost, above[at + 1] + 1, row[at] + 1))
    return row[-1]
