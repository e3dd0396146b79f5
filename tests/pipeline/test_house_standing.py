"""A house list replaces the name of a place where it stands alone, and an acronym where it is no ordinary word."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from core_fixtures import plain_repairer
from growth_law import executions, super_linear
from growth_scenes import words as made_up_words

from repair.core.errors import ConfigError
from repair.core.types import Action, Suggestion
from repair.pipeline.feedback.house_list import HouseList
from repair.text.analysis import AnalyzedText

RULES = (
    ("Holland", "the Netherlands"),
    ("Jordan", "the Hashemite Kingdom"),
    ("Kiev", "Kyiv"),
    ("Turkey", "Türkiye"),
    ("Isis", "Islamic State"),
    ("Zelenskyy", "Zelensky"),
    ("Macedonia", "North Macedonia"),
    ("Congo", "Democratic Republic of Congo"),
    ("US", "U.S."),
    ("WHO", "W.H.O."),
)


def suggested(copy: str, *sources: str) -> tuple[Suggestion, ...]:
    texts = [AnalyzedText(source) for source in sources]
    return HouseList((), RULES).applied(AnalyzedText(copy), (), document_id="1", signature="", sources=texts)


def cleaned(copy: str, *sources: str) -> str:
    text = copy
    for suggestion in reversed(suggested(copy, *sources)):
        if suggestion.action is Action.APPLY:
            text = text[: suggestion.span.start] + str(suggestion.replacement) + text[suggestion.span.end :]
    return text


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("Kiev's mayor and Kiev Mayor Ole Brun met.", "Kyiv's mayor and Kyiv Mayor Ole Brun met."),
        ("KIEV, Nov 3 - It rains in KIEV.", "KYIV, Nov 3 - It rains in KYIV."),
        ("Kiev-based firms use the Moscow-Kiev line.", "Kyiv-based firms use the Moscow-Kyiv line."),
        ("Leaving Kiev was hard. On Monday Kiev was calm.", "Leaving Kyiv was hard. On Monday Kyiv was calm."),
        ("The Ukrainian capital Kiev, and Kiev Oblast.", "The Ukrainian capital Kyiv, and Kyiv Oblast."),
        ("Turkey Foreign Minister Ann Bell spoke.", "Türkiye Foreign Minister Ann Bell spoke."),
        (
            "Its rival Turkey won, and the EU-Turkey deal holds.",
            "Its rival Türkiye won, and the EU-Türkiye deal holds.",
        ),
        ("Holland is calm. He likes Holland.", "The Netherlands is calm. He likes the Netherlands."),
        ("“Holland is calm,” he said.", "“The Netherlands is calm,” he said."),
        ("Russia Bombs Kiev Again", "Russia Bombs Kyiv Again"),
        ("HOLLAND BEATS SPAIN", "THE NETHERLANDS BEATS SPAIN"),
        ("They left Jordan for Turkey.", "They left the Hashemite Kingdom for Türkiye."),
        ("The President of Turkey Ole Brun spoke.", "The President of Türkiye Ole Brun spoke."),
        (
            "The Jordan Water Authority met in Jordan.",
            "The Jordan Water Authority met in the Hashemite Kingdom.",
        ),
        ("Isis fighters fled.", "Islamic State fighters fled."),
        ("Volodymyr Zelenskyy met Mrs Zelenskyy.", "Volodymyr Zelensky met Mrs Zelensky."),
        ("THE US SAYS IT IS READY", "THE U.S. SAYS IT IS READY"),
        ("US SAYS TALKS FAILED", "U.S. SAYS TALKS FAILED"),
        ("US TO SEND TROOPS", "U.S. TO SEND TROOPS"),
        ("The US NAVY, a WHO report (US).", "The U.S. NAVY, a W.H.O. report (U.S.)."),
        ("WHO said so. US, UK sign. THE US-LED FORCE", "W.H.O. said so. U.S., UK sign. THE U.S.-LED FORCE"),
    ],
)
def test_a_name_that_stands_alone_is_replaced(copy: str, expected: str) -> None:
    assert cleaned(copy) == expected
    assert cleaned(expected) == expected


@pytest.mark.parametrize(
    "copy",
    [
        "Tom Holland, the actor, left.",
        "Mr Holland's Opus is a film.",
        "TOM HOLLAND WINS AWARD",
        "Will Holland, the actor, left.",
        "Victoria Holland spoke. Holland said so.",
        "Tom Holland spoke. Holland, 29, was tired. Holland left.",
        "Holland, 29, was tired.",
        "The actor Holland won.",
        "Dirk van Holland left.",
        "J. Holland and Dr. Kiev left.",
        "Michael Jordan met Jordan Henderson.",
        "JORDAN HENDERSON SIGNS FOR AJAX",
        "Sir Nicholas Kiev and Mrs Kiev left. Kiev sang.",
        "The goddess Isis was there.",
        "They cooked a turkey.",
        "The sign said: CALL US NOW.",
        "“THEY ARE LAUGHING AT US! WHO IS TO BLAME?”",
        "LET US PRAY FOR US",
        "US AND THEM",
        "PLEASE, US TOO",
        "WHO?",
    ],
)
def test_a_person_or_an_ordinary_word_is_not_suggested_for_replacement(copy: str) -> None:
    assert suggested(copy) == ()


@pytest.mark.parametrize(
    "copy",
    [
        "The Holland Tunnel is shut.",
        "Holland Tunnel Closed",
        "He lives in New Holland.",
        "The Earl of Holland left.",
        "He drank Wild Turkey.",
        "They met at Turkey Point.",
        "The Thanksgiving Turkey was good.",
        "Holland & Barrett sells tea.",
        "Greek Macedonia is near.",
        "The Democratic Republic of the Congo voted.",
        "The Holland team won.",
    ],
)
def test_a_part_of_a_longer_name_waits_for_a_person(copy: str) -> None:
    (suggestion,) = suggested(copy)
    assert suggestion.action is Action.REVIEW
    assert suggestion.reasons[0].text.startswith("the house list replaces this spelling, but ")


def test_a_line_of_capitals_has_the_longer_names_of_the_prose() -> None:
    copy = "Wild Turkey Sales Rise\n\nHe drank Wild Turkey on Monday."
    assert cleaned(copy) == copy
    assert cleaned("Wild Turkey Sales Rise", copy) == "Wild Turkey Sales Rise"


def test_a_source_may_introduce_a_person_with_the_name_of_a_place() -> None:
    copy = "Kiev spoke to him in Kiev."
    assert cleaned(copy) == "Kyiv spoke to him in Kyiv."
    (suggestion,) = suggested(copy, "The diver Nicholas Kiev won.")
    assert (suggestion.span.start, suggestion.action) == (copy.rindex("Kiev"), Action.REVIEW)


def test_a_name_that_contains_the_spelling_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "house.txt"
    path.write_text("Macedonia => North Macedonia\n", encoding="utf-8")
    repairer = plain_repairer("Mayor Ulf Brandt spoke in Oslo.")
    house = HouseList.load(path)
    copy = "Macedonia voted. NORTH MACEDONIA and Macedonia's towns are calm."
    expected = "North Macedonia voted. NORTH MACEDONIA and North Macedonia's towns are calm."
    assert repairer.gazetteer.names
    assert cleaned(copy) == expected
    assert house.applied(AnalyzedText(expected), (), document_id="1", signature="") == ()


@pytest.mark.parametrize(
    ("lines", "replacements"),
    [
        ("# ours\n1. Kiev => Kyiv\n2. Zelenskyy => Zelensky\n", (("Kiev", "Kyiv"), ("Zelenskyy", "Zelensky"))),
        ("- Kiev => Kyiv\n• Zelenskyy => Zelensky\n", (("Kiev", "Kyiv"), ("Zelenskyy", "Zelensky"))),
        ("1. FC Köln => 1. FC Koeln\nKiev => Kyiv\n", (("1. FC Köln", "1. FC Koeln"), ("Kiev", "Kyiv"))),
    ],
)
def test_marks_of_lines_are_no_part_of_a_spelling(
    tmp_path: Path, lines: str, replacements: tuple[tuple[str, str], ...]
) -> None:
    path = tmp_path / "house.txt"
    path.write_text(lines, encoding="utf-8")
    assert HouseList.load(path).replacements == replacements


def test_a_number_that_may_count_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "house.txt"
    path.write_text("Oslo\n1. Kiev => Kyiv\n3. Peking => Beijing\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"line 2: '1\. Kiev' begins with a number"):
        HouseList.load(path)


@pytest.mark.parametrize("sources", [(), ("--sources", "clean.txt")])
def test_a_house_list_needs_no_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, sources: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("repair.toml").write_text('[names]\nhouse = "house.txt"\n', encoding="utf-8")
    Path("house.txt").write_text("Kiev => Kyiv\n", encoding="utf-8")
    Path("copy.txt").write_text("It rains in Kiev.\n", encoding="utf-8")
    Path("clean.txt").write_text("nothing to see here\n", encoding="utf-8")
    result = run("clean", "copy.txt", "--out", "done", *sources)
    assert result.code == 0
    assert Path("done/copy.txt").read_text(encoding="utf-8") == "It rains in Kyiv.\n"


def test_places_among_people_are_found_in_linear_time() -> None:
    def applied(count: int) -> None:
        names = [name.capitalize() for name in made_up_words(count)]
        house = HouseList(replacements=tuple((name, f"Republic of {name} Land") for name in names))
        text = "".join(f"Ana {name} met in {name} and at {name} Point.\n{name} Tunnel Closed\n" for name in names)
        house.applied(AnalyzedText(text), (), document_id="1", signature="", sources=[AnalyzedText(text)])

    applied(3)
    found = super_linear([executions(lambda size=size: applied(size)) for size in (20, 40, 80)])  # type: ignore[misc]
    assert not found, found
