"""A ranker of another distribution: any object with the members of the protocol `Ranker`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from repair.core.copy_kind import CopyKind
from repair.core.resources import shipped_model
from repair.gazetteer import Gazetteer
from repair.pipeline.decoding_values import DECISION_COLUMNS
from repair.pipeline.features.feature_table import COLUMNS, PRUNE_COLUMNS
from repair.pipeline.ranking.ranking_model import RankingModel
from repair.pipeline.ranking.trees import Floats
from repair.pipeline.repairer import Repairer

SOURCE = "British Prime Minister Keir Starmer met Mark Rutte in London on Monday."
COPY = "British Prime Minister Kiel Starmer met Mark Rutte in London on Monday."


class CautiousRanker:
    """Ranks as the shipped model does, checks what it is given, and is never more than 60% certain."""

    name = "cautious"

    def __init__(self) -> None:
        self._model = RankingModel.load(shipped_model("evidence-1") / "evidence.json")

    def prune(self, rows: Floats) -> Floats:
        assert rows.shape[1] == len(PRUNE_COLUMNS)
        return self._model.prune(rows)

    def rank(self, rows: Floats) -> Floats:
        assert rows.shape[1] == len(COLUMNS)
        return self._model.rank(rows)

    def decide(self, rows: Floats) -> Floats:
        assert rows.shape[1] == len(DECISION_COLUMNS)
        return self._model.decide(rows)

    def calibrate(
        self, probabilities: Sequence[float] | Floats, is_known: Sequence[bool], *, kind: CopyKind = CopyKind.COVERED
    ) -> Floats:
        return np.minimum(self._model.calibrate(probabilities, is_known, kind=kind), 0.6)

    def contributions(
        self, candidates: Sequence[Sequence[float]], corrections: Sequence[Sequence[float]]
    ) -> list[dict[str, float]]:
        return [{"form_word": 2.0} for _ in corrections]


def test_a_repairer_takes_any_ranker_and_shows_its_confidence_and_reasons() -> None:
    repairer = Repairer(Gazetteer.build([SOURCE]), ranker=CautiousRanker())
    (suggestion,) = [each for each in repairer.suggest(COPY) if each.replacement is not None]
    assert (suggestion.surface, suggestion.replacement) == ("Kiel Starmer", "Keir Starmer")
    assert suggestion.confidence is not None and suggestion.confidence <= 0.6
    assert [reason.key for reason in suggestion.reasons] == ["form_word"]
    assert "ranker:cautious" in repairer.signature
