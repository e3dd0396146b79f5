"""Pages, NITF, NewsML-G2 and feeds: the story's text is read, and only the bytes of an edit change."""

from __future__ import annotations

import re
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repair.core.errors import EditError, FormatError
from repair.core.types import Edit, Span
from repair.formats import SourceDocument, parse
from repair.formats.html_tokenizer import CUT, TEXT, tokens

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Latte speaks</title>
<style>p { color: Latte }</style><script>var Latte = "<p>Latte</p>";</script></head>
<body><!-- Latte --><h1>Mark Latte</h1><p class="Latte">Mark <b>Latte</b> &amp; Zo&euml; left.
<p>He said: 1 < 2</body></html>"""
NITF = """<?xml version="1.0" encoding="UTF-8"?>
<nitf><head><title>Latte speaks</title><docdata><doc-id id-string="Latte"/></docdata></head>
<body><body.head><hedline><hl1>Mark Latte speaks</hl1></hedline><distributor>Latte Wire</distributor></body.head>
<body.content><p>Mark <person>Latte</person> said &#8220;no&#8221;.</p>
<block><p>Latte left.</p></block></body.content></body></nitf>"""
NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="Latte"><itemMeta><provider literal="Latte"/></itemMeta>
<contentMeta><headline>Latte speaks</headline><description>Mark Latte in Paris</description></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<body><p>Mark Latte left.</p></body></html></inlineXML></contentSet></newsItem>"""
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title><link>http://x/Latte</link>
<item><title>Latte &amp; Co</title><guid>Latte</guid>
<description>&lt;p&gt;Mark &lt;b&gt;Latte&lt;/b&gt; &amp;amp; Co&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Mark Latte &amp; Co left.</p>]]></content:encoded></item></channel></rss>"""
ALL = {"html": PAGE, "nitf": NITF, "newsml": NEWSML, "feed": FEED}


NEWSML_1 = """<NewsML><NewsItem><NewsComponent>
<ContentItem><MimeType FormalName="text/CSS"/><Format FormalName="x"/><DataContent>p { color: Latte }</DataContent>
</ContentItem>
<ContentItem><MimeType FormalName="text/plain"/><DataContent>Mark Latte left.</DataContent></ContentItem>
</NewsComponent></NewsItem></NewsML>"""


def test_content_of_a_type_that_is_no_text_is_not_read_and_the_next_item_is() -> None:
    assert parse("newsml", NEWSML_1.encode()).document.text.strip() == "Mark Latte left."


def edit(source_document: SourceDocument, before: str, after: str, *, number: int = 0) -> Edit:
    start = [match.start() for match in re.finditer(re.escape(before), source_document.document.text)][number]
    return Edit(Span(start, start + len(before)), before, after, "s")


@pytest.mark.parametrize("form", ALL)
def test_the_format_is_recognised_by_content(form: str) -> None:
    assert parse("x", ALL[form].encode()).format == form


def test_the_story_is_read_and_nothing_else() -> None:
    texts = {form: parse("x", raw.encode()).document.text.split("\n\n") for form, raw in ALL.items()}
    tidy = {form: [" ".join(block.split()) for block in blocks] for form, blocks in texts.items()}
    assert tidy["html"] == ["Latte speaks", "Mark Latte", "Mark Latte & Zoë left.", "He said: 1 < 2"]
    assert tidy["nitf"] == ["Latte speaks", "Mark Latte speaks", "Mark Latte said “no”.", "Latte left."]
    assert tidy["newsml"] == ["Latte speaks", "Mark Latte in Paris", "Mark Latte left."]
    assert tidy["feed"] == ["News", "Latte & Co", "Mark Latte & Co", "Mark Latte & Co left."]


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_run_can_be_edited_and_nothing_else_moves(form: str, codec: str) -> None:
    text = ALL[form] if codec != "utf-16" else ALL[form].replace('encoding="UTF-8"', 'encoding="UTF-16"')
    raw = text.encode(codec)
    source_document = parse("x", raw)
    assert source_document.write([]) == raw
    for part in source_document.runs:
        start = part.span.start
        before = source_document.document.text[start : part.span.end]
        written = source_document.write_verified([Edit(part.span, before, 'Rutté & <b> "x" ]]>', "s")])
        low, high = part.byte_offsets[0], part.byte_offsets[len(before)]
        assert written[:low] == raw[:low]
        assert written.endswith(raw[high:])
        if form != "html":
            expat.ParserCreate().Parse(written, True)


def test_a_letter_the_encoding_lacks_becomes_a_reference() -> None:
    raw = NITF.replace("UTF-8", "ISO-8859-1").replace("é", "e").encode("latin-1")
    source_document = parse("x", raw)
    assert b"<p>&#321;ukasz left.</p>" in source_document.write_verified(
        [edit(source_document, "Latte", "Łukasz", number=3)]
    )


def test_a_name_broken_by_markup_is_found_but_not_forced() -> None:
    source_document = parse("x", PAGE.encode())
    change = edit(source_document, "Mark Latte", "Mark Rutte", number=1)
    assert not source_document.is_editable(change.span)
    with pytest.raises(EditError, match="broken by markup"):
        source_document.write([change])


LAUGHS = '<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><nitf><body>&b;</body></nitf>'
OUTSIDE = '<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/passwd">]><nitf><body>&a;</body></nitf>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LAUGHS, "declares an entity"),
        (OUTSIDE, "declares an entity"),
        ("<nitf>" + "<p>" * 1100 + "x" + "</p>" * 1100 + "</nitf>", "nested deeper"),
        ("<nitf><body>x</nitf>", "not well-formed"),
        ("<nitf><head/></nitf>", "no story text"),
        ('<?xml version="1.0" encoding="EBCDIC-X"?><nitf><body>x</body></nitf>', "x: "),
    ],
    ids=["laughs", "outside", "deep", "torn", "empty", "encoding"],
)
def test_hostile_or_broken_markup_is_refused_with_a_reason(text: str, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        parse("x", text.encode())


@pytest.mark.parametrize(
    "text", ["<" * 200_000, "<!--" * 50_000, "<a " * 60_000, '<a "' * 50_000, "&amp" * 50_000, "<script>" * 30_000]
)
def test_hostile_pages_are_read_through(text: str) -> None:
    html_tokens = list(tokens(text))
    ends = [0, *(high for _, _, _, high in html_tokens)]
    assert all(end <= low for end, (_, _, low, _) in zip(ends, html_tokens, strict=False))
    assert html_tokens[-1][0] in (TEXT, CUT) or html_tokens[-1][3] <= len(text)


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "a", "&amp;", "&", "<", ">", "<!--", "-->", '"', "]]>", "é"])))
def test_any_page_is_refused_or_kept(pieces: list[str]) -> None:
    raw = ("<html>" + "".join(pieces)).encode()
    try:
        source_document = parse("a.html", raw)
    except FormatError:
        return
    assert source_document.write([]) == raw
    for part in source_document.runs:
        before = source_document.document.text[part.span.start : part.span.end]
        assert part.byte_offsets[len(before)] <= len(raw)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&lt;![CDATA[Mark Latte left &amp; spoke.]]&gt;", "Mark Latte left & spoke."),
        ("&lt;![CDATA[&lt;p&gt;Mark Latte left.&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;]]&gt;", "Mark Latte left.\n\nTwo"),
    ],
)
def test_an_escaped_cdata_section_is_read_as_the_section_that_was_meant(written: str, text: str) -> None:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>W</title><item><title>N</title><description>'
    raw = f"{head}{written}</description></item></channel></rss>".encode()
    source_document = parse("a.xml", raw)
    assert source_document.document.text == f"W\n\nN\n\n{text}"
    start = source_document.document.text.index("Latte")
    edit = Edit(Span(start, start + 5), "Latte", "Rutte", "s")
    assert source_document.write_verified([edit]) == raw.replace(b"Latte", b"Rutte")
