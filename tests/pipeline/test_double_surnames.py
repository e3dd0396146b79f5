"""Double surnames: the halves of a hyphenated word do not become the surnames of two people."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context

from repair import Document, Gazetteer, Repairer
from repair.pipeline.whole_names.double_surnames import invents_double_surname

SOURCE = (
    "Oskar Wendelin met Birgit Wendlin-Maurer and Ivo Karstad in Oslo on Monday. President Tom Larkin will meet Pavel "
    "Dorin in May, and Abbas el-Masri will be there. Russia and Ukraine will not. Marie Brandt Olsen spoke."
)


def invents(copy: str, form: str, replacement: str) -> bool:
    """Return whether a replacement of the words ``form`` of a copy makes up a double surname."""
    context = copy_context(copy, SOURCE)
    start = copy.index(form)
    tokens = context.copy.tokens
    low = next(number for number, token in enumerate(tokens) if token.start == start)
    high = next(number for number, token in enumerate(tokens, 1) if token.end == start + len(form))
    return invents_double_surname(context, (low, high), replacement)


@pytest.mark.parametrize(
    ("copy", "form", "replacement"),
    [
        ("Minister Anna Wendel-Karsten spoke.", "Wendel-Karsten", "Wendelin-Karstad"),
        ("Minister Wendel-Karsten spoke.", "Wendel-Karsten", "Wendelin-Karstad"),
        ("Anna Wendel-Karsten spoke.", "Anna Wendel-Karsten", "Oskar Wendelin-Karstad"),
        ("Anna Wendel-Karsten spoke.", "Wendel", "Wendelin"),
        ("Anna Wendel-Karsten spoke.", "Karsten", "Karstad"),
        ("Anna Wendel-Karsten spoke. Wendel-Karsten left.", "Wendel-Karsten", "Wendelin-Karsten"),
        ("Wendel-Karsten left. Anna Wendel-Karsten came back.", "Wendel-Karsten", "Wendelin-Karsten"),
        ("Birgit Maurer-Wendel spoke.", "Maurer-Wendel", "Maurer-Wendlin"),  # in the other order
        ("The Anna Larken-Dorrin plan failed.", "Larken-Dorrin", "Larkin-Dorin"),
    ],
)
def test_names_of_two_people_are_not_joined(copy: str, form: str, replacement: str) -> None:
    assert invents(copy, form, replacement)


@pytest.mark.parametrize(
    ("copy", "form", "replacement"),
    [
        ("Birgit Wendlyn-Mauer spoke.", "Wendlyn-Mauer", "Wendlin-Maurer"),
        ("Birgit Wendlyn-Maurer spoke.", "Wendlyn", "Wendlin"),
        ("Marie Brant-Olson spoke.", "Brant-Olson", "Brandt-Olsen"),  # the sources have it without a hyphen
        ("Larken-Dorin talks are set for May.", "Larken", "Larkin"),
        ("The Larken-Dorrin summit is in May.", "Larken-Dorrin", "Larkin-Dorin"),
        ("Rusia-Ukrane talks failed.", "Rusia-Ukrane", "Russia-Ukraine"),
        ("Abbas Al-Massri spoke.", "Massri", "Masri"),
        ("Oskar Wendelyn spoke.", "Wendelyn", "Wendelin"),
        ("Hopes of a pro-Karsted vote faded.", "Karsted", "Karstad"),
    ],
)
def test_names_of_the_sources_and_pairs_of_people_are_mended(copy: str, form: str, replacement: str) -> None:
    assert not invents(copy, form, replacement)


OTHERS = ("OSLO - Oskar Wendlin and Ivo Karstad met on Friday.", "Oskar Wendlin spoke in Oslo. Ivo Karstad did not.")
OF_THE_STORY = ("OSLO - Elna Wendlin-Karstad met officials on Friday.", "Elna Wendlin-Karstad spoke in Oslo.")


@pytest.mark.parametrize(("sources", "expected"), [(OTHERS, []), (OF_THE_STORY, ["Elna Wendlin-Karstad"])])
def test_only_a_double_surname_of_the_sources_is_proposed(sources: tuple[str, ...], expected: list[str]) -> None:
    gazetteer = Gazetteer.build([Document(f"source{number}", text) for number, text in enumerate(sources)])
    copy = Document("copy", "OSLO - Minister Elna Wendelin-Karstadt met officials on Thursday.")
    suggestions = Repairer(gazetteer).suggest(copy)
    assert [each.replacement for each in suggestions if each.replacement] == expected
