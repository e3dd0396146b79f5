"""Values of the channel model: its queries, and the scores that it returns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A request to a scorer: the printed form and the candidates for it."""

    surface: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DirectionScores:
    """The result of a scorer for one query: log-probabilities (nats), in the order of the candidates.

    Attributes:
        names: log p(candidate | form) of each candidate.
        nil: log p(form | form), of the form itself (NIL).
        forms: log p(form | candidate) of each candidate.
    """

    names: tuple[float, ...]
    nil: float
    forms: tuple[float, ...]
