"""The pages: every address a browser can be led to, and what a form on them does.

Everything works without a script, as a form and a redirect; the script asks for the changed part of the page only
(a fragment) and puts it in place. What happens is the desk's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from repair.core.errors import RepairError
from repair.decisions import history
from repair.decisions.errors import UnconfirmedError
from repair.decisions.models import Answer, Confirmation, Filters
from repair.review.api import download
from repair.review.highlighting import after_text, highlighted
from repair.review.requests import AppState, AtDesk, Filtered, Id, Name, Page, Scope, Seen, Typed
from repair.review.session import ActionResult, ReviewSession, StoryView
from repair.review.templating import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asking:
    """An answer that is kept only once the person has confirmed what the page shows of it."""

    confirmation: Confirmation
    answer: Answer
    replacement: str | None = None


Seeing = Annotated[Seen | None, Form()]
FRAGMENT = "x-fragment"

NOTHING_OPEN = "Nothing else is open that nobody is working on."


@router.get("/")
def queue_page(request: Request, desk: AtDesk, filters: Filtered, page: Page = 0, said: Typed = "") -> Response:
    """Show the queue."""
    return _page(request, "queue.html", desk=desk, view=desk.queue(filters, page), said=said)


@router.get("/next")
def next_story(desk: AtDesk, filters: Filtered, after: Id | None = None) -> Response:
    """Lead to the worst story that is open and fits the filters, or to the queue when there is none."""
    if after is not None:
        desk.leave(after)
    following = desk.next_story(after, filters)
    if following is None and filters != Filters():
        following = desk.next_story(after)
    if following is None:
        return RedirectResponse(f"/?{urlencode({'said': NOTHING_OPEN})}", 303)
    return RedirectResponse(f"/story/{following}", 303)


@router.get("/story/{story_id}")
def story_page(request: Request, desk: AtDesk, story_id: Id, at: Id | None = None) -> Response:
    """Show a story with one suggestion in hand."""
    return _story(request, desk, desk.open(story_id, at))


@router.post("/story/{story_id}/claim")
def claim(request: Request, desk: AtDesk, story_id: Id) -> Response:
    """Take a story over."""
    return _story(request, desk, desk.open(story_id, take_over=True))


@router.post("/story/{story_id}/keep")
def keep(desk: AtDesk, story_id: Id) -> Response:
    """Let a claim last while the page is open."""
    desk.open(story_id)
    return Response(status_code=204)


@router.post("/story/{story_id}/leave")
def leave(desk: AtDesk, story_id: Id) -> Response:
    """Give a story back when its page is left."""
    desk.leave(story_id)
    return Response(status_code=204)


@router.post("/story/{story_id}/decide")
def decide(
    request: Request,
    desk: AtDesk,
    story_id: Id,
    suggestion: Annotated[Id, Form()],
    verdict: Annotated[Answer, Form()],
    replacement: Annotated[Typed | None, Form()] = None,
    seen: Seeing = None,
    confirm: Annotated[bool, Form()] = False,
) -> Response:
    """Keep a decision and go on to the next suggestion; what stands in the way, or is to be confirmed, is shown."""
    try:
        done = desk.decide(suggestion, verdict, replacement=replacement, seen=seen, confirmed=confirm)
    except UnconfirmedError as error:
        asking = Asking(error.confirmation, verdict, replacement)
        return _story(request, desk, desk.open(story_id, suggestion), said=str(error), asking=asking)
    except RepairError as error:
        return _story(request, desk, desk.open(story_id, suggestion), trouble=str(error))
    return _went(request, desk, done, story_id)


@router.post("/story/{story_id}/undo")
def undo(request: Request, desk: AtDesk, story_id: Id) -> Response:
    """Take back one's last decision in this story."""
    try:
        done = desk.undo(story_id)
    except RepairError as error:
        return _story(request, desk, desk.open(story_id), trouble=str(error))
    return _went(request, desk, done, story_id)


@router.post("/undo")
def undo_anywhere(request: Request, desk: AtDesk) -> Response:
    """Take back one's last decision, wherever it was, and go there."""
    try:
        done = desk.undo()
    except RepairError as error:
        return _page(request, "told.html", desk=desk, title="Nothing undone", words=str(error), status=409)
    return _went(request, desk, done, done.story_id or "")


@router.get("/all")
def preview(
    request: Request,
    desk: AtDesk,
    name: Annotated[Name, Query()],
    story: Id | None = None,
    scope: Scope = Scope.STORY,
    back: Id | None = None,
) -> Response:
    """Show what accepting a name everywhere would decide."""
    cases = desk.preview(name, story if scope is Scope.STORY else None)
    template = "all_part.html" if FRAGMENT in request.headers else "all.html"
    return _page(request, template, desk=desk, name=name, cases=cases, scope=scope, story=story, back=back)


@router.post("/all")
def accept_all(
    request: Request,
    desk: AtDesk,
    chosen: Annotated[list[str] | None, Form()] = None,
    story: Annotated[Id | None, Form()] = None,
) -> Response:
    """Accept what was previewed and left ticked."""
    done = desk.accept_all([_chosen(each) for each in chosen or ()])
    if story is None:
        return RedirectResponse(f"/?{urlencode({'said': done.words})}", 303)
    return _went(request, desk, done, story)


@router.get("/story/{story_id}/compare")
def compare(request: Request, desk: AtDesk, story_id: Id, said: Typed = "") -> Response:
    """Show a story before and after, with its editor's note."""
    view = desk.look(story_id)
    after = after_text(view.story.text, view.cases)
    lines = highlighted(view.story.text, view.cases)
    note = desk.note(view)
    return _page(request, "compare.html", desk=desk, view=view, lines=lines, after=after, note=note, said=said)


@router.get("/story/{story_id}/copy")
def copy(desk: AtDesk, story_id: Id) -> Response:
    """Send the cleaned copy to be saved."""
    view = desk.look(story_id)
    return download(view.story.name, desk.cleaned(view))


@router.post("/story/{story_id}/write")
def write(desk: AtDesk, story_id: Id) -> Response:
    """Write the cleaned copy into the folder for it."""
    said = f"Written to {desk.write(desk.look(story_id))}."
    return RedirectResponse(f"/story/{story_id}/compare?{urlencode({'said': said})}", 303)


@router.get("/unverified")
def unverified(request: Request, desk: AtDesk, said: Typed = "") -> Response:
    """Show the names nobody vouches for."""
    names = desk.unverified()
    return _page(request, "unverified.html", desk=desk, names=names, said=said)


@router.post("/unverified")
def spell(
    request: Request,
    desk: AtDesk,
    surface: Annotated[Name, Form()],
    replacement: Annotated[Typed, Form()] = "",
    confirm: Annotated[bool, Form()] = False,
) -> Response:
    """Mark a name as correct, or give the right one; what is to be confirmed is shown first."""
    try:
        if replacement.strip():
            done = desk.name_right(surface, replacement, confirmed=confirm)
        else:
            done = desk.mark_correct(surface, confirmed=confirm)
    except UnconfirmedError as error:
        answer = Answer.AMEND if replacement.strip() else Answer.CORRECT
        asking = Asking(error.confirmation, answer, replacement)
        return _page(request, "confirm.html", desk=desk, surface=surface, asking=asking, status=428)
    return RedirectResponse(f"/unverified?{urlencode({'said': done.words})}", 303)


@router.get("/history")
def history_page(request: Request, desk: AtDesk, name: Typed = "", before: Seen | None = None) -> Response:
    """Show what was decided, latest first."""
    entries = history.of_name(desk.store, name) if name.strip() else history.latest(desk.store, before=before)
    return _page(request, "history.html", desk=desk, entries=entries, name=name)


@router.get("/help")
def help_page(request: Request, desk: AtDesk) -> Response:
    """Show the keys."""
    return _page(request, "help.html", desk=desk)


def _went(request: Request, desk: ReviewSession, done: ActionResult, story_id: str) -> Response:
    """Answer a decision: the changed part of the page to the script, the next suggestion's page to a browser."""
    story_id = done.story_id or story_id
    if FRAGMENT in request.headers:
        return _story(request, desk, desk.open(story_id, done.next_id), said=done.words)
    where = f"?at={quote(done.next_id)}" if done.next_id else ""
    return RedirectResponse(f"/story/{quote(story_id)}{where}", 303)


def _story(
    request: Request,
    desk: ReviewSession,
    view: StoryView,
    *,
    said: str = "",
    trouble: str = "",
    asking: Asking | None = None,
) -> Response:
    """Show a story, or the part of its page that a decision changes."""
    template = "work.html" if FRAGMENT in request.headers else "story.html"
    card = desk.card(view.case) if view.case is not None else None
    lines = highlighted(view.story.text, view.cases)
    return _page(
        request, template, desk=desk, view=view, card=card, lines=lines, said=said, trouble=trouble, asking=asking
    )


def _page(
    request: Request, template: str, /, *, desk: ReviewSession, status: int = 200, **values: object
) -> HTMLResponse:
    """Fill in a page."""
    office: AppState = request.app.state.office
    logs_in = bool(request.app.state.people.logs_in)
    html = render(
        request.app.state.templates,
        template,
        reviewer=desk.reviewer,
        path=request.url.path,
        out=office.out,
        logs_in=logs_in,
        **values,
    )
    return HTMLResponse(html, status)


def _chosen(value: str) -> tuple[str, int | None]:
    """Return a suggestion and the decision that stood on it, as the preview's form holds them: ``id:decision``."""
    id, _, seen = value.partition(":")
    return id, int(seen) if seen.isdigit() and len(seen) < 10 else None
