"""Alignment: which sentence of a source says the same as a sentence of the copy.

Two reports of one story are nearly parallel texts. Sentences are matched by the words they share, weighted by rarity,
and by their position where both texts run in the same order. No spellings are compared, and no name is looked at.
"""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from repair.gazetteer.inverted_index import InvertedIndex
from repair.pipeline.long_alignment import Floats, Texts, compare_expected, compared
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

# Prior IDF (nats) of each class of English words (class 0: not an English word).
_PRIOR = (5.0, 4.5, 4.0, 3.2, 2.2, 0.4)
_PRIOR_SOURCES = 200.0  # the prior counts as much as this many sources
_PRIOR_FREQUENCY = tuple(_PRIOR_SOURCES * math.exp(-idf) for idf in _PRIOR)  # of these sources, how many have a word
_MIN_SCORE = 0.08  # score up to which two sentences do not match
_MAX_CACHED_WORDS = 200_000  # words whose weight is cached
# Cells of a table, 8 bytes each. Texts of up to about a thousand sentences and two thousand different words have fewer.
_MOST_CELLS = 1_000_000
_LEAST_MUTUAL = 0.25  # similarity above which mutually best sentences count for the order
_LARGEST_BONUS = 0.25  # for a sentence at its expected place, in texts that run in the same order
_ENOUGH_MUTUAL = 0.5  # mutually best sentences, as a share of the shorter text, that show its whole order


class SentenceMatch(NamedTuple):
    """A source sentence that may say the same as a sentence of the copy.

    ``sentence`` is its number in the source, ``similarity`` the similarity of the words (0-1), and ``score`` the
    similarity plus the bonus for its position (up to 1.25).
    """

    sentence: int
    similarity: float
    score: float


class DocumentFrequency:
    """The number of sources that contain each word, read from an inverted index."""

    def __init__(self, index: InvertedIndex) -> None:
        self._index = index

    def get(self, word: str, default: int = 0) -> int:
        """Return how many sources contain a folded word."""
        number = self._index.number(word)
        return default if number < 0 else int(self._index.document_frequency[number])


class _ReducedFrequency:
    """Document frequencies when some sources are left out."""

    def __init__(
        self, document_frequency: DocumentFrequency | Counter[str] | _ReducedFrequency, left_out: Counter[str]
    ) -> None:
        self._document_frequency, self._left_out = document_frequency, left_out

    def get(self, word: str, default: int = 0) -> int:
        """Return how many of the remaining sources contain a folded word."""
        return max(0, self._document_frequency.get(word, default) - self._left_out.get(word, 0))


class IdfWeights(dict[str, float]):
    """Inverse document frequencies of folded words (nats), smoothed by how common each word is in English.

    Behaves as a mapping from every folded word to its weight; weights are computed on first use and cached.
    """

    def __init__(self, lexicon: Lexicon, texts: Iterable[AnalyzedText] | InvertedIndex = ()) -> None:
        super().__init__()
        self._lexicon = lexicon
        self.source_count = 0
        self.document_frequency: DocumentFrequency | Counter[str] | _ReducedFrequency
        if isinstance(texts, InvertedIndex):
            self.source_count, self.document_frequency = texts.sources, DocumentFrequency(texts)
        else:
            self.document_frequency = Counter()
            for analysis in texts:
                self.source_count += 1
                self.document_frequency.update(analysis.places.keys())
        self._words: WeakKeyDictionary[AnalyzedText, Floats] = WeakKeyDictionary()
        self._sentences: WeakKeyDictionary[AnalyzedText, Floats] = WeakKeyDictionary()

    def __missing__(self, word: str) -> float:
        if len(self) > _MAX_CACHED_WORDS:
            self.clear()
        weight = self[word] = self.idf(word, self.document_frequency.get(word, 0))
        return weight

    def without(self, texts: Sequence[AnalyzedText]) -> IdfWeights:
        """Return the weights that result when ``texts`` are left out of the sources."""
        fewer = IdfWeights(self._lexicon)
        fewer.source_count = self.source_count - len(texts)
        fewer.document_frequency = _ReducedFrequency(
            self.document_frequency, Counter(chain.from_iterable(analysis.places for analysis in texts))
        )
        return fewer

    def idf(self, word: str, document_frequency: int) -> float:
        """Return the weight (nats) of a folded word that ``document_frequency`` sources contain."""
        prior = _PRIOR_FREQUENCY[self._lexicon.word(word)]
        return math.log((self.source_count + _PRIOR_SOURCES) / (document_frequency + prior))

    def of_words(self, analysis: AnalyzedText) -> Floats:
        """Return the weight of each word of a vocabulary. *Shape:* ``(words of the vocabulary,)``."""
        cached = self._words.get(analysis)
        if cached is None:
            cached = np.fromiter(map(self.__getitem__, analysis.vocabulary), np.float64, len(analysis.vocabulary))
            self._words[analysis] = cached
        return cached

    def of_sentences(self, analysis: AnalyzedText) -> Floats:
        """Return the weight of each sentence's words, never 0. *Shape:* ``(sentences,)``."""
        cached = self._sentences.get(analysis)
        if cached is None:
            words, sentences = analysis.occurrences
            sums: Floats = np.bincount(sentences, self.of_words(analysis)[words], len(analysis.sentences)).astype(
                np.float64
            )
            cached = self._sentences[analysis] = sums + 1e-6
        return cached


class NameList(AnalyzedText):
    """Names of the gazetteer as a text with one name per line, which is aligned with no sentence of the copy.

    Retrieval by name adds it to the sources of a story. ``searched`` is the number of names it was chosen from.
    """

    def __init__(self, surfaces: Sequence[str], searched: int) -> None:
        super().__init__("\n".join(surfaces), "gazetteer")
        self.surfaces, self.searched = tuple(surfaces), searched


class Alignment(Sequence[list[SentenceMatch]]):
    """For each sentence of a copy, the best matching sentences of one source, best first.

    *Shapes:* ``order`` (numbers of source sentences), ``similarity`` and ``score``, all ``(sentences, best)``.
    """

    def __init__(self, order: NDArray[np.intp], similarity: Floats, score: Floats) -> None:
        self._order, self._similarity, self._score = order, similarity, score
        self._matches: dict[int, list[SentenceMatch]] = {}

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, sentence: int) -> list[SentenceMatch]:  # type: ignore[override]
        cached = self._matches.get(sentence)
        if cached is None:
            if not -len(self) <= sentence < len(self):
                raise IndexError(sentence)
            columns = (self._order, self._similarity, self._score)
            matches = zip(*(column[sentence].tolist() for column in columns), strict=True)
            cached = [SentenceMatch(*match) for match in matches if match[-1] > _MIN_SCORE]
            self._matches[sentence] = cached
        return cached

    def __eq__(self, other: object) -> bool:
        return list(self) == other

    def best(self) -> tuple[NDArray[np.intp], Floats]:
        """Return each sentence's best match (-1 for none) and the greatest similarity of its matches (0 for none).

        *Shapes:* both ``(sentences,)``.
        """
        count = len(self)
        if not self._order.size:
            return np.full(count, -1), np.zeros(count)
        matched = self._score > _MIN_SCORE
        return np.where(matched[:, 0], self._order[:, 0], -1), np.where(matched, self._similarity, 0.0).max(axis=1)


def no_alignment(copy: AnalyzedText) -> Alignment:
    """Return the alignment of a copy with a text that matches none of its sentences."""
    empty = np.empty((len(copy.words), 0))
    return Alignment(empty.astype(np.intp), empty, empty)


def align(copy: AnalyzedText, source: AnalyzedText, weights: IdfWeights, *, best: int = 2) -> Alignment:
    """Return, for each sentence of ``copy``, up to ``best`` matching sentences of ``source``.

    The similarity of two sentences is the weight of their shared words over the geometric mean of their weights. Where
    mutually best sentences run in the same order in both texts, sentences near the line between them get a bonus.

    Args:
        copy: The text to be corrected.
        source: One source of the same story.
        weights: Weights of the words.
        best: Number of matches to keep for each sentence.
    """
    sizes = (len(copy.words) * len(source.words), *(len(text.vocabulary) * len(text.words) for text in (copy, source)))
    if max(sizes) > _MOST_CELLS:
        return _align_long(copy, source, weights, best)
    similarity = _similarities(copy, source, weights)
    if not similarity.size:
        return Alignment(np.empty((len(copy.words), 0), np.intp), similarity, similarity)
    score = similarity + _place_bonus(similarity)
    order = np.argsort(-score, axis=1)[:, :best]
    return Alignment(order, np.take_along_axis(similarity, order, 1), np.take_along_axis(score, order, 1))


def _align_long(copy: AnalyzedText, source: AnalyzedText, weights: IdfWeights, best: int) -> Alignment:
    """Return the alignment of texts of which not every two sentences are compared."""
    texts = Texts(copy, source, weights, weights.of_sentences(copy), weights.of_sentences(source))
    similarities = compared(texts)
    rows, columns = len(copy.words), len(source.words)
    pairs = list(similarities.mutual(_LEAST_MUTUAL))
    mutual, partners = [sentence for sentence, _ in pairs], [partner for _, partner in pairs]
    expected, parallel = _expected_places(mutual, partners, (rows, columns))
    if parallel:
        compare_expected(texts, similarities, expected)
    order, similarity = np.zeros((rows, best), np.intp), np.zeros((rows, best))
    score = np.zeros((rows, best))
    for sentence, row in enumerate(similarities.rows):
        bonus = {other: _LARGEST_BONUS * parallel * math.exp(-abs(other - expected[sentence])) for other in row}
        chosen = sorted(row, key=lambda other: (-row[other] - bonus[other], other))[:best]
        for rank, other in enumerate(chosen):
            order[sentence, rank], similarity[sentence, rank] = other, row[other]
            score[sentence, rank] = row[other] + bonus[other]
    return Alignment(order, similarity, score)


def _similarities(copy: AnalyzedText, source: AnalyzedText, weights: IdfWeights) -> Floats:
    """Return the word similarity of every pair of sentences. *Shape:* ``(copy sentences, source sentences)``."""
    words = copy.vocabulary
    source_columns = np.fromiter(map(source.vocabulary.get, words, repeat(-1)), np.intp, len(words))
    shared = np.flatnonzero(source_columns >= 0)
    copy_weights = copy.incidence[shared].T * weights.of_words(copy)[shared]
    table = copy_weights @ source.incidence[source_columns[shared]].astype(np.float64)
    similarity: Floats = table / np.sqrt(np.outer(weights.of_sentences(copy), weights.of_sentences(source)))
    return similarity


def _place_bonus(similarity: Floats) -> Floats:
    """Return the bonus for the position of each pair of sentences. *Shape:* as ``similarity``.

    It is the largest where a sentence is at its expected place, and falls by a factor of e with each sentence that it
    is away from there.
    """
    rows, columns = similarity.shape
    partner, back = similarity.argmax(1), similarity.argmax(0)
    every = np.arange(rows)
    mutual = np.flatnonzero((back[partner] == every) & (similarity[every, partner] > _LEAST_MUTUAL))
    if len(mutual) < 2:
        return np.zeros_like(similarity)
    expected, parallel = _expected_places(mutual.tolist(), partner[mutual].tolist(), (rows, columns))
    away = np.abs(np.arange(columns)[None, :] - expected[:, None])
    bonus: Floats = _LARGEST_BONUS * parallel * np.exp(-away)
    return bonus


def _expected_places(mutual: Sequence[int], partners: Sequence[int], shape: tuple[int, int]) -> tuple[Floats, float]:
    """Return where each sentence of the copy should have its match, and how parallel the texts are (0-1).

    Between two mutually best sentences the place is interpolated. Texts are parallel where the mutually best sentences
    are many and nearly all in the same order.

    Args:
        mutual: The sentences of the copy, in order.
        partners: The sentence of the source that matches each.
        shape: The number of sentences of the copy and of the source.
    """
    rows, columns = shape
    expected = np.interp(np.arange(rows), [-1, *mutual, rows], [-1, *partners, columns])
    if len(mutual) < 2:
        return expected, 0.0
    in_order = _longest_increasing(partners) / len(mutual)
    return expected, in_order * min(1.0, len(mutual) / (_ENOUGH_MUTUAL * min(rows, columns)))


def _longest_increasing(numbers: Sequence[int]) -> int:
    """Return the length of the longest strictly increasing subsequence."""
    tails: list[int] = []
    for number in numbers:
        at = bisect.bisect_left(tails, number)
        tails[at : at + 1] = [number]
    return len(tails)
