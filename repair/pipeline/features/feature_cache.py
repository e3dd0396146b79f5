"""The measurements that many candidates of a copy share: the places of a form, and counts over sentences.

The features themselves are in ``feature_extraction``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from repair.pipeline.detection import CopyContext, SuspectForm
from repair.pipeline.features.lexicon_features import form_features, name_features
from repair.pipeline.name_context import (
    MAX_OCCURRENCES,
    NameContext,
    Side,
    context_window,
    left_side,
    name_context_of,
    right_side,
)
from repair.text.spelling_keys import spelling_keys


class NearWord(NamedTuple):
    """A folded word around a place: its distance (words, from 1), and its weight (nats)."""

    word: str
    distance: int
    weight: float


@dataclass(frozen=True, slots=True)
class AlignedPlace:
    """One place of a form in the copy: its sentence, what is on both sides, and the words around it."""

    sentence: int
    left: Side
    right: Side
    near: list[NearWord]
    weight: float  # sum of the weights of these words, divided more with distance
    suspicious_before: int  # suspicious words of the sentence before it
    share: float  # of the sentence that precedes it, 0-1


class FeatureCache:
    """Caches measurements of the forms and sentences of a copy and of the names of its story."""

    def __init__(self, copy_context: CopyContext) -> None:
        self.copy_context = copy_context
        self._forms: dict[str, FormStats] = {}
        self._form_lexicon_features: dict[str, dict[str, float]] = {}
        self._names: dict[str, NameStats] = {}
        self._places: dict[tuple[int, int], AlignedPlace] = {}
        self._suspicious_words: dict[int, int] = {}
        self._missing_names: dict[tuple[int, int, int], int] = {}
        self._missing_names_before: dict[tuple[int, int, int], int] = {}

    def form(self, form: SuspectForm) -> FormStats:
        """Return the statistics of a form that do not depend on a candidate."""
        cached = self._forms.get(form.fold)
        if cached is None:
            cached = self._forms[form.fold] = FormStats(self, form)
        return cached

    def form_lexicon_features(self, form: SuspectForm) -> dict[str, float]:
        """Return the features of a form from the lexicon."""
        cached = self._form_lexicon_features.get(form.fold)
        if cached is None:
            cached = self._form_lexicon_features[form.fold] = form_features(self.copy_context, form)
        return cached

    def name(self, text: str) -> NameStats:
        """Return the statistics of a name of the story that do not depend on a form."""
        cached = self._names.get(text)
        if cached is None:
            cached = self._names[text] = NameStats(self.copy_context, name_context_of(self.copy_context.story, text))
        return cached

    def place(self, low: int, high: int) -> AlignedPlace:
        """Return the surroundings of one place of a form."""
        cached = self._places.get((low, high))
        if cached is None:
            copy, weights = self.copy_context.copy, self.copy_context.weights
            sentence = copy.sentence_of[low]
            words = [
                NearWord(word, distance, weights[word]) for word, distance in context_window(copy, low, high).items()
            ]
            start, length = copy.sentences[sentence].start, len(copy.sentences[sentence])
            cached = self._places[low, high] = AlignedPlace(
                sentence,
                left_side(copy, low),
                right_side(copy, high),
                words,
                sum(weight / (1 + 0.4 * (distance - 1)) for _, distance, weight in words) + 1e-6,
                sum(self.copy_context.suspicious[start:low]),
                (low - start) / length,
            )
        return cached

    def suspicious_words(self, sentence: int) -> int:
        """Return how many different suspicious words a sentence of the copy has."""
        cached = self._suspicious_words.get(sentence)
        if cached is None:
            copy, suspicious = self.copy_context.copy, self.copy_context.suspicious
            cached = len({copy.folds[n] for n in copy.sentences[sentence] if suspicious[n]})
            self._suspicious_words[sentence] = cached
        return cached

    def missing_names(self, number: int, sentence: int, copy_sentence: int) -> int:
        """Return how many capitalised words of a source sentence after its first the copy's sentence lacks.

        Args:
            number: The number of the source text in the story.
            sentence: The number of its sentence.
            copy_sentence: The number of the sentence of the copy.
        """
        cached = self._missing_names.get((number, sentence, copy_sentence))
        if cached is None:
            names = self.copy_context.story.texts[number].names_in(sentence)
            cached = self._missing_names[number, sentence, copy_sentence] = len(
                names - self.copy_context.copy.words[copy_sentence]
            )
        return cached

    def missing_names_before(self, number: int, at: int, copy_sentence: int) -> int:
        """Return how many capitalised words before word ``at`` of a source sentence the copy's sentence lacks."""
        cached = self._missing_names_before.get((number, at, copy_sentence))
        if cached is None:
            analysis, words = self.copy_context.story.texts[number], self.copy_context.copy.words[copy_sentence]
            start = analysis.sentences[analysis.sentence_of[at]].start
            tokens = analysis.tokens[start + 1 : at]
            cached = sum([token.capital and token.fold not in words for token in tokens])
            self._missing_names_before[number, at, copy_sentence] = cached
        return cached


class FormStats:
    """The statistics of a form in the copy and the lexicon.

    Attributes:
        form: The form.
        keys: Its spelling keys.
        places: Its first occurrences in the copy.
        whole: The share of these (0-1) that are not part of a longer name.
        lefts, rights: The folded words left and right of these.
        befores, afters: The folded capitalised words before and after these that may be of the same name.
        has_left_name, has_right_name: Whether a capitalised word is left or right of one of these, over particles.
        sentences: The numbers of the sentences of the copy that have it.
        lexicon_features: Its features from the lexicon.
    """

    def __init__(self, cache: FeatureCache, form: SuspectForm) -> None:
        self.form, self.keys = form, spelling_keys(form.fold)
        self.places = [cache.place(low, high) for low, high in form.places[:MAX_OCCURRENCES]]
        copy = cache.copy_context.copy
        joined = sum(place.left.is_joined or place.right.is_joined for place in self.places)
        self.whole = (len(self.places) - joined) / len(self.places)
        self.lefts = frozenset(place.left.word for place in self.places) - {None}
        self.rights = frozenset(place.right.word for place in self.places) - {None}
        self.befores = frozenset(place.left.rest for place in self.places) - {None}
        self.afters = frozenset(place.right.rest for place in self.places) - {None}
        self.has_left_name = any(place.left.name is not None for place in self.places)
        self.has_right_name = any(place.right.name is not None for place in self.places)
        self.sentences = {copy.sentence_of[low] for low, _ in form.places}
        self.lexicon_features = cache.form_lexicon_features(form)


class NameStats:
    """The statistics of a name of the story in the whole copy and the lexicon.

    Attributes:
        context: The name in the story.
        occurrences_in_copy: How often its words occur in the copy, on average.
        most_frequent: How often the most frequent of its words occurs in the story.
        lexicon_features: Its features from the lexicon.
    """

    def __init__(self, copy_context: CopyContext, name: NameContext) -> None:
        self._copy_context = copy_context
        self.context = name
        words, copy, story = name.spelling.words, copy_context.copy, copy_context.story
        self.occurrences_in_copy = sum(len(copy.places.get(word, ())) for word in words) / len(words)
        self.most_frequent = max(story.words.get(word, 0) for word in words)
        self.lexicon_features = name_features(copy_context, name)

    @cached_property
    def sentences(self) -> set[int]:
        """The sentences of the copy that match a sentence with the name but do not have it themselves."""
        copy, story = self._copy_context.copy, self._copy_context.story
        sentences: set[int] = set()
        for number, ngram in self.context.source_places:  # a list of names is aligned with no sentence
            aligned = self._copy_context.aligned_sentences[number].get(story.texts[number].sentence_of[ngram.low])
            if aligned is not None:
                word = story.texts[number].folds[ngram.low]
                sentences |= {sentence for sentence in aligned if word not in copy.words[sentence]}
        return sentences
