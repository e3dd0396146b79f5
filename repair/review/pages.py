"""The pages: every address that a browser opens, and what the forms on them do.

Everything works without a script, as a form and a redirect. The script asks for the changed part of a page only (a
fragment) and puts it in place. What a form changes is decided by the review session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from repair.core.errors import RepairError
from repair.decisions import history_groups
from repair.decisions.errors import UnconfirmedError
from repair.decisions.models import Answer, Confirmation, Filters
from repair.review import labels
from repair.review.api import download
from repair.review.highlighting import highlighted
from repair.review.requests import (
    DecisionFields,
    HistoryFields,
    NameText,
    NextStoryFields,
    QueuePageFields,
    RecordId,
    Scope,
    Session,
    ShortText,
    UndoPage,
)
from repair.review.session import ReviewSession
from repair.review.templating import render_page
from repair.review.views import ActionResult, SelectedSuggestion, StoryView

router = APIRouter(include_in_schema=False)
FRAGMENT = "x-fragment"  # the header of a request for the changed part of a page


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """A decision that is kept once the person has confirmed what the page shows about it."""

    confirmation: Confirmation
    answer: Answer
    replacement: str | None = None


@router.get("/")
def queue_page(request: Request, session: Session, query: QueuePageFields) -> Response:
    """Show the queue."""
    view = session.queue(query.filters(), query.page)
    return _page(request, "queue.html", session=session, view=view, message=query.message)


@router.get("/next")
def next_story(session: Session, query: NextStoryFields) -> Response:
    """Open the worst open story that matches the filters, then any open story, then the queue."""
    if query.after is not None:
        session.leave(query.after)
    filters = query.filters()
    following = session.next_story(query.after, filters)
    if following is None and filters != Filters():
        following = session.next_story(query.after)
    if following is None:
        return redirect("/", labels.NOTHING_OPEN)
    return RedirectResponse(f"/story/{following}", 303)


@router.get("/story/{story_id}")
def story_page(request: Request, session: Session, story_id: RecordId, at: RecordId | None = None) -> Response:
    """Show a story with one suggestion selected."""
    return _story(request, session, session.open(story_id, at))


@router.post("/story/{story_id}/claim")
def claim(
    request: Request, session: Session, story_id: RecordId, at: Annotated[RecordId | None, Form()] = None
) -> Response:
    """Take a story over from a colleague; the suggestion ``at`` stays selected."""
    view = session.open(story_id, at, take_over=True)
    if FRAGMENT in request.headers:
        return _story(request, session, view, message=labels.TAKEN_OVER)
    return RedirectResponse(_address(story_id, at), 303)


@router.post("/story/{story_id}/keep")
def keep(session: Session, story_id: RecordId) -> Response:
    """Renew the claim on a story while its page is open."""
    session.open(story_id)
    return Response(status_code=204)


@router.post("/story/{story_id}/leave")
def leave(session: Session, story_id: RecordId) -> Response:
    """Release the claim on a story when its page is left."""
    session.leave(story_id)
    return Response(status_code=204)


@router.post("/story/{story_id}/decide")
def decide(request: Request, session: Session, story_id: RecordId, form: DecisionFields) -> Response:
    """Keep a decision and show the next suggestion; an error, or what needs confirmation, is shown on the page."""
    try:
        result = session.decide(
            form.suggestion,
            form.verdict,
            replacement=form.replacement,
            seen=form.seen,
            confirmed=form.confirm,
        )
    except UnconfirmedError as error:
        pending = PendingDecision(error.confirmation, form.verdict, form.replacement)
        return _story(request, session, session.open(story_id, form.suggestion), message=str(error), pending=pending)
    except RepairError as error:
        return _story(request, session, session.open(story_id, form.suggestion), trouble=str(error))
    return _after_action(request, session, result, story_id)


@router.post("/story/{story_id}/undo")
def undo(request: Request, session: Session, story_id: RecordId) -> Response:
    """Undo one's last decision in this story."""
    try:
        result = session.undo(story_id)
    except RepairError as error:
        return _story(request, session, session.open(story_id), trouble=str(error))
    return _after_action(request, session, result, story_id)


@router.post("/undo")
def undo_anywhere(request: Request, session: Session, page: Annotated[UndoPage | None, Form()] = None) -> Response:
    """Undo one's last decision in any story; show it there, or on the ``page`` that was on screen."""
    try:
        result = session.undo()
    except RepairError as error:
        if page is not None:
            return redirect(page.value, str(error))
        title = labels.UNDO_TITLE
        return _page(request, "message.html", session=session, title=title, message=str(error), status=409)
    if page is not None:
        return redirect(page.value, result.words)
    return _after_action(request, session, result, result.story_id or "")


@router.get("/all")
def preview(
    request: Request,
    session: Session,
    name: Annotated[NameText, Query()],
    story: RecordId | None = None,
    scope: Scope = Scope.STORY,
    back: RecordId | None = None,
) -> Response:
    """Show what accepting a name everywhere would decide."""
    cases = session.preview(name, story if scope is Scope.STORY else None)
    template = "accept_all_part.html" if FRAGMENT in request.headers else "accept_all.html"
    return _page(request, template, session=session, name=name, cases=cases, scope=scope, story=story, back=back)


@router.post("/all")
def accept_all(
    request: Request,
    session: Session,
    chosen: Annotated[list[str] | None, Form()] = None,
    story: Annotated[RecordId | None, Form()] = None,
) -> Response:
    """Accept the previewed suggestions whose boxes are ticked."""
    result = session.accept_all([_selected(value) for value in chosen or ()])
    if story is None:
        return redirect("/", result.words)
    return _after_action(request, session, result, story)


@router.get("/story/{story_id}/compare")
def compare(request: Request, session: Session, story_id: RecordId, message: ShortText = "") -> Response:
    """Show a story before and after, with its editor's note."""
    view = session.look(story_id)
    lines = highlighted(view.story.text, view.cases)
    note = session.note(view)
    return _page(request, "compare.html", session=session, view=view, lines=lines, note=note, message=message)


@router.get("/story/{story_id}/copy")
def copy(session: Session, story_id: RecordId) -> Response:
    """Send the corrected copy as a download."""
    view = session.look(story_id)
    return download(view.story.name, session.cleaned(view))


@router.get("/unverified")
def unverified(request: Request, session: Session, message: ShortText = "") -> Response:
    """Show the unverified names."""
    return _page(request, "unverified.html", session=session, names=session.unverified(), message=message)


@router.post("/unverified")
def spell(
    request: Request,
    session: Session,
    surface: Annotated[NameText, Form()],
    replacement: Annotated[ShortText, Form()] = "",
    confirm: Annotated[bool, Form()] = False,
) -> Response:
    """Mark an unverified name as correct or, with a replacement, amend it, wherever it is flagged."""
    try:
        if replacement.strip():
            result = session.amend_everywhere(surface, replacement, confirmed=confirm)
        else:
            result = session.mark_correct(surface, confirmed=confirm)
    except UnconfirmedError as error:
        answer = Answer.AMEND if replacement.strip() else Answer.CORRECT
        pending = PendingDecision(error.confirmation, answer, replacement)
        return _page(request, "confirm.html", session=session, surface=surface, pending=pending, status=428)
    return redirect("/unverified", result.words)


@router.get("/history")
def history_page(request: Request, session: Session, query: HistoryFields) -> Response:
    """Show the decisions, latest first, those of one action together."""
    actions = history_groups.actions(session.store, query.filters(), before=query.before)
    reviewers = history_groups.reviewers(session.store)
    return _page(request, "history.html", session=session, actions=actions, asked=query, reviewers=reviewers)


@router.get("/help")
def help_page(request: Request, session: Session) -> Response:
    """Show the help."""
    return _page(request, "help.html", session=session)


def redirect(path: str, message: str) -> RedirectResponse:
    """Lead to a page that shows a message."""
    return RedirectResponse(f"{path}?{urlencode({'message': message})}", 303)


def _after_action(request: Request, session: ReviewSession, result: ActionResult, story_id: str) -> Response:
    """Answer an action: with the changed part of the page for the script, with a redirect for a plain form."""
    story_id = result.story_id or story_id
    if FRAGMENT in request.headers:
        return _story(request, session, session.open(story_id, result.next_id), message=result.words)
    return RedirectResponse(_address(story_id, result.next_id), 303)


def _address(story_id: str, suggestion_id: str | None) -> str:
    """Return the address of a story with a suggestion selected."""
    return f"/story/{quote(story_id)}" + (f"?at={quote(suggestion_id)}" if suggestion_id else "")


def _story(
    request: Request,
    session: ReviewSession,
    view: StoryView,
    *,
    message: str = "",
    trouble: str = "",
    pending: PendingDecision | None = None,
) -> Response:
    """Show a story, or the part of its page that a decision changes."""
    return _page(
        request,
        "story_part.html" if FRAGMENT in request.headers else "story.html",
        session=session,
        view=view,
        card=session.card(view.case) if view.case is not None else None,
        lines=highlighted(view.story.text, view.cases),
        message=message,
        trouble=trouble,
        pending=pending,
    )


def _page(
    request: Request, template: str, /, *, session: ReviewSession, status: int = 200, **values: object
) -> HTMLResponse:
    """Render a page for the person of a session."""
    out = request.app.state.shared.out
    return HTMLResponse(render_page(request, template, reviewer=session.reviewer, out=out, **values), status)


def _selected(value: str) -> SelectedSuggestion:
    """Return a suggestion as the preview's form names it: ``id:decision``, the decision in force when it was shown."""
    id, _, seen = value.partition(":")
    return SelectedSuggestion(id, int(seen) if seen.isdigit() and len(seen) < 10 else None)
