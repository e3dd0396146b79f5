"""Properties of every format: without edits the bytes stay, and an edit changes its own bytes and text only.

They are checked on one file for each format, and on real samples where they are available.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zstandard

from repair.core.errors import FormatError
from repair.core.types import Edit, Span
from repair.formats import SourceDocument
from repair.formats.archive import ReadOptions, open_sink, records

# Beside the checkout, or beside a folder of checkouts.
REAL = next((path for folder in Path(__file__).parents if (path := folder / "shared" / "formats").is_dir()), Path("-"))
MOST = 20  # most parts of one file that are tried; a film has a thousand captions

XHTML = "<p>Mark <b>Latte</b> &amp; Zo\u00eb\u00a0Kowalik left.</p><p>He won&#8217;t.</p>"
NITF = (
    "<nitf><head><title>Latte speaks</title></head><body><body.head><hedline><hl1>Mark Latte</hl1></hedline>"
    "</body.head><body.content><p>Mark <em>Latte</em> said &#8220;no&#8221;.</p></body.content></body></nitf>"
)
FORMS: dict[str, bytes] = {
    "story.txt": "Mark Latte met Zoë.\r\nNobody else.\r\n".encode("utf-16"),
    "old.txt": "Mark Latte at the café – “no”.".encode("cp1252"),
    "page.html": f"<!doctype html><html><head><title>Latte</title><body><h1>Latte</h1>{XHTML}<hr><p>x < y".encode(),
    "page.xhtml": (
        f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Latte</title></head>'
        f"<body>{XHTML}</body></html>"
    ).encode(),
    "story.nitf": f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->{NITF}'.encode(),
    "item.xml": (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="Latte"><contentMeta><headline>Latte speaks'
        f'</headline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML>'
        f"<inlineData contenttype='text/html'><![CDATA[{XHTML}]]></inlineData></contentSet></newsItem>"
    ).encode(),
    "rss.xml": (
        '<rss version="2.0"><channel><title>Wire</title><item><title>Latte &amp;amp; Co</title><description>'
        f"{XHTML.replace('&', '&amp;').replace('<', '&lt;')}</description></item></channel></rss>"
    ).encode(),
    "feed.atom": (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title type="html">Mark &lt;b&gt;Latte'
        b'&lt;/b&gt;</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Latte left.</p></div>'
        b"</content></entry></feed>"
    ),
    "one.json": json.dumps(
        {"uri": "u", "headline": "Latte \U0001f600", "body_xhtml": XHTML, "body_text": "A\n“b”"}
    ).encode(),
    "two.json": json.dumps(
        {"uri": "u", "headlines": [{"value": "Latte é"}], "bodies": [{"contenttype": "text/html", "value": XHTML}]},
        ensure_ascii=False,
        indent=2,
    ).encode(),
    "three.json": json.dumps(
        {
            "standard": {"name": "ninjs", "version": "3.0"},
            "descriptions": [{"value": "Mark Latte", "contentType": "text/plain"}],
            "bodies": [{"contentType": "application/nitf+xml", "value": NITF}],
            "associations": [{"name": "x", "headlines": [{"value": "Latte in Paris"}]}],
        }
    ).encode(),
    "clip.srt": "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Mark Latte</i> left\r\nZoë.\r\n\r\n".encode(),
    "clip.vtt": "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ann>Mark Latte &amp; Zoë\nleft.\n".encode(),
    "clip.sbv": "0:00:01.000,0:00:02.000\nMark Latte & Zoë\nleft.\n".encode(),
    "clip.ass": (
        "[Script Info]\r\nTitle: Latte\r\n[Events]\r\nFormat: Layer, Start, End, Style, Text\r\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00,Latte,{\\i1}Mark Latte{\\i0}, Zoë\\Nleft.\r\n"
    ).encode(),
    "clip.lrc": "[ar:Latte]\n[00:01.00]Mark Latte & Zoë\n[00:02.50]left.\n".encode(),
    "clip.ttml": (
        b'<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">Mark <span>Latte</span><br/>left'
        b' &amp;</p><p begin="2s" end="3s">spoke.</p></div></body></tt>'
    ),
    "story.anpa": (
        b"\x16\x16\x01a0042\r\n\x02^Latte speaks<\r\n   PARIS (AP) _ Mark\r\nLatte left.\r\n"
        b"\x03\x041430 EST 24-11-25\x04\r\n"
    ),
    "feed.iptc7901": (
        b"\x16\x16\x01AFP 0042 4 I 25 BEL /AFP-A001\r\n\x02Latte speaks\r\n\r\n"
        b"   PARIS - Mark Latte left.\r\n\x03241430 GMT NOV 25\x04"
        b"\x16\x16\x01AFP 0043 4 I 20 BEL /AFP-A002\r\n\x02Starmer speaks\r\n\r\n"
        b"   LONDON - Keir Starmer left.\r\n\x03\x04"
    ),
    "archive.jsonl": b'{"id": 1, "body": "Mark \\u004catte"}\r\n\r\n'
    b'{"id": 1.50, "title": "Latte", "body": "<p>Zo\xc3\xab &amp; Co</p>"}',
    "archive.csv": 'id;body\n1;"Mark ""Latte"" left"\n2;Zoë\n'.encode(),
    "archive.tsv": b"id\tbody\r\n1\tMark Latte left\r\n",
    "story.html.gz": gzip.compress(f"<p>{XHTML}".encode(), mtime=0),
    "archive.jsonl.zst": zstandard.ZstdCompressor().compress(b'{"body": "Mark Latte"}\n{"body": "Latte"}\n'),
}


def opened(raw: bytes) -> bytes:
    """Return the content of a file, decompressed if necessary."""
    if raw.startswith(b"\x1f\x8b"):
        return gzip.decompress(raw)
    if raw.startswith(b"\x28\xb5\x2f\xfd"):
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(raw), read_across_frames=True).read()
    return raw


def edits(source_document: SourceDocument) -> Iterator[Edit]:
    """Yield an edit for each part, or for some of very many; it replaces the whole text with another name."""
    parts = (
        source_document.runs
        if len(source_document.runs) <= MOST
        else source_document.runs[:: len(source_document.runs) // MOST + 1]
    )
    for part in parts:
        surface = source_document.document.text[part.span.start : part.span.end]
        before = surface.strip()
        if before:
            start = part.span.start + surface.index(before)
            # A seven-bit wire message has no é and no escape for it.
            yield Edit(
                Span(start, start + len(before)), before, "Rutte" if source_document.format == "wire" else "Rutté", "s"
            )


# --- the strings that other libraries read in a file; an edit may change one of them only


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts += [f"<{tag}>", *(f"{key}={value}" for key, value in attrs)]

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        # Otherwise a letter that became a reference would split a text.
        if self.parts and not self.parts[-1].startswith("<"):
            self.parts[-1] += data
        else:
            self.parts.append(data)


def in_page(raw: bytes) -> list[str]:
    page = _Page()
    page.feed(raw.decode())
    page.close()
    return page.parts


def in_xml(raw: bytes) -> list[str]:
    parts: list[str] = []
    for each in ElementTree.fromstring(raw).iter():
        parts += [str(each.tag), *(f"{key}={value}" for key, value in each.items()), each.text or "", each.tail or ""]
    return parts


def in_json(raw: bytes) -> list[str]:
    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)
        else:
            yield repr(value)

    return list(walk(json.loads(raw)))


def in_json_lines(raw: bytes) -> list[str]:
    return [word for line in raw.splitlines() if line.strip() for word in in_json(line)]


def in_rows(raw: bytes) -> list[str]:
    text = raw.decode()
    return [
        cell for row in csv.reader(io.StringIO(text), delimiter=next(c for c in "\t;," if c in text)) for cell in row
    ]


def in_lines(raw: bytes) -> list[str]:
    return raw.decode("utf-8", "replace").splitlines(keepends=True)


OTHERS: dict[str, Callable[[bytes], list[str]]] = {
    "html": in_page,
    "xhtml": in_xml,
    "nitf": in_xml,
    "newsml": in_xml,
    "feed": in_xml,
    "ninjs": in_json,
    "json": in_json,
    "jsonl": in_json_lines,
    "csv": in_rows,
    "subrip": in_lines,
    "webvtt": in_lines,
    "sbv": in_lines,
    "ass": in_lines,
    "lrc": in_lines,
    "ttml": in_xml,
    "wire": in_lines,
}


def holds(path: Path, folder: Path) -> int:
    """Check the properties on the file ``path`` with one edit after another; return the number of edits."""
    options, target = ReadOptions(), folder / f"out-{path.name}"
    found = list(records(path, options))
    inside = opened(path.read_bytes())
    assert b"".join(piece.raw for piece in found) == inside
    with open_sink(path, target, options) as sink:
        for piece in found:
            sink.put(piece, piece.raw if piece.source_document is None else piece.source_document.write_verified([]))
    assert target.read_bytes() == path.read_bytes()
    done, at = 0, 0
    for piece in found:
        for edit in edits(piece.source_document) if piece.source_document is not None else ():
            assert piece.source_document is not None
            _one_edit(path, piece.source_document, edit, (inside[:at], inside[at + len(piece.raw) :]))
            done += 1
        at += len(piece.raw)
    return done


def _one_edit(path: Path, source_document: SourceDocument, edit: Edit, around: tuple[bytes, bytes]) -> None:
    start, end = edit.span.start, edit.span.end
    part = next(part for part in source_document.runs if part.span.start <= start and end <= part.span.end)
    low, high = part.byte_offsets[start - part.span.start], part.byte_offsets[end - part.span.start]
    written = source_document.write_verified([edit])
    assert written[:low] == source_document.raw[:low]
    assert written[len(written) - (len(source_document.raw) - high) :] == source_document.raw[high:]
    text = source_document.document.text
    assert source_document.reparse(written).document.text == text[:start] + edit.after + text[end:]
    # An independent library agrees.
    suffix = Path(path.name.removesuffix(".gz").removesuffix(".zst")).suffix[1:]
    form = {"jsonl": "jsonl", "csv": "csv", "tsv": "csv"}.get(suffix, source_document.format)
    if form == "text" or source_document.label.endswith("Windows-1252"):
        return
    read = OTHERS[form]
    before, after = (read(around[0] + each + around[1]) for each in (source_document.raw, written))
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize("name", FORMS)
def test_every_format_keeps_unedited_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FORMS[name])
    assert holds(path, tmp_path) >= 1


# Samples without a story, with the message for each; any other refusal is a bug.
NO_STORY = (
    "no captions",
    "no story text",
    "reference data and no news",
    "kind of XML is not read",
    "No field has a usual name",
)


def samples() -> list[Path]:
    return sorted(path for path in REAL.rglob("*") if path.is_file())


@pytest.mark.skipif(not REAL.is_dir(), reason="the real samples are not here")
@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
def test_every_real_sample_keeps_unedited_bytes_or_has_no_story(path: Path, tmp_path: Path) -> None:
    reason = ""
    try:
        list(records(path, ReadOptions()))
    except FormatError as error:
        reason = str(error)
    if reason:
        assert reason.startswith(str(path)) and any(words in reason for words in NO_STORY)
    else:
        assert holds(path, tmp_path) or not path.read_bytes().strip()
