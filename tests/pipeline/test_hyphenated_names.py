"""Hyphenated names: a given name of two parts is one unit."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context

from repair.pipeline.namesakes.hyphenated_names import breaks_a_hyphenated_name

SOURCE = (
    "Ambassador Noh Hyun-dong met the envoy Bae Tak-sing in Incheon on Monday. Baek Hye-kyung, Jean-Marc Delorme and "
    "Gina Marsh-Keller were there, and so was the head of Arai-cho."
)


def test_a_word_that_is_joined_to_a_name_is_no_part_of_it() -> None:
    assert not breaks("They left Incheom-and its port.", "Incheom", "Incheon")


def breaks(copy: str, form: str, replacement: str) -> bool:
    """Return whether a replacement of the words ``form`` breaks a hyphenated name of a copy."""
    context = copy_context(copy, SOURCE)
    start = copy.index(form)
    tokens = context.copy.tokens
    low = next(number for number, token in enumerate(tokens) if token.start == start)
    high = next(number for number, token in enumerate(tokens, 1) if token.end == start + len(form))
    return breaks_a_hyphenated_name(context, (low, high), replacement)


@pytest.mark.parametrize(
    ("copy", "form", "replacement"),
    [
        ("Minister Noh Tae-yul met reporters.", "Tae", "Hyun"),  # no source has "Hyun-yul"
        ("Minister Noh Tae-dong met reporters.", "Tae", "Hyun"),  # a source has it, and Tae is another syllable
        ("Minister Noh Tae-yul met reporters.", "Tae-yul", "Hyun-dong"),
        ("Lawmaker Bae Yok-sing spoke.", "Bae Yok", "Bae Tak"),
        ("Baek Keon-hee opened a school.", "Keon-hee", "Hye"),
        ("Jean-Luc Delorme spoke.", "Jean-Luc Delorme", "Jean-Marc Delorme"),
    ],
)
def test_parts_of_two_names_are_not_mixed(copy: str, form: str, replacement: str) -> None:
    assert breaks(copy, form, replacement)


@pytest.mark.parametrize(
    ("copy", "form", "replacement"),
    [
        ("Ambassador Noh Hyeon-dong met reporters.", "Hyeon", "Hyun"),
        ("Ambassador Noh Hyon-tong met reporters.", "Hyon-tong", "Hyun-dong"),
        ("Gina March-Keller spoke.", "March", "Marsh"),
        ("Gina Marsh-Kellar spoke.", "Marsh-Kellar", "Marsh-Keller"),
        ("The mayor of Nii-cho spoke.", "Nii", "Arai"),
        ("The mayor of Nii-cho spoke.", "Nii-cho", "Araicho"),
        ("The mayor of Kaii-machi spoke.", "Kaii", "Arai"),  # a unit of addresses is no part of a person's name
        ("The pro-Delorm lawmakers left.", "Delorm", "Delorme"),
        ("Anti-Delorm posters were hung.", "Delorm", "Delorme"),
        ("Delorm spoke.", "Delorm", "Delorme"),
    ],
)
def test_a_name_of_the_sources_is_mended(copy: str, form: str, replacement: str) -> None:
    assert not breaks(copy, form, replacement)
