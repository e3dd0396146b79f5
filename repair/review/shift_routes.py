"""The addresses of the end of a story and of a shift, for the page and for the JSON API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from repair.core.display import quantity
from repair.decisions.errors import UnconfirmedError
from repair.decisions.finished_stories import finished_stories
from repair.decisions.shift_statistics import SHIFT_HOURS, shift_statistics
from repair.review import answers, desk_answers, labels, shift
from repair.review.api import ERROR_RESPONSES, StoryId
from repair.review.page_responses import redirect, with_filters
from repair.review.requests import FilterText, MessageText, RecordId, Session
from repair.review.responses import saved_json
from repair.review.templating import render_page

Json = dict[str, Any]
Hours = Annotated[float, Query(gt=0, le=1_000, description="How far back the figures go.")]

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["review"], responses=ERROR_RESPONSES)
_ZIP: Json = {"content": {"application/zip": {}}, "description": "The corrected copies of all finished stories."}
_CHUNK = 1 << 16  # bytes


@api.post("/stories/{story_id}/write", **answers.describe(answers.SavedAnswer))
def write(session: Session, story_id: StoryId, confirm: bool = False) -> Json:
    """Save the corrected copy in the folder for it; 428 where suggestions are open, until sent with `confirm`.

    ``by_hand`` has a message for each edit that cannot be written.
    """
    return saved_json(shift.save(session, session.look(story_id), confirmed=confirm))


@api.post("/write", **answers.describe(answers.AllSavedAnswer))
def write_finished(session: Session) -> Json:
    """Save the corrected copies of all finished stories that are not saved yet."""
    result = shift.save_finished(session)
    return {"saved": [saved_json(copy) for copy in result.copies], "errors": list(result.errors)}


@api.get("/copies.zip", response_class=Response, responses={200: _ZIP})
def copies(session: Session) -> Response:
    """Return the corrected copies of all finished stories as a ZIP file, in their folders."""
    return _zip_response(session)


@api.get("/figures", **answers.describe(desk_answers.FiguresAnswer))
def shift_figures(session: Session, hours: Hours = SHIFT_HOURS, mine: bool = False) -> Json:
    """Return how many suggestions were accepted, rejected, amended ... in the last hours, by kind and by source."""
    statistics = shift_statistics(session.store, hours=hours, reviewer=session.reviewer if mine else None)
    return {
        "since": statistics.since,
        "totals": statistics.totals,
        "by_kind": statistics.answers_by("kind"),
        "by_source": statistics.answers_by("source"),
        "stories_saved": statistics.saved,
    }


@pages.post("/story/{story_id}/write")
def write_page(
    request: Request,
    session: Session,
    story_id: RecordId,
    confirm: Annotated[bool, Form()] = False,
    go_on: Annotated[bool, Form()] = False,
    filters: Annotated[FilterText, Form()] = "",
) -> Response:
    """Save the corrected copy, after a question where suggestions are open; then go on to the next story if wanted."""
    view = session.look(story_id)
    try:
        saved = shift.save(session, view, confirmed=confirm)
    except UnconfirmedError as error:
        values = {"question": error.confirmation.message, "go_on": go_on, "handed_on": filters}
        return _page(request, "confirm_save.html", session=session, status=428, view=view, **values)
    words = labels.SAVED.format(path=saved.path) + labels.to_correct_by_hand(saved.by_hand)
    if go_on and not saved.by_hand:
        return with_filters("/next", filters, after=story_id, message=words)
    return redirect(f"/story/{story_id}/compare", words)


@pages.get("/shift")
def shift_page(request: Request, session: Session, hours: Hours = SHIFT_HOURS, message: MessageText = "") -> Response:
    """Show the figures of the shift, and what is finished and not saved."""
    finished = finished_stories(session.store)
    statistics = shift_statistics(session.store, hours=hours)
    waiting = sum(not story.saved for story in finished)
    return _page(
        request,
        "shift.html",
        session=session,
        statistics=statistics,
        finished=finished,
        waiting=waiting,
        message=message,
    )


@pages.post("/shift/save")
def save_shift(session: Session) -> Response:
    """Save all finished stories."""
    result = shift.save_finished(session)
    words = labels.SAVED_MANY.format(count=quantity(len(result.copies), "corrected copy"), folder=session.out)
    by_hand = [message for saved in result.copies for message in saved.by_hand]
    return redirect("/shift", words + labels.to_correct_by_hand(by_hand) + labels.not_saved(result.errors))


@pages.get("/copies.zip")
def copies_page(session: Session) -> Response:
    """Send the corrected copies of all finished stories."""
    return _zip_response(session)


def _zip_response(session: Session) -> Response:
    headers = {"content-disposition": 'attachment; filename="corrected-copies.zip"'}
    return StreamingResponse(_chunks(shift.zip_finished(session)), media_type="application/zip", headers=headers)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _page(request: Request, template: str, /, *, session: Session, status: int = 200, **values: object) -> Response:
    out = request.app.state.shared.out
    return HTMLResponse(render_page(request, template, reviewer=session.reviewer, out=out, **values), status)
