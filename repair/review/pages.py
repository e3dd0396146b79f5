"""The pages: every address that a browser opens, and what the forms on them do.

Everything works without a script, as a form and a redirect. The script asks for the changed part of a page only (a
fragment) and puts it in place. What a form changes is decided by the review session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from repair.core.errors import RepairError
from repair.decisions import history, history_groups
from repair.decisions.errors import NotThereError, UnconfirmedError
from repair.decisions.models import Answer, Confirmation, Filters, NewDecision, QueuedSuggestion
from repair.review import labels
from repair.review.api import download
from repair.review.assigning import past_events
from repair.review.highlighting import highlighted
from repair.review.other_places import open_elsewhere
from repair.review.places import places_of
from repair.review.requests import (
    AppState,
    DecisionFields,
    HistoryFields,
    NameText,
    NextStoryFields,
    QueueFields,
    QueuePageFields,
    RecordId,
    Scope,
    Session,
    ShortText,
    UndoPage,
)
from repair.review.session import ReviewSession
from repair.review.story_header import header_of, without_repeats
from repair.review.templating import render_page
from repair.review.views import ActionResult, SelectedSuggestion, StoryView

router = APIRouter(include_in_schema=False)
SourceNumber = Annotated[int, Path(ge=0, le=99)]
FRAGMENT = "x-fragment"  # the header of a request for the changed part of a page


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """A decision that is kept once the person has confirmed what the page shows about it."""

    confirmation: Confirmation
    answer: Answer
    replacement: str | None = None
    places: tuple[str, ...] = ()
    comment: str | None = None


@router.get("/")
def queue_page(request: Request, session: Session, query: QueuePageFields) -> Response:
    """Show the queue."""
    view = session.queue(query.filters(), query.page)
    return show_page(request, "queue.html", session=session, view=view, message=query.message)


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
    return show_story(request, session, session.open(story_id, at))


@router.post("/story/{story_id}/claim")
def claim(
    request: Request, session: Session, story_id: RecordId, at: Annotated[RecordId | None, Form()] = None
) -> Response:
    """Take a story over from a colleague; the suggestion ``at`` stays selected."""
    view = session.open(story_id, at, take_over=True)
    if FRAGMENT in request.headers:
        return show_story(request, session, view, message=labels.TAKEN_OVER)
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
    """Show a source that a suggestion cites, at the cited sentence."""
    case = session.case(suggestion_id)
    if number >= len(case.suggestion.evidence):
        raise NotThereError.of(labels.NO_PAGE)
    shared: AppState = request.app.state.shared
    witness = case.suggestion.evidence[number]
    cited = shared.source_pages.find(witness) if shared.source_pages is not None else None
    template = "source_part.html" if FRAGMENT in request.headers else "source.html"
    return show_page(request, template, session=session, case=case, witness=witness, cited=cited)


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
        return redirect(page.value, result.words, at=result.next_id)
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
    cases = session.preview(name, story if scope is Scope.STORY else None)
    template = "accept_all_part.html" if FRAGMENT in request.headers else "accept_all.html"
    return show_page(request, template, session=session, name=name, cases=cases, scope=scope, story=story, back=back)


@router.get("/set")
def preview_set(request: Request, session: Session, query: QueueFields) -> Response:
    """Show what accepting all proposals that match the filters would decide."""
    filters = query.filters()
    cases, total = session.matching(filters), session.count_matching(filters)
    template = "accept_set_part.html" if FRAGMENT in request.headers else "accept_set.html"
    return show_page(request, template, session=session, cases=cases, total=total, filters=filters)


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
    filters: Annotated[ShortText, Form()] = "",
) -> Response:
    """Accept the previewed suggestions whose boxes are ticked."""
    result = session.accept_all([selected_suggestion(value) for value in chosen or ()])
    if story is None:
        query = urlencode([*parse_qsl(filters), ("message", result.words)])
        return RedirectResponse(f"/?{query}", 303)
    return after_action(request, session, result, story)


@router.get("/story/{story_id}/compare")
def compare(request: Request, session: Session, story_id: RecordId, message: ShortText = "") -> Response:
    """Show a story before and after, with its editor's note."""
    view = session.look(story_id)
    lines = highlighted(view.story.text, view.cases)
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
        request, "history.html", session=session, actions=actions, events=events, asked=query, reviewers=reviewers
    )


@router.get("/help")
def help_page(request: Request, session: Session) -> Response:
    """Show the help."""
    return show_page(request, "help.html", session=session)


def redirect(path: str, message: str, *, at: str | None = None) -> RedirectResponse:
    """Lead to a page that shows a message, and selects the suggestion ``at`` if it can."""
    selected = {"at": at} if at is not None else {}
    return RedirectResponse(f"{path}?{urlencode(selected | {'message': message})}", 303)


def after_action(request: Request, session: ReviewSession, result: ActionResult, story_id: str) -> Response:
    """Answer an action: with the changed part of the page for the script, with a redirect for a plain form."""
    story_id = result.story_id or story_id
    if FRAGMENT in request.headers:
        decided = next((each.suggestion_id for each in result.decisions if each.undoes is None), None)
        view = session.open(story_id, result.next_id)
        return show_story(request, session, view, message=result.words, decided=decided)
    return RedirectResponse(_address(story_id, result.next_id), 303)


def _address(story_id: str, suggestion_id: str | None) -> str:
    """Return the address of a story with a suggestion selected."""
    return f"/story/{quote(story_id)}" + (f"?at={quote(suggestion_id)}" if suggestion_id else "")


def show_story(
    request: Request,
    session: ReviewSession,
    view: StoryView,
    *,
    message: str = "",
    trouble: str = "",
    pending: PendingDecision | None = None,
    decided: str | None = None,
) -> Response:
    """Show a story, or the part of its page that a decision changes."""
    header = header_of(view.story)
    return show_page(
        request,
        "story_part.html" if FRAGMENT in request.headers else "story.html",
        session=session,
        view=view,
        version=session.version(view.story.id),
        amended=_amended(session, decided, view),
        undoable=decided is not None,
        card=session.card(view.case) if view.case is not None else None,
        places=places_of(view.story.text, view.group, view.case) if view.case is not None else (),
        header=header,
        lines=without_repeats(
            highlighted(view.story.text, view.cases), header.headline, view.case.suggestion.id if view.case else None
        ),
        message=message,
        trouble=trouble,
        pending=pending,
    )


def _amended(session: ReviewSession, decided: str | None, view: StoryView) -> tuple[QueuedSuggestion, int] | None:
    """Return the suggestion that was amended just now, or is on screen, with the number of its other open places."""
    ids = [each for each in (decided, view.case.suggestion.id if view.case else None) if each is not None]
    for case in map(session.case, ids):
        others = open_elsewhere(session, case)
        if others:
            return case, len(others)
    return None


def show_page(
    request: Request, template: str, /, *, session: ReviewSession, status: int = 200, **values: object
) -> HTMLResponse:
    """Render a page for the person of a session."""
    out = request.app.state.shared.out
    return HTMLResponse(render_page(request, template, reviewer=session.reviewer, out=out, **values), status)


def selected_suggestion(value: str) -> SelectedSuggestion:
    """Return a suggestion as the preview's form names it: ``id:decision``, the decision in force when it was shown."""
    id, _, seen = value.partition(":")
    return SelectedSuggestion(id, int(seen) if seen.isdigit() and len(seen) < 10 else None)
