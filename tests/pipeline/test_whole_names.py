"""The words of a name are corrected together or not at all, and only words that differ are edited."""

from __future__ import annotations

from dataclasses import replace

import pytest
from core_fixtures import copy_context as scene_of
from core_fixtures import plain_repairer, repairer
from hypothesis import given, settings
from hypothesis import strategies as st
from test_decoding import scored_candidates

from repair.core.edits import apply, edits_of, narrow_edits
from repair.core.types import Action, Kind, Span, Suggestion
from repair.pipeline.actions.doubts import COMPLETED, HALF, doubt_about
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.decoding import decode
from repair.pipeline.feedback.feedback_values import Feedback, LearnedCorrection
from repair.pipeline.namesakes.garbled_words import GarbledWords
from repair.pipeline.whole_names.half_names import leaves_half_a_name
from repair.pipeline.whole_names.name_corrections import name_corrections

SOURCES = (
    "Norwegian Fisheries Minister Arvid Brandmoen opened the quay at Tromvik on Monday. Brandmoen said the quay cost "
    "nine million kroner. The harbour master Solveig Aasgard thanked the crew.",
    "The quay at Tromvik is open. Fisheries Minister Arvid Brandmoen cut the ribbon beside harbour master Solveig "
    "Aasgard.",
)
COPY = (
    "The Norwegian Minister of Fisheries {name} opened the quay of Tromvik on Monday. The quay cost nine million "
    "kroner, {last} said. Harbour master Solveig Aasgard thanked the crew."
)


def suggested(name: str, last: str, apply_at: float = 0.97, review_at: float = 0.55) -> list[Suggestion]:
    desk = repairer(*SOURCES)
    desk = desk.with_gazetteer(desk.gazetteer)
    desk.options = replace(desk.options, apply_at=apply_at, review_at=review_at)
    return [
        suggestion
        for suggestion in desk.suggest(COPY.format(name=name, last=last))
        if suggestion.replacement is not None
    ]


def test_a_given_name_and_a_surname_are_one_suggestion_with_one_confidence() -> None:
    first = suggested("Arbid Brantmon", "Brantmon")[0]
    assert (first.surface, first.replacement) == ("Arbid Brantmon", "Arvid Brandmoen")


@pytest.mark.parametrize("apply_at", [0.5, 0.8, 0.97])
@pytest.mark.parametrize(
    "name", ["Arbid Brantmon", "Arvid Brantmon", "Arbid Brandmoen", "Arvidsko Brantmon", "Qoloq Brantmon"]
)
def test_no_word_of_a_name_is_applied_while_another_stays_suspicious(name: str, apply_at: float) -> None:
    copy = COPY.format(name=name, last="Brantmon")
    suggestions = suggested(name, "Brantmon", apply_at=apply_at, review_at=0.3)
    corrected = apply(copy, edits_of(copy, suggestions))
    start = copy.index(name)
    words = corrected[start:].split(" opened")[0]
    assert words in (name, "Arvid Brandmoen")


def test_the_rest_of_a_name_is_completed_as_the_sources_have_it() -> None:
    where = scene_of("They saw Arbid Brantmon today.", *SOURCES)
    groups = decode(where, scored_candidates(where, {("brantmon", "Brandmoen"): 0.9}))
    (correction,) = name_corrections(where, [ScoredCorrection(group, 0.9) for group in groups], review_at=0.5)
    assert correction.replacement == "Arvid Brandmoen"
    assert not correction.is_complete  # so that a person looks at it
    assert doubt_about(where, correction, None, garbled_words=GarbledWords([correction]), apply_at=0.8) == COMPLETED


def test_an_unexplained_word_leaves_the_whole_name_for_review() -> None:
    where = scene_of("They saw Qoloq Brantmon today.", *SOURCES)
    groups = decode(where, scored_candidates(where, {("brantmon", "Brandmoen"): 0.99}))
    (correction,) = name_corrections(where, [ScoredCorrection(group, 0.99) for group in groups], review_at=0.5)
    assert correction.replacement == "Brandmoen"
    assert not correction.is_complete
    assert doubt_about(where, correction, None, garbled_words=GarbledWords([correction]), apply_at=0.8) == HALF


def test_two_names_joined_by_and_stay_two() -> None:
    where = scene_of(
        "They saw Brantmon and Aasgerd today.", "They saw Brandmoen and Aasgard today. Brandmoen left. Aasgard left."
    )
    groups = decode(where, scored_candidates(where, {("brantmon", "Brandmoen"): 0.9, ("aasgerd", "Aasgard"): 0.9}))
    corrections = name_corrections(where, [ScoredCorrection(group, 0.9) for group in groups], review_at=0.5)
    assert [each.replacement for each in corrections] == ["Brandmoen", "Aasgard"]


def test_another_given_name_than_the_sources_have_stays_for_a_person() -> None:
    where = scene_of("They saw Brian Brantmon today.", *SOURCES)
    span = Span(15, 23)
    assert where.copy.text[span.start : span.end] == "Brantmon"
    assert leaves_half_a_name(where, span, "Brandmoen")


def test_half_a_name_accepted_before_is_not_applied_next_to_a_suspicious_word() -> None:
    remembering = repairer(*SOURCES).with_feedback(
        Feedback(corrections=(LearnedCorrection("Brantmon", "Brandmoen", Kind.PERSON, ("Ada", "Ben"), stories=4),))
    )
    copy = COPY.format(name="Brian Brantmon", last="Brantmon")
    suggestions = remembering.suggest(copy)
    half = [
        suggestion
        for suggestion in suggestions
        if suggestion.span.start <= copy.index("Brantmon") < suggestion.span.end
    ]
    assert half and all(suggestion.action is not Action.APPLY for suggestion in half)


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("The Brantmon Solveg studio opened in Tromvik.", []),  # a surname and the given name of somebody else
        ("Arbid Brantmon opened the quay at Tromvik.", ["Arvid Brandmoen"]),
    ],
)
def test_parts_of_two_names_are_no_name(copy: str, expected: list[str]) -> None:
    where = scene_of(copy, *SOURCES)
    likely = {("brantmon", "Brandmoen"): 0.9, ("solveg", "Solveig"): 0.9, ("arbid", "Arvid"): 0.9}
    decided = [ScoredCorrection(each, 0.9) for each in decode(where, scored_candidates(where, likely))]
    assert [each.replacement for each in name_corrections(where, decided, review_at=0.55)] == expected


def test_alternatives_are_whole_names_of_some_probability() -> None:
    sources = (*SOURCES, SOURCES[0].replace("Brandmoen", "Brandsnes").replace("Arvid", "Arne"))
    for suggestion in repairer(*sources).suggest(COPY.format(name="Arvid Brantmon", last="Brantmon")):
        for other in suggestion.alternatives if suggestion.replacement is not None else ():
            words = other.text.lower().split()
            assert len(set(words)) == len(words)
            assert other.confidence >= 0.01


words = st.text(alphabet="abAB'éø", min_size=1, max_size=5)
gaps = st.sampled_from([" ", "\n", "\u00a0", "-", " - ", ". "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = [draw(words)]
    for _ in range(draw(st.integers(0, 4))):
        parts += [draw(gaps), draw(words)]
    return "".join(parts)


def flat(text: str) -> str:
    """Return a text with all kinds of space the same."""
    return text.replace("\n", " ").replace("\u00a0", " ")


@given(texts(), texts(), st.integers(0, 3))
@settings(max_examples=300)
def test_narrow_edits_result_in_the_replacement(before: str, after: str, indent: int) -> None:
    text = "x" * indent + before + " y"
    edits = narrow_edits(Span(indent, indent + len(before)), before, after, "s")
    assert all(edit.before and edit.after for edit in edits)
    done = apply(text, edits)
    assert flat(done) == flat("x" * indent + after + " y")


@given(texts(), st.text("abøé", min_size=1, max_size=5), st.text("abøé", min_size=1, max_size=5))
def test_a_word_that_is_right_already_is_in_no_edit(rest: str, old: str, new: str) -> None:
    edits = narrow_edits(Span(0, len(rest) + 1 + len(old)), f"{rest} {old}", f"{rest} {new}", "s")
    if old != new:
        assert all(edit.span.start >= len(rest) + 1 for edit in edits)


def test_a_pair_of_names_keeps_its_english_conjunction() -> None:
    source = "Clara Sole y Dua Lunaro cantaron en Madrid. El lunes Clara Sole y Dua Lunaro volvieron a cantar."
    copy = "Clara Sole and Dua Lunnaro sang in Madrid. On Monday Clara Sole and Dua Lunnaro sang again."
    proposed = [suggestion.replacement for suggestion in plain_repairer(source).suggest(copy)]
    assert proposed and not any(" y " in (text or "") for text in proposed)
