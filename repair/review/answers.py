"""What the API answers with, as types that describe it in OpenAPI, for people and for generators of clients.

Values of `repair.decisions` that are answered as they are have no second definition here.
The answers are made in `responses`; a test holds each against its type. Offsets are code points.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from repair.decisions.assignments import Assignment
from repair.decisions.models import Claim
from repair.decisions.queue_models import Progress, QueueEntry

Confidence = Annotated[float | None, Field(ge=0, le=1, description="Calibrated probability; none for a flag.")]
Unit = Annotated[Literal["code points"], Field(description="The unit of all offsets.")]

Notices = Annotated[list[str], Field(description="Why there may be fewer suggestions than expected, if so.")]


def describe(model: type) -> dict[str, Any]:
    """Return the options of a route that answers with ``model``; the answer itself is passed on as it is made.

    Args:
        model: A pydantic model or a dataclass.
    """
    return {"response_model": None, "responses": {200: {"model": model, "description": "Done."}}}


class EmptyAnswer(BaseModel):
    """Nothing but that it is done."""


class QueueAnswer(BaseModel):
    """A page of the queue."""

    stories: list[QueueEntry]
    count: int
    page: int
    pages: int
    progress: Progress
    sources: list[str]


class AlternativeAnswer(BaseModel):
    """Another name for the same place."""

    text: str
    confidence: float


class CitationAnswer(BaseModel):
    """A passage of a source that has the name."""

    source: str
    snippet: str
    date: str | None


class ReasonAnswer(BaseModel):
    """A reason for or against the name, with its weight in nats."""

    key: str
    text: str
    weight: float


class SuggestionAnswer(BaseModel):
    """A suggestion; without a replacement it flags a name that no source has."""

    id: str
    start: int
    end: int
    line: int
    column: int
    surface: str
    replacement: str | None
    confidence: Confidence
    kind: str
    action: str
    alternatives: list[AlternativeAnswer]
    evidence: list[CitationAnswer]
    reasons: list[ReasonAnswer]
    signature: str
    unit: Unit


class DecisionAnswer(BaseModel):
    """A decision; a verdict of none undoes the one before."""

    id: int
    uid: str
    suggestion_id: str
    verdict: str | None
    replacement: str | None
    reviewer: str
    decided_at: str
    supersedes: int | None
    undoes: int | None
    batch: str | None
    edit_start: int | None
    edit_before: str | None
    comment: str | None


class QueuedAnswer(SuggestionAnswer):
    """A suggestion in the queue, with its state and the decision in force."""

    story_id: str
    story_name: str
    state: str
    changed_already: str | None
    decision: DecisionAnswer | None


class HeaderAnswer(BaseModel):
    """What the file of a story says of it; empty where it says nothing."""

    headline: str
    slug: str
    version: str
    publication: str
    date: str


class StoryAnswer(BaseModel):
    """A story with its suggestions; ``left`` of them are open."""

    id: str
    name: str
    source: str
    header: HeaderAnswer
    arrived_at: str
    text: str
    notices: Notices
    assignee: str | None
    claimed_by_other: Claim | None
    left: int
    suggestions: list[QueuedAnswer]
    unit: Unit


class BulkAssignmentAnswer(BaseModel):
    """How many stories an action assigned and left alone. It is undone by its ``batch``, null where nothing changed."""

    batch: str | None
    changed: int
    unchanged: int


class AssignmentsAnswer(BaseModel):
    """Assignments, latest first."""

    assignments: list[Assignment]


class HistoryEntryAnswer(DecisionAnswer):
    """A decision with what it is about; ``in_force`` says whether it is in force."""

    surface: str
    proposed: str | None
    story_id: str
    story_name: str
    in_force: bool


class CardAnswer(QueuedAnswer):
    """A suggestion with others for the same form, its history, and counts of the same name."""

    elsewhere: list[QueuedAnswer]
    history: list[HistoryEntryAnswer]
    same_in_story: int
    same_in_queue: int


class ActionAnswer(BaseModel):
    """What an action did, as a sentence and as decisions; ``left`` are suggestions that it could not decide."""

    message: str
    decisions: list[DecisionAnswer]
    left: list[str]
    story_id: str | None
    next_id: str | None


class NoteAnswer(BaseModel):
    """The editor's note, empty if nothing was corrected."""

    note: str


class SavedAnswer(BaseModel):
    """Where the corrected copy was saved, and what has to be corrected in it by hand."""

    path: str
    by_hand: list[str]


class AllSavedAnswer(BaseModel):
    """The copies that were saved, and why others were not."""

    saved: list[SavedAnswer]
    errors: list[str]


class NamesAnswer(BaseModel):
    """The open suggestions of a name."""

    count: int
    suggestions: list[QueuedAnswer]


class HistoryAnswer(BaseModel):
    """Decisions, latest first."""

    decisions: list[HistoryEntryAnswer]


class CheckAnswer(BaseModel):
    """The suggestions for a text, and the signature of what made them."""

    suggestions: list[SuggestionAnswer]
    notices: Notices
    signature: str
    unit: Unit
