"""Misread short words that open a sentence: "Tt was raining" for "It was raining".

They have a capital, so that a reader takes them for a name or an abbreviation. Only two letters without a vowel, which
no list knows, before a word in lower case are examined: no name of such letters opens English prose. The suggestions
are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.letter_shapes import possible_originals
from repair.text.normalize import fold

_REASON = RuleReason(0.6, "shapes", "letters of similar shapes were taken for each other in {name}")
_WORDS = frozenset("As At Do He If In Is It My No Of On Or So To Up We".split())
_VOWELS = frozenset("aeiouyAEIOUY")
_OPENING_QUOTES = ('"', "“", "‘", "'", "«", "„")


def propose_misread_openings(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each misread short word that opens a sentence."""
    copy_context = context.copy_context
    copy = copy_context.copy
    texts = dict.fromkeys(copy.tokens[number].text for number in copy.capital_at)
    for text in [text for text in texts if _may_be_misread(copy_context, text)]:
        words = _WORDS.intersection(possible_originals(text))
        if len(words) != 1:
            continue
        for number in copy.places[fold(text)]:
            if copy.tokens[number].text == text and _precedes_prose(copy_context, number):
                yield suggest_name(context, _REASON.propose(number, number + 1, min(words), kind=Kind.OTHER))


def _may_be_misread(copy_context: CopyContext, text: str) -> bool:
    """Whether a word is short, in no list and in no source, and opens a sentence wherever the copy has it."""
    if not (len(text) == 2 and text.istitle() and text.isalpha() and _VOWELS.isdisjoint(text)):
        return False
    word = fold(text)
    if copy_context.lexicon.knows(word) or copy_context.story.words.get(word) or copy_context.is_english is False:
        return False
    return all(_opens(copy_context, number) for number in copy_context.copy.places[word])


def _precedes_prose(copy_context: CopyContext, number: int) -> bool:
    """Whether a known word in lower case follows a word."""
    copy = copy_context.copy
    after = copy.tokens[number + 1 : number + 2]
    is_prose = bool(after) and after[0].text.islower() and copy.gap(number) == " "
    return is_prose and copy_context.lexicon.word(after[0].fold) > 0


def _opens(copy_context: CopyContext, number: int) -> bool:
    """Whether a word opens a sentence or a quotation."""
    copy = copy_context.copy
    token = copy.tokens[number]
    return token.first or copy.text[max(0, token.start - 1) : token.start] in _OPENING_QUOTES
