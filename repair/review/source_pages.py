"""Finds the source that a suggestion cites among the sources of the desk, and the place of the cited sentence in it.

Sources are those of `repair review --sources` or in the gazetteer; the page shows no other file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from repair.core.types import Citation, Document, Span
from repair.gazetteer import Gazetteer

_MOST_WORDS = 60  # words of a snippet that are looked for


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source, and the part of its text that is cited (code points); an empty span if it is not found."""

    document: Document
    span: Span

    @property
    def parts(self) -> tuple[str, str, str]:
        """The text before, in and after the cited part."""
        text = self.document.text
        return text[: self.span.start], text[self.span.start : self.span.end], text[self.span.end :]


class SourcePages:
    """The sources of one gazetteer by their names; made when the first is opened.

    Args:
        gazetteer: The gazetteer that has the sources.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._sources: Sequence[Document] = gazetteer.sources
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for number, document in enumerate(self._sources):
            self._by_name[document.source].append(number)

    def find(self, citation: Citation) -> CitedSource | None:
        """Return the source that a citation cites: one with its name and, if any has it, its text; None without one."""
        documents = [self._sources[number] for number in self._by_name.get(citation.source, ())]
        cited = _pattern(citation.snippet)
        for document in documents:
            match = cited.search(document.text) if cited is not None else None
            if match is not None:
                return CitedSource(document, Span(*match.span()))
        return CitedSource(documents[0], Span(0, 0)) if documents else None


def _pattern(snippet: str) -> re.Pattern[str] | None:
    """Return a pattern for a snippet, whose blanks stand for blanks or line breaks; None for an empty snippet."""
    words = snippet.strip("…").split()[:_MOST_WORDS]
    return re.compile(r"\s+".join(map(re.escape, words))) if words else None
