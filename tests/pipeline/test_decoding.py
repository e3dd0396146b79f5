"""Decoding: the pieces of a run are decided together, a form gets one name, and rivals are compared."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, copy_context
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.pipeline.candidate_generation import Candidate, candidates
from repair.pipeline.decoding import decode, pool_by_form
from repair.pipeline.decoding_values import DECISION_COLUMNS, DECISION_FEATURES, Correction, ScoredCandidate
from repair.pipeline.detection import CopyContext, suspect_forms
from repair.pipeline.features.feature_extraction import extract
from repair.pipeline.features.feature_table import FeatureVector


def scored_candidates(where: CopyContext, likely: Mapping[tuple[str, str], float]) -> list[ScoredCandidate]:
    """Return the candidates of a copy with these probabilities by (form, name), without the others."""
    scored = []
    for form in suspect_forms(where):
        texts = {candidate.text: candidate for candidate in candidates(where, form)}
        for (folded, name), probability in likely.items():
            if folded == form.fold:
                candidate = texts.get(name, Candidate(form, name))
                scored.append(ScoredCandidate(extract(where, candidate), probability))
    return scored


def settled(where: CopyContext, likely: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    """Return the surface and the replacement of each correction."""
    return [(surface(where, group), group.replacement) for group in decode(where, scored_candidates(where, likely))]


def surface(where: CopyContext, group: Correction) -> str:
    return where.copy.text[group.start : group.end]


def test_every_place_of_a_form_gets_the_same_name() -> None:
    where = copy_context(BRIDGE_COPY, *BRIDGE)
    assert settled(where, {("vikrander", "Wiklander"): 0.9}) == [("Vikrander", "Wiklander")] * 2


def test_the_likeliest_name_wins_and_the_next_is_an_alternative() -> None:
    where = copy_context(BRIDGE_COPY, *BRIDGE)
    groups = decode(where, scored_candidates(where, {("vikrander", "Torsten"): 0.3, ("vikrander", "Wiklander"): 0.9}))
    assert [group.replacement for group in groups] == ["Wiklander", "Wiklander"]
    assert groups[0].values["runner_up"] == 0.3
    assert [candidate.probability for candidate in groups[0].weakest.candidates] == [0.9, 0.3]


def test_improbable_candidates_are_ignored() -> None:
    where = copy_context(BRIDGE_COPY, *BRIDGE)
    assert settled(where, {("vikrander", "Wiklander"): 0.01}) == []
    assert settled(where, {}) == []


PARTS = (
    "They saw Arbid Brantmon today.",
    "They saw Arvid Brandmoen today.",
)


def test_two_pieces_side_by_side_are_decided_together_and_proposed_apart() -> None:
    where = copy_context(*PARTS)
    likely = {("arbid", "Arvid"): 0.8, ("brantmon", "Brandmoen"): 0.6}
    given_name, surname = decode(where, scored_candidates(where, likely))
    assert (surface(where, given_name), given_name.replacement) == ("Arbid", "Arvid")
    assert (surface(where, surname), surname.replacement) == ("Brantmon", "Brandmoen")
    for group in (given_name, surname):
        assert (group.values["parts"], group.values["weakest"], group.values["strongest"]) == (2, 0.6, 0.8)
    assert given_name.run == surname.run
    assert (given_name.values["letters"], surname.values["letters"]) == (5, 8)


def test_pieces_that_no_space_separates_stay_together() -> None:
    where = copy_context("They saw Arbid-Brantmon today.", "They saw Arvid-Brandmoen today.")
    likely = {("arbid", "Arvid"): 0.8, ("brantmon", "Brandmoen"): 0.6}
    assert settled(where, likely) == [("Arbid-Brantmon", "Arvid-Brandmoen")]


def test_pieces_whose_names_share_a_word_stay_together() -> None:
    where = copy_context("They saw Brant Moun today.", "They saw Arvid Brandmoen today.")
    likely = {("brant", "Brandmoen"): 0.8, ("moun", "Arvid Brandmoen"): 0.8}
    assert len(settled(where, likely)) == 1


def test_an_article_is_not_taken_into_a_name() -> None:
    where = copy_context("They saw the Brantmon today.", "The Brandmoen is a ship. The Brandmoen left.")
    assert settled(where, {("brantmon", "Brandmoen"): 0.9}) == [("Brantmon", "Brandmoen")]


def test_the_more_frequent_of_two_spellings_is_used() -> None:
    where = copy_context("They saw Njaes today.", "They saw Naas.\nNääs left.\nNääs was here.")
    assert settled(where, {("njaes", "Naas"): 0.9, ("njaes", "Nääs"): 0.8}) == [("Njaes", "Nääs")]
    where = copy_context("They saw Njaes today.", "They saw Naas.\nNaas left.\nNääs was here.")
    assert settled(where, {("njaes", "Naas"): 0.7, ("njaes", "Nääs"): 0.8}) == [("Njaes", "Naas")]


def test_the_spelling_with_accents_is_used_of_two_equally_frequent_ones() -> None:
    where = copy_context("They saw Njaes today.", "They saw Naas.\nNääs left.")
    assert settled(where, {("njaes", "Naas"): 0.9, ("njaes", "Nääs"): 0.2}) == [("Njaes", "Nääs")]


def test_the_whole_goes_before_its_pieces_when_it_is_as_likely() -> None:
    where = copy_context(*PARTS)
    likely = {("arbid", "Arvid"): 0.7, ("arbid brantmon", "Arvid Brandmoen"): 0.95}
    assert settled(where, likely) == [("Arbid Brantmon", "Arvid Brandmoen")]


def test_two_halves_of_a_name_are_replaced_by_it_once() -> None:
    where = copy_context("They saw Brant Moon today.", "They saw Brandmoen today.")
    likely = {("brant", "Brandmoen"): 0.8, ("moon", "Brandmoen"): 0.8}
    assert settled(where, likely) == [("Brant Moon", "Brandmoen")]


def test_a_suspicious_neighbour_is_a_feature_of_the_decision() -> None:
    where = copy_context(*PARTS)
    (group,) = decode(where, scored_candidates(where, {("brantmon", "Brandmoen"): 0.9}))
    assert group.values["suspicious_beside"] == 1
    (whole,) = decode(where, scored_candidates(where, {("arbid brantmon", "Arvid Brandmoen"): 0.9}))
    assert whole.values["suspicious_beside"] == 0


def test_another_form_for_the_same_name_is_a_feature_of_the_decision() -> None:
    where = copy_context("Vikrander met Wiglanda in Odda.", "Wiklander met Sotnik in Odda.")
    groups = decode(where, scored_candidates(where, {("vikrander", "Wiklander"): 0.9, ("wiglanda", "Wiklander"): 0.5}))
    assert [group.values["other_form"] for group in groups] == [0.5, 0.9]


def test_the_particle_is_written_as_the_sources_write_it() -> None:
    where = copy_context("They saw Kevin de Brayne today.", "They saw Kevin De Bruyne today. De Bruyne left.")
    assert settled(where, {("brayne", "Bruyne"): 0.9}) == [("de Brayne", "De Bruyne")]


@pytest.mark.parametrize(
    ("copy", "sources", "likely", "expected"),
    [
        # no source joins them like this
        ("The Abud-Dhabi race.", ["The Abu Dhabi race."], ("abud", "Abu"), ("Abud-Dhabi", "Abu Dhabi")),
        ("They read San Diego.", ["They read San-Digi."], ("diego", "Digi"), ("San Diego", "San-Digi")),
        # some source does
        ("The Abud-Dhabi race.", ["The Abu Dhabi race.", "An Abu-Dhabi race."], ("abud", "Abu"), ("Abud", "Abu")),
        # the word beside it differs, or is not part of a name
        ("The Abud-Dhabi race.", ["The Abu Simbel race."], ("abud", "Abu"), ("Abud", "Abu")),
        ("A Szechuon style dish.", ["A Sichuan-style dish."], ("szechuon", "Sichuan"), ("Szechuon", "Sichuan")),
    ],
)
def test_a_name_joins_its_neighbour_as_the_sources_join_them(
    copy: str, sources: list[str], likely: tuple[str, str], expected: tuple[str, str]
) -> None:
    where = copy_context(copy, *sources)
    assert settled(where, {likely: 0.9}) == [expected]


def test_a_word_between_two_corrected_names_joins_one_of_them() -> None:
    where = copy_context("They saw Arbid-Dhabi-Brantmon.", "They saw Arvid Dhabi Brandmoen.")
    likely = {("arbid", "Arvid"): 0.9, ("brantmon", "Brandmoen"): 0.9}
    assert settled(where, likely) == [("Arbid-Dhabi", "Arvid Dhabi"), ("Brantmon", "Brandmoen")]


def test_other_garbled_names_are_a_feature_of_the_decision() -> None:
    where = copy_context("Vikrander came.\nThen Brantmon came.", "Wiklander came.\nThen Brandmoen came.")
    alone = decode(where, scored_candidates(where, {("vikrander", "Wiklander"): 0.9}))
    both = decode(where, scored_candidates(where, {("vikrander", "Wiklander"): 0.9, ("brantmon", "Brandmoen"): 0.8}))
    assert alone[0].values["copy_mangled"] == 0
    assert both[0].values["copy_mangled"] > 0


def test_a_correction_has_every_feature_of_the_decision() -> None:
    where = copy_context(BRIDGE_COPY, *BRIDGE)
    for group in decode(where, scored_candidates(where, {("vikrander", "Wiklander"): 0.9})):
        assert len(group.as_row()) == len(DECISION_COLUMNS)
        assert set(DECISION_FEATURES) <= set(group.values)


COPY = "Arbid Van Brantmon, Olek Zandra Stepan and Vikrander met. Arbid slept. Zandra Stepan left."
SOURCE = "Arvid Van Brandmoen, Oleksandra Stepanchuk and Wiklander met. Arvid slept. Stepanchuk left."


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False))
def test_groups_are_in_order_and_never_overlap(random: object) -> None:
    where = LAID
    rows = [ScoredCandidate(row, random.random()) for row in ROWS]  # type: ignore[attr-defined]
    groups = decode(where, rows)
    ends = 0
    for group in groups:
        assert ends <= group.start < group.end
        ends = group.end
        assert where.copy.tokens[group.low].start == group.start
        assert where.copy.tokens[group.high - 1].end == group.end
        assert group.replacement
    assert decode(where, rows) == groups


LAID = copy_context(COPY, SOURCE)
ROWS: list[FeatureVector] = [
    extract(LAID, candidate) for form in suspect_forms(LAID) for candidate in candidates(LAID, form)
]


def test_words_that_two_pieces_share_are_written_once() -> None:
    where = copy_context("Pupils of Hamajo Hokko won the match.", "Pupils of Hama Johoku won the match.")
    assert settled(where, {("hamajo", "Hama Johoku"): 0.8, ("hokko", "Johoku"): 0.6}) == [
        ("Hamajo Hokko", "Hama Johoku")
    ]


def test_a_well_known_place_may_be_a_garbled_name_but_its_own_adjective_may_not() -> None:
    where = copy_context(
        "The players of Cologne met the mayor of Brovary today.",
        "The players of Kolín met the mayor of the Brovarskyi district today.",
    )
    likely = {("cologne", "Kolín"): 0.8, ("brovary", "Brovarskyi"): 0.8}
    assert settled(where, likely) == [("Cologne", "Kolín")]


def test_two_countries_of_one_copy_and_a_people_and_its_country_are_left_alone() -> None:
    where = copy_context(
        "Iran opened the road. Iraq sent buses to the Maltese.", "Iran opened the road. Malta sent buses."
    )
    assert settled(where, {("iraq", "Iran"): 0.9, ("maltese", "Malta"): 0.9}) == []


def test_an_improbable_form_unlike_the_name_and_its_probable_form_is_left_alone() -> None:
    where = copy_context("Vikrander met Petrekin in Odda.", "Wiklander met Sotnik in Odda.")
    doubtful = {("vikrander", "Wiklander"): 0.95, ("petrekin", "Wiklander"): 0.5}
    assert settled(where, doubtful) == [("Vikrander", "Wiklander")]
    # Where no other form claims the name surely, or the form is likely by itself, the evidence decides.
    assert len(settled(where, doubtful | {("vikrander", "Wiklander"): 0.8})) == 2
    assert len(settled(where, doubtful | {("petrekin", "Wiklander"): 0.8})) == 2


def test_a_doubtful_form_goes_to_the_next_name_when_its_first_is_claimed() -> None:
    where = copy_context("Vikrander met Petrekin in Odda.", "Wiklander met Sotnik in Odda.")
    likely = {("vikrander", "Wiklander"): 0.95, ("petrekin", "Wiklander"): 0.5, ("petrekin", "Sotnik"): 0.3}
    assert settled(where, likely) == [("Vikrander", "Wiklander"), ("Petrekin", "Sotnik")]


def test_two_similar_garbled_forms_of_one_name_are_both_corrected() -> None:
    where = copy_context("Vikrander met Sotnik. Vikranda left.", "Wiklander met Sotnik. Wiklander left.")
    likely = {("vikrander", "Wiklander"): 0.95, ("vikranda", "Wiklander"): 0.5}
    assert settled(where, likely) == [("Vikrander", "Wiklander"), ("Vikranda", "Wiklander")]


FAMILY = "Marta Wielgosz won in Lodz. Wielgosz is 19."
MARITA = {("marita", "Marta"): 0.9}


def family(copy: str) -> list[tuple[str, str]]:
    return settled(copy_context(copy, FAMILY), MARITA)


def test_a_relative_of_somebody_whom_the_copy_has_right_is_another_person() -> None:
    assert family("Marta Wielgosz won in Lodz. Her twin sister Marita Wielgosz became fourth.") == []
    assert family("Marta Wielgosz won in Lodz. Wielgosz's sister, Marita Wielgosz, became fourth.") == []


def test_a_relative_named_only_once_may_have_a_garbled_name() -> None:
    assert family("His daughter Marita Wielgosz won in Lodz.") == [("Marita", "Marta")]


def test_without_a_word_of_kinship_a_similar_name_may_be_garbled() -> None:
    assert family("Marta Wielgosz won in Lodz. Later Marita Wielgosz became fourth.") == [("Marita", "Marta")]
    assert family("Marta Wielgosz won in Lodz. The sister Marita Wielgosz became fourth.") == [("Marita", "Marta")]
    assert family("Marta Wielgosz has a sister. Marita Wielgosz became fourth.") == [("Marita", "Marta")]


FOREST = "Minister Anders Holmberg showed the forest law. Holmberg expects a vote."


def test_somebody_with_another_common_given_name_is_another_person() -> None:
    likely = {("holmgren", "Holmberg"): 0.9}
    named = "Minister Anders Holmberg showed the law. "
    assert settled(copy_context(named + "Annika Holmgren of the sawmills called it a gift.", FOREST), likely) == []
    assert settled(copy_context("Annika Holmgren showed the law. Holmgren left.", FOREST), likely) == []
    # With the same given name, a similar one or none, it may be the same person.
    for copy in ("Then Anders Holmgren left.", "Then Andres Holmgren left.", "Then Holmgren left."):
        assert settled(copy_context(named + copy, FOREST), likely) == [("Holmgren", "Holmberg")]


PROBABILITIES = st.lists(st.floats(0, 1), min_size=4, max_size=4)


@settings(max_examples=50, deadline=None)
@given(PROBABILITIES)
def test_a_form_has_the_same_confidence_at_all_places(likely: list[float]) -> None:
    where = copy_context(
        "Vikrander met Brantmon. Vikrander left. Vikrander slept.", "Wiklander met Brandmoen. Wiklander left."
    )
    groups = decode(where, scored_candidates(where, {("vikrander", "Wiklander"): 0.9, ("brantmon", "Brandmoen"): 0.9}))
    assert [group.replacement for group in groups] == ["Wiklander", "Brandmoen", "Wiklander", "Wiklander"]
    first, alone, *others = pool_by_form(groups, likely)
    assert others == [first, first]
    assert alone == likely[1]
    three = [likely[0], *likely[2:]]
    assert min(three) - 1e-8 <= first <= max(three) + 1e-8


def test_two_probabilities_are_averaged_as_log_odds() -> None:
    where = copy_context("Vikrander left. Vikrander slept.", "Wiklander left. Wiklander slept.")
    groups = decode(where, scored_candidates(where, {("vikrander", "Wiklander"): 0.9}))
    assert pool_by_form(groups, [0.5, 0.9]) == pytest.approx([0.75, 0.75])
    assert pool_by_form([], []) == []
