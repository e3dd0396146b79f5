"""Flags: suggestions without a replacement, for names that no source has, and what the flagged names may have been.

Which mentions are flagged is decided in ``mention_classification``. The possible originals are names of the sources
that were not likely enough to be suggested, then what the channel model generates; they are never applied unasked.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from repair.core.protocols import Scorer
from repair.core.types import Action, Alternative, Document, Kind, Mention, Reason, Suggestion
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.namesakes.possible_namesakes import MOST
from repair.pipeline.unverified.mention_classification import DOUBTFUL_AT, ClassifiedMention
from repair.text.normalize import fold

FLAG_KEY = "unverified"  # key of the reason that is given with a flag
_LONGEST_GUESSED = 40  # letters of a form whose originals are generated
_START = attrgetter("correction.start")
_MAX_CACHED = 20_000  # forms whose originals are cached


def flag(
    document: Document,
    classified: ClassifiedMention,
    signature: str,
    alternatives: Sequence[Alternative] = (),
) -> Suggestion:
    """Return the flag of an unverified name.

    Args:
        document: The copy.
        classified: The name.
        signature: The signature of the repairer.
        alternatives: Its possible originals in the sources.
    """
    mention = classified.mention
    return Suggestion.at(
        document,
        mention.span,
        None,
        identity=FLAG_KEY,
        kind=mention.kind if mention.kind is not Kind.OTHER else Kind.PERSON,
        reasons=(Reason(FLAG_KEY, classified.explanation, 0.0),),
        alternatives=tuple(alternatives),
        signature=signature,
    )


class DoubtedNames:
    """The names of the sources that flagged names may be: corrections that were not likely enough to be suggested.

    They were doubted: people may bear the flagged name, or no source has it in a like sentence.
    """

    def __init__(self, decided: Iterable[ScoredCorrection]) -> None:
        """Arrange the scored corrections of a copy, none of which overlaps another, by their place."""
        self._decided = sorted(decided, key=_START)

    def of(self, mention: Mention) -> list[Alternative]:
        """Return the names that a flagged name may be, the most likely first, with a confidence (0-1)."""
        surface, start, found = mention.surface, mention.span.start, dict[str, float]()
        for number in range(bisect.bisect_left(self._decided, start, key=_START), len(self._decided)):
            scored = self._decided[number]
            correction = scored.correction
            if mention.span.end < correction.end:
                break
            if scored.confidence >= DOUBTFUL_AT:
                before, after = surface[: correction.start - start], surface[correction.end - start :]
                name = before + correction.replacement + after
                found.setdefault(name, round(min(scored.confidence, MOST), 4))
        return [Alternative(name, found[name]) for name in sorted(found, key=found.__getitem__, reverse=True)]


def with_guesses(suggestion: Suggestion, guesses: Sequence[Alternative], count: int) -> Suggestion:
    """Return a flag with up to ``count`` possible originals: those it has, then guesses of the channel model."""
    known = {fold(alternative.text) for alternative in suggestion.alternatives}
    others = [guess for guess in guesses if fold(guess.text) not in known]
    return replace(suggestion, alternatives=(*suggestion.alternatives, *others)[:count])


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
