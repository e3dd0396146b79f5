"""A text cut up once for all later questions: its words, sentences, capital runs and name-like n-grams.

Both copy and sources are held this way, so that the story reader can lay one beside the other.
A `AnalyzedText` never changes, and builds each index when it is first asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import chain, count, repeat
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repair.text.normalize import fold
from repair.text.prose import whole
from repair.text.spelling_keys import spelling_keys
from repair.text.tokens import cut
from repair.text.wordlists import INNER_WORDS

_JOINTS = frozenset(("", "-", "–", ".", "'", "&", "·"))
_HYPHENS = frozenset("-–·")
HYPHENED = 2
_LONGEST_GAP = 2  # characters between two words of one name
_FOLD = attrgetter("fold")
MAX_GRAM = 4  # capitalised words in a candidate; longer official names are covered by their parts


class NameNgram(NamedTuple):
    """A name-like n-gram of a reading: half-open token range and the text it spans."""

    low: int
    high: int
    text: str


class AnalyzedText:
    """The words of one text with the indexes that matching needs.

    ``tokens`` in order and their ``folds``; ``joints`` tells for each and the next: 0 where no name could span both,
    `HYPHENED` where a hyphen alone parts them. All else is worked out when it is first asked for, and kept.
    """

    def __init__(self, text: str, source: str = "", date: str | None = None) -> None:
        self.text = text
        self.source, self.date = source, date
        self.tokens, gaps = cut(text)
        self.folds: list[str] = list(map(_FOLD, self.tokens))
        self.joints = self._joined_by(gaps)
        self._names_in: dict[int, frozenset[str]] = {}

    def _joined_by(self, gaps: Iterable[str]) -> bytes:
        joints = bytearray(map(_JOINING.__getitem__, gaps))
        for sentence in self.sentences[1:]:
            joints[sentence.start - 1] = 0
        return bytes(joints)

    @cached_property
    def sentences(self) -> list[range]:
        """The sentences, as half-open token ranges."""
        opens = [number for number, token in enumerate(self.tokens) if token.first]
        return list(map(range, opens, (*opens[1:], len(self.tokens))))

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """The folded words of each sentence."""
        return [frozenset(self.folds[ns.start : ns.stop]) for ns in self.sentences]

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence that each token stands in."""
        return list(chain.from_iterable(map(repeat, count(), map(len, self.sentences))))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Token numbers of each folded word."""
        places: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.folds):
            places[word].append(number)
        return dict(places)

    @cached_property
    def capital_at(self) -> list[int]:
        """The numbers of the tokens with a capital."""
        return [number for number, token in enumerate(self.tokens) if token.capital]

    @cached_property
    def nameable(self) -> list[int]:
        """The numbers of the tokens with a capital, and of those that a hyphen ties to the word before them."""
        tied = [number for number, joint in enumerate(self.joints, 1) if joint == HYPHENED]
        return sorted({*self.capital_at, *tied}) if tied else self.capital_at

    @cached_property
    def capitals(self) -> Counter[str]:
        """How often each folded word stands with a capital."""
        return Counter(map(self.folds.__getitem__, self.capital_at))

    @cached_property
    def lowers(self) -> Counter[str]:
        """How often each folded word stands without a capital."""
        return Counter([token.fold for token in self.tokens if not token.capital])

    @cached_property
    def keys(self) -> frozenset[str]:
        """The spelling keys of every capital word, to know another school's spelling of one."""
        words = {self.tokens[number].text for number in self.capital_at}
        return frozenset().union(*(spelling_keys(word) for word in words if len(word) > 2))

    @cached_property
    def grams(self) -> list[NameNgram]:
        """Every n-gram that could be a name: capital words, particles and hyphened parts between them."""
        return _grams(self)

    @cached_property
    def grams_by_sentence(self) -> dict[int, list[NameNgram]]:
        """The name-like n-grams of each sentence that has any."""
        table: dict[int, list[NameNgram]] = defaultdict(list)
        for gram in self.grams:
            table[self.sentence_of[gram.low]].append(gram)
        return dict(table)

    @cached_property
    def gram_places(self) -> dict[str, list[NameNgram]]:
        """From the text of a name-like n-gram to its places, in order of first appearance."""
        table: dict[str, list[NameNgram]] = defaultdict(list)
        for gram in self.grams:
            table[gram.text].append(gram)
        return dict(table)

    @cached_property
    def run_together(self) -> frozenset[str]:
        """Every name-like n-gram folded, without spaces and hyphens."""
        return frozenset(fold(text).replace(" ", "").replace("-", "") for text in self.gram_places)

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """The different folded words, numbered as they first appear."""
        return {word: number for number, word in enumerate(dict.fromkeys(self.folds))}

    @cached_property
    def incidence(self) -> NDArray[np.float64]:
        """1 where a word stands in a sentence, else 0. *Shape:* ``(words of the vocabulary, sentences)``."""
        table = np.zeros((len(self.vocabulary), len(self.sentences)))
        words = np.fromiter(map(self.vocabulary.__getitem__, self.folds), np.intp, len(self.folds))
        table[words, np.repeat(np.arange(len(self.sentences)), list(map(len, self.sentences)))] = 1.0
        return table

    @cached_property
    def runs(self) -> list[range]:
        """Maximal runs of capital words (with the lower-case parts a hyphen ties to them), as token ranges."""
        return _runs(self)

    def names_in(self, sentence: int) -> frozenset[str]:
        """The folded capital words of a sentence, that which opens it left out."""
        known = self._names_in.get(sentence)
        if known is None:
            tokens = self.tokens[self.sentences[sentence].start : self.sentences[sentence].stop]
            known = self._names_in[sentence] = frozenset(t.fold for t in tokens if t.capital and not t.first)
        return known

    def joined(self, left: int, right: int) -> bool:
        """Whether tokens ``left`` and ``right`` are neighbours that one name could span."""
        return right == left + 1 and self.joints[left] > 0

    def hyphened(self, left: int, right: int) -> bool:
        """Whether a hyphen alone stands between two tokens."""
        return right == left + 1 and self.joints[left] == HYPHENED

    def gap(self, left: int) -> str:
        """What stands between token ``left`` and the next."""
        return self.text[self.tokens[left].end : self.tokens[left + 1].start]

    def surface(self, low: int, high: int) -> str:
        """The text from token ``low`` up to and including token ``high - 1``, broken words made whole."""
        return whole(self.text[self.tokens[low].start : self.tokens[high - 1].end])


class _Joining(dict[str, int]):
    """How what stands between two words joins them, as `AnalyzedText.joints` tells it; each gap is looked at once."""

    def __missing__(self, gap: str) -> int:
        if len(gap) > _LONGEST_GAP:
            return 0  # not remembered, for there is no end of them
        joint = HYPHENED if gap in _HYPHENS else int(gap.strip() in _JOINTS)
        self[gap] = joint
        return joint


_JOINING = _Joining()


def _grams(reading: AnalyzedText) -> list[NameNgram]:
    grams: list[NameNgram] = []
    tokens, joints = reading.tokens, reading.joints
    for low in reading.capital_at:
        grams.append(NameNgram(low, low + 1, tokens[low].text))
        capitals = 1
        for high in range(low + 1, len(tokens)):
            if capitals == MAX_GRAM or not joints[high - 1]:
                break
            token = tokens[high]
            if token.capital or joints[high - 1] == HYPHENED:
                capitals += 1
                grams.append(NameNgram(low, high + 1, reading.surface(low, high + 1)))
            elif token.fold not in INNER_WORDS:
                break
    return grams


def _runs(reading: AnalyzedText) -> list[range]:
    runs: list[range] = []
    tokens, joints, high = reading.tokens, reading.joints, 0
    for low in reading.capital_at:
        if low < high:
            continue
        high = low + 1
        while high < len(tokens) and joints[high - 1] and (tokens[high].capital or joints[high - 1] == HYPHENED):
            high += 1
        runs.append(range(low, high))
    return runs
