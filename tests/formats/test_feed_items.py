"""The items of a feed are records, whose bytes together are the file; each is a story with its headline and date."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.errors import FormatError
from repair.core.types import Edit, Span
from repair.formats import feeds
from repair.formats.archive import ReadOptions, Record, read_alone, records
from repair.formats.feed_items import read_records

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<!-- <item> in a comment --><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Quay</title><description>News &amp; <![CDATA[<item>]]></description>
{items}
</channel></rss>
"""
ITEM = (
    "<item><title>{name} speaks</title><pubDate>Fri, {day} Nov 2026 10:00:00 GMT</pubDate>"
    "<c:encoded><![CDATA[<p>{name} left Žilina &amp; came.</p>]]></c:encoded></item>"
)
ATOM = (
    '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>The Quay</a:title>'
    '<a:entry><a:title>One</a:title><a:content type="html">&lt;p>Mark Latte.&lt;/p></a:content></a:entry>\n'
    "<a:id>x</a:id>\n"
    "<a:entry><a:title>Two</a:title></a:entry></a:feed>"
)
RDF = (
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel><title>The Quay</title></channel><item><title>One</title></item><item><title>Two</title></item></r:RDF>"
)


def rss(names: Sequence[str], encoding: str = "utf-8") -> bytes:
    items = "\n".join(ITEM.format(name=name, day=10 + at) for at, name in enumerate(names))
    return RSS.format(items=items, encoding=encoding).encode(encoding, "xmlcharrefreplace")


def read(path: Path, raw: bytes) -> list[Record]:
    path.write_bytes(raw)
    read_back = list(records(path, ReadOptions()))
    assert b"".join(each.raw for each in read_back) == raw
    return read_back


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_each_item_is_a_story_with_its_headline_date_and_publication(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "feed.xml"
    head, first, second, end = read(path, rss(["Mark Latte", "Zoë Kowalik"], encoding))
    assert head.source_document is not None and head.source_document.document.text.startswith("The Quay")
    assert end.source_document is None and (first.number, second.number) == (1, 2)
    for record, name, day in ((first, "Mark Latte", "2026-11-10"), (second, "Zoë Kowalik", "2026-11-11")):
        source_document = record.source_document
        assert source_document is not None
        assert source_document.document.text == f"{name} speaks\n\n{name} left Žilina & came."
        assert (source_document.document.date, source_document.publication, source_document.runs[0].role) == (
            day,
            "The Quay",
            "headline",
        )
        at = source_document.document.text.index("left")
        changed = source_document.write_verified([Edit(Span(at, at + 4), "left", "saw", "1")])
        assert changed != record.raw and len(record.raw) - len(changed) == len(
            "x".encode(encoding.replace("-16", "-16-le"))
        )
        alone = read_alone(path, ReadOptions(), record.raw)
        assert alone is not None and alone.document.text == source_document.document.text
        assert alone.publication == "The Quay"


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        (ATOM.encode(), ["The Quay", "One\n\nMark Latte.", None, "Two", None]),
        (RDF.encode(), ["The Quay", "One", "Two", None]),
        (RDF.replace("</channel><item>", "<item><title>Zero</title></item></channel><item>").encode(), 1),
        (rss(["Mark Latte"]), 1),
        (
            b"<!DOCTYPE rss [<!ELEMENT x ANY>]><rss><channel><item><title>A</title></item><item/></channel></rss>",
            ["A", None, None],
        ),
        (rss(["A"]).replace(b"<rss ", b'<rss x="' + b"y" * 5_000 + b'" ').replace(b"<item>", b"<item/><item>"), 1),
    ],
)
def test_dialects_and_feeds_that_stay_whole(tmp_path: Path, raw: bytes, texts: list[str | None] | int) -> None:
    read_back = read(tmp_path / "feed.rss", raw)
    if isinstance(texts, int):
        assert len(read_back) == texts and read_back[0].source_document is not None
        assert read_back[0].source_document.document.text == feeds.parse("a", raw).document.text
    else:
        read_texts = [
            each.source_document.document.text if each.source_document is not None else None for each in read_back
        ]
        assert read_texts[-len(texts) :] == texts


@pytest.mark.parametrize("raw", [rss(["A", "B"])[:-20], b'<!DOCTYPE rss [<!ENTITY a "b">]>' + rss(["A", "B"])[38:]])
def test_what_is_wrong_with_a_feed_is_reported_for_the_file(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "feed.rss").write_bytes(raw)
    with pytest.raises(FormatError):
        list(records(tmp_path / "feed.rss", ReadOptions()))


def test_a_feed_that_is_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_bytes(rss(["A", "B"]))
    with pytest.raises(FormatError, match="more than 100 bytes"):
        list(records(tmp_path / "feed.rss", ReadOptions(max_bytes=100)))


@given(st.lists(st.text("aé&<>]\U0001f600 \r\n", min_size=1, max_size=8), min_size=2, max_size=4), st.booleans())
def test_the_items_together_say_what_the_whole_feed_says(names: list[str], wide: bool) -> None:
    escaped = [name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for name in names]
    items = "".join(f"<item><title>a{name}</title></item> \r\n" for name in escaped)
    raw = f"<rss><channel>{items}</channel></rss>".encode("utf-16" if wide else "utf-8")
    feed = feeds.parse("a", raw).document.text
    item_records = list(read_records(Path("a"), io.BufferedReader(io.BytesIO(raw)), ReadOptions()))
    assert b"".join(each.raw for each in item_records) == raw
    assert (
        "\n\n".join(each.source_document.document.text for each in item_records if each.source_document is not None)
        == feed
    )
