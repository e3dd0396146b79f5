"""The places of a card: each with its sentence before and after, and whether the next decision covers it.

Nothing is decided here; the editor ticks or clears the boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repair.decisions.models import QueuedSuggestion
from repair.review.grouping import same_change
from repair.review.letters import ComparedSpellings, LetterRun, compare_letters
from repair.text.widening import sentence_around


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a name in the copy.

    ``left`` and ``right`` are the rest of its sentence; ``spellings`` are what the copy reads and what is suggested
    (the same for an unverified name), or what it read before a batch changed it and what it reads now. ``ticked`` says
    whether the next decision covers the place unless the editor clears its box.
    """

    item: QueuedSuggestion
    left: str
    spellings: ComparedSpellings
    right: str
    ticked: bool


def places_of(text: str, group: Sequence[QueuedSuggestion], selected: QueuedSuggestion) -> tuple[Place, ...]:
    """Return the places of a group, the selected one first.

    Places that are misspelled in another way than the selected one are not ticked: each spelling is judged by itself.

    Args:
        text: The story's text.
        group: The suggestions on one card.
        selected: The one that is shown in full.
    """
    others = [item for item in group if item.suggestion.id != selected.suggestion.id]
    return tuple(_place(text, item, ticked=same_change(selected, item)) for item in (selected, *others))


def _place(text: str, item: QueuedSuggestion, *, ticked: bool) -> Place:
    left, right = sentence_around(text, item.span)
    if item.applied_text is not None and item.result is None:
        spellings = compare_letters(item.suggestion.surface, item.applied_text)
        return Place(item, left.lstrip(), spellings, right, ticked)
    after = item.result or item.suggestion.replacement
    if after is None:
        same = (LetterRun(item.surface, False),)
        return Place(item, left.lstrip(), ComparedSpellings(same, same), right, ticked)
    return Place(item, left.lstrip(), compare_letters(item.surface, after), right, ticked)
