"""Which edits can be written into a file. An edit that cannot is left out and does not stop the others.

Markup may divide a word, and an encoding may lack a letter. Either all edits of a suggestion are written or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from repair.core.errors import EditError
from repair.core.types import Edit
from repair.formats import SourceDocument


@dataclass(frozen=True, slots=True)
class WritableEdits:
    """Edits that can be written together, and the errors of the others.

    Attributes:
        edits: The edits that can be written, in order of place.
        refused: The error of each suggestion that is left out, by its id.
    """

    edits: tuple[Edit, ...]
    refused: Mapping[str, EditError]


def writable_edits(document: SourceDocument, edits: Sequence[Edit]) -> WritableEdits:
    """Return which of ``edits`` can be written into the file that ``document`` was read from."""
    by_suggestion: dict[str, list[Edit]] = {}
    for edit in edits:
        by_suggestion.setdefault(edit.suggestion_id, []).append(edit)
    errors: dict[str, EditError] = {}
    writable = _writable(document, list(by_suggestion.values()), errors)
    return WritableEdits(
        tuple(sorted((edit for group in writable for edit in group), key=lambda edit: edit.span)), errors
    )


def _writable(document: SourceDocument, groups: list[list[Edit]], errors: dict[str, EditError]) -> list[list[Edit]]:
    """Return the groups that can be written together, by halving: a few attempts find the few that cannot."""
    if not groups:
        return []
    try:
        document.write_verified([edit for group in groups for edit in group])
    except EditError as error:
        if len(groups) == 1:
            errors[groups[0][0].suggestion_id] = error
            return []
    else:
        return groups
    middle = len(groups) // 2
    first = _writable(document, groups[:middle], errors)
    second = _writable(document, groups[middle:], errors)
    try:
        document.write_verified([edit for group in (*first, *second) for edit in group])
    except EditError as error:
        # Each half can be written alone, but not both: keep the first.
        for group in second:
            errors[group[0].suggestion_id] = error
        return first
    return [*first, *second]
