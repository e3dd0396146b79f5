"""Listed names are left alone, and explicit replacements are made, once."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run
from core_fixtures import plain_repairer
from growth_law import executions, super_linear
from growth_scenes import words as made_up_words
from workbooks import write_workbook

from repair.core.config import Config, load_config, show_config
from repair.core.errors import ConfigError
from repair.core.types import Action, Document, Span, Suggestion
from repair.pipeline.feedback.house_list import HouseList
from repair.pipeline.feedback.house_list_file import read_house_list
from repair.pipeline.repairer import Repairer
from repair.text.analysis import AnalyzedText

SOURCES = (
    "The mayor of Burgas, Dragan Velchev, opened a harbour on Monday. Velchev said Kyiv would send three ships.",
    "A harbour was opened in Burgas by Dragan Velchev. Three ships will come from Kyiv.",
)
COPY = (
    "The mayor of Bourgas, Dragan Velchev, opened the harbour on Monday. Kiev sends three ships, and KIEV pays. A kiev "
    "is a dish."
)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def with_list(house: HouseList | None) -> Repairer:
    shipped = plain_repairer(*SOURCES)
    other = shipped.with_gazetteer(shipped.gazetteer)
    other.options = replace(shipped.options, house=house)
    return other


def test_only_explicit_replacements_are_applied_without_a_person(tmp_path: Path) -> None:
    path = write(tmp_path / "house.txt", "# the desk's own\n\nKiev => Kyiv\nBourgas\n")
    repaired = with_list(HouseList.load(path)).clean(COPY)
    assert repaired.text == COPY.replace("Kiev ", "Kyiv ").replace("KIEV", "KYIV")
    assert with_list(HouseList.load(path)).clean(repaired.text).edits == ()
    assert "house:" in repaired.suggestions[0].signature


def test_a_listed_name_is_left_alone() -> None:
    offered = [suggestion for suggestion in with_list(None).suggest(COPY) if suggestion.replacement]
    assert [(suggestion.surface, suggestion.action) for suggestion in offered] == [("Bourgas", Action.VARIANT)]
    assert [
        suggestion for suggestion in with_list(HouseList(("Bourgas",))).suggest(COPY) if suggestion.replacement
    ] == []


def test_a_table_has_two_columns(tmp_path: Path) -> None:
    house = HouseList.load(write(tmp_path / "house.csv", 'Kiev,Kyiv\n"Vex, Ann",Ann Vexley\nOslo\n'))
    assert house.replacements == (("Kiev", "Kyiv"), ("Vex, Ann", "Ann Vexley"))
    assert house.names == ("Kyiv", "Ann Vexley", "Oslo")


@pytest.mark.parametrize(
    "line",
    [
        *("Kiev =>", "=> Kyiv", "a => b => c", "!!", "Kiev => Kiev"),
        *("Kiev -> Kyiv", "Kiev → Kyiv", "Kiev = > Kyiv", "Kiev --> Kyiv", "Kiev = Kyiv", "Kyiv <- Kiev", "Kiev ->"),
    ],
)
def test_a_wrong_line_of_the_house_list_is_refused_by_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigError, match="line 2"):
        HouseList.load(write(tmp_path / "house.txt", f"Oslo\n{line}\n"))


@pytest.mark.parametrize("line", ["Kiev => Kyiv", "Kiev -> Kyiv", "Kiev → Kyiv"])
def test_an_ignored_form_is_no_replacement(tmp_path: Path, line: str) -> None:
    with pytest.raises(ConfigError, match="line 2: The line is not a form alone"):
        HouseList.load(None, ignore=write(tmp_path / "ignore.txt", f"Oslo\n{line}\n"))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            "Kiev => Kyiv\n\nKiev => Kyjiv",
            "line 3: 'Kiev' is replaced by 'Kyjiv' in this line, and by 'Kyiv' in line 1",
        ),
        ("Kiev => Kyiv\nKyiv => Kiev", "line 1: 'Kyiv' is right in this line, and line 2 replaces it by 'Kiev'"),
        ("Kiev => Kyiv\nKyiv => Kyjiv", "line 1: 'Kyiv' is right in this line, and line 2 replaces it by 'Kyjiv'"),
        ("Kiev => Kyiv\nKiev", "line 2: 'Kiev' is right in this line, and line 1 replaces it by 'Kyiv'"),
        ("UNESCO => Unesco\nUnesco => UNESCO", "'Unesco' is right in this line"),
        ("EU => E.U.\nE.U. => EU", "'EU' is right in this line"),
    ],
)
def test_lines_that_contradict_each_other_are_refused(tmp_path: Path, lines: str, words: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        HouseList.load(write(tmp_path / "house.txt", lines))


@pytest.mark.parametrize(
    "lines",
    [
        "Kiev => Kyiv\nKiev => Kyiv\nKyiv",
        "Lódz => Łódź\nLodz => Łódź",
        "Peking => Beijing\nPKU => Peking University\nPeking Opera",
        "Vang\nVång",
        "US => U.S.\nUs",
        "HK => Hong Kong\nHK$ => Hong Kong dollars ",
    ],
)
def test_lines_that_agree_are_taken(tmp_path: Path, lines: str) -> None:
    assert HouseList.load(write(tmp_path / "house.txt", lines)).names


def test_the_setting_is_in_a_table(tmp_path: Path) -> None:
    config = load_config(write(tmp_path / "repair.toml", 'flag = false\n[names]\nhouse = "list.txt"\n'))
    assert config == Config(flag=False, house=str(tmp_path / "list.txt"), path=tmp_path / "repair.toml")
    assert load_config(write(tmp_path / "again.toml", show_config(config))).house == config.house
    for text, words in (('house = "x"', "names"), ('[names]\nhose = "x"', "names.hose"), ("names = 3", "table")):
        with pytest.raises(ConfigError, match=words):
            load_config(write(tmp_path / "repair.toml", text))


def test_replacements_of_the_house_list_are_reported_like_any_correction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "repair.toml", '[names]\nhouse = "house.txt"\n')
    write(tmp_path / "house.txt", "Kiev => Kyiv\n")
    write(tmp_path / "copy.txt", COPY)
    write(tmp_path / "clean.txt", SOURCES[0])
    result = run("suggest", "copy.txt", "--sources", "clean.txt", "--exit-code")
    assert "Kiev → Kyiv" in result.text
    assert "Bourgas → Burgas" not in result.text
    assert result.code == 1


def test_ignored_forms_are_neither_corrected_nor_flagged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "copy.txt", "The mayor of Burgas, Dragan Velchew, met Mr. Pranzhev. Mr. Pranzhev left.")
    write(tmp_path / "clean.txt", SOURCES[0])
    before = run("suggest", "copy.txt", "--sources", "clean.txt").text
    assert "Velchew" in before and "Pranzhev" in before
    write(tmp_path / "ignore.csv", "form,note\nVelchew,a columnist\nPranzhev,\n")
    write(tmp_path / "repair.toml", '[names]\nignore = "ignore.csv"\n')
    result = run("suggest", "copy.txt", "--sources", "clean.txt", "--exit-code")
    assert result.text == "" and result.code == 0


@pytest.mark.parametrize("house", [HouseList(ignored=("Dragan Velchew",)), HouseList(names=("Dragan Velchew",))])
def test_no_part_of_a_listed_or_ignored_form_is_changed(house: HouseList) -> None:
    copy = "The mayor of Burgas, Dragan Velchew, spoke. Velchew left Burgas."
    plain = [suggestion.span for suggestion in with_list(None).suggest(copy)]
    places = [suggestion.span for suggestion in with_list(house).suggest(copy)]
    second = copy.index("Velchew left")
    assert any(span.start < second for span in plain)
    assert [span for span in plain if span.start >= second] == places


def test_an_ignored_form_protects_only_itself() -> None:
    house = HouseList(ignored=("Velchev",))
    suggestion_for_part = replace(
        next(suggestion for suggestion in with_list(None).suggest(COPY) if suggestion.replacement),
        surface="Dragon Velchev",
    )
    assert not house.ignores(replace(suggestion_for_part, replacement="Dragan Velchev"))
    assert house.ignores(replace(suggestion_for_part, replacement="Dragan Velchov"))


@pytest.mark.parametrize("name", ["house.xlsx", "house.tsv"])
def test_the_house_list_may_be_a_spreadsheet(name: str, tmp_path: Path) -> None:
    rows = [["Spelling", "Name"], ["# ours"], ["Kiev", "Kyiv"], ["Oslo"]]
    if name.endswith(".xlsx"):
        write_workbook(tmp_path / name, rows)
    else:
        write(tmp_path / name, "".join("\t".join(row) + "\n" for row in rows))
    house = HouseList.load(tmp_path / name)
    assert (house.names, house.replacements) == (("Kyiv", "Oslo"), (("Kiev", "Kyiv"),))


def test_a_house_spelling_with_accents_can_be_enforced_once() -> None:
    copy = "Ingrid Skjaervik spoke. SKJAERVIK and Ines Gracia left. Inés Gracia-Loo and Inés Gracia Loo stay."
    plain, enforced = HouseList(("Inés Gracia",)), HouseList(("Inés Gracia",), enforced=True)
    assert with_list(plain).clean(copy).text == copy
    repaired = with_list(enforced).clean(copy).text
    assert repaired == copy.replace("Ines Gracia left", "Inés Gracia left")
    assert with_list(enforced).clean(repaired).edits == ()
    assert plain.hash != enforced.hash


def test_proposals_have_the_house_spelling() -> None:
    enforced = HouseList(("Velčev",), enforced=True)
    (suggestion,) = (
        suggestion
        for suggestion in with_list(enforced).suggest("The mayor of Burgas is Dragan Velchew.")
        if suggestion.replacement
    )
    assert suggestion.replacement == "Dragan Velchev"
    pair = HouseList((), (("Velchev", "Velčev"),))
    (suggestion,) = (
        suggestion
        for suggestion in with_list(pair).suggest("The mayor of Burgas is Dragan Velchew.")
        if suggestion.replacement
    )
    assert suggestion.replacement == "Dragan Velčev"


@pytest.mark.parametrize(
    "copy",
    [
        "The cook made chicken Kiev and Peking duck for two hundred guests.",
        "She read “Last Night in Peking” and “A Winter in Kiev and Peking” on the train.",
        "Chemists of Peking University and the Kiev Old Brewery met.",
    ],
)
def test_a_spelling_stays_in_dishes_titles_and_longer_listed_names(tmp_path: Path, copy: str) -> None:
    path = write(tmp_path / "house.txt", "Kiev => Kyiv\nPeking => Beijing\nKiev Old Brewery\n")
    assert with_list(HouseList.load(path)).clean(copy).text == copy


def test_a_spelling_is_replaced_beside_other_words_and_in_quoted_speech(tmp_path: Path) -> None:
    copy = "“Kiev is calm,” the Kiev mayor said. In Kiev, duck and chicken are dear. “We love Kiev,” he said."
    path = write(tmp_path / "house.txt", "Kiev => Kyiv\n")
    assert with_list(HouseList.load(path)).clean(copy).text.count("Kyiv") == 4


def replaced(rule: str, copy: str) -> str:
    wrong, right = rule.split(" => ")
    house = HouseList((), ((wrong, right),))
    text = copy
    for suggestion in reversed(house.applied(AnalyzedText(copy), (), document_id="1", signature="")):
        assert copy[suggestion.span.start : suggestion.span.end] == suggestion.surface
        text = text[: suggestion.span.start] + str(suggestion.replacement) + text[suggestion.span.end :]
    return text


@pytest.mark.parametrize(
    ("rule", "copy", "expected"),
    [
        (
            "EU => E.U.",
            "An EU-led force, the EU's role and the EU/UN pact.",
            "An E.U.-led force, the E.U.'s role and the E.U./UN pact.",
        ),
        (
            "EU => E.U.",
            "It left the EU. “It left the EU.” Why the EU?",
            "It left the E.U. “It left the E.U.” Why the E.U.?",
        ),
        (
            "E.U. => EU",
            "The E.U. Council met. He left the E.U. The end.",
            "The EU Council met. He left the EU. The end.",
        ),
        (
            "E.U. => EU",
            "He left the E.U., she stayed (in the E.U.).\n\nThe E.U.",
            "He left the EU, she stayed (in the EU).\n\nThe EU.",
        ),
        ("Gov. => Governor", "Gov. Ann Bell left.", "Governor Ann Bell left."),
        ("HK$ => HKD ", "It costs HK$5.", "It costs HKD 5."),
        ("Brillo! => Brillo", "The shop Brillo! in Oslo", "The shop Brillo in Oslo"),
        ("Brillo => Brillo!", "At Brillo and Brillo! it rains.", "At Brillo! and Brillo! it rains."),
        ("UNESCO => Unesco", "He told UNESCO so.", "He told Unesco so."),
        ("e-mail => email", "E-mail is slow.", "Email is slow."),
    ],
)
def test_marks_that_belong_to_a_spelling_are_replaced_with_it(rule: str, copy: str, expected: str) -> None:
    assert replaced(rule, copy) == expected
    assert replaced(rule, expected) == expected


def test_a_surname_first_and_a_note_are_read_as_in_other_lists(tmp_path: Path) -> None:
    path = tmp_path / "house.txt"
    path.write_text("- Thorsrud, Anna (UNESCO)\n- Kiev => Kyiv\n- Acme, Inc.\n", encoding="utf-8")
    assert read_house_list(path) == (("Anna Thorsrud", "Kyiv", "Acme, Inc."), (("Kiev", "Kyiv"),))


@pytest.mark.parametrize(
    ("rule", "copy"),
    [
        ("NZ => N.Z.", "It cost NZ$5, $NZ5, NZ€5 or A$NZ in all."),
        ("NZ => N.Z.", "NZ&R, R&NZ, #NZ, @NZ, NZ@example.org, NZ+3, NZ=1, NZ_1 and NZ™ are others."),
        ("Lodz => Łódź", "Bands: Lodz+, Lodz&Sons and Lodz®."),
        ("UN => U.N.", "Kim Jong Un met the UNHCR. Un left."),
        ("US => U.S.", "Give Us This Day.\nLET US PRAY FOR US"),
        ("HK$ => HKD ", "HK is a city."),
        ("Gov. => Governor", "Gov is a word. Mr Gov left."),
        ("UNESCO => Unesco", "UNESCO TALKS FAIL AGAIN"),
    ],
)
def test_a_spelling_is_not_replaced_as_part_of_another_word(rule: str, copy: str) -> None:
    assert replaced(rule, copy) == copy


def test_a_long_house_list_is_applied_in_linear_time() -> None:
    def applied(count: int) -> None:
        names = made_up_words(count)
        house = HouseList(
            names=tuple(f"Ana {name} Sol" for name in names),
            replacements=tuple((f"Ana {name}", f"Eva {name}") for name in names),
            ignored=tuple(f"Ben {name}" for name in names),
            enforced=True,
        )
        text = "".join(f"Ana {name} met Ben {name} and Ana {name} Sol. " for name in names)
        places = (text.index(f"Ben {name} ") for name in names)
        suggestions = [
            Suggestion.at(Document("1", text), Span(at, at + 3), "Bea", confidence=0.5, action=Action.REVIEW)
            for at in places
        ]
        house.applied(AnalyzedText(text), suggestions, document_id="1", signature="")

    applied(3)
    found = super_linear([executions(lambda size=size: applied(size)) for size in (20, 40, 80)])  # type: ignore[misc]
    assert not found, found


def test_an_empty_list_is_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "house.txt"
    path.write_text("# Names of our desk\n", encoding="utf-8")
    assert read_house_list(path) == ((), ())
    assert "house.txt has no line with a name" in caplog.text
    caplog.clear()
    path.write_text("Kyiv\n", encoding="utf-8")
    assert read_house_list(path) == (("Kyiv",), ()) and not caplog.text
