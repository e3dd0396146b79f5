"""Similar names: forms that may be names in their own right, of somebody or something that no list has.

Lists have few of the world's surnames, companies and medicines, so a form that they lack may still be right: "Reznik"
beside Reznikov, "Celexa" beside Celebrex. Sources that report the same of the other one do not show which of the two is
wrong. ``doubts`` leaves such corrections to a person.
"""

from __future__ import annotations

from repair.pipeline.decoding_values import Piece
from repair.pipeline.namesakes.garbled_words import GarbledWords, is_slip
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.derived_names import CASE_ENDINGS
from repair.text.given_names import WOMENS_ENDINGS
from repair.text.normalize import fold
from repair.text.pinyin import is_pinyin

_SPOKEN_VOWELS = "aeiouy"  # that inflected names end in
_OTHER_VOWELS = frozenset("aeio")  # that tell two given names apart; in "u" and "y" inflected ones end
_FURTHER_LETTERS = 2  # that a longer name has, and a cut one lacks; machine output seldom cuts more than one


def may_be_right(correction: NameCorrection, garbled_words: GarbledWords) -> bool:
    """Return whether a form may be a name in its own right that resembles the one of the sources."""
    pieces = correction.pieces
    if any(_are_two_names(correction, piece) for piece in pieces):
        return True
    return not all(map(is_slip, pieces)) and not garbled_words.has_others(correction)


def _are_two_names(correction: NameCorrection, piece: Piece) -> bool:
    """Return whether form and name are two names, by their letters."""
    form, name = piece.letters
    if _has_other_given_name(correction, piece) or _is_shorter(form, name):
        return True
    if piece.best.values["same_characters"] > 0:
        return False  # "Shiomizu", Shiomi
    # There are few syllables of Mandarin, and all make names: "Shufu", Shangfu.
    return _is_longer(form, name) or (is_pinyin(form) and is_pinyin(name))


def _has_other_given_name(correction: NameCorrection, piece: Piece) -> bool:
    """Return whether a word before another of the same name ends in another vowel than that of the sources."""
    forms, names = piece.best.form.fold.split(), fold(piece.best.name).split()
    if len(forms) != len(names):
        return False
    before = len(forms) if piece.high < correction.high or piece.best.values["right_name"] else len(forms) - 1
    return any(map(_ends_otherwise, forms[:before], names))


def _is_longer(form: str, name: str) -> bool:
    """Return whether the form is the name with further letters that are no case ending.

    >>> _is_longer("guleryuz", "guler"), _is_longer("gulerem", "guler")
    (True, False)
    """
    further = form.removeprefix(name)
    is_ending = further in CASE_ENDINGS or not further.strip(_SPOKEN_VOWELS)
    return further != form and not is_ending


def _is_shorter(form: str, name: str) -> bool:
    """Return whether the name is the form with several further letters that do not make it a woman's.

    >>> _is_shorter("reznik", "reznikov"), _is_shorter("macur", "macura"), _is_shorter("kabrhel", "kabrhelova")
    (True, False, False)
    """
    further = name.removeprefix(form)
    return further != name and len(further) >= _FURTHER_LETTERS and further not in WOMENS_ENDINGS


def _ends_otherwise(form: str, name: str) -> bool:
    """Return whether two words differ in their last vowels alone, as given names do.

    >>> _ends_otherwise("kakhi", "kakha"), _ends_otherwise("amandu", "amanda")
    (True, False)
    """
    end, other = form[-1], name[-1]
    return form[:-1] == name[:-1] and end != other and {end, other} <= _OTHER_VOWELS
