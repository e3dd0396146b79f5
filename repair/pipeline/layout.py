"""Copy in any layout: a view of it in plain layout, and the suggestions for the copy itself.

The stages of the pipeline know line feeds and single spaces only. Unlike the other views, this one is shorter than the
copy.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, pairwise

from repair.core.plain_layout import PlainLayout, has_plain_layout
from repair.core.positions import line_and_column
from repair.core.types import Document, Finding, Span, Suggestion

_WORD = re.compile(r"\S+")
_HYPHEN, _FIXED_HYPHEN = "-", "\u2011"  # the second one does not break


class CopyInPlainLayout:
    """A copy and its view in plain layout.

    Args:
        document: The copy.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._layout = None if has_plain_layout(document.text) else PlainLayout(document.text)
        # The document itself where nothing changes.
        self.view = document if self._layout is None else replace(document, text=self._layout.text)

    def suggestions(self, suggestions: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
        """Return the suggestions for the view as suggestions for the copy."""
        layout = self._layout
        return suggestions if layout is None else tuple(self._suggestion(each, layout) for each in suggestions)

    def findings(self, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Return the findings for the view as findings for the copy."""
        layout = self._layout
        return found if layout is None else tuple(self._finding(each, layout) for each in found)

    def _finding(self, finding: Finding, layout: PlainLayout) -> Finding:
        span, sentence = layout.printed_span(finding.mention.span), layout.printed_span(finding.mention.sentence)
        surface = self._document.text[span.start : span.end]
        suggestion = finding.suggestion and self._suggestion(finding.suggestion, layout)
        mention = replace(finding.mention, span=span, surface=surface, sentence=sentence)
        return replace(finding, mention=mention, suggestion=suggestion)

    def _suggestion(self, suggestion: Suggestion, layout: PlainLayout) -> Suggestion:
        span = layout.printed_span(suggestion.span)
        surface = self._document.text[span.start : span.end]
        line, column = line_and_column(self._document.text, span.start)
        replacement = suggestion.replacement
        if replacement is not None and surface != suggestion.surface:
            replacement = self._written_like_copy(replacement, suggestion, layout)
            if _FIXED_HYPHEN in surface and _HYPHEN not in surface:
                replacement = replacement.replace(_HYPHEN, _FIXED_HYPHEN)
        return replace(suggestion, span=span, line=line, column=column, surface=surface, replacement=replacement)

    def _written_like_copy(self, replacement: str, suggestion: Suggestion, layout: PlainLayout) -> str:
        """Return a replacement with what the copy has between the words that it replaces, where they are as many."""
        words = replacement.split()
        start = suggestion.span.start
        places = [
            layout.printed_span(Span(start + word.start(), start + word.end()))
            for word in _WORD.finditer(suggestion.surface)
        ]
        if len(words) != len(places):
            return replacement
        between = [self._document.text[left.end : right.start] for left, right in pairwise(places)]
        return "".join(chain.from_iterable(zip(words, (*between, ""), strict=True)))
