"""The day of a story is read where its form says it, and nowhere else; witnesses carry it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.formats import parse
from repair.formats.days import day_told
from repair.gazetteer import Gazetteer
from repair.repairer import Repairer

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
    ("name", "form", "said", "later", "day"),
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
def test_a_form_says_its_day(name: str, form: str, said: str, later: str, day: str | None) -> None:
    reading = parse(name, form.format(said, later).encode())
    assert reading.document.date == day


@given(
    st.sampled_from(["html", "nitf", "newsml", "ninjs", "feed"]), st.text(alphabet="<>=\"' 20261120-T:daetimconpub./")
)
def test_whatever_stands_there_is_a_day_or_none(form: str, text: str) -> None:
    found = day_told(form, f'<date.issue norm="{text}"><time datetime="{text}"><pubDate>{text}</pubDate>')
    assert found is None or (len(found) == 10 and found[4] == found[7] == "-")


def test_a_witness_carries_the_day_of_its_source() -> None:
    source = parse("wire.nitf", NITF.format('<date.issue norm="20261120T080000Z"/>', "").encode()).document
    copy = "NATO Secretary General Mark Latte praised the plan from Prague, Mark Latte said."
    (first, *_) = Repairer(Gazetteer.build([source])).suggest(copy)
    assert [(witness.source, witness.date) for witness in first.evidence] == [("wire.nitf", "2026-11-20")]
