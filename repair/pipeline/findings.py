"""Findings: for every name-like span of a copy, what it is and why it was changed or not (``repair explain``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from repair.core.display import percent
from repair.core.span_set import SpanSet
from repair.core.types import Action, Finding, Mention, Outcome, Span, Suggestion
from repair.pipeline import explanation
from repair.pipeline.actions.action_choice import DIFFER
from repair.pipeline.actions.doubts import DOUBT
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.ranking.ranker import Ranker
from repair.pipeline.unverified.mention_classification import ClassifiedMention

SUGGESTED = "should be {name} ({confidence}, {what_happens})"
BELOW_THRESHOLD = "{explanation}; possibly {name} ({confidence}), too unlikely to suggest"
_WHAT_HAPPENS = {Action.APPLY: "certain", Action.REVIEW: "to review", Action.VARIANT: "spelling variant"}


def findings(
    suggestions: Sequence[Suggestion],
    mentions: Iterable[ClassifiedMention],
    unlikely: Iterable[ScoredCorrection],
    ranker: Ranker,
) -> tuple[Finding, ...]:
    """Return the findings of a document, in order of place.

    Args:
        suggestions: The suggestions for the document.
        mentions: All its name-like spans; those that a suggestion covers are left out.
        unlikely: The corrections that are not likely enough to be suggested.
        ranker: The ranker; it gives the reasons for such a correction.
    """
    covered = SpanSet(suggestion.span for suggestion in suggestions)
    by_place = {place: scored for scored in unlikely for place in range(scored.correction.start, scored.correction.end)}
    unchanged = (mention for mention in mentions if not covered.touches(mention.mention.span))
    every = [*map(suggestion_finding, suggestions), *(_unchanged(mention, by_place, ranker) for mention in unchanged)]
    return tuple(sorted(every, key=lambda finding: finding.mention.span))


def _unchanged(classified: ClassifiedMention, unlikely: dict[int, ScoredCorrection], ranker: Ranker) -> Finding:
    """Return why a span was left alone; ``unlikely`` has the correction at each place (code points) that has one."""
    span = classified.mention.span
    here = [unlikely[place] for place in range(span.start, span.end) if place in unlikely]
    if not here or classified.outcome is Outcome.KNOWN:
        return Finding(classified.mention, classified.outcome, classified.explanation)
    best = max(here, key=lambda scored: scored.confidence)
    confidence = percent(best.confidence)
    text = BELOW_THRESHOLD.format(
        explanation=classified.explanation, name=best.correction.replacement, confidence=confidence
    )
    return Finding(classified.mention, Outcome.AMBIGUOUS, text, reasons=explanation.reasons([best], ranker)[0])


def suggestion_finding(suggestion: Suggestion) -> Finding:
    """Return the finding of a suggestion."""
    mention = Mention(
        suggestion.document_id, Span(suggestion.span.start, suggestion.span.end), suggestion.surface, suggestion.kind
    )
    if suggestion.action is Action.FLAG:
        return Finding(
            mention, Outcome.UNVERIFIED, suggestion.reasons[0].text, suggestion.alternatives, suggestion=suggestion
        )
    text = SUGGESTED.format(
        name=suggestion.replacement,
        confidence=percent(suggestion.confidence or 0.0),
        what_happens=_WHAT_HAPPENS[suggestion.action],
    )
    why = next((reason.text for reason in suggestion.reasons if reason.key in (DIFFER, DOUBT)), None)
    text = f"{text}; {why}" if why else text
    return Finding(mention, Outcome.SUGGESTED, text, suggestion.alternatives, suggestion.reasons, suggestion)
