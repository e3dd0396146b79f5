"""The input of a rule: one document with its story, its gazetteer and the suggestions made so far."""

from __future__ import annotations

from dataclasses import dataclass

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
