"""All features of a candidate: the evidence that a form is a mangled form of a name.

`FEATURES` has one row per feature, from the tables of spelling, lexicon and story. Its keys are the columns
that models are fitted on, so neither the keys nor their order ever change. ``feature_extraction`` measures the values,
row by row or several at once, ``ranking_model`` weights them, and ``wording`` turns them into reasons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from repair.pipeline.candidate_generation import Candidate
from repair.pipeline.features.feature import Feature, FeatureGroup
from repair.pipeline.features.lexicon_feature_table import LEXICON_FEATURES
from repair.pipeline.features.spelling_feature_table import DEFERRED_COMPARISONS, MODEL_FEATURES, SPELLING_FEATURES
from repair.pipeline.features.story_feature_table import PLACE_FEATURES, STORY_FEATURES

if TYPE_CHECKING:
    from repair.pipeline.detection import CopyContext
    from repair.pipeline.features.feature import MeasuredPair

FEATURES: dict[str, Feature] = (
    SPELLING_FEATURES | PLACE_FEATURES | STORY_FEATURES | LEXICON_FEATURES | MODEL_FEATURES | DEFERRED_COMPARISONS
)
COLUMNS = tuple(FEATURES)
CHANNEL = tuple(name for name, feature in FEATURES.items() if feature.group is FeatureGroup.CHANNEL)
# Measured only for the candidates that pruning leaves.
DEFERRED = (*CHANNEL, "same_characters", *DEFERRED_COMPARISONS)
PRUNE_COLUMNS = tuple(name for name in COLUMNS if name not in DEFERRED)

_OF_PAIR = tuple((name, feature.of_pair) for name, feature in FEATURES.items() if feature.of_pair is not None)
_OF_COPY = tuple((name, feature.of_copy) for name, feature in FEATURES.items() if feature.of_copy is not None)


def copy_values(copy_context: CopyContext) -> dict[str, float]:
    """Return the features that are the same for all candidates of a copy."""
    return {name: measure(copy_context) for name, measure in _OF_COPY}


def add_pair_values(pair: MeasuredPair) -> None:
    """Measure the features whose rows have an ``of_pair`` function, and add them to the values of ``pair``."""
    for name, measure in _OF_PAIR:
        pair.values[name] = measure(pair)


@dataclass(slots=True)
class FeatureVector:
    """The feature values of one candidate, by feature name.

    ``prior`` is the probability (0-1) from pruning. It is not a feature, since that made confidences worse on unseen
    stories; it only determines how much a candidate counts as a rival of others.
    """

    candidate: Candidate
    values: dict[str, float] = field(default_factory=dict)
    prior: float = 1.0

    def as_row(self, columns: tuple[str, ...] = COLUMNS) -> list[float]:
        """Return the values in the order of ``columns``."""
        return list(_picking(columns)(self.values))


@lru_cache(maxsize=8)
def _picking(columns: tuple[str, ...]) -> Callable[[dict[str, float]], tuple[float, ...]]:
    return itemgetter(*columns)
