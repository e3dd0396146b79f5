"""What the head of a file says of its story: the day it was told, and who published it.

Only found, never guessed: a form that says nothing of the sort, or nothing that makes sense, has neither. Works on
decoded strings, and looks at their beginning alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import NamedTuple

_FAR = 200_000  # code points; what is known of a story stands before it or soon after
_LONGEST = 60  # code points of a publication's name
_DAY = re.compile(r"([12]\d{3})-?([01]\d)-?([0-3]\d)(?!\d)")

_META = re.compile(r"<meta\b[^<>]{1,2000}>", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"<>]{1,200})\"|'([^'<>]{1,200})'|([^\s\"'<>/]{1,200}))", re.IGNORECASE)
_CALLED = r"\b(?:property|name|itemprop)\s*=\s*[\"']?(?:{names})[\"'\s/>]"


def _called(names: str) -> re.Pattern[str]:
    return re.compile(_CALLED.format(names=names), re.IGNORECASE)


_DAY_TAG = _called(
    r"(?:article|og):published_time|(?:dc|dcterms)\.(?:date|created|issued)(?:\.issued)?|datepublished|pubdate|"
    r"publish-?date|publication_?date|parsely-pub-date|date"
)
_PUBLISHER_TAG = _called(r"og:site_name|(?:dc|dcterms)\.publisher|citation_journal_title")

# For each form what to look for, the best first; the group is what is said.
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
    """Who published a story, and the day (YYYY-MM-DD) it was told; None where its form does not say."""

    publication: str | None = None
    date: str | None = None


def metadata(form: str, text: str) -> Metadata:
    """Return what the file ``text`` of a ``form`` says of itself.

    >>> page = '<meta property="og:site_name" content="The Wire"><meta name="date" content="2026-11-20T08:00:00Z">'
    >>> metadata("html", page)
    Metadata(publication='The Wire', date='2026-11-20')
    >>> metadata("nitf", '<date.issue norm="20261120T080000Z"/>'), metadata("text", "2026-11-20")
    (Metadata(publication=None, date='2026-11-20'), Metadata(publication=None, date=None))
    """
    near = text[:_FAR]
    days = map(_day, _said(form, near, _DAY_TAG, _DAYS))
    # The title of a feed is its publication's; those of its items are headlines.
    head = _ITEM.split(near, maxsplit=1)[0] if form == "feed" else near
    names = map(publication_name, _said(form, head, _PUBLISHER_TAG, _PUBLISHERS))
    return Metadata(next(filter(None, names), None), next(filter(None, days), None))


def _said(
    form: str, text: str, called: re.Pattern[str], places: dict[str, tuple[re.Pattern[str], ...]]
) -> Iterator[str]:
    """Yield what stands where a form says something: in tags of a page's head, then in the places of its own."""
    if form in ("html", "xhtml"):
        for tag in _META.finditer(text):
            if called.search(tag.group()) and (content := _CONTENT.search(tag.group())):
                yield next(filter(None, content.groups()), "")
    for pattern in places.get(form, ()):
        yield from (match.group(1) for match in pattern.finditer(text))


def _day(said: str) -> str | None:
    """Return the day that a date begins with, in the manner of machines or of mail."""
    match = _DAY.match(said.strip())
    try:
        if match is not None:
            return date(*map(int, match.groups())).isoformat()
        return parsedate_to_datetime(said.strip()).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def publication_name(said: str) -> str | None:
    """Return a publication's name on one line, None for what cannot be one.

    >>> publication_name(" The &amp; Wire "), publication_name("https://wire.example/"), publication_name("7")
    ('The & Wire', None, None)
    """
    name = " ".join(html.unescape(said).split())
    sound = name.isprintable() and any(map(str.isalpha, name)) and "://" not in name
    return name if sound and len(name) <= _LONGEST else None
