"""RSS of every version, RDF Site Summary and Atom: the titles, summaries and contents of a feed and of its items.

What stands in them as escaped HTML, in CDATA or as XHTML is read as the pages it stands for. Addresses, categories,
rights and pictures of the feed are left alone. All items are one document.
"""

from __future__ import annotations

from functools import partial

from repair.formats import xhtml
from repair.formats.charset import decode_xml
from repair.formats.document import SourceDocument
from repair.formats.runs import RunReader
from repair.formats.xml import Frame, Tag, Way, xml_runs

ATOM = frozenset(("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"))
_OLD_ATOM = "http://purl.org/atom/ns#"
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
_MEDIA = "http://search.yahoo.com/mrss"  # with a slash at the end, or without
_PODCAST = "http://www.itunes.com/dtds/podcast-1.0.dtd"

_FRAMES = frozenset(("rss", "RDF", "channel", "item"))
_ATOM_FRAMES = frozenset(("feed", "entry", "author", "contributor"))
# Title, summary and so on of an Atom feed, by their role; RSS has fewer, but other dialects add to it.
_ATOM_TEXTS = {
    "title": "headline",
    "subtitle": "description",
    "tagline": "description",
    "info": "description",
    "summary": "abstract",
    "content": "body",
}
_ADDED = {
    (_CONTENT, "encoded"): (Way.MARKUP, "body"),
    (_DUBLIN_CORE, "title"): (Way.TITLE, "headline"),
    (_DUBLIN_CORE, "description"): (Way.MARKUP, "abstract"),
    (_DUBLIN_CORE, "creator"): (Way.TITLE, "byline"),
    (_PODCAST, "title"): (Way.TITLE, "headline"),
    (_PODCAST, "author"): (Way.TITLE, "byline"),
    (_PODCAST, "subtitle"): (Way.TITLE, "description"),
    (_PODCAST, "summary"): (Way.DATA, "abstract"),
    (_MEDIA, "title"): (Way.TITLE, "caption"),
    (_MEDIA, "description"): (Way.TITLE, "caption"),
    (_MEDIA, "group"): (Way.FRAME, "body"),
    (_MEDIA, "content"): (Way.FRAME, "body"),
}


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read the feed in ``raw``; `FormatError` when it cannot be read for sure.

    >>> feed = b"<rss><channel><item><title>Latte speaks</title><description>&lt;p>Mark &lt;b>Latte&lt;/b> left."
    >>> parse("a.rss", feed + b"</description></item></channel></rss>").document.text
    'Latte speaks\\n\\nMark Latte left.'
    """
    return _READER.read(decode_xml(name, raw), source=source)


def policy(tag: Tag, above: Frame) -> Frame:
    """Say how an element of a feed is read."""
    if above.way is not Way.FRAME:  # elements in what should be text alone
        return above.to(Way.INLINE if above.way is Way.BLOCK else Way.SKIP)
    if tag.space in ATOM:
        return _atom(tag, above)
    added = _ADDED.get((tag.space.rstrip("/") if tag.space.startswith(_MEDIA) else tag.space, tag.name))
    if added:
        return above.to(*added)
    if tag.space == xhtml.SPACE:
        return xhtml.inside(tag, above.to(Way.FRAME, "body"))
    if tag.space not in RSS:
        return above.to(Way.SKIP)
    if tag.name == "title":
        return above.to(Way.TITLE, "headline")
    if tag.name == "description":
        return above.to(Way.MARKUP, "abstract")
    return above.to(Way.FRAME if tag.name in _FRAMES else Way.SKIP)


def _atom(tag: Tag, above: Frame) -> Frame:
    name = tag.name
    if name in _ATOM_FRAMES:
        return above.to(Way.FRAME, "byline" if name in ("author", "contributor") else "body")
    if name == "name" and above.role == "byline":
        return above.to(Way.BLOCK)
    if name not in _ATOM_TEXTS or tag.attributes.get("src") or above.role == "byline":
        return above.to(Way.SKIP)
    frame = above.to(_way_of(tag), _ATOM_TEXTS[name])
    return Frame(Way.BLOCK, frame.role, xhtml.story) if frame.way is Way.FRAME else frame


def _way_of(tag: Tag) -> Way:
    """Return how an Atom text is read, by its type and, in the old Atom, its mode; a frame holds XHTML."""
    kind = tag.attributes.get("type", "text").split(";")[0].strip().lower()
    if tag.space == _OLD_ATOM:
        mode = tag.attributes.get("mode", "xml")
        if mode == "xml":
            return Way.FRAME if "html" in kind else Way.BLOCK
        if mode != "escaped":
            return Way.SKIP
    if kind in ("html", "text/html"):
        return Way.MARKUP
    if kind in ("xhtml", "application/xhtml+xml"):
        return Way.FRAME
    return Way.BLOCK if kind == "text" else Way.DATA if kind == "text/plain" else Way.SKIP


_READER = RunReader("feed", "feed", partial(xml_runs, policy=policy))
