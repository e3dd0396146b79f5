"""The editor's note: every kind of correction has a clause, and each correction is mentioned once."""

from __future__ import annotations

import pytest

from repair.core.types import Kind
from repair.review.correction_note import NotedCorrection, editors_note


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_correction_can_be_noted(kind: Kind) -> None:
    note = editors_note([NotedCorrection("Omar Daglo", "Omar Dagalo", kind)])
    assert note.startswith("An earlier version of this story ") and note.endswith(" Omar Dagalo as Omar Daglo.")


def test_a_spelling_variant_is_not_called_a_misspelling() -> None:
    note = editors_note([NotedCorrection("Daglo", "Dagalo", Kind.SPELLING_VARIANT)])
    assert note == "An earlier version of this story spelled the name Dagalo as Daglo."


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ([], ""),
        ([("Rye", "Ry", Kind.PLACE)], "An earlier version of this story misspelled the place name Ry as Rye."),
        (
            [("A B", "A C", Kind.PERSON), ("B", "C", Kind.PERSON), ("D", "E", Kind.TITLE), ("F", "G", Kind.OTHER)],
            "An earlier version of this story misspelled the name of A C as A B; gave the title E as D; "
            "and misspelled G as F.",
        ),
    ],
)
def test_each_correction_is_mentioned_once_with_its_kind(changes: list[tuple[str, str, Kind]], note: str) -> None:
    assert editors_note([NotedCorrection(*change) for change in changes]) == note
