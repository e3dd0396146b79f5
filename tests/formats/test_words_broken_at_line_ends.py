"""A word that a hyphen breaks at a line end is one word in captions and wire messages, and is not edited there."""

from __future__ import annotations

import pytest

from repair.core.types import Edit, Span
from repair.formats import SourceDocument, parse
from repair.text.tokens import tokenize

SRT = "1\n00:00:01,000 --> 00:00:02,000\n{}\n{}\n\n2\n00:00:02,000 --> 00:00:03,000\n{}\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n{}\n\n00:02.000 --> 00:03.000\n{}\n"
SBV = "0:00:01.000,0:00:02.000\n{}[br]{}\n\n0:00:02.000,0:00:03.000\n{}\n"
ASS = (
    "[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,{}\\N{}\n"
    "Dialogue: 0:00:02.00,0:00:03.00,{}\n"
)
LRC = "[00:01.00]{}\n[00:02.00]{}\n[00:03.00]{}\n"
TTML = '<tt><body><div><p begin="1s" end="2s">{}<br/>{}</p><p begin="2s" end="3s">{}</p></div></body></tt>'
ANPA = (
    "\x16\x16\x01a0042\r\n-----\r\nr i \r\nBC-Port   11-25 0100\r\n\x02{}\r\n{}\r\n{}\r\n\x0311-25-24 1430EST\x04\r\n"
)
FORMATS = {"a.srt": SRT, "a.vtt": VTT, "a.sbv": SBV, "a.ass": ASS, "a.lrc": LRC, "a.ttml": TTML, "a.anpa": ANPA}


def read(name: str, *lines: str) -> SourceDocument:
    return parse(name, FORMATS[name].format(*lines).encode())


def words(name: str, *lines: str) -> list[str]:
    return [token.text for token in tokenize(read(name, *lines).document.text)]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("hyphen", ["-", "- "])
def test_the_halves_are_one_word(name: str, hyphen: str) -> None:
    assert words(name, f"Mayor Ilse Vander{hyphen}", "loo of Brack-", "enfeld left.") == (
        "Mayor Ilse Vanderloo of Brackenfeld left".split()
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "lines",
    [
        ("Ilse Kosiniak-", "Kamysz left", "today."),
        ("Pre- and", "post-war houses", "fell."),
        ("Ilse left -", "she was late -", "and laughed."),
        ("Ilse, of the -", "- of the --", "port."),
        ("Line 7-", "b was late", "today."),
    ],
    ids=["compound", "within a line", "dash", "two speakers", "number"],
)
def test_other_hyphens_divide_lines_as_before(name: str, lines: tuple[str, ...]) -> None:
    assert read(name, *lines).document.text.rstrip() == " ".join(lines)


@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_a_tag_at_the_line_end_does_not_matter(name: str) -> None:
    assert words(name, "<i>Ilse Vander-</i>", "<i>loo</i> left", "today.") == "Ilse Vanderloo left today".split()


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_word_is_not_edited(name: str) -> None:
    document = read(name, "Ilse Vander-", "loo left", "today.")
    start = document.document.text.index("Vander")
    span = Span(start, start + len("Vander-\nloo"))
    assert not document.is_editable(span)
    assert document.write([Edit(Span(start - 5, start - 1), "Ilse", "Elsa", "s")]) != document.raw
