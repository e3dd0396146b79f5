"""The fields of institutions, with "and" and commas: "Ministry of Land, Transport and Tourism".

`repair.text.mentions.joining` decides what else continues a name.
"""

from __future__ import annotations

from repair.text.lexicon import COMMON_NAME, LARGE_CITY, RARE_WORD, UNCOMMON_WORD
from repair.text.mentions.context import POSSESSIVE_GAPS, Context, may_be_in_name
from repair.text.wordlists import DEPARTMENTS, EVENTS, ORGANISATION_WORDS, ROLES, TITLES

_MOST_WORDS = 5  # of half of an institution's field, its head included
MOST_LISTED = 6  # words from the first comma of an institution's fields to "and"

_NO_FIELDS = TITLES | ROLES | EVENTS  # "the President and Foreign Ministry"


def end_of_listed_fields(context: Context, at: int) -> int:
    """Return the end of the fields that an institution has after a comma: "Ministry of Land, Transport and Tourism".

    It is ``at`` where no such fields follow.
    """
    if context.gap(at) != ", ":
        return at
    tokens, end = context.analysis.tokens, at
    while end + 2 < len(tokens) and end - at < MOST_LISTED and context.gap(end) in (", ", " "):
        if context.fold(end) == "and":
            return end + 2 if context.gap(end + 1) == " " and _may_be_listed(context, end + 1) else at
        if not _may_be_listed(context, end):
            return at
        end += 1
    return at


def _may_be_listed(context: Context, at: int) -> bool:
    """Return whether word ``at`` is an ordinary word with a capital that is not the head of an institution."""
    is_head = context.fold(at) in ORGANISATION_WORDS
    return may_be_in_name(context, at) and not is_head and is_everyday(context, at, least=UNCOMMON_WORD)


def are_fields(context: Context, start: int, end: int) -> bool:
    """Return whether a range after an article or an owner may be half of a field: "the Economic and …"."""
    has_article = start > 0 and context.gap(start) == " " and context.fold(start - 1) in ("the", "a", "an")
    has_owner = start > 0 and context.gap(start) in POSSESSIVE_GAPS
    words = {context.fold(at) for at in range(start, end)}
    if not (has_article or has_owner) or not words.isdisjoint(_NO_FIELDS):
        return False
    return all(is_everyday(context, at, least=UNCOMMON_WORD) for at in range(start, end))


def is_department(context: Context, start: int) -> bool:
    """Return whether the words with capitals from ``start`` are the other half: "… Financial Crimes Commission"."""
    tokens, end = context.analysis.tokens, start + 1
    while end < min(start + _MOST_WORDS, len(tokens)) and context.gap(end) == " " and tokens[end].text[0].isupper():
        end += 1
    words = range(start, end - 1)
    return context.fold(end - 1) in DEPARTMENTS and all(is_everyday(context, at, least=UNCOMMON_WORD) for at in words)


def is_field(context: Context, at: int) -> bool:
    """Return whether word ``at`` is an everyday word, or a people before one: "Foreign and European Affairs"."""
    is_before = context.lexicon.demonym(context.fold(at)) and at + 1 < len(context.analysis.tokens)
    if is_before and context.gap(at + 1) == " " and may_be_in_name(context, at + 1):
        return is_everyday(context, at + 1)
    return is_everyday(context, at)


def is_everyday(context: Context, at: int, *, least: int = RARE_WORD) -> bool:
    """Return whether word ``at`` is an English word and neither a place, a demonym nor a given name.

    ``least`` is the class of the lexicon from which a word counts.
    """
    fold = context.fold(at)
    lexicon = context.lexicon
    return (
        lexicon.word(fold) >= least
        and lexicon.place(fold) < LARGE_CITY
        and not lexicon.demonym(fold)
        and not (lexicon.given(fold) >= COMMON_NAME and context.evidence.capitals(fold) > context.evidence.lowers(fold))
    )
