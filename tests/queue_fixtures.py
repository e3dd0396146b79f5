"""Fixtures for tests of decisions and of the review page: stories, and suggestions for them."""

from __future__ import annotations

from collections.abc import Sequence

from repair.core.types import Alternative, Citation, Document, Kind, Reason, Span, Suggestion, Verdict
from repair.decisions.ingest import IncomingStory, add, story_from
from repair.decisions.models import Answer, NewDecision, QueuedSuggestion, StoredStory
from repair.decisions.store import DatabaseStore
from repair.formats import parse

COPY = (
    "NATO chief Mark Latte met Kiel Starmer in Delft.\n"
    "Latte praised the plan. Mark Latte left early.\n"
    "Petrekin reported.\n"
)
OTHER = "A second story: Mark Latte spoke with Ann Vexley.\n"


def propose(
    text: str, surface: str, replacement: str | None, *, nth: int = 0, confidence: float = 0.8, kind: Kind = Kind.PERSON
) -> Suggestion:
    """Return a suggestion for the ``nth`` occurrence of ``surface`` in ``text``; without replacement, a flag."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    flag = replacement is None
    return Suggestion.at(
        Document("", text),
        Span(start, start + len(surface)),
        replacement,
        confidence=None if flag else confidence,
        kind=kind,
        alternatives=() if flag else (Alternative("Marc Rutten", 0.1), Alternative("Mark Ruthe", 0.05)),
        evidence=() if flag else (Citation("agency.txt", f"… {replacement} said …", "2026-11-20"),),
        reasons=(Reason("unverified", "no source carries this name", 0.0),)
        if flag
        else (Reason("sound", "sounds alike", 2.5), Reason("place", "stands far away", -0.5)),
        signature="repair:test",
    )


def suggestions_for(text: str = COPY) -> tuple[Suggestion, ...]:
    """Return the suggestions for one of the stories."""
    if text.startswith(OTHER):
        return propose(text, "Mark Latte", "Mark Rutte", confidence=0.7), propose(text, "Ann Vexley", None)
    return (
        propose(text, "Mark Latte", "Mark Rutte", confidence=0.9),
        propose(text, "Kiel Starmer", "Keir Starmer", confidence=0.6),
        propose(text, "Latte", "Rutte", nth=1),
        propose(text, "Mark Latte", "Mark Rutte", nth=1, confidence=0.9),
        propose(text, "Petrekin", None),
    )


def story(text: str = COPY, name: str = "delft.txt", source: str = "wire") -> StoredStory:
    """Return a story of the queue."""
    return story_from(parse(name, text.encode()), source=source)


def fill(store: DatabaseStore, *texts: str) -> tuple[StoredStory, ...]:
    """Add stories with their suggestions and return them."""
    stories = [story(text, f"story-{number}.txt") for number, text in enumerate(texts or (COPY, OTHER))]
    add(store, [IncomingStory(each, suggestions_for(each.text)) for each in stories])
    return tuple(stories)


def decision_on(
    item: QueuedSuggestion, verdict: Answer | Verdict, reviewer: str = "Ada", replacement: str | None = None
) -> NewDecision:
    """Return a decision on a suggestion by somebody who has seen its present state."""
    current = item.decision_id
    return NewDecision(item.suggestion.id, verdict, reviewer, replacement, current)


def surfaces(items: Sequence[QueuedSuggestion]) -> list[str]:
    """Return the surface forms of queued suggestions."""
    return [item.suggestion.surface for item in items]
