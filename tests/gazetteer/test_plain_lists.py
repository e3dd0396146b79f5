"""Lists of names in plain text: bullets, numbers, notes and surnames first; stories are no lists."""

from __future__ import annotations

import pytest

from repair.gazetteer.plain_lists import names_of_list

NAMES = "Mark Rutte\nKaja Kallas\nDonald Tusk\nUrsula von der Leyen"


@pytest.mark.parametrize(
    "entry",
    ["- {}", "* {}", "{} (guest)", "{}\tguest", "{} - a guest of the mayor", "{}, guest", "{}; guest", "{} | 3"],
)
def test_marks_and_notes_are_left_out(entry: str) -> None:
    assert names_of_list("\n".join(entry.format(name) for name in NAMES.split("\n"))) == NAMES


def test_numbers_and_comments_are_left_out() -> None:
    numbered = "\n".join(f"{number}. {name}" for number, name in enumerate(NAMES.split("\n"), start=1))
    assert names_of_list(f"# guests\n\n{numbered}") == NAMES


def test_the_surname_may_be_first() -> None:
    assert names_of_list("Rutte, Mark\nKallas, Kaja\nTusk, Donald, PM\nvon der Leyen, Ursula") == NAMES


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
