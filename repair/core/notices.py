"""What is to be said of a whole copy besides its suggestions, and both together: the result of checking one copy.

A notice says why there may be fewer suggestions or flags than a reader expects. It changes none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from repair.core.types import Suggestion


@dataclass(frozen=True, slots=True)
class CopyNotice:
    """A notice about a whole copy.

    Attributes:
        key: What it is about; notices with the same key are counted together.
        text: A sentence for editors, which does not name the copy.
    """

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckedCopy:
    """The suggestions for one copy, in order of place, and the notices about it."""

    suggestions: tuple[Suggestion, ...]
    notices: tuple[CopyNotice, ...] = ()
