"""Reads queue files into the store: the suggestions that `repair suggest` and `repair clean` wrote, and their stories.

A story that is missing, unreadable or changed is reported and left out; the others are added.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from repair.core.errors import FormatError, RepairError
from repair.core.serialize import PlacedSuggestion, parse_suggestions
from repair.decisions import ingest
from repair.decisions.models import IngestResult
from repair.decisions.store import DecisionStore
from repair.formats import STDIN, read_copy

FROM_STDIN = "{path}: line {line} is for copy from standard input, which is gone; save that copy as a file"
STALE = "{name}: {count} of its suggestions do not fit its text any more; make the suggestions anew"

OnError = Callable[[RepairError], None]


def read_queue_file(store: DecisionStore, path: Path, text: str, *, limit: int, on_error: OnError) -> IngestResult:
    """Add the stories and suggestions of a queue file to the store.

    Args:
        store: Where they are added; what it holds already stays as it is.
        path: The queue file. Paths in it are relative to the working folder, or else to the file's own folder.
        text: The content of the queue file.
        limit: The largest size of a story, in bytes.
        on_error: Is called with each reason why something could not be added.

    Returns:
        How many stories and suggestions are new, and how many suggestions were in the store already.
    """
    by_document: dict[str, list[PlacedSuggestion]] = {}
    for placed in parse_suggestions(str(path), text):
        by_document.setdefault(placed.document, []).append(placed)
    total = IngestResult()
    for document, suggestions in by_document.items():
        try:
            if document == STDIN:
                raise FormatError(FROM_STDIN.format(path=path, line=suggestions[0].line))
            total += _add_story(store, _locate(document, path.parent), suggestions, limit=limit, on_error=on_error)
        except RepairError as error:
            on_error(error)
    return total


def _add_story(
    store: DecisionStore, path: Path, placed: Iterable[PlacedSuggestion], *, limit: int, on_error: OnError
) -> IngestResult:
    """Add one story with those of its suggestions that match its text."""
    source_document = read_copy(path, limit=limit)
    text = source_document.document.text
    suggestions = [each.suggestion for each in placed]
    fitting = [
        each
        for each in suggestions
        if text[each.span.start : each.span.end] == each.surface and source_document.is_editable(each.span)
    ]
    if len(fitting) < len(suggestions):
        on_error(FormatError(STALE.format(name=path, count=len(suggestions) - len(fitting))))
    story = ingest.story_from(source_document, name=path.name, source=path.parent.name)
    return ingest.add(store, [(story, fitting)]) if fitting else IngestResult()


def _locate(document: str, folder: Path) -> Path:
    """Return the file that a line names, looked for in the working folder and then around the queue file."""
    path = Path(document)
    if not path.is_absolute() and not path.exists():
        for parent in (folder, folder.parent, folder.parent.parent):
            if (parent / path).exists():
                return parent / path
    return Path(os.path.normpath(path))
