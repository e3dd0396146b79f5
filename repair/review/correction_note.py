"""An editor's note on a story's corrections, generated from the edits that people accepted.

Says what was misspelled and how it should have read; who the error is due to is not its business.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.core.types import Kind

NOTHING = ""
_ONE = "An earlier version of this story {what}."
_WRONG = {
    Kind.PERSON: "misspelled the name of {right} as {wrong}",
    Kind.PLACE: "misspelled the place name {right} as {wrong}",
    Kind.ORGANISATION: "misnamed {right} as {wrong}",
    Kind.TITLE: "gave the title {right} as {wrong}",
    Kind.OTHER: "misspelled {right} as {wrong}",
}


def editors_note(changes: Sequence[tuple[str, str, Kind]]) -> str:
    """Return the note for ``changes``: what stood there, what stands there now, and its kind; empty for none.

    A part of a name that was corrected whole is not mentioned again.

    >>> editors_note([("Mark Latte", "Mark Rutte", Kind.PERSON), ("Latte", "Rutte", Kind.PERSON)])
    'An earlier version of this story misspelled the name of Mark Rutte as Mark Latte.'
    """
    told = _distinct(changes)
    if not told:
        return NOTHING
    clauses = [_WRONG[kind].format(right=_line(right), wrong=_line(wrong)) for wrong, right, kind in told]
    first, *rest = clauses
    if not rest:
        return _ONE.format(what=first)
    if len(rest) == 1:
        return _ONE.format(what=f"{first}, and {rest[0]}")
    return _ONE.format(what="; ".join([first, *rest[:-1]]) + f"; and {rest[-1]}")


def _distinct(changes: Sequence[tuple[str, str, Kind]]) -> list[tuple[str, str, Kind]]:
    """Return each correction once, in order, without those that a longer one covers."""
    unique = list(dict.fromkeys(changes))
    return [
        (wrong, right, kind)
        for wrong, right, kind in unique
        if not any(
            f" {right} " in f" {longer} " and f" {wrong} " in f" {worse} " and (wrong, right) != (worse, longer)
            for worse, longer, _ in unique
        )
    ]


def _line(text: str) -> str:
    return " ".join(text.split())
