"""The protocol of a rule, and its input: one document with its story, its gazetteer and the suggestions so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from repair.core.types import Document, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.detection import CopyContext


@dataclass(frozen=True, slots=True)
class RuleContext:
    """The input of a rule for one document.

    Attributes:
        document: The copy.
        copy_context: The same copy, analysed and aligned with the sources of its story.
        gazetteer: All names.
        suggestions: The suggestions made so far, in order of place; none overlaps another.
        signature: The signature to give to new suggestions.
        corrections: The corrections that the ranker considers, with those too unlikely for a suggestion.
    """

    document: Document
    copy_context: CopyContext
    gazetteer: Gazetteer
    suggestions: tuple[Suggestion, ...]
    signature: str
    corrections: tuple[ScoredCorrection, ...] = ()


class Rule(Protocol):
    """Proposes changes to names by a pattern; passed to `Repairer`, or installed.

    Register a class, or a function without arguments that returns a rule, under the entry-point group ``repair.rules``.
    """

    @property
    def follows_flags(self) -> bool:
        """Whether the rule runs after names that no source has were flagged, so that it sees the flags."""

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield suggestions; those below the review threshold, or over another suggestion, are dropped.

        Args:
            context: The copy with its story, the gazetteer, and the suggestions made so far.
        """
