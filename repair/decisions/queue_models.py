"""Values of the queue: its filters and order, and what it lists of stories and unverified names.

The queries that return them are in ``queue`` and ``unverified_names``. The JSON API answers with the same values, so
their fields are part of it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from repair.core.types import Kind
from repair.decisions.models import Claim, State


@dataclass(frozen=True, slots=True)
class TakenStories:
    """How many open stories are not free for a person: claimed by colleagues now, and else assigned to them."""

    claimed: int
    assigned: int


class Order(enum.StrEnum):
    """The orders of the queue: most mangled names, highest confidence, oldest or newest first, or by source."""

    WORST = "worst"
    CONFIDENCE = "confidence"
    OLDEST = "oldest"
    NEWEST = "newest"
    SOURCE = "source"


class Assigned(enum.StrEnum):
    """To whom a story is assigned: to anybody or nobody, to oneself, to nobody, or to a colleague."""

    ANY = ""
    MINE = "mine"
    NOBODY = "nobody"
    COLLEAGUES = "colleagues"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which stories of the queue to show, and in which ``order``.

    ``low`` and ``high`` bound the confidence (0-1); ``days`` is the greatest age. ``kind`` may be "flag" for
    unverified names. ``name`` is searched for in the suggested names, ``search`` in stories, surface forms and names.
    With ``state`` None, suggestions in any state match. ``assigned`` is as the person ``reviewer`` sees it.
    """

    low: float = 0.0
    high: float = 1.0
    kind: str | None = None
    name: str = ""
    source: str = ""
    days: float | None = None
    search: str = ""
    state: State | None = State.OPEN
    order: Order = Order.WORST
    assigned: Assigned = Assigned.ANY
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """A surface form in a story and its suggested replacement, None for an unverified name."""

    surface: str
    replacement: str | None


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A story's entry in the queue, with counts of its suggestions.

    ``expected_mangled`` is the expected number of mangled names: the sum of the open suggestions' confidences, with a
    quarter for each flag. ``highest_confidence`` is that of its open suggestions. ``previews`` are some of its surface
    forms, highest confidence first. ``changes`` counts the changes that a batch made, which ``total`` leaves out;
    ``saved`` is true if the corrected copy was saved after the last decision.
    ``assignee`` is the person to whom the story is assigned, None for nobody.
    """

    id: str
    name: str
    source: str
    arrived_at: str
    total: int
    open: int
    unsure: int
    flags: int
    expected_mangled: float
    highest_confidence: float
    claim: Claim | None
    previews: tuple[Preview, ...]
    changes: int
    saved: bool
    assignee: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of the whole queue: suggestions by state and in ``total``, without replaced ones, and stories."""

    open: int
    unsure: int
    decided: int
    total: int
    stories: int
    stories_open: int


@dataclass(frozen=True, slots=True)
class Unverified:
    """An unverified name over all stories: how often it is open, its likely kind, and its first place."""

    surface: str
    key: str
    kind: Kind
    count: int
    stories: int
    first_story: str
    first_story_id: str
    first_id: str
