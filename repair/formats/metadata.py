"""Metadata in the head of a file: the date of publication, and the publisher.

Only what the file declares is returned; nothing is guessed. Only the beginning of the decoded file is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_MAX_HEAD = 200_000  # code points; metadata stand before the story or soon after its beginning
_MAX_NAME = 60  # code points of the name of a publication
_DAY = re.compile(r"([12]\d{3})-?([01]\d)-?([0-3]\d)(?!\d)")

_META = re.compile(r"<meta\b[^<>]{1,2000}>", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"<>]{1,200})\"|'([^'<>]{1,200})'|([^\s\"'<>/]{1,200}))", re.IGNORECASE)
_NAMED = r"\b(?:property|name|itemprop)\s*=\s*[\"']?(?:{names})[\"'\s/>]"


def _named(names: str) -> re.Pattern[str]:
    return re.compile(_NAMED.format(names=names), re.IGNORECASE)


_DAY_TAG = _named(
    r"(?:article|og):published_time|(?:dc|dcterms)\.(?:date|created|issued)(?:\.issued)?|datepublished|pubdate|"
    r"publish-?date|publication_?date|parsely-pub-date|date"
)
_PUBLISHER_TAG = _named(r"og:site_name|(?:dc|dcterms)\.publisher|citation_journal_title")

# Patterns of each format, the best first; the group is the value.
_DAYS: dict[str, tuple[re.Pattern[str], ...]] = {
    "html": (
        re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\""),
        re.compile(r"<time\b[^<>]{0,200}\bdatetime\s*=\s*[\"']?([^\"'<>]{8,40})", re.IGNORECASE),
    ),
    "nitf": (
        re.compile(r"<date\.(?:issue|release)\b[^<>]{0,200}\bnorm\s*=\s*[\"']([^\"'<>]{8,40})"),
        re.compile(r"<story\.date\b[^<>]{0,200}\bnorm\s*=\s*[\"']([^\"'<>]{8,40})"),
        re.compile(r"\bdate\.publication\s*=\s*[\"']([^\"'<>]{8,40})"),
    ),
    "newsml": (
        re.compile(r"<(?:\w{1,20}:)?(?:contentCreated|FirstCreated)>\s{0,20}([^<>]{8,40})<"),
        re.compile(r"<(?:\w{1,20}:)?(?:versionCreated|ThisRevisionCreated)>\s{0,20}([^<>]{8,40})<"),
    ),
    "ninjs": (
        re.compile(r"\"(?:contentcreated|firstcreated)\"\s*:\s*\"([^\"]{8,40})\"", re.IGNORECASE),
        re.compile(r"\"versioncreated\"\s*:\s*\"([^\"]{8,40})\"", re.IGNORECASE),
    ),
    "feed": (
        re.compile(r"<pubDate>\s{0,20}([^<>]{8,60})<"),
        re.compile(r"<(?:published|updated|dc:date|issued)>\s{0,20}([^<>]{8,40})<"),
    ),
}
_PUBLISHERS: dict[str, tuple[re.Pattern[str], ...]] = {
    "html": (re.compile(r"\"publisher\"\s*:\s*\{[^{}]{0,300}?\"name\"\s*:\s*\"([^\"]{1,80})\""),),
    "nitf": (
        re.compile(r"<pubdata\b[^<>]{0,300}\bname\s*=\s*[\"']([^\"'<>]{1,80})"),
        re.compile(r"<distributor\b[^<>]{0,100}>([^<>]{1,80})<"),
    ),
    "newsml": (
        re.compile(r"<(?:\w{1,20}:)?provider\b[^<>]{0,200}>\s{0,20}<(?:\w{1,20}:)?name\b[^<>]{0,100}>([^<>]{1,80})<"),
        re.compile(r"<(?:\w{1,20}:)?provider\b[^<>]{0,200}\bliteral\s*=\s*[\"']([^\"'<>]{1,80})"),
        re.compile(r"<Provider>\s{0,20}<Party\b[^<>]{0,200}\bFormalName\s*=\s*[\"']([^\"'<>]{1,80})"),
    ),
    "feed": (re.compile(r"<title\b[^<>]{0,100}>\s{0,20}(?:<!\[CDATA\[)?([^<>\]]{1,80})"),),
}
_ITEM = re.compile(r"<(?:item|entry)\b")
_DAYS["xhtml"], _PUBLISHERS["xhtml"] = _DAYS["html"], _PUBLISHERS["html"]


class Metadata(NamedTuple):
    """The publisher and the date of publication (YYYY-MM-DD) of a story; None where the file does not declare them."""

    publication: str | None = None
    date: str | None = None


def metadata(format: str, text: str) -> Metadata:
    """Return the metadata in a file.

    Args:
        format: Name of its format.
        text: The decoded file.

    >>> page = '<meta property="og:site_name" content="The Wire"><meta name="date" content="2026-11-20T08:00:00Z">'
    >>> metadata("html", page)
    Metadata(publication='The Wire', date='2026-11-20')
    >>> metadata("nitf", '<date.issue norm="20261120T080000Z"/>'), metadata("text", "2026-11-20")
    (Metadata(publication=None, date='2026-11-20'), Metadata(publication=None, date=None))
    """
    near = text[:_MAX_HEAD]
    days = map(_day, _declared(format, near, _DAY_TAG, _DAYS))
    # The title of a feed is the name of its publication; the titles of its items are headlines.
    head = _ITEM.split(near, maxsplit=1)[0] if format == "feed" else near
    names = map(publication_name, _declared(format, head, _PUBLISHER_TAG, _PUBLISHERS))
    return Metadata(next(filter(None, names), None), next(filter(None, days), None))


def _declared(
    format: str, text: str, tags: re.Pattern[str], patterns: dict[str, tuple[re.Pattern[str], ...]]
) -> Iterator[str]:
    """Yield the declared values: in meta tags of a page, then in the patterns of the format."""
    if format in ("html", "xhtml"):
        for tag in _META.finditer(text):
            if tags.search(tag.group()) and (content := _CONTENT.search(tag.group())):
                yield next(filter(None, content.groups()), "")
    for pattern in patterns.get(format, ()):
        yield from (match.group(1) for match in pattern.finditer(text))


def _day(text: str) -> str | None:
    """Return the date that ``text`` begins with, in ISO 8601 or as in mail, or None."""
    match = _DAY.match(text.strip())
    try:
        if match is not None:
            return date(*map(int, match.groups())).isoformat()
        return parsedate_to_datetime(text.strip()).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def publication_name(text: str) -> str | None:
    """Return the name of a publication on one line, None for text that cannot be one.

    >>> publication_name(" The &amp; Wire "), publication_name("https://wire.example/"), publication_name("7")
    ('The & Wire', None, None)
    """
    name = " ".join(html.unescape(text).split())
    is_name = name.isprintable() and any(map(str.isalpha, name)) and "://" not in name
    return name if is_name and len(name) <= _MAX_NAME else None
