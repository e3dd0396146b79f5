"""One row of the table of features: how a feature is measured, its wording for and against a name, and its group.

The rows are in ``spelling_feature_table``, ``lexicon_feature_table``, ``story_feature_table`` and
``decoding_values``. Values that are cheaper to measure several at once, such as all that compare the neighbours, are
measured in ``feature_extraction`` and ``lexicon_features`` instead of in their rows.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from repair.pipeline.wording import Comparison, Wording, wording

if TYPE_CHECKING:
    from repair.pipeline.candidate_generation import Candidate
    from repair.pipeline.detection import CopyContext
    from repair.pipeline.features.feature_cache import FormStats, NameStats


class FeatureGroup(StrEnum):
    """Features that measure the same kind of evidence; an ablation leaves out one group at a time."""

    CHANNEL = "the channel model"
    CHARACTERS = "shared readings of Chinese characters"
    ALIGNMENT = "the aligned source sentence"
    CONTEXT = "the context words"
    FULL_NAME = "the rest of the name"
    LEXICON = "the lexicon"
    DECISION = "the decision features"


class MeasuredPair(NamedTuple):
    """What a feature of a form and a name is measured on.

    Attributes:
        copy_context: The copy and its story.
        form: The statistics of the form.
        name: The statistics of the name.
        candidate: The form and the name, with the places where they are aligned.
        values: The features that were measured before.
    """

    copy_context: CopyContext
    form: FormStats
    name: NameStats
    candidate: Candidate
    values: dict[str, float]


class Feature(NamedTuple):
    """One feature.

    Attributes:
        supports: Its wording where it supports the name; None where that would not help an editor.
        opposes: Its wording where it opposes the name, or None.
        group: Its group in an ablation; a feature with None is never left out.
        of_pair: Function that measures it for a form and a name.
        of_copy: Function that measures it once for the whole copy, where all candidates share the value.
    """

    supports: Wording | None = None
    opposes: Wording | None = None
    group: FeatureGroup | None = None
    of_pair: Callable[[MeasuredPair], float] | None = None
    of_copy: Callable[[CopyContext], float] | None = None

    def wording(self, weight: float) -> Wording | None:
        """Return the wording of a feature that adds ``weight`` (nats) to the log-odds."""
        return self.supports if weight > 0 else self.opposes


def against(text: str, is_true: Callable[[Comparison], bool], claims: str = "") -> Feature:
    """Return a feature that has a wording only where it opposes the name."""
    return Feature(None, wording(text, is_true, claims))
