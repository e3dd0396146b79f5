"""The editor's note on a story's corrections, composed from the corrections that people accepted or a batch made.

It states what was misspelled and the right spelling, not who made the error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repair.core.types import Kind
from repair.decisions.models import QueuedSuggestion

_SENTENCE = "An earlier version of this story {what}."
_CLAUSES = {
    Kind.PERSON: "misspelled the name of {right} as {wrong}",
    Kind.PLACE: "misspelled the place name {right} as {wrong}",
    Kind.ORGANISATION: "misnamed {right} as {wrong}",
    Kind.TITLE: "gave the title {right} as {wrong}",
    Kind.SPELLING_VARIANT: "spelled the name {right} as {wrong}",
    Kind.OTHER: "misspelled {right} as {wrong}",
}


@dataclass(frozen=True, slots=True)
class NotedCorrection:
    """What the copy read before, what it reads now, and the kind of name."""

    wrong: str
    right: str
    kind: Kind

    def covers(self, other: NotedCorrection) -> bool:
        """Return whether the words of another correction are part of this one."""
        if (self.wrong, self.right) == (other.wrong, other.right):
            return False
        return f" {other.right} " in f" {self.right} " and f" {other.wrong} " in f" {self.wrong} "


def noted_correction(item: QueuedSuggestion) -> NotedCorrection | None:
    """Return the correction that the copy holds for a suggestion, made by a batch or accepted; None if none is."""
    if item.applied_text is None:
        return None if item.result is None else NotedCorrection(item.surface, item.result, item.suggestion.kind)
    right = item.result or item.applied_text
    wrong = item.suggestion.surface
    return None if right == wrong else NotedCorrection(wrong, right, item.suggestion.kind)


def editors_note(corrections: Sequence[NotedCorrection]) -> str:
    """Return the note for a story's corrections, in their order; empty for none.

    Each correction is mentioned once; a part of a name is not mentioned in addition to the whole name.

    >>> whole = NotedCorrection("Mark Latte", "Mark Rutte", Kind.PERSON)
    >>> editors_note([whole, NotedCorrection("Latte", "Rutte", Kind.PERSON)])
    'An earlier version of this story misspelled the name of Mark Rutte as Mark Latte.'
    """
    clauses = [
        _CLAUSES[correction.kind].format(right=_on_one_line(correction.right), wrong=_on_one_line(correction.wrong))
        for correction in _distinct(corrections)
    ]
    if not clauses:
        return ""
    first, *rest = clauses
    if not rest:
        return _SENTENCE.format(what=first)
    if len(rest) == 1:
        return _SENTENCE.format(what=f"{first}, and {rest[0]}")
    return _SENTENCE.format(what="; ".join([first, *rest[:-1]]) + f"; and {rest[-1]}")


def _distinct(corrections: Sequence[NotedCorrection]) -> list[NotedCorrection]:
    """Return each correction once, without those that a longer one covers."""
    unique = list(dict.fromkeys(corrections))
    return [correction for correction in unique if not any(longer.covers(correction) for longer in unique)]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
