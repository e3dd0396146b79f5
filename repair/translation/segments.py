"""Sentences that run over tags and lines: cut from the runs of a story, and their translations distributed again.

A translation is distributed over tags only where names that fill a tag show which words belong on which side of it.
Elsewhere the words between two tags are translated by themselves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from repair.core.types import Kind, Span
from repair.formats import SourceDocument
from repair.translation.gazetteer_names import SourceName
from repair.translation.masking import MaskedSentence, TranslatedSentence
from repair.translation.sentences import sentence_spans

_MAX_NAME_WORDS = 5  # of a name that fills a tag
_MAX_LINES = 8  # of a sentence that is translated whole; in a longer one, words drift away from their captions
_LINE_FORMATS = frozenset(("ass", "lrc", "sbv", "subrip", "webvtt", "wire"))
_NEW_SENTENCE = frozenset("-–—♪♫[(")  # first characters of a line that begins a sentence


@dataclass(frozen=True, slots=True)
class TextSegment:
    """A sentence of a story.

    Attributes:
        span: Its place (code points of the text of the story).
        pieces: The parts of it that lie within one text run each.
        soft_breaks: Numbers of the pieces before which only a line or a caption ends, and no tag.
    """

    span: Span
    pieces: tuple[Span, ...]
    soft_breaks: frozenset[int] = frozenset()

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The pieces with no tag between them, as half-open ranges of their numbers."""
        starts = [at for at in range(len(self.pieces)) if at not in self.soft_breaks]
        return list(zip(starts, [*starts[1:], len(self.pieces)], strict=True))

    def split(self, text: str) -> list[TextSegment]:
        """Return its smaller segments that have a letter: those between tags or, without tags, its lines."""
        if len(self.runs) > 1:
            cut = [
                TextSegment(
                    self.span_of(low, high),
                    self.pieces[low:high],
                    frozenset(at - low for at in self.soft_breaks if low < at < high),
                )
                for low, high in self.runs
            ]
        else:
            cut = [TextSegment(piece, (piece,)) for piece in self.pieces] if len(self.pieces) > 1 else []
        return [segment for segment in cut if any(map(str.isalpha, text[segment.span.start : segment.span.end]))]

    def span_of(self, low: int, high: int) -> Span:
        """Return the span of the pieces ``low`` to ``high`` (not included)."""
        return Span(self.pieces[low].start, self.pieces[high - 1].end)


def line_ends(source_document: SourceDocument) -> frozenset[int]:
    """Return the numbers of the runs before which, in captions and wire messages, only a line ends."""
    if source_document.format not in _LINE_FORMATS:
        return frozenset()
    numbers = set()
    for at, (first, other) in enumerate(pairwise(source_document.runs), 1):
        between = source_document.raw[first.byte_offsets[first.span.end - first.span.start] : other.byte_offsets[0]]
        begins = source_document.document.text[other.span.start]
        if (b"\n" in between or b"\r" in between) and begins not in _NEW_SENTENCE:
            numbers.add(at)
    return frozenset(numbers)


def text_segments(text: str, runs: Sequence[Span], soft_breaks: frozenset[int] = frozenset()) -> list[TextSegment]:
    """Return the sentences of ``text``; one may extend over several runs with only spaces between them.

    Args:
        text: The text of a story.
        runs: Spans of its text runs, in order.
        soft_breaks: Numbers of the runs before which only a line ends.

    >>> [one.pieces for one in text_segments("Ayer Ana Sol vino. No.", [Span(0, 4), Span(5, 12), Span(13, 22)])]
    [(Span(start=0, end=4), Span(start=5, end=12), Span(start=13, end=18)), (Span(start=19, end=22),)]
    """
    segments = []
    for block in _blocks(text, runs):
        for span in sentence_spans(text, runs[block[0]].start, runs[block[-1]].end):
            pieces = [(at, piece) for at in block if (piece := _piece(text, span, runs[at])) is not None]
            soft = frozenset(number for number, (at, _) in enumerate(pieces) if number and at in soft_breaks)
            soft = soft if len(soft) < _MAX_LINES else frozenset()
            segments.append(TextSegment(span, tuple(piece for _, piece in pieces), soft))
    return segments


def _blocks(text: str, runs: Sequence[Span]) -> list[list[int]]:
    """Return the numbers of the runs in groups; within a group only tags or spaces separate them."""
    blocks: list[list[int]] = []
    for at, run in enumerate(runs):
        gap = text[runs[at - 1].end : run.start] if blocks else "\n"
        if not gap.strip(" ") and "\n" not in gap:
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return blocks


def _piece(text: str, span: Span, run: Span) -> Span | None:
    """Return the part of ``span`` that lies in ``run``, without spaces at its ends."""
    low, high = max(run.start, span.start), min(run.end, span.end)
    while low < high and text[low].isspace():
        low += 1
    while low < high and text[high - 1].isspace():
        high -= 1
    return Span(low, high) if low < high else None


def extend_to_tags(text: str, segments: Sequence[TextSegment], names: Sequence[SourceName]) -> tuple[SourceName, ...]:
    """Return the names, those of people extended to the tag around them where it holds only capitalized words.

    Args:
        text: The text to be translated, with its tags.
        segments: Its segments.
        names: The names in it; offsets are code points of ``text``.
    """
    extended = list(names)
    order = sorted(range(len(names)), key=lambda number: names[number].span.start)
    starts = [names[number].span.start for number in order]
    for piece in _tag_contents(segments):
        low, high = bisect_left(starts, piece.start), bisect_left(starts, piece.end)
        inside = [number for number in order[low:high] if names[number].span.end <= piece.end]
        if len(inside) == 1 and _is_longer_name(text, piece, names[inside[0]]):
            name = names[inside[0]]
            target = text[piece.start : name.span.start] + name.target + text[name.span.end : piece.end]
            extended[inside[0]] = replace(name, span=piece, surface=text[piece.start : piece.end], target=target)
    return tuple(extended)


def _tag_contents(segments: Sequence[TextSegment]) -> Iterator[Span]:
    """Yield the pieces that are all of what one tag holds, where a segment has several runs."""
    for segment in segments:
        runs = segment.runs
        if len(runs) > 1:
            yield from (segment.pieces[low] for low, high in runs if high - low == 1)


def _is_longer_name(text: str, piece: Span, name: SourceName) -> bool:
    """Tell whether ``piece``, which holds a person's name, consists of a few capitalized words and so is all name."""
    if name.span == piece or name.kind is not Kind.PERSON:
        return False
    words = text[piece.start : piece.end].split()
    return len(words) <= _MAX_NAME_WORDS and all(word[0].isupper() and word.isalpha() for word in words)


def match_initial_case(translation: TranslatedSentence, first: str) -> str:
    """Return the translation of a piece from within a sentence, in lower case where its original begins so.

    ``first`` is the first letter of the original.

    >>> [match_initial_case(TranslatedSentence(text), "i") for text in ("En la plaza.", "ONU dice.")]
    ['en la plaza.', 'ONU dice.']
    """
    text = translation.text
    begins_with_name = any(placed.span is not None and placed.span.start == 0 for placed in translation.placements)
    if not first.islower() or begins_with_name or text[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]


def can_distribute(segment: TextSegment, sentence: MaskedSentence) -> bool:
    """Tell whether a translation could be distributed: on one side of each tag boundary, a name fills the tag."""
    runs = [segment.span_of(*run) for run in segment.runs]
    if len(runs) == 1:
        return True
    anchored = [_anchor(run, segment, sentence) is not None for run in runs]
    return all(before or after for before, after in pairwise(anchored))


def distribute(
    text: str, segment: TextSegment, sentence: MaskedSentence, translation: TranslatedSentence
) -> tuple[str, ...] | None:
    """Return the part of a translation for each piece, or None where its names do not show which is which.

    Args:
        text: The text to be translated.
        segment: The sentence in it, in pieces that tags separate.
        sentence: The same sentence with masked names.
        translation: Its translation.
    """
    if len(segment.pieces) == 1:
        return (translation.text,)
    runs = [segment.span_of(*run) for run in segment.runs]
    run_spans = _distribute_over_tags(text, runs, [_anchor(run, segment, sentence) for run in runs], translation)
    if run_spans is None:
        return None
    distributed: list[str] = []
    for (low, high), run in zip(segment.runs, run_spans, strict=True):
        names = [Span(place.start - run.start, place.end - run.start) for place in _spans(translation)]
        lines = _split_lines(translation.text[run.start : run.end], segment.pieces[low:high], names)
        if lines is None:
            return None
        distributed += lines
    return tuple(distributed)


def _distribute_over_tags(
    text: str, runs: Sequence[Span], anchors: Sequence[Span | None], translation: TranslatedSentence
) -> list[Span] | None:
    """Return the span of the translation (code points) for each of the runs between tags, or None."""
    if len(runs) == 1:
        return [Span(0, len(translation.text))]
    spans = {placed.name.span: placed.span for placed in translation.placements}
    places = [spans.get(anchor) if anchor is not None else None for anchor in anchors]
    distributed = []
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
            low, high = done, len(translation.text) if after is None else after.start
        gap = text[runs[at - 1].end : runs[at].start] if at else ""
        following = text[runs[at].end : runs[at + 1].start] if at + 1 < len(runs) else ""
        if anchor is None:
            low += len(gap) if translation.text[low:high].startswith(gap) else 0
            high -= len(following) if translation.text[low:high].endswith(following) else 0
        distributed.append(Span(low, max(low, high)))
        done = high
    rebuilt = "".join(
        (text[runs[at - 1].end : run.start] if at else "") + translation.text[span.start : span.end]
        for at, (run, span) in enumerate(zip(runs, distributed, strict=True))
    )
    return (
        distributed
        if rebuilt == translation.text and all(translation.text[span.start : span.end].strip() for span in distributed)
        else None
    )


def _split_lines(text: str, pieces: Sequence[Span], names: Sequence[Span]) -> list[str] | None:
    """Return ``text`` in as many lines as there are pieces, of similar lengths, with names unbroken if possible.

    Returns None if it has too few words.
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


def _spans(translation: TranslatedSentence) -> list[Span]:
    return [placed.span for placed in translation.placements if placed.span is not None]


def _anchor(piece: Span, segment: TextSegment, sentence: MaskedSentence) -> Span | None:
    """Return the span (code points of the sentence) of the name that fills ``piece``, or None."""
    inside = Span(piece.start - segment.span.start, piece.end - segment.span.start)
    return inside if any(name.span == inside for name in sentence.names) else None
