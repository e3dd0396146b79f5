"""The stories that are finished and those whose corrected copy is saved.

A story is finished when nothing in it is open or unsure. It is saved while no decision was made in it after its copy
was saved. Nothing is written to files here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Subquery, and_, case, func, select

from repair.core.protocols import DecisionStore
from repair.decisions.models import State, now
from repair.decisions.newer_versions import is_latest_version
from repair.decisions.schema import decisions, saved_copies, stories, suggestions


@dataclass(frozen=True, slots=True)
class FinishedStory:
    """A story without open suggestions; ``saved`` is true if its saved copy is up to date."""

    id: str
    name: str
    path: str
    in_archive: bool
    saved: bool


def record_saved(store: DecisionStore, story_ids: Iterable[str], reviewer: str, path: str) -> None:
    """Record that the corrected copy of stories was saved, with the decisions made so far.

    Args:
        store: The store to add to.
        story_ids: The ids of the stories, which are all in one file.
        reviewer: The person who saved it.
        path: The file.
    """
    with store.writing() as connection:
        for story_id in story_ids:
            last = select(func.coalesce(func.max(decisions.c.id), 0)).join(
                suggestions, suggestions.c.id == decisions.c.suggestion_id
            )
            decision = connection.execute(last.where(suggestions.c.story_id == story_id)).scalar_one()
            row = {"story_id": story_id, "reviewer": reviewer, "saved_at": now(), "path": path, "decision": decision}
            connection.execute(saved_copies.insert().values(row))


def saved_stories() -> Subquery:
    """Return the ids of the stories that are saved, as a subquery with the column ``story_id``."""
    last_decision = (
        select(suggestions.c.story_id, func.max(decisions.c.id).label("decision"))
        .join(decisions, decisions.c.suggestion_id == suggestions.c.id)
        .group_by(suggestions.c.story_id)
        .subquery()
    )
    last_copy = (
        select(saved_copies.c.story_id, func.max(saved_copies.c.decision).label("decision"))
        .group_by(saved_copies.c.story_id)
        .subquery()
    )
    return (
        select(last_copy.c.story_id)
        .outerjoin(last_decision, last_decision.c.story_id == last_copy.c.story_id)
        .where(last_copy.c.decision >= func.coalesce(last_decision.c.decision, 0))
        .subquery()
    )


def finished_stories(store: DecisionStore) -> tuple[FinishedStory, ...]:
    """Return the stories in which nothing is open or unsure, in order of arrival, without those of older versions."""
    undecided = suggestions.c.state.in_([State.OPEN.value, State.UNSURE.value])
    counts = (
        select(suggestions.c.story_id, func.sum(case((undecided, 1), else_=0)).label("left"))
        .where(suggestions.c.state != State.REPLACED.value)
        .group_by(suggestions.c.story_id)
        .subquery()
    )
    saved = saved_stories()
    query = (
        select(stories.c.id, stories.c.name, stories.c.path, stories.c.place, saved.c.story_id.label("saved"))
        .join(counts, and_(counts.c.story_id == stories.c.id, counts.c.left == 0))
        .outerjoin(saved, saved.c.story_id == stories.c.id)
        .where(stories.c.emptied_at.is_(None), is_latest_version())
        .order_by(stories.c.arrived_at, stories.c.id)
    )
    with store.reading() as connection:
        return tuple(
            FinishedStory(row.id, row.name, row.path, row.place is not None, row.saved is not None)
            for row in connection.execute(query)
        )
