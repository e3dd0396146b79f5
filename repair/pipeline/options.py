"""`Options`: the thresholds of a `Repairer`, and what it reports. Values are validated on construction."""

from __future__ import annotations

from dataclasses import dataclass
from types import NoneType

from repair.core.arguments import check_type
from repair.pipeline.feedback.house_list import HouseList

NOT_A_PROBABILITY = "{name} must be a probability from 0 to 1, not {value!r}"
OUT_OF_ORDER = "review_at ({review_at:g}) must not be above apply_at ({apply_at:g})"
NOT_A_COUNT = "guesses must be 0 or more, not {value!r}"


@dataclass(frozen=True, slots=True)
class Options:
    """The thresholds of a `Repairer` (calibrated probabilities, 0-1), and what it reports.

    Args:
        apply_at: Confidence from which a suggestion may be applied without a person; where only one
            source has the name, the threshold is halfway from there to 1.
        review_at: Confidence from which a suggestion is made for a person to review; below it there is none.
        flag: Whether names that no source has are flagged.
        guesses: How many names of the sources or lists a flag offers at most, as what the flagged name may be. They are
            never applied unasked.
        house: The desk's own list of names, whose explicit replacements are always made.

    Raises:
        ValueError: When a threshold is not in 0-1, ``review_at`` is above ``apply_at``, or ``guesses`` is negative.
        TypeError: When a value is of the wrong type.

    The default thresholds come from calibration (see ``card.json`` of the ranker).
    """

    apply_at: float = 0.97
    review_at: float = 0.55
    flag: bool = True
    guesses: int = 2
    house: HouseList | None = None

    def __post_init__(self) -> None:
        for name in ("apply_at", "review_at"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise TypeError(NOT_A_PROBABILITY.format(name=name, value=value))
            if not 0 <= value <= 1:
                raise ValueError(NOT_A_PROBABILITY.format(name=name, value=value))
        if self.review_at > self.apply_at:
            raise ValueError(OUT_OF_ORDER.format(review_at=self.review_at, apply_at=self.apply_at))
        check_type(self.flag, bool, "flag", "True or False")
        check_type(self.house, (HouseList, NoneType), "house", "a HouseList or None")
        if check_type(self.guesses, int, "guesses", "a number") < 0:
            raise ValueError(NOT_A_COUNT.format(value=self.guesses))
