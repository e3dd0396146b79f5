"""What stands above a story on the page: headline, slug, version and publication, as the form of its file has them.

A story in an archive, and one whose file has none of them, is known by its name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from repair.core.errors import RepairError
from repair.decisions.models import StoredStory
from repair.formats import parse
from repair.review.highlighting import Paragraph

_HEAD = 50_000  # bytes of a file in which slug and version are looked for
_SLUG = re.compile(
    rb'<(?:\w{1,20}:)?slug-?line\b[^<>]{0,200}>([^<>]{1,200})<|"slug(?:line)?"\s{0,5}:\s{0,5}"([^"\\]{1,200})"',
    re.IGNORECASE,
)
_VERSION = re.compile(
    rb'<(?:\w{1,20}:)?newsItem\b[^<>]{0,500}?\sversion="([^"<>]{1,20})"|<RevisionId\b[^<>]{0,200}>([^<>]{1,20})<'
    rb'|"version"\s{0,5}:\s{0,5}"?([\w.]{1,20})'
)
_STRUCTURED = frozenset(("newsml", "ninjs", "nitf"))
_CACHED = 256


@dataclass(frozen=True, slots=True)
class StoryHeader:
    """The header of a story; each part is empty where its file has none."""

    headline: str = ""
    slug: str = ""
    version: str = ""
    publication: str = ""


def header_of(story: StoredStory) -> StoryHeader:
    """Return the header of a story."""
    if story.place is not None:
        return StoryHeader()
    return _header(story.path or story.name, story.raw, story.form)


def without_repeats(paragraphs: Sequence[Paragraph], headline: str, selected: str | None) -> tuple[Paragraph, ...]:
    """Return the paragraphs with the headline once, although some formats have it in several elements.

    Args:
        paragraphs: The paragraphs of a story.
        headline: Its headline, as the file has it.
        selected: The id of the selected suggestion; the paragraph that has it is kept.
    """
    return tuple(_once(paragraphs, headline, selected)) if headline else tuple(paragraphs)


def _once(paragraphs: Sequence[Paragraph], headline: str, selected: str | None) -> Iterator[Paragraph]:
    shown: set[tuple[str, ...]] = set()
    for paragraph in paragraphs:
        is_headline = " ".join("".join(piece.text for piece in paragraph).split()) == headline
        # A repeat that was decided otherwise reads otherwise, and is shown.
        reads = tuple(f"{piece.text}\0{piece.corrected}" for piece in paragraph)
        is_selected = any(piece.case is not None and piece.case.suggestion.id == selected for piece in paragraph)
        if not is_headline or is_selected or reads not in shown:
            yield paragraph
        if is_headline:
            shown.add(reads)


@lru_cache(maxsize=_CACHED)
def _header(path: str, raw: bytes, form: str) -> StoryHeader:
    try:
        reading = parse(path, raw, format=form)
    except RepairError:
        return StoryHeader()
    text = reading.document.text
    first = next((run.span for run in reading.runs if run.role == "headline"), None)
    headline = ""
    if first is not None:
        # A headline may be in several runs, up to the end of its paragraph.
        end = text.find("\n", first.end)
        headline = " ".join(text[first.start : end if end >= 0 else len(text)].split())
    head = raw[:_HEAD] if form in _STRUCTURED else b""
    return StoryHeader(headline, _match(_SLUG, head), _match(_VERSION, head), reading.publication or "")


def _match(pattern: re.Pattern[bytes], head: bytes) -> str:
    match = pattern.search(head)
    if match is None:
        return ""
    return next(group for group in match.groups() if group is not None).decode("utf-8", "replace").strip()
