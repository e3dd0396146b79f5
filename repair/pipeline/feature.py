"""One row of the table of features: how a feature is measured, what it says for and against a name, and its group.

The rows are in ``word_feature_table``, ``story_feature_table`` and ``decoding_values``. Values that are cheaper to
measure several at once, such as all that compare the neighbours, are measured in ``feature_extraction`` and
``lexicon_features`` instead of in their rows.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from repair.pipeline.wording import Comparison, Wording, says

if TYPE_CHECKING:
    from repair.pipeline.candidate_generation import Candidate
    from repair.pipeline.detection import CopyContext
    from repair.pipeline.feature_cache import FormStats, NameStats


class FeatureGroup(StrEnum):
    """Features that say the same kind of thing; an ablation leaves out one group at a time."""

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
        form: What is known of the form.
        name: What is known of the name.
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
        supports: Its words where it speaks for the name; None where they would tell an editor nothing.
        opposes: Its words where it speaks against the name, or None.
        group: Its group in an ablation; None is never left out.
        of_pair: Measures it for a form and a name.
        of_copy: Measures it once for the whole copy, where it is the same for all candidates.
    """

    supports: Wording | None = None
    opposes: Wording | None = None
    group: FeatureGroup | None = None
    of_pair: Callable[[MeasuredPair], float] | None = None
    of_copy: Callable[[CopyContext], float] | None = None

    def wording(self, weight: float) -> Wording | None:
        """Return the wording of a feature that adds ``weight`` (nats) to the log-odds."""
        return self.supports if weight > 0 else self.opposes


def against(words: str, is_true: Callable[[Comparison], bool], claims: str = "") -> Feature:
    """Return a feature that tells an editor something only where it speaks against the name."""
    return Feature(None, says(words, is_true, claims))
