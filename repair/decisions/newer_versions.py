"""Newer versions of a story: a batch cleaned its file again after the file had changed.

The older version stays in the queue with its decisions, but its corrected copy would replace that of the newer one.
Only files of a batch count, since different stories can be sent to the desk under one name.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from repair.core.protocols import DecisionStore
from repair.core.types import Suggestion
from repair.decisions.mappers import clean
from repair.decisions.models import StoredStory
from repair.decisions.schema import stories, suggestions


def newer_version(store: DecisionStore, story: StoredStory) -> str | None:
    """Return the id of the latest version of a story, None if it is the latest itself."""
    if story.folder is None:
        return None
    versions = (
        select(stories.c.id)
        .where(stories.c.path == story.path, stories.c.name == story.name, stories.c.folder.is_not(None))
        .where(stories.c.arrived_at > story.arrived_at)
        .order_by(stories.c.arrived_at.desc())
        .limit(1)
    )
    with store.reading() as connection:
        return connection.execute(versions).scalar_one_or_none()


def is_latest_version() -> ColumnElement[bool]:
    """Return the condition that a story of the table of stories has no newer version."""
    version = stories.alias()
    latest = (
        select(version.c.path, version.c.name, func.max(version.c.arrived_at))
        .where(version.c.folder.is_not(None))
        .group_by(version.c.path, version.c.name)
    )
    return or_(stories.c.folder.is_(None), tuple_(stories.c.path, stories.c.name, stories.c.arrived_at).in_(latest))


def known_in_versions(store: DecisionStore, path: str, proposed: Collection[Suggestion]) -> int:
    """Return how many suggestions the store has for some version of the file at ``path``."""
    of_file = (
        select(suggestions.c.start, suggestions.c.surface, suggestions.c.replacement)
        .join(stories, stories.c.id == suggestions.c.story_id)
        .where(stories.c.path == clean(path))
    )
    with store.reading() as connection:
        known = {(row.start, row.surface, row.replacement) for row in connection.execute(of_file)}
    return sum((each.span.start, clean(each.surface), each.replacement) in known for each in proposed)
