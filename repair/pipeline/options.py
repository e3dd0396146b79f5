"""`Options`: what a `Repairer` does with its confidence. Values are checked when they are made."""

from __future__ import annotations

from dataclasses import dataclass

from repair.pipeline.house_list import HouseList

NOT_A_PROBABILITY = "{name} must be a probability from 0 to 1, not {value!r}"
OUT_OF_ORDER = "review_at ({review_at:g}) must not be above apply_at ({apply_at:g})"
NOT_A_COUNT = "guesses must be 0 or more, not {value!r}"


@dataclass(frozen=True, slots=True)
class Options:
    """What a `Repairer` does with its confidence (calibrated probabilities, 0-1).

    Args:
        apply_at: From this confidence on a suggestion may be applied without a person.
        review_at: From this confidence on a suggestion is queued for a person; below it nothing is proposed.
        flag: Whether names that no source has are reported.
        guesses: How many likely originals the model adds to such a flag. They are never applied and not calibrated.
        house: The desk's own list of names, whose explicit replacements are made unasked.

    Raises:
        ValueError: When a threshold is no probability, ``review_at`` is above ``apply_at``, or ``guesses`` is negative.
        TypeError: When a threshold is no number.

    Both default thresholds come out of calibration (see the card of the evidence model).
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
        if self.guesses < 0:
            raise ValueError(NOT_A_COUNT.format(value=self.guesses))
