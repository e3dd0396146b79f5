"""Vetoes for relatives: a relative of the person in the sources has a similar name, and it is right."""

from __future__ import annotations

from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.text.lexicon import COMMON_NAME
from repair.text.normalize import fold
from repair.text.wordlists import KIN, POSSESSIVES

_OWNS = ("'s ", "’s ")
_NEAR_KIN = 3  # words before a word of kinship that may include the possessive ("her younger twin sister")


def is_relative(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether the copy has the name right elsewhere and here a relative: "Her sister Marita Vik", "Vik, his aunt,".

    Relatives have similar names and a common surname, so neither spelling nor context tells them from garbled names.
    """
    values = correction.values
    if not values["elsewhere"] or not (values["full_name_words"] or values["left_name"] or values["right_name"]):
        return False
    copy, low = copy_context.copy, correction.low
    opens = copy.sentences[copy.sentence_of[low]].start
    while low > opens and copy.tokens[low - 1].capital and copy.joinable(low - 1, low):
        low -= 1
    if _is_called_a_relative(copy_context, correction.high):
        return True
    if low == opens or copy.folds[low - 1] not in KIN:
        return False
    owner = max(opens, low - 1 - _NEAR_KIN)
    possessive = any(copy.text.startswith(_OWNS, copy.tokens[n].end) for n in range(owner, low - 1))
    return possessive or not POSSESSIVES.isdisjoint(copy.folds[owner : low - 1])


def is_given_name_of_relative(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a real given name follows a word of kinship, and the name is no given name: "her daughter Billie"."""
    copy, lexicon, low = copy_context.copy, copy_context.lexicon, correction.low
    if not low or copy.folds[low - 1] not in KIN or not copy.joinable(low - 1, low):
        return False
    names = fold(correction.replacement).split()
    return lexicon.given(copy.folds[low]) >= COMMON_NAME and not any(map(lexicon.given, names))


def _is_called_a_relative(copy_context: CopyContext, high: int) -> bool:
    """Whether an apposition with a possessive and a word of kinship follows a name: "Marita Vik, their late aunt"."""
    copy = copy_context.copy
    while high < len(copy.tokens) and copy.tokens[high].capital and copy.joinable(high - 1, high):
        high += 1
    stop = min(high + 1 + _NEAR_KIN, copy.sentences[copy.sentence_of[high - 1]].stop)
    if high >= stop or copy.gap(high - 1) != ", " or copy.folds[high] not in POSSESSIVES:
        return False
    return not KIN.isdisjoint(copy.folds[high + 1 : stop])
