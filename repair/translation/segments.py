"""Sentences that run over tags: cut from the parts of a story, and a translation dealt out to the same tags again.

A translation is dealt out only where names that fill a tag show which words belong on which side of it; everywhere
else the words between two tags are translated by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from repair.core.types import Kind, Span
from repair.formats import SourceDocument
from repair.translation.gazetteer_names import SourceName
from repair.translation.masking import MaskedSentence, TranslatedSentence
from repair.translation.sentences import sentence_spans

_MOST_WORDS = 5  # of a name that fills a tag
_MOST_LINES = 8  # of a sentence that is translated whole: the words of a longer one would drift from their captions
_LINED = frozenset(("subrip", "webvtt", "wire"))
_TURNS = frozenset("-–—♪♫[(")  # what a line begins with that is no part of the sentence before


@dataclass(frozen=True, slots=True)
class TextSegment:
    """A sentence of a story: its span and its pieces, each within one part (code points of the story's text).

    ``wraps`` are the numbers of the pieces that only the end of a line, or of a caption, keeps from the one before.
    """

    span: Span
    pieces: tuple[Span, ...]
    wraps: frozenset[int] = frozenset()

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The pieces (half-open ranges of their numbers) that no tag parts."""
        starts = [at for at in range(len(self.pieces)) if at not in self.wraps]
        return list(zip(starts, [*starts[1:], len(self.pieces)], strict=True))

    def parted(self, text: str) -> list[TextSegment]:
        """Return the stretches that this one falls into: those that tags part, else its lines; none without a word."""
        if len(self.runs) > 1:
            cut = [
                TextSegment(
                    self.run(low, high),
                    self.pieces[low:high],
                    frozenset(at - low for at in self.wraps if low < at < high),
                )
                for low, high in self.runs
            ]
        else:
            cut = [TextSegment(piece, (piece,)) for piece in self.pieces] if len(self.pieces) > 1 else []
        return [one for one in cut if any(map(str.isalpha, text[one.span.start : one.span.end]))]

    def run(self, low: int, high: int) -> Span:
        """Return the span from piece ``low`` to the end of the one before ``high``."""
        return Span(self.pieces[low].start, self.pieces[high - 1].end)


def line_ends(reading: SourceDocument) -> frozenset[int]:
    """Return the numbers of the parts before which, in captions and on the wire, no more than a line ends."""
    if reading.format not in _LINED:
        return frozenset()
    found = set()
    for at, (one, other) in enumerate(pairwise(reading.runs), 1):
        between = reading.raw[one.byte_offsets[one.span.end - one.span.start] : other.byte_offsets[0]]
        begins = reading.document.text[other.span.start]
        if (b"\n" in between or b"\r" in between) and begins not in _TURNS:
            found.add(at)
    return frozenset(found)


def text_segments(text: str, parts: Sequence[Span], wraps: frozenset[int] = frozenset()) -> list[TextSegment]:
    """Return the sentences of ``text``; one may run over several ``parts`` when nothing but space is between them.

    ``wraps`` are the numbers of the parts before which no more than a line ends.

    >>> [one.pieces for one in text_segments("Ayer Ana Sol vino. No.", [Span(0, 4), Span(5, 12), Span(13, 22)])]
    [(Span(start=0, end=4), Span(start=5, end=12), Span(start=13, end=18)), (Span(start=19, end=22),)]
    """
    found = []
    for block in _blocks(text, parts):
        held = [parts[at] for at in block]
        for span in sentence_spans(text, held[0].start, held[-1].end):
            pieces = [(at, piece) for at in block if (piece := _piece(text, span, parts[at])) is not None]
            soft = frozenset(number for number, (at, _) in enumerate(pieces) if number and at in wraps)
            soft = soft if len(soft) < _MOST_LINES else frozenset()
            found.append(TextSegment(span, tuple(piece for _, piece in pieces), soft))
    return found


def _blocks(text: str, parts: Sequence[Span]) -> list[list[int]]:
    """Return the numbers of the parts, those together that only a tag or an end within a line of text keeps apart."""
    blocks: list[list[int]] = []
    for at, part in enumerate(parts):
        gap = text[parts[at - 1].end : part.start] if blocks else "\n"
        if not gap.strip(" ") and "\n" not in gap:
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return blocks


def _piece(text: str, span: Span, part: Span) -> Span | None:
    """Return what of ``span`` lies in ``part``, without the space at its edges."""
    low, high = max(part.start, span.start), min(part.end, span.end)
    while low < high and text[low].isspace():
        low += 1
    while low < high and text[high - 1].isspace():
        high -= 1
    return Span(low, high) if low < high else None


def whole_tags(text: str, found: Sequence[TextSegment], names: Sequence[SourceName]) -> tuple[SourceName, ...]:
    """Return the names; where a tag holds a person's name and else only words with capitals, all of it is the name."""
    told = list(names)
    tagged = (one for one in found if len(one.runs) > 1)
    for piece in (one.pieces[low] for one in tagged for low, high in one.runs if high - low == 1):
        words = text[piece.start : piece.end].split()
        inside = [name for name in told if piece.start <= name.span.start and name.span.end <= piece.end]
        if len(inside) != 1 or inside[0].span == piece or inside[0].kind is not Kind.PERSON or len(words) > _MOST_WORDS:
            continue
        if all(word[0].isupper() and word.isalpha() for word in words):
            name = inside[0]
            low, high = name.span.start, name.span.end
            target = text[piece.start : low] + name.target + text[high : piece.end]
            told[told.index(name)] = replace(name, span=piece, surface=text[piece.start : piece.end], target=target)
    return tuple(told)


def begun_alike(kept: TranslatedSentence, first: str) -> str:
    """Return the translation of a piece from within a sentence: small at its beginning where the original is.

    >>> begun_alike(TranslatedSentence("En la plaza."), "i"), begun_alike(TranslatedSentence("ONU dice."), "i")
    ('en la plaza.', 'ONU dice.')
    """
    text = kept.text
    at_once = any(placed.span is not None and placed.span.start == 0 for placed in kept.placed)
    if not first.islower() or at_once or text[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def can_distribute(stretch: TextSegment, sentence: MaskedSentence) -> bool:
    """Tell whether a translation of the sentence could be dealt out: beside each tag stands a name that fills one."""
    runs = [stretch.run(*each) for each in stretch.runs]
    if len(runs) == 1:
        return True
    anchored = [_anchor(run, stretch, sentence) is not None for run in runs]
    return all(one or other for one, other in pairwise(anchored))


def distribute(
    text: str, stretch: TextSegment, sentence: MaskedSentence, kept: TranslatedSentence
) -> tuple[str, ...] | None:
    """Return what of a translation belongs into each piece, or None when its names do not show that."""
    if len(stretch.pieces) == 1:
        return (kept.text,)
    runs = [stretch.run(*each) for each in stretch.runs]
    whole = _deal_runs(text, runs, [_anchor(run, stretch, sentence) for run in runs], kept)
    if whole is None:
        return None
    dealt: list[str] = []
    for (low, high), run in zip(stretch.runs, whole, strict=True):
        names = [Span(place.start - run.start, place.end - run.start) for place in _spans(kept)]
        lines = _wrapped(kept.text[run.start : run.end], stretch.pieces[low:high], names)
        if lines is None:
            return None
        dealt += lines
    return tuple(dealt)


def _deal_runs(
    text: str, runs: Sequence[Span], anchors: Sequence[Span | None], kept: TranslatedSentence
) -> list[Span] | None:
    """Return the span of the translation (code points) that belongs into each of the runs that tags part."""
    if len(runs) == 1:
        return [Span(0, len(kept.text))]
    spans = {placed.name.span: placed.span for placed in kept.placed}
    places = [spans.get(anchor) if anchor is not None else None for anchor in anchors]
    dealt = []
    done = 0
    for at, (anchor, place) in enumerate(zip(anchors, places, strict=True)):
        if anchor is not None:
            if place is None or place.start < done:
                return None
            low, high = place.start, place.end
        else:
            after = places[at + 1] if at + 1 < len(places) else None
            if at + 1 < len(places) and after is None:
                return None
            low, high = done, len(kept.text) if after is None else after.start
        gap = text[runs[at - 1].end : runs[at].start] if at else ""
        following = text[runs[at].end : runs[at + 1].start] if at + 1 < len(runs) else ""
        if anchor is None:
            low += len(gap) if kept.text[low:high].startswith(gap) else 0
            high -= len(following) if kept.text[low:high].endswith(following) else 0
        dealt.append(Span(low, max(low, high)))
        done = high
    rebuilt = "".join(
        (text[runs[at - 1].end : run.start] if at else "") + kept.text[span.start : span.end]
        for at, (run, span) in enumerate(zip(runs, dealt, strict=True))
    )
    return dealt if rebuilt == kept.text and all(kept.text[span.start : span.end].strip() for span in dealt) else None


def _wrapped(text: str, pieces: Sequence[Span], names: Sequence[Span]) -> list[str] | None:
    """Return ``text`` in as many lines as there are pieces, long as those are, names unbroken where that can be.

    None when it has not words enough.
    """
    total = sum(piece.end - piece.start for piece in pieces)
    lines, done, length = [], 0, 0
    for number, piece in enumerate(pieces[:-1], 1):
        length += piece.end - piece.start
        spaces = [at for at in range(done + 1, len(text) - 1) if text[at] == " "]
        spaces = spaces[: max(0, len(spaces) - (len(pieces) - 1 - number))]
        outside = [at for at in spaces if not any(name.start < at < name.end for name in names)]
        if not spaces:
            return None
        at = min(outside or spaces, key=lambda at: abs(at - len(text) * length / total))
        lines.append(text[done:at])
        done = at + 1
    return [*lines, text[done:]]


def _spans(kept: TranslatedSentence) -> list[Span]:
    return [placed.span for placed in kept.placed if placed.span is not None]


def _anchor(piece: Span, stretch: TextSegment, sentence: MaskedSentence) -> Span | None:
    """Return the span (code points of the sentence) of the name that fills ``piece``, or None."""
    inside = Span(piece.start - stretch.span.start, piece.end - stretch.span.start)
    return inside if any(name.span == inside for name in sentence.names) else None
