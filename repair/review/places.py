"""The places of a card: each with its sentence before and after, and whether the next decision covers it.

Nothing is decided here; the editor ticks or clears the boxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repair.decisions.models import QueuedSuggestion
from repair.review.grouping import same_change
from repair.review.letters import ComparedSpellings, LetterRun, compare_letters
from repair.text.widening import around


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a name in the copy.

    ``left`` and ``right`` are the rest of its sentence; ``spellings`` are what the copy reads and what is suggested
    (the same for an unverified name), or what it read before a batch changed it and what it reads now. ``ticked`` says
    whether the next decision covers the place unless the editor clears its box.
    """

    case: QueuedSuggestion
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
    others = [case for case in group if case.suggestion.id != selected.suggestion.id]
    return tuple(_place(text, case, ticked=same_change(selected, case)) for case in (selected, *others))


def _place(text: str, case: QueuedSuggestion, *, ticked: bool) -> Place:
    left, right = around(text, case.span)
    if case.standing is not None and case.result is None:
        spellings = compare_letters(case.suggestion.surface, case.standing)
        return Place(case, left.lstrip(), spellings, right, ticked)
    after = case.result or case.suggestion.replacement
    if after is None:
        same = (LetterRun(case.surface, False),)
        return Place(case, left.lstrip(), ComparedSpellings(same, same), right, ticked)
    return Place(case, left.lstrip(), compare_letters(case.surface, after), right, ticked)
