"""The terms of an index that are most like a query, found without reading all of its commonest n-grams.

Similarity is added up n-gram by n-gram, the rarest first. As soon as no term that has not been met can be among the
best any more, the longer lists are only searched for the terms that can (Turtle and Flood 1995: MaxScore). The result
is the same as if all lists were read.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

NORM_UNIT = 1000.0  # norms of terms are kept in thousandths
_ROUNDING = 1.002  # by which the rounding of a norm may raise a similarity, at most
_LONG = 20_000  # terms of an n-gram from which it is worth asking whether they must be read
_LIKELY_BAR = 0.6  # similarity that the last of the best terms seldom reaches: asking earlier is in vain
Floats = NDArray[np.float64]
Terms = NDArray[Any]  # numbers of terms


@dataclass(frozen=True, slots=True)
class TermQuery:
    """The n-grams of a query, from the rarest to the commonest, and what is wanted of the terms that have them.

    Attributes:
        lists: The terms that have each n-gram, ascending.
        squares: The squared weight of each n-gram.
        norm: The length of the query's vector.
        limit: How many terms are wanted.
        least: The cosine similarity (0-1) from which they are wanted.
    """

    lists: Sequence[Terms]
    squares: Sequence[float]
    norm: float
    limit: int
    least: float


def top_terms(query: TermQuery, norms: Terms, sums: Floats) -> tuple[Terms, Floats]:
    """Return the best terms and their cosine similarities (0-1), best first, equal ones in the order of their numbers.

    Args:
        query: What is looked for.
        norms: The length of the vector of each term, in thousandths.
        sums: A zero for each term, and again afterwards; used to add up in.
    """
    rest = [*itertools.accumulate(reversed(query.squares), initial=0.0)][::-1]
    read: list[Terms] = []
    leading: Terms | None = None
    bar = query.least  # similarity that as many terms as are wanted have by what has been read
    for number, terms in enumerate(query.lists):
        furthest = math.sqrt(rest[number]) * _ROUNDING / query.norm  # of the terms that have not been met
        if read and len(terms) >= _LONG and furthest < _LIKELY_BAR:
            if leading is None:
                leading = _leading(query, read, norms, sums)
            if len(leading) == query.limit:
                bar = max(bar, float((sums[leading] / _lengths(query, norms[leading])).min()))
            if furthest < bar:
                break
        sums[terms] += query.squares[number]
        read.append(terms)
    met = np.concatenate(read)
    highest = (sums[met] + rest[len(read)]) / _lengths(query, norms[met])
    terms = np.unique(met[highest * _ROUNDING >= bar])
    shared = sums[terms]
    sums[met] = 0.0
    lengths = _lengths(query, norms[terms])
    for number in range(len(read), len(query.lists)):
        shared[_among(terms, query.lists[number])] += query.squares[number]
        if len(terms) > query.limit:
            bar = max(bar, float(np.partition(shared / lengths, -query.limit)[-query.limit]))
            able = np.minimum((shared + rest[number + 1]) / lengths, 1.0) * _ROUNDING >= bar
            terms, shared, lengths = terms[able], shared[able], lengths[able]
    scores = np.minimum(shared / lengths, 1.0)
    near = scores >= query.least
    terms, scores = terms[near], scores[near]
    best = np.argsort(-scores, kind="stable")[: query.limit]
    return terms[best], scores[best]


def _lengths(query: TermQuery, norms: Terms) -> Floats:
    """Return what the shared weight is divided by, for terms with these norms."""
    lengths: Floats = norms / NORM_UNIT * query.norm + 1e-9
    return lengths


def _leading(query: TermQuery, read: Sequence[Terms], norms: Terms, sums: Floats) -> Terms:
    """Return as many different terms as are wanted, if so many have been met: those that lead so far."""
    met = np.concatenate(read)
    scores = sums[met] / _lengths(query, norms[met])
    enough = query.limit * len(read)  # each term occurs at most once in each list
    if len(scores) > enough:
        best = np.argpartition(-scores, enough)[:enough]
        met, scores = met[best], scores[best]
    distinct, first = np.unique(met, return_index=True)
    return distinct[np.argsort(-scores[first], kind="stable")[: query.limit]]


def _among(terms: Terms, others: Terms) -> NDArray[np.bool_]:
    """Return which of the terms are among others, which ascend and are not empty."""
    at = np.minimum(np.searchsorted(others, terms), len(others) - 1)
    is_among: NDArray[np.bool_] = others[at] == terms
    return is_among
