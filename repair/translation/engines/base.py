"""The protocol of a translation engine, and its values: limits on a call, placeholders, whether it is usable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


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
        details: What it translates, or what is missing.
        how: How to get it, or how to choose it.
    """

    name: str
    usable: bool
    details: str
    how: str = ""


# Length (code points) of text for which an empty translation is accepted. For a longer one it is a failure.
FEW = 24

# Invented words. Two letters distinguish them, so that up to 100 fit into one sentence.
UNKNOWN_WORDS = tuple(f"Zxq{first}{second}" for first in "bdfgklmprt" for second in "aeioubdgkm")


class Engine(Protocol):
    """A machine translation engine.

    Register a function that opens one under the entry-point group ``repair.engines``: it takes the text that follows
    ``NAME:`` in ``--engine NAME:ARGUMENT`` (empty without one) and keyword ``limits``, and returns an engine or raises
    `EngineError`. The name of the entry point is the ``NAME``.
    """

    @property
    def name(self) -> str:
        """Name and version (or hash of the weights), as printed in signatures."""

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        """Return the placeholders that survive a translation from ``src`` to ``tgt``, the most reliable first.

        Args:
            src: Two-letter code (ISO 639-1) of the language of the text.
            tgt: Two-letter code of the language of the translation.
        """

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        """Return a translation for each sentence; "" where the engine has none.

        Args:
            sentences: Sentences without line breaks.
            src: Two-letter code (ISO 639-1) of their language.
            tgt: Two-letter code of the language to translate into.

        Raises:
            EngineError: The engine cannot translate.
        """


@runtime_checkable
class BiasingEngine(Protocol):
    """An engine that can raise the probability of given words in its output."""

    def translate_favouring(self, sentence: str, names: Sequence[str], src: str, tgt: str) -> str:
        """Return a translation of one sentence in which every word of ``names`` is more probable than by default."""
