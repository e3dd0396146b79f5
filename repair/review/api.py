"""The JSON API: everything that the page does, described by OpenAPI at /openapi.json.

Each route calls the review session and returns its result as JSON. Errors become statuses in `app`.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from repair.core.serialize import UNIT
from repair.decisions import export, history, unverified_names
from repair.decisions.models import Answer, NewDecision
from repair.decisions.queue_models import Progress
from repair.review import answers, desk_answers, responses
from repair.review.name_lookup import in_gazetteer, near_names
from repair.review.requests import (
    BulkAccept,
    Checker,
    CopyIn,
    DecisionId,
    DecisionIn,
    NameText,
    QueueFields,
    RecordId,
    Session,
    ShortText,
)
from repair.review.unverified import answer_everywhere
from repair.review.unverified_requests import SpellingIn
from repair.review.views import SelectedSuggestion

Json = dict[str, Any]
StoryId = Annotated[RecordId, Path(description="The id of a story.")]
SuggestionId = Annotated[RecordId, Path(description="The id of a suggestion.")]
MAX_NEAR = 10  # names that are like what is typed
MAX_HISTORY = 500  # decisions in one answer

_DETAIL: Json = {
    "description": "What went wrong, in words.",
    "content": {"application/json": {"schema": {"type": "object", "properties": {"detail": {"type": "string"}}}}},
}
_TEXT: Json = {"description": "What went wrong, in words.", "content": {"text/plain": {}}}
ERROR_RESPONSES: dict[int | str, Json] = {
    400: _DETAIL,
    401: _TEXT,
    403: _TEXT,
    404: _DETAIL,
    408: _TEXT,
    409: _DETAIL,
    410: _DETAIL | {"description": "The text of the story was deleted some time after it was finished."},
    413: _TEXT,
    422: _DETAIL | {"description": "Which values are missing or not allowed, in words."},
    423: _DETAIL,
    428: _DETAIL | {"description": "What must be confirmed first; send the same with `confirm` to keep the decision."},
}
router = APIRouter(prefix="/api/v1", tags=["review"], responses=ERROR_RESPONSES)


@router.get("/stories", **answers.describe(answers.QueueAnswer))
def stories(session: Session, query: QueueFields) -> Json:
    """Return one page of the stories that match the filters, worst first."""
    return responses.queue_json(session.queue(query.filters(), query.page))


@router.get("/progress", **answers.describe(Progress))
def progress(session: Session) -> Json:
    """Return how many suggestions are open, unsure and decided."""
    return responses.progress_json(session.queue().progress)


@router.get("/stories/{story_id}", **answers.describe(answers.StoryAnswer))
def story(session: Session, story_id: StoryId) -> Json:
    """Return a story with its suggestions, without claiming it."""
    return responses.story_json(session.look(story_id))


@router.post("/stories/{story_id}/claim", **answers.describe(answers.StoryAnswer))
def claim(session: Session, story_id: StoryId, take_over: bool = False) -> Json:
    """Claim a story; a colleague's claim is returned, and stays in force unless taken over."""
    return responses.story_json(session.open(story_id, take_over=take_over))


@router.post("/stories/{story_id}/leave", **answers.describe(answers.EmptyAnswer))
def leave(session: Session, story_id: StoryId) -> Json:
    """Release one's own claim on a story, if there is one."""
    session.leave(story_id)
    return {}


@router.get("/stories/{story_id}/note", **answers.describe(answers.NoteAnswer))
def note(session: Session, story_id: StoryId) -> Json:
    """Return the editor's note on the accepted corrections of a story, empty if there are none."""
    return {"note": session.note(session.look(story_id))}


@router.get(
    "/stories/{story_id}/copy",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The corrected copy, byte for byte."}},
)
def copy(session: Session, story_id: StoryId) -> Response:
    """Return the story's file with the accepted edits made, in its own format."""
    view = session.look(story_id)
    return download(view.story.name, session.cleaned(view))


@router.get("/suggestions/{suggestion_id}", **answers.describe(answers.CardAnswer))
def suggestion(session: Session, suggestion_id: SuggestionId) -> Json:
    """Return one suggestion with its evidence, other suggestions for the same spelling, and its history."""
    return responses.card_json(session.card(session.item(suggestion_id)))


@router.post("/suggestions/{suggestion_id}/decisions", **answers.describe(answers.ActionAnswer))
def decide(session: Session, suggestion_id: SuggestionId, decision: DecisionIn) -> Json:
    """Keep a decision.

    409 means that somebody decided meanwhile, 423 that a colleague is working on the story, and 428 that the decision
    must be confirmed: nothing is kept until the same is sent with `confirm`.
    """
    new_decision = NewDecision(
        suggestion_id,
        decision.verdict,
        session.reviewer,
        decision.replacement,
        decision.seen,
        decision.confirm,
        decision.comment,
    )
    return responses.result_json(session.keep(new_decision))


@router.post("/undo", **answers.describe(answers.ActionAnswer))
def undo(session: Session, story_id: RecordId | None = None) -> Json:
    """Undo one's own last decision, in one story or anywhere."""
    return responses.result_json(session.undo(story_id))


@router.post("/redo", **answers.describe(answers.ActionAnswer))
def redo(session: Session, story_id: RecordId | None = None) -> Json:
    """Make one's own last undone decision again, in one story or anywhere."""
    return responses.result_json(session.redo(story_id))


@router.get("/names/near", **answers.describe(desk_answers.NearNamesAnswer))
def near(session: Session, checker: Checker, typed: Annotated[ShortText, Query()]) -> Json:
    """Return names like what is typed: of the sources, and of earlier suggestions.

    ``known`` is whether a source has the name exactly as typed; null where the desk has no sources.
    """
    gazetteer = checker.gazetteer
    like = [near_name.name for near_name in near_names(gazetteer, typed)] if gazetteer is not None else []
    names = dict.fromkeys([*like, *unverified_names.known_names(session.store, typed)])
    is_listed = in_gazetteer(gazetteer, typed) if gazetteer is not None and typed.strip() else None
    return {"names": list(names)[:MAX_NEAR], "known": is_listed}


@router.get("/names", **answers.describe(answers.NamesAnswer))
def names(session: Session, name: Annotated[NameText, Query()], story_id: RecordId | None = None) -> Json:
    """Return the open suggestions of a name: those that accepting it everywhere would decide."""
    items = session.preview(name, story_id)
    return {"count": len(items), "suggestions": [responses.item_json(item) for item in items]}


@router.post("/names/accept", **answers.describe(answers.ActionAnswer))
def accept_all(session: Session, selected: BulkAccept) -> Json:
    """Accept previewed suggestions in one bulk action, which can be undone as one."""
    return responses.result_json(
        session.accept_all(SelectedSuggestion(row.id, row.seen) for row in selected.suggestions)
    )


@router.get("/unverified", **answers.describe(desk_answers.UnverifiedAnswer))
def unverified(session: Session) -> Json:
    """Return the open unverified names, each once."""
    return {"names": responses.unverified_json(session.unverified())}


@router.post("/unverified", **answers.describe(answers.ActionAnswer))
def spell(session: Session, spelling: SpellingIn) -> Json:
    """Mark an unverified name as correct, skip it, leave it unsure, or give the right name, wherever it is flagged."""
    answer = Answer(spelling.verdict.value)
    result = answer_everywhere(
        session,
        spelling.surface,
        answer,
        replacement=spelling.replacement or "",
        confirmed=spelling.confirm,
        comment=spelling.comment,
    )
    return responses.result_json(result)


@router.get("/history", **answers.describe(answers.HistoryAnswer))
def latest(
    session: Session,
    name: NameText | None = None,
    before: DecisionId | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_HISTORY)] = 100,
) -> Json:
    """Return decisions, latest first: all, or those about a name."""
    if name is not None:
        entries = history.of_name(session.store, name, limit=limit)
    else:
        entries = history.latest(session.store, limit=limit, before=before)
    return {"decisions": [responses.history_json(entry) for entry in entries]}


@router.get(
    "/export.jsonl",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {}}, "description": "Stories, suggestions, decisions."}},
)
def export_lines(session: Session) -> Response:
    """Return the whole store as JSON Lines."""
    return download("decisions.jsonl", "".join(export.export_lines(session.store)).encode(), "application/x-ndjson")


@router.get(
    "/export.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "The decisions, one per row."}},
)
def export_table(session: Session) -> Response:
    """Return the decisions as a CSV table."""
    return download("decisions.csv", export.export_table(session.store).encode(), "text/csv; charset=utf-8")


@router.post("/check", **answers.describe(answers.CheckAnswer))
def check(checker: Checker, copy: CopyIn) -> Json:
    """Return the suggestions for a text; nothing is stored."""
    checked = checker.check(copy.text)
    return {
        "suggestions": [responses.suggestion_json(suggestion) for suggestion in checked.suggestions],
        "notices": [notice.text for notice in checked.notices],
        "signature": checker.signature,
        "unit": UNIT,
    }


def download(name: str, content: bytes, media_type: str = "application/octet-stream") -> Response:
    """Return a file as a download; browsers never show it as a page, whatever it contains."""
    ascii_name = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "._- ")) or "story"
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})
