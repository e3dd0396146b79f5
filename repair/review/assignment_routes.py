"""The addresses for assigning stories, for the page and for the JSON API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from repair.core.errors import RepairError
from repair.decisions import assignments
from repair.review import answers
from repair.review.api import ERROR_RESPONSES, MAX_HISTORY, StoryId
from repair.review.assigning import assign, candidates
from repair.review.page_responses import FRAGMENT, show_page, show_story
from repair.review.requests import RecordId, Session, ShortText
from repair.review.responses import assignment_json, story_json

Json = dict[str, Any]
pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["review"], responses=ERROR_RESPONSES)


class AssignmentIn(BaseModel):
    """The person to whom a story is assigned; null for nobody."""

    model_config = ConfigDict(extra="forbid")

    assignee: Annotated[ShortText | None, Field(description="The name with which the person signs in.")]


@api.post("/stories/{story_id}/assign", **answers.describe(answers.StoryAnswer))
def assign_story(request: Request, session: Session, story_id: StoryId, sent: AssignmentIn) -> Json:
    """Assign a story to a person, or to nobody. It is no lock: a colleague may still decide."""
    assign(session, story_id, sent.assignee or "", request.app.state.authenticator)
    return story_json(session.look(story_id))


@api.get("/assignments", **answers.describe(answers.AssignmentsAnswer))
def past_assignments(
    session: Session,
    story_id: RecordId | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_HISTORY)] = 100,
) -> Json:
    """Return who assigned which story to whom, latest first: all, or those of one story."""
    if story_id is not None:
        made = assignments.of_story(session.store, story_id)[:limit]
    else:
        made = assignments.latest(session.store, limit=limit)
    return {"assignments": [assignment_json(each) for each in made]}


@pages.get("/story/{story_id}/assign")
def assign_page(request: Request, session: Session, story_id: RecordId) -> Response:
    """Show to whom a story can be assigned, and to whom it was."""
    return show_page(
        request,
        "assign_part.html" if FRAGMENT in request.headers else "assign.html",
        session=session,
        view=session.look(story_id),
        people=candidates(session, request.app.state.authenticator),
        past=assignments.of_story(session.store, story_id),
    )


@pages.post("/story/{story_id}/assign")
def assign_from_page(
    request: Request,
    session: Session,
    story_id: RecordId,
    assignee: Annotated[ShortText, Form()] = "",
    at: Annotated[RecordId | None, Form()] = None,
) -> Response:
    """Assign a story; the suggestion ``at`` stays selected."""
    try:
        words = assign(session, story_id, assignee, request.app.state.authenticator)
    except RepairError as error:
        return show_story(request, session, session.open(story_id, at), trouble=str(error))
    if FRAGMENT in request.headers:
        return show_story(request, session, session.open(story_id, at), message=words)
    return RedirectResponse(f"/story/{story_id}" + (f"?at={at}" if at else ""), 303)
