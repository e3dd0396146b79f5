"""Assigning stories to people, as one person of the desk does it; and the history of assignments beside decisions.

The authenticator checks whether a name is that of a user, where it has a list of users.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from repair.core.display import quantity
from repair.core.errors import ConfigError
from repair.decisions import assignments, bulk_assignments, queue
from repair.decisions.assignments import AssigningAction, Period
from repair.decisions.bulk_assignments import BulkAssignment
from repair.decisions.history_groups import PAGE, HistoryFilters, PastAction, PastAnswer
from repair.decisions.queue_models import Filters, QueueEntry
from repair.review import labels
from repair.review.auth import BAD_NAME, Authenticator, is_valid_name
from repair.review.session import ReviewSession


@dataclass(frozen=True, slots=True)
class PastEvent:
    """A line of the history: an action of decisions, or one that assigned stories."""

    action: PastAction | None = None
    assigning: AssigningAction | None = None

    @property
    def at(self) -> str:
        """When it was, in ISO 8601 (UTC)."""
        if self.action is not None:
            return self.action.entries[0].decision.decided_at
        return self.assigning.assignment.assigned_at if self.assigning is not None else ""


@dataclass(frozen=True, slots=True)
class StoriesToAssign:
    """The first stories that match some filters, and how many do."""

    entries: tuple[QueueEntry, ...]
    total: int


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
    name = _checked_name(assignee, authenticator)
    assignments.assign(session.store, story_id, name, session.reviewer)
    return _describe(name, session.reviewer)


def assign_all(
    session: ReviewSession, story_ids: Sequence[str], assignee: str, authenticator: Authenticator
) -> BulkAssignment:
    """Assign stories to a person, or with an empty name to nobody, in one action.

    Raises:
        ConfigError: If there are no stories, or no such person uses this desk.
        NotThereError: If the store lacks one of the stories.
    """
    if not story_ids:
        raise ConfigError.of(labels.NO_STORY_CHOSEN)
    name = _checked_name(assignee, authenticator)
    return bulk_assignments.assign_all(session.store, story_ids, name, session.reviewer)


def describe_all(done: BulkAssignment, assignee: str, reviewer: str) -> str:
    """Return the sentence about stories that were assigned in one action.

    Args:
        done: How many stories were assigned, and how many already were.
        assignee: The name of the person; empty for nobody.
        reviewer: Who assigned them.
    """
    name = assignee.strip()
    if not name:
        words = labels.STORIES_ASSIGNED_TO_NOBODY
    else:
        words = labels.STORIES_ASSIGNED_TO_YOU if name == reviewer else labels.STORIES_ASSIGNED_TO
    before = labels.ASSIGNED_BEFORE.format(stories=quantity(done.unchanged, "story")) if done.unchanged else ""
    return words.format(stories=quantity(done.changed, "story"), name=name) + before


def describe_undone(done: BulkAssignment) -> str:
    """Return what to say about an action that was taken back."""
    words = labels.ASSIGNMENTS_UNDONE.format(stories=quantity(done.changed, "story"))
    return words + (labels.ASSIGNED_SINCE.format(stories=quantity(done.unchanged, "story")) if done.unchanged else "")


def stories_to_assign(session: ReviewSession, filters: Filters) -> StoriesToAssign:
    """Return the stories that match filters, of which the first are shown before they are assigned."""
    own = replace(filters, reviewer=session.reviewer)
    entries = queue.entries(session.store, own, size=queue.MAX_SET)
    return StoriesToAssign(entries, queue.count(session.store, own))


def _checked_name(assignee: str, authenticator: Authenticator) -> str | None:
    """Return the name of a person to whom stories can be assigned; None for nobody."""
    name = assignee.strip()
    people = authenticator.people()
    if name and people and name not in people:
        raise ConfigError.of(labels.NO_USER, name=name)
    if name and not is_valid_name(name):
        raise ConfigError.of(BAD_NAME, name=name)
    return name or None


def _describe(name: str | None, reviewer: str) -> str:
    """Return to whom something was assigned."""
    if name is None:
        return labels.ASSIGNED_TO_NOBODY
    return labels.ASSIGNED_TO_YOU if name == reviewer else labels.ASSIGNED_TO.format(name=name)


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
    events = [PastEvent(action=action) for action in actions]
    made: tuple[AssigningAction, ...] = ()
    if not filters.name and filters.answer is PastAnswer.ANY:
        since = events[-1].at if len(actions) >= PAGE else filters.since
        made = assignments.latest_actions(session.store, Period(since, until), reviewer=filters.reviewer)
    return tuple(
        sorted(
            chain(events, (PastEvent(assigning=assignment) for assignment in made)),
            key=lambda event: event.at,
            reverse=True,
        )
    )
