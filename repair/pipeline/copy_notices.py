"""Notices about a whole copy: its language and case, sources that repeat it, and that no source reports its story.

Nothing here changes a suggestion.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence

from repair.core.display import visible
from repair.core.notices import CopyNotice
from repair.core.types import Document
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import SourceStory

NOT_ENGLISH = CopyNotice(
    "not_english",
    "The copy does not look like English, the only language supported: mangled names may be missed, and unverified "
    "names are not flagged.",
)
IN_CAPITALS = CopyNotice(
    "in_capitals", "The copy is in capitals, which hide where names begin, so mangled names may be missed."
)
REPEATED = "repeated"
UNCOVERED = "uncovered"
_REPEATED_TEXT = "The source {source} repeats the copy and was left out."
_UNCOVERED_TEXT = (
    "None of the sources seems to report this story (closest: {closest}), so a name is flagged only if no list of "
    "names has it either."
)
_ONLY_LISTS = CopyNotice(
    UNCOVERED, "There are no sources, only lists of names, so a name is flagged only if no list of names has it."
)
_ENOUGH_WORDS = 12  # of a copy whose capitals are remarked on
_LOG = logging.getLogger("repair")


def language_and_case_notices(document: Document, copy_context: CopyContext) -> Iterator[CopyNotice]:
    """Yield that a copy is not English, and that it is in capitals throughout."""
    if copy_context.is_in_another_language:
        yield NOT_ENGLISH
    if len(copy_context.copy.tokens) >= _ENOUGH_WORDS and document.text.isupper():
        yield IN_CAPITALS


def repetition_notices(sources: Collection[str]) -> list[CopyNotice]:
    """Return a notice for each of the sources that repeat the copy, so that they were left out."""
    return [CopyNotice(REPEATED, _REPEATED_TEXT.format(source=visible(source))) for source in sorted(sources)]


def uncovered_notice(story: SourceStory) -> CopyNotice:
    """Return the notice that no source reports the story of a copy; it names the closest source, if there are any."""
    if not story.sources:
        return _ONLY_LISTS
    return CopyNotice(UNCOVERED, _UNCOVERED_TEXT.format(closest=visible(story.closest_source.source or "?")))


def log_notices(document: Document, notices: Sequence[CopyNotice]) -> None:
    """Log the notices about a document as warnings, for programs that ask for suggestions alone."""
    for notice in notices:
        _LOG.warning("%s: %s", visible(document.source or document.id), notice.text)
