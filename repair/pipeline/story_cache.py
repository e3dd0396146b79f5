"""The story cache: facts about the words and names of a story, computed once for all copies of it."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple, Protocol

from repair.core.types import Kind, Name, Provenance
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.story import StoryContext
from repair.text.generations import same_marks
from repair.text.lexicon import Lexicon
from repair.text.name_ngrams import NameNgram
from repair.text.nicknames import SAME_PERSON
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys
from repair.text.tokens import Token
from repair.text.wordlists import NON_NAMES

ARTICLE = "the"
MAX_NGRAMS = 300  # of one sentence that are candidates; a long list of people has fewer
FULL_NAME = 2  # of `NameSource.listed`: the gazetteer lists the text as a name


class NameSource(Protocol):
    """The part of a gazetteer that the pipeline needs."""

    def listed(self, text: str) -> int:
        """Return 2 for a listed name, 1 for a part of one, 0 for neither."""

    def is_confirmed(self, text: str) -> bool:
        """Return whether a person, and not a source, has confirmed this name."""

    def find(self, text: str) -> tuple[Name, ...]:
        """Return the names that a text is a spelling of."""

    def snippet(self, provenance: Provenance) -> str:
        """Return the words around the place where a spelling was seen."""


class ListedNgram(NamedTuple):
    """An n-gram of a source sentence that the gazetteer lists, and its folded words without particles."""

    ngram: NameNgram
    words: list[str]


class StoryCache:
    """Facts about the words and names of a story, computed on first use and shared by all its copies.

    ``known_words`` caches `has_word`; ``lexicon_features`` caches the features of names that need no form.
    """

    def __init__(self, story: StoryContext, weights: IdfWeights, names: NameSource) -> None:
        self.weights, self.names = weights, names
        self.base = None if story.base is None else StoryCache.of(story.base, weights, names)
        self.lexicon_features: dict[str, dict[str, float]] = {}
        # The story is not referenced here, so that both are freed at once.
        self._analyses, self._sources = story.texts, story.sources
        self._listed: dict[str, int] = {} if self.base is None else self.base._listed
        self._rarity: dict[str, float] = {} if self.base is None else self.base._rarity
        self.known_words: dict[str, bool] = {}
        self._listed_ngrams: dict[tuple[int, int], list[ListedNgram]] = {}

    @classmethod
    def of(cls, story: StoryContext, weights: IdfWeights, names: NameSource) -> StoryCache:
        """Return the cache of a story for these weights and names."""
        cached: StoryCache | None = story.results.get(cls)
        if cached is None or cached.weights is not weights or cached.names is not names:
            cached = story.results[cls] = cls(story, weights, names)
        return cached

    def rarity(self, word: str) -> float:
        """Return how rare a folded word is (nats), by the sources of other stories and by English.

        The sources of this story do not count, since their number does not depend on how rare its names are.
        """
        cached = self._rarity.get(word)
        if cached is None:
            in_story = sum([word in analysis.places for analysis in self._sources])
            if in_story:
                elsewhere = max(0, self.weights.document_frequency.get(word, 0) - in_story)
                cached = self.weights.idf(word, elsewhere)
            else:
                cached = self.weights[word]
            self._rarity[word] = cached
        return cached

    def listed(self, text: str) -> int:
        """Return 2 for a name that the gazetteer lists, 1 for a part of one, 0 for neither."""
        cached = self._listed.get(text)
        if cached is None:
            cached = self._listed[text] = self.names.listed(text)
        return cached

    def is_person(self, name: str) -> bool:
        """Return whether the gazetteer lists a text as a full name, and only as that of a person.

        Beside a list without kinds, a name is a person's where it begins with a given name.
        """
        kinds = {each.kind for each in self.names.find(name)} if self.listed(name) == FULL_NAME else set()
        if kinds == {Kind.OTHER} and not self._sources:
            return Lexicon.load().given(fold(name).split()[0]) > 0
        return kinds == {Kind.PERSON}

    def has_word(self, story: StoryContext, token: Token) -> bool:
        """Return whether the story has a word, also as a plural, in another romanisation, or as a short form.

        ``story`` is the one that the cache is of.
        """
        cached = self.known_words.get(token.text)
        if cached is None:
            in_base = self.base is not None and story.base is not None and self.base.has_word(story.base, token)
            cached = self.known_words[token.text] = in_base or _has_word(story, token)
        return cached

    def listed_ngrams(self, number: int, sentence: int) -> list[ListedNgram]:
        """Return the listed n-grams of a sentence of a text.

        There are at most `MAX_NGRAMS`, because each place of a form in the copy is compared with each of them.
        """
        if self.base is not None and number < len(self.base._analyses):
            return self.base.listed_ngrams(number, sentence)
        cached = self._listed_ngrams.get((number, sentence))
        if cached is None:
            folds, ngrams = self._analyses[number].folds, self._analyses[number].grams_by_sentence.get(sentence, ())
            listed = (
                ListedNgram(ngram, [word for word in folds[ngram.low : ngram.high] if word not in NON_NAMES])
                for ngram in ngrams
                # The copy has an article of its own; the rest of the name is a candidate too.
                if not (folds[ngram.low] == ARTICLE and ngram.high - ngram.low > 1) and self.listed(ngram.text)
            )
            cached = self._listed_ngrams[number, sentence] = list(islice(listed, MAX_NGRAMS))
        return cached


def _has_word(story: StoryContext, token: Token) -> bool:
    word, capitals = token.fold, story.capitals
    if story.words.get(word):
        return True
    singular = word[:-1] if word.endswith("s") and not word.endswith("ss") else ""
    plural = capitals.get(word + "s") or capitals.get(singular)
    if plural and not (token.text.isupper() and len(word) > 1):  # "TAS" is no singular of "TASS"
        return True
    if token.text.isupper() and token.text + "s" in story.ngrams:  # but "UAV" is one of "UAVs"
        return True
    if any(map(story.capitals.get, (*SAME_PERSON.get(word, ()), *same_marks(word)))):
        return True
    return len(token.text) > 2 and not story.keys.isdisjoint(spelling_keys(token.text))
