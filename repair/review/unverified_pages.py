"""The page of unverified names: its addresses, and the actions of its forms."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from repair.core.errors import RepairError
from repair.decisions.errors import UnconfirmedError
from repair.review.page_responses import FRAGMENT, PendingDecision, show_page
from repair.review.requests import AppState, Session
from repair.review.session import ReviewSession
from repair.review.unverified import answer_everywhere, unverified_view
from repair.review.unverified_requests import SpellingFields, SpellingForm, UnverifiedFields, UnverifiedQuery

router = APIRouter(include_in_schema=False)


@router.get("/unverified")
def unverified(request: Request, session: Session, query: UnverifiedFields) -> Response:
    """Show the unverified names with one selected."""
    return _names(request, session, query, message=query.message)


@router.post("/unverified")
def spell(request: Request, session: Session, form: SpellingFields) -> Response:
    """Keep an answer about an unverified name wherever it is flagged, and show the next name."""
    here = UnverifiedQuery(q=form.q, at=form.at, page=form.page)
    try:
        result = answer_everywhere(
            session,
            form.surface,
            form.answer,
            replacement=form.replacement,
            confirmed=form.confirm,
            comment=form.comment,
        )
    except UnconfirmedError as error:
        pending = PendingDecision(error.confirmation, form.answer, form.replacement, comment=form.comment)
        return _names(request, session, here, message=str(error), pending=pending)
    except RepairError as error:
        return _names(request, session, here, trouble=str(error))
    return _after(request, session, form, result.message)


def _after(request: Request, session: ReviewSession, form: SpellingForm, words: str) -> Response:
    """Show the name that followed the one that was answered."""
    following = UnverifiedQuery(q=form.q, at=form.after, page=form.page)
    if FRAGMENT in request.headers:
        return _names(request, session, following, message=words)
    values = {"q": form.q, "at": form.after or "", "page": form.page or "", "message": words}
    address = urlencode({key: value for key, value in values.items() if value})
    return RedirectResponse(f"/unverified?{address}", 303)


def _names(
    request: Request,
    session: ReviewSession,
    query: UnverifiedQuery,
    *,
    message: str = "",
    trouble: str = "",
    pending: PendingDecision | None = None,
) -> Response:
    """Show the page, or the part of it that an answer changes."""
    shared: AppState = request.app.state.shared
    view = unverified_view(session, shared.checker.gazetteer, at=query.at, search=query.q, page=query.page)
    return show_page(
        request,
        "unverified_part.html" if FRAGMENT in request.headers else "unverified.html",
        session=session,
        view=view,
        message=message,
        trouble=trouble,
        pending=pending,
        status=428 if pending is not None else 200,
    )
