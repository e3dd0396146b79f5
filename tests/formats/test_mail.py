"""In mail only the body is copy; an edit changes its own bytes alone, whatever the transfer encoding."""

from __future__ import annotations

import quopri
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.errors import EditError, FormatError
from repair.core.types import Edit, Span
from repair.formats import format_of, parse

HEAD = b"Received: from x\r\nFrom: Mark Latte <m@x.example>\r\nSubject: Latte\r\n\tand Zoe\r\nMIME-Version: 1.0\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n"
MIXED = (
    HEAD + b'Content-Type: multipart/mixed; boundary="b 1"\r\n\r\npreamble Latte\r\n--b 1\r\n'
    b"Content-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\n\r\nMark Latte left.\r\n--b2\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b'<p class=3D"x">Mark Lat=\r\nte &amp; Zo=C3=AB</p>\r\n--b2--\r\n--b 1\r\n'
    b"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nLatte\r\n--b 1--\r\nLatte\r\n"
)


def edited(raw: bytes, before: str, after: str) -> bytes:
    """Return the message with the first ``before`` replaced."""
    source_document = parse("a.eml", raw)
    start = source_document.document.text.index(before)
    return source_document.write_verified([Edit(Span(start, start + len(before)), before, after, "s")])


def test_only_the_body_is_read() -> None:
    raw = PLAIN % (b"utf-8", b"8bit") + "Zoë met Mark Latte.\r\n".encode()
    assert format_of("0042", raw) == "mail"
    assert parse("0042", raw).document.text == "Zoë met Mark Latte."
    assert edited(raw, "Latte", "Rutté") == raw.replace(b"met Mark Latte", "met Mark Rutté".encode())


def test_all_shown_parts_are_read_and_attachments_are_not() -> None:
    source_document = parse("a.eml", MIXED)
    assert source_document.document.text == "Mark Latte left.\n\nMark Latte & Zoë"
    assert edited(MIXED, "Zoë", "Zoé") == MIXED.replace(b"Zo=C3=AB</p>", b"Zo=C3=A9</p>")
    assert edited(MIXED, "Latte &", "Rutte &") == MIXED.replace(b"Lat=\r\nte &amp;", b"=\r\nRutte &amp;=\r\n")


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("start", range(40, 80, 3))
def test_corrections_leave_no_line_of_quoted_printable_too_long(start: int, line_end: bytes) -> None:
    text = "x" * (start - 40) + " Mark Latte of Riga met Ana Latté and Mark Latte of Riga again, " + "y" * 70
    body = line_end.join(quopri.encodestring(text.encode()).split(b"\n")) + line_end
    raw = (PLAIN % (b"utf-8", b"quoted-printable")).replace(b"\r\n", line_end) + body
    source_document = parse("a.eml", raw)
    edits = [
        Edit(Span(found.start(), found.end()), found.group(), after, "s")
        for before, after in (("Mark Latte", "Alexander Ruttenberg-Łódźki"), ("Latté", "Rutté"), ("of Riga", "of Rig"))
        for found in re.finditer(before, source_document.document.text)
    ]
    for made in (*([edit] for edit in edits), edits):
        written = source_document.write_verified(made)
        assert max(map(len, written[len(raw) - len(body) :].splitlines())) <= 76
        assert written.count(line_end) == written.count(b"\n")


def test_a_line_with_room_gets_no_soft_break() -> None:
    raw = PLAIN % (b"utf-8", b"quoted-printable") + b"Mark Latte left.\r\n"
    assert edited(raw, "Latte", "Ruttenberg") == raw.replace(b"Latte left", b"Ruttenberg left")


def test_a_name_too_long_for_a_line_is_divided_between_its_characters() -> None:
    raw = PLAIN % (b"utf-8", b"quoted-printable") + b"Mark Latte left.\r\n"
    written = edited(raw, "Latte", "Łódź" * 20)
    assert max(map(len, written.splitlines())) <= 76
    assert parse("a.eml", written).document.text == f"Mark {'Łódź' * 20} left."


def test_an_edit_that_a_transfer_encoding_cannot_hold_is_refused() -> None:
    with pytest.raises(EditError, match="cannot be written"):
        edited(PLAIN % (b"utf-8", b"7bit") + b"Mark Latte left.", "Latte", "Rutté")
    for charset, transfer, message in ((b"utf-8", b"base64", "in Base64"), (b"klingon", b"8bit", "unknown encoding")):
        with pytest.raises(FormatError, match=message):
            parse("a.eml", PLAIN % (charset, transfer) + b"TWFyaw==")
    with pytest.raises(FormatError, match="no story text in it"):
        parse("a.eml", HEAD + b"\r\n")


def test_stories_that_begin_like_headers_are_no_mail() -> None:
    for text in (
        b"From: Paris\nSubject: Latte\n\nMark Latte left.",
        b"Mark Latte left.\n",
        b"note: From:\n\nReceived: x\n",
    ):
        assert format_of("a.txt", text) == "text"


@given(
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60),
    st.sampled_from(["utf-8", "iso-8859-1"]),
)
def test_quoted_printable_is_written_back_exactly(words: str, charset: str) -> None:
    import quopri

    body = quopri.encodestring(f"{words} Mark Latte {words}.".encode(charset))
    raw = PLAIN % (charset.encode(), b"quoted-printable") + body
    source_document = parse("a.eml", raw)
    assert source_document.write_verified([]) == raw
    assert parse("a.eml", edited(raw, "Latte", "Rutte")).document.text == source_document.document.text.replace(
        "Latte", "Rutte", 1
    )
