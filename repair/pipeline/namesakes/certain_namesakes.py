"""Certain namesakes: corrections that are not made, since the copy shows that it means another name.

It does so by its other words: the right name stands in the same sentence, the surname follows the full name of somebody
else, or an acronym its explanation. ``possible_namesakes`` then weighs what the copy leaves open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import is_introduced_as_another
from repair.pipeline.namesakes.given_names_of_others import (
    has_given_name_of_another,
    is_surname_in_place_of_given_name,
    without_surnames_of_others,
)
from repair.pipeline.namesakes.hyphenated_names import breaks_a_hyphenated_name
from repair.pipeline.namesakes.joined_names import joins_two_names
from repair.pipeline.namesakes.known_forms import is_in_lists
from repair.pipeline.namesakes.other_institutions import is_explained_acronym, is_institution_of_another_place
from repair.pipeline.story_cache import FULL_NAME
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.derived_names import is_derived_form
from repair.text.lexicon import COMMON_NAME
from repair.text.normalize import fold, folded_words
from repair.text.wordlists import BEFORE_PEOPLE, HONORIFICS

_LIKE = 0.7  # similarity of letters (0-1) from which two given names are alike, as those of two people may be
_MOST_GIVEN_NAMES = 3  # and other words before a surname that are examined
_MOST_PLACES = 50  # of one surname in a copy that are examined
_LISTED = (" ", ", ")  # between names that are listed


def without_namesakes(copy_context: CopyContext, corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections, except those of names that are surely other names.

    A sentence that has both "Cho Hyun" and "Chu Hyun" is about two people, one with "Bosch" and "Bausch" about two
    companies. A given name before a surname that the sources lack is somebody else's: "Peter Fial" is not Petr Pavel.
    The acronym after its name is right. Two hyphenated names are not mixed, nor are the banks of two countries.
    """
    corrected = {at for correction in corrections for at in range(correction.low, correction.high)}
    remaining = [
        correction
        for correction in corrections
        if not (
            _has_it_right_beside(copy_context, correction)
            or _is_given_name_of_another(copy_context, correction)
            or _is_before_surname_of_another(copy_context, correction)
            or _continues_as_double_surname(copy_context, correction, corrected)
            or _is_second_surname(copy_context, correction)
            or _is_place_in_another_language(copy_context, correction)
            or _is_surname_of_another(copy_context, correction, corrected)
            or has_given_name_of_another(copy_context, correction)
            or is_surname_in_place_of_given_name(copy_context, correction)
            or is_institution_of_another_place(copy_context, correction)
            or breaks_a_hyphenated_name(copy_context, (correction.low, correction.high), correction.replacement)
            or is_explained_acronym(copy_context, correction)
            or joins_two_names(copy_context, correction)
        )
    ]
    return without_surnames_of_others(copy_context, corrections, remaining)


def _is_given_name_of_another(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether a given name that people bear is corrected alone, beside a surname that no source has."""
    copy, high = copy_context.copy, correction.high
    if high - correction.low > 1 or high >= len(copy.tokens) or not copy.joinable(high - 1, high):
        return False
    is_surname_unknown = copy.tokens[high].capital and copy_context.suspicious[high]
    return is_surname_unknown and copy_context.lexicon.given(copy.folds[correction.low]) >= COMMON_NAME


def _is_before_surname_of_another(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether a given name is corrected alone to a like one that no source has before the surname, but another one.

    "Asifa Bhutto" is not Asif Zardari, where the sources have Bilawal Bhutto, too.
    """
    copy, story, high = copy_context.copy, copy_context.story, correction.high
    if high - correction.low > 1 or high >= len(copy.tokens) or not copy.joinable(high - 1, high):
        return False
    given_name, surname, lexicon = fold(correction.replacement), copy.folds[high], copy_context.lexicon
    is_given_name = lexicon.given(given_name) and similarity(copy.folds[correction.low], given_name) >= _LIKE
    if not copy.tokens[high].capital or not is_given_name or lexicon.place(surname) > lexicon.surname(surname):
        return False
    has_other = False
    for number, ngram in occurrences(story, copy.tokens[high].text, _MOST_PLACES):
        text, before = story.texts[number], ngram.low - 1
        if not text.has_capital_before(ngram.low):
            continue
        if given_name in text.folds[max(0, ngram.low - _MOST_GIVEN_NAMES) : ngram.low]:
            return False
        has_other = has_other or text.folds[before] not in BEFORE_PEOPLE
    return has_other


def _continues_as_double_surname(
    copy_context: CopyContext, correction: NameCorrection, corrected: Collection[int]
) -> bool:
    """Whether a full name is the first part of another one with a hyphen: "Anna Berg-Olsen" is not Anne Berg."""
    copy, high = copy_context.copy, correction.high
    if high - correction.low < 2 or high >= len(copy.tokens) or not copy.is_hyphenated(high - 1, high):
        return False
    return copy.tokens[high].capital and copy_context.suspicious[high] and high not in corrected


def _is_second_surname(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether one word follows a full name of the sources, and its correction follows that name in none of them."""
    copy, low = copy_context.copy, correction.low
    if correction.high - low > 1 or low < 2 or not (copy.joints[low - 1] and copy.joints[low - 2]):
        return False
    name = copy.surface(low - 2, low)
    if not copy_context.lexicon.given(copy.folds[low - 2]) or copy_context.listed(name) != FULL_NAME:
        return False
    return f"{copy.tokens[low - 1].text} {correction.replacement}" not in copy_context.story.ngrams


def _is_place_in_another_language(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether a place is corrected in copy that is not English, which has names of its own for places: "Kiew".

    A place after a given name is the surname of a person: "Elena Sorrento".
    """
    low, high = correction.low, correction.high
    if high - low > 1 and copy_context.lexicon.given(copy_context.copy.folds[low]) >= COMMON_NAME:
        return False
    is_place = any(piece.best.values["name_place"] for piece in correction.pieces)
    return is_place and copy_context.is_english is False


def _is_surname_of_another(copy_context: CopyContext, correction: NameCorrection, corrected: Collection[int]) -> bool:
    """Whether a surname alone is that of a full name which the copy has and which is right: "Marc Rutter", "Rutter".

    A woman's form of the surname after a given name that no source has is right, too: "Olena Zelenska".
    """
    copy, low = copy_context.copy, correction.low
    if correction.high - low > 1:
        return False
    before = [
        at - 1
        for at in {*copy.places[copy.folds[low]][:_MOST_PLACES], low}
        if copy.has_capital_before(at) and copy.folds[at - 1] not in HONORIFICS
    ]
    names = [at for at in before if copy_context.lexicon.given(copy.folds[at]) >= COMMON_NAME]
    if not names:
        return False
    if low - 1 in names:
        is_other = is_derived_form(copy.folds[low], fold(correction.replacement))
        return is_other and not copy_context.story.words.get(copy.folds[low - 1])
    return all(at + 1 not in corrected for at in names) and len(names) == len(before)


def _has_it_right_beside(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether the sentence has the right name too, and a name of one word is another one by itself."""
    copy, words = copy_context.copy, folded_words(correction.replacement)
    sentence = copy.sentences[copy.sentence_of[correction.low]]
    all_places = copy.places.get(words[0], ())
    first = bisect_left(all_places, sentence.start)
    places = [
        at
        for at in all_places[first : first + _MOST_PLACES]
        if at + len(words) <= sentence.stop
        and copy.folds[at : at + len(words)] == words
        and not correction.low <= at < correction.high
    ]
    if not places or len(words) > 1:
        return bool(places)
    return _is_alone(copy_context, correction) and any(
        _is_another_beside(copy_context, correction, at) for at in places
    )


def _is_alone(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Whether a correction is of one word, and no other word of a name or a compound is next to it."""
    copy, low, high = copy_context.copy, correction.low, correction.high
    if high - low > 1:
        return False
    pairs = [(first, first + 1) for first in (low - 1, low) if 0 <= first < len(copy.tokens) - 1]
    return not any(
        copy.joinable(*pair) and (copy.is_hyphenated(*pair) or all(copy.tokens[at].capital for at in pair))
        for pair in pairs
    )


def _is_another_beside(copy_context: CopyContext, correction: NameCorrection, at: int) -> bool:
    """Whether a name of one word is another than that at token ``at``: it has bearers or a role, or both are listed."""
    copy, low = copy_context.copy, correction.low
    if any(is_in_lists(piece.best.values, "form") for piece in correction.pieces):
        return True
    if is_introduced_as_another(copy_context, low, low + 1):
        return True
    first, last = sorted((at, low))
    between = range(first + 1, last)
    return all(copy.tokens[number].capital or copy.folds[number] == "and" for number in between) and all(
        copy.gap(number) in _LISTED for number in range(first, last)
    )
