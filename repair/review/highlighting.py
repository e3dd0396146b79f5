"""Cuts a story's text into the pieces that the page shows: plain text, and the places with a suggestion.

The template decides how a piece looks, and Jinja escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from repair.core.edits import narrow_edits
from repair.core.types import Edit
from repair.decisions.models import QueuedSuggestion


@dataclass(frozen=True, slots=True)
class HighlightedPiece:
    """A piece of text; ``item`` is the suggestion for it, ``after`` what the copy reads once it is accepted."""

    text: str
    item: QueuedSuggestion | None = None
    after: str | None = None

    @property
    def original(self) -> str:
        """What the copy read before a batch and people changed it."""
        return self.text if self.item is None or self.item.applied_text is None else self.item.suggestion.surface

    @property
    def corrected(self) -> str:
        """What the copy reads with all decisions carried out."""
        return self.after or self.text


Paragraph = tuple[HighlightedPiece, ...]


def highlighted(text: str, items: Sequence[QueuedSuggestion]) -> tuple[Paragraph, ...]:
    """Return a story's paragraphs with its suggestions marked; of two that overlap, the first is marked."""
    return _paragraphs(_pieces(text, items))


def edits_of(items: Iterable[QueuedSuggestion]) -> tuple[Edit, ...]:
    """Return the edits of the accepted and amended suggestions, in text order."""
    edits = (
        edit
        for item in items
        if item.result is not None
        for edit in narrow_edits(item.span, item.surface, item.result, item.suggestion.id)
    )
    return tuple(sorted(edits, key=lambda edit: edit.span))


def _pieces(text: str, items: Sequence[QueuedSuggestion]) -> Iterator[HighlightedPiece]:
    done = 0
    for item in sorted(items, key=lambda item: (item.span.start, -item.span.end)):
        start, end = item.span.start, item.span.end
        if start < done:
            continue
        yield HighlightedPiece(text[done:start])
        yield HighlightedPiece(text[start:end], item, item.result)
        done = end
    yield HighlightedPiece(text[done:])


def _paragraphs(pieces: Iterable[HighlightedPiece]) -> tuple[Paragraph, ...]:
    """Return the pieces line by line, without blank lines."""
    lines: list[list[HighlightedPiece]] = [[]]
    for piece in pieces:
        if piece.item is not None:
            lines[-1].append(piece)
            continue
        first, *rest = piece.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines[-1].append(HighlightedPiece(first))
        lines.extend([HighlightedPiece(line)] for line in rest)
    shown = (tuple(piece for piece in line if piece.text) for line in lines)
    return tuple(line for line in shown if any(piece.text.strip() for piece in line))
