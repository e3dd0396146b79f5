"""The verdicts on proposals: detected, corrected, or neither."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.training.evaluation.benchmark import BenchmarkItem, CharSpan, Gold, Proposal, judge, reads_right

TEXT = "Torsten Vikrander opened it. Vikrander's ferry, the Odin Star, is sold to Kiev."


def gold(surface: str, *clean: str, nth: int = 0, text: str = TEXT) -> Gold:
    """Label the ``nth`` place of ``surface``."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return Gold(start, start + len(surface), clean[0], clean[1:], "person", "")


def proposal(surface: str, replacement: str, confidence: float = 0.9, *, nth: int = 0, text: str = TEXT) -> Proposal:
    """Propose ``replacement`` at the ``nth`` place of ``surface``."""
    where = gold(surface, replacement, nth=nth, text=text)
    return Proposal(where.start, where.end, replacement, confidence)


def item(*golds: Gold, text: str = TEXT, variants: tuple[CharSpan, ...] = ()) -> BenchmarkItem:
    """Return a benchmark line."""
    return BenchmarkItem("one", "sv-en", "doc", len(text.split()), text, (), golds, variants)


FULL, ALONE = gold("Torsten Vikrander", "Torsten Wiklander"), gold("Vikrander", "Wiklander", nth=1)


def verdicts(case: BenchmarkItem, *proposals: Proposal) -> list[tuple[bool, bool]]:
    """Return for each judged proposal, in order of place, whether it detects and whether it corrects a label."""
    judged = sorted(judge(case, proposals).proposals, key=lambda judged_proposal: judged_proposal.proposal.start)
    return [(judged_proposal.detected, judged_proposal.correct) for judged_proposal in judged]


def test_a_proposal_equal_to_the_label_is_right() -> None:
    result = judge(item(FULL), [proposal("Torsten Vikrander", "Torsten Wiklander")])
    assert (result.detected, result.corrected) == ((True,), (True,))
    assert (result.proposals[0].detected, result.proposals[0].correct) == (True, True)


@pytest.mark.parametrize(
    ("surface", "replacement", "right"),
    [
        ("Vikrander", "Wiklander", True),  # a part whose correction makes the whole name right
        ("Torsten Vikrander opened", "Torsten Wiklander opened", True),  # more than the label
        ("Torsten Vikrander", "Wiklander", False),  # a part is lost
        ("Torsten Vikrander", "Torsten Wicklander", False),
        ("Torsten Vikrander", "Wiklander Torsten", True),  # the order of words does not count
        ("Torsten", "Thorsten", False),
    ],
)
def test_a_proposal_is_right_if_the_text_is_right_afterwards(surface: str, replacement: str, right: bool) -> None:
    assert verdicts(item(FULL), proposal(surface, replacement)) == [(True, right)]


@pytest.mark.parametrize("replacement", ["Wiklander", "Wiklander's", "Wiklander’s"])
def test_a_possessive_does_not_count(replacement: str) -> None:
    assert verdicts(item(ALONE), proposal("Vikrander's", replacement)) == [(True, True)]


def test_the_shape_of_quotes_does_not_count() -> None:
    text = "the “Pact of Harpers” met"
    case = item(gold("“Pact of Harpers”", "'Pact of Harbours'", text=text), text=text)
    assert verdicts(case, proposal("“Pact of Harpers”", '"Pact of Harbours"', text=text)) == [(True, True)]


def test_the_order_of_many_words_counts() -> None:
    text = "the one two three four five six seven met"
    label = gold("one two three four five six seven", "One Two Three Four Five Six Seven", text=text)
    turned = proposal("one two three four five six seven", "Two One Three Four Five Six Seven", text=text)
    assert verdicts(item(label, text=text), turned) == [(True, False)]


def test_any_accepted_spelling_is_right() -> None:
    label = gold("Odin Star", "Oden Star", "Odense Star")
    assert verdicts(item(label), proposal("Odin Star", "Odense Star")) == [(True, True)]
    assert verdicts(item(label), proposal("Odin Star", "Olden Star")) == [(True, False)]


def test_two_proposals_may_correct_one_label_together() -> None:
    label = gold("Torsten Vikrander", "Torben Wiklander")
    both = (proposal("Torsten", "Torben"), proposal("Vikrander", "Wiklander"))
    assert verdicts(item(label), *both) == [(True, True), (True, True)]
    assert verdicts(item(label), both[0]) == [(True, False)]


def test_one_proposal_may_correct_two_labels() -> None:
    text = "met Torsten Vikrander today"
    labels = (gold("Torsten", "Torben", text=text), gold("Vikrander", "Wiklander", text=text))
    result = judge(item(*labels, text=text), [proposal("Torsten Vikrander", "Torben Wiklander", text=text)])
    assert result.corrected == (True, True)
    assert [judged_proposal.correct for judged_proposal in result.proposals] == [True]


def test_a_wrong_proposal_does_not_spoil_the_right_one_beside_it() -> None:
    case = item(FULL, ALONE)
    right, wrong = proposal("Torsten Vikrander", "Torsten Wiklander"), proposal("Vikrander", "Viking", nth=1)
    assert verdicts(case, right, wrong) == [(True, True), (True, False)]
    assert judge(case, [right, wrong]).corrected == (True, False)


def test_a_proposal_on_a_right_name_is_a_false_alarm() -> None:
    assert verdicts(item(FULL), proposal("Odin Star", "Oden Star")) == [(False, False)]


def test_a_proposal_on_a_variant_is_ignored() -> None:
    kiev = gold("Kiev", "Kyiv")
    case = item(FULL, variants=(CharSpan(kiev.start, kiev.end),))
    assert verdicts(case, proposal("Kiev", "Kyiv"), proposal("Kiev", "Odesa")) == []


def test_a_label_takes_precedence_over_a_variant() -> None:
    case = item(ALONE, variants=(CharSpan(ALONE.start, ALONE.end),))
    assert verdicts(case, proposal("Vikrander", "Wiklander", nth=1)) == [(True, True)]


def test_of_two_overlapping_proposals_the_more_confident_counts() -> None:
    sure, unsure = proposal("Vikrander", "Viking", 0.9), proposal("Torsten Vikrander", "Torsten Wiklander", 0.8)
    assert verdicts(item(FULL), unsure, sure) == [(True, False)]
    assert verdicts(item(FULL), replace(unsure, confidence=0.95), sure) == [(True, True)]


def test_no_proposals_correct_nothing() -> None:
    result = judge(item(FULL, ALONE), [])
    assert (result.proposals, result.detected, result.corrected) == ((), (False, False), (False, False))


def test_touching_is_not_overlapping() -> None:
    beside = Proposal(FULL.end, FULL.end + 1, "!", 0.9)
    assert verdicts(item(FULL), beside) == [(False, False)]


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))
WORDS = st.sampled_from(["Odin", "Star", "Odin Star", "x", ""])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(SPANS, WORDS), max_size=4), st.lists(st.tuples(SPANS, WORDS, st.floats(0, 1)), max_size=6))
def test_a_corrected_label_is_also_detected(
    golds: list[tuple[tuple[int, int], str]], proposals: list[tuple[tuple[int, int], str, float]]
) -> None:
    labels, end = [], 0
    for (start, stop), clean in sorted(golds):
        if start >= end:
            labels.append(Gold(start, stop, clean, (), "", ""))
            end = stop
    case = item(*labels)
    result = judge(case, [Proposal(start, stop, text, p) for (start, stop), text, p in proposals])
    assert all(judged_proposal.detected for judged_proposal in result.proposals if judged_proposal.correct)
    assert len(result.detected) == len(result.corrected) == len(labels)
    spans = sorted(
        (judged_proposal.proposal.start, judged_proposal.proposal.end) for judged_proposal in result.proposals
    )
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_the_comparison_is_limited_to_the_spans() -> None:
    assert reads_right(TEXT, [FULL], [proposal("Torsten Vikrander", "Torsten Wiklander")])
    assert not reads_right(TEXT, [FULL, ALONE], [proposal("Torsten Vikrander", "Torsten Wiklander")])
