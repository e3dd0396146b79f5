"""Queue files into the store: the suggestions that `repair suggest` and `repair clean` wrote, with their stories.

A story that is gone, cannot be read or does not read as it did is told and left out; the others come in.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from repair.core.errors import FormatError, RepairError
from repair.core.serialize import PlacedSuggestion, parse_suggestions
from repair.core.types import Suggestion
from repair.decisions import ingest
from repair.decisions.models import IngestResult
from repair.decisions.store import DecisionStore
from repair.formats import STDIN, read_copy

FROM_STDIN = "{path}: line {line} is for copy from standard input, which is gone; save that copy as a file"
STALE = "{name}: {count} of its suggestions do not fit its text any more; make the suggestions anew"


def bring_in(
    store: DecisionStore, path: Path, text: str, *, limit: int, trouble: Callable[[RepairError], None]
) -> IngestResult:
    """Add what the queue file ``path``, whose text is ``text``, holds; ``trouble`` is told what could not come in.

    Paths in the file are relative to the working folder, or else to the file's own folder. ``limit`` is the size
    of a story in bytes.
    """
    by_document: dict[str, list[PlacedSuggestion]] = {}
    for placed in parse_suggestions(str(path), text):
        by_document.setdefault(placed.document, []).append(placed)
    total = IngestResult()
    for document, placed_all in by_document.items():
        try:
            if document == STDIN:
                raise FormatError(FROM_STDIN.format(path=path, line=placed_all[0].line))
            came = _bring_one(store, _found(document, path.parent), placed_all, limit=limit, trouble=trouble)
        except RepairError as error:
            trouble(error)
            continue
        total = IngestResult(
            total.stories + came.stories, total.suggestions + came.suggestions, total.known + came.known
        )
    return total


def _bring_one(
    store: DecisionStore,
    path: Path,
    placed: Iterable[PlacedSuggestion],
    *,
    limit: int,
    trouble: Callable[[RepairError], None],
) -> IngestResult:
    """Add one story with those of its suggestions that fit its text."""
    reading = read_copy(path, limit=limit)
    text = reading.document.text
    every = [each.suggestion for each in placed]
    fitting: list[Suggestion] = [
        each
        for each in every
        if text[each.span.start : each.span.end] == each.surface and reading.is_editable(each.span)
    ]
    if len(fitting) < len(every):
        trouble(FormatError(STALE.format(name=path, count=len(every) - len(fitting))))
    story = ingest.story_from(reading, name=path.name, source=path.parent.name)
    return ingest.add(store, [(story, fitting)]) if fitting else IngestResult()


def _found(document: str, folder: Path) -> Path:
    """Return the file that a line names; where it is not in the working folder it may lie beside the queue file."""
    path = Path(document)
    if not path.is_absolute() and not path.exists():
        for near in (folder, folder.parent, folder.parent.parent):
            if (near / path).exists():
                return near / path
    return Path(os.path.normpath(path))
