"""Feature extraction: each feature measures what its description states."""

from __future__ import annotations

import math
from functools import cache

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, candidate_of, copy_context

from repair.pipeline.candidate_generation import candidates
from repair.pipeline.detection import CopyContext, suspect_forms
from repair.pipeline.features import feature_table
from repair.pipeline.features.feature import MeasuredPair
from repair.pipeline.features.feature_extraction import extract, extract_all
from repair.pipeline.features.feature_table import COLUMNS, DEFERRED, PRUNE_COLUMNS, FeatureVector

SOURCE = "Minister Torsten Wiklander sold the ferry to Malta on Monday. Bakers in Odda slept."
COPY = "Minister Torsten Vikrander sold the ferry to Malta on Monday. Bakers in Odda slept."


@cache
def context_of(copy: str, *sources: str) -> CopyContext:
    return copy_context(copy, *sources)


def values(form: str, name: str, copy: str = COPY, *sources: str) -> dict[str, float]:
    """Return the features of one candidate."""
    where = context_of(copy, *(sources or (SOURCE,)))
    return extract(where, candidate_of(where, form, name)).values


def test_pruning_uses_all_features_but_the_deferred_ones() -> None:
    assert set(PRUNE_COLUMNS) | set(DEFERRED) == set(COLUMNS)
    assert not set(PRUNE_COLUMNS) & set(DEFERRED)


def test_every_feature_is_measured_as_a_number() -> None:
    rows = [
        extract(context_of(BRIDGE_COPY, *BRIDGE), candidate)
        for candidate in everything(context_of(BRIDGE_COPY, *BRIDGE))
    ]
    assert rows
    for row in rows:
        assert set(row.values) == set(COLUMNS)
        assert all(math.isfinite(number) for number in row.as_row())
        assert len(row.as_row(PRUNE_COLUMNS)) == len(PRUNE_COLUMNS)


def everything(where: CopyContext) -> list:  # type: ignore[type-arg]
    return [candidate for form in suspect_forms(where) for candidate in candidates(where, form)]


def test_rows_have_the_order_of_the_columns() -> None:
    where = context_of(COPY, SOURCE)
    row = FeatureVector(
        candidate_of(where, "vikrander", "Wiklander"), {name: float(at) for at, name in enumerate(COLUMNS)}
    )
    assert row.as_row() == [float(at) for at in range(len(COLUMNS))]
    assert row.as_row((COLUMNS[2], COLUMNS[0])) == [2.0, 0.0]


def test_features_of_the_channel_and_of_rivals_are_empty_at_first() -> None:
    features = values("vikrander", "Wiklander")
    assert all(features[name] == 0.0 for name in DEFERRED)


@pytest.mark.parametrize("feature", ["jaro_winkler", "jaro_winkler_reversed", "similarity", "consonant_similarity"])
def test_the_right_name_is_more_similar_than_another(feature: str) -> None:
    assert values("vikrander", "Wiklander")[feature] > values("vikrander", "Malta", no_malta())[feature]


def no_malta() -> str:
    """Return the copy without its port, so that the port is a candidate."""
    return COPY.replace("to Malta ", "")


def test_letters_of_both_spellings_are_counted() -> None:
    features = values("vikrander", "Wiklander")
    assert (features["edit_distance"], features["common_prefix"], features["same_first_letter"]) == (2, 0, 0)
    assert (features["form_length"], features["name_length"], features["length_ratio"]) == (9, 9, 1.0)


def test_an_accepted_spelling_has_a_feature() -> None:
    copy, source = "He met Dmitry Lodygin-Sotnikov here.", "He met Dmitry Lodygyn-Sotnikov here."
    assert values("vikrander", "Wiklander")["shared_spelling_key"] == 0
    where = context_of(copy, source)
    assert all(extract(where, candidate).values["shared_spelling_key"] in (0, 1) for candidate in everything(where))


def test_a_difference_in_the_ending_alone_has_a_feature() -> None:
    copy, source = "Then Radim Havlovce resigned.", "Then Radim Havlovec resigned."
    assert values("havlovce", "Havlovec", copy, source)["common_stem"] > 0.5
    assert values("vikrander", "Wiklander")["common_stem"] == 0


def test_the_same_given_name_before_both_has_a_feature() -> None:
    features = values("vikrander", "Wiklander")
    assert features["left_name"] == 1 and features["left_similarity"] == 1
    assert features["right_word"] > 0
    assert features["full_name_words"] >= 1
    other = values("vikrander", "Wiklander", COPY.replace("Torsten", "minister"))
    assert other["left_name"] == 0 and other["full_name_words"] == 0


def test_a_name_of_the_aligned_sentence_is_missing_in_the_copy() -> None:
    features = values("vikrander", "Wiklander")
    assert (features["aligned"], features["missing"], features["elsewhere"]) == (1.0, 1, 0)
    assert features["sentence_score"] >= features["sentence_similarity"] > 0.5


def test_a_name_elsewhere_in_the_copy_has_a_feature() -> None:
    copy = COPY + " Wiklander left."
    features = values("vikrander", "Wiklander", copy)
    assert features["elsewhere"] == 1


def test_repetitions_of_a_form_are_counted() -> None:
    assert values("vikrander", "Wiklander", BRIDGE_COPY, *BRIDGE)["form_count"] == 2
    assert values("vikrander", "Wiklander")["form_count"] == 1


def test_the_sources_with_a_name_are_counted() -> None:
    both = values("vikrander", "Wiklander", BRIDGE_COPY, *BRIDGE)
    assert both["sources"] == 1.0
    features = values("vikrander", "Wiklander", BRIDGE_COPY, BRIDGE[0], "The bridge at Haparanda is open since Monday.")
    assert features["sources"] == 0.5


def test_the_lexicon_has_words_places_and_people() -> None:
    copy, source = "On Monday Torsten Window met Slovakia.", "On Monday Torsten Wiklander met Slovenia."
    word, place = values("window", "Wiklander", copy, source), values("slovakia", "Slovenia", copy, source)
    assert word["form_word"] > 0 and place["form_place"] > 0
    assert place["name_place"] > word["name_place"]
    assert values("vikrander", "Wiklander")["form_word"] == 0


def test_an_ordinary_word_of_the_copy_has_a_feature() -> None:
    copy = "On Monday Torsten Window spoke. He closed the window."
    assert values("window", "Wiklander", copy, "On Monday Torsten Wiklander spoke. It rained.")["form_lower"] == 1


def test_a_listed_name_has_a_feature() -> None:
    where = context_of(BRIDGE_COPY, *BRIDGE)
    assert extract(where, candidate_of(where, "vikrander", "Wiklander")).values["listed"] > 0


def test_capitals_of_the_form_have_a_feature() -> None:
    copy = "Tents of UNCHR and Vikrander are full."
    source = "Tents of UNHCR and Wiklander are full."
    assert values("unchr", "UNHCR", copy, source)["form_capitals"] == 1
    assert values("vikrander", "Wiklander", copy, source)["form_capitals"] == 0


def test_a_row_measures_its_feature_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def difference(pair: MeasuredPair) -> float:
        return pair.values["name_length"] - len(pair.form.form.joined)

    monkeypatch.setattr(feature_table, "_OF_PAIR", (*feature_table._OF_PAIR, ("longer", difference)))
    where = copy_context(COPY, SOURCE)
    assert extract(where, candidate_of(where, "vikrander", "Wiklander")).values["longer"] == 0.0


def test_the_features_of_the_copy_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[CopyContext] = []

    def words(copy: CopyContext) -> float:
        calls.append(copy)
        return float(len(copy.copy.tokens))

    monkeypatch.setattr(feature_table, "_OF_COPY", (*feature_table._OF_COPY, ("words", words)))
    where = copy_context(BRIDGE_COPY, *BRIDGE)
    rows = list(extract_all(where, everything(where)))
    assert len(rows) > 1 and {row.values["words"] for row in rows} == {float(len(where.copy.tokens))}
    assert calls == [where]
