"""Which edits can be written into a file: one that cannot is left out, and never takes the others with it.

Markup may break a word in two, and an encoding may lack a letter. All edits of one suggestion are written, or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from repair.core.errors import EditError
from repair.core.types import Edit
from repair.formats import SourceDocument


@dataclass(frozen=True, slots=True)
class WritableEdits:
    """``edits`` can be written together; ``refused`` holds, by suggestion id, why the edits of others cannot."""

    edits: tuple[Edit, ...]
    refused: Mapping[str, EditError]


def writable_edits(reading: SourceDocument, edits: Sequence[Edit]) -> WritableEdits:
    """Return which of ``edits`` can be written back into the file that ``reading`` was read from."""
    by_suggestion: dict[str, list[Edit]] = {}
    for edit in edits:
        by_suggestion.setdefault(edit.suggestion_id, []).append(edit)
    refused: dict[str, EditError] = {}
    kept = _writable(reading, list(by_suggestion.values()), refused)
    return WritableEdits(tuple(sorted((edit for group in kept for edit in group), key=lambda edit: edit.span)), refused)


def _writable(reading: SourceDocument, groups: list[list[Edit]], refused: dict[str, EditError]) -> list[list[Edit]]:
    """Return the groups that can be written together; halving finds the few that cannot in few attempts."""
    if not groups:
        return []
    try:
        reading.write_verified([edit for group in groups for edit in group])
    except EditError as error:
        if len(groups) == 1:
            refused[groups[0][0].suggestion_id] = error
            return []
    else:
        return groups
    middle = len(groups) // 2
    first = _writable(reading, groups[:middle], refused)
    second = _writable(reading, groups[middle:], refused)
    try:
        reading.write_verified([edit for group in (*first, *second) for edit in group])
    except EditError as error:
        # Each half can be written by itself: the first stands, what clashes with it in the second does not.
        for group in second:
            refused[group[0].suggestion_id] = error
        return first
    return [*first, *second]
