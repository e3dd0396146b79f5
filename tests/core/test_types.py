"""The values that all packages share: the fields of a suggestion that come from its place in the copy."""

from __future__ import annotations

import pytest

from repair.core.types import Action, Document, Kind, Span, Suggestion

COPY = Document("story", "The minister spoke.\nMr Latte left.")
LATTE = Span(23, 28)


def test_a_suggestion_takes_its_surface_line_and_column_from_the_copy() -> None:
    suggestion = Suggestion.at(COPY, LATTE, "Rutte", confidence=0.81239)
    assert (suggestion.surface, suggestion.line, suggestion.column) == ("Latte", 2, 4)
    assert (suggestion.document_id, suggestion.action, suggestion.kind) == ("story", Action.REVIEW, Kind.OTHER)
    assert suggestion.confidence == 0.8124


def test_a_suggestion_without_replacement_is_a_flag_without_confidence() -> None:
    flag = Suggestion.at(COPY, LATTE, None, kind=Kind.PERSON)
    assert (flag.action, flag.confidence, flag.kind) == (Action.FLAG, None, Kind.PERSON)


def test_suggestions_that_differ_have_different_ids() -> None:
    suggestions = [
        Suggestion.at(COPY, LATTE, "Rutte", confidence=0.9),
        Suggestion.at(COPY, LATTE, "Ritter", confidence=0.9),
        Suggestion.at(COPY, LATTE, None),
        Suggestion.at(COPY, LATTE, None, identity="damaged"),
        Suggestion.at(Document("other story", COPY.text), LATTE, "Rutte", confidence=0.9),
    ]
    assert len({suggestion.id for suggestion in suggestions}) == len(suggestions)
    assert suggestions[0].id == Suggestion.at(COPY, LATTE, "Rutte", confidence=0.5).id


@pytest.mark.parametrize(
    ("span", "replacement", "confidence"),
    [
        (Span(5, 5), "Rutte", 0.9),
        (Span(30, 99), "Rutte", 0.9),
        (LATTE, "Rutte", None),
        (LATTE, "Rutte", 1.5),
        (LATTE, None, 1.0),
    ],
)
def test_a_place_outside_the_copy_or_a_wrong_confidence_is_an_error(
    span: Span, replacement: str | None, confidence: float | None
) -> None:
    with pytest.raises(ValueError, match=r"span|confidence"):
        Suggestion.at(COPY, span, replacement, confidence=confidence)
