"""Messages about a whole copy: its language and case, sources that repeat it, and that no source reports its story.

They are logged as warnings. Nothing here changes a suggestion.
"""

from __future__ import annotations

import logging
from collections.abc import Collection

from repair.core.display import visible
from repair.core.types import Document
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import SourceStory

NOT_ENGLISH = "%s does not look like English; only English copy is supported, so garbled names in it may be missed"
IN_CAPITALS = "%s is in capitals throughout, which hides where names begin; fewer garbled names are found in it"
REPEATS = "%s repeats the copy %s and was left out as a source"
UNCOVERED = (
    "none of the sources seems to report the story of %s (closest: %s), so a name is flagged only if no list of names "
    "has it either"
)
_ENOUGH_WORDS = 12  # of a copy whose capitals are remarked on
_LOG = logging.getLogger("repair")


def note_language_and_case(document: Document, copy_context: CopyContext) -> None:
    """Log that a copy is not English, and that it is in capitals throughout."""
    if copy_context.is_english is False:
        _LOG.warning(NOT_ENGLISH, _name_of(document))
    if len(copy_context.copy.tokens) >= _ENOUGH_WORDS and document.text.isupper():
        _LOG.warning(IN_CAPITALS, _name_of(document))


def note_repeating_sources(document: Document, sources: Collection[str]) -> None:
    """Log which sources repeat the copy, so that they were left out."""
    for source in sorted(sources):
        _LOG.warning(REPEATS, visible(source), _name_of(document))


def note_uncovered_story(document: Document, story: SourceStory) -> None:
    """Log that no source reports the story of a copy, and which source is closest."""
    closest = story.sources[0].source or "?"
    # The extra data are for a caller that formats its own message.
    data = {"uncovered_document": document.id, "closest_source": closest}
    _LOG.warning(UNCOVERED, _name_of(document), visible(closest), extra=data)


def _name_of(document: Document) -> str:
    return visible(document.source or document.id)
