"""Fields of text in records: what each is to the story, and whether it is marked up.

Fields that hold markup are cut at its tags, so that no tag is ever touched. Which fields a record has, and how its
bytes are laid out, is the business of the form it is in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from repair.formats.escapes import Escape
from repair.formats.html import html_runs
from repair.formats.nitf import nitf_runs
from repair.formats.offsets import Offsets
from repair.formats.runs import MarkupError, Run, nest

PLAIN, HTML, NITF, ANY = "plain", "html", "nitf", "any"

# What the text of a story is called when nobody says, and what stands above it.
BODIES = frozenset(
    "text body content article story fulltext full_text article_text article_body articlebody story_text body_text "
    "body_html body_xhtml bodytext content_text content_html plaintext maintext transcript".split()
)
HEADS = frozenset("headline headlines title subtitle subheadline standfirst lead lede summary abstract caption".split())
# Where none of those is there, a description is better than nothing.
LAST = frozenset("description message".split())

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
    """A field that holds text: what it says and where, its role in the story, and how it is marked up.

    ``offsets`` are code points of the record (``len(text) + 1`` of them); ``markup`` is `PLAIN`, `HTML`, `NITF` or
    `ANY`, which is what it looks like.
    """

    text: str
    offsets: Offsets
    role: str
    markup: str = ANY


def usual_fields(names: Sequence[str]) -> tuple[str, ...]:
    """Return which of the fields called ``names`` hold a story by the usual names: its text and what stands above it.

    Titles without a text are no story, and what lies deeper than one record within another is not its text.

    >>> usual_fields(["id", "title", "text", "description"])
    ('title', 'text')
    >>> usual_fields(["title", "description"]), usual_fields(["title"])
    (('title', 'description'), ())
    """
    near = [name for name in names if name.count(".") <= 1]
    for texts in (BODIES, LAST):
        if any(_last(name) in texts for name in near):
            return tuple(name for name in near if _last(name) in texts | HEADS)
    return ()


def role_of(name: str) -> str:
    """Return what a field is to the story, by its name."""
    last = _last(name)
    if last in HEADS:
        return "headline" if last.startswith(("headline", "title")) else last
    return "body" if last in BODIES else last


def is_date_field(name: str) -> bool:
    """Tell by its name whether a field says when the story was told."""
    return _last(name) in _DATES


def is_publication_field(name: str) -> bool:
    """Tell by its name whether a field says who published the story."""
    return _last(name) in _PUBLICATIONS


def leading_date(said: str) -> str | None:
    """Return the day that a date begins with (YYYY-MM-DD), None where it begins with none."""
    match = _DATE.match(said.strip())
    return match.group() if match else None


def _last(name: str) -> str:
    return name.rpartition(".")[2].lower()


def field_runs(fields: Iterable[Field], escape: Escape) -> Iterator[Run]:
    """Yield the runs of ``fields``, each field a block of its own; ``escape`` writes text into one, markup aside."""
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
    """Return what reads the markup of a field, None for plain text."""
    if field.markup == ANY:
        looks = _MARKED_UP.match(field.text) and _ENDED.search(field.text)
        if not looks:
            return None
        return _nitf if _NITF.search(field.text, 0, 2000) else html_runs
    return {HTML: html_runs, NITF: _nitf}.get(field.markup)


def _nitf(text: str) -> list[Run]:
    """Return the runs of NITF, also of such as is not well-formed."""
    try:
        return nitf_runs(text)
    except MarkupError:
        return html_runs(text)
