"""Groups the suggestions of a story that ask the same question: all places of one spelling variant.

Both spellings of a variant are right, and an editor chooses one for the whole story. So the question is asked once a
name and story, whether the name is printed in full or as the surname alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.core.types import Kind
from repair.decisions.models import QueuedSuggestion, State
from repair.text.tokens import tokenize


def same_variant(cases: Sequence[QueuedSuggestion], case: QueuedSuggestion) -> tuple[QueuedSuggestion, ...]:
    """Return the other open suggestions that change the same word to the same other spelling.

    Args:
        cases: The suggestions of the story.
        case: The suggestion that is decided. Unless it is a spelling variant, the result is empty.
    """
    if case.suggestion.kind is not Kind.SPELLING_VARIANT:
        return ()
    changes = _changed_words(case)
    return tuple(
        other
        for other in cases
        if other.suggestion.id != case.suggestion.id
        and other.suggestion.kind is Kind.SPELLING_VARIANT
        and other.state is State.OPEN
        and not changes.isdisjoint(_changed_words(other))
    )


def _changed_words(case: QueuedSuggestion) -> frozenset[tuple[str, str]]:
    """Return the (old, new) words that a suggestion changes; the whole texts where the words do not pair up."""
    surface, replacement = case.suggestion.surface, case.suggestion.replacement or ""
    before, after = ([token.fold for token in tokenize(text)] for text in (surface, replacement))
    if len(before) != len(after):
        return frozenset({(" ".join(before), " ".join(after))})
    return frozenset((old, new) for old, new in zip(before, after, strict=True) if old != new)
