"""How earlier decisions change the suggestions for a document: confidence up or down, dropped, or added.

No database is read here. A form that editors corrected before is corrected without a person only where another meaning
is very unlikely.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from repair.core.replacement_style import fit
from repair.core.span_set import SpanSet
from repair.core.types import Action, Document, Reason, Span, Suggestion
from repair.pipeline.actions.doubts import DOUBT
from repair.pipeline.feedback.feedback_values import Feedback, LearnedCorrection, Rejection
from repair.pipeline.feedback.learned_corrections import (
    is_certain,
    is_distinctive,
    is_supported,
    people,
    reason_text,
    trust,
)
from repair.text.name_key import key
from repair.text.tokens import Token, tokenize
from repair.text.widening import repeats_neighbour, widened_span

REMEMBERED, REJECTED, OFTEN_REJECTED = "remembered", "refused", "often-refused"
_LONGEST_FORM = 8  # words
_DOUBTFUL = 0.5  # confidence in a form that was corrected before and may mean something else now

REJECTED_BEFORE = "{who} rejected this before, on different evidence"
CORRECTED_OTHERWISE = "editors corrected this spelling to another name before"
EVIDENCE_OFTEN_REJECTED = "editors have often rejected suggestions with the same main reason ({count} times)"


@dataclass(frozen=True, slots=True)
class FeedbackThresholds:
    """The confidence (0-1) from which a suggestion may be applied without a person, and that from which it is made."""

    apply_at: float
    review_at: float


def apply_feedback(
    feedback: Feedback,
    suggestions: Sequence[Suggestion],
    document: Document,
    *,
    thresholds: FeedbackThresholds,
    is_known: Callable[[str], bool] = lambda surface: False,
) -> tuple[Suggestion, ...]:
    """Return the suggestions for a document with earlier decisions taken into account.

    Args:
        feedback: The earlier decisions.
        suggestions: The suggestions of the pipeline, in order of place.
        document: The document.
        thresholds: The confidence from which a suggestion is applied, and that from which it is made.
        is_known: Function that returns whether sources have a form as a name. Such a form is never corrected from
            earlier decisions, and an ambiguous form only where the sources have the name that it was replaced with.
    """
    if not feedback:
        return tuple(suggestions)
    places = list(_places(feedback, document))
    distinctive_names = {place.learned.replacement for place in places if is_distinctive(place.tokens)}
    changed = [_changed(feedback, suggestion, thresholds, distinctive_names, is_known) for suggestion in suggestions]
    remaining = [suggestion for suggestion in changed if suggestion is not None]
    # An earlier correction takes precedence over the flag of an unverified name.
    corrected = SpanSet(suggestion.span for suggestion in remaining if suggestion.action is not Action.FLAG)
    added: list[Suggestion] = []
    done = 0
    for remembered_place in places:
        place = _widened(document.text, remembered_place)
        if place is None or is_known(remembered_place.surface) or feedback.is_confirmed(remembered_place.surface):
            continue
        certain = is_certain(place.learned, place.tokens, distinctive_names)
        if place.span.start < done or corrected.touches(place.span) or not _applies(feedback, place, is_known, certain):
            continue
        # The earlier decision was about fewer words than this one, or has no support, so a person decides.
        certain = certain and place is remembered_place and is_supported(place.learned)
        added.append(_from_decisions(place, document, suggestions, thresholds, certain=certain))
        done = place.span.end
    added_spans = SpanSet(suggestion.span for suggestion in added)
    remaining = [s for s in remaining if s.action is not Action.FLAG or not added_spans.touches(s.span)]
    return tuple(sorted([*remaining, *added], key=lambda suggestion: suggestion.span))


def _applies(feedback: Feedback, place: _MentionPlace, is_known: Callable[[str], bool], certain: bool) -> bool:
    """Whether an earlier correction is suggested at a place where the pipeline suggests none."""
    if is_known(place.surface) or feedback.is_confirmed(place.surface):
        return False
    if not certain and not is_known(place.learned.replacement):
        return False
    return feedback.rejection_of(place.surface, place.learned.replacement) is None


@dataclass(frozen=True, slots=True)
class _MentionPlace:
    """An occurrence in the copy of a form that editors corrected before."""

    span: Span
    surface: str
    tokens: tuple[Token, ...]
    learned: LearnedCorrection


def _widened(text: str, place: _MentionPlace) -> _MentionPlace | None:
    """Return a place widened by the neighbouring words that the learned name contains too.

    None where the name would still be next to one of its own words, or where the copy already has the name.
    """
    name = place.learned.replacement
    span = widened_span(text, place.span, name)
    if repeats_neighbour(text, span, name):
        return None
    if span == place.span:
        return place
    surface = text[span.start : span.end]
    return None if key(surface) == key(name) else replace(place, span=span, surface=surface)


def _places(feedback: Feedback, document: Document) -> Iterator[_MentionPlace]:
    """Yield the occurrences of corrected forms in order, the longest at each place first."""
    text, tokens = document.text, tokenize(document.text)
    for low in range(len(tokens)):
        # Few words begin a corrected form, so the time depends on the copy and not on the feedback.
        longest = min(feedback.openings.get(tokens[low].fold, 0), _LONGEST_FORM)
        for high in range(min(low + longest, len(tokens)), low, -1):
            start, end = tokens[low].start, tokens[high - 1].end
            learned = feedback.correction_for(text[start:end])
            if learned is None or tokens[low].sentence != tokens[high - 1].sentence:
                continue
            # A name is capitalised; the same letters in lower case are a word.
            if tokens[low].capital or learned.surface[:1].islower():
                yield _MentionPlace(Span(start, end), text[start:end], tuple(tokens[low:high]), learned)


def _changed(
    feedback: Feedback,
    suggestion: Suggestion,
    thresholds: FeedbackThresholds,
    distinctive_names: set[str],
    is_known: Callable[[str], bool],
) -> Suggestion | None:
    """Return a suggestion after earlier decisions have been applied; None where they drop it."""
    if feedback.is_confirmed(suggestion.surface):
        return None
    rejection = feedback.rejection_of(suggestion.surface, suggestion.replacement)
    if rejection is not None and not _new_grounds(suggestion, rejection):
        return None
    if suggestion.replacement is None:
        return suggestion
    suggestion = _lowered(feedback, suggestion, thresholds)
    learned = feedback.correction_for(suggestion.surface)
    agrees = learned is not None and key(learned.replacement) == key(suggestion.replacement or "")
    if rejection is not None:
        text = REJECTED_BEFORE.format(who=people(rejection.by))
        suggestion = replace(
            suggestion, action=Action.REVIEW, reasons=(*suggestion.reasons, Reason(REJECTED, text, 0.0))
        )
    elif learned is not None and agrees and not is_known(suggestion.surface):
        certain = is_certain(learned, tuple(tokenize(suggestion.surface)), distinctive_names) and is_supported(learned)
        suggestion = _raised(suggestion, learned, thresholds, certain=certain)
    elif learned is not None and not agrees:
        # Editors replaced this form with another name before, so a person decides.
        doubt = Reason(DOUBT, CORRECTED_OTHERWISE, 0.0)
        suggestion = replace(suggestion, action=Action.REVIEW, reasons=(doubt, *_without_doubt(suggestion)))
    return suggestion if _confidence(suggestion) >= thresholds.review_at else None


def _lowered(feedback: Feedback, suggestion: Suggestion, thresholds: FeedbackThresholds) -> Suggestion:
    """Return a suggestion with a lower confidence where its main reason has often been rejected."""
    lead = leading_evidence(suggestion)
    penalty = next((penalty for penalty in feedback.penalties if penalty.key == lead), None)
    if penalty is None:
        return suggestion
    confidence = round(_shifted(_confidence(suggestion), penalty.shift), 4)
    action = suggestion.action if confidence >= thresholds.apply_at else Action.REVIEW
    reason = Reason(OFTEN_REJECTED, EVIDENCE_OFTEN_REJECTED.format(count=penalty.rejections), round(penalty.shift, 2))
    return replace(suggestion, confidence=confidence, action=action, reasons=(*suggestion.reasons, reason))


def _raised(
    suggestion: Suggestion, learned: LearnedCorrection, thresholds: FeedbackThresholds, *, certain: bool
) -> Suggestion:
    """Return a suggestion that editors have accepted before, with a higher confidence."""
    least = thresholds.apply_at if certain else thresholds.review_at
    likely = max(_confidence(suggestion), least, trust(learned) if certain else 0.0)
    weight = round(_logit(likely) - _logit(_confidence(suggestion)), 2)
    reason = Reason(REMEMBERED, reason_text(learned), weight)
    return replace(
        suggestion,
        confidence=round(likely, 4),
        action=Action.APPLY if certain else suggestion.action,
        reasons=(reason, *(_without_doubt(suggestion) if certain else suggestion.reasons)),
        evidence=suggestion.evidence or learned.evidence,
    )


def _without_doubt(suggestion: Suggestion) -> tuple[Reason, ...]:
    """Return the reasons for a suggestion, without the doubt that left it for review."""
    return tuple(reason for reason in suggestion.reasons if reason.key != DOUBT)


def _from_decisions(
    place: _MentionPlace,
    document: Document,
    suggestions: Sequence[Suggestion],
    thresholds: FeedbackThresholds,
    *,
    certain: bool,
) -> Suggestion:
    """Return a suggestion that rests on earlier decisions alone."""
    confidence = max(trust(place.learned), thresholds.apply_at) if certain else max(_DOUBTFUL, thresholds.review_at)
    after = fit(place.learned.replacement, document.text, place.span)
    return Suggestion.at(
        document,
        place.span,
        after,
        confidence=confidence,
        kind=place.learned.kind,
        action=Action.APPLY if certain else Action.REVIEW,
        evidence=place.learned.evidence,
        reasons=(Reason(REMEMBERED, reason_text(place.learned), round(_logit(confidence), 2)),),
        signature=suggestions[0].signature if suggestions else "",
    )


def leading_evidence(suggestion: Suggestion) -> str | None:
    """Return the key of the main reason for a suggestion; None where no reason supports it."""
    supporting = [reason for reason in suggestion.reasons if reason.weight > 0]
    return max(supporting, key=lambda reason: reason.weight).key if supporting else None


class Grounds(NamedTuple):
    """What a suggestion rests on: the keys of the reasons for it, and the sources that have the name."""

    keys: frozenset[str]
    sources: frozenset[str]


def grounds(suggestion: Suggestion) -> Grounds:
    """Return what a suggestion rests on, without what earlier decisions added to it."""
    keys = frozenset(reason.key for reason in suggestion.reasons if reason.weight > 0 and reason.key != REMEMBERED)
    return Grounds(keys, frozenset(citation.source for citation in suggestion.evidence))


def _new_grounds(suggestion: Suggestion, rejection: Rejection) -> bool:
    """Return whether a suggestion has more evidence than when it was rejected.

    Every batch has its own sources, and reasons change with their weights, so a new source or a new reason alone is
    weak evidence. There must be both.
    """
    keys, sources = grounds(suggestion)
    return bool(keys - rejection.keys) and bool(sources - rejection.sources)


def _confidence(suggestion: Suggestion) -> float:
    """Return the confidence (0-1) of a suggestion that proposes a replacement."""
    return suggestion.confidence or 0.0


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def _shifted(p: float, shift: float) -> float:
    return 1 / (1 + math.exp(-(_logit(p) + shift)))
