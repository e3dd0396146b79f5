"""Which suggestions of a story are one question: the places of one spelling variant, in full and by surname alone.

Two desks may spell a name in two right ways, so an editor is asked once a name and story, not once a place.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.core.types import Kind
from repair.decisions.models import QueuedSuggestion, State
from repair.text.tokens import tokenize


def same_variant(cases: Sequence[QueuedSuggestion], case: QueuedSuggestion) -> tuple[QueuedSuggestion, ...]:
    """Return the other open places of a story where the same word is spelled in the same two ways.

    Args:
        cases: the suggestions of the story.
        case: the one that is decided; unless it is a spelling variant, nothing else is meant.
    """
    if case.suggestion.kind is not Kind.SPELLING_VARIANT:
        return ()
    changes = _changes(case)
    return tuple(
        other
        for other in cases
        if other.suggestion.id != case.suggestion.id
        and other.suggestion.kind is Kind.SPELLING_VARIANT
        and other.state is State.OPEN
        and not changes.isdisjoint(_changes(other))
    )


def _changes(case: QueuedSuggestion) -> frozenset[tuple[str, str]]:
    """Return the words that a suggestion changes, each with what it becomes; the whole where they do not pair."""
    surface, replacement = case.suggestion.surface, case.suggestion.replacement or ""
    before, after = ([token.fold for token in tokenize(text)] for text in (surface, replacement))
    if len(before) != len(after):
        return frozenset({(" ".join(before), " ".join(after))})
    return frozenset((old, new) for old, new in zip(before, after, strict=True) if old != new)
