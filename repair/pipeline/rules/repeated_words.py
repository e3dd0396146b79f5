"""Repeated words: "Claudia Claudia Sheinbaum" for Claudia Sheinbaum.

Translation and speech recognition repeat a part of a name, or all of it. Some names have a word twice: Pago Pago,
Sirhan Sirhan, or the surnames of somebody whose parents share one; none has it three times. A suggestion is made where
the story has the name without the repetition only, and the repeated word is no common surname. Where another suggestion
corrects the rest of the name, it is widened to the repeated word. It is always for review.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from repair.core.span_set import SpanSet
from repair.core.types import Action, Reason, Span, Suggestion
from repair.pipeline.casing import words_before
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import are_joined_capitals
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.whole_names.words_in_speech import is_heard_with_list
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_NAME, UNCOMMON_WORD
from repair.text.normalize import folded_words
from repair.text.phonetics import squash
from repair.text.wordlists import TITLES

_IN_NAME = RuleReason(0.75, "spacing", "the sources have no word of it twice: {name}")
_ALONE = _IN_NAME._replace(confidence=0.6)
_MOST_WORDS = 3  # words that are repeated together
_INITIALS = 2  # letters of a word that may be initials: "J. J. Vexley"
_SEPARATORS = frozenset(" -\n")  # between the words and their repetition
_LEAST_LETTERS = 4  # of a word that is repeated outside a longer name
_MOST_TOKENS = 12  # of a run of repetitions
_TWICE = 2  # times that some names have a word
_MAKES = frozenset("make makes made making keep keeps kept keeping".split())
_MOST_PLACES = 50  # of a name in the sources that are examined


class _Repetition(NamedTuple):
    """Words that directly follow themselves: the token range of all, and how many words are repeated."""

    low: int
    high: int
    size: int

    @property
    def last(self) -> int:
        """The first token of the last repetition."""
        return self.high - self.size


def propose_repeated_words(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each name of the story of which the copy repeats a part."""
    copy = context.copy_context.copy
    if is_heard_with_list(context.copy_context):
        return  # the speaker repeated them
    done = 0
    for repetition in _repetitions(copy):
        reason = _reason(context.copy_context, repetition) if repetition.low >= done else None
        if reason is not None:
            low, done = repetition.low, repetition.high
            yield suggest_name(context, reason.propose(low, done, copy.surface(low, low + repetition.size)))


def with_repetitions(context: RuleContext) -> list[Suggestion]:
    """Return the suggestions so far, those after a repetition of their first words widened to it.

    For "Claudia Claudia Sheinbom", of which the last two words are suggested to be Claudia Sheinbaum, that is suggested
    for all three.
    """
    copy, suggestions = context.copy_context.copy, {each.span.start: each for each in context.suggestions}
    taken = SpanSet(each.span for each in context.suggestions)
    for repetition in _repetitions(copy) if suggestions else ():
        low, start = copy.tokens[repetition.low].start, copy.tokens[repetition.last].start
        if start not in suggestions or taken.touches(Span(low, start)):
            continue
        if _repeats_beginning(context.copy_context, repetition, suggestions[start]):
            suggestions[start] = _from(context, low, suggestions[start])
    return list(suggestions.values())


def _repeats_beginning(copy_context: CopyContext, repetition: _Repetition, suggestion: Suggestion) -> bool:
    """Whether a suggestion keeps the repeated words, changes others after them, and the story has them only once."""
    copy = copy_context.copy
    words = copy.folds[repetition.last : repetition.high]
    if suggestion.replacement is None or suggestion.action not in (Action.APPLY, Action.REVIEW):
        return False
    if folded_words(suggestion.replacement)[: len(words)] != words or folded_words(suggestion.surface) == words:
        return False
    return not _has_name(copy_context, repetition.low, repetition.low + 2 * repetition.size)


def _from(context: RuleContext, start: int, suggestion: Suggestion) -> Suggestion:
    """Return a suggestion with an earlier start (code points), for review."""
    name = suggestion.replacement
    return Suggestion.at(
        context.document,
        Span(start, suggestion.span.end),
        name,
        confidence=suggestion.confidence,
        kind=suggestion.kind,
        evidence=suggestion.evidence,
        reasons=(Reason(_IN_NAME.key, _IN_NAME.text.format(name=name), 0.0), *suggestion.reasons),
        signature=context.signature,
    )


def _repetitions(copy: AnalyzedText) -> Iterator[_Repetition]:
    """Yield the capitalised words that directly follow themselves, the most words at each place."""
    for low in copy.capital_at:
        if copy.folds[low] not in copy.folds[low + 1 : low + _MOST_WORDS + 1]:
            continue
        for size in range(_MOST_WORDS, 0, -1):
            high = low + size
            while high - low < _MOST_TOKENS and _is_repeated(copy, low, high, size):
                high += size
            if high > low + size:
                yield _Repetition(low, high, size)
                break


def _is_repeated(copy: AnalyzedText, low: int, middle: int, size: int) -> bool:
    """Whether the words from ``low`` on, so many, are those from ``middle`` on, with nothing but spaces between.

    A label in capitals before the name ("MARY DOE Mary Doe is the mayor") is no repetition.
    """
    high = middle + size
    if copy.folds[low : low + size] != copy.folds[middle:high] or not all(copy.joints[middle - size : high - 1]):
        return False
    if len(copy.folds[low]) <= _INITIALS or copy.gap(middle - 1) not in _SEPARATORS:
        return False
    tokens = copy.tokens[middle - size : high]
    return all(token.capital and token.text.isupper() == tokens[0].text.isupper() for token in tokens)


def _reason(copy_context: CopyContext, repetition: _Repetition) -> RuleReason | None:
    """Return the reason for which words are repeated by mistake; None where they may be right."""
    copy, lexicon, low, high = copy_context.copy, copy_context.lexicon, repetition.low, repetition.high
    first, last = low + repetition.size, repetition.last
    if _has_name(copy_context, low, first + repetition.size) or lexicon.place(" ".join(copy.folds[low:high])):
        return None
    if _is_object_of_make(copy, repetition):
        return None
    if repetition.size > 1:
        return _IN_NAME if _has_name(copy_context, low, first) else None
    word = copy.folds[low]
    if lexicon.word(word) >= UNCOMMON_WORD and lexicon.given(word) < COMMON_NAME:
        if _begins_a_name(copy_context, last) and not _follows_name(copy, low):
            return _IN_NAME
        return None  # "Park Administration Administration" has lost a word
    continues = high < len(copy.tokens) and copy.joints[high - 1] and _has_name(copy_context, last, high + 1)
    begins = low > 0 and copy.joints[low - 1] and _has_name(copy_context, low - 1, first)
    if continues and not begins and _follows_name(copy, low):
        return None
    is_often = high - low > _TWICE
    is_long = continues and _continues_name(copy_context, last, high)
    if continues:
        is_name_of_all_kinds = lexicon.given(word) >= COMMON_NAME and lexicon.surname(word) >= COMMON_NAME
        return _IN_NAME if begins or is_often or is_long or not is_name_of_all_kinds else None
    if lexicon.surname(word) >= COMMON_NAME and not is_often:
        return None
    if begins:
        return _IN_NAME
    return _ALONE if _is_surname_alone(copy_context, repetition, is_rare=not is_often) else None


def _continues_name(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether two words after a word belong to the same name of the story: "Omar García Harfuch"."""
    copy, end = copy_context.copy, high + 2
    return end <= len(copy.tokens) and bool(copy.joints[high]) and _has_name(copy_context, low, end)


def _begins_a_name(copy_context: CopyContext, at: int) -> bool:
    """Whether a word begins a name of which the next one is no word, and the story has it with a capital only."""
    copy, following = copy_context.copy, at + 1
    if following >= len(copy.tokens) or not copy.joints[at] or copy_context.story.lowers.get(copy.folds[at]):
        return False
    return not copy_context.lexicon.word(copy.folds[following]) and _has_name(copy_context, at, following + 1)


def _follows_name(copy: AnalyzedText, low: int) -> bool:
    """Whether a name, and no title, stands right before a word: "Hyde Park Park Geun-hye"."""
    return low > 0 and are_joined_capitals(copy, low - 1) and copy.folds[low - 1] not in TITLES


def _is_object_of_make(copy: AnalyzedText, repetition: _Repetition) -> bool:
    """Whether a verb has a whole name as its object and again as what it makes of it: "what makes Paris Paris"."""
    low, high = repetition.low, repetition.high
    if high - low > _TWICE * repetition.size or not low or copy.folds[low - 1] not in _MAKES:
        return False
    return not copy.has_capital_after(high)


def _has_name(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether the story has these words of the copy as a name or part of one, whatever the spaces and accents."""
    return squash("".join(copy_context.copy.folds[low:high])) in copy_context.story.joined


def _is_surname_alone(copy_context: CopyContext, repetition: _Repetition, *, is_rare: bool) -> bool:
    """Whether a word that is no part of a longer name is a surname that the story has with a capital only.

    The story has a given name before it; otherwise the two words may be the full name, as those of Sirhan Sirhan.

    Args:
        copy_context: The copy and its story.
        repetition: The word and its repetitions.
        is_rare: Whether the word must be no common given name.
    """
    copy, lexicon, story = copy_context.copy, copy_context.lexicon, copy_context.story
    word, low, high = copy.folds[repetition.low], repetition.low, repetition.high
    if len(word) < _LEAST_LETTERS or not story.capitals.get(word) or story.lowers.get(word):
        return False
    if is_rare and lexicon.given(word) >= COMMON_NAME:
        return False
    is_first = not copy.has_capital_before(low) or copy.folds[low - 1] in TITLES
    return is_first and not copy.has_capital_after(high) and _follows_given_name(copy_context, word)


def _follows_given_name(copy_context: CopyContext, word: str) -> bool:
    """Whether the story has a given name before a folded word, which is another."""
    before = words_before(copy_context.story, word, _MOST_PLACES)
    return any(copy_context.lexicon.given(other) and other != word for other in before)
