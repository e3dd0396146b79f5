"""Values that engines share: limits on a call, placeholders for names, and whether an engine is usable.

The protocol of an engine is `repair.core.protocols.Engine`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one call of an engine.

    Attributes:
        seconds: Longest time to an answer.
        retries: How often a failed request is repeated.
        pause: Seconds before the first repetition; each further pause is twice as long.
        answer: Longest answer (bytes).
    """

    seconds: float = 120.0
    retries: int = 2
    pause: float = 0.5
    answer: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Mask:
    """Placeholders that hide names from an engine.

    Attributes:
        name: Name of the mask, for reports.
        people: Words that replace names of people; empty to leave the names as they are and only look for them in the
            translation.
        places: Words that replace other names.
        biased: Whether the engine also raises the probability of the word, which needs a `BiasingEngine`.
    """

    name: str
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    biased: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """Whether an engine is usable on this machine.

    Attributes:
        name: Name of the engine.
        usable: Whether it can translate now.
        words: What it translates, or what is missing.
        how: How to get it, or how to choose it.
    """

    name: str
    usable: bool
    words: str
    how: str = ""


# Length (code points) of text for which an empty translation is accepted. For a longer one it is a failure.
FEW = 24

# Invented words. Two letters distinguish them, so that up to 100 fit into one sentence.
UNKNOWN_WORDS = tuple(f"Zxq{first}{second}" for first in "bdfgklmprt" for second in "aeioubdgkm")
