"""Find name-like spans in any text, clean or mangled: runs of capitals, parted from titles and openings.

It says "this looks like a name", never "this is right". The same finder reads sources and copy, so that
what one calls a name the other does too.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from repair.core.types import Kind, Mention, Span
from repair.text.lexicon import Lexicon
from repair.text.mentions.capitals import (
    CapitalEvidence,
    CapitalizedText,
    CapitalStyle,
    CorpusCapitals,
    DocumentCapitals,
    read,
)
from repair.text.mentions.kinds import guess
from repair.text.mentions.runs import Context, runs, runs_near
from repair.text.mentions.titles import TitledName, parts
from repair.text.prose import whole

__all__ = [
    "CapitalEvidence",
    "CapitalStyle",
    "CapitalizedText",
    "CorpusCapitals",
    "NameOccurrence",
    "find",
    "find_near",
    "find_occurrences",
    "listed",
    "read",
]


@dataclass(frozen=True, slots=True)
class NameOccurrence:
    """A name-like span: its words (half-open indices), its span, its title, and how its line uses capitals."""

    start: int
    end: int
    span: Span
    surface: str
    folds: tuple[str, ...]
    title: str
    kind: Kind
    style: CapitalStyle
    opens: bool


def find(
    text: str, background: Lexicon | None = None, *, evidence: CapitalEvidence | None = None, document_id: str = ""
) -> tuple[Mention, ...]:
    """Return the name-like spans of ``text`` in order (offsets in code points).

    ``evidence`` is what other texts prove about capitals, such as that of a gazetteer's sources.

    >>> [mention.surface for mention in find("On Monday NATO chief Mark Rutte met Ursula von der Leyen in Brussels.")]
    ['NATO', 'Mark Rutte', 'Ursula von der Leyen', 'Brussels']
    """
    context = _context(read(text), evidence, background)
    return tuple(_mention(context, part, document_id) for part in _parts(context, runs(context)))


def find_near(
    reading: CapitalizedText,
    places: Sequence[int],
    background: Lexicon | None = None,
    *,
    evidence: CapitalEvidence | None = None,
    document_id: str = "",
) -> tuple[Mention, ...]:
    """Return, of what `find` returns, the spans that hold a word of ``places`` (numbers of words, rising).

    It takes the time of those words alone, not of the text.
    """
    context = _context(reading, evidence, background)
    found = []
    for part in _parts(context, runs_near(context, places)):
        at = bisect.bisect_left(places, part.start)
        if at < len(places) and places[at] < part.end:
            found.append(_mention(context, part, document_id))
    return tuple(found)


def find_occurrences(
    reading: CapitalizedText, evidence: CapitalEvidence, background: Lexicon
) -> tuple[NameOccurrence, ...]:
    """Return every name-like span of a text already read, titles taken off."""
    context = Context(reading, evidence, background)
    return tuple(_sighting(context, part) for part in _parts(context, runs(context)))


def _context(reading: CapitalizedText, evidence: CapitalEvidence | None, background: Lexicon | None) -> Context:
    return Context(reading, DocumentCapitals(reading, evidence or CorpusCapitals()), background or Lexicon.load())


def _parts(context: Context, ranges: Iterable[tuple[int, int]]) -> Iterator[TitledName]:
    """Yield the names in runs of words."""
    return (part for start, end in ranges for part in parts(context, start, end) if _sound(context, part))


def _sound(context: Context, part: TitledName) -> bool:
    """Tell whether a part can be a name at all: letters enough, and not one of a line's plain words."""
    tokens = context.reading.tokens[part.start : part.end]
    return sum(len(token.text) for token in tokens) >= 2 and any(token.text[0].isalpha() for token in tokens)


def _span(context: Context, part: TitledName) -> Span:
    """Return where a name stands (code points)."""
    reading = context.reading
    tokens = reading.tokens[part.start : part.end]
    low, high = tokens[0].start, tokens[-1].end
    if (
        len(tokens) > 1
        and reading.text[tokens[-2].end : tokens[-1].start] == "."
        and reading.text[high : high + 1] == "."
    ):
        high += 1  # the last stop of "U.S." is its own
    return Span(low, high)


def _sighting(context: Context, part: TitledName) -> NameOccurrence:
    reading, span = context.reading, _span(context, part)
    return NameOccurrence(
        part.start,
        part.end,
        span,
        whole(reading.text[span.start : span.end]),
        tuple(token.fold for token in reading.tokens[part.start : part.end]),
        part.title,
        guess(context, part),
        reading.style(part.start),
        reading.opens(part.start),
    )


def _mention(context: Context, part: TitledName, document_id: str) -> Mention:
    tokens, span = context.reading.tokens, _span(context, part)
    low = high = part.start
    while not tokens[low].first:
        low -= 1
    while high + 1 < len(tokens) and not tokens[high + 1].first:
        high += 1
    sentence = Span(tokens[low].start, tokens[high].end)
    return Mention(document_id, span, context.reading.text[span.start : span.end], guess(context, part), sentence)


def listed(reading: CapitalizedText, background: Lexicon) -> tuple[NameOccurrence, ...]:
    """Return the names of a plain list, one a line, whatever their capitals."""
    context = Context(reading, CorpusCapitals(), background)
    found: list[NameOccurrence] = []
    start = 0
    for at in range(1, len(reading.tokens) + 1):
        if at == len(reading.tokens) or "\n" in context.gap(at):
            part = TitledName(start, at)
            if _sound(context, part):
                found.append(_sighting(context, part))
            start = at
    return tuple(found)
