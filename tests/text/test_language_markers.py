"""Peoples and countries show the language of a name where they stand near it, and nowhere else."""

from __future__ import annotations

import pytest

from repair.text.analysis import AnalyzedText
from repair.text.language_markers import is_marker, markers_beside

PORT = (
    "The Yemeni navy left the port of Talfa on Monday. The harbour master, Anders Vinde, saw it.\n"
    "Lindmark and Orsel sold a ferry to a French buyer."
)


def markers(text: str, name: str) -> set[str]:
    return set(markers_beside(AnalyzedText(text), name, is_list=False))


def test_a_people_counts_in_the_sentence_of_a_name_and_in_a_text_about_a_person() -> None:
    assert markers(PORT, "Talfa") == {"yemeni"}
    assert markers(PORT, "Orsel") == {"french"}
    assert markers(PORT, "Anders Vinde") == {"yemeni", "french"}
    assert markers(PORT, "Elsewhere") == set()


def test_a_text_mostly_about_speakers_of_a_language_shows_it_of_all_its_names() -> None:
    story = "Syria and Iraq closed the border. Damascus protested. The Lorvan crossing is shut."
    assert markers(story, "Lorvan") == {"syria", "iraq", "damascus"}
    assert markers(story.replace("Iraq", "France"), "Lorvan") == set()


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Jordan Palvella met Orsel.", set()),
        ("Chad Wolf met Orsel.", set()),
        ("Michael Jordan met Orsel.", set()),
        ("Jordan signed with Orsel.", {"jordan"}),
        ("Chad President Mahamat Deby met Orsel.", {"chad"}),
        ("Orsel opened in Hong Kong.", {"hong"}),
        ("Orsel sold the china.", set()),
        ("Ahmed Hadri met Orsel.", set()),
    ],
)
def test_a_country_that_is_a_persons_name_where_it_stands_is_no_marker(sentence: str, found: set[str]) -> None:
    assert markers(sentence, "Orsel") == found


def test_a_name_of_a_person_counts_within_the_same_name() -> None:
    text = "Ahmed Hadri met Claudia Nemor."
    assert (markers(text, "Hadri"), markers(text, "Claudia Nemor")) == ({"ahmed"}, set())


def test_a_list_says_nothing_of_its_other_names() -> None:
    names = AnalyzedText("Sagolin\nKyiv\nMoscow\nBank of Russia")
    assert markers_beside(names, "Sagolin", is_list=True) == frozenset()
    assert markers_beside(names, "Kyiv", is_list=True) == {"kyiv"}


def test_only_the_word_itself_is_a_marker() -> None:
    text = AnalyzedText("In Sudan, Jordan Palvella waited.")
    assert [is_marker(text, at) for at in range(len(text.tokens))] == [False, True, False, False, False]
