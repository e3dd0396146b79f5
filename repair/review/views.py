"""What a review session hands to whatever shows it: a page of the queue, a story, a card, the result of an action.

Plain values; loading them is the session's work, drawing them is the work of the page, the API or the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repair.core.types import Alternative
from repair.decisions import queue
from repair.decisions.history import HistoryEntry
from repair.decisions.models import Claim, Decision, QueuedSuggestion, State, StoredStory
from repair.decisions.queue_models import Filters, Progress, QueueEntry
from repair.review.alternatives import offered_alternatives
from repair.review.grouping import Group, group_of


@dataclass(frozen=True, slots=True)
class QueueView:
    """One page of the queue.

    ``count`` is the number of stories on all pages, ``page`` counts from 0; ``acceptable`` is the number of proposals
    that match the filters and could be accepted as a set; ``version`` changes with the queue.
    """

    entries: tuple[QueueEntry, ...]
    count: int
    page: int
    progress: Progress
    filters: Filters
    sources: tuple[str, ...]
    acceptable: int = 0
    version: str = ""

    @property
    def pages(self) -> int:
        """The number of pages, at least one."""
        return max(1, -(-self.count // queue.PAGE))


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story with its suggestions.

    ``at`` is the index of the selected suggestion, ``other`` a colleague's claim; ``groups`` are the suggestions that
    ask the same question. ``newer`` is the id of the latest version of the story, None if this is it.
    """

    story: StoredStory
    items: tuple[QueuedSuggestion, ...]
    at: int | None
    other: Claim | None
    groups: tuple[Group, ...] = ()
    newer: str | None = None

    @property
    def group(self) -> Group:
        """The selected suggestion and those that ask the same question."""
        return group_of(self.groups, self.item.suggestion.id) if self.item is not None else ()

    @property
    def group_number(self) -> int:
        """The number of the selected group, from 1; 0 if there is none."""
        return self.groups.index(self.group) + 1 if self.group in self.groups else 0

    @property
    def item(self) -> QueuedSuggestion | None:
        """The selected suggestion."""
        return self.items[self.at] if self.at is not None else None

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The other names that the desk offers for the selected suggestion."""
        return offered_alternatives(self.story.text, self.item.suggestion) if self.item is not None else ()

    @property
    def open_count(self) -> int:
        """The number of open suggestions."""
        return count_open(self.items)

    @property
    def total(self) -> int:
        """The number of suggestions that were left to an editor."""
        return len(self.items) - self.changes

    @property
    def changes(self) -> int:
        """The number of corrections that a batch has made."""
        return sum(item.applied_text is not None for item in self.items)

    @property
    def before(self) -> str | None:
        """The id of the first suggestion of the group before the selected one; the last group follows the first."""
        return self._neighbour(-1)

    @property
    def after(self) -> str | None:
        """The id of the first suggestion of the group after the selected one; the first group follows the last."""
        return self._neighbour(1)

    def _neighbour(self, step: int) -> str | None:
        number = self.group_number
        if not number or len(self.groups) < 2:
            return None
        return self.groups[(number - 1 + step) % len(self.groups)][0].suggestion.id


@dataclass(frozen=True, slots=True)
class CardView:
    """What the card shows beside a suggestion.

    ``elsewhere`` are other suggestions for the same surface form; ``same_in_story`` and ``same_in_queue`` count the
    open suggestions of the same name, this one included.
    """

    item: QueuedSuggestion
    elsewhere: tuple[QueuedSuggestion, ...]
    history: tuple[HistoryEntry, ...]
    same_in_story: int
    same_in_queue: int


@dataclass(frozen=True, slots=True)
class SelectedSuggestion:
    """A suggestion that a person selected; ``seen`` is the id of the decision in force when they looked, if any."""

    id: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The result of an action.

    Attributes:
        message: What the person is shown.
        decisions: The decisions that were added.
        left_out: Ids of the suggestions that could not be decided.
        story_id: The story to show; None for the same page as before.
        next_id: The suggestion to show next.
        flags: Ids of the decided suggestions that are unverified names.
    """

    message: str
    decisions: tuple[Decision, ...]
    left_out: tuple[str, ...] = ()
    story_id: str | None = None
    next_id: str | None = None
    flags: frozenset[str] = frozenset()


def count_open(items: Sequence[QueuedSuggestion]) -> int:
    """Return how many suggestions are open."""
    return sum(item.state is State.OPEN for item in items)


def index_to_show(items: Sequence[QueuedSuggestion], suggestion_id: str | None) -> int | None:
    """Return the index of a suggestion, else of the first open one, else 0; None when there are no suggestions."""
    for index, item in enumerate(items):
        if item.suggestion.id == suggestion_id:
            return index
    first_open = next((index for index, item in enumerate(items) if item.state is State.OPEN), None)
    return first_open if first_open is not None else (0 if items else None)


def next_open(items: Sequence[QueuedSuggestion], decided_id: str) -> str:
    """Return the id of the open suggestion after ``decided_id``, wrapping to the top; itself when none is open."""
    index = next((index for index, item in enumerate(items) if item.suggestion.id == decided_id), 0)
    for item in (*items[index + 1 :], *items[:index]):
        if item.state is State.OPEN:
            return item.suggestion.id
    return decided_id
