"""Copy with line ends of another system: a view of it with line feeds, and the suggestions for the copy itself.

Wire files and mail have the line ends of Windows. The stages of the pipeline know line feeds only. Unlike the other
views, this one is shorter than the copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from repair.core.line_ends import LineEnds, with_line_feeds
from repair.core.positions import line_and_column
from repair.core.types import Document, Finding, Suggestion


def in_line_feeds(document: Document) -> Document:
    """Return a document with a line feed for each line end; the same object if it has no others."""
    text = with_line_feeds(document.text)
    return document if text is document.text else replace(document, text=text)


def in_lines_of_copy(document: Document, suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the suggestions for the view of a document as suggestions for the document itself."""
    if "\r" not in document.text:
        return tuple(suggestions)
    ends = LineEnds(document.text)
    return tuple(_of_copy(document, suggestion, ends) for suggestion in suggestions)


def findings_in_lines_of_copy(document: Document, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings for the view of a document as findings for the document itself."""
    if "\r" not in document.text:
        return tuple(found)
    ends = LineEnds(document.text)
    results = []
    for finding in found:
        span = ends.span(finding.mention.span)
        surface = document.text[span.start : span.end]
        mention = replace(finding.mention, span=span, surface=surface, sentence=ends.span(finding.mention.sentence))
        suggestion = finding.suggestion and _of_copy(document, finding.suggestion, ends)
        results.append(replace(finding, mention=mention, suggestion=suggestion))
    return tuple(results)


def _of_copy(document: Document, suggestion: Suggestion, ends: LineEnds) -> Suggestion:
    span = ends.span(suggestion.span)
    surface = document.text[span.start : span.end]
    written = suggestion.replacement
    line, column = line_and_column(document.text, span.start)
    return replace(
        suggestion,
        span=span,
        line=line,
        column=column,
        surface=surface,
        replacement=None if written is None else ends.restored(written, surface),
    )
