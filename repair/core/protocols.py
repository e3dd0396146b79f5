"""Protocols: what the parts of the pipeline expect of each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from repair.core.types import Query


class Scorer(Protocol):
    """Gives log-probabilities (nats) of texts for a printed form; holds no thresholds."""

    @property
    def name(self) -> str:
        """Name and weights hash, as it stands in a signature."""

    def directions(self, queries: Sequence[Query]) -> tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]:
        """Return, for each query, log p(candidate | form) of each candidate, NIL (the form itself) last.

        Beside it stands, in the same order, log p(form | candidate); what comes after the candidates is not looked at.
        """

    def generate_all(self, surfaces: Sequence[str], *, count: int = 3) -> list[tuple[tuple[str, float], ...]]:
        """Return likely originals of each of ``surfaces``, best first, each with its log-probability (nats)."""
