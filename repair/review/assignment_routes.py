"""The addresses for assigning stories, for the page and for the JSON API."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from repair.core.errors import RepairError
from repair.decisions import assignments, bulk_assignments
from repair.review import answers, labels
from repair.review.api import ERROR_RESPONSES, MAX_HISTORY, StoryId
from repair.review.assigning import (
    assign,
    assign_all,
    candidates,
    describe_all,
    describe_undone,
    stories_to_assign,
)
from repair.review.page_responses import FRAGMENT, show_page, show_story, with_filters
from repair.review.requests import FilterQuery, FilterText, MessageText, QueueFields, RecordId, Session, ShortText
from repair.review.responses import assignment_json, story_json

Json = dict[str, Any]
pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["review"], responses=ERROR_RESPONSES)


class AssignmentIn(BaseModel):
    """The person to whom a story is assigned; null for nobody."""

    model_config = ConfigDict(extra="forbid")

    assignee: Annotated[ShortText | None, Field(description="The name with which the person signs in.")]


class BulkAssignmentIn(BaseModel):
    """The stories to assign, by their ids or by filters of the queue, and the person; null for nobody."""

    model_config = ConfigDict(extra="forbid")

    assignee: Annotated[ShortText | None, Field(description="The name with which the person signs in.")]
    stories: Annotated[list[RecordId] | None, Field(min_length=1, max_length=bulk_assignments.MAX_STORIES)] = None
    filters: FilterQuery | None = None

    @model_validator(mode="after")
    def _has_either(self) -> BulkAssignmentIn:
        """Refuse a request with both stories and filters, or with neither."""
        if (self.stories is None) is (self.filters is None):
            raise ValueError(labels.STORIES_OR_FILTERS)
        return self


@api.post("/stories/{story_id}/assign", **answers.describe(answers.StoryAnswer))
def assign_story(request: Request, session: Session, story_id: StoryId, sent: AssignmentIn) -> Json:
    """Assign a story to a person, or to nobody. It is no lock: a colleague may still decide."""
    assign(session, story_id, sent.assignee or "", request.app.state.authenticator)
    return story_json(session.look(story_id))


@api.post("/assignments", **answers.describe(answers.BulkAssignmentAnswer))
def assign_stories(request: Request, session: Session, sent: BulkAssignmentIn) -> Json:
    """Assign several stories, or all that match filters, to a person or to nobody, in one action."""
    ids = sent.stories
    if ids is None:
        filters = replace((sent.filters or FilterQuery()).filters(), reviewer=session.reviewer)
        ids = list(bulk_assignments.matching_ids(session.store, filters))
    return asdict(assign_all(session, ids, sent.assignee or "", request.app.state.authenticator))


@api.post("/assignments/{batch}/undo", **answers.describe(answers.BulkAssignmentAnswer))
def undo_assignments(session: Session, batch: RecordId) -> Json:
    """Give the stories of an action back to those who had them; stories that were assigned anew are left alone."""
    return asdict(bulk_assignments.undo_assignments(session.store, batch, session.reviewer))


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
    return {"assignments": [assignment_json(assignment) for assignment in made]}


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


@pages.get("/assign")
def assign_stories_page(request: Request, session: Session, query: QueueFields, message: MessageText = "") -> Response:
    """Show the stories that match the filters, to assign those whose boxes are ticked."""
    filters = query.filters()
    return show_page(
        request,
        "assign_set_part.html" if FRAGMENT in request.headers else "assign_set.html",
        session=session,
        shown=stories_to_assign(session, filters),
        filters=filters,
        people=candidates(session, request.app.state.authenticator),
        message=message,
    )


@pages.post("/assign")
def assign_stories_from_page(
    request: Request,
    session: Session,
    assignee: Annotated[ShortText, Form()] = "",
    chosen: Annotated[list[RecordId] | None, Form()] = None,
    filters: Annotated[FilterText, Form()] = "",
) -> Response:
    """Assign the stories whose boxes are ticked."""
    try:
        done = assign_all(session, chosen or (), assignee, request.app.state.authenticator)
    except RepairError as error:
        return with_filters("/assign", filters, message=str(error))
    words = describe_all(done, assignee, session.reviewer)
    return with_filters("/", filters, message=words, batch=done.batch)


@pages.post("/assignments/{batch}/undo")
def undo_assignments_from_page(
    session: Session, batch: RecordId, filters: Annotated[FilterText, Form()] = ""
) -> Response:
    """Take an action back that assigned several stories."""
    try:
        done = bulk_assignments.undo_assignments(session.store, batch, session.reviewer)
    except RepairError as error:
        return with_filters("/", filters, message=str(error))
    return with_filters("/", filters, message=describe_undone(done), batch=done.batch)
