"""Surnames without their capital: "Olaf scholz", where the sources have Olaf Scholz.

The word follows a given name, is no ordinary word, and the sources never have it in small letters. Transcripts without
capitals are read otherwise and have no such word. The suggestions are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from repair.core.types import Kind, Suggestion
from repair.pipeline.casing import occurrences
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.lexicon import COMMON_NAME, UNCOMMON_WORD

_REASON = RuleReason(0.8, "capital", "the sources have it with a capital: {name}")
_LEAST_LETTERS = 3
_MOST_PLACES = 1  # of a name in the sources that are examined


def propose_uncapitalised_surnames(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each full name of the story whose surname has a small letter in the copy."""
    copy, story, lexicon = context.copy_context.copy, context.copy_context.story, context.copy_context.lexicon
    for low in copy.capital_at:
        high = low + 1
        if high >= len(copy.tokens) or copy.tokens[high].capital or lexicon.given(copy.folds[low]) < COMMON_NAME:
            continue
        token = copy.tokens[high]
        if not token.text.islower() or len(token.text) < _LEAST_LETTERS or copy.gap(low) != " ":
            continue
        if high + 1 < len(copy.tokens) and copy.is_hyphenated(high, high + 1):
            continue
        if (
            not story.capitals.get(token.fold)
            or story.lowers.get(token.fold)
            or lexicon.word(token.fold) >= UNCOMMON_WORD
        ):
            continue
        for _, place in occurrences(story, f"{copy.tokens[low].text} {token.text}", _MOST_PLACES):
            surname = place.text.split(" ")[-1]
            if surname[:1].isupper() and surname[1:].islower():
                name = f"{copy.tokens[low].text} {surname}"
                yield suggest_name(context, _REASON.propose(low, high + 1, name, kind=Kind.PERSON))
