"""Which edits can be written into a file. An edit that cannot is left out and does not stop the others.

Markup may divide a word, and an encoding may lack a letter. Either all edits of a suggestion are written or none. An
edit is first checked at its own place, which takes no time worth counting; only then is the whole file written and read
again, a limited number of times.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from repair.core.errors import EditError
from repair.core.types import Edit
from repair.formats import SourceDocument
from repair.formats.document import OVERLAP, STALE

_MOST_ATTEMPTS = 100  # times that one file is written and read again


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
    search = _Search(document)
    writable = search.together(search.alone(list(by_suggestion.values())))
    return WritableEdits(
        tuple(sorted((edit for group in writable for edit in group), key=lambda edit: edit.span)), search.errors
    )


class _Search:
    """The search for the groups of edits, one for each suggestion, that can be written.

    Attributes:
        errors: The error of each suggestion that is left out, by its id.
    """

    def __init__(self, document: SourceDocument) -> None:
        self.errors: dict[str, EditError] = {}
        self._document = document
        self._attempts = 0

    def alone(self, groups: list[list[Edit]]) -> list[list[Edit]]:
        """Return the groups whose edits fit their places and overlap no earlier group."""
        taken: list[tuple[int, int]] = []  # start and end of each edit, in order
        fitting = []
        for group in groups:
            try:
                for edit in group:
                    self._check(edit, taken)
            except EditError as error:
                self._refuse(group, error)
            else:
                fitting.append(group)
                for edit in group:
                    insort(taken, (edit.span.start, edit.span.end))
        return fitting

    def together(self, groups: list[list[Edit]]) -> list[list[Edit]]:
        """Return the groups that can be written together, by halving: a few attempts find the few that cannot."""
        if not groups:
            return []
        error = self._attempt(groups)
        if error is None:
            return groups
        if len(groups) == 1 or self._attempts >= _MOST_ATTEMPTS:
            for group in groups:
                self._refuse(group, error)
            return []
        middle = len(groups) // 2
        first, second = self.together(groups[:middle]), self.together(groups[middle:])
        error = self._attempt([*first, *second]) if first and second else None
        if error is None:
            return [*first, *second]
        # Each half can be written alone, but not both: keep the first.
        for group in second:
            self._refuse(group, error)
        return first

    def _check(self, edit: Edit, taken: Sequence[tuple[int, int]]) -> None:
        """Raise `EditError` if an edit is stale, cannot be encoded, or overlaps a place that is taken."""
        span, name = edit.span, self._document.name
        if self._document.document.text[span.start : span.end] != edit.before:
            raise EditError.of(STALE, path=name, start=span.start, before=edit.before)
        self._document.byte_edit(edit)
        at = bisect_left(taken, (span.end, span.end))
        if at and taken[at - 1][1] > span.start:
            raise EditError.of(OVERLAP, path=name, start=span.start)

    def _attempt(self, groups: list[list[Edit]]) -> EditError | None:
        """Write the groups together; return the error, None if they can be written."""
        self._attempts += 1
        try:
            self._document.write_verified([edit for group in groups for edit in group])
        except EditError as error:
            return error
        return None

    def _refuse(self, group: list[Edit], error: EditError) -> None:
        self.errors[group[0].suggestion_id] = error
