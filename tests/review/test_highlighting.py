"""Highlighting: the pieces of a story that the page shows are its text, with each suggestion marked once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from queue_fixtures import propose

from repair.decisions.models import QueuedSuggestion, State
from repair.review.highlighting import highlighted


@given(st.lists(st.sampled_from(["Latte", "Mark Latte", "\n", " and ", "x\r\n", "\r"]), max_size=12))
def test_highlighting_a_story_keeps_every_character(parts: list[str]) -> None:
    text = "".join(parts)
    items = []
    if "Latte" in text:
        items = [QueuedSuggestion(propose(text, "Latte", "Rutte"), "s", "s", State.OPEN)]
    lines = ["".join(piece.text for piece in line) for line in highlighted(text, items)]
    expected = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    assert lines == expected
    assert sum(piece.item is not None for line in highlighted(text, items) for piece in line) == len(items)
