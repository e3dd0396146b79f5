"""Lists of names in plain text: bullets, numbers, notes and surnames first; stories are no lists."""

from __future__ import annotations

import pytest

from repair.gazetteer.plain_lists import names_of_list, without_replacements

NAMES = "Mark Rutte\nKaja Kallas\nDonald Tusk\nUrsula von der Leyen"


@pytest.mark.parametrize(
    "entry",
    [
        "- {}",
        "* {}",
        "{} (guest)",
        "{}\tguest",
        "{} - a guest of the mayor",
        "{}, guest",
        "{}; guest",
        "{} | 3",
        "{} [guest]",
    ],
)
def test_marks_and_notes_are_left_out(entry: str) -> None:
    assert names_of_list("\n".join(entry.format(name) for name in NAMES.split("\n"))) == NAMES


def test_numbers_and_comments_are_left_out() -> None:
    numbered = "\n".join(f"{number}. {name}" for number, name in enumerate(NAMES.split("\n"), start=1))
    assert names_of_list(f"# guests\n\n{numbered}") == NAMES


def test_marks_and_headings_of_a_mixed_list_are_left_out() -> None:
    mixed = (
        "DESK LIST OF NAMES, May\n\nPeople:\n• Mark Rutte [guest]\n1. Kaja Kallas\nIV. Donald Tusk\n\nPlaces\n"
        "◦ Ursula von der Leyen"
    )
    assert names_of_list(mixed) == NAMES


@pytest.mark.parametrize(
    "name", ["V. Rutte", "X. Y. Kallas", "CD. Rahman", "The List", "People's Party", "Franz Liszt"]
)
def test_initials_and_names_with_words_of_headings_stay(name: str) -> None:
    assert names_of_list(f"- {NAMES}\n- {name}") == f"{NAMES}\n{name}"


def test_the_surname_may_be_first() -> None:
    assert names_of_list("Rutte, Mark\nKallas, Kaja\nTusk, Donald, PM\nvon der Leyen, Ursula") == NAMES


def test_a_generation_stays_with_the_name() -> None:
    text = "Holt, Peter, Jr.\nPeter Holt, Sr.\nKallas, Kaja, PM"
    assert names_of_list(text) == "Peter Holt Jr.\nPeter Holt Sr.\nKaja Kallas"


@pytest.mark.parametrize(
    "text",
    [
        NAMES,
        "Mark Rutte met Kaja Kallas.\nThey spoke.\nThe end.",
        "LONDON - The mayor opened a bridge on Monday, and spoke.\nShe left early.\nIt rained all day long.",
        "",
    ],
)
def test_bare_names_and_stories_stay_as_they_are(text: str) -> None:
    assert names_of_list(text) is None


@pytest.mark.parametrize("line", ["Kiev -> Kyiv", "- Kiev → Kyiv", "Kiev ==> Kyiv", "Kiev = Kyiv", "Kyiv <- Kiev"])
def test_lines_with_arrows_are_no_names_of_a_list(line: str) -> None:
    text, replacements = without_replacements(f"{NAMES}\n{line}")
    assert text == NAMES and replacements == ((5, line),)


@pytest.mark.parametrize(
    "text",
    [
        NAMES,
        f"{NAMES}\nJean-Luc Petit\nBand 5>4\nE=mc²",
        "The express Vienna → Lviv is late.\nIt rained all day long, and trains stood still.",
        "Profit rose (2025: 3 -> 4), the firm said.",
    ],
)
def test_arrows_in_prose_and_signs_in_names_stay(text: str) -> None:
    assert without_replacements(text) == (text, ())
