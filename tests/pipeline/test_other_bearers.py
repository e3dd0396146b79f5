"""Other bearers: names that differ in one word from those of the sources, and are right."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

SOURCE = (
    "{name} opened a road in Multan on Saturday and promised two more. The road is forty kilometres long, and it cost "
    "nine million rupees. The old road will be closed, said the engineer."
)
COPY = "{name} opened a road in Multan on Saturday and promised two more. The road is forty kilometres long."
OTHER_COPY = "{name} was ill for most of the winter, according to a relative. A doctor from Karachi looked after him."


def proposed(copy: str, source: str) -> list[str | None]:
    """Return what is proposed in a copy with one source."""
    return [each.replacement for each in plain_repairer(source).suggest(copy) if each.replacement is not None]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Nawaz Khosa", "Shehbaz Khosa"),
        ("Heydar Rzayev", "Ilham Rzayev"),
        ("Junichiro Kazama", "Shinjiro Kazama"),  # no characters are read in both ways
        ("Mohammed Siraj", "Mohammed Salim"),
        ("Mikhail Mishustin", "Mikhail Murashko"),
        ("Emperor Akihiro", "Emperor Naruhiko"),
        ("Matteo Kowalska", "Matteo Nowak"),
        ("Riyad Sinwar", "Riyad Saree"),
        ("Riyad Boudebouz", "Riyad Mahrez"),  # no list has either surname
        ("Kizza Museveni", "Kizza Besigye"),  # nor the given name
        ("Joseph Tsang", "Joseph Lee"),
    ],
)
@pytest.mark.parametrize("text", [COPY, OTHER_COPY])
def test_another_name_that_people_have_is_right(name: str, other: str, text: str) -> None:
    assert proposed(text.format(name=name), SOURCE.format(name=other)) == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Rohit Varma", "Mohit Varma"),
        ("Hudak", "Husak"),
        ("Wojcik", "Wojcicki"),
        ("Yano", "Yoda"),  # syllables that pinyin has, too
        ("Sergei Mironov", "Sergei Smirnov"),
    ],
)
def test_a_similar_name_is_right_where_the_sources_say_something_else(name: str, other: str) -> None:
    assert proposed(OTHER_COPY.format(name=name), SOURCE.format(name=other)) == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Hidetaka Mizuno", "Eikei Mizuno"),  # two readings of the same characters
        ("Mikhail Murachko", "Mikhail Murashko"),
        ("Nawez Khosa", "Nawaz Khosa"),
        ("Kiel Drummer", "Keir Drummer"),  # rather a place than a given name
        ("Patricio Justo", "Patricio Giusto"),
        ("Jassend Ardley", "Jacinda Ardley"),
        ("Riyad Marhez", "Riyad Mahrez"),
        ("Kizza Besigie", "Kizza Besigye"),
        ("Matteo Novvak", "Matteo Nowak"),
    ],
)
def test_a_garbled_name_is_mended(name: str, other: str) -> None:
    assert proposed(COPY.format(name=name), SOURCE.format(name=other)) == [other]


def test_a_full_name_unlike_that_of_a_similar_sentence_is_somebody_else() -> None:
    source = "The University of Laos opened a hall on Friday. The registrar, Somchai Vong, spoke of progress."
    copy = "The University of Lagos closed on Friday. The registrar, {}, spoke of windows."
    assert proposed(copy.format("Tunde Bakare"), source) == []
    assert proposed(copy.format("Somchae Vongh"), source) == ["Somchai Vong"]


def test_a_given_name_that_sounds_the_same_in_other_letters_is_corrected() -> None:
    repairer = plain_repairer(
        "The mayor is Siobhan Kearney, who opened a street market on Monday. Ask Siobhan Kearney."
    )
    suggestions = repairer.suggest("The mayor opened a street market on Monday. Ask Chevonne Kearney about it.")
    assert [each.replacement for each in suggestions] == ["Siobhan Kearney"]


def test_one_shared_character_does_not_make_two_surnames_the_same() -> None:
    source = "Manager Yoda of the Swallows praised his pitcher after the win in Sendai. Yoda had changed the line-up."
    copy = 'Osaka won again, with two home runs in the ninth inning. Manager Yano said: "He is a gifted batter."'
    assert [each.surface for each in plain_repairer(source).suggest(copy) if each.replacement] == []
