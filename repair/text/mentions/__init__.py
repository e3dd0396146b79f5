"""Name-like spans in clean and mangled text: runs of capitalised words without titles and sentence openings.

A span looks like a name; whether the name is right is decided elsewhere. Sources and copy are read by the same code, so
that the same spans count as names in both.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from repair.core.types import Kind, Mention, Span
from repair.text.analysis import AnalyzedText
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import Lexicon
from repair.text.mentions.capital_runs import runs, runs_near
from repair.text.mentions.capitals import CapitalEvidence, CorpusCapitals, DocumentCapitals
from repair.text.mentions.context import Context
from repair.text.mentions.kinds import guess
from repair.text.mentions.title_splitting import TitledName, parts
from repair.text.prose import whole

_NUMERAL = re.compile("[IVX]{2,4}")

__all__ = [
    "CapitalEvidence",
    "CorpusCapitals",
    "NameOccurrence",
    "find",
    "find_near",
    "find_occurrences",
    "listed",
]


@dataclass(frozen=True, slots=True)
class NameOccurrence:
    """A name-like span of a source.

    Attributes:
        start, end: Half-open range of words.
        span: Half-open range of code points.
        surface: The characters as printed, with words that a line end breaks joined.
        folds: The folded words.
        title: The title or role next to the name; empty if there is none.
        kind: The kind guessed from this occurrence alone.
        style: How the line uses capitals.
        opens: Whether the name opens a sentence, a quotation, a bracket or a clause.
        inside: Whether it does not, and follows a word in lower case: "the film Gladiator".
    """

    start: int
    end: int
    span: Span
    surface: str
    folds: tuple[str, ...]
    title: str
    kind: Kind
    style: CapitalStyle
    opens: bool
    inside: bool


def find(
    text: str, lexicon: Lexicon | None = None, *, evidence: CapitalEvidence | None = None, document_id: str = ""
) -> tuple[Mention, ...]:
    """Return the name-like spans of a text, in order.

    Args:
        text: The text; offsets are code points in it.
        lexicon: The words, places and given names that are known, by default the shipped lists.
        evidence: The evidence of other texts about capitals, for example of the sources of a gazetteer.
        document_id: The document that the mentions belong to.

    >>> [mention.surface for mention in find("On Monday NATO chief Mark Rutte met Ursula von der Leyen in Brussels.")]
    ['NATO', 'Mark Rutte', 'Ursula von der Leyen', 'Brussels']
    """
    context = _context(AnalyzedText(text, truecase=False), evidence, lexicon)
    return tuple(_mention(context, part, document_id) for part in _parts(context, runs(context)))


def find_near(
    analysis: AnalyzedText,
    places: Sequence[int],
    lexicon: Lexicon | None = None,
    *,
    evidence: CapitalEvidence | None = None,
    document_id: str = "",
) -> tuple[Mention, ...]:
    """Return those spans of `find` that contain one of the given words, in time proportional to their number.

    Args:
        analysis: The text.
        places: Numbers of words, ascending.
        lexicon: The words, places and given names that are known, by default the shipped lists.
        evidence: The evidence of other texts about capitals.
        document_id: The document that the mentions belong to.
    """
    context = _context(analysis, evidence, lexicon)
    mentions = []
    for part in _parts(context, runs_near(context, places)):
        at = bisect.bisect_left(places, part.start)
        if at < len(places) and places[at] < part.end:
            mentions.append(_mention(context, part, document_id))
    return tuple(mentions)


def find_occurrences(analysis: AnalyzedText, evidence: CapitalEvidence, lexicon: Lexicon) -> tuple[NameOccurrence, ...]:
    """Return every name-like span of a text, without titles.

    Args:
        analysis: The text.
        evidence: How often words have a capital elsewhere.
        lexicon: Known words, names and places.
    """
    context = Context(analysis, evidence, lexicon)
    return tuple(_occurrence(context, part) for part in _parts(context, runs(context)))


def _context(analysis: AnalyzedText, evidence: CapitalEvidence | None, lexicon: Lexicon | None) -> Context:
    return Context(analysis, DocumentCapitals(analysis, evidence or CorpusCapitals()), lexicon or Lexicon.load())


def _parts(context: Context, ranges: Iterable[tuple[int, int]]) -> Iterator[TitledName]:
    """Yield the names in the given ranges of words."""
    return (part for start, end in ranges for part in parts(context, start, end) if _is_plausible(context, part))


def _is_plausible(context: Context, part: TitledName) -> bool:
    """Return whether a range has two characters and more, begins a word with a letter, and is no Roman numeral."""
    tokens = context.analysis.tokens[part.start : part.end]
    if len(tokens) == 1 and _NUMERAL.fullmatch(tokens[0].text):
        return False  # "level II"
    return sum(len(token.text) for token in tokens) >= 2 and any(token.text[0].isalpha() for token in tokens)


def _span(context: Context, part: TitledName) -> Span:
    """Return the span of a name in code points."""
    analysis = context.analysis
    tokens = analysis.tokens[part.start : part.end]
    low, high = tokens[0].start, tokens[-1].end
    if (
        len(tokens) > 1
        and analysis.text[tokens[-2].end : tokens[-1].start] == "."
        and analysis.text[high : high + 1] == "."
    ):
        high += 1  # the last full stop of "U.S." belongs to it
    return Span(low, high)


def _occurrence(context: Context, part: TitledName) -> NameOccurrence:
    analysis, span = context.analysis, _span(context, part)
    opens = analysis.opens(part.start)
    return NameOccurrence(
        part.start,
        part.end,
        span,
        whole(analysis.text[span.start : span.end]),
        tuple(token.fold for token in analysis.tokens[part.start : part.end]),
        part.title,
        guess(context, part),
        analysis.style(part.start),
        opens,
        not opens and part.start > 0 and analysis.tokens[part.start - 1].text.islower(),
    )


def _mention(context: Context, part: TitledName, document_id: str) -> Mention:
    tokens, span = context.analysis.tokens, _span(context, part)
    words = context.analysis.sentences[context.analysis.sentence_of[part.start]]
    sentence = Span(tokens[words.start].start, tokens[words.stop - 1].end)
    return Mention(document_id, span, context.analysis.printed[span.start : span.end], guess(context, part), sentence)


def listed(analysis: AnalyzedText, lexicon: Lexicon) -> tuple[NameOccurrence, ...]:
    """Return the names of a list with one name per line, regardless of case."""
    context = Context(analysis, CorpusCapitals(), lexicon)
    occurrences: list[NameOccurrence] = []
    start = 0
    for at in range(1, len(analysis.tokens) + 1):
        if at == len(analysis.tokens) or "\n" in context.gap(at):
            part = TitledName(start, at)
            if _is_plausible(context, part):
                occurrences.append(_occurrence(context, part))
            start = at
    return tuple(occurrences)
