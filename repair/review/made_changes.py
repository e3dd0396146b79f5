"""Reads the automatic changes of a batch from its audit log, so that the page can show and revert them.

Only the last cleaning of a file counts. Changes that no longer fit the text of a file, because it was edited since,
are left out. What the log must hold for an exact undo is checked in `repair.batch`, not here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from repair.core.edits import undo
from repair.core.errors import EditError
from repair.core.positions import line_and_column
from repair.core.serialize import RecordError, placed_suggestion
from repair.core.types import Edit, Span
from repair.decisions.models import MadeChange

AUDIT = "audit.jsonl"


@dataclass(frozen=True, slots=True)
class FileChanges:
    """The changes of one cleaning of a file: its audit lines by record, and how the file is read."""

    form: str | None
    text_fields: tuple[str, ...]
    lines: Mapping[int, Sequence[Mapping[str, Any]]]

    def in_text(self, record: int, text: str) -> tuple[MadeChange, ...]:
        """Return the changes in one record, whose text is ``text``; none if they do not fit it.

        Args:
            record: Number of the record, from 0.
            text: Its text as it is now.
        """
        lines = self.lines.get(record, ())
        try:
            edits = [_edit(line) for line in lines]
            before = undo(text, edits)
            return tuple(_changes(text, before, lines, edits))
        except (EditError, RecordError, KeyError, TypeError, ValueError):
            return ()


@dataclass(slots=True)
class _Cleanings:
    """The cleanings read so far: open ones by their ids, and the last finished one of each output."""

    lines: dict[str, dict[int, list[Mapping[str, Any]]]] = field(default_factory=dict)
    finished: dict[str, tuple[str, FileChanges]] = field(default_factory=dict)

    def add(self, line: Mapping[str, Any]) -> None:
        """Add one line of the log."""
        cleaning, output = str(line.get("cleaning")), str(line.get("output"))
        match line.get("what"):
            case "edit":
                self.lines.setdefault(cleaning, {}).setdefault(int(line["record"]), []).append(line)
            case "file":
                lines = self.lines.pop(cleaning, {})
                # What a person had applied from a list has no gazetteer.
                if any(edit.get("gazetteer") for edits in lines.values() for edit in edits):
                    fields = tuple(map(str, line.get("text_fields") or ()))
                    self.finished[output] = cleaning, FileChanges(line.get("form"), fields, lines)
            case "undo" if self.finished.get(output, ("",))[0] == cleaning:
                del self.finished[output]


def read_changes(folder: Path) -> dict[str, FileChanges]:
    """Return what a batch changed, by the paths of its outputs.

    Args:
        folder: The folder of the ledger. Without an audit log in it, the result is empty; damaged lines are ignored.
    """
    path, cleanings = folder / AUDIT, _Cleanings()
    if not path.is_file():
        return {}
    with path.open("rb") as stream:
        for raw in stream:
            try:
                cleanings.add(json.loads(raw))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue
    return {output: changes for output, (_, changes) in cleanings.finished.items()}


def _edit(line: Mapping[str, Any]) -> Edit:
    return Edit(Span(int(line["start"]), int(line["end"])), line["before"], line["after"], str(line["suggestion"]))


def _changes(text: str, before: str, lines: Sequence[Mapping[str, Any]], edits: Sequence[Edit]) -> Iterator[MadeChange]:
    """Yield a change for each suggestion, in text order; ``before`` is the text before the ``edits``."""
    pairs = sorted(zip(edits, lines, strict=True), key=lambda pair: pair[0].span)
    for _, group in groupby(pairs, key=lambda pair: pair[0].suggestion_id):
        own = list(group)
        line = own[0][1]
        surface = str(line["surface"])
        start = _start(before, surface, [edit for edit, _ in own])
        if start is None:
            continue
        end = start + len(surface)
        low = start + _shift(edits, start)
        high = end + _shift(edits, end)
        record = {**line, "document": line["output"], "start": start, "end": end, "action": "apply"}
        suggestion = placed_suggestion(record, 0).suggestion
        number, column = line_and_column(text, low)
        moved = replace(suggestion, span=Span(low, high), line=number, column=column)
        yield MadeChange(moved, text[low:high])


def _start(before: str, surface: str, edits: Sequence[Edit]) -> int | None:
    """Return where ``surface`` stood in the text before the ``edits`` that changed words of it, None if it did not."""
    low, high = edits[0].span.start, edits[-1].span.end
    start = before.find(surface, max(0, high - len(surface)), low + len(surface))
    return start if start >= 0 else None


def _shift(edits: Sequence[Edit], offset: int) -> int:
    """Return how far ``edits`` moved what stood at ``offset``."""
    return sum(len(edit.after) - len(edit.before) for edit in edits if edit.span.end <= offset)
