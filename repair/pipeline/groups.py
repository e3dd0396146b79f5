"""The values of joint decoding: scored candidates, the pieces of a run, and what is decided together."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter

from repair.pipeline.features import COLUMNS, FeatureVector

DECISION_FEATURES: dict[str, tuple[str, str]] = {
    "weakest": ("the evidence is strong", "the evidence is weak"),
    "strongest": ("some of the evidence is strong", "none of the evidence is strong"),
    "parts": ("the words are mended together", "the words may not belong together"),
    "unmended": ("the whole name is mended", "a strange word beside it stays"),
    "runner_up": ("no other name comes near", "another name comes near"),
    "other_form": ("no other form claims the name", "another form claims the same name"),
    "letters": ("the form is long enough to tell", "the form is too short to tell"),
    "copy_mangled": ("other names of this copy are mangled too", "no other name of this copy is mangled"),
    "copy_strange": ("many names of this copy are strange", "few names of this copy are strange"),
}


DECISION_COLUMNS = (*DECISION_FEATURES, *COLUMNS)


_PICKED = itemgetter(*DECISION_COLUMNS)


_BORNE = 2  # of `Lexicon.given` and `Lexicon.surname`: more than a rare name


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A row with its probability (0-1)."""

    row: FeatureVector
    probability: float


@dataclass(frozen=True, slots=True)
class Piece:
    """One form at one place, with its best name and how the decision for that name stood."""

    low: int
    high: int
    best: ScoredCandidate
    runner_up: float
    other_form: float
    options: tuple[ScoredCandidate, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A stretch of copy (code points, and half-open token range) to be replaced as one, with its pieces.

    Groups with the same ``run`` stand side by side in one run of capital words and were decided together. A group is
    ``disputed`` when another person of the copy may be the one who is named there.
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

    def numbers(self) -> list[float]:
        """The values in the order of `DECISION_COLUMNS`."""
        return list(map(float, _PICKED(self.values)))

    @property
    def known(self) -> bool:
        """Whether the world knows a form of it as an English word, a people, a place of some size or a common name."""
        return bool(self.values["known"])

    @property
    def borne(self) -> bool:
        """Whether the world knows a form of it, or people who bear it, or it is disputed: nothing to change unasked.

        Sources may be the ones that are wrong: "Netanjahu" in some is no reason to write so over "Netanyahu".
        """
        return (
            self.disputed or self.known or any(piece.best.row.values["form_person"] >= _BORNE for piece in self.pieces)
        )

    @property
    def weakest(self) -> Piece:
        """The piece with the least evidence."""
        return min(self.pieces, key=lambda piece: piece.best.probability)
