"""RSS, RDF Site Summary and Atom: titles, summaries and contents of a feed and of its items, as one document.

Escaped HTML, CDATA and XHTML in them are read like pages. Addresses, categories, rights and pictures are not read.
"""

from __future__ import annotations

from functools import partial

from repair.formats import xhtml
from repair.formats.charset import decode_xml
from repair.formats.document import SourceDocument
from repair.formats.text_runs import RunReader
from repair.formats.xml import Frame, ReadMode, Tag, xml_runs

ATOM = frozenset(("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"))
_ATOM_03 = "http://purl.org/atom/ns#"
RSS = frozenset(
    (
        "",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    )
)
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss"  # with or without a slash at the end
_PODCAST = "http://www.itunes.com/dtds/podcast-1.0.dtd"

_FRAMES = frozenset(("rss", "RDF", "channel", "item"))
_ATOM_FRAMES = frozenset(("feed", "entry", "author", "contributor"))
# Roles of the texts of Atom; RSS has fewer, and other dialects add to both.
_ATOM_TEXTS = {
    "title": "headline",
    "subtitle": "description",
    "tagline": "description",
    "info": "description",
    "summary": "abstract",
    "content": "body",
}
_ADDED = {
    (_CONTENT, "encoded"): (ReadMode.MARKUP, "body"),
    (_DUBLIN_CORE, "title"): (ReadMode.TITLE, "headline"),
    (_DUBLIN_CORE, "description"): (ReadMode.MARKUP, "abstract"),
    (_DUBLIN_CORE, "creator"): (ReadMode.TITLE, "byline"),
    (_PODCAST, "title"): (ReadMode.TITLE, "headline"),
    (_PODCAST, "author"): (ReadMode.TITLE, "byline"),
    (_PODCAST, "subtitle"): (ReadMode.TITLE, "description"),
    (_PODCAST, "summary"): (ReadMode.DATA, "abstract"),
    (_MEDIA, "title"): (ReadMode.TITLE, "caption"),
    (_MEDIA, "description"): (ReadMode.TITLE, "caption"),
    (_MEDIA, "group"): (ReadMode.FRAME, "body"),
    (_MEDIA, "content"): (ReadMode.FRAME, "body"),
}


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read a feed.

    Raises:
        FormatError: It cannot be read with certainty.

    >>> feed = b"<rss><channel><item><title>Latte speaks</title><description>&lt;p>Mark &lt;b>Latte&lt;/b> left."
    >>> parse("a.rss", feed + b"</description></item></channel></rss>").document.text
    'Latte speaks\\n\\nMark Latte left.'
    """
    return _READER.read(decode_xml(name, raw), source=source)


def policy(tag: Tag, above: Frame) -> Frame:
    """Policy for the elements of a feed."""
    if above.mode is not ReadMode.FRAME:  # markup in what should be plain text
        return above.child(ReadMode.INLINE if above.mode is ReadMode.BLOCK else ReadMode.SKIP)
    if tag.space in ATOM:
        return _atom(tag, above)
    added = _ADDED.get((tag.space.rstrip("/") if tag.space.startswith(_MEDIA) else tag.space, tag.name))
    if added:
        return above.child(*added)
    if tag.space == xhtml.SPACE:
        return xhtml.inside(tag, above.child(ReadMode.FRAME, "body"))
    if tag.space not in RSS:
        return above.child(ReadMode.SKIP)
    if tag.name == "title":
        return above.child(ReadMode.TITLE, "headline")
    if tag.name == "description":
        return above.child(ReadMode.MARKUP, "abstract")
    return above.child(ReadMode.FRAME if tag.name in _FRAMES else ReadMode.SKIP)


def _atom(tag: Tag, above: Frame) -> Frame:
    name = tag.name
    if name in _ATOM_FRAMES:
        return above.child(ReadMode.FRAME, "byline" if name in ("author", "contributor") else "body")
    if name == "name" and above.role == "byline":
        return above.child(ReadMode.BLOCK)
    if name not in _ATOM_TEXTS or tag.attributes.get("src") or above.role == "byline":
        return above.child(ReadMode.SKIP)
    frame = above.child(_mode_of(tag), _ATOM_TEXTS[name])
    return Frame(ReadMode.BLOCK, frame.role, xhtml.story) if frame.mode is ReadMode.FRAME else frame


def _mode_of(tag: Tag) -> ReadMode:
    """Return how an Atom text is read, by its type and, in Atom 0.3, its mode; a frame contains XHTML."""
    kind = tag.attributes.get("type", "text").split(";")[0].strip().lower()
    if tag.space == _ATOM_03:
        mode = tag.attributes.get("mode", "xml")
        if mode == "xml":
            return ReadMode.FRAME if "html" in kind else ReadMode.BLOCK
        if mode != "escaped":
            return ReadMode.SKIP
    if kind in ("html", "text/html"):
        return ReadMode.MARKUP
    if kind in ("xhtml", "application/xhtml+xml"):
        return ReadMode.FRAME
    return ReadMode.BLOCK if kind == "text" else ReadMode.DATA if kind == "text/plain" else ReadMode.SKIP


_READER = RunReader("feed", "feed", partial(xml_runs, policy=policy))
