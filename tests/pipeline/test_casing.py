"""The case and the accents in which a replacement is written."""

from __future__ import annotations

import unicodedata

import pytest
from core_fixtures import copy_context, plain_repairer
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.types import Span
from repair.pipeline.accents import without_accents
from repair.pipeline.casing import is_part_in_lower_case, spell
from repair.text.normalize import fold

PLAIN = "The old ferry was sold on Monday and nobody knows who bought it. " * 5
ACCENTED = "The café was closed. "


def written(copy: str, replacement: str, *sources: str) -> str:
    """Return a replacement as it is written in place of the first two words of a copy."""
    return spell(copy_context(copy, *sources), 0, 2, replacement)


def test_capitals_of_a_headline_or_a_source_are_not_a_spelling() -> None:
    headline, body = "MINISTER ODA VESTERGREN OPENS THE NEW BRIDGE", "The minister Oda Vestergren opened the bridge."
    assert written("Oda Vestegren came.", "ODA VESTERGREN", headline, body) == "Oda Vestergren"
    assert written("Oda Vestegren came.", "Oda VESTERGREN", headline) == "Oda Vestergren"
    assert written("Oda Vestegren came.", "VESTERGREN", "VESTERGREN: The bridge is open.") == "Vestergren"
    assert written("Oda Vestegren came.", "Oda VESTERGREN", "The minister Anna VESTERGREN came.") == "Oda Vestergren"


def test_acronyms_stay_in_capitals() -> None:
    assert written("The Natto chief came.", "NATO", "THE NATO CHIEF CAME TODAY", "The NATO chief came.") == "NATO"
    assert written("The Natto chief came.", "NATO", "THE NATO CHIEF CAME TODAY") == "NATO"
    assert written("The Natto chief came.", "NATO", "The NATO chief. The NATO plan. The Nato plan.") == "NATO"


def test_a_short_surname_is_no_acronym_where_all_sources_are_in_capitals() -> None:
    source = "THE MINISTER PAUL GROTE SAID TODAY THAT THE IGAD PLAN WAS LATE, AND CLARA OLIU OF THE ESMO AGREED"
    assert written("Paul Grotte came.", "GROTE", source) == "Grote"
    assert written("Clara Olio came.", "CLARA OLIU", source) == "Clara Oliu"
    assert written("The Igat plan came.", "IGAD", source) == "IGAD"
    assert written("The Esmu plan came.", "ESMO", source) == "ESMO"
    assert written("The Zbkt plan came.", "ZBKD", "PAUL ZBKD SAID TODAY THAT THE PLAN WAS LATE") == "ZBKD"


def test_the_case_inside_a_word_follows_the_sources() -> None:
    source = "The lawyer Dominic LeBlanc and the pilot Ann McDonough came."
    assert written("Dominick Leblanc came.", "Dominic Leblanc", source) == "Dominic LeBlanc"
    assert written("An Mcdonough came.", "Ann Mcdonough", source) == "Ann McDonough"


def test_a_copy_without_any_accent_gets_none_and_another_the_whole_name_with_all() -> None:
    source = "The minister Þórdís Björnsdóttir came."
    assert written("Thordis Bjornsdotir came. " + PLAIN, "Thordis Björnsdóttir", source) == "Thordis Bjornsdottir"
    for rest in (ACCENTED, ACCENTED + PLAIN):
        assert written("Thordis Bjornsdotir came. " + rest, "Thordis Björnsdóttir", source) == "Þórdís Björnsdóttir"


def test_a_word_of_a_name_gets_no_accents_where_the_other_words_of_it_stay_without_theirs() -> None:
    for first, surname in (("Thordis", "Bjornsdottir"), ("Þórdís", "Björnsdóttir")):
        context = copy_context(f"{first} Bjornsdotir came. " + ACCENTED, "The minister Þórdís Björnsdóttir came.")
        assert spell(context, 1, 2, "Björnsdóttir") == surname


def test_a_scan_gets_the_accents_of_the_sources_even_where_it_has_none_itself() -> None:
    source = "The minister Þórdís Björnsdóttir came."
    scanned = "Thc oid fcrry wss sohi cn Mcnday snd nobcdy kncws whc bcught ir. " * 5
    assert written("Thordis Bjornsdotir came. " + scanned, "Thordis Björnsdóttir", source) == "Þórdís Björnsdóttir"


def test_a_copy_drops_accents_only_if_it_writes_a_name_without_those_of_the_sources() -> None:
    source = "The mayor of Rio Vigueña, Jörg Maßmann, came."
    assert written("Rio Viguefia was. " + PLAIN, "Rio Vigueña", source) == "Rio Vigueña"
    assert written("Jiirg Mafmann came. " + PLAIN, "Jörg Maßmann", source) == "Jörg Maßmann"
    assert written("Jorg Massman came. " + PLAIN, "Jörg Maßmann", source) == "Jorg Massmann"
    assert written("Rio Viguefia was. Jorg left. " + PLAIN, "Rio Vigueña", source) == "Rio Viguena"


def test_accents_of_the_copy_that_no_source_writes_are_kept() -> None:
    assert written("Šimon Hlavacak came.", "Šimon Hlavacek", "The goalkeeper Simon Hlavacek came.") == "Šimon Hlavacek"


def test_a_line_in_capitals_is_corrected_in_capitals() -> None:
    source = "The minister Torsten Wiklander opened the bridge at Haparanda on Monday. Torsten Wiklander left."
    copy = "TORSTEN VIKLANDER OPENS BRIDGE AT HAPARANDA\nThe minister opened the bridge at Haparanda on Monday."
    for suggestion in plain_repairer(source).suggest(copy):
        if suggestion.replacement and suggestion.span.start < copy.index("\n"):
            assert suggestion.replacement.isupper()


def test_letters_of_other_scripts_stay() -> None:
    assert without_accents("Йод, Þór, ŒUVRE, Œuvre, e\u0323\u0301") == "Йод, Thor, OEUVRE, Oeuvre, e"


NAMES = st.text("ÁÞØŁÉáéðøłßæþíabcNKO", min_size=2, max_size=8)


@settings(max_examples=80, deadline=None)
@given(NAMES, NAMES, st.booleans())
def test_the_words_of_a_name_are_all_accented_as_the_source_has_them_or_none(
    first: str, other: str, accents: bool
) -> None:
    name = f"{first.capitalize()} {other.capitalize()}"
    half = f"{without_accents(first.capitalize())} {other.capitalize()}"
    rest = ACCENTED if accents else PLAIN + "Thorarinn left."
    got = written("Abid Brantmon came. " + rest, half, f"They saw {name} today. Þórarinn left.")
    assert fold(got) == fold(name)
    assert got == (name if accents else without_accents(name))


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["NATO", "UNESCO", "BBC", "J.D.", "FIFA"]))
def test_acronyms_are_unchanged(acronym: str) -> None:
    assert written("Abid Brantmon came. " + PLAIN, acronym, f"They met at the {acronym} office today.") == acronym


def test_a_copy_with_separate_accents_uses_accents_and_keeps_them_separate() -> None:
    source = "Raúl Rangel stopped a penalty of Ángel Sepúlveda in Guadalajara. Raúl Rangel had trained hard for it."
    copy = unicodedata.normalize("NFD", source.replace("Rangel", "Ranhel"))
    proposed = [suggestion.replacement for suggestion in plain_repairer(source).suggest(copy)]
    assert set(proposed) == {unicodedata.normalize("NFD", "Raúl Rangel")}


@pytest.mark.parametrize(
    ("copy", "form", "replacement", "is_small"),
    [
        ("so minister odda vestergren opened the bridge", "odda", "Oda", True),
        ("so minister oda vestegren opened the bridge", "vestegren", "Vestergren", True),
        ("so minister odda said that the bridge is open", "odda", "Oda", False),
        ("The minister Odda vestergren came.", "Odda", "Oda", False),
        ("The minister Oda vestegren came.", "vestegren", "Vestergren", False),
        ("The mayor jan de wriez came.", "wriez", "Vries", False),
        ("so minister odda, vestergren and others came", "odda", "Oda", False),
        ("they saw oda vestegrens there", "oda vestegrens", "oda Vestergren", True),
        ("They saw Jan de vreis there", "de vreis", "de Vries", False),
    ],
)
def test_a_part_of_a_name_is_small_where_the_rest_is(copy: str, form: str, replacement: str, is_small: bool) -> None:
    context = copy_context(copy, "The minister Oda Vestergren came. The mayor Jan De Vries left.")
    start = copy.index(form)
    assert is_part_in_lower_case(context, Span(start, start + len(form)), replacement) is is_small
