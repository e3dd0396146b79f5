"""Flags: names that nobody vouches for, put before a person with likely originals that the model makes up.

A flag never changes anything. What deserves one is decided in ``unverified``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from repair.text import fold, line_and_column
from repair.types import Action, Alternative, Document, Kind, Reason, Scorer, Suggestion
from repair.unverified import Standing
from repair.wording import identify

FLAG_WORDS = "unverified"
_LONGEST_GUESSED = 40  # letters
_REMEMBERED = 20_000  # forms whose originals are remembered


class Guesser:
    """Makes up likely originals of forms, each once, as many together as are asked for together."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._made: dict[tuple[str, int], tuple[Alternative, ...]] = {}

    def guess(self, surfaces: Iterable[str], count: int) -> dict[str, tuple[Alternative, ...]]:
        """Return for each form up to ``count`` originals, with the model's own probability (0-1) of each."""
        wanted = dict.fromkeys(surfaces)
        if not count:
            return dict.fromkeys(wanted, ())
        found = {surface: self._made.get((surface, count)) for surface in wanted}
        new = [s for s, made in found.items() if made is None and len(s) <= _LONGEST_GUESSED]
        if len(self._made) > _REMEMBERED:
            self._made.clear()
        for surface, made in zip(new, self._scorer.generate_all(new, count=count + 1), strict=True):
            others = [(text, score) for text, score in made if fold(text) != fold(surface)][:count]
            found[surface] = tuple(Alternative(text, round(math.exp(score), 4)) for text, score in others)
            self._made[surface, count] = found[surface] or ()
        return {surface: made or () for surface, made in found.items()}


def is_flag(suggestion: Suggestion) -> bool:
    """Tell whether a suggestion is a flag made here."""
    return suggestion.action is Action.FLAG and [reason.key for reason in suggestion.reasons] == [FLAG_WORDS]


def flag(document: Document, standing: Standing, signature: str) -> Suggestion:
    """Return the flag of a name that nobody vouches for, without guesses yet."""
    mention = standing.mention
    line, column = line_and_column(document.text, mention.span.start)
    return Suggestion(
        id=identify(document.id, str(mention.span.start), mention.surface, FLAG_WORDS),
        document_id=document.id,
        span=mention.span,
        line=line,
        column=column,
        surface=mention.surface,
        replacement=None,
        confidence=1.0,
        kind=mention.kind if mention.kind is not Kind.OTHER else Kind.PERSON,
        action=Action.FLAG,
        reasons=(Reason(FLAG_WORDS, standing.words, 0.0),),
        signature=signature,
    )
