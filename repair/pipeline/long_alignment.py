"""Alignment of long texts, each sentence with a bounded number of others.

Comparing every sentence with every other takes time and memory that grow with the square of the length. In long texts
a sentence is compared with those that share a rare word with it, and with those that the line between mutually best
sentences predicts.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repair.text.analysis import AnalyzedText

Floats = NDArray[np.float64]

_MOST_COMPARED = 48  # source sentences that a sentence of the copy is compared with for its words
_MOST_OF_A_WORD = 8  # of them, for one word: those nearest in position
_MOST_WORDS = 12  # words of a sentence, the rarest ones, whose sentences are compared
_BESIDE = 2  # sentences before and after the predicted one that are compared too


class Texts(NamedTuple):
    """Two long texts with the weights (nats) of their words, and the summed weights of the words of each sentence."""

    copy: AnalyzedText
    source: AnalyzedText
    weights: Mapping[str, float]
    copy_weights: Floats
    source_weights: Floats

    def similarity(self, sentence: int, other: int) -> float:
        """Return the similarity (0-1) of the words of a sentence of the copy and one of the source."""
        shared = self.copy.words[sentence] & self.source.words[other]
        whole: float = (self.copy_weights[sentence] * self.source_weights[other]) ** 0.5
        return math.fsum(map(self.weights.__getitem__, shared)) / whole


class Similarities(NamedTuple):
    """The similarities of the pairs of sentences that were compared.

    ``rows`` has, for each sentence of the copy, the similarity to each source sentence that it was compared with;
    ``columns`` is the number of sentences of the source.
    """

    rows: Sequence[dict[int, float]]
    columns: int

    def mutual(self, least: float) -> Iterator[tuple[int, int]]:
        """Yield the pairs that are each other's best with a similarity above ``least``, in order of the copy."""
        back: dict[int, tuple[float, int]] = {}
        best: list[int] = []
        for sentence, row in enumerate(self.rows):
            partner = min(row, key=lambda other: (-row[other], other), default=-1)
            best.append(partner)
            for other, similarity in row.items():
                if other not in back or similarity > back[other][0]:
                    back[other] = (similarity, sentence)
        for sentence, partner in enumerate(best):
            if partner >= 0 and back[partner][1] == sentence and self.rows[sentence][partner] > least:
                yield sentence, partner


def compared(texts: Texts) -> Similarities:
    """Return the similarity of each sentence of the copy to the source sentences that share its rarest words."""
    places = _sentences_of_words(texts.source)
    rows, columns = len(texts.copy.words), len(texts.source.words)
    table: list[dict[int, float]] = []
    for sentence, words in enumerate(texts.copy.words):
        expected = sentence * columns // rows
        known = sorted((len(places[word]), word) for word in words if word in places)
        others: dict[int, float] = {}
        for _, word in known[:_MOST_WORDS]:
            for other in _nearest(places[word], expected):
                if len(others) < _MOST_COMPARED and other not in others:
                    others[other] = texts.similarity(sentence, other)
        table.append(others)
    return Similarities(table, columns)


def compare_expected(texts: Texts, similarities: Similarities, expected: Floats) -> None:
    """Add the similarities of the source sentences beside the expected position of each sentence of the copy."""
    for sentence, at in enumerate(np.rint(expected).astype(int).tolist()):
        row = similarities.rows[sentence]
        for other in range(max(0, at - _BESIDE), min(similarities.columns, at + _BESIDE + 1)):
            if other not in row:
                row[other] = texts.similarity(sentence, other)


def _sentences_of_words(text: AnalyzedText) -> dict[str, list[int]]:
    """Return the sentences that have each folded word, in order."""
    places: dict[str, list[int]] = {}
    for sentence, words in enumerate(text.words):
        for word in words:
            places.setdefault(word, []).append(sentence)
    return places


def _nearest(sentences: Sequence[int], expected: int) -> Sequence[int]:
    """Return the sentences that are nearest to a position, a bounded number, in order."""
    at = bisect.bisect_left(sentences, expected)
    low = max(0, min(at - _MOST_OF_A_WORD // 2, len(sentences) - _MOST_OF_A_WORD))
    return sentences[low : low + _MOST_OF_A_WORD]
