"""Answers to requests for pages: a whole page, the part of it that an action changes, or a redirect."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from repair.decisions.models import Answer, Confirmation, QueuedSuggestion
from repair.review.highlighting import highlighted
from repair.review.other_places import open_elsewhere
from repair.review.places import places_of
from repair.review.session import ReviewSession
from repair.review.story_header import header_of, without_repeats
from repair.review.templating import render_page
from repair.review.views import ActionResult, SelectedSuggestion, StoryView

_ONCE = frozenset(("after", "at", "batch", "message", "page"))  # belong to one page, and are not filters
_LONGEST = 2_000  # code points of a message in an address
FRAGMENT = "x-fragment"  # the header of a request for the changed part of a page


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """A decision that is kept once the person has confirmed what the page shows about it."""

    confirmation: Confirmation
    answer: Answer
    replacement: str | None = None
    places: tuple[str, ...] = ()
    comment: str | None = None


def redirect(path: str, message: str, *, at: str | None = None) -> RedirectResponse:
    """Lead to a page that shows a message, and selects the suggestion ``at`` if it can."""
    return with_filters(path, "", at=at, message=message)


def with_filters(path: str, filters: str, **added: str | None) -> RedirectResponse:
    """Lead to a page with the filters of the queue, a query string, and what is ``added`` to them."""
    values = [(name, value) for name, value in parse_qsl(filters) if name not in _ONCE]
    values += [(name, value[:_LONGEST]) for name, value in added.items() if value]
    return RedirectResponse(f"{path}?{urlencode(values)}" if values else path, 303)


def after_action(request: Request, session: ReviewSession, result: ActionResult, story_id: str) -> Response:
    """Answer an action: with the changed part of the page for the script, with a redirect for a plain form."""
    story_id = result.story_id or story_id
    if FRAGMENT in request.headers:
        decided = next((decision.suggestion_id for decision in result.decisions if decision.undoes is None), None)
        view = session.open(story_id, result.next_id)
        return show_story(request, session, view, message=result.message, decided=decided)
    return RedirectResponse(address_of(story_id, result.next_id), 303)


def address_of(story_id: str, suggestion_id: str | None) -> str:
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
        card=session.card(view.item) if view.item is not None else None,
        places=places_of(view.story.text, view.group, view.item) if view.item is not None else (),
        header=header,
        lines=without_repeats(
            highlighted(view.story.text, view.items), header.headline, view.item.suggestion.id if view.item else None
        ),
        message=message,
        trouble=trouble,
        pending=pending,
    )


def _amended(session: ReviewSession, decided: str | None, view: StoryView) -> tuple[QueuedSuggestion, int] | None:
    """Return the suggestion that was amended just now, or is on screen, with the number of its other open places."""
    ids = [id for id in (decided, view.item.suggestion.id if view.item else None) if id is not None]
    for item in map(session.item, ids):
        others = open_elsewhere(session, item)
        if others:
            return item, len(others)
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
