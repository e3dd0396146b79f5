"""The pages: every address that a browser opens, and the actions of their forms.

Everything works without a script, as a form and a redirect. The script asks for the changed part of a page only (a
fragment) and puts it in place. What a form changes is decided by the review session.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from repair.core.errors import RepairError
from repair.decisions import history, history_groups
from repair.decisions.errors import NotThereError, UnconfirmedError
from repair.decisions.models import NewDecision
from repair.decisions.queue_models import Filters
from repair.review import labels
from repair.review.api import download
from repair.review.assigning import nothing_free, past_events
from repair.review.highlighting import highlighted
from repair.review.page_responses import (
    FRAGMENT,
    PendingDecision,
    address_of,
    after_action,
    redirect,
    selected_suggestion,
    show_page,
    show_story,
    with_filters,
)
from repair.review.requests import (
    AppState,
    DecisionFields,
    FilterText,
    HistoryFields,
    MessageText,
    NameText,
    NextStoryFields,
    QueueFields,
    QueuePageFields,
    RecordId,
    Scope,
    Session,
    UndoPage,
)

router = APIRouter(include_in_schema=False)
SourceNumber = Annotated[int, Path(ge=0, le=99)]


@router.get("/")
def queue_page(request: Request, session: Session, query: QueuePageFields) -> Response:
    """Show the queue."""
    view = session.queue(query.filters(), query.page)
    return show_page(request, "queue.html", session=session, view=view, message=query.message, batch=query.batch)


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
        words = nothing_free(session, query.after) or labels.NOTHING_OPEN
        return redirect("/", f"{query.message} {words}".strip())
    return redirect(f"/story/{following}", query.message)


@router.get("/story/{story_id}")
def story_page(
    request: Request, session: Session, story_id: RecordId, at: RecordId | None = None, message: MessageText = ""
) -> Response:
    """Show a story with one suggestion selected, and a message about the one before."""
    return show_story(request, session, session.open(story_id, at), message=message)


@router.post("/story/{story_id}/claim")
def claim(
    request: Request, session: Session, story_id: RecordId, at: Annotated[RecordId | None, Form()] = None
) -> Response:
    """Take a story over from a colleague; the suggestion ``at`` stays selected."""
    view = session.open(story_id, at, take_over=True)
    if FRAGMENT in request.headers:
        return show_story(request, session, view, message=labels.TAKEN_OVER)
    return RedirectResponse(address_of(story_id, at), 303)


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
        new_decision = NewDecision(
            form.suggestion, form.verdict, session.reviewer, form.replacement, form.seen, form.confirm, form.comment
        )
        result = session.keep(new_decision, [selected_suggestion(value) for value in form.place])
    except UnconfirmedError as error:
        pending = PendingDecision(error.confirmation, form.verdict, form.replacement, tuple(form.place), form.comment)
        return show_story(
            request, session, session.open(story_id, form.suggestion), message=str(error), pending=pending
        )
    except RepairError as error:
        return show_story(request, session, session.open(story_id, form.suggestion), trouble=str(error))
    return after_action(request, session, result, story_id)


@router.get("/suggestion/{suggestion_id}/source/{number}")
def source(request: Request, session: Session, suggestion_id: RecordId, number: SourceNumber) -> Response:
    """Show a source that a suggestion cites, at the cited sentence; raises `NotThereError` if it cites fewer."""
    item = session.item(suggestion_id)
    if number >= len(item.suggestion.evidence):
        raise NotThereError.of(labels.NO_PAGE)
    shared: AppState = request.app.state.shared
    citation = item.suggestion.evidence[number]
    cited = shared.source_pages.find(citation) if shared.source_pages is not None else None
    template = "source_part.html" if FRAGMENT in request.headers else "source.html"
    return show_page(request, template, session=session, item=item, citation=citation, cited=cited)


@router.post("/story/{story_id}/undo")
def undo(request: Request, session: Session, story_id: RecordId) -> Response:
    """Undo one's last decision in this story."""
    try:
        result = session.undo(story_id)
    except RepairError as error:
        return show_story(request, session, session.open(story_id), trouble=str(error))
    return after_action(request, session, result, story_id)


@router.post("/undo")
def undo_anywhere(request: Request, session: Session, page: Annotated[UndoPage | None, Form()] = None) -> Response:
    """Undo one's last decision in any story; show it there, or on the ``page`` that was on screen."""
    try:
        result = session.undo()
    except RepairError as error:
        if page is not None:
            return redirect(page.value, str(error))
        title = labels.UNDO_TITLE
        return show_page(request, "message.html", session=session, title=title, message=str(error), status=409)
    if page is not None:
        return redirect(page.value, result.message, at=result.next_id)
    return after_action(request, session, result, result.story_id or "")


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
    items = session.preview(name, story if scope is Scope.STORY else None)
    template = "accept_all_part.html" if FRAGMENT in request.headers else "accept_all.html"
    return show_page(request, template, session=session, name=name, items=items, scope=scope, story=story, back=back)


@router.get("/set")
def preview_set(request: Request, session: Session, query: QueueFields) -> Response:
    """Show what accepting all proposals that match the filters would decide."""
    filters = query.filters()
    items, total = session.matching(filters), session.count_matching(filters)
    template = "accept_set_part.html" if FRAGMENT in request.headers else "accept_set.html"
    return show_page(request, template, session=session, items=items, total=total, filters=filters)


@router.get("/changes")
def changes(session: Session, story: RecordId | None = None) -> Response:
    """Return a short text that changes when the queue changes, or one story, for pages that are open."""
    return PlainTextResponse(session.version(story))


@router.post("/all")
def accept_all(
    request: Request,
    session: Session,
    chosen: Annotated[list[str] | None, Form()] = None,
    story: Annotated[RecordId | None, Form()] = None,
    filters: Annotated[FilterText, Form()] = "",
) -> Response:
    """Accept the previewed suggestions whose boxes are ticked."""
    result = session.accept_all([selected_suggestion(value) for value in chosen or ()])
    if story is None:
        return with_filters("/", filters, message=result.message)
    return after_action(request, session, result, story)


@router.get("/story/{story_id}/compare")
def compare(request: Request, session: Session, story_id: RecordId, message: MessageText = "") -> Response:
    """Show a story before and after, with its editor's note."""
    view = session.look(story_id)
    lines = highlighted(view.story.text, view.items)
    note = session.note(view)
    return show_page(request, "compare.html", session=session, view=view, lines=lines, note=note, message=message)


@router.get("/story/{story_id}/copy")
def copy(session: Session, story_id: RecordId) -> Response:
    """Send the corrected copy as a download."""
    view = session.look(story_id)
    return download(view.story.name, session.cleaned(view))


@router.get("/history")
def history_page(request: Request, session: Session, query: HistoryFields) -> Response:
    """Show the decisions, latest first, those of one action together."""
    actions = history_groups.actions(session.store, query.filters(), before=query.before)
    until = history.decided_at(session.store, query.before) if query.before is not None else None
    events = past_events(session, actions, query.filters(), until)
    reviewers = history_groups.reviewers(session.store)
    return show_page(
        request, "history.html", session=session, actions=actions, events=events, fields=query, reviewers=reviewers
    )


@router.get("/help")
def help_page(request: Request, session: Session) -> Response:
    """Show the help."""
    return show_page(request, "help.html", session=session)
