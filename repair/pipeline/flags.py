"""Flags: suggestions without a replacement, for names that no source has, and what the flagged names may have been.

Which mentions are flagged is decided in ``mention_classification``. The possible originals come from the channel model
alone; they are not calibrated and never applied.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from repair.core.protocols import Scorer
from repair.core.types import Action, Alternative, Document, Kind, Reason, Suggestion
from repair.pipeline.mention_classification import ClassifiedMention
from repair.text.normalize import fold

FLAG_KEY = "unverified"  # key of the reason that is given with a flag
_LONGEST_GUESSED = 40  # letters of a form whose originals are generated
_MAX_CACHED = 20_000  # forms whose originals are cached


def flag(document: Document, classified: ClassifiedMention, signature: str) -> Suggestion:
    """Return the flag of an unverified name, without possible originals."""
    mention = classified.mention
    return Suggestion.at(
        document,
        mention.span,
        None,
        identity=FLAG_KEY,
        kind=mention.kind if mention.kind is not Kind.OTHER else Kind.PERSON,
        reasons=(Reason(FLAG_KEY, classified.explanation, 0.0),),
        signature=signature,
    )


def is_flag(suggestion: Suggestion) -> bool:
    """Return whether a suggestion is the flag of an unverified name, and not one of a damaged name."""
    return suggestion.action is Action.FLAG and [reason.key for reason in suggestion.reasons] == [FLAG_KEY]


class NBestSuggester:
    """Generates possible originals of flagged forms with the channel model, in batches, and caches them."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._cached: dict[tuple[str, int], tuple[Alternative, ...]] = {}

    def guess(self, surfaces: Iterable[str], count: int) -> dict[str, tuple[Alternative, ...]]:
        """Return for each form up to ``count`` possible originals, with the model's uncalibrated probability (0-1)."""
        wanted = dict.fromkeys(surfaces)
        if not count:
            return dict.fromkeys(wanted, ())
        guesses = {surface: self._cached.get((surface, count)) for surface in wanted}
        new = [form for form, cached in guesses.items() if cached is None and len(form) <= _LONGEST_GUESSED]
        if len(self._cached) > _MAX_CACHED:
            self._cached.clear()
        for surface, generated in zip(new, self._scorer.generate_all(new, count=count + 1), strict=True):
            others = [name for name in generated if fold(name.text) != fold(surface)][:count]
            guesses[surface] = tuple(Alternative(name.text, round(math.exp(name.score), 4)) for name in others)
            self._cached[surface, count] = guesses[surface] or ()
        return {surface: alternatives or () for surface, alternatives in guesses.items()}
