"""Similar names: forms that may be names in their own right, of somebody or something that no list has.

Lists have few of the world's surnames, companies and medicines, so a form that they lack may still be right: "Reznik"
beside Reznikov, "Celexa" beside Celebrex. Sources that report the same of the other one do not show which of the two is
wrong. ``doubts`` leaves such corrections to a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Piece
from repair.pipeline.whole_names import NameCorrection, pieces_of
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.pinyin import is_pinyin

WOMENS_ENDINGS = frozenset("ova eva a ska aya skaya".split())
"""Endings of a woman's surname that a man's lacks."""
# Case endings of Slavic languages that no nominative has; a source whose translator kept one has the name wrong.
CASE_ENDINGS = frozenset("em om ou ovi ym im ech ach ami".split())
_SPOKEN_VOWELS = "aeiouy"  # that inflected names end in
_OTHER_VOWELS = frozenset("aeio")  # that tell two given names apart; in "u" and "y" inflected ones end
_FURTHER_LETTERS = 2  # that a longer name has, and a cut one lacks; machine output seldom cuts more than one
# Similarity of letters (0-1) above which a slip explains the difference. Unlike names are often garbled, too, but then
# other words of most copies are.
_SLIP = 0.75
_SURE = 0.9  # confidence (0-1) from which another word of the copy is taken to be garbled
_SEVERAL = 2  # such words that show a garbled copy where none of them is a slip


class GarbledWords:
    """The words of a copy that are surely garbled, which show that others may be."""

    def __init__(self, corrections: Sequence[NameCorrection]) -> None:
        """Collect the words of all ``corrections`` of a copy that are sure and of no known word or name."""
        self._words: set[str] = set()
        self._slips: set[str] = set()
        for correction in corrections:
            if correction.confidence < _SURE or correction.is_attested:
                continue
            for piece in pieces_of(correction):
                self._words.add(piece.best.form.fold)
                if _is_slip(piece):
                    self._slips.add(piece.best.form.fold)

    def has_others(self, correction: NameCorrection) -> bool:
        """Return whether there is a slip among the words that are not of a correction, or there are several of them."""
        mine = {piece.best.form.fold for piece in pieces_of(correction)}
        return len(self._slips) > len(self._slips & mine) or len(self._words) - len(self._words & mine) >= _SEVERAL


def may_be_right(correction: NameCorrection, garbled_words: GarbledWords) -> bool:
    """Return whether a form may be a name in its own right that resembles the one of the sources."""
    pieces = [*pieces_of(correction)]
    if any(_is_another_name(correction, piece) for piece in pieces):
        return True
    return not all(map(_is_slip, pieces)) and not garbled_words.has_others(correction)


def _is_slip(piece: Piece) -> bool:
    """Return whether a form is so like the name that one slip explains the difference."""
    return similarity(piece.best.form.joined, squash(fold(piece.best.name))) > _SLIP


def _is_another_name(correction: NameCorrection, piece: Piece) -> bool:
    """Return whether form and name are two names, by their letters; not where Chinese characters may be misread."""
    form, name = piece.best.form.joined, squash(fold(piece.best.name))
    if _has_other_given_name(correction, piece) or _is_shorter(form, name):
        return True
    if piece.best.values["same_characters"] > 0:
        return False  # "Shiomizu", Shiomi
    if is_pinyin(form) and is_pinyin(name):
        return True  # "Shufu", Shangfu: there are few syllables of Mandarin, and all make names
    return _is_longer(form, name)


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
