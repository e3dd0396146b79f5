"""The screen of candidates: it has the features' values, and leaves out what pruning would drop."""

from __future__ import annotations

import numpy as np
import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, copy_context

from repair.gazetteer import Gazetteer
from repair.pipeline.candidate_generation import Candidate, candidates
from repair.pipeline.correction_stages import PRUNE_BELOW, extract_features
from repair.pipeline.detection import CopyContext
from repair.pipeline.features.candidate_screen import SCREEN_COLUMNS, CandidateScreen, screen_rows, shipped_screen
from repair.pipeline.features.candidate_spellings import CandidateSpellings
from repair.pipeline.features.feature_cache import FeatureCache
from repair.pipeline.features.feature_table import PRUNE_COLUMNS, copy_values
from repair.pipeline.ranking.ranking_model import RankingModel
from repair.pipeline.ranking.trees import TreeEnsemble, TreeNode
from repair.pipeline.repairer import Repairer

SOURCES = (
    "Governor Ilmari Kekkola met Bruno Aldane and Pilar Osteria in Tampere. Kekkola spoke of the Vantaa bridge.",
    "Pilar Osteria, of the Aldane Foundation, said in Vantaa that Ilmari Kekkola was late. The bridge is closed.",
)
COPIES = (
    "Governor Ilmari Kekola met Bruno Aldene and Pillar Osteria in Tampere. Kekola spoke of the Wantaa bridge.",
    "In Vanta, Pilar Hosteria and Elmari Kekkola were late, said the Aldan Foundation. Marek Zielony was there.",
    "Nobody was hurt when the ferry of Ilmary Keckola left Tamperre. Tamperre slept.",
)


def context(copy: str) -> CopyContext:
    return copy_context(copy, *SOURCES)


def pairs_of(where: CopyContext) -> list[Candidate]:
    return [candidate for form in where.suspect_forms for candidate in candidates(where, form)]


@pytest.mark.parametrize("copy", COPIES)
def test_the_columns_are_those_of_the_features(copy: str) -> None:
    where = context(copy)
    pairs = pairs_of(where)
    rows = screen_rows(FeatureCache(where), pairs, CandidateSpellings(pairs), copy_values(where))
    measured = np.asarray([features.as_row(SCREEN_COLUMNS) for features in extract_features(where)])
    assert len(pairs) > 3
    np.testing.assert_allclose(rows, measured, rtol=0, atol=0)


def test_pruning_has_all_columns() -> None:
    assert set(SCREEN_COLUMNS) <= set(PRUNE_COLUMNS) and len(set(SCREEN_COLUMNS)) == len(SCREEN_COLUMNS)


def by_similarity(edge: float) -> CandidateScreen:
    """Return a screen that leaves out candidates of at most this similarity."""
    tree = (TreeNode(0.0, "similarity", edge, 1, 2), TreeNode(-1.0), TreeNode(1.0))
    return CandidateScreen(TreeEnsemble.of(SCREEN_COLUMNS, 0.0, (tree,)), 0.0)


def test_the_other_candidates_have_the_same_features() -> None:
    where = copy_context(BRIDGE_COPY, *BRIDGE)
    every = extract_features(where)
    kept = [features for features in every if features.values["similarity"] > 0.6]
    assert 0 < len(kept) < len(every)
    assert extract_features(where, by_similarity(0.6)) == kept
    assert extract_features(where, by_similarity(1.0)) == []


@pytest.mark.parametrize("copy", COPIES)
def test_what_the_shipped_screen_leaves_out_is_improbable(copy: str) -> None:
    where = context(copy)
    every = extract_features(where)
    kept = [features.candidate for features in extract_features(where, shipped_screen())]
    model = Repairer(Gazetteer.build(SOURCES))._ranker
    probabilities = model.prune(np.asarray([features.as_row(PRUNE_COLUMNS) for features in every]))
    probable = [features.candidate for features, p in zip(every, probabilities, strict=True) if p >= 3 * PRUNE_BELOW]
    assert probable and len(kept) <= len(every)
    assert [candidate for candidate in probable if candidate not in kept] == []


def test_the_shipped_screen_leaves_out_candidates() -> None:
    every = [len(extract_features(context(copy))) for copy in COPIES]
    kept = [len(extract_features(context(copy), shipped_screen())) for copy in COPIES]
    assert sum(kept) < 0.8 * sum(every)


def test_a_ranker_of_another_kind_prunes_all_candidates() -> None:
    shipped = Repairer(Gazetteer.build(SOURCES))
    assert shipped._screen is shipped_screen()
    assert isinstance(shipped._ranker, RankingModel)
    assert Repairer(Gazetteer.build(SOURCES), ranker=shipped._ranker)._screen is None
