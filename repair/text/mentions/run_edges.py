"""The edges of a run of capitalised words: words that open a sentence, and letters and function words at the end."""

from __future__ import annotations

from repair.text.capital_style import CapitalStyle
from repair.text.known_organisations import is_known_organisation
from repair.text.known_people import is_known_person
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, UNCOMMON_WORD
from repair.text.mentions.context import Context
from repair.text.mentions.title_words import PARTS_OF_PLACES
from repair.text.wordlists import (
    BEFORE_NAMES,
    ORGANISATION_WORDS,
    ROLES,
    TITLE_MODIFIERS,
    TITLES,
)

# Words that open a sentence and belong to the name that follows.
_KEPT_OPENINGS = PARTS_OF_PLACES | TITLES | TITLE_MODIFIERS | ORGANISATION_WORDS | BEFORE_NAMES


def without_opening(context: Context, start: int, end: int) -> int:
    """Return the start of the run after words that have a capital only because they open a sentence."""
    while start < end and (context.is_function_word(start) or _is_opening_only(context, start, end)):
        start += 1
    return start


def _is_opening_only(context: Context, at: int, end: int) -> bool:
    """Return whether word ``at`` has a capital only because of its position."""
    analysis, fold = context.analysis, context.fold(at)
    if not analysis.opens(at) or analysis.style(at) is not CapitalStyle.PROSE or not context.is_common_word(fold):
        return False
    if analysis.tokens[at].text.isupper() and len(fold) > 1:
        return False
    if at + 1 >= end:
        # Without further evidence, a single word is a name only if it is not a common word.
        return context.lexicon.word(fold) >= UNCOMMON_WORD or context.evidence.lowers(fold) > 0
    following = context.fold(at + 1)
    if context.evidence.bigram_seen(fold, following) or context.gap(at + 1) != " ":
        return False
    if not analysis.tokens[at].first:
        return False  # a quotation mark or a colon often precedes a whole name: “Radio Svoboda”
    if fold in _KEPT_OPENINGS or context.lexicon.demonym(fold):
        return False
    if context.lexicon.given(fold) >= COMMON_NAME and fold not in ROLES:  # some are called Lawyer
        return False
    # "Witnesses Ivanov …", but "Golden Gate …": the rest must be a name without the word.
    if context.lexicon.word(following) >= COMMON_WORD:
        return False
    pair = f"{fold} {following}"
    if is_known_organisation(pair) or is_known_person(pair) or context.lexicon.place(pair):
        return False
    if fold in ROLES or analysis.tokens[at + 1].text.isupper() or is_known_organisation(following):
        return True
    # The rest is also elsewhere, without the word.
    return not context.is_common_word(following) and context.evidence.capitals(following) > 1


def without_ending(context: Context, start: int, end: int) -> int:
    """Return the end of the run without single letters and function words at its end."""
    while end > start:
        token = context.analysis.tokens[end - 1]
        is_stray = len(token.text) == 1 and not _is_final_letter(context, start, end - 1)
        if not is_stray and (
            not context.is_function_word(end - 1) or (end - 1 > start and context.gap(end - 1) == "-")
        ):
            break
        end -= 1
    return end


def _is_final_letter(context: Context, start: int, at: int) -> bool:
    """Return whether a single letter at the end belongs to the name: "U.S.", "AT&T", "Serie A", "X-Y"."""
    if at <= start:
        return False
    if context.gap(at) in (".", "&", " & ", "-"):
        return True
    token = context.analysis.tokens[at]
    after = context.analysis.text[token.end : token.end + 1]
    return context.gap(at) == " " and context.has_name_capital(at) and token.text != "I" and after != "."
