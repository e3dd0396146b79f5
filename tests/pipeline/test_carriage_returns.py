"""Copy and sources with the line ends of Windows or of early Macs: what is suggested does not depend on them."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import NamedTuple

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


class Found(NamedTuple):
    """A suggestion, with line feeds in its texts."""

    line: int
    column: int
    surface: str
    replacement: str | None
    confidence: float | None


def found(repairer: Repairer, text: str, line_end: str) -> list[Found]:
    """Return the suggestions for a text with other line ends."""
    return [
        Found(
            each.line,
            each.column,
            each.surface.replace(line_end, "\n"),
            each.replacement and each.replacement.replace(line_end, "\n"),
            each.confidence,
        )
        for each in repairer.suggest(Document("copy", text.replace("\n", line_end)))
    ]


@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["Windows", "Mac"])
@pytest.mark.parametrize("name", ["wrapped", "paris.txt", "hakodate.txt"])
def test_the_line_ends_of_a_copy_change_no_suggestion(repairer: Repairer, name: str, line_end: str) -> None:
    text = WRAPPED
    if name != "wrapped":
        lines = (SAMPLES / "copy" / name).read_text(encoding="utf-8").splitlines()
        text = "\n".join(textwrap.fill(line, 60) for line in lines)
        repairer = Repairer(Gazetteer.build(map(repair.read, sorted(SAMPLES.glob("sources/*.txt")))))
    expected = found(repairer, text, "\n")
    got = found(repairer, text, line_end)
    if line_end == "\r":  # by which lines are not counted
        got = [each._replace(line=other.line, column=other.column) for each, other in zip(got, expected, strict=True)]
    assert got == expected
    assert expected


def test_a_name_over_two_lines_keeps_its_line_end_and_a_byline_is_left_alone(repairer: Repairer) -> None:
    copy = WRAPPED.replace("\n", "\r\n")
    replacements = {each.surface: each.replacement for each in repairer.suggest(copy) if each.replacement}
    assert replacements["Mark\r\nLatte"] == "Mark\r\nRutte"
    assert not [surface for surface in replacements if "Tsakner" in surface]
    for edit in repairer.clean(copy).edits:
        assert copy[edit.span.start : edit.span.end] == edit.before


def test_explanations_are_for_places_in_the_copy(repairer: Repairer) -> None:
    copy = WRAPPED.replace("\n", "\r\n")
    findings = repairer.explain(copy)
    assert {"Mark\r\nLatte", "Warsaw"} <= {each.mention.surface for each in findings}
    for each in findings:
        assert copy[each.mention.span.start : each.mention.span.end] == each.mention.surface
        assert each.mention.sentence.start <= each.mention.span.start


def test_the_line_ends_of_sources_change_no_name() -> None:
    wrapped = textwrap.fill(SOURCE, 60)
    names = {name.canonical: name.titles for name in Gazetteer.build([wrapped]).names}
    assert {"Mark Rutte", "Wladyslaw Kosiniak-Kamysz", "Margus Tsahkna"} <= names.keys()
    windows = Gazetteer.build([wrapped.replace("\n", "\r\n")]).names
    assert {name.canonical: name.titles for name in windows} == names
