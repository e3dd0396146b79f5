"""Pairs of similar strings of sounds, one of the copy and one of the names, in bounded time and memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

_LEAST_SHARED = 0.5  # share of sounds in common, below which two strings of sounds are no pair
_MOST_COMPARED = 50_000_000  # comparisons, as of 10,000 parts of a text with 5,000 names
_MOST_AT_ONCE = 1_000_000  # comparisons whose results are held in memory
_MOST_PAIRS = 50_000


class Sounds(NamedTuple):
    """Strings of sounds, each with its number of words."""

    strings: Sequence[str]
    words: Sequence[int]


def similar_pairs(forms: Sounds, names: Sounds) -> list[tuple[int, int]]:
    """Return the pairs that share enough sounds and differ by at most one word, as positions in both, in order.

    Beyond some millions of comparisons the rest of ``forms`` is left out, and of very many pairs those that share most.

    Args:
        forms: Parts of a text.
        names: Names, at least one.
    """
    rows = min(len(forms.strings), max(1, _MOST_COMPARED // len(names.strings)))
    step = min(rows, max(1, _MOST_AT_ONCE // len(names.strings)))
    pairs, shared = np.empty((0, 2), np.intp), np.empty(0, np.float32)
    for low in range(0, rows, step):
        more, shared_more = _pairs(Sounds(forms.strings[low : low + step], forms.words[low : low + step]), names)
        pairs, shared = np.concatenate((pairs, more + np.array((low, 0)))), np.concatenate((shared, shared_more))
        if len(pairs) > _MOST_PAIRS:
            kept = np.sort(np.argsort(-shared, kind="stable")[:_MOST_PAIRS])
            pairs, shared = pairs[kept], shared[kept]
    return [(row, column) for row, column in pairs.tolist()]


def _pairs(forms: Sounds, names: Sounds) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Return the pairs, and the share of sounds that each has in common (0-1)."""
    shared = process.cdist(forms.strings, names.strings, scorer=Indel.normalized_similarity, dtype=np.float32)
    near = np.abs(np.subtract.outer(np.array(forms.words), np.array(names.words))) <= 1
    pairs = np.argwhere((shared >= _LEAST_SHARED) & near)
    return pairs, shared[pairs[:, 0], pairs[:, 1]]
