"""Text fields of records: their roles in the story, and their markup.

Fields with markup are divided at its tags, so no tag is ever changed. The format decides which fields a record has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from repair.formats.escapes import Escape
from repair.formats.html import html_runs
from repair.formats.nitf import nitf_runs
from repair.formats.offsets import Offsets
from repair.formats.text_runs import MarkupError, Run, nest

PLAIN, HTML, NITF, ANY = "plain", "html", "nitf", "any"

# Usual names of the text of a story, and of headlines and summaries.
BODIES = frozenset(
    "text body content article story fulltext full_text article_text article_body articlebody story_text body_text "
    "body_html body_xhtml bodytext content_text content_html plaintext maintext transcript".split()
)
HEADS = frozenset("headline headlines title subtitle subheadline standfirst lead lede summary abstract caption".split())
# Names to use if there is none of those.
FALLBACK = frozenset("description message".split())

_MARKED_UP = re.compile(r"\s*+<(?:[!?/]?[A-Za-z])")
_ENDED = re.compile(r"</[A-Za-z]|/>|<(?:p|br)\b", re.IGNORECASE)
_NITF = re.compile(r"<nitf[\s>]")
_DATE = re.compile(r"[12]\d{3}-[01]\d-[0-3]\d(?!\d)")
_DATES = frozenset(
    "date published publisheddate published_at published_on date_published datepublished pubdate publication_date "
    "versioncreated contentcreated firstcreated created created_at timestamp crawl_date".split()
)
_PUBLICATIONS = frozenset("publication publisher outlet newspaper source source_name site_name sitename".split())


@dataclass(frozen=True, slots=True)
class Field:
    """A field with text.

    Attributes:
        text: Its text.
        offsets: The offset of each code point in the record (code points), and the end.
        role: Its role in the story.
        markup: `PLAIN`, `HTML`, `NITF`, or `ANY` (recognised by its content).
    """

    text: str
    offsets: Offsets
    role: str
    markup: str = ANY


def usual_fields(names: Sequence[str]) -> tuple[str, ...]:
    """Return which of ``names`` usually contain a story: its text, headlines and summaries.

    Titles without a text are not a story, and fields nested deeper than one object are not considered.

    >>> usual_fields(["id", "title", "text", "description"])
    ('title', 'text')
    >>> usual_fields(["title", "description"]), usual_fields(["title"])
    (('title', 'description'), ())
    """
    near = [name for name in names if name.count(".") <= 1]
    for texts in (BODIES, FALLBACK):
        if any(_last(name) in texts for name in near):
            return tuple(name for name in near if _last(name) in texts | HEADS)
    return ()


def role_of(name: str) -> str:
    """Return the role of a field in the story, by its name."""
    last = _last(name)
    if last in HEADS:
        return "headline" if last.startswith(("headline", "title")) else last
    return "body" if last in BODIES else last


def is_date_field(name: str) -> bool:
    """Return whether the name of a field is usual for the date of publication."""
    return _last(name) in _DATES


def is_publication_field(name: str) -> bool:
    """Return whether the name of a field is usual for the publisher."""
    return _last(name) in _PUBLICATIONS


def leading_date(text: str) -> str | None:
    """Return the date (YYYY-MM-DD) that ``text`` begins with, or None."""
    match = _DATE.match(text.strip())
    return match.group() if match else None


def _last(name: str) -> str:
    return name.rpartition(".")[2].lower()


def field_runs(fields: Iterable[Field], escape: Escape) -> Iterator[Run]:
    """Yield the runs of ``fields``, each field a block; ``escape`` writes text into a field, apart from markup."""
    for field in fields:
        run = Run(field.text, field.offsets, escape, role=field.role)
        read = _reader(field)
        if read is None:
            if field.text.strip():
                yield run
            continue
        for inner in nest([run], read):
            yield replace(inner, role=field.role if field.role != "body" or inner.role == "body" else inner.role)


def _reader(field: Field) -> Callable[[str], Iterable[Run]] | None:
    """Return the reader of the markup of a field, None for plain text."""
    if field.markup == ANY:
        looks = _MARKED_UP.match(field.text) and _ENDED.search(field.text)
        if not looks:
            return None
        return _nitf if _NITF.search(field.text, 0, 2000) else html_runs
    return {HTML: html_runs, NITF: _nitf}.get(field.markup)


def _nitf(text: str) -> list[Run]:
    """Return the runs of NITF, even if it is not well-formed."""
    try:
        return nitf_runs(text)
    except MarkupError:
        return html_runs(text)
