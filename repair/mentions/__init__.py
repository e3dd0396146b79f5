"""Find name-like spans in any text, clean or mangled: runs of capitals, parted from titles and openings.

It says "this looks like a name", never "this is right". The same finder reads sources and copy, so that
what one calls a name the other does too.
"""

from __future__ import annotations

from dataclasses import dataclass

from repair.background import Background
from repair.mentions.kinds import guess
from repair.mentions.reading import Evidence, Reading, Style, read
from repair.mentions.runs import Context, runs
from repair.mentions.titles import Part, parts
from repair.types import Kind, Mention, Span

__all__ = ["Evidence", "Reading", "Sighting", "Style", "find", "listed", "read", "sight"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name-like span: its words (half-open indices), its span, its title, and how its line uses capitals."""

    start: int
    end: int
    span: Span
    surface: str
    folds: tuple[str, ...]
    title: str
    kind: Kind
    style: Style
    opens: bool


def find(
    text: str, background: Background | None = None, *, evidence: Evidence | None = None, document_id: str = ""
) -> tuple[Mention, ...]:
    """Return the name-like spans of ``text`` in order (offsets in code points).

    ``evidence`` is what other texts prove about capitals, such as that of a gazetteer's sources.

    >>> [mention.surface for mention in find("On Monday NATO chief Mark Rutte met Ursula von der Leyen in Brussels.")]
    ['NATO', 'Mark Rutte', 'Ursula von der Leyen', 'Brussels']
    """
    reading = read(text)
    total = Evidence().add([reading])
    if evidence is not None:
        total.capital.update(evidence.capital)
        total.lower.update(evidence.lower)
        total.pairs |= evidence.pairs
    ranges = _sentences(reading)
    return tuple(
        Mention(document_id, seen.span, seen.surface, seen.kind, ranges[reading.tokens[seen.start].sentence])
        for seen in sight(reading, total, background or Background.load())
    )


def sight(reading: Reading, evidence: Evidence, background: Background) -> tuple[Sighting, ...]:
    """Return every name-like span of a text already read, titles taken off."""
    context = Context(reading, evidence, background)
    found = [part for start, end in runs(context) for part in parts(context, start, end)]
    return tuple(_sighting(context, part) for part in found if _sound(context, part))


def _sound(context: Context, part: Part) -> bool:
    """Tell whether a part can be a name at all: letters enough, and not one of a line's plain words."""
    tokens = context.reading.tokens[part.start : part.end]
    return sum(len(token.text) for token in tokens) >= 2 and any(token.text[0].isalpha() for token in tokens)


def _sighting(context: Context, part: Part) -> Sighting:
    reading = context.reading
    tokens = reading.tokens[part.start : part.end]
    low, high = tokens[0].start, tokens[-1].end
    if (
        len(tokens) > 1
        and reading.text[tokens[-2].end : tokens[-1].start] == "."
        and reading.text[high : high + 1] == "."
    ):
        high += 1  # the last stop of "U.S." is its own
    return Sighting(
        part.start,
        part.end,
        Span(low, high),
        reading.text[low:high],
        tuple(token.fold for token in tokens),
        part.title,
        guess(context, part),
        reading.styles[part.start],
        reading.opens[part.start],
    )


def _sentences(reading: Reading) -> dict[int, Span]:
    """Return, for the number of each sentence, the span from its first word to its last."""
    ranges: dict[int, Span] = {}
    for token in reading.tokens:
        known = ranges.get(token.sentence)
        ranges[token.sentence] = Span(known.start if known else token.start, token.end)
    return ranges


def listed(reading: Reading, background: Background) -> tuple[Sighting, ...]:
    """Return the names of a plain list, one a line, whatever their capitals."""
    context = Context(reading, Evidence(), background)
    found: list[Sighting] = []
    start = 0
    for at in range(1, len(reading.tokens) + 1):
        if at == len(reading.tokens) or "\n" in context.gap(at):
            part = Part(start, at)
            if _sound(context, part):
                found.append(_sighting(context, part))
            start = at
    return tuple(found)
