"""What the page and the reports make of many suggestions takes linear time, counted in executed lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growth_fixtures import steps

from repair.cli.reports.diff import unified_diff
from repair.core.types import Document, Edit, Kind, Span, Suggestion
from repair.decisions.models import QueuedSuggestion, State
from repair.review.grouping import grouped
from repair.review.highlighting import highlighted

LIMIT = 2.6  # times the cost for twice the number; what is quadratic has 4
SIZES = (150, 300, 600)


def _cases(count: int, name: Callable[[int], str], kind: Kind) -> tuple[str, list[QueuedSuggestion]]:
    """Return a story with open suggestions for as many names."""
    names = [name(number) for number in range(count)]
    text, items = ", ".join(names), []
    start = 0
    for each in names:
        span = Span(start, start + len(each))
        made = Suggestion.at(Document("1", text), span, f"{each}x", confidence=0.7, kind=kind, signature="s")
        items.append(QueuedSuggestion(made, "1", "a.txt", State.OPEN))
        start = span.end + 2
    return text, items


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.SPELLING_VARIANT, Kind.PLACE])
@pytest.mark.parametrize(
    "name", [lambda number: "Ana Sol", lambda number: f"Ana Sol{number}x"], ids=["one name", "many names"]
)
def test_suggestions_are_grouped_and_marked_in_linear_time(name: Callable[[int], str], kind: Kind) -> None:
    def cost(count: int) -> int:
        text, items = _cases(count, name, kind)
        return steps(lambda: (grouped(items), highlighted(text, items)))

    cost(5)
    costs = [cost(count) for count in SIZES]
    assert costs[2] < LIMIT * costs[1] < LIMIT**2 * costs[0], costs


@pytest.mark.parametrize("gap", [" ", "\n", "\n" * 9], ids=["one line", "a line each", "far apart"])
def test_a_diff_takes_linear_time(gap: str) -> None:
    def cost(count: int) -> int:
        text = f"Latte{gap}" * count
        edits = [Edit(Span(at, at + 5), "Latte", "Rutte", "s") for at in range(0, len(text), 5 + len(gap))]
        return steps(lambda: unified_diff("a.txt", text, edits))

    cost(5)
    costs = [cost(count) for count in SIZES]
    assert costs[2] < LIMIT * costs[1] < LIMIT**2 * costs[0], costs
