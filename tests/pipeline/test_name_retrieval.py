"""Names of the whole gazetteer are retrieved for a copy, with or without a source of its story."""

from __future__ import annotations

from functools import cache

import pytest
from core_fixtures import repairer

from repair.core.types import Kind
from repair.gazetteer import Gazetteer
from repair.gazetteer.packed_writer import names_of
from repair.pipeline.name_retrieval import retrieve
from repair.pipeline.repairer import Repairer
from repair.pipeline.story import SourceStory
from repair.text.analysis import AnalyzedText

NAMES = (
    "Arvid Brandmoen", "Solveig Aasgard", "Torsten Wiklander", "Anatol Rusnac", "Kazuya Shiomi", "Rebecca Thornbury",
    "Radek Dvorsky", "Margus Tsahkna", "Keir Starmer", "Mark Rutte", "Emmanuel Macron", "Haparanda", "Tromvik",
    "Solvang Marine", "Hakodate", "Durham University", "Ingrid Thorsrud", "Giorgia Meloni", "Friedrich Merz",
)  # fmt: skip
STORY = (
    "Norwegian Fisheries Minister Arvid Brandmoen opened the quay at Tromvik on Monday. Brandmoen said the quay cost "
    "nine million kroner. The harbour master Solveig Aasgard thanked the crew.",
    "The quay at Tromvik is open. Fisheries Minister Arvid Brandmoen cut the ribbon beside harbour master Solveig "
    "Aasgard.",
)


@cache
def listed() -> Gazetteer:
    return Gazetteer(names_of((name, Kind.OTHER, ()) for name in NAMES), [])


@pytest.mark.parametrize(
    ("copy", "name"),
    [
        ("Talks with Arbid Brantmon went on.", "Arvid Brandmoen"),
        ("Talks with Brandmon went on.", "Arvid Brandmoen"),
        ("They met KazuyaShiomi there.", "Kazuya Shiomi"),
        ("The ferry left Haprananda.", "Haparanda"),
    ],
)
def test_a_name_of_a_list_is_found_without_a_story(copy: str, name: str) -> None:
    assert name in retrieve(AnalyzedText(copy), SourceStory([], []), listed())


def test_a_name_that_recurs_finds_the_same_names_as_one_place_of_it() -> None:
    once, again = "Talks with Arbid Brantmon went on.", "Talks with Arbid Brantmon went on. Arbid Brantmon left Oslo."
    retrieved = [retrieve(AnalyzedText(copy), SourceStory([], []), listed()) for copy in (once, again)]
    assert retrieved[0] == retrieved[1] != []


def test_copy_whose_words_are_in_the_story_needs_no_search() -> None:
    sources = [AnalyzedText(text, f"source {number}") for number, text in enumerate(STORY)]
    assert retrieve(AnalyzedText("Arvid Brandmoen went to Tromvik."), SourceStory(sources, [1.0, 1.0]), listed()) == []


@pytest.mark.parametrize(
    ("copy", "surface", "replacement"),
    [
        ("Fisheries chief Arvid Brantmon said so.", "Arvid Brantmon", "Arvid Brandmoen"),
        ("Solveig Aasgerd met Arvid Brandmon in Oslo.", "Solveig Aasgerd", "Solveig Aasgard"),
    ],
)
def test_a_sentence_without_a_match_is_corrected_from_the_names_of_the_sources(
    copy: str, surface: str, replacement: str
) -> None:
    replacements = {suggestion.surface: suggestion.replacement for suggestion in repairer(*STORY).suggest(copy)}
    assert replacements.get(surface) == replacement


def test_a_list_of_names_alone_is_enough_to_correct_a_line() -> None:
    suggestions = Repairer(listed()).suggest("NATO Secretary General Mark Rutter and Friedrich Mertz met in Hakodate.")
    proposed = {
        suggestion.surface: suggestion.replacement for suggestion in suggestions if suggestion.replacement is not None
    }
    assert proposed == {"Mark Rutter": "Mark Rutte", "Friedrich Mertz": "Friedrich Merz"}


def test_right_names_of_a_list_are_left_alone() -> None:
    suggestions = Repairer(listed()).suggest(
        "Mark Rutte, Friedrich Merz and Giorgia Meloni met Keir Starmer at Tromvik."
    )
    assert [suggestion for suggestion in suggestions if suggestion.replacement is not None] == []
