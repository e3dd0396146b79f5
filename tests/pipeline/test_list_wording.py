"""Reasons beside lists of names alone speak of the list."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.core.types import Document, Reason, Span, Suggestion
from repair.pipeline.list_wording import of_lists

LIST = "Reiko Kadowaki\nOle Haugland\nTorsten Wiklander\nIda Moos\n"
COPY = "Mayor Torsten Vikrander opened the bridge with Ole Hauglund and Ida Mous on Monday, and Reiko Monwaki spoke."


def texts(*sources: str) -> list[str]:
    return [reason.text for suggestion in plain_repairer(*sources).suggest(COPY) for reason in suggestion.reasons]


def test_no_reason_beside_a_list_speaks_of_sources() -> None:
    assert texts(LIST)
    assert not [text for text in texts(LIST) if "source" in text]


def test_reasons_beside_stories_do() -> None:
    story = "Torsten Wiklander opened the bridge on Monday with Ole Haugland, Ida Moos and Reiko Kadowaki."
    assert [text for text in texts(LIST, story) if "source" in text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all sources of the story have the name", "the list has the name"),
        ("the sources rarely mention the name", "the list rarely mentions the name"),
        ("where the copy has its spelling, the sources do not have this name",
         "where the copy has its spelling, the list does not have this name"),
        ("the sources give the name Ann with the same acronym", "the list gives the name Ann with the same acronym"),
        ("no name of the source sentence is missing", "no name of the line of the list is missing"),
        ("letters of similar shapes were taken for each other", "letters of similar shapes were taken for each other"),
    ],
)  # fmt: skip
def test_sentences_stay_sentences(text: str, expected: str) -> None:
    suggestion = Suggestion.at(Document("1", "a"), Span(0, 1), "b", confidence=0.7, reasons=(Reason("key", text, 0.0),))
    assert of_lists(suggestion).reasons[0].text == expected
