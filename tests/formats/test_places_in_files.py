"""Places in a file are the same in whatever order they are asked for, and no part of it is decoded twice for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.positions import line_and_column
from repair.core.types import Span
from repair.formats import parse
from repair.formats.file_positions import FilePositions

LETTERS = st.text(st.sampled_from("aé東𝄞\n \r"), min_size=2, max_size=60)


@given(LETTERS, st.sampled_from(["utf-8-sig", "utf-16", "utf-8"]), st.data())
def test_a_place_is_found_in_any_order(unit: str, codec: str, data: st.DataObject) -> None:
    text = "Aé\n" + unit * 300  # longer than a stride
    source_document = parse("a.txt", text.encode(codec))
    assert source_document.document.text == text
    positions = FilePositions(source_document)
    for _ in range(5):
        at = data.draw(st.integers(0, len(text) - 1))
        start, end = positions.of(Span(at, at + 1))
        assert (start.line, start.column) == line_and_column(text, at)
        assert (start.offset, end.offset) == (at, at + 1)
        encoded = text[:at].encode("utf-16-le" if codec == "utf-16" else "utf-8")
        assert start.byte == source_document.bom_length + len(encoded)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp1252", "utf-16"])
def test_a_place_does_not_depend_on_earlier_ones(codec: str) -> None:
    text = f"<html><head><meta charset={codec}></head><body><p>{'Ana é. ' * 3_000}</p></body></html>"
    source_document = parse("a.html", text.encode(codec))
    positions = FilePositions(source_document)
    places = range(0, len(source_document.document.text) - 8, 97)
    forwards = [positions.of(Span(at, at + 1)) for at in places]
    backwards = [FilePositions(source_document).of(Span(at, at + 1)) for at in places[::-7]]
    assert forwards[::-7] == backwards
    assert [start.offset for start, _ in forwards] == [at + text.index("Ana") for at in places]
