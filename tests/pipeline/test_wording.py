"""Reasons: each is true of the form and the name, and no two of one suggestion contradict each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import test_cases_jsonl as case_files
from core_fixtures import plain_repairer
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from repair.core.types import Action, Reason, Suggestion
from repair.pipeline import explanation
from repair.pipeline.actions.action_choice import CLAIMS, DIFFER, VARIANT, with_action_reason
from repair.pipeline.decoding_values import DECISION_FEATURES
from repair.pipeline.explanation import MAX_AGAINST, MAX_REASONS, claims_of, worded_reasons
from repair.pipeline.features.feature import Feature
from repair.pipeline.features.feature_table import FEATURES
from repair.pipeline.wording import Comparison, contradict

SAMPLES = Path(__file__).parents[2] / "samples"
WORDED = FEATURES | DECISION_FEATURES
NEUTRAL = dict.fromkeys(WORDED, 0.0)


def pair(form: str, name: str, **values: float) -> Comparison:
    return Comparison(form, name, NEUTRAL | values)


def words(key: str, weight: float, comparison: Comparison) -> str | None:
    wording = WORDED[key].wording(weight)
    return wording.of(comparison) if wording is not None else None


def assert_consistent(reasons: tuple[Reason, ...] | list[Reason], comparison: Comparison | None = None) -> None:
    """Check that no two reasons contradict each other or say the same, and that each is true of the comparison."""
    for first, other in itertools.combinations(reasons, 2):
        claims, others = (CLAIMS.get(each.key) or claims_of(each) for each in (first, other))
        assert not contradict(claims, others), (first.text, other.text)
    assert len({reason.text for reason in reasons}) == len(reasons)
    for reason in reasons:
        if comparison is not None:
            assert reason.text == words(reason.key, reason.weight, comparison)


# --- properties


@settings(max_examples=300, deadline=None)
@given(
    st.text("aeiklmnorstv", min_size=1, max_size=9),
    st.text("aeiklmnorstv", min_size=1, max_size=9),
    st.integers(0, 2**32),
)
def test_reasons_are_true_and_consistent_whatever_the_values_and_weights(form: str, name: str, seed: int) -> None:
    random = Random(seed)
    values = {key: random.choice((-2.0, -1.0, 0.0, 0.3, 0.5, 1.0, 2.0, 5.0, 20.0)) for key in WORDED}
    weights = {key: random.uniform(-1, 1) for key in WORDED}
    comparison = Comparison(form, name, values)
    reasons = worded_reasons(WORDED, weights, comparison, least=0.15)
    assert_consistent([reason for reason in reasons if reason.weight], comparison)
    assert sum(reason.weight > 0 for reason in reasons) <= MAX_REASONS
    assert sum(reason.weight < 0 for reason in reasons) <= MAX_AGAINST
    assert all(abs(weights[reason.key]) >= 0.15 for reason in reasons)


def test_words_for_and_against_by_one_feature_claim_the_opposite_or_differ() -> None:
    for feature in WORDED.values():
        if feature.supports is not None and feature.opposes is not None:
            assert feature.supports.text != feature.opposes.text


def test_every_claim_has_an_opposite_or_is_made_by_one_side_only() -> None:
    claims = {claim for feature in WORDED.values() for wording in feature[:2] if wording for claim in wording.claims}
    assert all(claim[0] in "+-" and claim[1:] for claim in claims)
    ruled = frozenset().union(*CLAIMS.values())
    topics = {claim[1:] for claim in claims}
    assert {claim[1:] for claim in ruled} <= topics


def test_of_two_contradicting_reasons_the_weightier_is_given() -> None:
    comparison = pair("masuda", "mazuda", runner_up=0.3, similarity_rank=1.0)
    weights = {"runner_up": -0.5, "similarity_rank": -0.3, "channel_share": 0.9}
    scored = Comparison("masuda", "mazuda", {**comparison.values, "channel_copy": -0.1, "channel_share": 0.9})
    assert [reason.key for reason in worded_reasons(WORDED, weights, scored, least=0.15)] == ["channel_share"]
    weights["runner_up"] = -1.2
    assert [reason.key for reason in worded_reasons(WORDED, weights, scored, least=0.15)] == [
        "runner_up",
        "similarity_rank",
    ]


# --- reasons that were wrong


@pytest.mark.parametrize(
    ("form", "name"),
    [("hollenstain", "hollenstein"), ("bergmanova", "bergmanove"), ("kestrelton", "kestreltown")],
)
def test_one_word_is_called_the_adjective_of_the_other_only_where_one_is_a_people(form: str, name: str) -> None:
    stem = 0.8
    assert words("common_stem", -1.0, pair(form, name, common_stem=stem)) is None
    people = pair("estonian", "estonia", common_stem=1.0, form_demonym=1.0)
    assert words("common_stem", -1.0, people) == "one may be the adjective of the other, like Italian and Italy"


def test_only_the_endings_differ_where_the_rest_is_the_same() -> None:
    assert words("common_stem", 1.0, pair("hollenstain", "hollenstein", common_stem=0.8)) is None
    assert words("common_stem", 1.0, pair("karlssona", "karlsson", common_stem=1.0)) == "only the endings differ"


@pytest.mark.parametrize(
    ("form", "name"), [("okonjole", "brandenfels"), ("envidia", "nvidia"), ("marduro", "maduro"), ("sinai", "sine")]
)
def test_no_chinese_characters_are_named_for_names_without_them(form: str, name: str) -> None:
    assert words("same_characters", 1.0, pair(form, name, same_characters=8.0)) is None


def test_readings_of_the_same_characters_are_named() -> None:
    comparison = pair("masayo", "shodai", same_characters=5.7)
    assert words("same_characters", 1.0, comparison) == "both can be readings of the same Chinese characters"
    assert words("same_characters", 1.0, pair("masayo", "shodai", same_characters=0.5)) is None


def test_a_long_word_is_not_called_short() -> None:
    assert words("form_length", -1.0, pair("hollenstain", "hollenstein", form_length=11.0)) is None
    assert words("form_length", -1.0, pair("lu", "liu", form_length=2.0)) == "names this short are easily confused"


@pytest.mark.parametrize("key", ["channel", "channel_back", "channel_share"])
@pytest.mark.parametrize("weight", [-1.0, 1.0])
def test_the_channel_model_is_not_a_reason_where_it_was_not_used(key: str, weight: float) -> None:
    assert words(key, weight, pair("latka", "lutka")) is None


def test_a_reason_for_an_action_removes_those_that_it_contradicts() -> None:
    garbled = Reason("channel_back", "names are often garbled like this", 0.6)
    similar = Reason("similarity", "only one letter differs", 0.3)
    unseen = Reason("form_in_sources", "no source has the copy's spelling", 0.3)
    suggestion = plain_repairer(*_CASE.sources).suggest(_CASE.copy)[0]
    plain = with_action_reason(
        _with(suggestion, garbled, similar, unseen), Reason(VARIANT, "may be another spelling", 0.0)
    )
    assert [reason.key for reason in plain.reasons] == [VARIANT, "similarity", "form_in_sources"]
    differ = with_action_reason(_with(suggestion, garbled, similar, unseen), Reason(DIFFER, "sources differ", 0.0))
    assert [reason.key for reason in differ.reasons] == [DIFFER, "channel_back", "similarity"]


def _with(suggestion: Suggestion, *reasons: Reason) -> Suggestion:
    return replace(suggestion, reasons=reasons)


# --- the samples and the cases

_CASE = case_files.read("mangled")[0]


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Comparison, list[Reason]]]:
    """Collect every comparison that is worded, with its reasons."""
    comparisons: list[tuple[Comparison, list[Reason]]] = []

    def spy(features: Mapping[str, Feature], weights: Mapping[str, float], comparison: Comparison, *, least: float):  # type: ignore[no-untyped-def]
        comparisons.append((comparison, worded_reasons(features, weights, comparison, least=least)))
        return comparisons[-1][1]

    monkeypatch.setattr(explanation, "worded_reasons", spy)
    return comparisons


def _suggestions_of_samples() -> Iterator[Suggestion]:
    sources = [path.read_text(encoding="utf-8") for path in sorted((SAMPLES / "sources").glob("*.txt"))]
    for path in sorted((SAMPLES / "copy").glob("*.txt")):
        yield from plain_repairer(*sources).suggest(path.read_text(encoding="utf-8"))


def _suggestions_of_cases() -> Iterator[Suggestion]:
    for case in case_files.read("mangled")[::3]:
        yield from plain_repairer(*case.sources).suggest(case.copy)


@pytest.mark.parametrize("suggestions", [_suggestions_of_samples, _suggestions_of_cases])
def test_reasons_of_real_suggestions_are_true_and_consistent(suggestions, compared) -> None:  # type: ignore[no-untyped-def]
    corrections = [suggestion for suggestion in suggestions() if suggestion.action is not Action.FLAG]
    assert corrections and compared
    for suggestion in corrections:
        assert suggestion.reasons
        assert_consistent(suggestion.reasons)
    for comparison, reasons in compared:
        assert_consistent(reasons, comparison)
        assert any(reason.weight > 0 for reason in reasons)
        for reason in reasons:
            if reason.text.startswith("only one letter"):
                assert Levenshtein.distance(comparison.form, comparison.name) == 1
