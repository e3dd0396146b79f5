"""Suggestions in scanned prints are widened to the whole name or word, for review; certain ones stay as they are."""

from __future__ import annotations

import pytest
from core_fixtures import rule_context, story

from repair.core.types import Action, Document, Span, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.scans.scanned_spans import widened
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

SOURCE = (
    "The Vestmark Gazette wrote that Ida Brennholt of the ICV opened the Seeweg in Tjeldvik. The Vestmark Gazette and "
    "the ICV liked it, and the Seeweg was full. The Italian engineers came from Italy."
)
SCAN = " _ The crowd stoocl in the harbour ~ for an hoar, and the musjc was vcry loud."
CLEAN = " The crowd stood in the harbour for an hour, and the music was very loud."


def result(
    copy: str, surface: str, name: str, action: Action = Action.REVIEW, *, confidence: float = 0.85
) -> list[tuple[str, str | None]]:
    """Return the surfaces and replacements after one suggestion is widened."""
    found = suggestions(copy, surface, name, action, confidence=confidence)
    return [(each.surface, each.replacement) for each in found]


def suggestions(
    copy: str, surface: str, name: str, action: Action = Action.REVIEW, *, confidence: float = 0.85
) -> list[Suggestion]:
    """Return what becomes of one suggestion."""
    lexicon, source = Lexicon.load(), story(SOURCE)
    weights = IdfWeights(lexicon, source.texts)
    gazetteer = Gazetteer.build([SOURCE])
    context = CopyContext(AnalyzedText(copy), source, weights, lexicon, gazetteer)
    start = copy.index(surface)
    suggestion = Suggestion.at(
        Document("copy", copy),
        Span(start, start + len(surface)),
        name,
        confidence=confidence,
        action=action,
        signature="s",
    )
    return widened(rule_context(context, gazetteer, [suggestion]))


def test_a_sign_within_a_word_belongs_to_it_in_any_copy() -> None:
    assert result("They walked in the Seew&g." + CLEAN, "Seew", "Seeweg") == [("Seew&g", "Seeweg")]
    assert result("They walked in the Seew & Gade." + CLEAN, "Seew", "Seeweg") == [("Seew", "Seeweg")]


def test_an_unlike_name_is_less_certain_in_a_damaged_print() -> None:
    damaged = " _ The crowd stoocl in the harbour ~ for an hoar, and tlie musjc was vcry loud."
    assert [each.confidence for each in suggestions("Ida Bryggelt came." + damaged, "Bryggelt", "Brennholt")] == [0.62]
    assert [each.confidence for each in suggestions("Ida Brennhoit came." + damaged, "Brennhoit", "Brennholt")] == [
        0.85
    ]


@pytest.mark.parametrize(
    ("copy", "surface", "name", "expected"),
    [
        ("He read the Veslmark: Gazette.", "Veslmark", "Vestmark", ("Veslmark: Gazette", "Vestmark Gazette")),
        ("He read the Veslmark Gazelte.", "Gazelte", "Gazette", ("Veslmark Gazelte", "Vestmark Gazette")),
        ("All of the [CV liked it.", "CV", "ICV", ("[CV", "ICV")),
        ("They walked in the Seew&g.", "Seew", "Seeweg", ("Seew&g", "Seeweg")),
        ("All of the (1CV) liked it.", "1CV", "ICV", ("1CV", "ICV")),  # brackets
        ("All of the 1CV/Tjeldvik club liked it.", "1CV", "ICV", ("1CV", "ICV")),
    ],
)
def test_a_suggestion_in_a_scan_covers_the_whole_name(
    copy: str, surface: str, name: str, expected: tuple[str, str]
) -> None:
    assert result(copy + SCAN, surface, name) == [expected]


def test_other_copy_and_certain_suggestions_are_left_as_they_are() -> None:
    copy = "He read the Veslmark Gazelte."
    assert result(copy + CLEAN, "Gazelte", "Gazette") == [("Gazelte", "Gazette")]
    assert result(copy + SCAN, "Gazelte", "Gazette", Action.APPLY) == [("Gazelte", "Gazette")]


def test_a_suggestion_of_another_name_is_left_as_it_is() -> None:
    assert result("He read the Veslmark Gazelte." + SCAN, "Gazelte", "Gazelle") == [("Gazelte", "Gazelle")]


def test_a_name_of_the_same_shapes_replaces_one_that_is_much_farther() -> None:
    assert result("The Itaiian engineers left." + SCAN, "Itaiian", "Italy") == [("Itaiian", "Italian")]
    assert result("The Itaiian engineers left." + CLEAN, "Itaiian", "Italy") == [("Itaiian", "Italy")]


def test_a_weak_suggestion_gives_way_to_the_rule_of_scans() -> None:
    copy = "The Itaiian engineers left." + SCAN
    assert result(copy, "Itaiian", "Italian", confidence=0.3) == []
    assert result(copy, "Itaiian", "Italian", Action.APPLY, confidence=0.3) == [("Itaiian", "Italian")]
    assert result(copy, "Itaiian", "Italian", confidence=0.9) == [("Itaiian", "Italian")]
