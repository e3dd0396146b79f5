"""The protocol of a ranker, which `repair.pipeline.ranking.ranking_model.RankingModel` implements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from repair.core.copy_kind import CopyKind
from repair.pipeline.ranking.trees import Floats


class Ranker(Protocol):
    """Decides which candidate a form in the copy refers to, if any, and with what confidence; passed to `Repairer`.

    Rows are features in the order of `repair.pipeline.features.feature_table.PRUNE_COLUMNS` (pruning), its `COLUMNS`
    (ranking) and `repair.pipeline.decoding_values.DECISION_COLUMNS` (decisions).
    """

    @property
    def name(self) -> str:
        """Name and version, or hash of the weights, as printed in signatures."""

    def prune(self, rows: Floats) -> Floats:
        """Return the probability (0-1) of each candidate, by the features that need no channel model.

        *Shape:* ``(rows, columns)`` → ``(rows,)``. Improbable candidates are dropped and not scored any further.
        """

    def rank(self, rows: Floats) -> Floats:
        """Return the probability (0-1) that the form refers to each candidate, by all features.

        *Shape:* ``(rows, columns)`` → ``(rows,)``.
        """

    def decide(self, rows: Floats) -> Floats:
        """Return the probability (0-1) that each correction, of one form or several, is right.

        *Shape:* ``(rows, columns)`` → ``(rows,)``.
        """

    def calibrate(
        self, probabilities: Sequence[float] | Floats, is_known: Sequence[bool], *, kind: CopyKind = CopyKind.COVERED
    ) -> Floats:
        """Return the confidence (0-1) of each correction of one copy.

        *Shape:* ``(rows,)``, ``(rows,)`` → ``(rows,)``.

        Args:
            probabilities: The result of `decide`, pooled over the occurrences of a form.
            is_known: Whether each form is in a list of words or names.
            kind: The kind of copy.
        """

    def contributions(
        self, candidates: Sequence[Sequence[float]], corrections: Sequence[Sequence[float]]
    ) -> Sequence[Mapping[str, float]]:
        """Return how much each feature supports (positive) or opposes each correction, in nats.

        Args:
            candidates: For each correction the row of its weakest candidate, in the form for `rank`.
            corrections: The row of each correction, in the form for `decide`.
        """
