"""Repeated words: "Claudia Claudia Sheinbaum" for Claudia Sheinbaum.

Translation and speech recognition repeat a part of a name, or all of it. Some names have a word twice: Pago Pago, or
the surnames of somebody whose parents share one. A suggestion is made where the story has the name without the
repetition only, and the repeated word is no common surname. It is always for review.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from repair.core.types import Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.analysis import AnalyzedText
from repair.text.phonetics import squash

_IN_NAME = RuleReason(0.75, "spacing", "the sources have no word of it twice: {name}")
_ALONE = _IN_NAME._replace(confidence=0.6)
_MOST_WORDS = 3  # words that are repeated together
_COMMON = 2  # of `Lexicon.surname` and `Lexicon.given`: more than a rare name
_ORDINARY = 2  # of `Lexicon.word`
_INITIALS = 2  # letters of a word that may be initials: "J. J. Vexley"
_SEPARATORS = frozenset(" -\n")  # between the words and their repetition
_LEAST_LETTERS = 4  # of a word that is repeated outside a longer name


class _Repetition(NamedTuple):
    """Words that directly follow themselves: the token range of both, and how many words are repeated."""

    low: int
    high: int
    size: int


def propose_repeated_words(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each name of the story of which the copy repeats a part."""
    copy_context, copy = context.copy_context, context.copy_context.copy
    done = 0
    for repetition in _repetitions(copy):
        if repetition.low < done:
            continue
        reason = _reason(copy_context, repetition)
        if reason is not None:
            done = repetition.high
            low, middle = repetition.low, repetition.low + repetition.size
            yield suggest_name(context, reason.propose(low, done, copy.surface(low, middle)))


def _repetitions(copy: AnalyzedText) -> Iterator[_Repetition]:
    """Yield the capitalised words that directly follow themselves, the most words at each place."""
    tokens, folds, joints = copy.tokens, copy.folds, copy.joints
    for low in copy.capital_at:
        for size in range(_MOST_WORDS, 0, -1):
            middle, high = low + size, low + 2 * size
            if folds[low:middle] != folds[middle:high] or not all(joints[low : high - 1]):
                continue
            if len(folds[low]) <= _INITIALS or copy.gap(middle - 1) not in _SEPARATORS:
                continue
            if all(token.capital for token in tokens[low:high]):
                yield _Repetition(low, high, size)
                break


def _reason(copy_context: CopyContext, repetition: _Repetition) -> RuleReason | None:
    """Return the reason for which words are repeated by mistake; None where they may be right."""
    copy, lexicon, low, high = copy_context.copy, copy_context.lexicon, repetition.low, repetition.high
    middle = low + repetition.size
    if _has_name(copy_context, low, high) or lexicon.place(" ".join(copy.folds[low:high])):
        return None
    if repetition.size > 1:
        return _IN_NAME if _has_name(copy_context, low, middle) else None
    word = copy.folds[low]
    if lexicon.word(word) >= _ORDINARY and lexicon.given(word) < _COMMON:
        return None  # "Park Administration Administration" has lost a word
    continues = high < len(copy.tokens) and copy.joints[high - 1] and _has_name(copy_context, middle, high + 1)
    begins = low > 0 and copy.joints[low - 1] and _has_name(copy_context, low - 1, middle)
    if continues:
        is_name_of_all_kinds = lexicon.given(word) >= _COMMON and lexicon.surname(word) >= _COMMON
        return _IN_NAME if begins or not is_name_of_all_kinds else None
    if lexicon.surname(word) >= _COMMON:
        return None
    if begins:
        return _IN_NAME
    return _ALONE if _is_name_alone(copy_context, repetition) else None


def _has_name(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether the story has these words of the copy as a name or part of one, whatever the spaces and accents."""
    return squash("".join(copy_context.copy.folds[low:high])) in copy_context.story.joined


def _is_name_alone(copy_context: CopyContext, repetition: _Repetition) -> bool:
    """Whether a word that is no part of a longer name is a rare name that the story has with a capital only."""
    copy, lexicon, story = copy_context.copy, copy_context.lexicon, copy_context.story
    word, low, high = copy.folds[repetition.low], repetition.low, repetition.high
    if len(word) < _LEAST_LETTERS or not story.capitals.get(word) or story.lowers.get(word):
        return False
    if lexicon.given(word) >= _COMMON:
        return False
    is_first = low == 0 or not copy.joints[low - 1] or not copy.tokens[low - 1].capital
    is_last = high == len(copy.tokens) or not copy.joints[high - 1] or not copy.tokens[high].capital
    return is_first and is_last
