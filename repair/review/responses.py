"""Values as JSON: what the API answers with. Offsets are code points, and every answer that has any says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from repair.core.types import Suggestion
from repair.decisions.history import HistoryEntry
from repair.decisions.models import (
    Claim,
    Confirmation,
    Decision,
    Progress,
    QueuedSuggestion,
    QueueEntry,
    Unverified,
    answer_of,
)
from repair.review.session import ActionResult, CardView, QueueView, StoryView

UNIT = "code points"


def queue_json(view: QueueView) -> dict[str, Any]:
    """Return one page of the queue."""
    return {
        "stories": [line_json(line) for line in view.lines],
        "count": view.count,
        "page": view.page,
        "pages": view.pages,
        "progress": progress_json(view.progress),
        "sources": list(view.sources),
    }


def line_json(line: QueueEntry) -> dict[str, Any]:
    """Return a story's line in the queue."""
    return asdict(line)


def progress_json(progress: Progress) -> dict[str, Any]:
    """Return how far the queue is."""
    return asdict(progress) | {"total": progress.total}


def story_json(view: StoryView) -> dict[str, Any]:
    """Return a story with its suggestions."""
    story = view.story
    return {
        "id": story.id,
        "name": story.name,
        "source": story.source,
        "arrived_at": story.arrived_at,
        "text": story.text,
        "claimed_by_other": claim_json(view.other),
        "left": view.left,
        "suggestions": [case_json(case) for case in view.cases],
        "unit": UNIT,
    }


def case_json(case: QueuedSuggestion) -> dict[str, Any]:
    """Return a suggestion with how it stands."""
    return suggestion_json(case.suggestion) | {
        "story_id": case.story_id,
        "story_name": case.story_name,
        "state": case.state.value,
        "decision": decision_json(case.head, flag=case.flag) if case.head else None,
    }


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """Return a suggestion, evidence and all."""
    return {
        "id": suggestion.id,
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "line": suggestion.line,
        "column": suggestion.column,
        "surface": suggestion.surface,
        "replacement": suggestion.replacement,
        "confidence": suggestion.confidence,
        "kind": suggestion.kind.value,
        "action": suggestion.action.value,
        "alternatives": [asdict(other) for other in suggestion.alternatives],
        "evidence": [asdict(witness) for witness in suggestion.evidence],
        "reasons": [asdict(reason) for reason in suggestion.reasons],
        "signature": suggestion.signature,
        "unit": UNIT,
    }


def card_json(card: CardView) -> dict[str, Any]:
    """Return all about one suggestion."""
    return case_json(card.case) | {
        "elsewhere": [case_json(case) for case in card.elsewhere],
        "history": [entry_json(entry) for entry in card.history],
        "same_in_story": card.same_in_story,
        "same_in_queue": card.same_in_queue,
    }


def decision_json(decision: Decision, *, flag: bool) -> dict[str, Any]:
    """Return a decision, its verdict in the words for proposals or, with ``flag``, for unverified names."""
    verdict = answer_of(decision.verdict, flag=flag).value if decision.verdict else None
    return asdict(decision) | {"verdict": verdict}


def confirmation_json(confirmation: Confirmation) -> dict[str, Any]:
    """Return what has to be confirmed before a decision is kept."""
    return asdict(confirmation)


def entry_json(entry: HistoryEntry) -> dict[str, Any]:
    """Return a decision with what it was about."""
    return decision_json(entry.decision, flag=entry.flag) | {
        "surface": entry.surface,
        "proposed": entry.proposed,
        "story_id": entry.story_id,
        "story_name": entry.story_name,
        "stands": entry.stands,
    }


def done_json(done: ActionResult) -> dict[str, Any]:
    """Return what came of a decision."""
    return {
        "words": done.words,
        "decisions": [decision_json(each, flag=each.suggestion_id in done.flags) for each in done.decisions],
        "left": list(done.left),
        "story_id": done.story_id,
        "next_id": done.next_id,
    }


def unverified_json(names: Sequence[Unverified]) -> list[dict[str, Any]]:
    """Return the names nobody vouches for."""
    return [asdict(name) | {"kind": name.kind.value} for name in names]


def claim_json(claim: Claim | None) -> dict[str, Any] | None:
    """Return somebody else's claim on a story."""
    return asdict(claim) if claim else None
