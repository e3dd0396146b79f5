"""The JSON API: everything the page does, described by OpenAPI at /openapi.json.

Each path takes what it is sent to the desk and answers with what the desk says; what stands in the way is turned
into a status in `app`.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from repair.decisions import export, history
from repair.review import responses
from repair.review.requests import (
    AtDesk,
    BulkAccept,
    Checking,
    CopyIn,
    DecisionIn,
    Filtered,
    Id,
    Name,
    Page,
    Seen,
    SpellingAnswer,
    SpellingIn,
)

Json = dict[str, Any]
StoryId = Annotated[Id, Path(description="The id of a story.")]
SuggestionId = Annotated[Id, Path(description="The id of a suggestion.")]
MOST = 500

_WORDS: Json = {
    "description": "What stands in the way, in words.",
    "content": {"application/json": {"schema": {"type": "object", "properties": {"detail": {}}}}},
}
_TEXT: Json = {"description": "What stands in the way, in words.", "content": {"text/plain": {}}}
ANSWERS: dict[int | str, Json] = {
    400: _WORDS,
    401: _TEXT,
    403: _TEXT,
    404: _WORDS,
    408: _TEXT,
    409: _WORDS,
    413: _TEXT,
    423: _WORDS,
    428: _WORDS | {"description": "What has to be confirmed; send the same with `confirm` to keep it."},
}
router = APIRouter(prefix="/api/v1", tags=["review"], responses=ANSWERS)


@router.get("/stories")
def stories(desk: AtDesk, filters: Filtered, page: Page = 0) -> Json:
    """Return one page of the stories that fit the filters, worst first."""
    return responses.queue_json(desk.queue(filters, page))


@router.get("/progress")
def progress(desk: AtDesk) -> Json:
    """Return how far the queue is."""
    return responses.progress_json(desk.queue().progress)


@router.get("/stories/{story_id}")
def story(desk: AtDesk, story_id: StoryId) -> Json:
    """Return a story with its suggestions; nothing is claimed."""
    return responses.story_json(desk.look(story_id))


@router.post("/stories/{story_id}/claim")
def claim(desk: AtDesk, story_id: StoryId, take_over: bool = False) -> Json:
    """Claim a story; when somebody else works on it, their claim is in the answer, and stands unless taken over."""
    return responses.story_json(desk.open(story_id, take_over=take_over))


@router.post("/stories/{story_id}/leave")
def leave(desk: AtDesk, story_id: StoryId) -> Json:
    """Give up one's own claim on a story, if there is any."""
    desk.leave(story_id)
    return {}


@router.get("/stories/{story_id}/note")
def note(desk: AtDesk, story_id: StoryId) -> Json:
    """Return the editor's note on what was accepted in a story, empty for nothing."""
    return {"note": desk.note(desk.look(story_id))}


@router.get(
    "/stories/{story_id}/copy",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The cleaned copy, byte for byte."}},
)
def copy(desk: AtDesk, story_id: StoryId) -> Response:
    """Return the story's file with what was accepted done, in its own form."""
    view = desk.look(story_id)
    return download(view.story.name, desk.cleaned(view))


@router.post("/stories/{story_id}/write")
def write(desk: AtDesk, story_id: StoryId) -> Json:
    """Write the cleaned copy into the folder for it."""
    return {"path": str(desk.write(desk.look(story_id)))}


@router.get("/suggestions/{suggestion_id}")
def suggestion(desk: AtDesk, suggestion_id: SuggestionId) -> Json:
    """Return all about one suggestion: evidence, where else the form stands, history."""
    return responses.card_json(desk.card(desk.case(suggestion_id)))


@router.post("/suggestions/{suggestion_id}/decisions")
def decide(desk: AtDesk, suggestion_id: SuggestionId, judging: DecisionIn) -> Json:
    """Keep a decision; 409 tells that somebody decided meanwhile, 423 that somebody else works on the story.

    428 tells what would follow that has to be confirmed: nothing is kept until the same is sent with `confirm`.
    """
    done = desk.decide(
        suggestion_id,
        judging.verdict,
        replacement=judging.replacement,
        seen=judging.seen,
        confirmed=judging.confirm,
    )
    return responses.done_json(done)


@router.post("/undo")
def undo(desk: AtDesk, story_id: Id | None = None) -> Json:
    """Take back one's own last decision, in one story or anywhere."""
    return responses.done_json(desk.undo(story_id))


@router.get("/names")
def names(desk: AtDesk, name: Annotated[Name, Query()], story_id: Id | None = None) -> Json:
    """Return the open suggestions that propose a name, which is what accepting them all would decide."""
    cases = desk.preview(name, story_id)
    return {"count": len(cases), "suggestions": [responses.case_json(case) for case in cases]}


@router.post("/names/accept")
def accept_all(desk: AtDesk, strokes: BulkAccept) -> Json:
    """Accept suggestions that were previewed, with one stroke that can be undone as one."""
    return responses.done_json(desk.accept_all([(each.id, each.seen) for each in strokes.suggestions]))


@router.get("/unverified")
def unverified(desk: AtDesk) -> Json:
    """Return the open names nobody vouches for, each once."""
    return {"names": responses.unverified_json(desk.unverified())}


@router.post("/unverified")
def spell(desk: AtDesk, spelling: SpellingIn) -> Json:
    """Say that an unverified name is correct, or what it should read, wherever it is flagged."""
    if spelling.verdict is SpellingAnswer.CORRECT:
        return responses.done_json(desk.mark_correct(spelling.surface, confirmed=spelling.confirm))
    return responses.done_json(
        desk.name_right(spelling.surface, spelling.replacement or "", confirmed=spelling.confirm)
    )


@router.get("/history")
def latest(
    desk: AtDesk,
    name: Name | None = None,
    before: Seen | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Json:
    """Return decisions, latest first: about a name, or all."""
    if name is not None:
        entries = history.of_name(desk.store, name, limit=limit)
    else:
        entries = history.latest(desk.store, limit=limit, before=before)
    return {"decisions": [responses.entry_json(entry) for entry in entries]}


@router.get(
    "/export.jsonl",
    response_class=Response,
    responses={200: {"content": {"application/x-ndjson": {}}, "description": "Stories, suggestions, decisions."}},
)
def export_lines(desk: AtDesk) -> Response:
    """Return the whole store as JSON Lines."""
    return download("decisions.jsonl", "".join(export.export_lines(desk.store)).encode(), "application/x-ndjson")


@router.get(
    "/export.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "The decisions, one a row."}},
)
def export_table(desk: AtDesk) -> Response:
    """Return the decisions as a CSV table."""
    return download("decisions.csv", export.export_table(desk.store).encode(), "text/csv; charset=utf-8")


@router.post("/check")
def check(checker: Checking, copy: CopyIn) -> Json:
    """Return the suggestions for a text; nothing is kept."""
    return {
        "suggestions": [responses.suggestion_json(each) for each in checker.check(copy.text)],
        "signature": checker.signature,
        "unit": responses.UNIT,
    }


def download(name: str, content: bytes, kind: str = "application/octet-stream") -> Response:
    """Return a file to be saved; it is never shown as a page, whatever it holds."""
    plain = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "._- ")) or "story"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=kind, headers={"content-disposition": disposition})
