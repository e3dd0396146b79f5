"""Chooses which alternatives of a suggestion the desk offers, and the text of each at its place.

An alternative is a name; part of it may already be next to the marked words in the copy. No decision is made here.
"""

from __future__ import annotations

from dataclasses import replace

from repair.core.types import Alternative, Span, Suggestion
from repair.text.name_key import key
from repair.text.widening import repeats_neighbour, widened_span

MOST = 9  # one for each of the keys 1 to 9


def offered_alternatives(text: str, suggestion: Suggestion) -> tuple[Alternative, ...]:
    """Return the alternatives that differ from the suggestion, from the copy and from each other, at most nine.

    Words of an alternative that are already next to the marked place in the copy are left out, so none is repeated.

    Args:
        text: The story's text.
        suggestion: The suggestion; offsets are code points of ``text``.
    """
    seen = {" ".join(name.split()) for name in (suggestion.surface, suggestion.replacement or "")}
    offered: list[Alternative] = []
    for alternative in suggestion.alternatives:
        fitting = _fitting(text, suggestion.span, alternative.text)
        if fitting is None or fitting in seen:
            continue
        seen.add(fitting)
        offered.append(replace(alternative, text=fitting))
    return tuple(offered[:MOST])


def _fitting(text: str, span: Span, name: str) -> str | None:
    """Return ``name`` without the words that are next to ``span``; None if it would still repeat one."""
    wide = widened_span(text, span, name)
    words = name.split()
    left, right = text[wide.start : span.start].split(), text[span.end : wide.end].split()
    if left and [key(word) for word in words[: len(left)]] == [key(word) for word in left]:
        words = words[len(left) :]
    if right and [key(word) for word in words[-len(right) :]] == [key(word) for word in right]:
        words = words[: -len(right)]
    fitting = " ".join(words)
    if not fitting:
        return None
    return None if widened_span(text, span, fitting) == span and repeats_neighbour(text, span, fitting) else fitting
