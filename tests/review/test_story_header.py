"""The header of a story on the page: from its file, with a repeated headline shown once."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from queue_fixtures import propose
from review_fixtures import client, review_app

from repair.decisions import ingest, queue
from repair.decisions.models import RecordPlace, StoredStory
from repair.decisions.store import DatabaseStore
from repair.formats import parse
from repair.formats.archive import ReadOptions, records
from repair.review.story_header import StoryHeader, header_of

HEADLINE = "Mark Latte visits Delft"
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="7">
<itemMeta><title>{HEADLINE}</title></itemMeta>
<contentMeta><slugline>NATO-DELFT</slugline><headline>{HEADLINE}</headline></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><h1>{HEADLINE}</h1>
<p>Mark Latte toured the town hall.</p></body></html></inlineXML></contentSet></newsItem>"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        yield opened


def stored(name: str, content: str) -> StoredStory:
    return ingest.story_from(parse(name, content.encode()))


def add(store: DatabaseStore) -> StoredStory:
    story = stored("wire-0042.xml", NEWSML)
    places = range(story.text.count("Mark Latte"))
    ingest.add(
        store,
        [ingest.IncomingStory(story, [propose(story.text, "Mark Latte", "Mark Rutte", nth=each) for each in places])],
    )
    return story


def test_a_newsml_item_has_its_headline_slug_and_version_above_it(store: DatabaseStore) -> None:
    story, desk = add(store), client(review_app(store))
    page = desk.get(f"/story/{story.id}").text
    assert f"<h1><bdi>{HEADLINE}</bdi></h1>" in page
    assert "slug <bdi>NATO-DELFT</bdi>" in page and "version 7" in page and "wire-0042.xml" in page
    header = desk.get(f"/api/v1/stories/{story.id}").json()["header"]
    assert header == {
        "headline": HEADLINE,
        "slug": "NATO-DELFT",
        "version": "7",
        "publication": header["publication"],
        "date": "",
    }


def test_a_repeated_headline_is_shown_once_and_its_places_can_still_be_selected(store: DatabaseStore) -> None:
    story, desk = add(store), client(review_app(store))
    assert story.text.count(HEADLINE) == 3
    items = queue.in_story(store, story.id)
    copy = desk.get(f"/story/{story.id}").text.partition('<article class="copy"')[2].partition("</article>")[0]
    assert copy.count("visits Delft") == 1 and copy.count('class="mark') == 2
    page = desk.get(f"/story/{story.id}?at={items[1].suggestion.id}").text
    copy = page.partition('<article class="copy"')[2].partition("</article>")[0]
    assert copy.count("visits Delft") == 2 and "data-current" in copy


def test_ninjs_and_plain_text() -> None:
    ninjs = f'{{"uri": "x:1", "version": "2", "slugline": "delft", "headline": "{HEADLINE}", "body_text": "He left."}}'
    header = header_of(stored("a.json", ninjs))
    assert (header.headline, header.slug, header.version) == (HEADLINE, "delft", "2")
    plain = header_of(stored("a.txt", f"{HEADLINE}\n\nversion 3 of the plan was read."))
    assert (plain.headline, plain.slug, plain.version) == ("", "", "")


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        (
            "a.json",
            '{"uri": "x:1", "standard": {"name": "ninjs", "version": "3.0"}, "version": "5", "slugline": "Köln & co", '
            '"headlines": [{"value": "Latte"}], "bodies": [{"value": "He left.", "contenttype": "text/plain"}]}',
            "utf-8",
        ),
        (
            "a.xml",
            "<?xml version='1.0' encoding='iso-8859-1'?><newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' "
            "guid='x' version='5'><contentMeta><slugline>K\xf6ln &amp; co</slugline><headline>Latte</headline>"
            "</contentMeta></newsItem>",
            "latin-1",
        ),
        (
            "a.nitf",
            "<?xml version='1.0' encoding='utf-16'?><nitf><head><docdata><du-key version='5' key='K\xf6ln &amp; co'/>"
            "</docdata></head><body><body.head><hedline><hl1>Latte</hl1></hedline></body.head></body></nitf>",
            "utf-16",
        ),
    ],
)
def test_slug_and_version_are_those_of_the_story_in_any_encoding(name: str, text: str, encoding: str) -> None:
    reading = parse(name, text.encode(encoding))
    header = header_of(ingest.story_from(reading))
    assert (header.headline, header.slug, header.version) == ("Latte", "Köln & co", "5")


@pytest.mark.parametrize(
    ("raw", "header"),
    [
        (
            b'{"title": "Latte\\n visits", "slug": "NATO", "version": 3, "source": "Wire", "text": "x"}\n',
            StoryHeader("Latte visits", "NATO", "3", "Wire"),
        ),
        (b'{"headline": "", "title": "Second", "version": true, "publisher": ["Wire"]}', StoryHeader("Second")),
        (b'{"title": "' + b"x" * 301 + b'"}', StoryHeader()),
        (b'{"title": broken', StoryHeader()),
        (b"[" * 100_000, StoryHeader()),
        (b'{"a":' * 100_000, StoryHeader()),
        (b"title,text\nLatte,came\n", StoryHeader()),
        (b"\xff\xfe", StoryHeader()),
    ],
)
def test_a_record_has_the_header_in_its_fields(raw: bytes, header: StoryHeader) -> None:
    record = StoredStory("1", "a.jsonl, record 0", "a.jsonl", "x", raw, place=RecordPlace(0))
    assert header_of(record) == header


def records_of(path: Path, content: bytes) -> list[StoredStory]:
    """Write an archive and return its stories as the queue has them."""
    path.write_bytes(content)
    return [
        StoredStory(f"{each.number}", path.name, str(path), "", each.raw, place=RecordPlace(each.number))
        for each in records(path, ReadOptions())
        if each.source_document is not None
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_row_of_a_table_has_the_header_in_its_columns(
    tmp_path: Path, codec: str, pack: Callable[[bytes], bytes]
) -> None:
    table = "id,headline,body,publisher,date\n1,First,He came.,The Wire,2026-11-20\n"
    table += '2,"Zoë Latte, ""Zo""","He\nleft.",,2026-11-21\n'
    path = tmp_path / ("a.csv" if pack is bytes else "a.csv.gz")
    _, second = records_of(path, pack(table.encode(codec)))
    assert header_of(second) == StoryHeader('Zoë Latte, "Zo"', date="2026-11-21")


def test_a_table_that_is_gone_gives_no_header(tmp_path: Path) -> None:
    (row,) = records_of(tmp_path / "gone.csv", b"title,body\nFirst,He came.\n")
    (tmp_path / "gone.csv").unlink()
    assert header_of(row) == StoryHeader()


def test_a_wire_message_has_its_keyword_and_day(tmp_path: Path) -> None:
    message = "\x01a{n:04} r i BC-NATO-Delft 11-20 0042\r\n\x02^Latte in Delft<\r\n   DELFT (XY) _ He came.\r\n"
    message += "\x03{post}\r\n\x04"
    wire = "".join(message.format(n=n, post=f"XY-NY-11-{n + 20}-26 1200EST") for n in range(2))
    first, second = records_of(tmp_path / "wire.dat", wire.encode())
    assert header_of(first) == StoryHeader(slug="NATO-Delft", date="2026-11-20")
    assert header_of(second).date == "2026-11-21"


def test_a_feed_has_its_title_above_it() -> None:
    feed = """<rss version="2.0"><channel><title>Delft news</title><item><title>Latte came</title>
    <pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><description>He came.</description></item></channel></rss>"""
    header = header_of(stored("a.rss", feed))
    assert (header.headline, header.date) == ("Delft news", "2026-11-20")


def test_an_item_of_a_feed_has_a_header_of_its_own(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>{title}</title><pubDate>Sun, 29 Nov 2026 10:00:00 GMT</pubDate></item>"
        for title in ("First speaks", "Second speaks")
    )
    raw = f"<rss><channel><title>The Quay</title>{items}</channel></rss>".encode()
    _, first, second = records_of(tmp_path / "a.rss", raw)
    for story, headline in ((first, "First speaks"), (second, "Second speaks")):
        assert header_of(story) == StoryHeader(headline, publication="The Quay", date="2026-11-29")
