"""Misread names in scanned prints: proposed where the sources have a name of the same shapes, and only in scans."""

from __future__ import annotations

import pytest

from repair import Gazetteer, Repairer
from repair.core.types import Action
from repair.pipeline.rules.scans.scanned_words import is_other_word
from repair.text.language import is_english
from repair.text.lexicon import Lexicon
from repair.text.scans import has_misread_letters
from repair.text.tokens import tokenize

SOURCES = [
    "Governor Ida Brennholt of Northern Vestmark opened the Harbour Museum in Tjeldvik on Tuesday. Brennholt thanked "
    "the Maritime Heritage Society and the Italian engineers. The Internet pages of the museum are in Norwegian. "
    "The Vestmark Gazette asked Lukáš Dvoržil and Tomáš Říhošek about the museum. Dvoržil liked it.",
    "The museum in Tjeldvik is open, and Ida Brennholt was there, said the Vestmark Gazette. Dvoržil came from Ústrov.",
]
# Misread words and specks show that a text was scanned.
SCAN = " _ The crowd stoocl in the harbour ~ for an hoar, and the musjc was vcry loud."


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(Gazetteer.build(SOURCES))


def proposed(repairer: Repairer, copy: str) -> list[tuple[str, str]]:
    return [(each.surface, each.replacement) for each in repairer.suggest(copy) if each.replacement is not None]


def test_the_marks_of_the_examples_are_those_of_a_scan() -> None:
    assert has_misread_letters(SCAN, tokenize(SCAN), Lexicon.load())


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("The pages are on the Intemet now.", ("Intemet", "Internet")),
        ("Mrs Brennhoit spoke about the museum.", ("Brennhoit", "Brennholt")),
        ("The engineers, all lialian, were there.", ("lialian", "Italian")),
        ("A museum was opened in tjeldvik by the mayor.", None),  # in lower case, but right
        ("The Itaiian engineers were there.", ("Itaiian", "Italian")),
        ("They read it in the Vestmark _ Gazette today.", ("Vestmark _ Gazette", "Vestmark Gazette")),
        ("They read it in the Veslmark Gazelle today.", ("Veslmark Gazelle", "Vestmark Gazette")),
        ("The ferry to southem dapan left.", ("dapan", "Japan")),  # a country that no source has
        ("The museum of london was shut.", None),  # only a capital is missing
        ("On Wedncsday the museum was shut.", ("Wedncsday", "Wednesday")),
        ("He met Ríhosek there.", ("Ríhosek", "Říhošek")),
    ],
)
def test_misread_names_are_proposed(repairer: Repairer, copy: str, expected: tuple[str, str] | None) -> None:
    found = proposed(repairer, copy + SCAN)
    assert (expected in found) if expected else not found


def test_a_word_in_small_letters_is_a_name_that_the_copy_has_elsewhere(repairer: Repairer) -> None:
    copy = "Brennholt came, and they saw hrennholt in the hall."
    assert ("hrennholt", "Brennholt") in proposed(repairer, copy + SCAN)


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("He met Rfhošek in the hall, and the rain went on for hours.", ("Rfhošek", "Říhošek")),
        ("The bus from 6strov was late, and the rain went on for hours.", None),
        ("He met Lukas Dvoržil and Rihosek in the hall.", None),  # without accents
        ("He met Ríhošék in the hall.", None),  # with other accents
    ],
)
def test_a_misread_letter_with_an_accent_needs_no_other_sign(
    repairer: Repairer, copy: str, expected: tuple[str, str] | None
) -> None:
    assert proposed(repairer, copy) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "copy",
    [
        "The pages are on the Internet now, and Ida Brennholt read the Vestmark Gazette in Tjeldvik.",
        "Southern Vestmark has no museum.",  # another region, not Northern Vestmark misread
        "The Vestmark Review wrote about Ole Brennholt.",  # another paper and another person
        "He read the gazelte and the governer's letter.",  # ordinary words
        "The Harbour museum and the harbour are open.",
        "The Notional Museum was shut.",  # a word, and no name of the sources
    ],
)
def test_right_names_and_ordinary_words_are_left_alone_in_a_scan(repairer: Repairer, copy: str) -> None:
    assert not proposed(repairer, copy + SCAN)


@pytest.mark.parametrize("copy", ["They read it in the Vestmark _ Gazette.", "Ustrov is far, said Dvorzil."])
def test_copy_that_is_no_scan_is_left_alone(repairer: Repairer, copy: str) -> None:
    assert not proposed(repairer, copy + " The crowd stood in the harbour for an hour, and the music was very loud.")


@pytest.mark.parametrize(
    ("copy", "surface", "action"),
    [
        ("He came from Ustrov.", "Ustrov", Action.VARIANT),  # the paper may print no accents
        ("He came from Ustrov with Dvoržil.", "Ustrov", Action.REVIEW),  # it does print accents
        ("He met Dvoržíl there.", "Dvoržíl", Action.REVIEW),
        ("He met DvorZil there.", "DvorZil", Action.REVIEW),
    ],
)
def test_accents_are_variants_unless_the_scan_has_kept_others(
    repairer: Repairer, copy: str, surface: str, action: Action
) -> None:
    (suggestion,) = [each for each in repairer.suggest(copy + SCAN) if each.surface == surface]
    assert suggestion.action is action
    assert suggestion.replacement in ("Ústrov", "Dvoržil")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Ceatral", "General", True),  # Central
        ("parfies", "Partie", True),  # parties
        ("Genoral", "General", False),
        ("Brennhoit", "Brennholt", False),
    ],
)
def test_a_word_that_is_nearer_to_another_word_is_no_name(text: str, name: str, expected: bool) -> None:
    assert is_other_word(text, name, Lexicon.load()) is expected


def test_nothing_is_applied_without_a_person(repairer: Repairer) -> None:
    copy = "Mrs Brennhoit of Northem Vestmark read the Veslmark Gazelte on the Intemet." + SCAN
    suggestions = [each for each in repairer.suggest(copy) if each.reasons and each.reasons[0].key in ("shapes",)]
    assert suggestions
    assert all(each.action is not Action.APPLY for each in suggestions)


# Words of other languages that look like misread English ones, with specks; none of the copies is English.
IN_OTHER_LANGUAGES = {
    "es": "Parece que el ministro de Argentina viene con su equipo. ~ Tjeldvlk espera, pero la guerra no. _ Nortem",
    "de": "Merk das: die Regierung hat nicht mit dem Museum gesprochen ~ und auch Tjeldvlk ist nicht da. _",
    "sv": "Det är inte lätt att säga ~ om museet i Tjeldvlk har öppnat, men vi vet att hon inte kom dit. _ Nortem",
    "fr": "La ministre a tjeldvlk de la gare. _ Le pubiic était dans les rues ~ et la musjque était très fortc",
}


@pytest.mark.parametrize("copy", IN_OTHER_LANGUAGES.values(), ids=IN_OTHER_LANGUAGES)
def test_words_of_other_languages_are_not_misread(repairer: Repairer, copy: str) -> None:
    assert is_english(tokenize(copy), Lexicon.load()) is False
    keys = {reason.key for each in repairer.suggest(copy) for reason in each.reasons if each.replacement is not None}
    assert keys.isdisjoint({"shapes", "accents"})


def test_a_mangled_name_in_another_language_is_still_proposed(repairer: Repairer) -> None:
    copy = "La ministre Ida Brennhoit a fermé le musée de la gare, et le public était dans les rues pendant une heure."
    assert proposed(repairer, copy) == [("Ida Brennhoit", "Ida Brennholt")]
