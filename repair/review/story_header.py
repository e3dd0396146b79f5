"""What stands above a story on the page: headline, slug, version, publication and date, as its file has them.

Of a record in an archive, the fields of JSON, the columns of a table or the frame of a wire message are read. A story
that has none of them is known by its name alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from pathlib import Path

from repair.core.errors import RepairError
from repair.decisions.models import RecordPlace, StoredStory
from repair.formats import SourceDocument, parse
from repair.formats.archive import read_alone
from repair.review.highlighting import Paragraph

_HEAD = 50_000  # bytes of a file in which slug and version are looked for
_SLUG = re.compile(
    r"<(?:\w{1,20}:)?slug-?line\b[^<>]{0,200}>([^<>]{1,200})<"
    r"|<(?:\w{1,20}:)?du-key\b[^<>]{0,200}?\skey=[\"']([^\"'<>]{1,200})[\"']",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"<(?:\w{1,20}:)?newsItem\b[^<>]{0,500}?\sversion=[\"']([^\"'<>]{1,20})[\"']"
    r"|<RevisionId\b[^<>]{0,200}>([^<>]{1,20})<"
    r"|<(?:\w{1,20}:)?du-key\b[^<>]{0,200}?\sversion=[\"']([^\"'<>]{1,20})[\"']"
)
# The keyword of a message of ANPA 1312, in its frame or its first line.
_KEYWORD = re.compile(r"\b(?:bc|am|pm|bu)-{1,2}([\w&'-]{2,60})", re.IGNORECASE)
_WIRE_HEAD = 300  # bytes of a message in which its keyword is looked for
_WIRE = "wire"
_XML = frozenset(("newsml", "nitf"))
_JSON = frozenset(("ninjs", "json"))
_CACHED = 256
_LARGEST_RECORD = 500_000  # bytes of a record whose fields are read
_LONGEST_FIELD = 300  # code points of a headline, slug, version or publication
# The names of fields in JSON records, for each part of a header.
_FIELDS = (
    ("headline", "title"),
    ("slug", "slugline"),
    ("version",),
    ("publication", "publisher", "source"),
    ("date", "published", "pubdate", "published_at"),
)


@dataclass(frozen=True, slots=True)
class StoryHeader:
    """The header of a story; each part is empty where its file has none."""

    headline: str = ""
    slug: str = ""
    version: str = ""
    publication: str = ""
    date: str = ""


def header_of(story: StoredStory) -> StoryHeader:
    """Return the header of a story; the publication that was sent with it counts where its file has none."""
    if story.place is not None:
        header = _header_of_record(story.path, story.raw, story.place)
    else:
        header = _header(story.path or story.name, story.raw, story.form)
    return header if header.publication else replace(header, publication=story.publication or "")


def without_repeats(paragraphs: Sequence[Paragraph], headline: str, selected: str | None) -> tuple[Paragraph, ...]:
    """Return the paragraphs with the headline once, although some formats have it in several elements.

    Args:
        paragraphs: The paragraphs of a story.
        headline: Its headline, as the file has it.
        selected: The id of the selected suggestion; the paragraph with it is kept.
    """
    return tuple(_once(paragraphs, headline, selected)) if headline else tuple(paragraphs)


def _once(paragraphs: Sequence[Paragraph], headline: str, selected: str | None) -> Iterator[Paragraph]:
    shown: set[tuple[str, ...]] = set()
    for paragraph in paragraphs:
        is_headline = " ".join("".join(piece.text for piece in paragraph).split()) == headline
        # A repeat that was decided otherwise reads otherwise, and is shown.
        reads = tuple(f"{piece.text}\0{piece.corrected}" for piece in paragraph)
        is_selected = any(piece.item is not None and piece.item.suggestion.id == selected for piece in paragraph)
        if not is_headline or is_selected or reads not in shown:
            yield paragraph
        if is_headline:
            shown.add(reads)


@lru_cache(maxsize=_CACHED)
def _header_of_record(path: str, raw: bytes, place: RecordPlace) -> StoryHeader:
    """Return the header of a record in an archive."""
    if len(raw) > _LARGEST_RECORD:
        return StoryHeader()
    if raw.lstrip()[:1] == b"{":
        return _header_in_fields(raw)
    try:
        source_document = read_alone(Path(path), place.options(), raw)
    except RepairError:  # the archive was moved, or the record is of no use alone
        return StoryHeader()
    return _header_of(source_document) if source_document is not None else StoryHeader()


def _header_in_fields(raw: bytes) -> StoryHeader:
    """Return the header in the fields of a JSON record."""
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError):
        return StoryHeader()
    if not isinstance(record, dict):
        return StoryHeader()
    return StoryHeader(*(_field(record, names) for names in _FIELDS))


def _field(record: Mapping[str, object], names: Sequence[str]) -> str:
    """Return the first of some fields that holds a short text or a number, on one line."""
    for name in names:
        value = record.get(name)
        text = " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if 0 < len(text) <= _LONGEST_FIELD:
            return text
    return ""


@lru_cache(maxsize=_CACHED)
def _header(path: str, raw: bytes, form: str) -> StoryHeader:
    try:
        source_document = parse(path, raw, format=form)
    except RepairError:
        return StoryHeader()
    return _header_of(source_document)


def _header_of(source_document: SourceDocument) -> StoryHeader:
    """Return the header that a file or a record has, as far as its format has one."""
    text = source_document.document.text
    first = next((run.span for run in source_document.runs if run.role == "headline"), None)
    headline = ""
    if first is not None:
        # A headline may be in several runs, up to the end of its paragraph.
        end = text.find("\n", first.end)
        headline = " ".join(text[first.start : end if end >= 0 else len(text)].split())
    publication, date = source_document.publication or "", source_document.document.date or ""
    if source_document.format in _JSON and len(source_document.raw) <= _LARGEST_RECORD:
        fields = _header_in_fields(source_document.raw)
        return replace(fields, headline=headline, publication=publication, date=date)
    head = _head(source_document)
    slug = _match(_KEYWORD if source_document.format == _WIRE else _SLUG, head)
    return StoryHeader(headline, slug, _match(_VERSION, head), publication, date)


def _head(source_document: SourceDocument) -> str:
    """Return the beginning of an XML file or a wire message, in which slug and version are; nothing of other files."""
    size = _HEAD if source_document.format in _XML else _WIRE_HEAD if source_document.format == _WIRE else 0
    start = source_document.bom_length
    return source_document.raw[start : start + size].decode(source_document.codec, "ignore")


def _match(pattern: re.Pattern[str], head: str) -> str:
    match = pattern.search(head)
    return "" if match is None else unescape(next(filter(None, match.groups()), "")).strip()
