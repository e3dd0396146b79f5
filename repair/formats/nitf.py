"""NITF: headlines, byline, dateline, abstract, body, captions and notes of a wire story.

Content for machines (document data, identifiers, rights, media references) is not read.
"""

from __future__ import annotations

from functools import partial

from repair.formats.charset import decode_xml
from repair.formats.document import SourceDocument
from repair.formats.html import BLOCKS
from repair.formats.text_runs import Run, RunReader
from repair.formats.xml import Frame, ReadMode, Tag, xml_runs

SPACE = "http://iptc.org/std/NITF/2006-10-18/"

_FRAMES = frozenset("nitf head body body.head body.end hedline".split())
_SKIPPED = frozenset(
    "docdata pubdata tobject iim revision-history meta base distributor rights series story.date datasource "
    "media-reference media-metadata media-object object nitf-table-metadata custom-table alt-code col colgroup "
    "nitf-colgroup nitf-col doc-id identified-content".split()
)
_TEXTS = {
    "title": "title",
    "hl1": "headline",
    "hl2": "subhead",
    "byline": "byline",
    "byttl": "byline",
    "dateline": "dateline",
    "abstract": "abstract",
    "note": "note",
    "media-caption": "caption",
    "media-producer": "byline",
    "credit": "byline",
}
# Other blocks; the body and its elements keep the role of the element around them.
_BLOCKS = BLOCKS | frozenset("body.content block bq fn media nitf-table tagline bibliography content hr".split())


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read a NITF story.

    Raises:
        FormatError: It cannot be read with certainty.

    >>> story = b"<nitf><body><body.head><hedline><hl1>Latte speaks</hl1></hedline></body.head><body.content>"
    >>> story += b"<p><person>Mark Latte</person> left.</p></body.content></body></nitf>"
    >>> parse("a.nitf", story).document.text
    'Latte speaks\\n\\nMark Latte left.'
    """
    return _READER.read(decode_xml(name, raw), source=source)


def nitf_runs(text: str) -> list[Run]:
    """Return the runs of a NITF document or fragment; offsets are code points of ``text``.

    Raises:
        MarkupError: It cannot be read with certainty.
    """
    return xml_runs(text, policy, fragment=True)


def policy(tag: Tag, above: Frame) -> Frame:
    """Policy for NITF elements."""
    name = tag.name
    if name in _SKIPPED:
        return above.child(ReadMode.SKIP)
    if name in _TEXTS:
        return above.child(ReadMode.BLOCK, _TEXTS[name])
    if name in _FRAMES:
        return above.child(ReadMode.FRAME)
    if name == "br":
        return above.child(ReadMode.LINE)
    if name in _BLOCKS:
        return above.child(ReadMode.BLOCK)._replace(keep_blanks=above.keep_blanks or name == "pre")
    # An unknown element is metadata outside the text and inline within it.
    return above.child(ReadMode.SKIP if above.mode is ReadMode.FRAME else ReadMode.INLINE)


def is_nitf(tag: Tag) -> bool:
    """Return whether an element inside another dialect is the start of NITF."""
    return tag.space == SPACE or (not tag.space and tag.name in ("nitf", "body.head", "body.content"))


def inside(tag: Tag, above: Frame) -> Frame:
    """Return the frame of a NITF element inside another dialect."""
    return policy(tag, Frame(ReadMode.FRAME, above.role, policy))


_READER = RunReader("nitf", "NITF", partial(xml_runs, policy=policy))
