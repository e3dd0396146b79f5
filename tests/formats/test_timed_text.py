"""TTML and SBV captions: the text of the captions is read, and only the bytes of an edit change."""

from __future__ import annotations

import pytest

from repair.core.errors import FormatError
from repair.core.types import Edit, Span
from repair.formats import SourceDocument, parse
from repair.formats.registry import format_of

TTML = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" xml:lang="en">
  <head>
    <metadata><ttm:title>Latte in Paris</ttm:title></metadata>
    <styling><style xml:id="s1"/></styling><layout><region xml:id="Latte"/></layout>
  </head>
  <body><div>
    <p begin="00:00:01.000" end="00:00:03.000" region="Latte">Mark <span style="s1">Latte</span> spoke<br/>
      to the Allies</p>
    <p begin="00:00:03:12" end="00:00:05:00">in Paris &amp; left.</p>
    <metadata><ttm:desc>Latte waves</ttm:desc></metadata>
    <p begin="9s" dur="2s">Zoë Latte stayed.</p>
  </div></body>
</tt>
"""
SBV = "0:00:01.000,0:00:03.000\r\nMark Latte spoke\r\nto [br] Allies\r\n\r\n0:00:09.500,0:00:11.000\r\nLatte left.\r\n"
PREFIXED = TTML.replace("<tt ", "<tt:tt ").replace("</tt>", "</tt:tt>").replace("xmlns=", "xmlns:tt=")
for _name in ("head", "styling", "style", "layout", "region", "body", "div", "p", "span", "br", "metadata"):
    PREFIXED = PREFIXED.replace(f"<{_name}>", f"<tt:{_name}>").replace(f"</{_name}>", f"</tt:{_name}>")
    PREFIXED = PREFIXED.replace(f"<{_name} ", f"<tt:{_name} ").replace(f"<{_name}/", f"<tt:{_name}/")


def edit(source_document: SourceDocument, before: str, after: str) -> Edit:
    start = source_document.document.text.index(before)
    return Edit(Span(start, start + len(before)), before, after, "s")


def captions(*times: str) -> str:
    """Return TTML with a caption for each of ``times``, which are attributes."""
    cues = "".join(f"<p {each}>Ana.</p>" for each in times)
    return f'<tt xmlns:p="urn:p" p:tickRate="10"><body><div>{cues}</div></body></tt>'


@pytest.mark.parametrize("text", [TTML, PREFIXED], ids=["default namespace", "prefix"])
def test_captions_of_ttml_are_read_without_metadata(text: str) -> None:
    assert format_of("a.xml", text.encode()) == format_of("a.dfxp", b"") == "ttml"
    source_document = parse("a.ttml", text.encode())
    expected = "Mark Latte spoke to the Allies in Paris & left.\n\nZoë Latte stayed."
    assert source_document.document.text == expected
    assert {run.role for run in source_document.runs} == {"caption"}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_edit_in_ttml_changes_its_bytes_alone(codec: str) -> None:
    text = TTML.replace("UTF-8", "UTF-16") if codec == "utf-16" else TTML
    source_document = parse("a.ttml", text.encode(codec))
    assert source_document.write([]) == source_document.raw
    written = source_document.write_verified([edit(source_document, "Zoë Latte", "Zoë Rutté & Co")])
    assert written == text.replace("Zoë Latte", "Zoë Rutté &amp; Co").encode(codec)


@pytest.mark.parametrize(
    ("times", "together"),
    [
        (('begin="1s" end="2s"', 'begin="2s" end="3s"'), True),
        (('begin="1s" dur="1s"', 'begin="3.5s" end="4s"'), True),
        (('begin="10t" end="20t"', 'begin="25t" end="30t"'), True),
        (('begin="00:00:01:15" end="00:00:02:15"', 'begin="2500ms" end="3s"'), True),
        (('begin="1s" end="2s"', 'begin="4s" end="5s"'), False),
        (('begin="2s" end="3s"', 'begin="1s" end="2s"'), False),
        (("", ""), False),
        (('begin="x" end="1:2"', 'begin="99999999999999s" end=""'), False),
    ],
)
def test_captions_in_quick_succession_are_one_passage(times: tuple[str, ...], together: bool) -> None:
    assert parse("a.ttml", captions(*times).encode()).document.text == ("Ana. Ana." if together else "Ana.\n\nAna.")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (captions(), "no captions"),
        (TTML.replace("<tt ", '<!DOCTYPE tt [<!ENTITY a "b">]>\n<tt '), "declares an entity"),
        ("<tt><body>" + "<div>" * 2_000, "nested deeper"),
        (TTML.replace("</tt>", ""), "not well-formed"),
    ],
    ids=["empty", "entity", "deep", "cut"],
)
def test_hostile_and_empty_ttml_is_refused(text: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        parse("a.ttml", text.encode())


def test_captions_of_sbv_are_read_and_edited() -> None:
    assert format_of("a.txt", SBV.encode()) == "sbv"
    source_document = parse("a.sbv", SBV.encode())
    assert source_document.document.text == "Mark Latte spoke to Allies\n\nLatte left."
    written = source_document.write_verified([edit(source_document, "Mark Latte", "Mark Rutte")])
    assert written == SBV.replace("Mark Latte", "Mark Rutte").encode()


@pytest.mark.parametrize("text", ["10:00:01, a quiet morning", "1:00:00.000,1:00:01.000 was the time", "Ana left."])
def test_prose_with_times_is_no_sbv(text: str) -> None:
    assert format_of("a.txt", text.encode()) == "text"


def test_spans_with_times_of_their_own_are_separate_words() -> None:
    spans = b'<span begin="1s" end="2s">Mark</span><span begin="2s" end="3s">Latte</span>'
    captions = b"<tt><body><div><p>" + spans + b'<span tts="x">\xe2\x80\x99s</span> plan</p></div></body></tt>'
    assert parse("a.ttml", captions).document.text == "Mark Latte’s plan"
