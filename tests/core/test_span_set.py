"""Sets of spans know which other spans they touch."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.span_set import SpanSet
from repair.core.types import Span


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=5), st.integers(0, 25), st.integers(1, 5))
def test_a_span_set_contains_every_character_of_its_spans(
    pieces: list[tuple[int, int]], start: int, length: int
) -> None:
    spans, end = [], 0
    for gap, size in pieces:
        spans.append((end + gap, end + gap + size))
        end += gap + size
    covered = {at for low, high in spans for at in range(low, high)}
    taken, span = SpanSet(Span(low, high) for low, high in spans), Span(start, start + length)
    assert taken.touches(span) is bool(covered & set(range(start, start + length)))
    touched = taken.touched(span)
    assert touched == [Span(low, high) for low, high in reversed(spans) if low < span.end and start < high]
    for other in touched:
        taken.remove(other)
    assert not taken.touches(span)
