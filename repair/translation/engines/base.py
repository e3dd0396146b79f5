"""What every engine of translation answers to, and the ways of hiding a name from one.

Holds no engine and hides nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a call may take (seconds), how often it is tried again, and how much may be answered (bytes)."""

    seconds: float = 120.0
    retries: int = 2
    pause: float = 0.5
    answer: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Mask:
    """A way of sending a name through an engine: words that stand in its place, for people and for places.

    Without words the name goes as it is, and is only looked for afterwards. ``biased``: the engine is also told to
    favour it, which needs a `BiasingEngine`.
    """

    name: str
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    biased: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a sort of engine can be used here, in words, and what to do to get it or more of it."""

    name: str
    usable: bool
    words: str
    how: str = ""


class Engine(Protocol):
    """Translates sentences, none of which has a line break in it."""

    @property
    def name(self) -> str:
        """The engine with its version or its weights' hash, as it stands in a signature."""

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        """Return the ways of hiding a name that this engine keeps, the best first."""

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        """Return a translation for each sentence, "" where there is none; `EngineError` when it cannot translate.

        Languages are two-letter codes.
        """


@runtime_checkable
class BiasingEngine(Protocol):
    """An engine that can be told which words to favour."""

    def translate_favouring(self, sentence: str, names: Sequence[str], src: str, tgt: str) -> str:
        """Return a translation of one sentence in which the names are more probable than they would be."""


# An engine may have nothing to say to a few words (code points); to more than these it has, or it does not work.
FEW = 24

# What no engine knows: two lower letters tell one from the next, so that up to 100 can stand in a sentence.
UNKNOWN_WORDS = tuple(f"Zxq{first}{second}" for first in "bdfgklmprt" for second in "aeioubdgkm")
