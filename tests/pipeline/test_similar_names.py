"""Forms that may be names in their own right are not changed without a person."""

from __future__ import annotations

import pytest
from core_fixtures import plain_repairer

from repair.core.types import Action

STORY = (
    "On Wednesday prosecutors questioned {} for five hours, a spokesman for the court said. {} denied any wrongdoing.",
    "Prosecutors questioned {} on Wednesday. After five hours {} left the court by a side door with two lawyers.",
)
COPY = "On Wednesday prosecutors questioned {} for five hours. {} denied any wrongdoing and left by a side door."


def actions(copy: str, *sources: str) -> list[tuple[str | None, Action]]:
    """Return the replacements in a copy, each with what is done about it."""
    found = plain_repairer(*sources).suggest(copy)
    return sorted({(each.replacement, each.action) for each in found if each.replacement}, key=str)


def told(form: str, name: str, *, beside: str = "", right: str = "") -> set[Action]:
    """Return what is done about a form where two sources tell the same of a name; ``beside`` is another word."""
    sources = [text.format(name, name) + f" {right} listened." * bool(right) for text in STORY]
    copy = COPY.format(form, form) + f" {beside} listened." * bool(beside)
    return {action for replacement, action in actions(copy, *sources) if (replacement or "") in name}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Emomali Qodirzod", "Emomali Qodirzodov"),  # a family that dropped the Russian ending, and one that did not
        ("Jens Brandl", "Jens Brandlmair"),
        ("Gocha Ekizashvili", "Gocha Ekizadze"),
        ("Kakhi Oniashvlari", "Kakha Oniashvlari"),  # two given names
        ("Norvex", "Nordal"),
        ("Celtrexa", "Celebrivo"),
        ("Hlug", "Glug"),  # so short that one other letter makes another name
    ],
)
def test_a_name_that_may_be_right_is_for_review(form: str, name: str) -> None:
    assert told(form, name) <= {Action.REVIEW}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Emomali Qodirzogov", "Emomali Qodirzodov"),
        ("Amandu Vikrander", "Amanda Vikrander"),  # a case ending
        ("Norvbex", "Norvex"),
        ("Celebgivo", "Celebrivo"),
    ],
)
def test_a_slip_is_applied(form: str, name: str) -> None:
    assert told(form, name) == {Action.APPLY}


def test_an_unlike_form_is_applied_where_other_words_of_the_copy_are_garbled() -> None:
    assert told("Norshtap", "Norstadt") == {Action.REVIEW}
    assert told("Norshtap", "Norstadt", beside="Lena Vikranber", right="Lena Vikrander") == {Action.APPLY}
