"""Pages around amending and undoing: other places of an amended form, and redo."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from repair.core.errors import RepairError
from repair.review.other_places import amend_others, preview_others
from repair.review.page_responses import FRAGMENT, after_action, selected_suggestion, show_page, show_story
from repair.review.requests import NameText, RecordId, Session

router = APIRouter(include_in_schema=False)


@router.get("/suggestion/{suggestion_id}/others")
def others(request: Request, session: Session, suggestion_id: RecordId) -> Response:
    """Show the other places of a form that was amended, as they would read."""
    item = session.item(suggestion_id)
    template = "others_part.html" if FRAGMENT in request.headers else "others.html"
    return show_page(request, template, session=session, item=item, places=preview_others(session, item))


@router.post("/suggestion/{suggestion_id}/others")
def amend(
    request: Request,
    session: Session,
    suggestion_id: RecordId,
    replacement: Annotated[NameText, Form()],
    chosen: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Amend the places whose boxes are ticked."""
    item = session.item(suggestion_id)
    result = amend_others(session, replacement, [selected_suggestion(value) for value in chosen or ()])
    return after_action(request, session, result, item.story_id)


@router.post("/story/{story_id}/redo")
def redo(request: Request, session: Session, story_id: RecordId) -> Response:
    """Make one's last undone decision in this story again."""
    try:
        result = session.redo(story_id)
    except RepairError as error:
        return show_story(request, session, session.open(story_id), trouble=str(error))
    return after_action(request, session, result, story_id)
