"""Garbled words: whether a copy has words that are surely garbled, so that others may be."""

from __future__ import annotations

from collections.abc import Sequence

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Piece
from repair.pipeline.whole_names.name_corrections import NameCorrection, pieces_of
from repair.text.normalize import fold
from repair.text.phonetics import squash

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
                if is_slip(piece):
                    self._slips.add(piece.best.form.fold)

    def has_others(self, correction: NameCorrection) -> bool:
        """Return whether there is a slip among the words that are not of a correction, or there are several of them."""
        mine = {piece.best.form.fold for piece in pieces_of(correction)}
        return len(self._slips) > len(self._slips & mine) or len(self._words) - len(self._words & mine) >= _SEVERAL


def is_slip(piece: Piece) -> bool:
    """Return whether a form is so like the name that one slip explains the difference."""
    return similarity(piece.best.form.joined, squash(fold(piece.best.name))) > _SLIP
