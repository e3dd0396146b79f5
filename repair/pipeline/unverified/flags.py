"""Flags: suggestions without a replacement, for names that no source has, and what the flagged names may have been.

Which mentions are flagged is decided in ``mention_classification``. The possible originals are names of the sources
and lists that were not likely enough to be suggested; no name is made up, and none is applied unasked.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from operator import attrgetter

from repair.core.types import Action, Alternative, Document, Kind, Mention, Reason, Suggestion
from repair.gazetteer import Gazetteer
from repair.gazetteer.near_names import names_near
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.namesakes.possible_namesakes import NAMESAKE_CONFIDENCE
from repair.pipeline.unverified.doubtful_names import DOUBTFUL_AT, RESEMBLES
from repair.pipeline.unverified.mention_classification import ClassifiedMention
from repair.text.normalize import folded_words

FLAG_KEY = "unverified"  # key of the reason that is given with a flag
_LIKELY = 0.5  # confidence (0-1) of an original that the reason names
_NEAR = 3  # names like a flagged one that are looked at
_START = attrgetter("correction.start")


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
        alternatives: Its possible originals in the sources, the most likely first; the reason names a likely one.
    """
    mention, explanation = classified.mention, classified.explanation
    if alternatives and (likely := alternatives[0]).confidence >= _LIKELY:
        explanation = RESEMBLES.format(name=likely.text)
    return Suggestion.at(
        document,
        mention.span,
        None,
        identity=FLAG_KEY,
        kind=mention.kind if mention.kind is not Kind.OTHER else Kind.PERSON,
        reasons=(Reason(FLAG_KEY, explanation, 0.0),),
        alternatives=tuple(alternatives),
        signature=signature,
    )


class DoubtedNames:
    """The names of the gazetteer that flagged names may be: corrections that were not likely enough to be suggested.

    They were doubted: people may bear the flagged name, or no source has it in a like sentence.
    """

    def __init__(self, decided: Iterable[ScoredCorrection], gazetteer: Gazetteer) -> None:
        """Arrange the scored corrections of a copy, none of which overlaps another, by their place."""
        self._decided, self._gazetteer = sorted(decided, key=_START), gazetteer

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
                name = self._listed(before + correction.replacement + after, correction.replacement)
                if name is not None:
                    found.setdefault(name, round(min(scored.confidence, NAMESAKE_CONFIDENCE), 4))
        return [Alternative(name, found[name]) for name in sorted(found, key=found.__getitem__, reverse=True)]

    def _listed(self, name: str, replacement: str) -> str | None:
        """Return a name, or the nearest name of the gazetteer with the replaced words in it; None if there is none.

        The rest of a flagged name may be wrong as well: the sources have "Li Chenggang" and not "Lee Chenggang".
        """
        if self._gazetteer.listed(name):
            return name
        words = set(folded_words(replacement))
        for near in names_near(self._gazetteer, name, limit=_NEAR):
            if words <= set(folded_words(near.canonical)):
                return near.canonical
        return None


def is_flag(suggestion: Suggestion) -> bool:
    """Return whether a suggestion is the flag of an unverified name, and not one of a damaged name."""
    return suggestion.action is Action.FLAG and [reason.key for reason in suggestion.reasons] == [FLAG_KEY]
