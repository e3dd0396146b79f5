"""A story translated in its own form: sentence by sentence, white space and markup as they were, names kept.

Returns edits of the original and the draft they make; writes no file. What an editor should look at in the draft is
told as suggestions, each with the name that the original has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import JaroWinkler

from repair import wording
from repair.background import Background
from repair.engines import Engine, language
from repair.errors import EngineError
from repair.formats import Reading
from repair.gazetteer import Gazetteer
from repair.protect import Guarded, Kept, Placed, find_names, sentence_spans, translate_keeping
from repair.protect.keeping import MENDED
from repair.repairer import Repairer
from repair.text import fold, line_and_column
from repair.types import Action, Alternative, Document, Edit, Reason, Span, Suggestion

SOURCE_NAME = "source name"
SAME = "--from and --to are both {code!r}; give two languages"
ALIKE = 0.75  # Jaro-Winkler similarity from which a proposal is taken for a name of the original

_LOST = "the original has {surface} here; the translation lost it"
_MENDED = "the original has {surface}; the engine had made something else of it"
_BESIDE = "the original has {surface}"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the draft: its span there (code points), its span in the original, what became of its names."""

    span: Span
    original: Span
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Translated:
    """A story and its draft: ``edits`` turn the original's text into ``text``; suggestions lie in ``text``."""

    text: str
    edits: tuple[Edit, ...]
    lines: tuple[Line, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def names(self) -> tuple[Placed, ...]:
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
        self._background = Background.load()

    @property
    def signature(self) -> str:
        """The engine and what reads its drafts, in one line."""
        return f"engine:{self.engine.name}" + (f"|{self._repairer.signature}" if self._repairer else "")

    def translate(self, reading: Reading, *, src: str, tgt: str = "en") -> Translated:
        """Return the draft of ``reading``, from ``src`` into ``tgt``; `EngineError` when it cannot be made."""
        src, tgt = language(src), language(tgt)
        if src == tgt:
            raise EngineError(SAME.format(code=src))
        spans, sentences = self._sentences(reading, tgt)
        kept = translate_keeping(self.engine, sentences, src, tgt)
        text, edits, lines = _draft(reading.document.text, spans, kept)
        draft = replace(reading.document, text=text)
        return Translated(text, edits, lines, self._suggestions(draft, lines))

    def _sentences(self, reading: Reading, tgt: str) -> tuple[list[Span], list[Guarded]]:
        """Return where each sentence stands, and each sentence with its names; none reaches over a tag."""
        text = reading.document.text
        names = (
            find_names(text, tgt=tgt, gazetteer=self._gazetteer, background=self._background) if self._protect else ()
        )
        spans = [span for part in reading.parts for span in sentence_spans(text, part.span.start, part.span.end)]
        guarded = []
        waiting = list(reversed(names))
        for span in spans:
            inside = []
            while waiting and waiting[-1].span.start < span.end:
                name = waiting.pop()
                if span.start <= name.span.start and name.span.end <= span.end:
                    inside.append(replace(name, span=_moved(name.span, -span.start)))
            guarded.append(Guarded(text[span.start : span.end], tuple(inside)))
        return spans, guarded

    def _suggestions(self, draft: Document, lines: Sequence[Line]) -> tuple[Suggestion, ...]:
        """Return what is to be looked at: names lost or mended, and what the repair pass finds elsewhere."""
        own = [_told(draft, line, placed) for line in lines for placed in line.placed]
        told = [suggestion for suggestion in own if suggestion is not None]
        if self._repairer is None:
            return tuple(told)
        safe = [_moved(placed.span, line.span.start) for line in lines for placed in line.placed if placed.span]
        for suggestion in self._repairer.suggest(draft):
            if not any(span.start < suggestion.span.end and suggestion.span.start < span.end for span in safe):
                told.append(_beside(suggestion, lines))
        return tuple(sorted(told, key=lambda suggestion: suggestion.span))


def _draft(text: str, spans: Sequence[Span], kept: Sequence[Kept]) -> tuple[str, tuple[Edit, ...], tuple[Line, ...]]:
    """Return the text with each span's translation in its place, as edits, and where each line of it stands."""
    pieces: list[str] = []
    edits: list[Edit] = []
    lines: list[Line] = []
    done = length = 0
    for span, one in zip(spans, kept, strict=True):
        before = text[span.start : span.end]
        pieces += [text[done : span.start], one.text]
        length += span.start - done
        lines.append(Line(Span(length, length + len(one.text)), span, one.placed))
        length += len(one.text)
        done = span.end
        if one.text != before:
            edits.append(Edit(span, before, one.text, wording.identify(str(span.start), before, one.text)))
    return "".join([*pieces, text[done:]]), tuple(edits), tuple(lines)


def _told(draft: Document, line: Line, placed: Placed) -> Suggestion | None:
    """Return what an editor is told of a name that did not come through by itself."""
    name = placed.name
    if placed.span is not None and placed.how != MENDED:
        return None
    span = line.span if placed.span is None else _moved(placed.span, line.span.start)
    row, column = line_and_column(draft.text, span.start)
    words = (_LOST if placed.span is None else _MENDED).format(surface=name.surface)
    return Suggestion(
        id=wording.identify(draft.id, str(span.start), name.surface, SOURCE_NAME),
        document_id=draft.id,
        span=span,
        line=row,
        column=column,
        surface=draft.text[span.start : span.end],
        replacement=None,
        confidence=1.0,
        kind=name.kind,
        action=Action.FLAG,
        alternatives=(Alternative(name.target, 0.0),) if placed.span is None else (),
        reasons=(Reason(SOURCE_NAME, words, 0.0),),
    )


def _beside(suggestion: Suggestion, lines: Iterable[Line]) -> Suggestion:
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


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
