"""Names of a gazetteer in other scripts, cases and spellings match only where they are by far the likeliest."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from repair.channel.tokenizers import TOKENIZERS
from repair.channel.transliteration import Transliterations
from repair.core.errors import ModelError
from repair.gazetteer import Gazetteer
from repair.translation import find_names
from repair.translation.base_forms import base_forms
from repair.translation.cross_script import CrossScriptMatcher
from repair.translation.multilingual import merge_scripts

STORY = (
    "Ukrainian President Volodymyr Zelensky met NATO Secretary General Mark Rutte in Paris. "
    "Ursula von der Leyen spoke. British Prime Minister Keir Starmer joined. Zelensky thanked Rutte. "
    "Petro Poroshenko left for Odesa. "
    "Emmanuel Macron called Vladimir Putin. Donald Trump did not come. Donald Tusk spoke in Kharkiv."
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the gazetteer of an English story, with names in Latin letters only."""
    return Gazetteer.build([STORY])


@pytest.fixture(scope="module")
def ties(gazetteer: Gazetteer) -> CrossScriptMatcher:
    """Return the matcher for its names."""
    return CrossScriptMatcher(gazetteer)


def tied(ties: CrossScriptMatcher, text: str) -> dict[str, str]:
    return {text[match.span.start : match.span.end]: match.target for match in ties.find(text)}


@pytest.mark.parametrize(
    "text",
    ["приїхав Зеленський", "昨日ゼレンスキー大統領が", "زار زيلينسكي المدينة", "오늘 젤렌스키 대통령", "אמר זלנסקי"],
)
def test_a_surname_in_another_script_matches_the_name_of_the_sources(ties: CrossScriptMatcher, text: str) -> None:
    assert list(tied(ties, text).values()) == ["Zelensky"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Там Володимир Зеленський і", {"Володимир Зеленський": "Volodymyr Zelensky"}),
        ("Там Марк Рютте", {"Марк Рютте": "Mark Rutte"}),
        ("Там Урсула фон дер Ляйен", {"Урсула фон дер Ляйен": "Ursula von der Leyen"}),
        ("とウォロディミル・ゼレンスキー氏は", {"ウォロディミル・ゼレンスキー": "Volodymyr Zelensky"}),
        ("مع إيمانويل ماكرون في", {"إيمانويل ماكرون": "Emmanuel Macron"}),
        ("עם עמנואל מקרון.", {"עמנואל מקרון": "Emmanuel Macron"}),
    ],
)  # fmt: skip
def test_a_whole_name_matches_as_a_whole(ties: CrossScriptMatcher, text: str, expected: dict[str, str]) -> None:
    assert tied(ties, text) == expected


def test_words_joined_to_a_name_are_not_part_of_the_match(ties: CrossScriptMatcher) -> None:
    assert tied(ties, "التقى ماكرون وبوتين") == {"ماكرون": "Macron", "بوتين": "Putin"}
    assert tied(ties, "오늘 젤렌스키는 말했다") == {"젤렌스키": "Zelensky"}


@pytest.mark.parametrize(
    "text",
    [
        "Мир и война в городе, где зима.",
        "ミサイルがコンピューターを使うビデオ。",
        "Там Олена Зеленська приїхала.",  # another of that family
        "Там Анна Порошенко приїхала.",
        "كان الجو جميلا في المدينة اليوم",
        "Nothing of another script.",
    ],
)
def test_ordinary_words_and_other_people_match_nobody(ties: CrossScriptMatcher, text: str) -> None:
    assert tied(ties, text) == {}


def test_an_ambiguous_name_matches_nobody() -> None:
    ties = CrossScriptMatcher(Gazetteer.build(["Peter Meier met Anna Mayer in Bonn. Meier left. Mayer stayed."]))
    assert tied(ties, "там Майер.") == {}


@pytest.mark.parametrize(
    ("src", "text", "expected"),
    [
        ("uk", "Він бачив Зеленського в Одесі.", {"Зеленського": "Zelensky", "Одесі": "Odesa"}),
        ("ru", "Вчера с Марком Рютте о Трампе.", {"Марком Рютте": "Mark Rutte", "Трампе": "Trump"}),
        ("cs", "Podle Zelenského a bez Donalda Tuska.", {"Zelenského": "Zelensky", "Donalda Tuska": "Donald Tusk"}),
        ("pl", "To dla Zełenskiego z Donaldem Tuskiem.", {
            "Zełenskiego": "Zelensky", "Donaldem Tuskiem": "Donald Tusk"}),
        ("de", "Das sind Putins Worte.", {"Putins": "Putin"}),
        ("fi", "Joukot Kharkivissa ja Putinin puhe.", {"Kharkivissa": "Kharkiv", "Putinin": "Putin"}),
        ("es", "Ayer Volodímir Zelenski y, según Zelenski, todos en París.", {
            "Volodímir Zelenski": "Volodymyr Zelensky", "Zelenski": "Zelensky", "París": "Paris"}),
    ],
)  # fmt: skip
def test_an_inflected_or_respelled_name_gets_the_form_of_the_sources(
    gazetteer: Gazetteer, src: str, text: str, expected: dict[str, str]
) -> None:
    names = find_names(text, src=src, tgt="en", gazetteer=gazetteer)
    assert {name.surface: name.target for name in names} == expected
    assert all(name.in_gazetteer for name in names)


def test_an_inflected_alias_of_the_gazetteer_is_found(tmp_path: Path) -> None:
    rows = [("Foo Barowitz", "person", ("Зеленський",))]
    gazetteer = Gazetteer.from_names(rows, tmp_path / "names.gaz")
    (name,) = find_names("Він бачив Зеленського.", src="uk", tgt="en", gazetteer=gazetteer)
    assert name.target == "Barowitz"


def test_words_have_base_forms_only_in_languages_with_inflection() -> None:
    assert base_forms("Guerra", "es") == [] and base_forms("Casas", None) == []
    assert "trump" in base_forms("Trumpa", "pl") and base_forms("Он", "ru") == []


def test_a_single_form_at_the_start_of_a_sentence_is_not_matched(gazetteer: Gazetteer) -> None:
    assert find_names("Trumpa tady nikdo nezná.", src="cs", tgt="en", gazetteer=gazetteer) == ()


# --- the tables


def test_the_tables_read_and_compare_words() -> None:
    table = Transliterations.load().scripts["cyrillic"]
    native = TOKENIZERS["cyrillic"]("Макрон")
    best = table.read(native)
    assert best[0].share >= best[-1].share and best[0].text in ("makron", "macron")
    assert table.log_probability(best[0].text, native) == pytest.approx(best[0].share)
    assert table.log_probability("macron", native) > table.log_probability("merkel", native)


def test_damaged_tables_are_reported(tmp_path: Path) -> None:
    for number, data in enumerate(
        (b"", b"no gzip", gzip.compress(b"{"), gzip.compress(json.dumps({"x": [1]}).encode()))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "tables.json.gz").write_bytes(data)
        with pytest.raises(ModelError, match="letter tables are damaged"):
            Transliterations.load(folder)
    with pytest.raises(ModelError, match="letter tables are damaged"):
        Transliterations.load(tmp_path / "nothing")


# --- sources in several languages


def test_sources_in_several_scripts_make_one_gazetteer_with_the_spellings_of_all(tmp_path: Path) -> None:
    uk = "Прийшов Марк Рютте. Там Володимир Зеленський бачив Петра Порошенка. Про це Зеленський сказав."
    ja = "ウクライナのウォロディミル・ゼレンスキー大統領は会談した。ゼレンスキー氏は述べた。"
    gazetteer = merge_scripts(Gazetteer.build([STORY, uk, ja]))
    gazetteer.save(tmp_path / "names.gaz")
    gazetteer = Gazetteer.load(tmp_path / "names.gaz")
    for form in ("Володимир Зеленський", "Зеленський", "ウォロディミル・ゼレンスキー", "ゼレンスキー"):
        assert [name.canonical for name in gazetteer.find(form)] == ["Volodymyr Zelensky"]
    assert [name.canonical for name in gazetteer.find("Марк Рютте")] == ["Mark Rutte"]
    assert not gazetteer.find("Петра Порошенка")  # an inflected form is no alias
    aliases = {alias.surface: alias for name in gazetteer.find("ゼレンスキー") for alias in name.aliases}
    assert aliases["ゼレンスキー"].short and "述べた" in gazetteer.snippet(aliases["ゼレンスキー"].seen[0])
    (name,) = find_names("昨日ゼレンスキー大統領が訪れた。", src="ja", tgt="en", gazetteer=gazetteer)
    assert name.target == "Zelensky"


def test_a_native_name_without_a_latin_one_is_left_to_the_engine() -> None:
    gazetteer = merge_scripts(Gazetteer.build([STORY, "Там була Олена Коваленко. Олена Коваленко сказала."]))
    assert any("Коваленко" in name.canonical for name in gazetteer.names)
    assert find_names("Прийшла Олена Коваленко.", src="uk", tgt="en", gazetteer=gazetteer) == ()
