"""Whether a source says of a name what the copy says of it.

A statement about a name is a sentence that has the name, without the words of the name and without titles and roles,
which say who somebody is. The plain similarity of two sentences (``alignment``) counts all words that they share. In a
short sentence the rest of a name is most of them, so that "Anna Berg sings" would resemble every sentence about Anna
Berger.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import sqrt

from repair.core.computed_once import computed_once
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import NgramPlace
from repair.pipeline.whole_names.bare_lists import is_bare_list
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.analysis import AnalyzedText
from repair.text.language import is_english
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, COUNTRY, LARGE_CITY, VERY_FREQUENT_WORD, Lexicon
from repair.text.normalize import fold, folded_words
from repair.text.wordlists import FUNCTION, HONORIFICS, ROLES, SPEECH, TITLES

# The sources are about other events where `CopyContext.coverage` is below the first, unless the closest source has the
# second similarity (cosine, 0-1) to the copy, or the third and so many of its names. So are those of other stories for
# 68 % of right articles, and the other half of a story for 31 % of the halves.
_COVERED, _SAME_EVENTS, _SIMILAR, _SHARED_NAMES = 0.25, 0.25, 0.15, 2
_ENOUGH_WORDS = 40  # words of a copy from which its coverage is reliable
# Words of content of a copy from which none of them in a source is a sign of another story, and letters of each. Of 827
# garbled names in labelled output of a few lines, one was a full name of which that is true.
_ENOUGH_CONTENT, _SHORTEST_WORD = 4, 3
_ANOTHER_STORY = 0.3  # similarity (cosine, 0-1) below which such a copy is about something else
SAME_STATEMENT = 0.3
"""`statement_similarity` (0-1) from which a source says the same of a name. Of 172 corrections of parallel machine
output that were sure enough to be applied all but one are above it."""
# Sum of the weights (inverse document frequency, nats) of shared words from which they are content. One everyday verb
# has about as much.
_CONTENT = 2.0
_MOST_PLACES = 24  # of a form in the copy, and of a name in the sources, whose statements are compared
_MOST_DESCRIBED_PLACES = 12  # of a name in the sources whose neighbouring words are compared
_TITLED_NAME = 3  # words of a full name with a title that is taken for a part of it
_BESIDE = 4  # words before and after a name that may say who bears it
_WHO = TITLES | ROLES  # words that say who somebody is, and not what happened
SAY_LITTLE = FUNCTION | HONORIFICS | SPEECH  # words that stand beside any name


@computed_once
def are_of_other_events(copy_context: CopyContext) -> bool:
    """Return whether there are sources and none reports the events of the copy.

    A short copy is about other events where no source has a word of its content.
    """
    story = copy_context.story
    # The similarity is known; whether the sources cover the copy takes longer to find out.
    if not story.sources or (similarity := max(story.similarities)) >= _SAME_EVENTS:
        return False
    if len(copy_context.copy.tokens) < _ENOUGH_WORDS:
        texts = [number for number, text in enumerate(story.texts) if not is_bare_list(text)]
        return bool(texts) and _have_nothing_in_common(copy_context, frozenset(texts))
    if copy_context.coverage >= _COVERED:
        return False
    return similarity < _SIMILAR or not _shares_names(copy_context, story.closest_source)


def are_of_another_story(copy_context: CopyContext, name: str) -> bool:
    """Return whether there are sources with a name in a text, and none of these has a word of the copy's content."""
    texts = frozenset(place.text for place in places_in_texts(copy_context, name))
    is_clear = bool(texts) and max(copy_context.story.similarities) < _ANOTHER_STORY
    return is_clear and _have_nothing_in_common(copy_context, texts)


@computed_once
def _have_nothing_in_common(copy_context: CopyContext, numbers: frozenset[int]) -> bool:
    """Return whether none of the texts with these numbers has a word of the copy's content; names do not count.

    Texts in another language have none, whatever they report.
    """
    content, texts = _content(copy_context), [copy_context.story.texts[number] for number in sorted(numbers)]
    if len(content) < _ENOUGH_CONTENT or any(not content.isdisjoint(text.places) for text in texts):
        return False
    if copy_context.is_transcript or copy_context.is_in_another_language:
        return False
    return all(is_english(text.tokens, copy_context.lexicon) is not False for text in texts)


@computed_once
def _content(copy_context: CopyContext) -> frozenset[str]:
    """Return the folded words of a copy that say something of its events: no names and no function words."""
    copy = copy_context.copy
    return frozenset(
        word
        for token, word in zip(copy.tokens, copy.folds, strict=True)
        if not token.capital and len(word) >= _SHORTEST_WORD and word.isalpha() and word not in SAY_LITTLE
    )


def _shares_names(copy_context: CopyContext, source: AnalyzedText) -> bool:
    """Return whether a source has several names of the copy; countries and large cities are in many stories."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    shared = (word for word in {copy.folds[number] for number in copy.capital_at} if word in source.places)
    names = (word for word in shared if lexicon.word(word) < COMMON_WORD and lexicon.place(word) < LARGE_CITY)
    return sum(1 for _ in names) >= _SHARED_NAMES


def statement_similarity(copy_context: CopyContext, correction: NameCorrection) -> float:
    """Return how similar (0-1) what the copy says of a name is to what the sources say of its correction.

    It is the similarity of the two most similar statements: one of the copy about a corrected form, one of a source
    about the name. See `_similarity`. It is the same for most places of a form, and is computed once for these.
    """
    copy = copy_context.copy
    name_words = frozenset((*copy.folds[correction.low : correction.high], *folded_words(correction.replacement)))
    sentences = frozenset(
        copy.sentence_of[low] for piece in correction.pieces for low, _ in piece.best.form.places[:_MOST_PLACES]
    )
    return _greatest_similarity(copy_context, name_words, sentences, correction.core)


@computed_once
def _greatest_similarity(
    copy_context: CopyContext, name_words: frozenset[str], sentences: frozenset[int], core: str
) -> float:
    """Return the similarity of the two most similar statements.

    Args:
        copy_context: The copy and its story.
        name_words: The folded words of the name, which are no part of a statement.
        sentences: The sentences of the copy that have a corrected form.
        core: The name whose statements in the sources are compared.
    """
    copy, story, weights = copy_context.copy, copy_context.story, copy_context.weights
    left_out = name_words | _WHO
    of_copy = [_Statement(copy.words[sentence] - left_out, weights) for sentence in sentences]
    in_sources = {
        (number, story.texts[number].sentence_of[ngram.low]) for number, ngram in occurrences(story, core, _MOST_PLACES)
    }
    best = 0.0
    for number, sentence in in_sources:
        of_source = _Statement(story.texts[number].words[sentence] - left_out, weights)
        best = max([best, *(_similarity(statement, of_source) for statement in of_copy)])
    return best


class _Statement:
    """A statement: its folded words, and their weights (nats)."""

    def __init__(self, words: frozenset[str], weights: IdfWeights) -> None:
        self.words, self.weights = words, weights

    @cached_property
    def weight(self) -> float:
        """The sum of the weights of the words."""
        return sum(map(self.weights.__getitem__, self.words))


def _similarity(of_copy: _Statement, of_source: _Statement) -> float:
    """Return the similarity (0-1) of a statement of the copy to one of a source.

    Where the shared words are content, it is the share of the copy's words, by weight, that the source has: a source
    may say more in the same sentence. Otherwise it is the cosine of `repair.pipeline.alignment`, which is lower beside
    a long sentence, so that one everyday verb does not make a short statement that of the source.
    """
    shared = sum(map(of_copy.weights.__getitem__, of_copy.words & of_source.words))
    if shared <= 0:
        return 0.0
    return shared / (of_copy.weight if shared >= _CONTENT else sqrt(of_copy.weight * of_source.weight))


def is_described_alike(copy_context: CopyContext, place: tuple[int, int], name: str) -> bool:
    """Return whether a content word beside a name is also beside it in a source: a role, place or organisation.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range of the name in the copy.
        name: The full name of the sources that it may stand for.
    """
    copy, texts, lexicon = copy_context.copy, copy_context.story.texts, copy_context.lexicon
    name_words = set(fold(name).split())
    first = copy.folds[place[0]]
    if place[1] - place[0] >= _TITLED_NAME and first == fold(name).split()[0] and not lexicon.personal_name(first):
        return True  # "Tánaiste Simon Haris"
    if " " not in name and place[0] and copy.joinable(place[0] - 1, place[0]):
        name_words.add(copy.folds[place[0] - 1])  # the given name before a surname
    # A given name beside the name is often that of somebody else in a list of people who are named together everywhere.
    of_copy = {word for word in _words_beside(copy, *place) - name_words if not _is_rather_a_given_name(lexicon, word)}
    of_sources = {
        word
        for number, ngram in places_in_texts(copy_context, name)
        for word in _words_beside(texts[number], ngram.low, ngram.high)
    }
    return not of_copy.isdisjoint(of_sources) or any(
        _is_people_of(lexicon, word, other) or _is_people_of(lexicon, other, word)
        for word in of_copy
        for other in of_sources
    )


def _is_rather_a_given_name(lexicon: Lexicon, word: str) -> bool:
    """Return whether a word that is also a given name does not describe the bearer of a name beside it.

    "Victory" is more frequent as a word than as a name, so it does. "That", which some people are called, is so
    frequent as a word that it describes nothing.
    """
    is_rather_a_word = lexicon.given(word) < lexicon.word(word) < VERY_FREQUENT_WORD
    return lexicon.given(word) >= COMMON_NAME and not is_rather_a_word


def _is_people_of(lexicon: Lexicon, people: str, country: str) -> bool:
    """Return whether the first of two words is the people of the second: Rwandan, Rwanda."""
    return people.startswith(country[:-1]) and lexicon.demonym(people) and lexicon.place(country) >= COUNTRY


def _words_beside(text: AnalyzedText, low: int, high: int) -> set[str]:
    """Return the folded words of the same sentence beside the name ``[low, high)`` that may say who bears it."""
    sentence = text.sentences[text.sentence_of[low]]
    before = text.folds[max(sentence.start, low - _BESIDE) : low]
    after = text.folds[high : min(sentence.stop, high + _BESIDE)]
    return {word for word in (*before, *after) if word not in SAY_LITTLE}


@computed_once
def places_in_texts(copy_context: CopyContext, name: str) -> Sequence[NgramPlace]:
    """Return where the sources have a name in a text; places in bare lists of names say nothing of it."""
    texts = copy_context.story.texts
    places = occurrences(copy_context.story, name, _MOST_DESCRIBED_PLACES)
    return [place for place in places if not is_bare_list(texts[place.text])]
