"""Extracts the names from all sources in two passes: the first gathers the evidence of capitals, the second the names.

Also distinguishes a plain list of names from a text. `repair.gazetteer.coreference` decides which occurrences are one
name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from repair.core.types import Document, Span
from repair.gazetteer.source_guard import SourceGuard
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_WORD, Lexicon
from repair.text.mentions import CorpusCapitals, NameOccurrence, find_occurrences, listed
from repair.text.wordlists import COMPANY_ENDS

QUOTES = frozenset('"“”„«»‘’')
_MOST_KEPT = 1_000_000  # characters of the texts that are kept with their tokens, some 50 MB
LIST_WORDS = 8  # most words of an entry of a plain list of names
_WORD = re.compile(r"\w+")
_NO_ENTRY = re.compile(r"[:;!?…]|[a-z]{4}\.$")


def occurrences_in_sources(
    documents: Sequence[Document],
    lexicon: Lexicon,
    progress: Callable[[int], None] | None = None,
    guard: SourceGuard | None = None,
) -> list[tuple[NameOccurrence, ...]]:
    """Return the occurrences of names in each source.

    Args:
        documents: The sources.
        lexicon: The words, places and given names that are known without any source.
        progress: Called with the number of processed sources.
        guard: Limits the time of each source; a source that it leaves out has no occurrences.
    """
    guard, evidence, analyses = guard or SourceGuard(), CorpusCapitals(), _RecentAnalyses()
    lists = [guard.run(document, partial(_add_evidence, document.text, evidence, analyses)) for document in documents]
    occurrences: list[tuple[NameOccurrence, ...]] = []
    for document, plain in zip(documents, lists, strict=True):
        extracted = None
        if plain is not None:
            analysis = partial(analyses.pop, document.text)
            extracted = guard.run(document, partial(_occurrences, analysis, None if plain else evidence, lexicon))
        occurrences.append(extracted or ())
        if progress is not None:
            progress(len(occurrences))
    return occurrences


class _RecentAnalyses:
    """The texts that were analysed first, as many as fit in memory; the tokens of an archive do not."""

    def __init__(self) -> None:
        self._analyses: dict[str, AnalyzedText] = {}
        self._left = _MOST_KEPT

    def analyze(self, text: str) -> AnalyzedText:
        """Return a text with its tokens, and keep it for `pop` if there is space left."""
        analysis = AnalyzedText(text, truecase=False)
        if len(text) <= self._left:
            self._left -= len(text)
            self._analyses[text] = analysis
        return analysis

    def pop(self, text: str) -> AnalyzedText:
        """Return a text with its tokens, analysed again if it was not kept, and keep it no longer."""
        analysis = self._analyses.pop(text, None)
        return AnalyzedText(text, truecase=False) if analysis is None else analysis


def _add_evidence(text: str, evidence: CorpusCapitals, analyses: _RecentAnalyses) -> bool:
    """Add the capitals of a text to the evidence; return whether it is a list, which is no evidence about capitals."""
    if is_list(text):
        return True
    evidence.add([analyses.analyze(text)])
    return False


def _occurrences(
    analyzed: Callable[[], AnalyzedText], evidence: CorpusCapitals | None, lexicon: Lexicon
) -> tuple[NameOccurrence, ...]:
    """Return the occurrences of names in a text, or in a list of names if there is no evidence."""
    analysis = analyzed()
    return listed(analysis, lexicon) if evidence is None else _names_of(analysis, evidence, lexicon)


def _names_of(analysis: AnalyzedText, evidence: CorpusCapitals, lexicon: Lexicon) -> tuple[NameOccurrence, ...]:
    """Return the occurrences in a text, except single common words that the sources mostly write in lower case."""
    return tuple(
        occurrence
        for occurrence in find_occurrences(analysis, evidence, lexicon)
        if len(occurrence.folds) > 1
        or occurrence.title
        or occurrence.surface.isupper()
        or (lexicon.word(occurrence.folds[0]) < COMMON_WORD and occurrence.folds[0] not in COMPANY_ENDS)
        or evidence.capital[occurrence.folds[0]] > evidence.lower[occurrence.folds[0]]
    )


def is_list(text: str) -> bool:
    """Return whether a source is a plain list of names, one per line, rather than sentences.

    >>> is_list("Mark Rutte\\nUrsula von der Leyen\\nBank of Japan"), is_list("Mark Rutte spoke.")
    (True, False)
    """
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and all(_is_entry(line) for line in lines)


def _is_entry(line: str) -> bool:
    """Return whether a line may be an entry of a list of names."""
    words = line.split()
    return (
        len(words) <= LIST_WORDS
        and _NO_ENTRY.search(line) is None
        and words[0][0].isalnum()
        and any(char.isupper() for char in line)
        and sum(word.islower() for word in words) <= len(words) // 2
    )


def lower_case_places(documents: Sequence[Document], phrases: Iterable[str]) -> Iterator[tuple[str, int, Span, bool]]:
    """Yield the lower-case occurrences of phrases: phrase, number of the source, span, and whether it is quoted.

    Some desks quote names and do not capitalise them: “coalition of the willing”.
    """
    by_last: dict[str, set[str]] = {}
    for phrase in phrases:
        by_last.setdefault(phrase.split()[-1], set()).add(phrase)
    lengths = {last: sorted(set(map(len, group))) for last, group in by_last.items()}
    for number, document in enumerate(documents):
        text = document.text
        if lengths.keys().isdisjoint(_WORD.findall(text)):
            continue
        for match in _WORD.finditer(text):
            high = match.end()
            for length in lengths.get(match.group(), ()):
                low = high - length
                # A phrase that would begin before the document is cut short, so it cannot match.
                phrase = text[max(0, low) : high]
                if phrase in by_last[match.group()] and _is_word_edge(text, low):
                    around = text[max(0, low - 1) : low] + text[high : high + 1]
                    yield phrase, number, Span(low, high), any(mark in QUOTES for mark in around)


def _is_word_edge(text: str, at: int) -> bool:
    """Return whether a word begins or ends at ``at`` (code points)."""
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    return (before.isalnum() or before == "_") != (after.isalnum() or after == "_")
