"""Vetoes for organisations: a well-known company, newspaper or club is not a garbled name of another."""

from __future__ import annotations

import re

from repair.core.characters import APOSTROPHES
from repair.core.computed_once import computed_once
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.text.analysis import AnalyzedText
from repair.text.capital_style import CapitalStyle
from repair.text.known_organisations import is_known_organisation
from repair.text.lexicon import COMMON_NAME, UNCOMMON_WORD
from repair.text.normalize import fold
from repair.text.phrases import phrases_around

_MOST_OCCURRENCES = 20  # of a name in the sources, or of a word in the copy, that are read
_UNLIKE = 0.5  # similarity of letters below which two words are different
_POSSESSIVE = re.compile(f"[{APOSTROPHES}]s ")  # and the space after it
_MOST = 3  # further words of a name: "Corriere dello Sport", "Los Angeles Times"


def is_known_organisation_in_copy(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a correction changes a word of the name of a well-known organisation: "Corriere dello Sport".

    The name may stand in full elsewhere in the copy.
    Speech recognition writes such names for others that sound alike, so there they prove nothing.
    """
    if copy_context.is_transcript:
        return False
    words = copy_context.copy.folds[correction.low : correction.high]
    if words == fold(correction.replacement).split():
        return False  # only accents are added
    phrases = phrases_around(copy_context.copy, correction.low, correction.high, before=_MOST, after=_MOST)
    return any(map(is_known_organisation, phrases)) or (len(words) == 1 and _is_short_name(copy_context, words[0]))


@computed_once
def _is_short_name(copy_context: CopyContext, form: str) -> bool:
    """Return whether a folded word is part of the name of a well-known organisation that the copy has in full.

    After "Hyundai Mobis", "Mobis" is right. Ordinary words, given names and surnames are also parts of other names.
    """
    copy, lexicon = copy_context.copy, copy_context.lexicon
    if lexicon.word(form) >= UNCOMMON_WORD or lexicon.personal_name(form):
        return False
    places = copy.places.get(form, ())[:_MOST_OCCURRENCES]
    phrases = (each for at in places for each in phrases_around(copy, at, at + 1, before=_MOST, after=_MOST))
    return any(map(is_known_organisation, phrases))


def is_first_word_of_another_name(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy has the name elsewhere, and here before a word that never follows it in the sources.

    "Northrup King" is not "Northrop Grumman" where the copy has both.
    """
    copy, high = copy_context.copy, correction.high
    if not correction.values["elsewhere"] or not copy.has_capital_after(high):
        return False
    followers = {
        text.folds[ngram.high] if text.has_capital_after(ngram.high) else ""
        for number, ngram in occurrences(copy_context.story, correction.replacement, _MOST_OCCURRENCES)
        for text in (copy_context.story.texts[number],)
    }
    return bool(followers) and all(word and similarity(copy.folds[high], word) < _UNLIKE for word in followers)


def is_of_another_firm(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether "&" and a word with a capital follow the form, and no partner follows the name in the sources.

    "Oppenheim & Sons" is not "Oppenheimer".
    """
    if not _is_followed_by_partner(copy_context.copy, correction.high):
        return False
    places = occurrences(copy_context.story, correction.replacement, _MOST_OCCURRENCES)
    texts = copy_context.story.texts
    return not any(
        _is_followed_by_partner(texts[number], ngram.high) or _is_followed_by_and(texts[number], ngram.high)
        for number, ngram in places
    )


def is_owner_in_name_of_business(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a given name owns a word with a capital that no source has: "Ruth's Diner"."""
    copy, high = copy_context.copy, correction.high
    if high != correction.low + 1 or high >= len(copy.tokens) or _POSSESSIVE.fullmatch(copy.gap(high - 1)) is None:
        return False
    is_given_name = copy_context.lexicon.given(copy.folds[correction.low]) >= COMMON_NAME
    if not is_given_name or copy_context.story.words.get(copy.folds[high]):
        return False
    return copy.tokens[high].capital and copy.style(high) is CapitalStyle.PROSE


def _is_followed_by_partner(text: AnalyzedText, high: int) -> bool:
    """Whether "&" and a word with a capital follow token ``high - 1``."""
    return high < len(text.tokens) and text.gap(high - 1) == " & " and text.tokens[high].capital


def _is_followed_by_and(text: AnalyzedText, high: int) -> bool:
    """Whether "and" and a word with a capital follow token ``high - 1``: "Siemens and Halske"."""
    return high + 1 < len(text.tokens) and text.folds[high] == "and" and text.tokens[high + 1].capital
