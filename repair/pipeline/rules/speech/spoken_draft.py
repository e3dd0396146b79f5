"""A candidate of a name in a transcript before its features are computed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate without features.

    ``folds`` are the folded words of the name, ``similarity`` says how alike the part that was not recognised sounds
    (0-1), ``is_exact`` whether a recognised part has the letters of the name, ``rivals`` how many names are as near.
    """

    low: int
    high: int
    name: str
    folds: tuple[str, ...]
    kind: str
    similarity: float
    is_exact: bool = False
    rivals: int = 0
