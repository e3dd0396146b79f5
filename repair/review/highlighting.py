"""A story's text cut into pieces to show: plain runs, and the places where something is suggested.

Only cuts; what a piece looks like is the template's business, and escaping is Jinja's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from repair.core.edits import apply, narrow_edits
from repair.core.types import Edit
from repair.decisions.models import QueuedSuggestion


@dataclass(frozen=True, slots=True)
class HighlightedPiece:
    """A run of text; with ``case`` it is a place where something is suggested, or was changed to ``after``."""

    text: str
    case: QueuedSuggestion | None = None
    after: str | None = None


Paragraph = tuple[HighlightedPiece, ...]


def highlighted(text: str, cases: Sequence[QueuedSuggestion]) -> tuple[Paragraph, ...]:
    """Return ``text`` in paragraphs with its suggestions marked; of two that overlap the first is marked."""
    return _paragraphs(_cut(text, cases))


def edits_of(cases: Iterable[QueuedSuggestion]) -> tuple[Edit, ...]:
    """Return the edits that the accepted and amended suggestions make, in order of place."""
    made = (
        edit
        for case in cases
        if case.result is not None
        for edit in narrow_edits(case.suggestion.span, case.suggestion.surface, case.result, case.suggestion.id)
    )
    return tuple(sorted(made, key=lambda edit: edit.span))


def after_text(text: str, cases: Iterable[QueuedSuggestion]) -> str:
    """Return the text with what was decided done."""
    return apply(text, edits_of(cases))


def _cut(text: str, cases: Sequence[QueuedSuggestion]) -> Iterator[HighlightedPiece]:
    done = 0
    for case in sorted(cases, key=lambda case: (case.suggestion.span.start, -case.suggestion.span.end)):
        start, end = case.suggestion.span.start, case.suggestion.span.end
        if start < done:
            continue
        yield HighlightedPiece(text[done:start])
        yield HighlightedPiece(text[start:end], case, case.result)
        done = end
    yield HighlightedPiece(text[done:])


def _paragraphs(pieces: Iterable[HighlightedPiece]) -> tuple[Paragraph, ...]:
    """Return pieces by line of text; a line without anything to read parts nothing and is left out."""
    found: list[list[HighlightedPiece]] = [[]]
    for piece in pieces:
        if piece.case is not None:
            found[-1].append(piece)
            continue
        first, *rest = piece.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        found[-1].append(HighlightedPiece(first))
        found.extend([HighlightedPiece(line)] for line in rest)
    shown = (tuple(piece for piece in line if piece.text) for line in found)
    return tuple(line for line in shown if any(piece.text.strip() for piece in line))
