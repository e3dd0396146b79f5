"""Retrieval of sources: which sources of a gazetteer report the story of a copy.

Sources are found by the rare words that they share with the copy, in an inverted index that may be memory-mapped. A
source is analysed only when it is retrieved. Names from outside the story are retrieved in ``name_retrieval``.
"""

from __future__ import annotations

import contextlib
import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repair.core.types import Document
from repair.gazetteer.inverted_index import IndexBuilder, InvertedIndex, Numbers
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

_MIN_WEIGHT = 2.0  # weight (nats) from which a word retrieves sources
MIN_RELATIVE_SIMILARITY = 0.4  # of the best source's cosine, from which another source is used
MAX_SOURCES = 8
_MAX_CACHED_WORDS = 200_000  # words whose statistics are cached
MAX_CACHED_TEXTS = 400  # analysed sources that are cached, a third of a megabyte each
MAX_CACHED_STORIES = 100
_SORTED_FROM = 4  # sources for each posting read, from which sorting the postings is faster than counting all sources


class AnalysisCache(Sequence[AnalyzedText]):
    """The sources of an index, analysed on first use; ``cached`` has the most recently analysed ones by number."""

    def __init__(self, count: int, read: Callable[[int], AnalyzedText]) -> None:
        self._count, self._read = count, read
        self.cached: OrderedDict[int, AnalyzedText] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> AnalyzedText:  # type: ignore[override]
        analysis = self.cached.get(number)
        if analysis is None:
            analysis = self.cached[number] = self._read(number)
            while len(self.cached) > MAX_CACHED_TEXTS:
                evict_oldest(self.cached)
        return analysis


def evict_oldest(cache: OrderedDict[Any, Any]) -> None:
    """Drop the entry that was added first, unless another thread has just done so."""
    with contextlib.suppress(KeyError):
        cache.popitem(last=False)


class TermStats(NamedTuple):
    """A word of a copy: its number in the index (-1: none), its squared weight, and the sources it retrieves."""

    number: int
    square: float
    finds: Numbers | None


class TermCache(dict[str, TermStats]):
    """The statistics of folded words, looked up on first use."""

    def __init__(self, index: InvertedIndex, weights: IdfWeights) -> None:
        super().__init__()
        self._index, self._weights = index, weights

    def __missing__(self, word: str) -> TermStats:
        if len(self) > _MAX_CACHED_WORDS:
            self.clear()
        index, number = self._index, self._index.number(word)
        weight = self._weights.idf(word, 0 if number < 0 else int(index.document_frequency[number]))
        finds = index.postings(number) if number >= 0 and weight > _MIN_WEIGHT else None
        stats = self[word] = TermStats(number, weight**2, finds if finds is not None and len(finds) else None)
        return stats


class SourceIndex:
    """All sources of a gazetteer, and which of them report the story of a given copy."""

    def __init__(self, texts: Sequence[AnalyzedText], lexicon: Lexicon) -> None:
        maker = IndexBuilder()
        for analysis in texts:
            maker.add(analysis.folds)
        names = [text.source for text in texts]
        self._open(InvertedIndex.of(maker.arrays()), tuple(texts), names.__getitem__, lexicon)

    @classmethod
    def over(cls, index: InvertedIndex, sources: Sequence[Document], lexicon: Lexicon) -> SourceIndex:
        """Return the source index over an inverted index; ``sources`` are read, and analysed, when they are needed."""
        source_index = cls.__new__(cls)
        texts = AnalysisCache(index.sources, partial(_analyzed, sources))
        source_index._open(index, texts, partial(_name_of_source, sources), lexicon)
        return source_index

    def _open(
        self, index: InvertedIndex, texts: Sequence[AnalyzedText], source_name: Callable[[int], str], lexicon: Lexicon
    ) -> None:
        self.texts, self._source_name = texts, source_name
        self.weights = IdfWeights(lexicon, index)
        self._index = index
        self._words = TermCache(index, self.weights)
        self._squares = np.full(len(index.document_frequency), np.nan)  # by word number, filled when first needed
        self._norms: dict[int, float] = {}
        self._stories: OrderedDict[tuple[int, ...], StoryContext] = OrderedDict()

    def story(self, copy: AnalyzedText, *, without: frozenset[str] = frozenset()) -> SourceStory:
        """Return the sources that report the story of ``copy``.

        They are in the order of the index, whichever is most similar, so that all copies of a story share its context.

        Args:
            copy: The text to be corrected.
            without: Names of sources to leave out, such as the copy itself.
        """
        terms = list(map(self._words.__getitem__, copy.vocabulary))
        # Few sources are all used; of many, those that share rare words with the copy.
        numbers = range(len(self.texts)) if len(self.texts) <= MAX_SOURCES else self._likely(terms)
        likely = [n for n in numbers if not without or self._source_name(n) not in without]
        if not likely:
            return SourceStory((), ())
        norm = math.sqrt(sum(square for _, square, _ in terms))
        squares = np.zeros(len(self._squares) + 1)  # the last for words that no source has
        squares[[number for number, _, _ in terms]] = [square for _, square, _ in terms]
        squares[-1] = 0.0
        scored = [
            (float(np.add.reduce(squares[self._index.terms_of(n)])) / (norm * self._norm(n) + 1e-9), n) for n in likely
        ]
        scored.sort(reverse=True)
        best = scored[0][0]
        retrieved = [(a, n) for a, n in scored if a >= MIN_RELATIVE_SIMILARITY * best or len(scored) <= MAX_SOURCES]
        in_order = sorted((n, a) for a, n in retrieved[:MAX_SOURCES])
        return SourceStory((), [a for _, a in in_order], self._context(tuple(n for n, _ in in_order)))

    def _context(self, numbers: tuple[int, ...]) -> StoryContext:
        """Return the context of these sources; cached, since a story usually has several copies."""
        context = self._stories.get(numbers)
        if context is None:
            context = self._stories[numbers] = StoryContext([self.texts[number] for number in numbers])
            while len(self._stories) > MAX_CACHED_STORIES:
                evict_oldest(self._stories)
        return context

    def _likely(self, terms: Sequence[TermStats]) -> list[int]:
        """Return the sources that share the most rare words; ties go to the one found first."""
        lists = [finds for _, _, finds in terms if finds is not None]
        if not lists:
            return []
        numbers, first, counts = counted(np.concatenate(lists), len(self.texts))
        best = np.lexsort((first, -counts))[: 4 * MAX_SOURCES]
        ranked: list[int] = numbers[best].tolist()
        return ranked

    def _norm(self, source: int) -> float:
        """Return the Euclidean length of a source's vector of word weights."""
        norm = self._norms.get(source)
        if norm is None:
            numbers = self._index.terms_of(source)
            for number in numbers[np.isnan(self._squares[numbers])].tolist():
                word = self._index.word(number)
                self._squares[number] = self.weights.idf(word, int(self._index.document_frequency[number])) ** 2
            norm = self._norms[source] = math.sqrt(float(self._squares[numbers].sum()))
        return norm


def _analyzed(sources: Sequence[Document], number: int) -> AnalyzedText:
    source = sources[number]
    return AnalyzedText(source.text, source.source or source.id, source.date)


def _name_of_source(sources: Sequence[Document], number: int) -> str:
    source = sources[number]
    return source.source or source.id


def counted(numbers: Numbers, sources: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return the sources that occur most often, ascending: their numbers, first places and counts.

    These are at least as many as are retrieved, or all.

    Args:
        numbers: Numbers of sources, in order of their words.
        sources: The number of all sources.
    """
    if sources > _SORTED_FROM * len(numbers):
        return np.unique(numbers, return_index=True, return_counts=True)
    counts = np.bincount(numbers)
    often = np.flatnonzero(counts)
    if len(often) > 4 * MAX_SOURCES:
        often = np.flatnonzero(counts >= np.partition(counts, -4 * MAX_SOURCES)[-4 * MAX_SOURCES])
    first = np.empty(len(counts), dtype=np.intp)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)  # the last value of a place is kept
    return often, first[often], counts[often]
