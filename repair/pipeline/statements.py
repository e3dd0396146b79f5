"""Whether a source says of a name what the copy says of it, the name itself left out.

The similarity of two sentences counts all words that they share. In a short sentence the rest of a name is most of
them, so that "Anna Berg sings" resembles every sentence about Anna Berger.
"""

from __future__ import annotations

from math import sqrt

from repair.pipeline.alignment import NameList
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import NgramPlace
from repair.pipeline.whole_names import NameCorrection, pieces_of
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold, folded_words
from repair.text.wordlists import FUNCTION, HONORIFICS, SPEECH

_COVERED = 0.2  # mean similarity (0-1) of the copy's sentences to their closest ones of the sources
_ENOUGH_WORDS = 40  # words of a copy from which this mean shows that no source reports its story
SAME_STATEMENT = 0.2
"""Similarity from which a source says the same of a name. All right corrections of 380 lines of machine output that
were sure enough to be applied were above it."""
_TELLING = 2.0  # weight (nats) of shared words, such as that of one everyday verb, from which their share counts
_MOST_PLACES, _MOST_IN_TEXTS = 24, 12  # of a name in the sources that are examined
_BESIDE = 4  # words before and after a name that may say who bears it
_KNOWN = 2  # of `Lexicon.given`: a name that is not rare
_VERY_COMMON = 5  # frequency class of words like "the"
_COUNTRY = 4  # of `Lexicon.place`
_LITTLE = FUNCTION | HONORIFICS | SPEECH


def are_of_other_events(copy_context: CopyContext) -> bool:
    """Return whether the copy is long enough to see that no source reports its events."""
    is_long = bool(copy_context.story.sources) and len(copy_context.copy.tokens) >= _ENOUGH_WORDS
    return is_long and copy_context.coverage < _COVERED


def statement_similarity(copy_context: CopyContext, correction: NameCorrection) -> float:
    """Return how similar (0-1) what the copy says of a name is to what the sources say of its correction.

    It is the greatest similarity of a sentence that has one of the corrected forms to a source sentence that has the
    name, without the words of either name: as in ``alignment``, or the share of the words of the copy, by weight, that
    the source has, where they are telling enough. A short sentence is unlike a long one that says more.
    """
    copy, story, weights = copy_context.copy, copy_context.story, copy_context.weights
    names = {*copy.folds[correction.low : correction.high], *folded_words(correction.replacement)}
    places = {low for piece in pieces_of(correction) for low, _ in piece.best.form.places[:_MOST_PLACES]}
    sentences = {copy.sentence_of[low] for low in places}
    own_words = [words for words in (copy.words[number] - names for number in sentences) if words]
    best = 0.0
    for number, ngram in occurrences(story, correction.core, _MOST_PLACES):
        text = story.texts[number]
        other = text.words[text.sentence_of[ngram.low]] - names
        for own in own_words:
            shared = sum(weights[word] for word in own & other)
            if shared > 0:
                weight, other_weight = (sum(weights[word] for word in words) for words in (own, other))
                best = max(best, shared / (weight if shared >= _TELLING else sqrt(weight * other_weight)))
    return best


def is_described_alike(copy_context: CopyContext, place: tuple[int, int], name: str) -> bool:
    """Return whether a content word beside a name is also beside it in a source: a role, place or organisation.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range of the name in the copy.
        name: The full name of the sources that it may stand for.
    """
    copy, texts, bearer = copy_context.copy, copy_context.story.texts, set(fold(name).split())
    if " " not in name and place[0] and copy.joinable(place[0] - 1, place[0]):
        bearer.add(copy.folds[place[0] - 1])  # the given name before a surname
    places = places_in_texts(copy_context, name)
    beside = _words_beside(copy, *place)
    # A name beside it is often another one of a list, of people who are named together everywhere.
    words = {word for word in beside - bearer if not _is_rather_a_given_name(copy_context.lexicon, word)}
    beside_names = {word for number, ngram in places for word in _words_beside(texts[number], ngram.low, ngram.high)}
    return not words.isdisjoint(beside_names) or any(
        _is_people_of(copy_context.lexicon, *pair)
        for word in words
        for other in beside_names
        for pair in ((word, other), (other, word))
    )


def _is_rather_a_given_name(lexicon: Lexicon, word: str) -> bool:
    """Return whether a given name that is not rare is no content word.

    "Victory" is rather a content word; "that", which some people are called, is so common that it says nothing.
    """
    return lexicon.given(word) >= _KNOWN and not lexicon.given(word) < lexicon.word(word) < _VERY_COMMON


def _is_people_of(lexicon: Lexicon, people: str, country: str) -> bool:
    """Return whether the first of two words is the people of the second: Rwandan, Rwanda."""
    return people.startswith(country[:-1]) and lexicon.demonym(people) and lexicon.place(country) >= _COUNTRY


def _words_beside(text: AnalyzedText, low: int, high: int) -> set[str]:
    """Return the content words beside a name."""
    sentence = text.sentences[text.sentence_of[low]]
    before = text.folds[max(sentence.start, low - _BESIDE) : low]
    after = text.folds[high : min(sentence.stop, high + _BESIDE)]
    return {word for word in (*before, *after) if word not in _LITTLE}


def places_in_texts(copy_context: CopyContext, name: str) -> list[NgramPlace]:
    """Return where the sources have a name, but for bare lists of names."""
    texts = copy_context.story.texts
    places = occurrences(copy_context.story, name, _MOST_IN_TEXTS)
    return [place for place in places if not isinstance(texts[place.text], NameList)]
