"""Which alternatives the desk offers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from queue_fixtures import propose

from repair.core.types import Alternative
from repair.review.alternatives import offered_alternatives


@pytest.mark.parametrize(
    ("text", "surface", "replacement", "alternatives", "offered"),
    [
        ("Mark Latte spoke.", "Latte", "Rutte", ["Mark Rutten", "Rutten", "Rutte", "Mark Rutte"], ["Rutten"]),
        ("Anna Kovacz Varga spoke.", "Kovacz", "Kovacs", ["Kovach Varga", "Anna Kovach"], ["Kovach"]),
        ("Latte spoke.", "Latte", "Rutte", ["Latte", "Rutte", "Mark Rutte"], ["Mark Rutte"]),
        ("Peter Nagy spoke.", "Peter Nagy", "Pete Nagy", ["Péter Nagy", "Péter  Nagy"], ["Péter Nagy"]),
        ("Latte spoke.", "Latte", "Rutte", [f"Rutte{number}" for number in range(12)], [f"Rutte{n}" for n in range(9)]),
    ],
)
def test_names_that_would_double_or_change_nothing_are_left_out(
    text: str, surface: str, replacement: str, alternatives: list[str], offered: list[str]
) -> None:
    suggestion = propose(text, surface, replacement)
    suggestion = replace(suggestion, alternatives=tuple(Alternative(name, 0.1) for name in alternatives))
    assert [each.text for each in offered_alternatives(text, suggestion)] == offered
