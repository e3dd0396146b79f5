"""XHTML: pages in XML, and the XHTML inside feeds and NewsML, read like HTML pages.

A page that declares itself XHTML but is not well-formed is read as HTML, as browsers do.
"""

from __future__ import annotations

from repair.formats.charset import decode_html
from repair.formats.document import SourceDocument
from repair.formats.html import BLOCKS, FURNITURE, NO_PROSE, PREFORMATTED, ROLES, STORY, UNSEEN, html_runs, is_hidden
from repair.formats.text_runs import Run, RunReader
from repair.formats.xml import Frame, NotXmlError, ReadMode, Tag, xml_runs

SPACE = "http://www.w3.org/1999/xhtml"


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read an XHTML page.

    Raises:
        FormatError: It cannot be read with certainty.

    >>> page = b"<html><head><title>Latte speaks</title></head><body><p>Mark <b>Latte</b><br/>left.</p></body></html>"
    >>> parse("a.xhtml", page).document.text
    'Latte speaks\\n\\nMark Latte\\nleft.'
    """
    return _READER.read(decode_html(name, raw), source=source)


def page(tag: Tag, above: Frame) -> Frame:
    """Policy for a whole page: furniture outside the article is not read."""
    if tag.name in FURNITURE:
        return above.child(ReadMode.SKIP)
    frame = story(tag, above)
    return frame._replace(policy=story) if tag.name in STORY else frame


def story(tag: Tag, above: Frame) -> Frame:
    """Policy for the elements of an article."""
    name = tag.name
    if name in UNSEEN or name in NO_PROSE or is_hidden(tag.attributes.get):
        return above.child(ReadMode.SKIP)
    if name in ("meta", "img"):
        return above.child(ReadMode.NOTE)
    if name == "br":
        return above.child(ReadMode.LINE)
    if name == "hr" or name in BLOCKS:
        return above.child(ReadMode.BLOCK, ROLES.get(name))._replace(
            keep_blanks=above.keep_blanks or name in PREFORMATTED
        )
    return above.child(ReadMode.INLINE)


def is_page(tag: Tag) -> bool:
    """Return whether an element inside another dialect is the start of XHTML."""
    return tag.space == SPACE or (not tag.space and tag.name in ("html", "body", "div", "p"))


def inside(tag: Tag, above: Frame) -> Frame:
    """Return the frame of an XHTML element inside another dialect."""
    return story(tag, Frame(ReadMode.FRAME, above.role, story))


def _runs(text: str) -> list[Run]:
    try:
        return xml_runs(text, page)
    except NotXmlError:
        return html_runs(text, whole=True)


_READER = RunReader("xhtml", "XHTML", _runs)
