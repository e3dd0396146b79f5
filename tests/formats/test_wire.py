"""Wire messages: the story between STX and ETX, with lines joined; headers and marks are never changed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.errors import EditError, FormatError
from repair.core.types import Edit, Span
from repair.formats import SourceDocument, parse
from repair.formats.archive import ReadOptions, open_sink, records
from repair.formats.wire import messages

ANPA = (
    b"\x16\x16\x01a0042\r\n-----\r\nr i \r\nBC-NATO-Latte   11-25 0100\r\n\x02^Latte speaks in Paris<\r\n"
    b"^By A. Latte=\r\n"
    b"^AP Writer=\r\n   PARIS (AP) _ Mark\r\nLatte said the Allies\r\nagree.\r\n   ``No,'' said Zowie.\r\n"
    b"\x0311-25-24 1430EST\x04\r\n"
)
IPTC = (
    b"\x16\x16\x01AFP 0042 4 I 25 BEL /AFP-Latte\r\n\r\nLatte-NATO\r\n\x02Latte speaks\r\n\r\n"
    b"   PARIS, Nov 25 - Mark Latte left.\r\n"
    b"\x03241430 GMT NOV 24\x04\x16\x16"
)


def edit(source_document: SourceDocument, before: str, after: str) -> Edit:
    start = source_document.document.text.index(before)
    return Edit(Span(start, start + len(before)), before, after, "s")


def test_the_story_is_read_without_header_trailer_and_marks() -> None:
    source_document = parse("a.anpa", ANPA)
    assert (source_document.format, source_document.label) == ("wire", "ANPA 1312, 7 bits")
    assert source_document.document.text.split("\n\n") == [
        "Latte speaks in Paris",
        "By A. Latte",
        "AP Writer",
        "PARIS (AP) _ Mark Latte said the Allies agree.",
        "``No,'' said Zowie.",
    ]


def test_the_two_standards_are_distinguished_and_dated_by_their_trailers() -> None:
    anpa, iptc = parse("a", ANPA), parse("a", IPTC)
    assert (anpa.document.date, iptc.document.date) == ("2024-11-25", "2024-11-24")
    assert iptc.label == "IPTC 7901, 7 bits"
    assert iptc.document.text == "Latte speaks\n\nPARIS, Nov 25 - Mark Latte left."


def test_a_name_over_a_lines_end_is_whole_to_the_eye_but_not_edited() -> None:
    source_document = parse("a.anpa", ANPA)
    change = edit(source_document, "Mark Latte", "Mark Rutte")
    assert not source_document.is_editable(change.span)
    with pytest.raises(EditError, match="broken by markup"):
        source_document.write([change])
    written = source_document.write_verified([edit(source_document, "Latte said", "Rutte said")])
    assert written == ANPA.replace(b"Latte said", b"Rutte said")


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("Rutte\x03", "not allowed in a wire message"),
        ("<Rutte", "not allowed in a wire message"),
        ("Rutté", "7 bits"),
        ("a\nb", "wire"),
    ],
)
def test_an_edit_that_would_break_the_message_is_refused(after: str, words: str) -> None:
    source_document = parse("a.anpa", ANPA)
    with pytest.raises(EditError, match=words):
        source_document.write_verified([edit(source_document, "Zowie", after)])


def test_a_message_with_letters_beyond_ascii_accepts_more() -> None:
    raw = IPTC.replace(b"Mark Latte", "Märk Latte".encode("cp1252"))
    source_document = parse("a", raw)
    assert source_document.label == "IPTC 7901, Windows-1252"
    assert source_document.write_verified([edit(source_document, "Latte left", "Rutté left")]) == raw.replace(
        b"Latte left", b"Rutt\xe9 left"
    )


@pytest.mark.parametrize("raw", [b"\x01a0042\x02\x03\x04", b"\x01a0042\x02^<\r\n\x03\x04"])
def test_a_message_without_text_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError, match="There is no text between STX and ETX"):
        parse("a.anpa", raw)


def test_messages_of_a_file_are_read_one_by_one_and_a_bad_one_is_skipped_alone(tmp_path: Path) -> None:
    path, target = tmp_path / "day.wire", tmp_path / "out"
    path.write_bytes(b"\0\0" + ANPA + b"\x01a0043\r\n\x02\x03\x04\r\n" + IPTC)
    with open_sink(path, target, ReadOptions()) as sink:
        messages = list(records(path, ReadOptions()))
        for piece in messages:
            source_document = piece.source_document
            sink.put(
                piece,
                source_document.write_verified([edit(source_document, "Latte", "Rutte")])
                if source_document
                else piece.raw,
            )
    assert [piece.source_document is not None for piece in messages] == [True, False, True]
    assert "There is no text" in str(messages[1].error)
    assert len({piece.source_document.document.id for piece in messages if piece.source_document}) == 2
    expected = path.read_bytes().replace(b"^Latte speaks", b"^Rutte speaks").replace(b"\x02Latte", b"\x02Rutte")
    assert target.read_bytes() == expected


def test_a_message_without_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(FormatError, match="more than 1,000 bytes"):
        list(messages("a", io.BytesIO(b"\x01" + b"x" * 200_000), 1000))


@given(st.lists(st.sampled_from([b"\x16", b"\x01", b"\x02", b"\x03", b"\x04", b"a b\r\n", b"^", b"\xe9"]), max_size=30))
def test_any_bytes_are_split_without_loss(parts: list[bytes]) -> None:
    raw = b"".join(parts)
    assert b"".join(messages("a", io.BytesIO(raw), 1_000_000)) == raw
    for message in messages("a", io.BytesIO(raw), 1_000_000):
        try:
            source_document = parse("a.anpa", message)
        except FormatError:
            continue
        assert source_document.write([]) == message
