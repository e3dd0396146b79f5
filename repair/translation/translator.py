"""A story translated in its own form: sentence by sentence, white space and markup as they were, names kept.

Returns edits of the original and the draft they make; writes no file. What an editor should look at in the draft is
told as suggestions, each with the name that the original has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import JaroWinkler

from repair.core.errors import EngineError
from repair.core.types import Action, Alternative, Document, Edit, Kind, Reason, Span, Suggestion
from repair.formats import SourceDocument
from repair.gazetteer import Gazetteer
from repair.pipeline import explanation
from repair.pipeline.repairer import Repairer
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.tokens import line_and_column
from repair.translation import MaskedSentence, NamePlacement, SourceName, find_names, translate_with_names
from repair.translation.cross_script import CrossScriptMatcher
from repair.translation.engines import Engine, language
from repair.translation.line_wrapping import unwrap_lines, wrapped
from repair.translation.masking import MENDED
from repair.translation.segments import (
    TextSegment,
    begun_alike,
    can_distribute,
    distribute,
    line_ends,
    text_segments,
    whole_tags,
)

SOURCE_NAME = "source name"
UNTOLD = "not translated"
SAME = "--from and --to are both {code!r}; give two languages"
ALIKE = 0.75  # Jaro-Winkler similarity from which a proposal is taken for a name of the original

_LOST = "the original has {surface} here; the translation lost it"
_MENDED = "the original has {surface}; the engine had made something else of it"
_UNTOLD = "the engine gave no translation of this; it stands as in the original"
_BESIDE = "the original has {surface}"


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of the draft: its span there (code points), its span in the original, what became of its names.

    ``run`` is its longest run that no tag breaks, which is where something can be said of the whole. ``untold``: it
    is the original's, for the engine had no translation of it.
    """

    span: Span
    run: Span
    original: Span
    placed: tuple[NamePlacement, ...]
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Translated:
    """A story and its draft: ``edits`` turn the original's text into ``text``; suggestions lie in ``text``."""

    text: str
    edits: tuple[Edit, ...]
    lines: tuple[DraftSentence, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def names(self) -> tuple[NamePlacement, ...]:
        """What became of each name, in order of place in the original."""
        return tuple(placed for line in self.lines for placed in line.placed)


class Translator:
    """An engine, the names to keep, and the repairer that reads the draft; either of the last two may be missing."""

    def __init__(
        self,
        engine: Engine,
        *,
        gazetteer: Gazetteer | None = None,
        repairer: Repairer | None = None,
        protect: bool = True,
    ) -> None:
        """Put them together; without ``protect`` nothing is hidden, which is for measuring what that costs."""
        self.engine = engine
        self._gazetteer, self._repairer, self._protect = gazetteer, repairer, protect
        self._background = Lexicon.load()
        self._ties = CrossScriptMatcher(gazetteer, background=self._background) if gazetteer is not None else None

    @property
    def signature(self) -> str:
        """The engine and what reads its drafts, in one line."""
        return f"engine:{self.engine.name}" + (f"|{self._repairer.signature}" if self._repairer else "")

    def translate(self, reading: SourceDocument, *, src: str, tgt: str = "en") -> Translated:
        """Return the draft of ``reading``, from ``src`` into ``tgt``; `EngineError` when it cannot be made."""
        src, tgt = language(src), language(tgt)
        if src == tgt:
            raise EngineError(SAME.format(code=src))
        said = self._said(reading.document.text, ([part.span for part in reading.runs], line_ends(reading)), src, tgt)
        text, edits, lines = _draft(reading.document.text, said)
        draft = replace(reading.document, text=text)
        return Translated(text, edits, lines, self._suggestions(draft, lines, tgt))

    def _said(self, text: str, parts: tuple[Sequence[Span], frozenset[int]], src: str, tgt: str) -> list[_Said]:
        """Return the translation of each sentence; one that cannot be dealt out to its tags, piece by piece."""
        original, text = text, unwrap_lines(text)
        names: tuple[SourceName, ...] = ()
        if self._protect:
            names = find_names(
                text, src=src, tgt=tgt, gazetteer=self._gazetteer, background=self._background, ties=self._ties
            )
        left = text_segments(text, *parts)
        names = whole_tags(text, left, names)
        said: list[_Said] = []
        within = False  # whether what is left are pieces of sentences
        while left:
            guarded = _guard(text, [one.span for one in left], names)
            able = [can_distribute(one, each) for one, each in zip(left, guarded, strict=True)]
            asked = [each for each, can in zip(guarded, able, strict=True) if can]
            told = iter(translate_with_names(self.engine, asked, src, tgt))
            again: list[TextSegment] = []
            for one, each, can in zip(left, guarded, able, strict=True):
                dealt = None
                if can:
                    kept = next(told)
                    if len(one.pieces) == 1:
                        kept = wrapped(kept, original[one.span.start : one.span.end], each.text)
                    if within:
                        kept = replace(kept, text=begun_alike(kept, text[one.span.start]))
                    dealt = distribute(text, one, each, kept)
                if dealt is None:
                    again += one.parted(text)
                else:
                    said.append(_Said(one, dealt, kept.placed, kept.untold))
            left, within = again, True
        return sorted(said, key=lambda one: one.stretch.span)

    def _suggestions(self, draft: Document, lines: Sequence[DraftSentence], tgt: str) -> tuple[Suggestion, ...]:
        """Return what is to be looked at: names lost or mended, and what the repair pass finds elsewhere.

        The repair pass reads English; of a draft in another language only its proposals are told, no doubts.
        """
        own = [_told(draft, line, placed) for line in lines for placed in line.placed]
        own += [_flagged(draft, line.run, UNTOLD, _UNTOLD) for line in lines if line.untold]
        told = [suggestion for suggestion in own if suggestion is not None]
        if self._repairer is None:
            return tuple(told)
        safe = [_moved(placed.span, line.span.start) for line in lines for placed in line.placed if placed.span]
        for suggestion in self._repairer.suggest(draft):
            if tgt != "en" and (suggestion.replacement is None or suggestion.kind is Kind.TITLE):
                continue
            if not any(span.start < suggestion.span.end and suggestion.span.start < span.end for span in safe):
                told.append(_beside(suggestion, lines))
        return tuple(sorted(told, key=lambda suggestion: suggestion.span))


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence with what is to be written into each of its pieces, and its names (places in the translation)."""

    stretch: TextSegment
    dealt: tuple[str, ...]
    placed: tuple[NamePlacement, ...]
    untold: bool


def _guard(text: str, spans: Sequence[Span], names: Sequence[SourceName]) -> list[MaskedSentence]:
    """Return the sentence at each span with the names that lie within it; spans and names in order of place."""
    guarded = []
    waiting = list(reversed(names))
    for span in spans:
        inside = []
        while waiting and waiting[-1].span.start < span.end:
            name = waiting.pop()
            if span.start <= name.span.start and name.span.end <= span.end:
                inside.append(replace(name, span=_moved(name.span, -span.start)))
        guarded.append(MaskedSentence(text[span.start : span.end], tuple(inside)))
    return guarded


def _draft(text: str, said: Sequence[_Said]) -> tuple[str, tuple[Edit, ...], tuple[DraftSentence, ...]]:
    """Return the text with each piece's translation in its place, as edits, and where each line of it stands."""
    pieces: list[str] = []
    edits: list[Edit] = []
    lines: list[DraftSentence] = []
    done = length = 0
    for one in said:
        start = length + one.stretch.span.start - done
        runs = []
        for span, after in zip(one.stretch.pieces, one.dealt, strict=True):
            before = text[span.start : span.end]
            pieces += [text[done : span.start], after]
            length += span.start - done + len(after)
            runs.append(Span(length - len(after), length))
            done = span.end
            if after != before:
                edits.append(Edit(span, before, after, explanation.content_id(str(span.start), before, after)))
        lines.append(
            DraftSentence(Span(start, length), max(runs, key=_length), one.stretch.span, one.placed, one.untold)
        )
    return "".join([*pieces, text[done:]]), tuple(edits), tuple(lines)


def _told(draft: Document, line: DraftSentence, placed: NamePlacement) -> Suggestion | None:
    """Return what an editor is told of a name that did not come through by itself."""
    name = placed.name
    if placed.span is None:
        words = _LOST.format(surface=name.surface)
        flagged = _flagged(draft, line.run, SOURCE_NAME, words, name.surface)
        return replace(flagged, kind=name.kind, alternatives=(Alternative(name.target, 0.0),))
    if placed.how != MENDED:
        return None
    span = _moved(placed.span, line.span.start)
    return replace(
        _flagged(draft, span, SOURCE_NAME, _MENDED.format(surface=name.surface), name.surface), kind=name.kind
    )


def _flagged(draft: Document, span: Span, key: str, words: str, what: str = "") -> Suggestion:
    """Return a flag at ``span`` of the draft; ``what`` tells it from others at the same place."""
    row, column = line_and_column(draft.text, span.start)
    return Suggestion(
        id=explanation.content_id(draft.id, str(span.start), what, key),
        document_id=draft.id,
        span=span,
        line=row,
        column=column,
        surface=draft.text[span.start : span.end],
        replacement=None,
        confidence=1.0,
        kind=Kind.OTHER,
        action=Action.FLAG,
        reasons=(Reason(key, words, 0.0),),
    )


def _beside(suggestion: Suggestion, lines: Iterable[DraftSentence]) -> Suggestion:
    """Return the suggestion with the name that the original has in that sentence, when one is like it."""
    line = next((line for line in lines if line.span.start <= suggestion.span.start < line.span.end), None)
    if line is None:
        return suggestion
    wanted = fold(suggestion.replacement or suggestion.surface)
    alike = [(JaroWinkler.similarity(fold(placed.name.target), wanted), placed.name.surface) for placed in line.placed]
    if not alike or max(alike)[0] < ALIKE:
        return suggestion
    reason = Reason(SOURCE_NAME, _BESIDE.format(surface=max(alike)[1]), 0.0)
    return replace(suggestion, reasons=(reason, *suggestion.reasons))


def _length(span: Span) -> int:
    return span.end - span.start


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
