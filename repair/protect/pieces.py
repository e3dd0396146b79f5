"""Sentences that run over tags: cut from the parts of a story, and a translation dealt out to the same tags again.

A translation is dealt out only where names that fill a tag show which words belong on which side of it; everywhere
else the words between two tags are translated by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from repair.protect.keeping import Guarded, Kept
from repair.protect.listed import SourceName
from repair.protect.sentences import sentence_spans
from repair.types import Kind, Span

_MOST_WORDS = 5  # of a name that fills a tag


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence of a story: its span and its pieces, each within one part (code points of the story's text)."""

    span: Span
    pieces: tuple[Span, ...]


def stretches(text: str, parts: Sequence[Span]) -> list[Stretch]:
    """Return the sentences of ``text``; one may run over several ``parts`` when nothing but space is between them.

    >>> [one.pieces for one in stretches("Ayer Ana Sol vino. No.", [Span(0, 4), Span(5, 12), Span(13, 22)])]
    [(Span(start=0, end=4), Span(start=5, end=12), Span(start=13, end=18)), (Span(start=19, end=22),)]
    """
    found = []
    for block in _blocks(text, parts):
        for span in sentence_spans(text, block[0].start, block[-1].end):
            found.append(Stretch(span, _pieces(text, span, block)))
    return found


def _blocks(text: str, parts: Sequence[Span]) -> list[list[Span]]:
    """Return the parts, those together that only a tag within a line of text keeps apart."""
    blocks: list[list[Span]] = []
    for part in parts:
        gap = text[blocks[-1][-1].end : part.start] if blocks else "\n"
        if not gap.strip(" ") and "\n" not in gap:
            blocks[-1].append(part)
        else:
            blocks.append([part])
    return blocks


def _pieces(text: str, span: Span, block: Sequence[Span]) -> tuple[Span, ...]:
    """Return what of ``span`` lies in each part, without the space at its edges."""
    pieces = []
    for part in block:
        low, high = max(part.start, span.start), min(part.end, span.end)
        while low < high and text[low].isspace():
            low += 1
        while low < high and text[high - 1].isspace():
            high -= 1
        if low < high:
            pieces.append(Span(low, high))
    return tuple(pieces)


def whole_tags(text: str, found: Sequence[Stretch], names: Sequence[SourceName]) -> tuple[SourceName, ...]:
    """Return the names; where a tag holds a person's name and else only words with capitals, all of it is the name."""
    told = list(names)
    for piece in (piece for one in found if len(one.pieces) > 1 for piece in one.pieces):
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


def begun_alike(kept: Kept, first: str) -> str:
    """Return the translation of a piece from within a sentence: small at its beginning where the original is.

    >>> begun_alike(Kept("En la plaza."), "i"), begun_alike(Kept("ONU dice."), "i")
    ('en la plaza.', 'ONU dice.')
    """
    text = kept.text
    at_once = any(placed.span is not None and placed.span.start == 0 for placed in kept.placed)
    if not first.islower() or at_once or text[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def can_deal(stretch: Stretch, sentence: Guarded) -> bool:
    """Tell whether a translation of the sentence could be dealt out: beside each tag stands a name that fills one."""
    if len(stretch.pieces) == 1:
        return True
    anchored = [_anchor(piece, stretch, sentence) is not None for piece in stretch.pieces]
    return all(one or other for one, other in pairwise(anchored))


def deal(text: str, stretch: Stretch, sentence: Guarded, kept: Kept) -> tuple[str, ...] | None:
    """Return what of a translation belongs into each piece, or None when its names do not show that."""
    pieces = stretch.pieces
    if len(pieces) == 1:
        return (kept.text,)
    spans = {placed.name.span: placed.span for placed in kept.placed}
    anchors = [_anchor(piece, stretch, sentence) for piece in pieces]
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
        gap = text[pieces[at - 1].end : pieces[at].start] if at else ""
        following = text[pieces[at].end : pieces[at + 1].start] if at + 1 < len(pieces) else ""
        if anchor is None:
            low += len(gap) if kept.text[low:high].startswith(gap) else 0
            high -= len(following) if kept.text[low:high].endswith(following) else 0
        dealt.append(kept.text[low:high])
        done = high
    rebuilt = "".join(
        (text[pieces[at - 1].end : piece.start] if at else "") + told
        for at, (piece, told) in enumerate(zip(pieces, dealt, strict=True))
    )
    return tuple(dealt) if rebuilt == kept.text and all(map(str.strip, dealt)) else None


def _anchor(piece: Span, stretch: Stretch, sentence: Guarded) -> Span | None:
    """Return the span (code points of the sentence) of the name that fills ``piece``, or None."""
    inside = Span(piece.start - stretch.span.start, piece.end - stretch.span.start)
    return inside if any(name.span == inside for name in sentence.names) else None
