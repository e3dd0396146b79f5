"""Vetoes for parts of names: a longer name is another one, and so is one that shares a part with that of the sources.

"Ruttenberg" is not Rutte, "Macronism" not Macron, and "Sharkbite" not SharkNinja.
"""

from __future__ import annotations

import re

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Correction, Piece
from repair.pipeline.detection import CopyContext
from repair.text.generations import is_another_generation
from repair.text.given_names import same_given_name
from repair.text.lexicon import COMMON_NAME, COUNTRY
from repair.text.normalize import fold
from repair.text.pinyin import has_further_syllable

_UNLIKE = 0.34  # similarity of letters below which two parts are different words
_SHORTEST_NAME, _FURTHER_PART = 4, 4  # letters of a name, and of a further part of it ("berg", "stein", "mann")
_AFTER_COUNTRY = 3  # letters of a further part after a country: "Icelandair"
_DERIVED = frozenset("ism isms ismo ist ists ista istas ite ites ian ians ean".split())
_VOWELS = "aeio"  # that a name loses before such an ending: Bolsonaro, "Bolsonarist"
_TWO_PARTS = re.compile(r"(?P<first>[A-Z][a-z]{2,})(?P<second>[A-Z][a-z]{2,})")
_INITIALS = re.compile(r"[A-Z]\.?[ -]?[A-Z]\.?")  # in place of a given name
_DIGITS = re.compile(r"\d+")
_FEWEST_BEFORE = 2  # words before the second part of a compound surname: its first part and a given name


def is_another_name(copy_context: CopyContext, correction: Correction, piece: Piece) -> bool:
    """Whether a form is a longer name, a place beside another, or the given name of another person of that surname."""
    lexicon, values = copy_context.lexicon, piece.best.values
    form, name = piece.letters
    if _has_further_part(form, name, _AFTER_COUNTRY if lexicon.place(name) >= COUNTRY else _FURTHER_PART):
        return True
    if len(correction.pieces) > 1:
        return False
    if _is_part(form, name) and (any(lexicon.name_counts(form)) or lexicon.place(form)):
        return True  # the river Narva beside the town of Narvabruk
    if lexicon.given(form) and has_further_syllable(form, name):
        return True  # Wang Yiwei beside Wang Yi; but translators join the next word to a name: "Zhang Xiongjia"
    beside = values["left_name"] or values["right_name"] or values["full_name_words"]
    if _is_part_of_compound(copy_context, piece):
        return False  # "Sanwo-Ulu"
    if not beside or lexicon.given(form) < COMMON_NAME:
        return False
    # "Ruth Odinga" beside "Raila Odinga", "Jude Vance" beside "JD Vance"
    return not same_given_name(form, name) or _INITIALS.fullmatch(piece.best.name) is not None


def _is_part_of_compound(copy_context: CopyContext, piece: Piece) -> bool:
    """Whether the form is the second part of a compound surname; that of a Korean given name is in lower case."""
    copy, low = copy_context.copy, piece.low
    if low < _FEWEST_BEFORE or not copy.is_hyphenated(low - 1, low) or not copy.joinable(low - 2, low - 1):
        return False
    return copy.tokens[low].capital and copy.tokens[low - 2].capital


def _has_further_part(form: str, name: str, further: int) -> bool:
    """Whether the form is the name with a part of so many letters ("Ruttenberg"), or derived from it ("Macronism")."""
    stem = name.rstrip(_VOWELS)
    if len(stem) >= _SHORTEST_NAME and len(name) - len(stem) == 1 and form.removeprefix(stem) in _DERIVED:
        return True
    rest = form.removeprefix(name)
    return len(name) >= _SHORTEST_NAME and rest != form and (len(rest) >= further or rest in _DERIVED)


def _is_part(form: str, name: str) -> bool:
    """Whether the name is the form with a further part before or after it."""
    further = len(name) - len(form)
    return len(form) >= _SHORTEST_NAME and further >= _FURTHER_PART and (name.startswith(form) or name.endswith(form))


def shares_one_part(form: str, text: str) -> bool:
    """Whether the form has one part of a name like SharkNinja, and quite another in place of the other: "Sharkbite"."""
    match = _TWO_PARTS.fullmatch(text)
    if match is None:
        return False
    first, second = fold(match["first"]), fold(match["second"])
    if form.startswith(first):
        return len(form) > len(first) and similarity(form[len(first) :], second) < _UNLIKE
    return len(form) > len(second) and form.endswith(second) and similarity(form[: -len(second)], first) < _UNLIKE


def has_another_number(form: str, name: str) -> bool:
    """Whether both are numerals, or the same letters with digits, and not the same ones: Charles II, Charles III."""
    if form == name:
        return False
    return is_another_generation(form, name) or _DIGITS.sub("", form) == _DIGITS.sub("", name)
