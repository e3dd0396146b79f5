"""The day a story was told, where its form says so: in the head of a page, in the metadata of NITF, NewsML and ninjs.

Only found, never guessed: a form that says nothing, or nothing that is a day, has none. Works on decoded strings, and
looks at their beginning alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime

_FAR = 200_000  # code points; what is known of a story stands before it or soon after
_DAY = re.compile(r"([12]\d{3})-?([01]\d)-?([0-3]\d)(?!\d)")

_META = re.compile(r"<meta\b[^<>]{1,2000}>", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:property|name|itemprop)\s*=\s*[\"']?(?:article:published_time|og:published_time|(?:dc|dcterms)\.(?:date|"
    r"created|issued)(?:\.issued)?|datepublished|pubdate|publish-?date|publication_?date|parsely-pub-date|date)[\"'\s/>]",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"\bcontent\s*=\s*[\"']?([^\"'<>]{8,40})", re.IGNORECASE)

# For each form what to look for, the best first; the group is what holds the day.
_SAID: dict[str, tuple[re.Pattern[str], ...]] = {
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
_SAID["xhtml"] = _SAID["html"]


def day_told(form: str, text: str) -> str | None:
    """Return the day (YYYY-MM-DD) that the file ``text`` of a ``form`` says it is of, or None.

    >>> day_told("html", '<meta property="article:published_time" content="2026-11-20T08:00:00Z">')
    '2026-11-20'
    >>> day_told("nitf", '<date.issue norm="20261120T080000Z"/>'), day_told("text", "2026-11-20")
    ('2026-11-20', None)
    """
    return next((day for said in _sayings(form, text[:_FAR]) if (day := _day(said)) is not None), None)


def _sayings(form: str, text: str) -> Iterator[str]:
    """Yield what looks like a date in the places where a form has one."""
    if form in ("html", "xhtml"):
        for tag in _META.finditer(text):
            if _NAMED.search(tag.group()) and (content := _CONTENT.search(tag.group())):
                yield content.group(1)
    for pattern in _SAID.get(form, ()):
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
