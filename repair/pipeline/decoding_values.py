"""The values of decoding: scored candidates, pieces, and corrections, with the features of the decision itself.

``decoding`` makes them; this module computes nothing but the features of a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from repair.pipeline.feature_table import COLUMNS, Feature, FeatureVector

_MORE_LIKELY_THAN_NOT = 0.5  # probability


def _none(value: float) -> bool:
    return value <= 0


def _some(value: float) -> bool:
    return value > 0


def _several(value: float) -> bool:
    return value > 1


def _unlikely(value: float) -> bool:
    return value < _MORE_LIKELY_THAN_NOT


DECISION_FEATURES: dict[str, Feature] = {
    "weakest": Feature("the evidence is strong", "the evidence is weak"),
    "strongest": Feature("part of the evidence is strong", "no part of the evidence is strong"),
    "parts": Feature(
        "several words of the name are corrected together", "the words may not belong together", _several, _several
    ),
    "unmended": Feature("the whole name is corrected", "an unknown word next to it stays", _none, _some),
    "runner_up": Feature("no other name comes close", "another name comes close", _unlikely, _some),
    "other_form": Feature(
        "nothing else in the copy stands for this name", "another word may stand for this name", _unlikely, _some
    ),
    "letters": Feature("it is long enough to compare", "it is short"),
    "copy_mangled": Feature(
        "other names in this copy are garbled too", "hardly any other name in this copy is garbled", _some
    ),
    "copy_strange": Feature("many names in this copy are unknown", "few names in this copy are unknown", _some),
}
DECISION_COLUMNS = (*DECISION_FEATURES, *COLUMNS)


_PICKED = itemgetter(*DECISION_COLUMNS)


_BORNE = 2  # of `Lexicon.given` and `Lexicon.surname`: more than a rare name


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A candidate with the probability (0-1) that the form stands for it."""

    row: FeatureVector
    probability: float


@dataclass(frozen=True, slots=True)
class Piece:
    """One form at one place (token range), with its most probable name.

    ``runner_up`` is the probability of the next name, ``other_form`` that of the same name for another form, and
    ``options`` are all candidates of the form, most probable first.
    """

    low: int
    high: int
    best: ScoredCandidate
    runner_up: float
    other_form: float
    options: tuple[ScoredCandidate, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A part of the copy to be replaced as one: ``[start, end)`` in code points, ``[low, high)`` in tokens.

    Corrections with the same ``run`` are neighbours in one run of capitalised words and were decided together.
    ``disputed`` is set where the copy may mean another person of that surname.
    """

    start: int
    end: int
    low: int
    high: int
    replacement: str
    pieces: tuple[Piece, ...]
    values: dict[str, float]
    run: int = 0
    disputed: bool = False

    def as_row(self) -> list[float]:
        """Return the values in the order of `DECISION_COLUMNS`."""
        return list(map(float, _PICKED(self.values)))

    @property
    def known(self) -> bool:
        """Whether one of its forms is an English word, a people, a place of some size, or a common name."""
        return bool(self.values["known"])

    @property
    def is_attested_name(self) -> bool:
        """Whether one of its forms may be right as it is: known, the name of real people, or disputed.

        Such a form is never changed without a person. The sources may be wrong: "Netanjahu" in some of them is no
        reason to write it over "Netanyahu".
        """
        return (
            self.disputed or self.known or any(piece.best.row.values["form_person"] >= _BORNE for piece in self.pieces)
        )

    @property
    def weakest(self) -> Piece:
        """The least probable piece."""
        return min(self.pieces, key=lambda piece: piece.best.probability)
