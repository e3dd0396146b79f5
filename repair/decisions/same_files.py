"""Compares the paths under which stories were read: one file can have been named in several ways.

A path can be relative or absolute, and lead through links. Nothing is read but the links.
"""

from __future__ import annotations

import os
from pathlib import PurePath

from sqlalchemy import ColumnElement, Connection, func, or_, select

from repair.core.protocols import DecisionStore
from repair.decisions.mappers import clean
from repair.decisions.models import StoredStory
from repair.decisions.schema import stories


def shares_name(store: DecisionStore, story: StoredStory) -> bool:
    """Tell whether another file (for a record, another archive) in the store has the same name and folder.

    Names that differ in case only are the same, because on some disks one file would replace the other.
    """
    same_folder = func.lower(func.coalesce(stories.c.folder, "")) == func.lower(clean(story.folder or ""))
    others = select(stories.c.path).where(same_folder, stories.c.path != story.path).distinct()
    if story.place is None:
        others = others.where(func.lower(stories.c.name) == func.lower(clean(story.name)), stories.c.place.is_(None))
    else:
        others = others.where(_is_named_like(story.path), stories.c.place.is_not(None))
    own = os.path.realpath(story.path)
    with store.reading() as connection:
        return any(os.path.realpath(path) != own for path in connection.execute(others).scalars())


def paths_to(connection: Connection, path: str) -> list[str]:
    """Return the paths of stories in the store that lead to the archive ``path``."""
    named = select(stories.c.path).where(_is_named_like(path), stories.c.place.is_not(None)).distinct()
    own = os.path.realpath(path)
    return [each for each in connection.execute(named).scalars() if os.path.realpath(each) == own]


def _is_named_like(path: str) -> ColumnElement[bool]:
    """Return the condition that a story's path ends in the file name of ``path``, in any case."""
    base = PurePath(path).name
    return or_(
        stories.c.path.iendswith(f"/{base}", autoescape=True), func.lower(stories.c.path) == func.lower(clean(base))
    )
