"""Vetoes for people in the news: the name of a well-known politician, athlete or artist is not a garbled other name.

Sources that tell the same sentence of somebody with a similar name, such as a brother, a predecessor or a team-mate,
make such a correction look safe: Hun Manith, Hun Manet.
"""

from __future__ import annotations

from repair.core.computed_once import computed_once
from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import next_name, surnames_after
from repair.pipeline.name_origin import variant_in
from repair.text.known_people import is_known_person, is_known_surname
from repair.text.lexicon import COMMON_NAME, TOWN, UNCOMMON_WORD, VERY_COMMON_NAME
from repair.text.normalize import fold
from repair.text.phrases import phrases_around
from repair.text.wordlists import KOREAN_FAMILIES, KOREAN_FAMILY_NAMES

_MOST = 3  # further words of a name: "Abdel Fattah al-Sisi"
_SHORTEST = 4  # letters of a surname that is told from others
_MOST_PLACES = 20  # of a word in the copy, that are read


def is_known_person_in_copy(copy_context: CopyContext, place: tuple[int, int], name: str) -> bool:
    """Return whether a name would replace words of the name of somebody in the news, and not just its spelling.

    It is kept where the sources may spell the same name otherwise: "Volodymyr Zelensky", Zelenskiy.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range of the words that it would replace.
        name: The name.
    """
    phrases = phrases_around(copy_context.copy, *place, before=_MOST, after=_MOST)
    is_known = any(" " in phrase and is_known_person(phrase) for phrase in phrases)
    return (is_known or _is_surname_alone(copy_context, place)) and not _is_spelling(copy_context, place, name)


def _is_surname_alone(copy_context: CopyContext, place: tuple[int, int]) -> bool:
    """Return whether a place has the surname of somebody in the news whom the copy names in full: Yermak.

    Speech recognition writes such names for others that sound alike, so there they prove nothing.
    """
    (low, high), copy = place, copy_context.copy
    if copy_context.is_transcript or high - low > 1 or len(copy.folds[low]) < _SHORTEST:
        return False
    return _is_surname_of_one(copy_context, copy.folds[low])


@computed_once
def _is_surname_of_one(copy_context: CopyContext, form: str) -> bool:
    """Return whether the copy has a word as the surname of somebody in the news, and after no other given name.

    With another given name it may be a garbled other name, in full and alone: "Mark Root" beside Joe Root.
    """
    copy, is_of_known_person = copy_context.copy, False
    for at in copy.places.get(form, ())[:_MOST_PLACES]:
        phrases = phrases_around(copy, at, at + 1, before=_MOST, after=0)
        if any(" " in phrase and is_known_person(phrase) for phrase in phrases):
            is_of_known_person = True
        elif copy.follows_capital(at) and copy_context.lexicon.given(copy.folds[at - 1]):
            return False
    return is_of_known_person


def has_surname_of_others(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a correction changes the surname of somebody in the news, or a Korean family name to another."""
    return _is_known_surname(copy_context, correction) or _are_two_korean_families(copy_context, correction)


def _is_known_surname(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a correction changes one word, and that is the surname of somebody in the news and of few others.

    Speech recognition writes such names for others that sound alike, so there they prove nothing. A woman's surname may
    have lost its ending: "Gagarin" for Gagarina.
    """
    if copy_context.is_transcript or len(correction.pieces) > 1 or correction.high - correction.low > 1:
        return False
    form, lexicon = copy_context.copy.folds[correction.low], copy_context.lexicon
    if not is_known_surname(form) or fold(correction.replacement).startswith(form):
        return False
    if lexicon.word(form) >= UNCOMMON_WORD or lexicon.surname(form) >= VERY_COMMON_NAME or lexicon.place(form) >= TOWN:
        return False
    place = correction.low, correction.high
    return lexicon.given(form) < COMMON_NAME and not _is_spelling(copy_context, place, correction.replacement)


def _are_two_korean_families(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a Korean family name is changed to that of another family before the same given name: Choi, Cho.

    Two spellings of one family name are no such change: Yi, Lee.
    """
    form, name = copy_context.copy.folds[correction.low], fold(correction.replacement).split()[0]
    if form == name or not {form, name} <= KOREAN_FAMILY_NAMES or correction.pieces[0].low != correction.low:
        return False
    is_whole = bool(correction.values["full_name_words"] or correction.values["right_name"])
    return is_whole and not any({form, name} <= family for family in KOREAN_FAMILIES)


def _is_spelling(copy_context: CopyContext, place: tuple[int, int], name: str) -> bool:
    """Return whether the words at a place and a name may be one name in two spellings.

    A given name of the sources is no spelling of what ends a name: "Bashar al-Assad" beside Asaad al-Shaibani.
    """
    if next_name(copy_context.copy, place[1] - 1, 1) is None and surnames_after(copy_context.story, name):
        return False
    form, name = " ".join(copy_context.copy.folds[slice(*place)]), fold(name).replace("-", " ")
    return form == name or variant_in(copy_context, form, name) is not None
