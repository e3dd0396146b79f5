"""NewsML-G2 and NewsML 1: headlines, descriptions, bylines, notes, and the stories inside.

A story is NITF, XHTML or text. Codes, subjects, parties and rights are not read, nor is content in any other dialect,
such as results in SportsML. Items with reference data instead of news are refused.
"""

from __future__ import annotations

from functools import partial

from repair.formats import nitf, xhtml
from repair.formats.charset import decode_xml
from repair.formats.document import SourceDocument
from repair.formats.text_runs import MarkupError, RunReader
from repair.formats.xml import Frame, Policy, ReadMode, Tag, xml_runs

SPACE = "http://iptc.org/std/nar/2006-10-01/"

REFERENCE_DATA = "the file is a {name}, which has reference data and no news; give the stories themselves"

_FRAMES = frozenset(
    "newsMessage itemSet newsItem packageItem planningItem itemMeta contentMeta partMeta contentSet inlineXML groupSet "
    "group itemRef newsCoverageSet newsCoverage planning".split()
)
_TEXTS = {
    "headline": "headline",
    "title": "title",
    "description": "description",
    "by": "byline",
    "dateline": "dateline",
    "edNote": "note",
}
_NO_NEWS = frozenset(("conceptItem", "knowledgeItem", "catalogItem"))
_PLAIN_TYPES = frozenset(("", "text", "text/plain"))

_NEWSML1_FRAMES = frozenset("NewsML NewsItem NewsComponent NewsLines NewsLine ContentItem".split())
_NEWSML1_TEXTS = {
    "HeadLine": "headline",
    "SubHeadLine": "subhead",
    "ByLine": "byline",
    "DateLine": "dateline",
    "NewsLineText": "body",
}
_NEWSML1_TYPES = frozenset(("MediaType", "Format", "MimeType"))
_NO_TEXT = frozenset("css style stylesheet script javascript base64".split())


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read a NewsML message or item.

    Raises:
        FormatError: It cannot be read with certainty.

    >>> item = b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta><headline>Latte speaks</headline>'
    >>> item += b"</contentMeta><contentSet><inlineData>Mark Latte left.</inlineData></contentSet></newsItem>"
    >>> parse("a.xml", item).document.text
    'Latte speaks\\n\\nMark Latte left.'
    """
    return _READER.read(decode_xml(name, raw), source=source)


def root(tag: Tag, above: Frame) -> Frame:
    """Policy for the first element, which distinguishes NewsML 1 from NewsML-G2."""
    rules = newsml1_policy() if tag.name == "NewsML" else policy
    return rules(tag, above._replace(policy=rules))


def policy(tag: Tag, above: Frame) -> Frame:
    """Policy for NewsML-G2 elements."""
    name = tag.name
    if above.mode is not ReadMode.FRAME:  # within a text
        return above.child(ReadMode.LINE if name == "br" else ReadMode.INLINE)
    inside = _story(tag, above)
    if inside is not None:
        return inside
    if name in _NO_NEWS:
        raise MarkupError.of(REFERENCE_DATA, name=name)
    if name == "inlineData":
        return above.child(_mode_of(tag), "body")
    if name in _TEXTS:
        caption = name == "description" and "caption" in tag.attributes.get("role", "").lower()
        return above.child(ReadMode.BLOCK, "caption" if caption else _TEXTS[name])
    return above.child(ReadMode.FRAME if name in _FRAMES else ReadMode.SKIP)


def _story(tag: Tag, above: Frame) -> Frame | None:
    """Return the frame of a story in another dialect that begins with ``tag``, or None."""
    bare = tag._replace(space="") if tag.space == SPACE else tag  # some files omit the namespace of the story
    if nitf.is_nitf(bare):
        return nitf.inside(tag, above.child(ReadMode.FRAME, "body"))
    if xhtml.is_page(bare):
        return xhtml.inside(tag, above.child(ReadMode.FRAME, "body"))
    return None


def _mode_of(tag: Tag) -> ReadMode:
    """Return how text of a declared content type is read."""
    if tag.attributes.get("encoding"):  # such as base64
        return ReadMode.SKIP
    kind = tag.attributes.get("contenttype", "").split(";")[0].strip().lower()
    if kind in _PLAIN_TYPES:
        return ReadMode.DATA
    return ReadMode.MARKUP if "html" in kind else ReadMode.SKIP


def newsml1_policy() -> Policy:
    """Return a policy for one NewsML 1 document, in which earlier elements declare the type of content."""
    no_text: set[str] = set()  # of the types declared for the present item, those whose content is no text

    def policy(tag: Tag, above: Frame) -> Frame:
        name = tag.name
        if above.mode not in (ReadMode.FRAME, ReadMode.DATA):
            return above.child(ReadMode.LINE if name == "br" else ReadMode.INLINE)
        inside = _story(tag, above)
        if inside is not None:
            return inside
        if name in _NEWSML1_TYPES:
            no_text.update(_NO_TEXT & {tag.attributes.get("FormalName", "").rpartition("/")[2].lower()})
        elif name == "ContentItem":
            no_text.clear()
        elif name == "DataContent":
            return above.child(ReadMode.SKIP if no_text else ReadMode.DATA, "body")
        if name in _NEWSML1_TEXTS:
            return above.child(ReadMode.BLOCK, _NEWSML1_TEXTS[name])
        return above.child(ReadMode.FRAME if name in _NEWSML1_FRAMES else ReadMode.SKIP)

    return policy


_READER = RunReader("newsml", "NewsML", partial(xml_runs, policy=root))
