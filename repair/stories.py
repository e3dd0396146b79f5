"""Reading the story, not only the word: which sources tell the story of a copy, and which of their
sentences tells which of its sentences.

Clean copy of the same story is nearly a parallel text. Sources are found by the rare words they share
with the copy; sentences by shared words and, where both texts run in the same order, by their place.
No spelling is compared here and nothing is decided about any name.
"""

from __future__ import annotations

import bisect
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from repair.background import Background
from repair.reading import Gram, Reading
from repair.text import fold
from repair.variants import spelling_keys

# What a word of each frequency class is worth before any source is read (class 0: not an English word).
_PRIOR = (5.0, 4.5, 4.0, 3.2, 2.2, 0.4)
_PRIOR_SOURCES = 200.0  # the prior counts as much as this many sources
_RARE = 60  # a word in more sources than this finds no story
SAME_STORY = 0.14  # cosine of weighted words above which a source is taken to tell the copy's story
MAX_SOURCES = 8


@dataclass(frozen=True, slots=True)
class Partner:
    """A source sentence that may tell a copy sentence: its number, word likeness, likeness with place."""

    sentence: int
    likeness: float
    strength: float


class Weights:
    """What sharing a word is worth: its rarity in the sources, steadied by how common it is in English."""

    def __init__(self, background: Background, readings: Iterable[Reading] = ()) -> None:
        self._background = background
        self.sources = 0
        self.spread: Counter[str] = Counter()
        for reading in readings:
            self.sources += 1
            self.spread.update(reading.places.keys())
        self._cache: dict[str, float] = {}

    def __getitem__(self, word: str) -> float:
        weight = self._cache.get(word)
        if weight is None:
            prior = _PRIOR_SOURCES * math.exp(-_PRIOR[self._background.word(word)])
            weight = math.log((self.sources + _PRIOR_SOURCES) / (self.spread.get(word, 0) + prior))
            self._cache[word] = weight
        return weight


class Story:
    """The sources that tell one story, with every name-like n-gram they carry and where it stands."""

    def __init__(self, readings: Sequence[Reading], affinities: Sequence[float]) -> None:
        self.readings = tuple(readings)
        self.affinities = tuple(affinities)

    @cached_property
    def words(self) -> Counter[str]:
        """How often each folded word stands in the story's sources."""
        return Counter(word for reading in self.readings for word in reading.folds)

    @cached_property
    def capitals(self) -> Counter[str]:
        """How often each folded word stands there with a capital."""
        return sum((reading.capitals for reading in self.readings), Counter())

    @cached_property
    def lowers(self) -> Counter[str]:
        """How often each folded word stands there without a capital."""
        return sum((reading.lowers for reading in self.readings), Counter())

    @cached_property
    def grams(self) -> dict[str, list[tuple[int, Gram]]]:
        """From the text of a name-like n-gram to (number of the reading, place) of each occurrence."""
        table: dict[str, list[tuple[int, Gram]]] = defaultdict(list)
        for number, reading in enumerate(self.readings):
            for gram in reading.grams:
                table[gram.text].append((number, gram))
        return dict(table)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The spelling keys of every capital word, to know another school's spelling of one."""
        return frozenset(
            key
            for reading in self.readings
            for word in {token.text for token in reading.tokens if token.capital and len(token.text) > 2}
            for key in spelling_keys(word)
        )

    @cached_property
    def joined(self) -> frozenset[str]:
        """Every n-gram of the story folded and run together, to tell a respaced right spelling."""
        return frozenset(fold(text).replace(" ", "").replace("-", "") for text in self.grams)


class Archive:
    """All sources of a gazetteer, and which of them tell the story of a given copy."""

    def __init__(self, readings: Sequence[Reading], background: Background) -> None:
        self.readings = tuple(readings)
        self.weights = Weights(background, self.readings)
        self._norms = [_norm(reading.places, self.weights) for reading in self.readings]

    @cached_property
    def _finder(self) -> dict[str, list[int]]:
        """From a word that few sources carry to the numbers of those sources."""
        table: dict[str, list[int]] = defaultdict(list)
        for number, reading in enumerate(self.readings):
            for word in reading.places:
                if self.weights.spread[word] <= _RARE and self.weights[word] > 2.0:
                    table[word].append(number)
        return dict(table)

    def story(self, copy: Reading, *, without: frozenset[str] = frozenset()) -> Story:
        """Return the sources that tell the story of ``copy``, most akin first.

        ``without`` names sources to leave out, such as the copy itself.
        """
        norm = _norm(copy.places, self.weights)
        rare: Counter[int] = Counter()
        for word in copy.places:
            for number in self._finder.get(word, ()):
                rare[number] += 1
        likely = [n for n, _ in rare.most_common(4 * MAX_SOURCES) if self.readings[n].source not in without]
        scored = [(self._affinity(copy, norm, number), number) for number in likely]
        scored.sort(reverse=True)
        best = scored[0][0] if scored else 0.0
        kept = [(a, n) for a, n in scored if a >= max(SAME_STORY, 0.4 * best)][:MAX_SOURCES]
        return Story([self.readings[n] for _, n in kept], [a for a, _ in kept])

    def _affinity(self, copy: Reading, norm: float, number: int) -> float:
        """Cosine of the two word sets under squared weights, 0-1."""
        shared = copy.places.keys() & self.readings[number].places.keys()
        return sum(self.weights[word] ** 2 for word in shared) / (norm * self._norms[number] + 1e-9)


def _norm(words: Iterable[str], weights: Weights) -> float:
    return math.sqrt(sum(weights[word] ** 2 for word in words))


def align(copy: Reading, source: Reading, weights: Weights, *, best: int = 2) -> list[list[Partner]]:
    """Return, for each sentence of ``copy``, up to ``best`` sentences of ``source`` that may tell it.

    Likeness is the weight of shared words over the geometric mean of both sentences' weights; when the
    sentences that are each other's best run in the same order in both texts, a place near the line
    between such anchors adds to it.
    """
    likeness = _likeness(copy, source, weights)
    if not likeness.size:
        return [[] for _ in copy.words]
    strength = likeness + _place_bonus(likeness)
    order = np.argsort(-strength, axis=1)[:, :best]
    return [
        [Partner(int(j), float(likeness[i, j]), float(strength[i, j])) for j in order[i] if strength[i, j] > 0.08]
        for i in range(len(copy.words))
    ]


def _likeness(copy: Reading, source: Reading, weights: Weights) -> NDArray[np.float64]:
    """Word likeness of every pair of sentences. *Shape:* ``(copy sentences, source sentences)``."""
    carriers: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(source.words):
        for word in words:
            carriers[word].append(number)
    table = np.zeros((len(copy.words), len(source.words)))
    for i, words in enumerate(copy.words):
        row = table[i]
        for word in words:
            for j in carriers.get(word, ()):
                row[j] += weights[word]
    mine = [sum(weights[word] for word in words) + 1e-6 for words in copy.words]
    theirs = [sum(weights[word] for word in words) + 1e-6 for words in source.words]
    likeness: NDArray[np.float64] = table / np.sqrt(np.outer(mine, theirs))
    return likeness


def _place_bonus(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a sentence's place adds, at most 0.25. *Shape:* as ``likeness``."""
    rows, columns = likeness.shape
    partner, back = likeness.argmax(1), likeness.argmax(0)
    anchors = [(i, int(partner[i])) for i in range(rows) if back[partner[i]] == i and likeness[i, partner[i]] > 0.25]
    if len(anchors) < 2:
        return np.zeros_like(likeness)
    in_order = _longest_rise([j for _, j in anchors]) / len(anchors)
    parallel = in_order * min(1.0, len(anchors) / (0.5 * min(rows, columns)))
    expected = np.interp(np.arange(rows), [-1, *(i for i, _ in anchors), rows], [-1, *(j for _, j in anchors), columns])
    away = np.abs(np.arange(columns)[None, :] - expected[:, None])
    bonus: NDArray[np.float64] = 0.25 * parallel * np.exp(-away)
    return bonus


def _longest_rise(numbers: Sequence[int]) -> int:
    """Length of the longest strictly rising subsequence."""
    tails: list[int] = []
    for number in numbers:
        at = bisect.bisect_left(tails, number)
        tails[at : at + 1] = [number]
    return len(tails)
