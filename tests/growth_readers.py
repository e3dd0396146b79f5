"""Files of any length that may be expensive to read: worst cases of every format, list and log.

A case is the name of a file and a function that makes its content of a number of repeated parts. `READINGS` has the way
in which each kind of file is read. The tests count the lines that reading executes; the growth benchmark times it.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from workbooks import workbook_bytes

from repair.core.errors import RepairError
from repair.core.serialize import parse_suggestions
from repair.core.types import Edit, Span
from repair.formats.archive import ReadOptions, records
from repair.formats.document import SourceDocument
from repair.formats.file_positions import FilePositions
from repair.formats.writable_edits import writable_edits
from repair.gazetteer.importers import read_list
from repair.gazetteer.jsonl_store import load
from repair.gazetteer.source_lists import read_name_list
from repair.pipeline.feedback.house_list import HouseList

Content = Callable[[int], bytes]


class FileCase(NamedTuple):
    """A worst case: the name of the file, and its content of ``count`` repeated parts."""

    file: str
    content: Content


def _text(before: str, unit: str, after: str = "") -> Content:
    """Return a content that repeats ``unit``, in which ``{n}`` is the number of the repetition."""

    def content(count: int) -> bytes:
        if "{n}" not in unit:
            return (before + unit * count + after).encode()
        return (before + "".join(unit.replace("{n}", str(number)) for number in range(count)) + after).encode()

    return content


# What begins and never ends, what is nested, what repeats marks, spaces, references, quotes and names of elements.
_UNITS = {
    "open elements": "<p><b><div>",
    "open comments": "<!-- x ",
    "open tags": "<a href=x ",
    "open quotes in a tag": "<a title='x ",
    "end tags": "</p></b></div>",
    "raw elements": "<script>x<style>y<title>z",
    "hidden elements": "<div hidden style='x' role=x>x",
    "pictures": "<img alt='Ana' src=x><meta name=description content='Ana'>",
    "references": "&amp;&eacute;&#65;&whatever;&",
    "long reference": "&a",
    "spaces": "  \t ",
    "spaces and marks": " - .,; !? ",
    "line ends": "\r\n\n\r",
    "short lines": "Ana.\n",
    "quotes": "\"'“‘",
    "escapes": "\\u0041\\n\\",
    "sections": "<![CDATA[x]]>",
    "open sections": "<![CDATA[",
    "declarations": "<!x><?x?>",
    "attributes": " x{n}='y'",
    "words": "Ana Sol spoke in Riga. ",
    "high characters": "é東𝄞",
    "control characters": "\x01\x02\x03\x16\x7f",
    "times": "00:00:01,000 --> 00:00:02,000\n",
}
# A frame of each format of text: the name of a file, and what stands before and after the repeated part.
_FRAMES = {
    "text": ("a.txt", "Ana. ", ""),
    "html": ("a.html", "<html><body><p>", "</p></body></html>"),
    "xhtml": (
        "a.xhtml",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>',
        "</p></body></html>",
    ),
    "nitf": ("a.xml", "<nitf><body><body.content><p>", "</p></body.content></body></nitf>"),
    "newsml": (
        "a.xml",
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentSet><inlineData contenttype="text/html">',
        "</inlineData></contentSet></newsItem>",
    ),
    "feed": ("a.rss", "<rss><channel><item><description>", "</description></item></channel></rss>"),
    "subrip": ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nAna ", "\n"),
    "webvtt": ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nAna ", "\n"),
    "sbv": ("a.sbv", "0:00:01.000,0:00:02.000\nAna ", "\n"),
    "ass": ("a.ass", "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,Ana ", "\n"),
    "lrc": ("a.lrc", "[00:01.00]Ana ", "\n"),
    "ttml": ("a.ttml", '<tt><body><div><p begin="1s" end="2s">', "</p></div></body></tt>"),
    "json": ("a.json", '{"text": "Ana ', '"}'),
    "ninjs": ("a.json", '{"headline": "Ana", "body_xhtml": "<p>', '</p>"}'),
    "jsonl": ("a.jsonl", '{"text": "Ana ', '"}\n'),
    "csv": ("a.csv", 'id,text\n1,"Ana ', '"\n'),
    "csv bare": ("a.csv", "id,text\n1,Ana ", "\n"),
    "mail": ("a.eml", "From: Ana\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>", "\n"),
    "mail quoted": (
        "a.eml",
        "From: Ana\nMIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n=41",
        "\n",
    ),
    "wire": ("a.anpa", "\x01a0042\x02Ana ", "\x03\x04"),
}


def framed_cases() -> dict[str, FileCase]:
    """Return each unit in the frame of each format of text, also where the format does not allow it."""
    return {
        f"{form}: {what}": FileCase(name, _text(before, unit, after))
        for form, (name, before, after) in _FRAMES.items()
        for what, unit in _UNITS.items()
    }


def _many_parts(count: int) -> bytes:
    part = "--b\nContent-Type: text/plain\n\nAna {n}\n"
    head = "From: Ana\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    return _text(head, part, "--b--\n")(count)


def _nested_parts(count: int) -> bytes:
    part = "--b\nContent-Type: multipart/mixed; boundary=b\n\n"
    return _text("From: Ana\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n", part, "Ana\n--b--\n")(
        count
    )


def _header(name: str, before: str, unit: str, *, end: str = "\n\nAna\n") -> Content:
    return _text(f"From: Ana\nMIME-Version: 1.0\n{name}: {before}", unit, end)


def _warc(unit: str, *, page: str = "<p>Ana</p>") -> Content:
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    whole = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(body)}\r\n\r\n{body}\r\n\r\n"
    return _text(whole, unit, whole)


def _packed(content: Content) -> Content:
    return lambda count: gzip.compress(content(count), mtime=0)


def _members(count: int) -> bytes:
    return gzip.compress(b"Ana. ", mtime=0) * count


def _xlsx(row: Callable[[int], tuple[object, ...]]) -> Content:
    def content(count: int) -> bytes:
        return workbook_bytes([row(number) for number in range(count)])

    return content


def _parquet(names: Callable[[int], Iterable[str]], rows: int | None) -> Content:
    def content(count: int) -> bytes:
        import pyarrow as pa
        import pyarrow.parquet as pq

        out = io.BytesIO()
        cells = ["Ana Sol spoke."] * (count if rows is None else rows)
        pq.write_table(pa.table(dict.fromkeys(names(count), cells)), out)
        return out.getvalue()

    return content


def _long_key(count: int) -> bytes:
    """Return an object whose long key leads to many strings."""
    inner = {f"k{number}": "Ana" for number in range(count)}
    return json.dumps({"text": "Ana", "k" * 10 * count: inner}).encode()


_NAMESPACE = "http://www.w3.org/2005/Atom"
_RECORD = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99\r\n\r\n"
_GAZETTEER = '{"repair": "gazetteer", "version": 1, "offsets": "code points"}\n'
_FEED = '<rss version="2.0"><channel><title>Wire</title>'

# Cases that need more than a unit in a frame.
SPECIAL_CASES = {
    "csv: open quotes": FileCase("a.csv", _text("id,text\n", '1,"Ana\n')),
    "csv: rows": FileCase("a.csv", _text("id,text\n", "{n},Ana Sol spoke.\n")),
    "csv: quoted rows": FileCase("a.csv", _text("id,text\n", '{n},"Ana ""Sol"" spoke."\n')),
    "csv: columns": FileCase("a.csv", _text("text", ",x{n}", "\n1\n")),
    "csv: columns with text": FileCase("a.csv", _text("text", ",x{n}.text", "\n1\n")),
    "csv: cells": FileCase("a.csv", _text("id,text\n1,Ana", ",")),
    "csv: UTF-16": FileCase("a.csv", lambda count: ("id,text\n" + "1,Ana\u0a0a\n" * count).encode("utf-16")),
    "json: lists": FileCase("a.json", _text('{"text": [', '"Ana",', '"Sol"]}')),
    "json: keys": FileCase("a.json", _text('{"text": "Ana"', ',"k{n}":"Ana"', "}")),
    "json: fields with text": FileCase("a.json", _text('{"text": "Ana"', ',"k{n}":{"text":"Ana"}', "}")),
    "json: nested": FileCase("a.json", _text('{"text": "Ana", "x": ', '{"a":[', "1")),
    "json: long key": FileCase("a.json", _long_key),
    "json: empty fields": FileCase("a.json", _text('{"x": {"y": null', ',"k{n}":[]', "}}")),
    "jsonl: lines": FileCase("a.jsonl", _text("", '{"text": "Ana {n}"}\n')),
    "jsonl: broken lines": FileCase("a.jsonl", _text("", '{"text": "Ana\n')),
    "jsonl: blank lines": FileCase("a.jsonl", _text('{"text": "Ana"}\n', "\n")),
    "feed: items": FileCase("a.rss", _text(_FEED, "<item><title>Ana {n}</title></item>", "</channel></rss>")),
    "feed: items apart": FileCase("a.rss", _text(_FEED, "<item><title>é</title></item>x", "</channel></rss>")),
    "feed: nested items": FileCase("a.rss", _text(_FEED, "<item><item>", "</channel></rss>")),
    "feed: entries": FileCase(
        "a.atom", _text(f'<feed xmlns="{_NAMESPACE}">', "<entry><title>Ana</title></entry>", "</feed>")
    ),
    "newsml: items": FileCase(
        "a.xml",
        _text(
            "<newsMessage><itemSet>",
            "<newsItem><contentSet><inlineData>Ana</inlineData></contentSet></newsItem>",
            "</itemSet></newsMessage>",
        ),
    ),
    "newsml: types": FileCase(
        "a.xml",
        _text(
            "<NewsML><NewsItem><NewsComponent><ContentItem>",
            '<Format FormalName="x{n}"/><DataContent>Ana</DataContent>',
            "</ContentItem></NewsComponent></NewsItem></NewsML>",
        ),
    ),
    "subrip: cues": FileCase("a.srt", _text("", "{n}\n00:00:01,000 --> 00:00:02,000\nAna\n\n")),
    "subrip: cues without blank lines": FileCase("a.srt", _text("", "1\n00:00:01,000 --> 00:00:02,000\nAna\n")),
    "webvtt: cues": FileCase("a.vtt", _text("WEBVTT\n\n", "00:01.000 --> 00:02.000\n<v Ana>Ana\n\n")),
    "sbv: cues": FileCase("a.sbv", _text("", "0:00:01.000,0:00:02.000\nAna[br]\n\n")),
    "ass: dialogue": FileCase(
        "a.ass",
        _text(
            "[Script Info]\n[Events]\n", "Dialogue: 0,0:00:0{n}.00,0:00:02.00,,,0,0,0,,{\\i1}Ana\\N{\\p1}m 0 0{\\p0}\n"
        ),
    ),
    "ass: codes": FileCase(
        "a.ass", _text("[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,", "{\\p1}{\\N,")
    ),
    "ass: fields": FileCase("a.ass", _text("[Script Info]\n[Events]\nFormat: Text", ", x", "\nDialogue: Ana\n")),
    "lrc: lines": FileCase("a.lrc", _text("", "[0{n}:01.00]<00:01.00>Ana <00:01.50>\n")),
    "lrc: times": FileCase("a.lrc", _text("", "[00:01.00] ", "Ana")),
    "ttml: captions": FileCase(
        "a.ttml", _text("<tt><body>", '<div><p begin="{n}s" end="{n}s">Ana<br/></p></div>', "</body></tt>")
    ),
    "wire: messages": FileCase("a.anpa", _text("", "\x16\x01a0042\x02Ana Sol.\x03\x04")),
    "wire: open messages": FileCase("a.anpa", _text("\x01a0042\x02Ana", "\x01")),
    "wire: fill": FileCase("a.anpa", _text("\x01a0042\x02Ana\x03", "\x16" * 20, "x")),
    "wire: marks": FileCase("a.anpa", _text("\x01a0042\x02Ana\n", "<" * 20, "x\x03")),
    "mail: parts": FileCase("a.eml", _many_parts),
    "mail: nested parts": FileCase("a.eml", _nested_parts),
    "mail: boundaries": FileCase(
        "a.eml", _text("From: Ana\nMIME-Version: 1.0\nContent-Type: multipart/x; boundary=b\n\n", "--b\n")
    ),
    "mail: headers": FileCase("a.eml", _text("From: Ana\nMIME-Version: 1.0\n", "X-Y: z{n}\n", "\nAna\n")),
    "mail: folded header": FileCase("a.eml", _header("Content-Type", "text/plain", "\n x")),
    "mail: parameters": FileCase("a.eml", _header("Content-Type", "text/plain", ";")),
    "mail: named parameters": FileCase("a.eml", _header("Content-Type", "text/plain", ";a{n}=b")),
    "mail: open quotes": FileCase("a.eml", _header("Content-Type", 'text/plain; a="', ';"')),
    "mail: continued parameters": FileCase("a.eml", _header("Content-Type", "text/plain", ";charset*{n}*=u")),
    "mail: endless header": FileCase("a.eml", _header("Content-Type", "text/plain", ";a", end="")),
    "mail: encoded words": FileCase("a.eml", _header("Subject", "", "=?utf-8?q?a?= ")),
    "warc: pages": FileCase("a.warc", _warc(_warc("")(0).decode()[: -len(_warc("")(0)) // 2 or None])),
    "warc: first lines": FileCase("a.warc", _warc("WARC/1.0\r\n")),
    "warc: records cut off": FileCase("a.warc", _warc(_RECORD.decode())),
    "warc: headers": FileCase("a.warc", _text("WARC/1.0\r\n", "x: y\r\n")),
    "warc: headers of a page": FileCase(
        "a.warc",
        lambda count: (
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\n" % (17 + 6 * count + 39)
            + b"x: y\r\n" * count
            + b"Content-Type: text/html\r\n\r\n<p>Ana</p>\r\n\r\n"
        ),
    ),
    "warc: blank lines": FileCase("a.warc", _warc("\r\n\n")),
    "gzip: members": FileCase("a.txt.gz", _members),
    "gzip: pages in members": FileCase("a.warc.gz", lambda count: gzip.compress(_warc("")(0), mtime=0) * count),
    "gzip: damaged members": FileCase(
        "a.warc.gz", lambda count: gzip.compress(_warc("")(0), mtime=0) + b"\x1f\x8b\x08\xff" * 10 * count
    ),
    "gzip: rows": FileCase("a.csv.gz", _packed(_text("id,text\n", "{n},Ana Sol spoke.\n"))),
    "xml: entities": FileCase("a.xml", _text("<!DOCTYPE nitf [", '<!ENTITY e{n} "x">', "]><nitf><body/></nitf>")),
    "xml: default attributes": FileCase(
        "a.xml",
        lambda count: (
            f"<!DOCTYPE nitf [<!ATTLIST p title CDATA '{'x' * count}'>]><nitf><body><body.content>"
            f"{'<p>Ana</p>' * count}</body.content></body></nitf>"
        ).encode(),
    ),
    "xml: many default attributes": FileCase(
        "a.xml",
        lambda count: (
            f"<!DOCTYPE nitf [{''.join(f'<!ATTLIST p x{at} CDATA {chr(34)}y{chr(34)}>' for at in range(count))}]>"
            f"<nitf><body><body.content>{'<p>Ana</p>' * count}</body.content></body></nitf>"
        ).encode(),
    ),
    "xml: long namespace": FileCase(
        "a.xml",
        lambda count: (
            f'<nitf xmlns="{"x" * 10 * count}"><body><body.content>{"<p>Ana</p>" * count}</body.content></body></nitf>'
        ).encode(),
    ),
    "xml: namespaces": FileCase("a.xml", _text("<nitf", ' xmlns:x{n}="y{n}"', "><body/></nitf>")),
    "parquet: rows": FileCase("a.parquet", _parquet(lambda count: ("id", "text"), None)),
    "parquet: columns": FileCase("a.parquet", _parquet(lambda count: ("text", *(f"x{at}" for at in range(count))), 3)),
    "parquet: columns with text": FileCase(
        "a.parquet", _parquet(lambda count: ("text", *(f"x{at}.text" for at in range(count))), 3)
    ),
}
LIST_CASES = {
    "xlsx: rows": FileCase("a.xlsx", _xlsx(lambda number: ("name", f"Ana Sol{number}"))),
    "csv: names": FileCase("a.csv", _text("name\n", "Ana Sol{n}\n")),
    "csv: equal names": FileCase("a.csv", _text("name,alias\n", "Ana Sol,Ana S{n}\n")),
    "csv: open quotes": FileCase("a.csv", _text("name\n", '"Ana\n')),
    "csv: columns": FileCase("a.csv", _text("name", ",alias", "\nAna Sol\n")),
    "csv: aliases": FileCase("a.csv", _text("name,aliases\nAna Sol,", "Ana{n};", "\n")),
    "tsv: names": FileCase("a.tsv", _text("", "Ana Sol{n}\tperson\n")),
    "jsonl: names": FileCase("a.jsonl", _text("", '{"name": "Ana Sol{n}"}\n')),
    "jsonl: equal names": FileCase("a.jsonl", _text("", '{"name": "Ana Sol", "alias": "Ana S{n}"}\n')),
    "jsonl: array": FileCase("a.json", _text("[\n", '{"labels": {"en": "Ana"}},\n', "]\n")),
    "tbx: concepts": FileCase(
        "a.tbx",
        _text("<tbx>", '<termEntry><langSet xml:lang="en"><term>Ana</term></langSet></termEntry>', "</tbx>"),
    ),
    "tbx: terms": FileCase(
        "a.tbx", _text("<tbx><termEntry>", '<langSet xml:lang="x"><term>Ana</term></langSet>', "</termEntry></tbx>")
    ),
    "tbx: default attributes": FileCase(
        "a.tbx",
        lambda count: (
            f"<!DOCTYPE tbx [<!ATTLIST tig x CDATA '{'x' * count}'>]>"
            f"<tbx><termEntry>{'<tig/>' * count}</termEntry></tbx>"
        ).encode(),
    ),
    "tbx: open tag": FileCase("a.tbx", _text("<tbx ", "x{n}='y' ", ">")),
}
GAZETTEER_CASES = {
    "names": FileCase("a.jsonl", _text(_GAZETTEER, '{"canonical": "Ana Sol{n}", "kind": "person"}\n')),
    "equal names": FileCase(
        "a.jsonl", _text(_GAZETTEER, '{"canonical": "Ana Sol", "kind": "person", "aliases": ["Ana S{n}"]}\n')
    ),
    "aliases": FileCase(
        "a.jsonl", _text(_GAZETTEER + '{"canonical": "Ana", "kind": "person", "aliases": ["x"', ',"y{n}"', "]}\n")
    ),
    "sources": FileCase("a.jsonl", _text(_GAZETTEER, '{"id": "{n}", "text": "Ana", "source": "a"}\n')),
}
HOUSE_CASES = {
    "names": FileCase("a.txt", _text("", "Ana Sol{n}\n")),
    "replacements": FileCase("a.txt", _text("", "Ana Sol{n} => Ana Soll{n}\n")),
    "spaces": FileCase("a.txt", _text("Ana", " ", "\n")),
    "arrows": FileCase("a.txt", _text("Ana", "=>", "\n")),
}
DECISION_CASES = {
    "lines": FileCase(
        "a.jsonl",
        _text(
            "",
            '{"document": "a.txt", "start": {n}, "end": 1{n}, "surface": "Ana", "replacement": "Eva", '
            '"action": "review"}\n',
        ),
    ),
    "blank lines": FileCase("a.jsonl", _text("", "\n")),
}


def read_copy(path: Path) -> None:
    """Read copy, find the places of its names in the file, and replace them."""
    for record in records(path, ReadOptions(), sources=".warc" in path.name):
        if record.source_document is not None:
            edit_names(record.source_document)


def edit_names(source_document: SourceDocument) -> None:
    """Find each name of `Ana` in the file, and replace it by one that not every encoding has."""
    text, at = source_document.document.text, 0
    edits: list[Edit] = []
    while (at := text.find("Ana", at)) >= 0:
        edits.append(Edit(Span(at, at + 3), "Ana", "Łucja" if len(edits) % 2 else "Eva", str(len(edits))))
        at += 3
    positions = FilePositions(source_document)
    for edit in edits:
        positions.line_and_column(edit.span)
        positions.line_and_column(edit.span)
    writable_edits(source_document, edits)


def read_names(path: Path) -> None:
    """Read a list of names, both as an imported list and as a source."""
    with contextlib.suppress(RepairError):
        list(read_list(path, on_error=lambda error: None))
    read_name_list(path, ReadOptions(), source="a")


def read_decisions(path: Path) -> None:
    """Read a file of suggestions."""
    list(parse_suggestions(path.name, path.read_text(encoding="utf-8")))


class Reading(NamedTuple):
    """How files of one kind are read, and the cases for them."""

    read: Callable[[Path], object]
    cases: dict[str, FileCase]


READINGS = {
    "copy": Reading(read_copy, framed_cases() | SPECIAL_CASES),
    "list": Reading(read_names, LIST_CASES),
    "gazetteer": Reading(load, GAZETTEER_CASES),
    "house list": Reading(HouseList.load, HOUSE_CASES),
    "decisions": Reading(read_decisions, DECISION_CASES),
}
CASES = {
    f"{kind}: {name}": (reading.read, case)
    for kind, reading in READINGS.items()
    for name, case in reading.cases.items()
}


def prepare(name: str, folder: Path, count: int) -> Callable[[], None]:
    """Write the file of a case, and return the function that reads it; a refusal of the file counts as reading."""
    read, case = CASES[name]
    path = folder / case.file
    path.write_bytes(case.content(count))

    def run() -> None:
        with contextlib.suppress(RepairError):
            read(path)

    return run
