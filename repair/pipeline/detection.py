"""Detection: which words of a copy are suspicious, and the forms that they make up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np

from repair.pipeline.alignment import Alignment, IdfWeights, align
from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import MAX_GRAM, AnalyzedText, NameNgram
from repair.text.lexicon import Lexicon
from repair.text.nicknames import SHORT_FORMS
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash
from repair.text.spelling_keys import spelling_keys
from repair.text.tokens import Token
from repair.text.wordlists import CONNECTIVES, HONORIFICS, NON_NAMES, SAINTS

_CONTRACTION = re.compile(r"'(?:re|ll|ve|m|d|t)$")


MAX_FORM_WORDS = 3  # words of a strange form


ARTICLE = "the"


@dataclass(frozen=True, slots=True)
class SuspectForm:
    """A strange form of the copy: its folded text and every place, as half-open token ranges."""

    fold: str
    joined: str
    bones: str
    places: tuple[tuple[int, int], ...]

    @property
    def words(self) -> int:
        """How many words the form has."""
        return self.places[0][1] - self.places[0][0]


class NameSource(Protocol):
    """What a gazetteer says of a text."""

    def listed(self, text: str) -> int:
        """Return 2 for a name it lists, 1 for a part of one, 0 for neither."""

    def vouched(self, text: str) -> bool:
        """Whether a person, and not a source, says that this is a right name."""


class StoryCache:
    """What is worked out once for all copies of a story: answers about its words and names, as they are asked for.

    ``carried`` holds the words asked about so far; ``worlds`` is for what is measured of its names by themselves.
    """

    def __init__(self, told: StoryContext, weights: IdfWeights, names: NameSource) -> None:
        self.weights, self.names = weights, names
        self.worlds: dict[str, dict[str, float]] = {}
        self._told, self._readings = told, told.readings
        self._listed: dict[str, int] = {}
        self._rarity: dict[str, float] = {}
        self.carried: dict[str, bool] = {}
        self._offered: dict[tuple[int, int], list[tuple[NameNgram, list[str]]]] = {}

    @classmethod
    def of(cls, told: StoryContext, weights: IdfWeights, names: NameSource) -> StoryCache:
        """Return what the copies of a story have in common under these weights and names."""
        known = _COMMON.get(told)
        if known is None or known.weights is not weights or known.names is not names:
            known = _COMMON[told] = cls(told, weights, names)
        return known

    def rarity(self, word: str) -> float:
        """Return how rare a folded word is, in nats, by the sources of other stories and by English.

        How many sources tell this very story says nothing about its names.
        """
        known = self._rarity.get(word)
        if known is None:
            here = sum(word in reading.places for reading in self._readings)
            elsewhere = max(0, self.weights.spread.get(word, 0) - here)
            known = self._rarity[word] = self.weights.worth(word, elsewhere)
        return known

    def listed(self, text: str) -> int:
        """Return 2 for a name that the gazetteer lists, 1 for a part of one, 0 for neither."""
        known = self._listed.get(text)
        if known is None:
            known = self._listed[text] = self.names.listed(text)
        return known

    def carries(self, token: Token) -> bool:
        """Whether the story carries a word, also in the plural, as another school spells it, or as a short form."""
        known = self.carried.get(token.text)
        if known is None:
            known = self.carried[token.text] = _carries(self._told, token)
        return known

    def offered(self, number: int, sentence: int) -> list[tuple[NameNgram, list[str]]]:
        """Return the listed n-grams of a sentence of a reading, each with its folded words but for the particles."""
        known = self._offered.get((number, sentence))
        if known is None:
            folds, grams = self._readings[number].folds, self._readings[number].grams_by_sentence.get(sentence, ())
            known = self._offered[number, sentence] = [
                (gram, [word for word in folds[gram.low : gram.high] if word not in NON_NAMES])
                for gram in grams
                # The copy has an article of its own; the rest of the name is a candidate too.
                if not (folds[gram.low] == ARTICLE and gram.high - gram.low > 1) and self.listed(gram.text)
            ]
        return known


_COMMON: WeakKeyDictionary[StoryContext, StoryCache] = WeakKeyDictionary()


def _carries(told: StoryContext, token: Token) -> bool:
    word, capitals = token.fold, told.capitals
    if told.words.get(word):
        return True
    plural = capitals.get(word + "s") or (word.endswith("s") and capitals.get(word[:-1]))
    if plural and not (token.text.isupper() and len(word) > 1):  # "TAS" is no singular of "TASS"
        return True
    if token.text.isupper() and token.text + "s" in told.grams:  # but "UAV" is one of "UAVs"
        return True
    if any(map(told.capitals.get, SHORT_FORMS.get(word, ()))):
        return True
    return len(token.text) > 2 and not told.keys.isdisjoint(spelling_keys(token.text))


class CopyContext:
    """A copy beside its story: the alignment, and which words of the copy are strange to the story."""

    def __init__(
        self, copy: AnalyzedText, story: SourceStory, weights: IdfWeights, background: Lexicon, names: NameSource
    ) -> None:
        self.copy, self.story, self.weights, self.background = copy, story, weights, background
        self.names = names
        self.disputed: dict[str, str] = {}  # words that one source left out of the story spells as the copy does
        self.common = StoryCache.of(story.told, weights, names)
        self.rarity, self.listed = self.common.rarity, self.common.listed
        self._fresh: dict[tuple[int, int, int], list[tuple[NameNgram, bool]]] = {}
        self.strange = [False] * len(copy.tokens)
        carries = self.common.carried.get
        for number in copy.name_start_tokens:
            if not carries(copy.tokens[number].text):
                self.strange[number] = self._strange(number)
        if any(self.strange):
            self._strange_openings()
            self._spare_vouched()

    @cached_property
    def partners(self) -> list[Alignment]:
        """For each reading, the sentences that may tell each sentence of the copy."""
        return [align(self.copy, reading, self.weights) for reading in self.story.readings]

    @cached_property
    def told(self) -> float:
        """How closely the sources tell the copy: the mean over its sentences of the best likeness, 0-1."""
        if not self.partners or not self.copy.sentences:
            return 0.0
        best = np.max([partners.best()[1] for partners in self.partners], axis=0)
        return float(sum(best.tolist())) / len(best)

    @cached_property
    def told_by(self) -> list[dict[int, set[int]]]:
        """For each reading, from one of its sentences to the copy sentences that it tells best of all."""
        tables: list[dict[int, set[int]]] = []
        for partners in self.partners:
            table: dict[int, set[int]] = {}
            for sentence, theirs in enumerate(partners.best()[0].tolist()):
                if theirs >= 0:
                    table.setdefault(theirs, set()).add(sentence)
            tables.append(table)
        return tables

    def fresh(self, number: int, sentence: int, here: int) -> list[tuple[NameNgram, bool]]:
        """Return the listed n-grams of a source sentence that bring words which the copy's sentence lacks.

        ``number`` is that of the reading, ``here`` the sentence of the copy. Beside each stands whether all its words
        are lacking.
        """
        known = self._fresh.get((number, sentence, here))
        if known is None:
            known = self._fresh[number, sentence, here] = []
            words = self.copy.words[here]
            for gram, theirs in self.common.offered(number, sentence):
                shared = sum(map(words.__contains__, theirs))
                if shared < len(theirs):
                    known.append((gram, len(theirs) - shared == gram.high - gram.low))
        return known

    def _strange(self, number: int) -> bool:
        token = self.copy.tokens[number]
        word = token.fold
        tied = number > 0 and self.copy.is_hyphenated(number - 1, number)  # "Rokudo-cho"
        if not (token.capital or tied) or word.isdigit() or word in HONORIFICS | SAINTS or self.common.carries(token):
            return False
        if _CONTRACTION.search(word) or (tied and not token.capital and self.background.word(word) >= 2):
            return False
        if token.first and self.background.word(word) >= 2 and not self._runs_on(number):
            return False  # an ordinary word that a sentence opens with
        return len(word) > 1

    def _strange_openings(self) -> None:
        """Count the opening of a sentence as strange too where the copy has the same form strange elsewhere."""
        tokens = self.copy.tokens
        odd = {tokens[number].fold for number in self.copy.name_start_tokens if self.strange[number]}
        for sentence in self.copy.sentences:
            token = tokens[sentence.start]
            if token.capital and token.fold in odd and not self.copy.lowers.get(token.fold):
                self.strange[sentence.start] = True

    def _spare_vouched(self) -> None:
        """Take what a person vouched for as known, though no source of the story carries it."""
        for run in self.copy.runs:
            if not any(self.strange[number] for number in run):
                continue
            for low in run:
                for high in range(low + 1, min(low + MAX_GRAM, run.stop) + 1):
                    if any(self.strange[low:high]) and self.names.vouched(self.copy.surface(low, high)):
                        self.strange[low:high] = [False] * (high - low)

    def _runs_on(self, number: int) -> bool:
        """Whether a capital word follows that one name could take in."""
        following = number + 1
        return (
            following < len(self.copy.tokens)
            and self.copy.joinable(number, following)
            and self.copy.tokens[following].capital
        )


def suspect_forms(scene: CopyContext) -> list[SuspectForm]:
    """Return the strange forms of the copy: each strange stretch of a run, and its parts up to three words."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    copy = scene.copy
    for run in copy.runs:
        for low, high in _stretches(run, scene.strange):
            spans = {(low, high)} if high - low > MAX_FORM_WORDS else set()
            for length in range(1, min(MAX_FORM_WORDS, high - low) + 1):
                spans |= {(at, at + length) for at in range(low, high - length + 1)}
            if low > 0 and copy.folds[low - 1] in NON_NAMES - CONNECTIVES and copy.joinable(low - 1, low):
                spans.add((low - 1, high))  # "de Brayne" for "De Bruyne"
            for span in sorted(spans):
                if not _mixed(copy, *span):
                    places[fold(copy.surface(*span))].append(span)
    found = []
    for text, where in places.items():
        joined = squash(text)
        if joined and joined not in scene.story.joined:
            found.append(SuspectForm(text, joined, consonant_skeleton(text), tuple(where)))
    return found


def _mixed(copy: AnalyzedText, low: int, high: int) -> bool:
    """Whether a short acronym stands before a plain name ("WR Stephon"): a role and a name, not one form."""
    if high - low < 2 or not copy.joinable(low, low + 1) or copy.is_hyphenated(low, low + 1):
        return False
    first, rest = copy.tokens[low].text, copy.tokens[low + 1 : high]
    return first.isupper() and 1 < len(first) <= 3 and all(not token.text.isupper() for token in rest)


def _stretches(run: range, strange: Sequence[bool]) -> Iterator[tuple[int, int]]:
    low = -1
    for number in (*run, run.stop):
        odd = number < run.stop and strange[number]
        if odd and low < 0:
            low = number
        elif not odd and low >= 0:
            yield low, number
            low = -1
