"""Garbled words: whether a copy has words that are surely garbled, so that others may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Piece
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.given_names import cognate, near_spelling
from repair.text.lexicon import COMMON_NAME, Lexicon

# Similarity of letters (0-1) above which a slip explains the difference. Unlike names are often garbled, too, but then
# other words of most copies are.
_SLIP = 0.75
_SURE = 0.9  # confidence (0-1) from which another word of the copy is taken to be garbled
_SEVERAL = 2  # such words that show a garbled copy where none of them is a slip
_PROBABLE, _MANY = 0.8, 3  # confidence from which a word is probably garbled, and how many of them show the same
_LIKE, _ALIKE_IN_SOUND = 0.66, 0.9  # similarity of letters and of sounds (0-1) of a garbled form and its name
# The same of two given names that many people have, which often resemble each other: Markus, Magnus.
_LIKE_GIVEN = 0.8


class GarbledWords:
    """The words of a copy that are surely garbled, which show that others may be."""

    def __init__(self, corrections: Sequence[NameCorrection]) -> None:
        """Collect the words of all ``corrections`` of a copy that are sure and of no known word or name.

        Those that are probable are collected, too, whatever is known of them.
        """
        self._words: set[str] = set()
        self._slips: set[str] = set()
        self._probable: set[str] = set()
        for correction in corrections:
            pieces = correction.pieces
            if correction.confidence >= _PROBABLE:
                self._probable |= _forms(pieces)
            if correction.confidence >= _SURE and not correction.has_known_form:
                self._words |= _forms(pieces)
                self._slips |= _forms(filter(is_slip, pieces))

    def has_others(self, correction: NameCorrection) -> bool:
        """Return whether there is a slip among the words that are not of a correction, or there are several of them."""
        own = _forms(correction.pieces)
        return len(self._slips) > len(self._slips & own) or len(self._words) - len(self._words & own) >= _SEVERAL

    def explain(self, lexicon: Lexicon, correction: NameCorrection) -> bool:
        """Return whether a copy has other garbled words, and a form resembles its name, which the copy lacks."""
        if any(piece.best.values["elsewhere"] for piece in correction.pieces):
            return False
        own = _forms(correction.pieces)
        is_garbled = self.has_others(correction) or len(self._probable - own) >= _MANY
        return is_garbled and all(_may_be_garbled(lexicon, piece) for piece in correction.pieces)


def _forms(pieces: Iterable[Piece]) -> set[str]:
    return {piece.best.form.fold for piece in pieces}


def is_slip(piece: Piece) -> bool:
    """Return whether a form is so like the name that one slip explains the difference."""
    return similarity(*piece.letters) > _SLIP


def _may_be_garbled(lexicon: Lexicon, piece: Piece) -> bool:
    """Return whether a form resembles its name or sounds like it, so that it may be garbled."""
    form, name = piece.letters
    if min(lexicon.given(form), lexicon.given(name)) >= COMMON_NAME:
        return similarity(form, name) >= _LIKE_GIVEN or near_spelling(form, name) or cognate(form, name)
    return similarity(form, name) >= _LIKE or piece.best.values["sound_similarity"] >= _ALIKE_IN_SOUND
