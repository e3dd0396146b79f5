"""Romanisation variants are distinguished from mangled names."""

from __future__ import annotations

import pytest
from growth_law import executions
from hypothesis import given
from hypothesis import strategies as st

from repair.text.romanisation import Variant, is_spelling_variant

RUSSIAN, ARABIC = {"russia", "moscow"}, {"sudan", "sudanese"}


@pytest.mark.parametrize(
    ("form", "name", "markers"),
    [
        ("Denis Shmygal", "Denys Shmyhal", {"ukraine", "kyiv"}),
        ("Podem", "Podyom", RUSSIAN),
        ("Tarabeyevo", "Tarabeevo", RUSSIAN),
        ("Vverh", "Vverkh", set()),
        ("Gorbachov", "Gorbachev", set()),
        ("Dagalo", "Daglo", ARABIC),
        ("El Fashir", "el-Fasher", ARABIC),
        ("Marwan Bourhan", "Marwan Burhan", set()),
        ("Kassif", "Cassif", set()),
        ("Abd el Fatah", "Abdelfatah", ARABIC),
        ("Chung Ching-kuo", "Zhong Jing-guo", {"china", "chinese"}),
        ("Sizuoka", "Shizuoka", {"japan", "japanese"}),
        ("Bourgas", "Burgas", set()),
        ("BRC Neapel", "BRC Napoli", set()),
    ],
)
def test_a_romanisation_habit_is_a_spelling_variant(form: str, name: str, markers: set[str]) -> None:
    assert is_spelling_variant(form, name, markers=markers) is not None
    assert is_spelling_variant(name, form, markers=markers) is not None


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Sakna", "Tsahkna"),
        ("Latte", "Rutte"),
        ("Kier", "Keir"),
        ("Kiel", "Keir"),
        ("Kamish", "Kamysz"),
        ("Zelinski", "Zelenskiy"),
        ("Kransodar", "Krasnodar"),
        ("Lavarev", "Lazarev"),
        ("Ali", "Al"),
        ("Anna Berg", "Hanna Borg"),
    ],
)
def test_a_mangled_name_is_no_variant(form: str, name: str) -> None:
    for markers in ((), RUSSIAN, ARABIC, {"japan", "japanese"}):
        assert is_spelling_variant(form, name, markers=markers) is None


def test_a_scheme_counts_only_where_the_text_mentions_its_language() -> None:
    assert is_spelling_variant("Daglo", "Dagalo") is None
    assert is_spelling_variant("Gaas", "Haas") is None


@given(st.text(alphabet="aehkuioyszg", max_size=40), st.text(alphabet="aehkuioyszg", max_size=40))
def test_a_variant_holds_in_both_directions(first: str, other: str) -> None:
    markers = RUSSIAN | ARABIC
    there, back = (is_spelling_variant(a, b, markers=markers) for a, b in ((first, other), (other, first)))
    assert (there is None) == (back is None)


def test_long_words_are_not_compared() -> None:
    def lines(times: int) -> int:
        found: list[Variant | None] = []
        counts = executions(lambda: found.append(is_spelling_variant("ya" * times, "ia" * times, markers=RUSSIAN)))
        assert found == [None]
        return counts.total()

    assert lines(10_000) == lines(1_000)


def test_the_habits_of_korean_explain_names_of_that_shape_alone() -> None:
    asia = {"korea", "korean", "japan", "japanese"}
    assert is_spelling_variant("Mark Lutte", "Mark Rutte", markers=asia) is None
    for form, name in (("Lim Jong", "Rim Jong"), ("Lee Dong-young", "Lee Dong-yeong")):
        assert is_spelling_variant(form, name, markers=asia) is not None, form
    assert is_spelling_variant("Mark " + "an" * 5_000 + "k", "Mark " + "an" * 5_000, markers=asia) is None


@pytest.mark.parametrize(
    ("form", "name"),
    [("Lutte", "Rutte"), ("Latti", "Ratti"), ("Lekkers", "Rekkers")],
)
def test_a_surname_with_a_double_consonant_inside_is_not_korean(form: str, name: str) -> None:
    assert is_spelling_variant(form, name, markers={"korea", "korean", "seoul"}) is None


def test_a_japanese_name_has_no_cyrillic_spelling() -> None:
    russia = {"russia", "russian", "moscow"}
    assert is_spelling_variant("Tonozaki", "Tonosaki", markers=russia) is None
    assert is_spelling_variant("Ganna", "Hanna", markers=russia) == Variant("Cyrillic")


def test_chinese_systems_explain_names_of_chinese_syllables_alone() -> None:
    china = {"china", "chinese", "beijing"}
    assert is_spelling_variant("Teng Hsiao-ping", "Deng Xiaoping", markers=china) == Variant("Chinese")
    for form, name in (("Bayal Kabrekar", "Payal Kaprekar"), ("Banjahi", "Panjahi"), ("Abisar", "Apisar")):
        assert is_spelling_variant(form, name, markers=china) is None, form


@pytest.mark.parametrize(("form", "name"), [("Pryia", "Priya"), ("Danyiel", "Daniyel"), ("Ilyias", "Iliyas")])
def test_exchanged_letters_are_no_romanisation_unless_the_text_is_about_its_speakers(form: str, name: str) -> None:
    assert is_spelling_variant(form, name) is None
    assert is_spelling_variant(form, name, markers={"minsk", "belarus"}) is not None


@pytest.mark.parametrize(("form", "name"), [("Zelenskyi", "Zelenskiy"), ("Syrskyi", "Syrskiy"), ("Yahia", "Yahya")])
def test_slavic_endings_may_have_their_letters_in_either_order(form: str, name: str) -> None:
    assert is_spelling_variant(form, name) is not None


@pytest.mark.parametrize(("form", "name"), [("Ehlring", "Elring"), ("Lavalhette", "Lavalette")])
def test_a_european_name_is_no_variant_wherever_it_stands(form: str, name: str) -> None:
    assert is_spelling_variant(form, name, markers={"gaza", "yemen", "yemeni"}) is None


@pytest.mark.parametrize(("form", "name"), [("Podem", "Podyom"), ("Torbeevino", "Torbeyevino")])
def test_letters_that_only_cyrillic_has_need_no_markers(form: str, name: str) -> None:
    assert is_spelling_variant(form, name) == is_spelling_variant(name, form) == Variant("Cyrillic")
