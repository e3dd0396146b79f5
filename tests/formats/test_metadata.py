"""The date and publication of a story are read where its format has them, and are passed on to citations."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.cli.output import ExitStatus
from repair.cli.sources import read_sources
from repair.formats import parse
from repair.formats.metadata import metadata
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer

STORY = "<p>NATO Secretary General Mark Rutte praised the plan from Prague, Mark Rutte said.</p>"
PAGE = "<html><head><title>Rutte speaks</title>{}</head><body>" + STORY + "{}</body></html>"
NITF = "<nitf><head><docdata>{}</docdata>{}</head><body><body.content>" + STORY + "</body.content></body></nitf>"
NEWSML = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta>{}</itemMeta><contentMeta>{}<headline>Rutte'
    "</headline></contentMeta></newsItem>"
)
FEED = '<rss version="2.0"><channel><title>A Wire</title>{}<item><title>Rutte speaks</title>{}</item></channel></rss>'
NINJS = '{{"uri": "x", {}"headline": "Rutte speaks"{}}}'


@pytest.mark.parametrize(
    ("name", "form", "metadata", "later", "day"),
    [
        ("a.html", PAGE, '<meta content="2026-11-20T08:00+01:00" property="article:published_time">', "", "2026-11-20"),
        ("a.html", PAGE, "<meta name=date content=2026-11-20>", "<time datetime='2026-11-21'>", "2026-11-20"),
        ("a.html", PAGE, '<script>{"datePublished": "2026-11-20"}</script>', "", "2026-11-20"),
        ("a.html", PAGE, '<meta name="update" content="2026-11-20">', '<time datetime="2026-11-21">', "2026-11-21"),
        ("a.html", PAGE, '<meta name="date" content="yesterday evening">', "", None),
        ("a.html", PAGE, "", "<p>2026-11-20</p>", None),
        ("a.nitf", NITF, '<date.issue norm="20261120T080000Z"/>', "", "2026-11-20"),
        ("a.nitf", NITF, "", '<pubdata date.publication="2026-11-20" name="A Wire"/>', "2026-11-20"),
        ("a.xml", NEWSML, "<versionCreated>2026-11-21T10:00:00Z</versionCreated>", "", "2026-11-21"),
        (
            "a.xml",
            NEWSML,
            "<versionCreated>2026-11-21T10:00:00Z</versionCreated>",
            "<contentCreated>2026-11-20</contentCreated>",
            "2026-11-20",
        ),
        ("a.xml", FEED, "", "<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>", "2026-11-20"),
        ("a.xml", FEED, "<pubDate>some day or other</pubDate>", "", None),
        ("a.json", NINJS, '"versioncreated": "2026-11-20T08:00:00Z", ', "", "2026-11-20"),
        ("a.json", NINJS, "", ', "embargoed": "2026-11-20"', None),
        ("a.txt", "{}{}", "Rutte spoke on ", "2026-11-20.", None),
    ],
)
def test_the_date_of_a_story_is_read_in_every_format(
    name: str, form: str, metadata: str, later: str, day: str | None
) -> None:
    source_document = parse(name, form.format(metadata, later).encode())
    assert source_document.document.date == day


SITE = '<meta property="og:site_name" content="The &amp; Wire">'
LINKED = '<script>{"publisher": {"@type": "Organization", "name": "The & Wire"}}</script>'


@pytest.mark.parametrize(
    ("name", "form", "metadata", "later", "publication"),
    [
        ("a.html", PAGE, SITE, "", "The & Wire"),
        ("a.html", PAGE, LINKED, "", "The & Wire"),
        ("a.html", PAGE, "<meta property='og:site_name' content='https://wire.example'>", "", None),
        ("a.html", PAGE, f'<meta property="og:site_name" content="{"long " * 30}">', "", None),
        ("a.nitf", NITF, "", '<pubdata name="The &amp; Wire"/>', "The & Wire"),
        ("a.xml", NEWSML, '<provider qcode="x:1"><name>The &amp; Wire</name></provider>', "", "The & Wire"),
        ("a.xml", NEWSML, '<provider literal="wire.example"/>', "", "wire.example"),
        ("a.xml", FEED, "", "", "A Wire"),
        ("a.json", NINJS, "", "", None),
        ("a.txt", "{}{}", "The Wire: Rutte spoke", "", None),
    ],
)
def test_the_publisher_of_a_story_is_read_in_every_format(
    name: str, form: str, metadata: str, later: str, publication: str | None
) -> None:
    assert parse(name, form.format(metadata, later).encode()).publication == publication


@given(
    st.sampled_from(["html", "xhtml", "nitf", "newsml", "ninjs", "feed"]),
    st.text(alphabet="<>=\"' 20261120-T:daetimconpub./"),
)
def test_any_metadata_gives_a_date_and_a_name_or_none(form: str, text: str) -> None:
    holes = '<date.issue norm="{0}"><meta name="date" content="{0}"><pubDate>{0}</pubDate><title>{0}</title>{0}'
    publication, day = metadata(form, holes.format(text))
    assert day is None or (len(day) == 10 and day[4] == day[7] == "-")
    assert publication is None or (publication == publication.strip() and publication.isprintable())


ROWS = {
    "a.jsonl": '{"publisher": "The Wire", "published": "2026-11-20", "text": "%s"}\n',
    "a.csv": "id,publisher,published,text\n1,The Wire,2026-11-20,%s\n",
}


@pytest.mark.parametrize("name", [*ROWS, "a.parquet"])
def test_sources_of_a_table_are_named_by_publication_and_record(name: str, tmp_path: Path) -> None:
    text = "NATO Secretary General Mark Rutte praised the plan from Prague."
    if name == "a.parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        table = pytest.importorskip("pyarrow").table(
            {"publisher": ["The Wire"], "published": ["2026-11-20"], "text": [text]}
        )
        parquet.write_table(table, tmp_path / name)
    else:
        (tmp_path / name).write_text(ROWS[name] % text, encoding="utf-8")
    (source,) = read_sources([str(tmp_path / name)], ExitStatus())
    assert source.source.startswith("The Wire (") and name in source.source
    assert source.date == "2026-11-20"


def test_a_citation_has_the_date_of_its_source() -> None:
    source = parse("wire.nitf", NITF.format('<date.issue norm="20261120T080000Z"/>', "").encode()).document
    copy = "NATO Secretary General Mark Latte praised the plan from Prague, Mark Latte said."
    (first, *_) = Repairer(Gazetteer.build([source])).suggest(copy)
    assert [(citation.source, citation.date) for citation in first.evidence] == [("wire.nitf", "2026-11-20")]
