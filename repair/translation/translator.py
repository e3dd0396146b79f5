"""Translates a story in its own format, sentence by sentence; white space, markup and names are kept.

Returns the draft and the edits that turn the original into it; writes no file. Places that an editor should check are
returned as suggestions, each with the name in the original.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import JaroWinkler

from repair.core.errors import EngineError
from repair.core.identity import content_id
from repair.core.types import Alternative, Document, Edit, Kind, Reason, Span, Suggestion
from repair.formats import SourceDocument
from repair.gazetteer import Gazetteer
from repair.pipeline.repairer import Repairer
from repair.text.hard_wraps import unwrapped
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.translation import MaskedSentence, NamePlacement, SourceName, find_names, translate_with_names
from repair.translation.cross_script import CrossScriptMatcher
from repair.translation.engines import Engine, language
from repair.translation.line_wrapping import rewrap
from repair.translation.masking import CORRECTED
from repair.translation.segments import (
    TextSegment,
    can_distribute,
    distribute,
    extend_to_tags,
    line_ends,
    match_initial_case,
    text_segments,
)

SOURCE_NAME = "source name"
UNTRANSLATED = "not translated"
SAME = "--from and --to are both {code!r}; give two languages"
MIN_SIMILARITY = 0.75  # Jaro-Winkler similarity from which a replacement is considered a name of the original

_LOST = "the original has {surface} here; the translation lost it"
_CORRECTED = "the original has {surface}; the engine changed it, and it was corrected"
_UNTRANSLATED = "the engine gave no translation of this sentence; it is as in the original"
_IN_ORIGINAL = "the original has {surface}"


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of the draft.

    Attributes:
        span: Its place in the draft (code points).
        longest_run: Its longest part without a tag, where a flag on the whole sentence is placed.
        original: Its place in the original (code points).
        placements: The places of its names.
        untranslated: Whether it is still in the original language, because the engine gave no usable translation.
    """

    span: Span
    longest_run: Span
    original: Span
    placements: tuple[NamePlacement, ...]
    untranslated: bool = False


@dataclass(frozen=True, slots=True)
class Translated:
    """The draft of a story.

    Attributes:
        text: The text of the draft.
        edits: The edits that turn the text of the original into ``text``.
        sentences: The sentences of the draft, in order.
        suggestions: What an editor should check; spans are code points of ``text``.
    """

    text: str
    edits: tuple[Edit, ...]
    sentences: tuple[DraftSentence, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def placements(self) -> tuple[NamePlacement, ...]:
        """The places of all names, in the order of the original."""
        return tuple(placed for line in self.sentences for placed in line.placements)


class Translator:
    """Translates stories with one engine, keeps the names, and checks the draft."""

    def __init__(
        self,
        engine: Engine,
        *,
        gazetteer: Gazetteer | None = None,
        repairer: Repairer | None = None,
        protect: bool = True,
    ) -> None:
        """Create a translator.

        Args:
            engine: The engine that translates.
            gazetteer: Names to keep; without it, names are recognised by their shape alone.
            repairer: Checks the draft against its sources; without it, only the names of the original are checked.
            protect: Whether names are hidden from the engine. False measures the unprotected engine.
        """
        self.engine = engine
        self._gazetteer, self._repairer, self._protect = gazetteer, repairer, protect
        self._lexicon = Lexicon.load()
        self._matcher = CrossScriptMatcher(gazetteer, lexicon=self._lexicon) if gazetteer is not None else None

    @property
    def signature(self) -> str:
        """The engine and the repairer with their versions, in one line."""
        return f"engine:{self.engine.name}" + (f"|{self._repairer.signature}" if self._repairer else "")

    def translate(self, source_document: SourceDocument, *, src: str, tgt: str = "en") -> Translated:
        """Return the draft of a story.

        Args:
            source_document: The story in its format.
            src: Code of its language, with two or three letters.
            tgt: Code of the language to translate into.

        Raises:
            EngineError: The languages are equal or not codes, or the engine cannot translate.
        """
        src, tgt = language(src), language(tgt)
        if src == tgt:
            raise EngineError.of(SAME, code=src)
        translated = self._translate(source_document, src, tgt)
        text, edits, sentences = _draft(source_document.document.text, translated)
        draft = replace(source_document.document, text=text)
        return Translated(text, edits, sentences, self._suggestions(draft, sentences, tgt))

    def _translate(self, source_document: SourceDocument, src: str, tgt: str) -> list[_Distributed]:
        """Return the translation of each sentence; one that cannot be distributed over its tags, piece by piece."""
        original = source_document.document.text
        text = unwrapped(original, short_lines=True)
        names: tuple[SourceName, ...] = ()
        if self._protect:
            names = find_names(
                text, src=src, tgt=tgt, gazetteer=self._gazetteer, lexicon=self._lexicon, matcher=self._matcher
            )
        waiting = text_segments(text, [run.span for run in source_document.runs], line_ends(source_document))
        names = extend_to_tags(text, waiting, names)
        done: list[_Distributed] = []
        are_pieces = False  # whether the pending segments are pieces of sentences
        while waiting:
            masked = _with_names(text, [segment.span for segment in waiting], names)
            possible = [can_distribute(*pair) for pair in zip(waiting, masked, strict=True)]
            requests = [sentence for sentence, can in zip(masked, possible, strict=True) if can]
            answers = iter(translate_with_names(self.engine, requests, src, tgt))
            smaller: list[TextSegment] = []
            for segment, sentence, can in zip(waiting, masked, possible, strict=True):
                pieces = None
                if can:
                    answer = next(answers)
                    if len(segment.pieces) == 1:
                        answer = rewrap(answer, original[segment.span.start : segment.span.end], sentence.text)
                    if are_pieces:
                        answer = replace(answer, text=match_initial_case(answer, text[segment.span.start]))
                    pieces = distribute(text, segment, sentence, answer)
                if pieces is None:
                    smaller += segment.split(text)
                else:
                    done.append(_Distributed(segment, pieces, answer.placements, answer.untranslated))
            waiting, are_pieces = smaller, True
        return sorted(done, key=lambda sentence: sentence.segment.span)

    def _suggestions(self, draft: Document, sentences: Sequence[DraftSentence], tgt: str) -> tuple[Suggestion, ...]:
        """Return what an editor should check: names lost or corrected, and what the repairer suggests elsewhere.

        The repairer reads English. Of a draft in another language, only its replacements are used, not its flags.
        """
        checks = [_name_check(draft, sentence, placed) for sentence in sentences for placed in sentence.placements]
        checks += [
            _flag(draft, sentence.longest_run, UNTRANSLATED, _UNTRANSLATED)
            for sentence in sentences
            if sentence.untranslated
        ]
        suggestions = [check for check in checks if check is not None]
        if self._repairer is None:
            return tuple(suggestions)
        spans = [
            _moved(placed.span, sentence.span.start)
            for sentence in sentences
            for placed in sentence.placements
            if placed.span
        ]
        for suggestion in self._repairer.suggest(draft):
            if tgt != "en" and (suggestion.replacement is None or suggestion.kind is Kind.TITLE):
                continue
            if not any(span.start < suggestion.span.end and suggestion.span.start < span.end for span in spans):
                suggestions.append(_with_original_name(suggestion, sentences))
        return tuple(sorted(suggestions, key=lambda suggestion: suggestion.span))


@dataclass(frozen=True, slots=True)
class _Distributed:
    """A translated segment: the text for each of its pieces, and its names (places in the translation)."""

    segment: TextSegment
    pieces: tuple[str, ...]
    placements: tuple[NamePlacement, ...]
    untranslated: bool


def _with_names(text: str, spans: Sequence[Span], names: Sequence[SourceName]) -> list[MaskedSentence]:
    """Return the sentence at each span with the names inside it; spans and names are in order of place."""
    sentences = []
    waiting = list(reversed(names))
    for span in spans:
        inside = []
        while waiting and waiting[-1].span.start < span.end:
            name = waiting.pop()
            if span.start <= name.span.start and name.span.end <= span.end:
                inside.append(replace(name, span=_moved(name.span, -span.start)))
        sentences.append(MaskedSentence(text[span.start : span.end], tuple(inside)))
    return sentences


def _draft(text: str, translated: Sequence[_Distributed]) -> tuple[str, tuple[Edit, ...], tuple[DraftSentence, ...]]:
    """Return the draft: its text, the edits that produce it, and its sentences."""
    pieces: list[str] = []
    edits: list[Edit] = []
    sentences: list[DraftSentence] = []
    done = length = 0
    for sentence in translated:
        start = length + sentence.segment.span.start - done
        runs = []
        for span, after in zip(sentence.segment.pieces, sentence.pieces, strict=True):
            before = text[span.start : span.end]
            pieces += [text[done : span.start], after]
            length += span.start - done + len(after)
            runs.append(Span(length - len(after), length))
            done = span.end
            if after != before:
                edits.append(Edit(span, before, after, content_id(str(span.start), before, after)))
        longest = max(runs, key=lambda run: run.end - run.start)
        sentences.append(
            DraftSentence(
                Span(start, length), longest, sentence.segment.span, sentence.placements, sentence.untranslated
            )
        )
    return "".join([*pieces, text[done:]]), tuple(edits), tuple(sentences)


def _name_check(draft: Document, sentence: DraftSentence, placed: NamePlacement) -> Suggestion | None:
    """Return a flag for a name that was lost or corrected, None for one that was kept."""
    name = placed.name
    if placed.span is None:
        text = _LOST.format(surface=name.surface)
        flag = _flag(draft, sentence.longest_run, SOURCE_NAME, text, name.surface)
        return replace(flag, kind=name.kind, alternatives=(Alternative(name.target, 0.0),))
    if placed.method != CORRECTED:
        return None
    span = _moved(placed.span, sentence.span.start)
    text = _CORRECTED.format(surface=name.surface)
    return replace(_flag(draft, span, SOURCE_NAME, text, name.surface), kind=name.kind)


def _flag(draft: Document, span: Span, key: str, text: str, what: str = "") -> Suggestion:
    """Return a flag at ``span`` of the draft; ``what`` distinguishes its id from others at the same place."""
    flag = Suggestion.at(draft, span, None, reasons=(Reason(key, text, 0.0),))
    return replace(flag, id=content_id(draft.id, str(span.start), what, key))


def _with_original_name(suggestion: Suggestion, sentences: Iterable[DraftSentence]) -> Suggestion:
    """Return the suggestion with a similar name of the original sentence as its first reason, if there is one."""
    at = suggestion.span.start
    sentence = next((sentence for sentence in sentences if sentence.span.start <= at < sentence.span.end), None)
    if sentence is None:
        return suggestion
    replacement = fold(suggestion.replacement or suggestion.surface)
    ranked = [
        (JaroWinkler.similarity(fold(placed.name.target), replacement), placed.name.surface)
        for placed in sentence.placements
    ]
    if not ranked or max(ranked)[0] < MIN_SIMILARITY:
        return suggestion
    reason = Reason(SOURCE_NAME, _IN_ORIGINAL.format(surface=max(ranked)[1]), 0.0)
    return replace(suggestion, reasons=(reason, *suggestion.reasons))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
