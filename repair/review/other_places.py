"""Other places of a form that an editor amended: offered with a preview, and amended in one action.

Places where the new name would replace more than the marked words, or double one, are left out: they are decided one by
one, each after a confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from repair.core.types import Span
from repair.decisions import ingest, queue
from repair.decisions.models import Answer, NewDecision, QueuedSuggestion, State
from repair.review import labels
from repair.review.places import Place, places_of
from repair.review.session import ReviewSession
from repair.review.views import ActionResult, SelectedSuggestion
from repair.text.name_key import key
from repair.text.widening import repeats_neighbour, widened_span

MOST = 200  # places that are offered


def open_elsewhere(session: ReviewSession, item: QueuedSuggestion) -> tuple[QueuedSuggestion, ...]:
    """Return the other open places of the same form, in this story and others, if the suggestion was amended."""
    if item.state is not State.AMEND or item.result is None:
        return ()
    others = queue.elsewhere(session.store, item, limit=MOST)
    return tuple(
        other
        for other in others
        if other.state is State.OPEN and key(other.suggestion.surface) == key(item.suggestion.surface)
    )


def preview_others(session: ReviewSession, item: QueuedSuggestion) -> tuple[Place, ...]:
    """Return the other places with their sentences as they would read with the name that was typed."""
    name = item.result
    if name is None:
        return ()
    texts: dict[str, str] = {}
    places: list[Place] = []
    for other in open_elsewhere(session, item):
        if other.story_id not in texts:
            story = ingest.story(session.store, other.story_id)
            texts[other.story_id] = story.text if story is not None else ""
        text, span = texts[other.story_id], other.suggestion.span
        if _fits(text, span, name):
            shown = replace(other, suggestion=replace(other.suggestion, replacement=name))
            places += places_of(text, (), shown)
    return tuple(places)


def amend_others(session: ReviewSession, name: str, selected: Iterable[SelectedSuggestion]) -> ActionResult:
    """Replace the selected places by ``name`` in one action, which can be undone as one."""
    decisions = [NewDecision(place.id, Answer.AMEND, session.reviewer, name, place.seen) for place in selected]
    return session.decide_many(decisions, labels.AMENDED)


def _fits(text: str, span: Span, name: str) -> bool:
    """Return whether ``name`` replaces only the marked words and repeats none of the words next to them."""
    return widened_span(text, span, name) == span and not repeats_neighbour(text, span, name)
