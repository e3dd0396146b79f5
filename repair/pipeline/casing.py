"""Casing: the case and the accents in which a replacement is written into the copy.

They follow the running text of the sources. Capitals of a headline, byline, speaker label or telex line do not count,
and a copy that drops accents gets none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from repair.core.computed_once import computed_once
from repair.core.types import Span
from repair.pipeline.accents import accents, takes_accents, without_accents
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import NgramPlace, SourceStory, StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import RARE_NAME, Lexicon
from repair.text.name_case import from_capitals
from repair.text.normalize import fold
from repair.text.tokens import tokenize
from repair.text.wordlists import PARTICLES

_SURNAME_LETTERS = 4  # from which a word in capitals after a given name is a surname in capitals for style
_VOWELS = frozenset("aeiouy")
_STYLED_RUN = 3  # adjacent words in capitals from which the capitals are for style
_FARTHEST = 12  # words examined on either side of a word in capitals
_MOST_PLACES = 200  # occurrences of a name, or of a word in one text, that are examined


def spell(copy_context: CopyContext, low: int, high: int, replacement: str) -> str:
    """Return the replacement as it is written at the tokens ``[low, high)`` of the copy.

    The case is that of the running text of the sources. All words have the accents of the sources, or none has where
    the copy drops accents. A word that does not change keeps accents that no source has.
    Lines in capitals are left to `core.replacement_style.fit`.

    Args:
        copy_context: The copy and its story.
        low: The first token that is replaced.
        high: The token after the last.
        replacement: The name as the sources spell it.
    """
    text = as_in_running_text(copy_context, replacement)
    replaced = copy_context.copy.tokens[low:high]
    text = _with_accents_of_copy(text, {token.fold: token.text for token in replaced})
    if not text.isascii() and not takes_accents(copy_context, low, high):
        text = without_accents(text)
    return text


def words_before(story: SourceStory, text: str, most: int) -> Iterator[str]:
    """Yield the folded word before each occurrence of a name in the story that has a capital and may belong to it.

    Args:
        story: The story.
        text: The name, in any case and accents.
        most: The largest number of occurrences that are examined.
    """
    for number, ngram in occurrences(story, text, most):
        analysis, before = story.texts[number], ngram.low - 1
        if analysis.has_capital_before(ngram.low):
            yield analysis.folds[before]


def occurrences(story: SourceStory, text: str, most: int) -> list[NgramPlace]:
    """Return the occurrences of a name in the story, regardless of case and accents.

    Args:
        story: The sources.
        text: The name.
        most: How many occurrences at most.
    """
    folded = fold(text)
    spellings = (spelling for context in story.context.layers for spelling in _by_fold(context).get(folded, ()))
    return list(islice((place for spelling in spellings for place in story.ngrams.get(spelling, ())), most))


@computed_once
def _by_fold(context: StoryContext) -> Mapping[str, list[str]]:
    """Return the n-grams that a context adds to its base, by their folded form."""
    by_fold: dict[str, list[str]] = defaultdict(list)
    for text, folded in context.ngrams.added.items():
        by_fold[folded].append(text)
    return by_fold


def is_part_in_lower_case(copy_context: CopyContext, span: Span, replacement: str) -> bool:
    """Return whether a name replaces words in lower case, and the copy has the rest of the name in lower case.

    The rest is a word that stays as it is ("kimi räikkönens"), or one beside the place.

    Args:
        copy_context: The copy and its story.
        span: The place that is replaced (code points).
        replacement: The name of the sources.
    """
    copy = copy_context.copy
    surface = copy.printed[span.start : span.end]
    if not surface.islower():
        return False
    if any(word in surface.split() and word not in PARTICLES for word in replacement.split() if word.islower()):
        return True
    low, high = (bisect_left(copy.tokens, at, key=lambda token: token.start) for at in (span.start, span.end))
    before = (low - 1, f"{copy.folds[low - 1]} {replacement}") if low > 0 else None
    after = (high, f"{replacement} {copy.folds[high]}") if high < len(copy.tokens) else None
    for at, name in filter(None, (before, after)):
        is_beside = copy.gap(min(at, high - 1)) == " " and copy.folds[at] not in PARTICLES
        is_small = copy.printed[copy.tokens[at].start : copy.tokens[at].end].islower()
        if is_beside and is_small and _is_name(copy_context, name):
            return True
    return False


def _is_name(copy_context: CopyContext, name: str) -> bool:
    """Return whether the sources have the words with a capital each."""
    return any(
        all(word[:1].isupper() for word in ngram.text.split())
        for _, ngram in occurrences(copy_context.story, name, _MOST_PLACES)
    )


def is_for_style(analysis: AnalyzedText, number: int) -> bool:
    """Return whether a word is in capitals for style: in a line in capitals, a byline, a label, or as a surname.

    The result is False for words of one letter and words that are not in capitals.
    """
    word = analysis.tokens[number].text
    if not _in_capitals(word):
        return False
    sentence = analysis.sentences[analysis.sentence_of[number]]
    low, high = number, number + 1
    while low > max(sentence.start, number - _FARTHEST) and analysis.tokens[low - 1].text.isupper():
        low -= 1
    while high < min(sentence.stop, number + _FARTHEST) and analysis.tokens[high].text.isupper():
        high += 1
    if high - low >= _STYLED_RUN or (high - low > 1 and high - low == len(sentence)):
        return True
    if low == sentence.start and analysis.text[analysis.tokens[high - 1].end :][:2].strip()[:1] in (":", ",", "("):
        return True  # a speaker label or a dateline
    before = number - 1
    if before < sentence.start or not analysis.joinable(before, number) or len(word) < _SURNAME_LETTERS:
        return False
    given = analysis.tokens[before].text
    return given.istitle() and Lexicon.load().given(fold(given)) > 0


@computed_once
def as_in_running_text(copy_context: CopyContext, replacement: str) -> str:
    """Return the most frequent spelling of the name in the running text of the sources; ties go to more accents."""
    spellings: Counter[str] = Counter()
    for number, ngram in occurrences(copy_context.story, replacement, _MOST_PLACES):
        analysis = copy_context.story.texts[number]
        if not any(is_for_style(analysis, at) for at in range(ngram.low, ngram.high)):
            spellings[ngram.text] += 1
    if spellings:
        return max(spellings, key=lambda text: (spellings[text], accents(text), text == replacement))
    pieces, done = [], 0
    for token in tokenize(replacement):
        word = (
            _word_in_running_text(copy_context, token.text, first=not done) if _in_capitals(token.text) else token.text
        )
        pieces += [replacement[done : token.start], word]
        done = token.end
    return "".join([*pieces, replacement[done:]])


def _word_in_running_text(copy_context: CopyContext, word: str, *, first: bool) -> str:
    """Return the spelling of a word in capitals in the running text of the sources, or else of the copy."""
    for texts in (copy_context.story.texts, (copy_context.copy,)):
        spellings = _in_running_text(texts, fold(word))
        if spellings:
            return max(spellings, key=lambda text: (spellings[text], accents(text), text))
    # Where all sources are in capitals, a short surname looks like an acronym: "MARK RUTTE".
    is_surname = _is_short_surname(copy_context, word)
    return from_capitals(word, copy_context.lexicon, first=first, acronym=False if is_surname else None)


def _is_short_surname(copy_context: CopyContext, word: str) -> bool:
    """Whether a word in capitals follows a given name in the sources and never an article, as an acronym does."""
    if len(word) < _SURNAME_LETTERS or _VOWELS.isdisjoint(fold(word)):
        return False
    before = set(words_before(copy_context.story, word, _MOST_PLACES))
    return "the" not in before and any(copy_context.lexicon.given(other) > RARE_NAME for other in before)


def _in_running_text(texts: Sequence[AnalyzedText], word: str) -> Counter[str]:
    """Return how often each spelling of a folded word occurs with a capital that is not for style."""
    return Counter(
        analysis.tokens[at].text
        for analysis in texts
        for at in analysis.places.get(word, ())[:_MOST_PLACES]
        if analysis.tokens[at].capital and not is_for_style(analysis, at)
    )


def _with_accents_of_copy(text: str, copy: Mapping[str, str]) -> str:
    """Return the name with the copy's accents in words that have none in the sources."""
    pieces, done = [], 0
    for token in tokenize(text):
        copy_word = copy.get(token.fold, "")
        keep = token.text.isascii() and accents(copy_word) and not _in_capitals(copy_word)
        pieces += [text[done : token.start], copy_word if keep else token.text]
        done = token.end
    return "".join([*pieces, text[done:]])


def _in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()
