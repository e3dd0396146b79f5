"""The parties that the sources of a story name, indexed by their first and last words.

Translation keeps the first or last words of such a name and replaces the others: "National Regroupment Party".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from repair.pipeline.detection import CopyContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.normalize import fold

PARTIES = frozenset("party parties front movement alliance league union coalition bloc rally".split())
_MATCHING = 0.2  # similarity from which a source sentence has the same content
_MOST = 100  # names with the same words at their ends that are compared


class _Party(NamedTuple):
    """A name of a party: its number in the order of the sources, its folded words, and its text."""

    number: int
    words: tuple[str, ...]
    text: str


class PartyNames:
    """The full names of parties in the sources of a story."""

    def __init__(self, copy_context: CopyContext) -> None:
        self._copy_context = copy_context
        # By first and last word, each name once; by the first two words, those of each (source, sentence).
        self._by_ends: dict[tuple[str, str], dict[str, _Party]] = defaultdict(dict)
        self._by_start: dict[tuple[str, str], dict[tuple[int, int], list[_Party]]] = {}
        for source, sentence, party in self._parties():
            self._by_ends[party.words[0], party.words[-1]].setdefault(party.text, party)
            by_sentence = self._by_start.setdefault((party.words[0], party.words[1]), {})
            by_sentence.setdefault((source, sentence), []).append(party)

    def with_the_same_frame(self, low: int, high: int) -> str | None:
        """Return the only party that shares all but one or two words of a name; None if there is none, or several.

        A party that shares only its first words must be in a source sentence that matches the copy's.

        Args:
            low: The first token of the name in the copy.
            high: The token after it.
        """
        copy = self._copy_context.copy
        words = copy.folds[low:high]
        sharing = [
            party for party in self._candidates(words, copy.sentence_of[low]) if shares_a_frame(words, party.words)
        ]
        names: dict[str, str] = {}
        for party in sorted(sharing):
            names.setdefault(fold(party.text), party.text)
        if len(names) != 1:
            return None
        ((folded, name),) = names.items()
        return None if folded in self._copy_folded else name

    def _candidates(self, words: Sequence[str], sentence: int) -> Iterator[_Party]:
        """Yield the parties with the same first and last word, and those of matching sentences with the same start."""
        by_ends = self._by_ends.get((words[0], words[-1]), {})
        yield from islice(by_ends.values(), _MOST)
        by_sentence = self._by_start.get((words[0], words[1]), {})
        for source, alignment in enumerate(self._copy_context.alignments) if by_sentence else ():
            for match in alignment[sentence]:
                if match.similarity >= _MATCHING:
                    yield from by_sentence.get((source, match.sentence), ())[:_MOST]

    def _parties(self) -> Iterator[tuple[int, int, _Party]]:
        """Yield each occurrence of a party's full name, with the number of its source and sentence."""
        number = 0
        is_full: dict[str, bool] = {}
        for source, analysis in enumerate(self._copy_context.story.sources):
            if PARTIES.isdisjoint(analysis.places):
                continue
            for ngram in analysis.grams:
                words = tuple(analysis.folds[ngram.low : ngram.high])
                if len(words) < 2 or PARTIES.isdisjoint(words):
                    continue
                if ngram.text not in is_full:
                    is_full[ngram.text] = self._copy_context.listed(ngram.text) == FULL_NAME
                if is_full[ngram.text]:
                    number += 1
                    yield source, analysis.sentence_of[ngram.low], _Party(number, words, ngram.text)

    @cached_property
    def _copy_folded(self) -> str:
        return fold(self._copy_context.copy.text)


def shares_a_frame(words: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two names share at least two first or last words and have one or two other words each."""
    head = tail = 0
    limit = min(len(words), len(other))
    while head < limit and words[head] == other[head]:
        head += 1
    while tail < limit - head and words[-1 - tail] == other[-1 - tail]:
        tail += 1
    rest, other_rest = words[head : len(words) - tail], other[head : len(other) - tail]
    return head + tail >= 2 and 1 <= len(rest) <= 2 and 1 <= len(other_rest) <= 2 and head > 0
