"""Suggestions: the full name, the sources, the reasons and the alternatives."""

from __future__ import annotations

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, repairer
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.identity import content_id
from repair.core.types import Kind, Suggestion
from repair.pipeline.explanation import MAX_AGAINST, MAX_ALTERNATIVES, MAX_CITATIONS, MAX_REASONS
from repair.pipeline.repairer import Repairer


@pytest.fixture(scope="module")
def suggestions() -> tuple[Suggestion, ...]:
    return repairer(*BRIDGE).suggest(BRIDGE_COPY)


def test_the_whole_name_is_proposed_for_the_whole_form(suggestions: tuple[Suggestion, ...]) -> None:
    assert [(suggestion.surface, suggestion.replacement) for suggestion in suggestions] == [
        ("Torsten Vikrander", "Torsten Wiklander"),
        ("Vikrander", "Wiklander"),
    ]


def test_offsets_line_and_column_point_at_the_surface(suggestions: tuple[Suggestion, ...]) -> None:
    for suggestion in suggestions:
        assert BRIDGE_COPY[suggestion.span.start : suggestion.span.end] == suggestion.surface
        assert (suggestion.line, suggestion.column) == (1, suggestion.span.start + 1)
    moved = repairer(*BRIDGE).suggest("\n\n" + BRIDGE_COPY)
    assert [(other.line, other.column) for other in moved] == [(3, suggestion.column) for suggestion in suggestions]


def test_each_source_with_the_name_is_cited_once() -> None:
    sources = [BRIDGE[0].replace("412", str(number)) for number in range(400, 400 + 2 * MAX_CITATIONS)]
    for suggestion in repairer(*sources).suggest(BRIDGE_COPY):
        names = [citation.source for citation in suggestion.evidence]
        assert len(names) == len(set(names)) == MAX_CITATIONS
        assert all("Wiklander" in citation.snippet for citation in suggestion.evidence)
        assert all("\n" not in citation.snippet for citation in suggestion.evidence)


def test_a_source_without_the_name_is_not_cited() -> None:
    silent = "The bridge at Haparanda opened on Monday. The bridge is 412 metres long and the ferry will be sold."
    for suggestion in repairer(BRIDGE[0], silent).suggest(BRIDGE_COPY):
        assert all("Wiklander" in citation.snippet for citation in suggestion.evidence)


def test_reasons_for_come_before_those_against_the_strongest_first(suggestions: tuple[Suggestion, ...]) -> None:
    for suggestion in suggestions:
        weights = [reason.weight for reason in suggestion.reasons]
        speaking_for, against = [w for w in weights if w > 0], [w for w in weights if w < 0]
        assert 0 < len(speaking_for) <= MAX_REASONS
        assert len(against) <= MAX_AGAINST
        assert weights == sorted(speaking_for, reverse=True) + sorted(against)
        assert len({reason.key for reason in suggestion.reasons}) == len(suggestion.reasons)


def test_alternatives_share_what_confidence_is_left(suggestions: tuple[Suggestion, ...]) -> None:
    for suggestion in suggestions:
        assert len(suggestion.alternatives) <= MAX_ALTERNATIVES
        assert all(other.text != suggestion.replacement and other.confidence >= 0 for other in suggestion.alternatives)
        assert (suggestion.confidence or 0.0) + sum(other.confidence for other in suggestion.alternatives) <= 1.001


def test_the_kind_is_that_of_the_gazetteer(suggestions: tuple[Suggestion, ...]) -> None:
    assert suggestions[0].kind is Kind.PERSON


def test_an_id_depends_on_place_and_replacement(suggestions: tuple[Suggestion, ...]) -> None:
    again = Repairer.suggest(repairer(*BRIDGE), BRIDGE_COPY)
    assert [other.id for other in again] == [suggestion.id for suggestion in suggestions]
    assert len({suggestion.id for suggestion in suggestions}) == len(suggestions)
    moved = repairer(*BRIDGE).suggest(BRIDGE_COPY + " ")
    assert not {other.id for other in moved} & {suggestion.id for suggestion in suggestions}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_ids_are_short_and_the_same_for_the_same_parts(first: list[str], other: list[str]) -> None:
    assert len(content_id(*first)) == 16
    assert int(content_id(*first), 16) >= 0
    if "\0" not in "".join(first + other):
        assert (content_id(*first) == content_id(*other)) is ((first or [""]) == (other or [""]))
