"""Finds the terms of an index that are most similar to a query without reading all postings of common n-grams.

A short index is scored completely. In a long index, the lists of n-grams are read, the rarest first, and merged, and
three bounds save work (MaxScore, Turtle and Flood 1995, with lengths). The leading terms are scored completely at an
early point, which gives the similarity that a term must reach (the bar). A term in none of the lists read so far shares
at most the weight of the remaining lists, so it must be short; where terms are numbered by length, only the first part
of a list is read for it. Reading ends when even the shortest such term cannot reach the bar. The result is exact.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

NORM_UNIT = 1000.0  # norms of terms are stored in thousandths
_ROUNDING = 1.002  # by which the rounding of a norm may raise a similarity, at most
_BOUND = 0.99  # of the least similarity: below this a term is not examined
_SHORT = 60_000  # postings of a query, and terms of an index, up to which scoring everything is faster
_FULLY_READ = 20_000  # postings that are read before the leaders are scored
_LEADERS = 96  # terms scored completely for the bar
_SLACK = 1.3  # longer terms than necessary are read, since terms that are left out may have to be scored again
_FILTER_EVERY = 4  # lists between two rounds of leaving out terms that cannot reach the bar
Floats = NDArray[np.float64]
Terms = NDArray[Any]  # numbers of terms


@dataclass(frozen=True, slots=True)
class TermQuery:
    """The n-grams of a query, from the rarest to the commonest, and the number and least similarity of results.

    Attributes:
        lists: The terms that have each n-gram, ascending; none is empty.
        squares: The squared weight of each n-gram.
        norm: The length of the query's vector.
        limit: The largest number of results.
        least: The least cosine similarity (0-1) of a result.
    """

    lists: Sequence[Terms]
    squares: Sequence[float]
    norm: float
    limit: int
    least: float

    def is_short(self, terms: int) -> bool:
        """Return whether it is faster to score all terms of an index with this many terms."""
        return terms <= _SHORT and sum(map(len, self.lists)) <= _SHORT


def score_all(query: TermQuery, norms: Terms) -> tuple[Terms, Floats]:
    """Return the result of `top_terms` by reading all lists.

    Args:
        query: What is looked for.
        norms: The length of the vector of each term, in thousandths.
    """
    weights = np.repeat(query.squares, [len(terms) for terms in query.lists])
    sums = np.bincount(np.concatenate(query.lists), weights, len(norms))
    # First a bound that is a little too low, in one pass over all terms; the few that reach it are examined exactly.
    terms = np.flatnonzero(sums > norms * (query.least * query.norm / NORM_UNIT * _BOUND))
    shared, lengths = sums[terms], _lengths(query, norms[terms])
    able = shared >= query.least * lengths / _ROUNDING
    return _best(query, terms[able], shared[able] / lengths[able])


def top_terms(query: TermQuery, norms: Terms, *, by_length: bool) -> tuple[Terms, Floats]:
    """Return the best terms and their cosine similarities (0-1), best first; ties are in order of number.

    Args:
        query: What is looked for.
        norms: The length of the vector of each term, in thousandths.
        by_length: Whether terms are numbered by ascending norm.
    """
    reading = _Reading(query, norms, by_length=by_length)
    reading.read()
    terms, shared = reading.able_terms()
    return _best(query, *_completed(reading, terms, shared))


def _added_up(lists: Sequence[Terms], squares: Sequence[float]) -> tuple[NDArray[np.intp], Floats]:
    """Return the terms of several lists, ascending, and the weight that each shares.

    Postings are sorted as numbers that consist of the term and its list: an array of weights for all terms would be
    read and written at random, which takes longer.

    Args:
        lists: The terms of each n-gram, ascending.
        squares: The squared weight of each n-gram; as many as there are lists, or more.
    """
    bits, flat = len(lists).bit_length(), np.concatenate(lists)
    dtype: Any = np.uint32 if int(flat.max(initial=0)) < 1 << (32 - bits) else np.uint64
    packed = flat.astype(dtype)
    packed <<= dtype(bits)
    packed |= np.repeat(np.arange(len(lists), dtype=dtype), list(map(len, lists)))
    packed.sort()
    terms, weights = packed >> dtype(bits), np.asarray(squares).take(packed & dtype((1 << bits) - 1))
    is_first = np.ones(len(terms), dtype=bool)
    np.not_equal(terms[1:], terms[:-1], out=is_first[1:])
    shared = np.bincount(np.cumsum(is_first) - 1, weights)
    return terms[is_first].astype(np.intp), shared.astype(np.float64)


class _Reading:
    """The lists read for one query.

    Attributes:
        rest: The weight of each list and all after it.
        bar: A similarity (0-1) that at least ``limit`` terms reach.
        read_lists: The terms read from each list.
        stops: For each list that was read, the number of the first term that was not read; never rises.
        start: The number of the first term that is long enough to reach the bar.
    """

    def __init__(self, query: TermQuery, norms: Terms, *, by_length: bool) -> None:
        self.query, self.norms, self._by_length = query, norms, by_length
        self.rest = np.asarray([*itertools.accumulate(reversed(query.squares), initial=0.0)][::-1])
        self.bar = query.least
        self.read_lists: list[Terms] = []
        self.stops: list[int] = []
        self.start = 0

    def read(self) -> None:
        """Read the lists that can let a new term reach the bar."""
        query, stop, budget, is_bar_known = self.query, len(self.norms), _FULLY_READ, False
        for number, terms in enumerate(query.lists):
            if self.read_lists and len(terms) > budget:
                if not is_bar_known:
                    self.bar, is_bar_known = max(query.least, self._leading_similarity()), True
                rest = float(self.rest[number]) * _ROUNDING
                if math.sqrt(self.rest[number]) * _ROUNDING < self.bar * query.norm:
                    break
                if self._by_length and self.bar > 0:
                    self.start = max(self.start, self._first_of_length(self.bar * query.norm / _ROUNDING))
                    stop = min(stop, self._first_of_length(_SLACK * rest / (self.bar * query.norm), above=True))
            if self.start > 0 or stop < len(self.norms):
                low, high = np.searchsorted(terms, np.asarray([self.start, stop], dtype=terms.dtype)).tolist()
                terms = terms[low:high]
            budget -= len(terms)
            self.read_lists.append(terms)
            self.stops.append(stop)

    def lists_with(self, terms: Terms) -> NDArray[np.intp]:
        """Return the first list that left out each term; the number of lists read where none did."""
        stops = np.asarray(self.stops[::-1])
        numbers: NDArray[np.intp] = len(stops) - np.searchsorted(stops, terms, side="right")
        return numbers

    def able_terms(self) -> tuple[Terms, Floats]:
        """Return the terms that can reach the bar, ascending, each with the weight added up."""
        terms, shared = _added_up(self.read_lists, self.query.squares)
        if self.start > 0:
            long = int(terms.searchsorted(self.start))
            terms, shared = terms[long:], shared[long:]
        if self.bar <= 0:
            return terms, shared
        # The weights that a term lacks are those of the lists that were not read for it.
        ends = [*terms.searchsorted(self.stops[::-1]).tolist(), len(terms)]
        rest = np.repeat(self.rest[len(self.stops) :: -1], np.diff(ends, prepend=0))
        rest += shared
        rest *= _ROUNDING * NORM_UNIT / (self.bar * self.query.norm)
        able = np.flatnonzero(rest >= self.norms.take(terms))
        return terms.take(able), shared.take(able)

    def _leading_similarity(self) -> float:
        """Return the similarity that ``limit`` of the leading terms reach; 0 where there are fewer terms."""
        query, most = self.query, max(_LEADERS, self.query.limit)
        terms, shared = _added_up(self.read_lists, query.squares)
        if len(terms) < query.limit:
            return 0.0
        if len(terms) > most:
            leading = np.argpartition(-shared / _lengths(query, self.norms[terms]), most)[:most]
            leading.sort()
            terms, shared = terms[leading], shared[leading]
        for number in range(len(self.read_lists), len(query.lists)):
            shared[_among(terms, query.lists[number])] += query.squares[number]
        return float(np.partition(shared / _lengths(query, self.norms[terms]), -query.limit)[-query.limit])

    def _first_of_length(self, length: float, *, above: bool = False) -> int:
        """Return the number of the first term that is at least this long, or, with ``above``, longer."""
        least = length * NORM_UNIT
        if least >= np.iinfo(self.norms.dtype).max:
            return len(self.norms)
        norm = math.floor(least) if above else math.ceil(least)
        return int(np.searchsorted(self.norms, self.norms.dtype.type(norm), side="right" if above else "left"))


def _completed(reading: _Reading, terms: Terms, shared: Floats) -> tuple[Terms, Floats]:
    """Return the terms that may be results with their similarities, after adding the unread weight of each."""
    query, bar = reading.query, reading.bar
    lengths, left_out = _lengths(query, reading.norms[terms]), reading.lists_with(terms)
    first = int(left_out.min(initial=len(query.lists)))
    for number in range(first, len(query.lists)):
        # Stops never rise, so a term that is left out of a list is left out of all later lists.
        low = int(np.searchsorted(terms, reading.stops[number])) if number < len(reading.stops) else 0
        shared[low:][_among(terms[low:], query.lists[number])] += query.squares[number]
        if len(terms) > query.limit and (number - first) % _FILTER_EVERY == _FILTER_EVERY - 1:
            bar = max(bar, float(np.partition(shared / lengths, -query.limit)[-query.limit]))
            able = (shared + reading.rest[np.maximum(left_out, number + 1)]) * _ROUNDING >= bar * lengths
            terms, shared, lengths, left_out = terms[able], shared[able], lengths[able], left_out[able]
    return terms, shared / lengths


def _best(query: TermQuery, terms: Terms, similarities: Floats) -> tuple[Terms, Floats]:
    scores = np.minimum(similarities, 1.0)
    is_wanted = scores >= query.least
    if np.count_nonzero(is_wanted) > query.limit:
        is_wanted = scores >= np.partition(scores, -query.limit)[-query.limit]
    terms, scores = terms[is_wanted], scores[is_wanted]
    best = np.argsort(-scores, kind="stable")[: query.limit]
    return terms[best], scores[best]


def _lengths(query: TermQuery, norms: Terms) -> Floats:
    """Return the divisor of the shared weight for terms with these norms."""
    lengths: Floats = norms / NORM_UNIT * query.norm + 1e-9
    return lengths


def _among(terms: Terms, others: Terms) -> NDArray[np.bool_]:
    """Return which of the terms are among others, which ascend and are not empty."""
    at = others.searchsorted(terms.astype(others.dtype))
    np.minimum(at, len(others) - 1, out=at)
    is_among: NDArray[np.bool_] = others[at] == terms
    return is_among
