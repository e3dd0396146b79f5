"""The "s" of a plural or a possessive that a correction keeps."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context

from repair.pipeline.endings import ending_in_copy

SOURCE = "Ida Vestergren of the Ostergard party spoke. Vestergren and Ostergard agree."


def test_only_a_surname_in_the_plural_keeps_its_s() -> None:
    for copy, name, ending in (
        ("The Vestergens came.", "Vestergren", "s"),
        ("The Vestergens live here.", "Vestergren", "s"),
        ("The Ostergarts came.", "Ostergard", ""),
    ):
        assert ending_in_copy(copy_context(copy, SOURCE), 1, 2, name) == ending
    before_it = copy_context("They hope for the Harviks.", "It rains in Harvikur, and Jin Harvikur said so to them.")
    assert ending_in_copy(before_it, 4, 5, "Harvikur") == "s"
    no_given_name = copy_context("They hope for the Harviks.", "It rains in Harvikur today.")
    assert ending_in_copy(no_given_name, 4, 5, "Harvikur") == ""


@pytest.mark.parametrize(
    ("copy", "ending"),
    [
        ("Ida Vestergens plan was late, and nobody knows why.", "'s"),
        ("Ida Vestergens plan isn’t ready, and nobody knows why.", "’s"),
        ("Ida Vestergens Plan ist zu spät gekommen, und niemand weiß, warum das so ist.", ""),
        ("Ida Vestergens alter Plan ist zu spät gekommen, und niemand weiß, warum das so ist.", "s"),
        ("Ida Vestergens came late, and nobody knows why.", ""),
        ("Ida Vestergens said so, and nobody knows why.", ""),
        ("Ida Vestergens planned it, and nobody knows why.", ""),
        ("Ida Vestergens wants it, and nobody knows why.", ""),
        ("Ida Vestergens, who wants it, is late.", ""),
    ],
)
def test_a_name_before_a_noun_keeps_the_possessive(copy: str, ending: str) -> None:
    assert ending_in_copy(copy_context(copy, SOURCE), 0, 2, "Ida Vestergren") == ending


def test_a_name_with_an_s_of_its_own_gets_no_other() -> None:
    source = "Ida Vestergrens spoke. Ida Vestergrens agrees."
    assert ending_in_copy(copy_context("Ida Vestergens plan was late.", source), 0, 2, "Ida Vestergrens") == ""
