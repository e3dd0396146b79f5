"""The JSON that the API answers with, made from the values of a review session.

Offsets are code points, and every answer with offsets names that unit. The keys are part of the API.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from repair.core.serialize import UNIT, encode
from repair.core.types import Suggestion
from repair.decisions.assignments import Assignment
from repair.decisions.history import HistoryEntry
from repair.decisions.models import Claim, Confirmation, Decision, QueuedSuggestion, answer_of
from repair.decisions.queue_models import Progress, QueueEntry, Unverified
from repair.review.corrected_copy import SavedCopy
from repair.review.story_header import header_of
from repair.review.views import ActionResult, CardView, QueueView, StoryView


def queue_json(view: QueueView) -> dict[str, Any]:
    """Return one page of the queue."""
    return {
        "stories": [queue_entry_json(entry) for entry in view.entries],
        "count": view.count,
        "page": view.page,
        "pages": view.pages,
        "progress": progress_json(view.progress),
        "sources": list(view.sources),
    }


def queue_entry_json(entry: QueueEntry) -> dict[str, Any]:
    """Return a story's entry in the queue."""
    return asdict(entry)


def progress_json(progress: Progress) -> dict[str, Any]:
    """Return the counts of the whole queue."""
    return asdict(progress)


def story_json(view: StoryView) -> dict[str, Any]:
    """Return a story with its suggestions."""
    story = view.story
    return {
        "id": story.id,
        "name": story.name,
        "source": story.source,
        "header": asdict(header_of(story)),
        "arrived_at": story.arrived_at,
        "text": story.text,
        "notices": list(story.notices),
        "assignee": story.assignee,
        "claimed_by_other": claim_json(view.other),
        "left": view.open_count,
        "suggestions": [item_json(item) for item in view.items],
        "unit": UNIT,
    }


def item_json(item: QueuedSuggestion) -> dict[str, Any]:
    """Return a suggestion with its state and the decision in force."""
    return suggestion_json(item.suggestion) | {
        "story_id": item.story_id,
        "story_name": item.story_name,
        "state": item.state.value,
        "changed_already": item.applied_text,
        "decision": decision_json(item.decision, flag=item.flag) if item.decision else None,
    }


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """Return a suggestion with its evidence and reasons."""
    record = encode(suggestion) | {"unit": UNIT}
    del record["document_id"]
    return record


def card_json(card: CardView) -> dict[str, Any]:
    """Return one suggestion with the other data of its card."""
    return item_json(card.item) | {
        "elsewhere": [item_json(item) for item in card.elsewhere],
        "history": [history_json(entry) for entry in card.history],
        "same_in_story": card.same_in_story,
        "same_in_queue": card.same_in_queue,
    }


def decision_json(decision: Decision, *, flag: bool) -> dict[str, Any]:
    """Return a decision; ``flag`` says that it is about an unverified name, which has verdicts of its own."""
    verdict = answer_of(decision.verdict, flag=flag).value if decision.verdict else None
    return encode(decision) | {"verdict": verdict}


def confirmation_json(confirmation: Confirmation) -> dict[str, Any]:
    """Return what must be confirmed before a decision is kept."""
    return asdict(confirmation)


def history_json(entry: HistoryEntry) -> dict[str, Any]:
    """Return a decision with the suggestion and story that it is about."""
    return decision_json(entry.decision, flag=entry.flag) | {
        "surface": entry.surface,
        "proposed": entry.proposed,
        "story_id": entry.story_id,
        "story_name": entry.story_name,
        "in_force": entry.in_force,
    }


def assignment_json(assignment: Assignment) -> dict[str, Any]:
    """Return who assigned a story to whom."""
    return asdict(assignment)


def result_json(result: ActionResult) -> dict[str, Any]:
    """Return the result of an action."""
    return {
        "message": result.message,
        "decisions": [
            decision_json(decision, flag=decision.suggestion_id in result.flags) for decision in result.decisions
        ],
        "left": list(result.left_out),
        "story_id": result.story_id,
        "next_id": result.next_id,
    }


def unverified_json(names: Sequence[Unverified]) -> list[dict[str, Any]]:
    """Return unverified names."""
    return [asdict(name) | {"kind": name.kind.value} for name in names]


def saved_json(saved: SavedCopy) -> dict[str, Any]:
    """Return where a corrected copy was saved, and what has to be corrected in it by hand."""
    return {"path": str(saved.path), "by_hand": list(saved.by_hand)}


def claim_json(claim: Claim | None) -> dict[str, Any] | None:
    """Return a colleague's claim on a story, or None."""
    return asdict(claim) if claim else None
