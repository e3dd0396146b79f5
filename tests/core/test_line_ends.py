"""Line ends of other systems: the text with line feeds, and the places of the one text in the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.line_ends import LineEnds, with_line_feeds
from repair.core.types import Span

TEXTS = st.text(st.sampled_from("ab \r\n"), max_size=30)


def test_a_text_with_line_feeds_is_returned_as_it_is() -> None:
    text = "Ann Vos\nleft."
    assert with_line_feeds(text) is text


@given(TEXTS, st.data())
def test_a_place_in_the_text_with_line_feeds_is_the_same_words_in_the_text(text: str, data: st.DataObject) -> None:
    lines = with_line_feeds(text)
    assert "\r" not in lines
    start = data.draw(st.integers(0, len(lines)))
    end = data.draw(st.integers(start, len(lines)))
    place = LineEnds(text).span(Span(start, end))
    assert with_line_feeds(text[place.start : place.end]) == lines[start:end]


@pytest.mark.parametrize(
    ("surface", "restored"), [("Ann\r\nVos", "Anna\r\nVoss"), ("Ann\rVos", "Anna\rVoss"), ("Ann\nVos", "Anna\nVoss")]
)
def test_what_replaces_a_place_has_the_line_end_of_the_place(surface: str, restored: str) -> None:
    assert LineEnds(surface).restored("Anna\nVoss", surface) == restored
