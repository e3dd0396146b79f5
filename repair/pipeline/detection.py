"""Detection: which words of a copy are suspicious, and the forms that they make up.

A capitalised word is suspicious when no source of the story has it, in any accepted spelling. What a form stands for
is not decided here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np

from repair.core.types import Name, Provenance
from repair.pipeline.alignment import Alignment, IdfWeights, NameList, align, no_alignment
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


MAX_FORM_WORDS = 3  # words of a suspect form


ARTICLE = "the"


@dataclass(frozen=True, slots=True)
class SuspectForm:
    """A spelling in the copy that may be a garbled name, with all places where it occurs.

    ``joined`` is the folded text without spaces, ``skeleton`` its consonants; ``places`` are half-open token ranges.
    """

    fold: str
    joined: str
    skeleton: str
    places: tuple[tuple[int, int], ...]

    @property
    def words(self) -> int:
        """How many words the form has."""
        return self.places[0][1] - self.places[0][0]


class NameSource(Protocol):
    """What the pipeline asks of a gazetteer."""

    def listed(self, text: str) -> int:
        """Return 2 for a name it lists, 1 for a part of one, 0 for neither."""

    def vouched(self, text: str) -> bool:
        """Whether a person, and not a source, says that this is a right name."""

    def find(self, text: str) -> tuple[Name, ...]:
        """Return the names that a text is a spelling of."""

    def snippet(self, provenance: Provenance) -> str:
        """Return the words around the place where a spelling was seen."""


class StoryCache:
    """Answers about the words and names of a story, computed on first use and shared by all its copies.

    ``known_words`` caches `has_word`; ``lexicon_features`` caches the features of names that need no form.
    """

    def __init__(self, story: StoryContext, weights: IdfWeights, names: NameSource) -> None:
        self.weights, self.names = weights, names
        self.lexicon_features: dict[str, dict[str, float]] = {}
        self._told, self._analyzed, self._sources = story, story.texts, story.sources
        self._listed: dict[str, int] = {}
        self._rarity: dict[str, float] = {}
        self.known_words: dict[str, bool] = {}
        self._listed_ngrams: dict[tuple[int, int], list[tuple[NameNgram, list[str]]]] = {}

    @classmethod
    def of(cls, story: StoryContext, weights: IdfWeights, names: NameSource) -> StoryCache:
        """Return the cache of a story for these weights and names."""
        cached = _CACHES.get(story)
        if cached is None or cached.weights is not weights or cached.names is not names:
            cached = _CACHES[story] = cls(story, weights, names)
        return cached

    def rarity(self, word: str) -> float:
        """Return how rare a folded word is (nats), by the sources of other stories and by English.

        The sources of this story do not count: how many there are says nothing about its names.
        """
        cached = self._rarity.get(word)
        if cached is None:
            in_story = sum(word in analyzed.places for analyzed in self._sources)
            elsewhere = max(0, self.weights.document_frequency.get(word, 0) - in_story)
            cached = self._rarity[word] = self.weights.idf(word, elsewhere)
        return cached

    def listed(self, text: str) -> int:
        """Return 2 for a name that the gazetteer lists, 1 for a part of one, 0 for neither."""
        cached = self._listed.get(text)
        if cached is None:
            cached = self._listed[text] = self.names.listed(text)
        return cached

    def has_word(self, token: Token) -> bool:
        """Tell whether the story has a word, also as a plural, in another romanisation, or as a short form."""
        cached = self.known_words.get(token.text)
        if cached is None:
            cached = self.known_words[token.text] = _has_word(self._told, token)
        return cached

    def listed_ngrams(self, number: int, sentence: int) -> list[tuple[NameNgram, list[str]]]:
        """Return the listed n-grams of a sentence of a text, each with its folded words without particles."""
        cached = self._listed_ngrams.get((number, sentence))
        if cached is None:
            folds, ngrams = self._analyzed[number].folds, self._analyzed[number].grams_by_sentence.get(sentence, ())
            cached = self._listed_ngrams[number, sentence] = [
                (ngram, [word for word in folds[ngram.low : ngram.high] if word not in NON_NAMES])
                for ngram in ngrams
                # The copy has an article of its own; the rest of the name is a candidate too.
                if not (folds[ngram.low] == ARTICLE and ngram.high - ngram.low > 1) and self.listed(ngram.text)
            ]
        return cached


_CACHES: WeakKeyDictionary[StoryContext, StoryCache] = WeakKeyDictionary()


def _has_word(story: StoryContext, token: Token) -> bool:
    word, capitals = token.fold, story.capitals
    if story.words.get(word):
        return True
    plural = capitals.get(word + "s") or (word.endswith("s") and capitals.get(word[:-1]))
    if plural and not (token.text.isupper() and len(word) > 1):  # "TAS" is no singular of "TASS"
        return True
    if token.text.isupper() and token.text + "s" in story.ngrams:  # but "UAV" is one of "UAVs"
        return True
    if any(map(story.capitals.get, SHORT_FORMS.get(word, ()))):
        return True
    return len(token.text) > 2 and not story.keys.isdisjoint(spelling_keys(token.text))


class CopyContext:
    """A copy and its story: how their sentences are aligned, and which words of the copy are suspicious.

    ``suspicious`` holds one flag per token of the copy. ``disputed`` maps folded words to the one source that spells
    them as the copy does, against the others.
    """

    def __init__(
        self, copy: AnalyzedText, story: SourceStory, weights: IdfWeights, lexicon: Lexicon, names: NameSource
    ) -> None:
        self.copy, self.story, self.weights, self.lexicon = copy, story, weights, lexicon
        self.names = names
        self.disputed: dict[str, str] = {}  # words that one source left out of the story spells as the copy does
        self.story_cache = StoryCache.of(story.told, weights, names)
        self.rarity, self.listed = self.story_cache.rarity, self.story_cache.listed
        self._unmatched_ngrams: dict[tuple[int, int, int], list[tuple[NameNgram, bool]]] = {}
        self.suspicious = [False] * len(copy.tokens)
        has_word = self.story_cache.known_words.get
        for number in copy.name_start_tokens:
            if not has_word(copy.tokens[number].text):
                self.suspicious[number] = self._is_suspicious(number)
        if any(self.suspicious):
            self._mark_sentence_openings()
            self._clear_confirmed_names()

    @cached_property
    def alignments(self) -> list[Alignment]:
        """For each text of the story, its alignment with the copy."""
        return [
            no_alignment(self.copy) if isinstance(analyzed, NameList) else align(self.copy, analyzed, self.weights)
            for analyzed in self.story.texts
        ]

    @cached_property
    def told(self) -> float:
        """How closely the sources cover the copy: the mean over its sentences of the best similarity (0-1)."""
        if not self.alignments or not self.copy.sentences:
            return 0.0
        best = np.max([alignments.best()[1] for alignments in self.alignments], axis=0)
        return float(sum(best.tolist())) / len(best)

    @cached_property
    def aligned_sentences(self) -> list[dict[int, set[int]]]:
        """For each text, from one of its sentences to the sentences of the copy that it matches best."""
        tables: list[dict[int, set[int]]] = []
        for alignments in self.alignments:
            table: dict[int, set[int]] = {}
            for sentence, source_sentence in enumerate(alignments.best()[0].tolist()):
                if source_sentence >= 0:
                    table.setdefault(source_sentence, set()).add(sentence)
            tables.append(table)
        return tables

    def unmatched_ngrams(self, number: int, sentence: int, copy_sentence: int) -> list[tuple[NameNgram, bool]]:
        """Return the listed n-grams of a source sentence that have words which a sentence of the copy lacks.

        Args:
            number: Number of the text in the story.
            sentence: Number of its sentence.
            copy_sentence: Number of the sentence of the copy.

        Returns:
            Each n-gram with whether the copy's sentence lacks all its words.
        """
        cached = self._unmatched_ngrams.get((number, sentence, copy_sentence))
        if cached is None:
            cached = self._unmatched_ngrams[number, sentence, copy_sentence] = []
            words = self.copy.words[copy_sentence]
            for ngram, name_words in self.story_cache.listed_ngrams(number, sentence):
                shared = sum(map(words.__contains__, name_words))
                if shared < len(name_words):
                    cached.append((ngram, len(name_words) - shared == ngram.high - ngram.low))
        return cached

    def _is_suspicious(self, number: int) -> bool:
        token = self.copy.tokens[number]
        word = token.fold
        tied = number > 0 and self.copy.is_hyphenated(number - 1, number)  # "Rokudo-cho"
        if (
            not (token.capital or tied)
            or word.isdigit()
            or word in HONORIFICS | SAINTS
            or self.story_cache.has_word(token)
        ):
            return False
        if _CONTRACTION.search(word) or (tied and not token.capital and self.lexicon.word(word) >= 2):
            return False
        if token.first and self.lexicon.word(word) >= 2 and not self._continues_name(number):
            return False  # an ordinary word at the start of a sentence
        return len(word) > 1

    def _mark_sentence_openings(self) -> None:
        """Mark the first word of a sentence too where the same word is suspicious elsewhere."""
        tokens = self.copy.tokens
        suspicious_words = {tokens[number].fold for number in self.copy.name_start_tokens if self.suspicious[number]}
        for sentence in self.copy.sentences:
            token = tokens[sentence.start]
            if token.capital and token.fold in suspicious_words and not self.copy.lowers.get(token.fold):
                self.suspicious[sentence.start] = True

    def _clear_confirmed_names(self) -> None:
        """Unmark names that a person has confirmed, though no source of the story has them."""
        for run in self.copy.runs:
            if not any(self.suspicious[number] for number in run):
                continue
            for low in run:
                for high in range(low + 1, min(low + MAX_GRAM, run.stop) + 1):
                    if any(self.suspicious[low:high]) and self.names.vouched(self.copy.surface(low, high)):
                        self.suspicious[low:high] = [False] * (high - low)

    def _continues_name(self, number: int) -> bool:
        """Whether a capitalised word follows that may belong to the same name."""
        following = number + 1
        return (
            following < len(self.copy.tokens)
            and self.copy.joinable(number, following)
            and self.copy.tokens[following].capital
        )


def suspect_forms(copy_context: CopyContext) -> list[SuspectForm]:
    """Return the suspect forms of the copy: each range of suspicious words, and its parts of up to three words."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    copy = copy_context.copy
    for run in copy.runs:
        for low, high in _suspicious_ranges(run, copy_context.suspicious):
            spans = {(low, high)} if high - low > MAX_FORM_WORDS else set()
            for length in range(1, min(MAX_FORM_WORDS, high - low) + 1):
                spans |= {(at, at + length) for at in range(low, high - length + 1)}
            if low > 0 and copy.folds[low - 1] in NON_NAMES - CONNECTIVES and copy.joinable(low - 1, low):
                spans.add((low - 1, high))  # "de Brayne" for "De Bruyne"
            for span in sorted(spans):
                if not _is_role_and_name(copy, *span):
                    places[fold(copy.surface(*span))].append(span)
    forms = []
    for text, where in places.items():
        joined = squash(text)
        if joined and joined not in copy_context.story.joined:
            forms.append(SuspectForm(text, joined, consonant_skeleton(text), tuple(where)))
    return forms


def _is_role_and_name(copy: AnalyzedText, low: int, high: int) -> bool:
    """Whether a short acronym precedes a plain name ("WR Stephon"): a role and a name, not one form."""
    if high - low < 2 or not copy.joinable(low, low + 1) or copy.is_hyphenated(low, low + 1):
        return False
    first, rest = copy.tokens[low].text, copy.tokens[low + 1 : high]
    return first.isupper() and 1 < len(first) <= 3 and all(not token.text.isupper() for token in rest)


def _suspicious_ranges(run: range, suspicious: Sequence[bool]) -> Iterator[tuple[int, int]]:
    low = -1
    for number in (*run, run.stop):
        is_suspicious = number < run.stop and suspicious[number]
        if is_suspicious and low < 0:
            low = number
        elif not is_suspicious and low >= 0:
            yield low, number
            low = -1
