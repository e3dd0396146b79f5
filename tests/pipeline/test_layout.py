"""Copy and sources in any layout: what is suggested does not depend on line ends, spaces, indentation and marks."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

import repair
from repair import Gazetteer, Repairer
from repair.core.types import Document

SAMPLES = Path(__file__).parents[2] / "samples"
SOURCE = (
    "NATO Secretary General Mark Rutte and Polish Defence Minister Wladyslaw Kosiniak-Kamysz spoke in Warsaw. "
    "Rutte thanked Kosiniak-Kamysz. Margus Tsahkna of Estonia agreed."
)
WRAPPED = """NATO Secretary General Mark
Latte and Polish Defence Minister Wladyslaw Kosiniak-
Kamish spoke on Monday in Warsaw about the drones that
had come over the border. Latte thanked Kosiniak-Kamish.

By Markus Tsakner
"""


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build([SOURCE]))


LAYOUTS: dict[str, Callable[[str], str]] = {
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "early Macs": lambda text: text.replace("\n", "\r"),
    "spaces at the ends of lines": lambda text: text.replace("\n", "  \n"),
    "indented": lambda text: textwrap.indent(text, "    "),
    "reply": lambda text: textwrap.indent(text, "> ", lambda line: True),
    "two spaces": lambda text: text.replace(" ", "  "),
    "spaces that do not break": lambda text: text.replace(" ", "\u00a0"),
}


def plain(text: str) -> str:
    """Return the words of a text with single spaces, without marks."""
    return " ".join(text.replace("\n> ", " ").split())


def found(repairer: Repairer, text: str) -> list[tuple[str, str, float | None]]:
    """Return the suggestions for a text, with single spaces."""
    suggestions = repairer.suggest(Document("copy", text))
    for each in suggestions:
        assert text[each.span.start : each.span.end] == each.surface
    return [(plain(each.surface), plain(each.replacement or ""), each.confidence) for each in suggestions]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["wrapped", "paris.txt", "hakodate.txt"])
def test_the_layout_of_a_copy_changes_no_suggestion(repairer: Repairer, name: str, layout: str) -> None:
    text = WRAPPED
    if name != "wrapped":
        lines = (SAMPLES / "copy" / name).read_text(encoding="utf-8").splitlines()
        text = "\n".join(textwrap.fill(line, 60) for line in lines)
        repairer = Repairer(Gazetteer.build(map(repair.read, sorted(SAMPLES.glob("sources/*.txt")))))
    expected = found(repairer, text)
    assert expected
    assert found(repairer, LAYOUTS[layout](text)) == expected


@pytest.mark.parametrize(
    ("layout", "surface", "replacement"),
    [
        ("Windows", "Mark\r\nLatte", "Mark\r\nRutte"),
        ("reply", "Mark\n> Latte", "Mark\n> Rutte"),
        ("indented", "Mark\n    Latte", "Mark\n    Rutte"),
        ("spaces at the ends of lines", "Mark  \nLatte", "Mark  \nRutte"),
    ],
)
def test_a_name_over_two_lines_keeps_what_is_between_its_words(
    repairer: Repairer, layout: str, surface: str, replacement: str
) -> None:
    copy = LAYOUTS[layout](WRAPPED)
    assert {each.surface: each.replacement for each in repairer.suggest(copy)}[surface] == replacement


@pytest.mark.parametrize(
    ("surface", "replacement"),
    [
        ("Mark\u00a0Latte", "Mark\u00a0Rutte"),
        ("Mark  Latte", "Mark  Rutte"),
        ("Wladyslaw\u00a0Kosiniak\u2011Kamish", "Wladyslaw\u00a0Kosiniak\u2011Kamysz"),
        ("_Mark_ Latte", "_Mark_ Rutte"),
    ],
)
def test_a_name_keeps_its_spaces_hyphens_and_emphasis(repairer: Repairer, surface: str, replacement: str) -> None:
    copy = "On Monday in Warsaw, {} of the alliance spoke of the border, and Margus Tsahkna of Estonia agreed.\n"
    corrected = copy.format(surface)
    for each in reversed(repairer.suggest(copy.format(surface))):
        if each.replacement is not None:
            corrected = corrected[: each.span.start] + each.replacement + corrected[each.span.end :]
    assert corrected == copy.format(replacement)


def test_a_byline_is_left_alone_in_copy_from_other_systems(repairer: Repairer) -> None:
    suggestions = repairer.suggest(WRAPPED.replace("\n", "\r\n"))
    assert not [each for each in suggestions if each.replacement and "Tsakner" in each.surface]


def test_an_emphasised_name_is_corrected_and_a_handle_is_not(repairer: Repairer) -> None:
    copy = "NATO chief _Mark Latte_ spoke on Monday in Warsaw. Follow @_Mark_Latte_ and mark_latte there.\n"
    assert [each.surface for each in repairer.suggest(copy) if each.replacement] == ["Mark Latte"]


def test_explanations_are_for_places_in_the_copy(repairer: Repairer) -> None:
    copy = WRAPPED.replace("\n", "\r\n")
    findings = repairer.explain(copy)
    assert {"Mark\r\nLatte", "Warsaw"} <= {each.mention.surface for each in findings}
    for each in findings:
        assert copy[each.mention.span.start : each.mention.span.end] == each.mention.surface
        assert each.mention.sentence.start <= each.mention.span.start


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_of_sources_changes_no_name(layout: str) -> None:
    wrapped = textwrap.fill(SOURCE, 60) + "\n"
    names = {name.canonical: name.titles for name in Gazetteer.build([wrapped]).names}
    assert {"Mark Rutte", "Wladyslaw Kosiniak-Kamysz", "Margus Tsahkna"} <= names.keys()
    others = Gazetteer.build([LAYOUTS[layout](wrapped)]).names
    assert {name.canonical: name.titles for name in others} == names


def test_accents_apart_from_letters_in_a_source_move_no_letter() -> None:
    source = "José Antonio Meade and Ramírez Bedolla spoke in Mexico City. Meade is an economist, said Ramírez Bedolla."
    repairer = Repairer(Gazetteer.build([unicodedata.normalize("NFD", source)]))
    copy = "Joseph Antonio Meade and Ramírez Bedolla spoke in Mexico City."
    assert [each.replacement for each in repairer.suggest(copy)] == ["José Antonio Meade"]


def test_a_source_in_capitals_gives_names_in_the_case_of_the_copy() -> None:
    source = (
        "BUNDESTAG PRESIDENT JULIA KLÖCKNER AND CONOR O'CALLAGHAN OF IRELAND SPOKE IN BERLIN ON MONDAY, SAID KLÖCKNER."
    )
    copy = "Bundestag President Julia Kl?ckner and Conor O'Calahan of Ireland spoke in Berlin on Monday."
    found = {each.surface: each.replacement for each in Repairer(Gazetteer.build([source])).suggest(copy)}
    assert found == {"Kl?ckner": "Klöckner", "Conor O'Calahan": "Conor O'Callaghan"}
