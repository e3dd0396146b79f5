"""The values of decoding: scored candidates, pieces, and corrections, with the features of the decision itself.

``decoding`` makes them; this module computes nothing but the features of a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from repair.pipeline.detection import SuspectForm
from repair.pipeline.features.feature import Feature, FeatureGroup
from repair.pipeline.features.feature_table import COLUMNS, FeatureVector
from repair.pipeline.wording import wording
from repair.text.lexicon import COMMON_NAME
from repair.text.normalize import fold
from repair.text.phonetics import squash

_POSSIBLE = 0.1  # probability from which another name, or another form, is worth mentioning

DECISION_FEATURES: dict[str, Feature] = {
    "weakest": Feature(),  # probability of the least probable piece
    "strongest": Feature(),  # of the most probable one
    "parts": Feature(
        wording("several words of the name are corrected together", lambda pair: pair["parts"] > 1),
        wording("the words corrected together may not be one name", lambda pair: pair["parts"] > 1),
        group=FeatureGroup.DECISION,
    ),
    "suspicious_beside": Feature(
        wording("no word next to it looks wrong", lambda pair: pair["suspicious_beside"] == 0, "-wrong_beside"),
        wording(
            "a word next to it looks wrong, too",
            lambda pair: pair["suspicious_beside"] > 0,
            "+wrong_beside +others_wrong",
        ),
        group=FeatureGroup.DECISION,
    ),
    "runner_up": Feature(
        wording("no other name is nearly as likely", lambda pair: pair["runner_up"] < _POSSIBLE, "-rival"),
        wording("another name is possible", lambda pair: pair["runner_up"] >= _POSSIBLE, "+rival"),
        group=FeatureGroup.DECISION,
    ),
    "other_form": Feature(
        wording(
            "no other word of the copy is likely to be this name",
            lambda pair: pair["other_form"] < _POSSIBLE,
            "-other_form",
        ),
        wording(
            "another word of the copy may be this name", lambda pair: pair["other_form"] >= _POSSIBLE, "+other_form"
        ),
        group=FeatureGroup.DECISION,
    ),
    "letters": Feature(group=FeatureGroup.DECISION),  # length of the corrected words in code points
    # How much of the rest of the copy is mangled: the summed probability of its other corrections, and the number of
    # its suspicious words, each divided by the number of its names.
    "copy_mangled": Feature(group=FeatureGroup.DECISION),
    "copy_suspicious": Feature(group=FeatureGroup.DECISION),
}
DECISION_COLUMNS = (*DECISION_FEATURES, *COLUMNS)

_PICKED = itemgetter(*DECISION_COLUMNS)


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A candidate, its features, and the probability (0-1) that the form refers to it."""

    features: FeatureVector
    probability: float

    @property
    def form(self) -> SuspectForm:
        """The form in the copy."""
        return self.features.candidate.form

    @property
    def name(self) -> str:
        """The name that the form may refer to, as the sources spell it."""
        return self.features.candidate.text

    @property
    def values(self) -> dict[str, float]:
        """The feature values, by feature name."""
        return self.features.values


@dataclass(frozen=True, slots=True)
class Piece:
    """One form at one place (token range), with its most probable name.

    ``runner_up`` is the probability of the next name, ``other_form`` that of the same name for another form, and
    ``candidates`` are all those of the form, most probable first.
    """

    low: int
    high: int
    best: ScoredCandidate
    runner_up: float
    other_form: float
    candidates: tuple[ScoredCandidate, ...]

    @property
    def folded(self) -> tuple[str, str]:
        """The folded form and the folded name."""
        return self.best.form.fold, fold(self.best.name)

    @property
    def letters(self) -> tuple[str, str]:
        """The letters of both, folded and without anything between them."""
        return self.best.form.joined, squash(fold(self.best.name))


@dataclass(frozen=True, slots=True)
class Correction:
    """A part of the copy to be replaced as one: ``[start, end)`` in code points, ``[low, high)`` in tokens.

    Corrections with the same ``run`` are neighbours in one run of capitalised words and were decided together.
    ``is_disputed`` is set where the copy may mean another person of that surname.
    """

    start: int
    end: int
    low: int
    high: int
    replacement: str
    pieces: tuple[Piece, ...]
    values: dict[str, float]
    run: int = 0
    is_disputed: bool = False

    def as_row(self) -> list[float]:
        """Return the values in the order of `DECISION_COLUMNS`."""
        return list(_PICKED(self.values))

    @property
    def known(self) -> bool:
        """Whether one of its forms is an English word, a people, a place of some size, or a common name."""
        return bool(self.values["known"])

    @property
    def has_known_form(self) -> bool:
        """Whether one of its forms may be right as it is: known, the name of real people, or disputed.

        Such a form is never changed without a person. The sources may be wrong: where some of them have "Netanjahu",
        "Netanyahu" must stay.
        """
        return (
            self.is_disputed
            or self.known
            or any(piece.best.values["form_person"] >= COMMON_NAME for piece in self.pieces)
        )

    @property
    def weakest(self) -> Piece:
        """The least probable piece."""
        return min(self.pieces, key=lambda piece: piece.best.probability)
