"""Deferred features: comparisons of the candidates that pruning leaves."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context
from hypothesis import given
from hypothesis import strategies as st

from repair.pipeline.candidate_generation import Candidate
from repair.pipeline.detection import suspect_forms
from repair.pipeline.features.deferred_features import fill_in
from repair.pipeline.features.feature_table import DEFERRED, PRUNE_COLUMNS, FeatureVector

LETTERS = st.text(st.characters(categories=["L"]), min_size=2, max_size=90)


def compared(surface: str, name: str) -> dict[str, float]:
    """Return the deferred features of a form and a name."""
    forms = suspect_forms(copy_context(f"They said that {surface} came.", "Nobody came to the meeting on Monday."))
    row = FeatureVector(Candidate(forms[0], name))
    fill_in(row)
    return row.values


def test_a_name_that_looks_alike_is_nearer_than_one_with_as_many_other_letters() -> None:
    alike, unlike = compared("Seehoter", "Seehofer"), compared("Seehoter", "Seehozer")
    assert alike["shape_distance"] < unlike["shape_distance"]
    assert alike["shape_distance_share"] < unlike["shape_distance_share"]


def test_a_name_that_sounds_alike_is_nearer_than_one_with_as_many_other_letters() -> None:
    alike, unlike = compared("Vatanave", "Watanabe"), compared("Vatanave", "Katanake")
    assert alike["sound_similarity"] == alike["consonant_sound_similarity"] == 1.0
    assert unlike["sound_similarity"] < 1.0
    assert unlike["consonant_sound_similarity"] < 1.0


@given(LETTERS)
def test_values_are_in_their_ranges(name: str) -> None:
    values = compared("Vatanave", name)
    assert set(values) <= set(DEFERRED)
    assert values["shape_distance"] >= 0
    assert 0 <= values["sound_similarity"] <= 1
    assert 0 <= values["consonant_sound_similarity"] <= 1


def test_a_very_long_name_is_compared_by_its_start() -> None:
    assert compared("Vatanave", "Watanabe" * 100_000)["shape_distance"] > 0


def test_deferred_features_take_no_part_in_pruning() -> None:
    assert not set(DEFERRED) & set(PRUNE_COLUMNS)


def test_the_same_letters_have_no_distance() -> None:
    values = compared("Vatanave", "Vatanave")
    assert (
        values["shape_distance"],
        values["sound_similarity"],
        values["consonant_sound_similarity"],
    ) == pytest.approx((0.0, 1.0, 1.0))
