"""Assigning stories to people, as one person of the desk does it; and the history of assignments beside decisions.

The authenticator checks whether a name is that of a user, where it has a list of users.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from repair.core.errors import ConfigError
from repair.decisions import assignments, queue
from repair.decisions.assignments import Assignment, Period
from repair.decisions.history_groups import PAGE, HistoryFilters, PastAction, PastAnswer
from repair.review import labels
from repair.review.auth import BAD_NAME, Authenticator, is_valid_name
from repair.review.session import ReviewSession


@dataclass(frozen=True, slots=True)
class PastEvent:
    """A line of the history: an action of decisions, or an assignment."""

    action: PastAction | None = None
    assignment: Assignment | None = None

    @property
    def at(self) -> str:
        """When it was, in ISO 8601 (UTC)."""
        if self.action is not None:
            return self.action.entries[0].decision.decided_at
        return self.assignment.assigned_at if self.assignment is not None else ""


def candidates(session: ReviewSession, authenticator: Authenticator) -> tuple[str, ...]:
    """Return the names of the people to whom a story can be assigned, as far as the desk knows them."""
    known = authenticator.people() or assignments.people(session.store)
    return tuple(sorted({*known, session.reviewer}))


def assign(session: ReviewSession, story_id: str, assignee: str, authenticator: Authenticator) -> str:
    """Assign a story to a person, or with an empty name to nobody, and return what to say about it.

    Raises:
        ConfigError: If no such person uses this desk.
        NotThereError: If the store has no such story.
    """
    name = assignee.strip()
    people = authenticator.people()
    if name and people and name not in people:
        raise ConfigError.of(labels.NO_USER, name=name)
    if name and not is_valid_name(name):
        raise ConfigError.of(BAD_NAME, name=name)
    assignments.assign(session.store, story_id, name or None, session.reviewer)
    if not name:
        return labels.ASSIGNED_TO_NOBODY
    return labels.ASSIGNED_TO_YOU if name == session.reviewer else labels.ASSIGNED_TO.format(name=name)


def nothing_free(session: ReviewSession, after: str | None = None) -> str:
    """Return who has the open stories that are not free for a person, ``after`` aside; nothing if there are none."""
    taken = queue.taken_stories(session.store, session.reviewer, after=after)
    counts = [
        words.format(count=f"{count:,}")
        for words, count in ((labels.STORIES_ASSIGNED, taken.assigned), (labels.STORIES_CLAIMED, taken.claimed))
        if count
    ]
    return " ".join([labels.NOTHING_FREE, *counts]) if counts else ""


def past_events(
    session: ReviewSession, actions: tuple[PastAction, ...], filters: HistoryFilters, until: str | None
) -> tuple[PastEvent, ...]:
    """Return a page of the history, latest first: actions, and the assignments made between them.

    Args:
        session: The session of the person.
        actions: The actions on the page.
        filters: What they were filtered by; assignments are about no name and are no answer.
        until: When the actions on the page before ended; None on the first page.
    """
    events = [PastEvent(action=each) for each in actions]
    made: tuple[Assignment, ...] = ()
    if not filters.name and filters.answer is PastAnswer.ANY:
        since = events[-1].at if len(actions) >= PAGE else filters.since
        made = assignments.latest(session.store, Period(since, until), reviewer=filters.reviewer)
    return tuple(
        sorted(chain(events, (PastEvent(assignment=each) for each in made)), key=lambda each: each.at, reverse=True)
    )
