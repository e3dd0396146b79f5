"""The evidence of capitals: how often words are capitalised in prose, in one text or in many.

The evidence of several texts can be added up, so that the prose of others helps to read the headline of one text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from repair.text.analysis import AnalyzedText


class CapitalEvidence(Protocol):
    """The evidence of texts or of a gazetteer about the capitals of words."""

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has an informative capital."""

    def lowers(self, fold: str) -> int:
        """Return how often a folded word is in lower case in prose."""

    def bigram_seen(self, first: str, second: str) -> bool:
        """Return whether two folded words occur next to each other with informative capitals."""


@dataclass(slots=True)
class CorpusCapitals:
    """Counts over several texts: informative capitals, lower case in prose, and capitalised bigrams.

    It is filled while texts are read and not changed afterwards.
    """

    capital: Counter[str] = field(default_factory=Counter)
    lower: Counter[str] = field(default_factory=Counter)
    pairs: set[tuple[str, str]] = field(default_factory=set)

    def add(self, texts: Iterable[AnalyzedText]) -> CorpusCapitals:
        """Add the words of more texts to the counts and return the object itself."""
        for analysis in texts:
            tokens = analysis.tokens
            for at in filter(analysis.has_informative_capital, analysis.capital_at):
                self.capital[tokens[at].fold] += 1
                if _is_bigram(analysis, at):
                    self.pairs.add((tokens[at - 1].fold, tokens[at].fold))
            self.lower.update(analysis.lower_case_words)
        return self

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has an informative capital."""
        return self.capital[fold]

    def lowers(self, fold: str) -> int:
        """Return how often a folded word is in lower case in prose."""
        return self.lower[fold]

    def bigram_seen(self, first: str, second: str) -> bool:
        """Return whether two folded words occur next to each other with informative capitals."""
        return (first, second) in self.pairs


class DocumentCapitals:
    """The sum of the evidence of one text, counted when needed, and the evidence of other texts."""

    def __init__(self, analysis: AnalyzedText, others: CapitalEvidence) -> None:
        self._analysis, self._others = analysis, others
        self._capitals: dict[str, int] = {}
        self._lowers: dict[str, int] = {}
        self._before: dict[str, frozenset[str]] = {}

    def capitals(self, fold: str) -> int:
        """Return how often a folded word has an informative capital."""
        count = self._capitals.get(fold)
        if count is None:
            here = sum(map(self._analysis.has_informative_capital, self._analysis.places.get(fold, ())))
            count = self._capitals[fold] = here + self._others.capitals(fold)
        return count

    def lowers(self, fold: str) -> int:
        """Return how often a folded word is in lower case in prose."""
        count = self._lowers.get(fold)
        if count is None:
            here = sum(map(self._analysis.is_lowercase, self._analysis.places.get(fold, ())))
            count = self._lowers[fold] = here + self._others.lowers(fold)
        return count

    def bigram_seen(self, first: str, second: str) -> bool:
        """Return whether two folded words occur next to each other with informative capitals."""
        return self._others.bigram_seen(first, second) or first in self._words_before(second)

    def _words_before(self, second: str) -> frozenset[str]:
        """Return the folded words that occur right before a word, both with informative capitals."""
        before = self._before.get(second)
        if before is None:
            analysis = self._analysis
            places = analysis.places.get(second, ())
            before = frozenset(analysis.folds[at - 1] for at in places if _is_bigram(analysis, at))
            self._before[second] = before
        return before


def _is_bigram(analysis: AnalyzedText, at: int) -> bool:
    """Return whether word ``at`` and the one before it have informative capitals, unlike an opening "Rival Nokia"."""
    return analysis.follows_capital(at) and not analysis.opens(at - 1)


def is_name_word(evidence: CapitalEvidence, fold: str) -> bool:
    """Return whether prose shows that a folded word is a name: capitalised at least twice as often as not."""
    capital = evidence.capitals(fold)
    return capital > 0 and capital >= 2 * evidence.lowers(fold)
