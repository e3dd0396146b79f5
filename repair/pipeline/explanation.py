"""Putting a correction into words: the sources that carry the name, the reasons, the alternatives.

Turns a `NameCorrection` into a `Suggestion`. It adds no evidence and changes no confidence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from repair.core.edits import fit
from repair.core.types import Action, Alternative, Finding, Kind, Mention, Outcome, Reason, Span, Suggestion, Witness
from repair.gazetteer import Gazetteer
from repair.pipeline.actions import DIFFER
from repair.pipeline.casing import spell
from repair.pipeline.detection import CopyContext
from repair.pipeline.features import FEATURES
from repair.pipeline.groups import DECISION_FEATURES
from repair.pipeline.ranker import Ranker
from repair.pipeline.ranking import ScoredCorrection
from repair.pipeline.whole_names import NameCorrection
from repair.text.normalize import fold
from repair.text.tokens import line_and_column, snippet

MAX_WITNESSES = 4
MAX_REASONS, MAX_AGAINST = 4, 2
MAX_ALTERNATIVES = 3
_LEAST_REASON = 0.15  # nats below which a piece of evidence is not worth naming
MIN_ALTERNATIVE = 0.01  # a name less likely than this (0-1) is not offered
_FULL_NAME = 2  # of `CopyContext.listed`: the gazetteer lists the text as a name


def to_suggestion(
    scene: CopyContext,
    correction: NameCorrection,
    why: tuple[Reason, ...],
    gazetteer: Gazetteer,
    context: tuple[str, str, Action],
) -> Suggestion:
    """Return the suggestion for one correction; ``why`` are its `reasons`, ``context`` is document id, signature and
    action.
    """
    document_id, signature, action = context
    tokens = scene.copy.tokens
    span = Span(tokens[correction.low].start, tokens[correction.high - 1].end)
    surface = scene.copy.text[span.start : span.end]
    written = spell(scene, correction.low, correction.high, correction.replacement)
    line, column = line_and_column(scene.copy.text, span.start)
    names = gazetteer.find(correction.replacement) or gazetteer.find(correction.core)
    return Suggestion(
        id=content_id(document_id, str(span.start), surface, correction.replacement),
        document_id=document_id,
        span=span,
        line=line,
        column=column,
        surface=surface,
        replacement=fit(written, scene.copy.text, span),
        confidence=round(correction.confidence, 4),
        kind=names[0].kind if names else Kind.OTHER,
        action=action,
        alternatives=_alternatives(scene, correction),
        evidence=supporting_sources(scene, (correction.replacement, correction.core)),
        reasons=why,
        signature=signature,
    )


def content_id(*parts: str) -> str:
    """Return a content hash of the parts, 16 hex digits."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _alternatives(scene: CopyContext, correction: NameCorrection) -> tuple[Alternative, ...]:
    """Return the other whole names that the weakest part could stand for; they share what confidence is left.

    A rival for one part makes an alternative only where the gazetteer lists the whole that comes of it, or lists the
    rival as a whole name by itself, and only from `MIN_ALTERNATIVE` on.
    """
    piece = correction.weakest.group.weakest
    core = piece.best.row.pairing.text
    others = [o for o in piece.options if fold(o.row.pairing.text) != fold(core)]
    total = sum(o.probability for o in others) + piece.best.probability
    left = 1.0 - correction.confidence
    found: dict[str, Alternative] = {}
    for option in others:
        text = _whole_alternative(scene, correction.replacement, core, option.row.pairing.text)
        confidence = round(left * option.probability / total, 4)
        if text is not None and confidence >= MIN_ALTERNATIVE:
            found.setdefault(fold(text), Alternative(text, confidence))
    return tuple(found.values())[:MAX_ALTERNATIVES]


def _whole_alternative(scene: CopyContext, replacement: str, core: str, rival: str) -> str | None:
    """Return the whole name with ``rival`` in the place of ``core``, or the rival alone; None if neither is listed."""
    spliced = re.sub(rf"(?<!\w){re.escape(core)}(?!\w)", lambda _: rival, replacement, count=1)
    for text in (spliced, rival):
        words = fold(text).replace("-", " ").split()
        is_new = fold(text) != fold(replacement) and len(set(words)) == len(words)
        if is_new and scene.listed(text) == _FULL_NAME:
            return text
    return None


def supporting_sources(scene: CopyContext, texts: Sequence[str]) -> tuple[Witness, ...]:
    """Return the sources that carry the first of ``texts``, then those that carry the next; one snippet a source."""
    found: dict[str, Witness] = {}
    for text in texts:
        for number, gram in scene.story.grams.get(text, ()):
            reading = scene.story.readings[number]
            if reading.source not in found and len(found) < MAX_WITNESSES:
                start, end = reading.tokens[gram.low].start, reading.tokens[gram.high - 1].end
                found[reading.source] = Witness(reading.source, snippet(reading.text, start, end), reading.date)
    return tuple(found.values())


def reasons(decided: Sequence[ScoredCorrection], judge: Ranker) -> list[tuple[Reason, ...]]:
    """The evidence that moved each decision most: what speaks for it, then what speaks against it, strongest first."""
    rows = [one.group.weakest.best.row for one in decided]
    weighed = judge.weigh.table.reasons([row.numbers() for row in rows])
    settled = judge.decide.reasons([one.group.numbers() for one in decided])
    return [_ranked(*worth) for worth in zip(weighed, settled, strict=True)]


def _ranked(worth: dict[str, float], decision: dict[str, float]) -> tuple[Reason, ...]:
    for name in DECISION_FEATURES:
        if name not in ("weakest", "strongest"):
            worth[name] = decision.get(name, 0.0)
    words = FEATURES | DECISION_FEATURES
    ranked = sorted(worth.items(), key=lambda item: (-abs(item[1]), item[0]))
    told = [(name, value) for name, value in ranked if abs(value) >= _LEAST_REASON]
    speaking_for = [item for item in told if item[1] > 0][:MAX_REASONS]
    against = [item for item in told if item[1] < 0][:MAX_AGAINST]
    return tuple(
        Reason(name, words[name][0 if value > 0 else 1], round(value, 2)) for name, value in speaking_for + against
    )


def _finding_of(suggestion: Suggestion) -> Finding:
    mention = Mention(
        suggestion.document_id, Span(suggestion.span.start, suggestion.span.end), suggestion.surface, suggestion.kind
    )
    if suggestion.action is Action.FLAG:
        return Finding(mention, Outcome.UNVERIFIED, suggestion.reasons[0].words, suggestion=suggestion)
    words = f"stands for {suggestion.replacement} ({suggestion.confidence:.0%}, {suggestion.action})"
    differ = next((reason.words for reason in suggestion.reasons if reason.key == DIFFER), None)
    words = f"{words}; {differ}" if differ else words
    return Finding(mention, Outcome.SUGGESTED, words, suggestion.alternatives, suggestion.reasons, suggestion)
