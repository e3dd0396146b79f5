"""Where the title in a run of capitalised words begins and ends: "NATO | Secretary General | Mark Rutte"."""

from __future__ import annotations

from repair.text.lexicon import COMMON_NAME, COMMON_WORD, COUNTRY, FREQUENT_WORD
from repair.text.mentions.context import Context
from repair.text.mentions.roles import cleaned_title
from repair.text.wordlists import (
    COMPASS,
    FORMS_OF_ADDRESS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    ROLES,
    TITLE_COMPLEMENTS,
    TITLE_ENDS,
    TITLE_MODIFIERS,
    TITLES,
)

PARTS_OF_PLACES = PLACE_WORDS | COMPASS | frozenset("new saint st little big great".split())
# Titles that are also names or other words, which count only before a name.
_AMBIGUOUS_TITLES = frozenset("general major private father mother judge pan don".split())
_ROLE_OPENINGS = TITLE_MODIFIERS - frozenset(("of", "the"))


def title_range(context: Context, start: int, end: int) -> tuple[int, int]:
    """Return the start of the title of a run and that of the name after it; both are ``start`` without a title.

    The name starts at ``end`` where the run is a title alone.
    """
    if _is_institution(context, start, end):
        return start, start
    title_word = next((at for at in range(start, end) if _is_title_word(context, start, at, end)), end)
    if title_word == end:
        return start, _after_common_words(context, start, end)
    title_start = title_word
    while title_start > start and context.fold(title_start - 1) in TITLE_MODIFIERS:
        title_start -= 1
    # An organisation may precede the title ("NATO Secretary General …"), a person may not.
    if title_start > start and _is_person(context, start, title_start):
        return start, start
    title_end = _title_end(context, title_word, end)
    if title_end + 1 == end and _is_everyday_word(context, title_end):
        return start, start  # "General Plan" is not a general called Plan
    return title_start, title_end


def title_text(context: Context, start: int, title_start: int, name_start: int) -> str:
    """Return a title with the organisation or country before it: "NATO Secretary General"; "Mr" has none."""
    tokens, text = context.analysis.tokens, context.analysis.text
    title = cleaned_title(text[tokens[title_start].start : tokens[name_start - 1].end])
    if title.strip(".").lower() in FORMS_OF_ADDRESS or start == title_start:
        # A common word that looks like a title may head a longer phrase: "Protection of the Family".
        return "" if context.fold(title_start) not in TITLES | TITLE_MODIFIERS and " of " in title else title
    return cleaned_title(text[tokens[start].start : tokens[name_start - 1].end])


def _title_end(context: Context, title_word: int, end: int) -> int:
    """Return the end of a title, after further titles, their modifiers and what it is of: "Minister of Defence"."""
    at = title_word + (context.fold(title_word) not in TITLES)
    while at + 2 < end and context.gap(at + 1) == context.gap(at + 2) == "-":
        at += 2  # "Commander-in-Chief"
    while at < end and (context.fold(at) in TITLES or context.fold(at) in TITLE_MODIFIERS):
        is_link = context.fold(at) in ("of", "the")
        at += 1
        if not is_link and at + 1 < end and context.fold(at) == "of" and context.fold(at + 1) in TITLE_COMPLEMENTS:
            at += 2
    return at


def _is_everyday_word(context: Context, at: int) -> bool:
    """Return whether word ``at`` is so common that it is no name alone."""
    fold = context.fold(at)
    return context.is_common_word(fold) and context.lexicon.word(fold) >= FREQUENT_WORD


def _after_common_words(context: Context, start: int, end: int) -> int:
    """Return the start of a full name after common words that must be a title: "Priest Paul Durand"."""
    lexicon = context.lexicon
    for at in range(start + 1, end - 1):
        before, fold = context.fold(at - 1), context.fold(at)
        is_name = lexicon.personal_name(before) >= COMMON_NAME
        if is_name or lexicon.word(before) == 0 or before in PARTS_OF_PLACES:
            break
        is_given_name = lexicon.given(fold) >= COMMON_NAME and lexicon.word(fold) < COMMON_WORD
        is_given_name = is_given_name and lexicon.place(fold) < COUNTRY  # "Air France-KLM"
        if is_given_name and not context.is_common_word(context.fold(end - 1)):
            return at
    return start


def _is_title_word(context: Context, start: int, at: int, end: int) -> bool:
    """Return whether word ``at`` is a title: before a name, or last in the run where it cannot be a name itself.

    Other roles are titles only before a name of two words, after a word of titles: "National Security Adviser Bo Lind".
    """
    fold = context.fold(at)
    if _is_syllable(context, at, end):
        return False
    if fold in ROLES and fold not in TITLES:
        before = context.fold(at - 1) if at > start and context.gap(at) == " " else ""
        return before in _ROLE_OPENINGS and at + 2 < end and _may_be_full_name(context, at + 1, end)
    return fold in TITLES and (at + 1 < end or (fold in TITLE_ENDS and fold not in _AMBIGUOUS_TITLES))


def _is_syllable(context: Context, at: int, end: int) -> bool:
    """Return whether word ``at`` is part of a given name with a hyphen, unlike "Commander-in-Chief": "Pan-gon"."""
    is_before = at + 1 < end and context.gap(at + 1) == "-" and context.analysis.tokens[at + 1].text.islower()
    return is_before and (at + 2 >= end or context.gap(at + 2) != "-")


def _may_be_full_name(context: Context, start: int, end: int) -> bool:
    """Return whether a range may be a given name, which may be a common word, and a surname, which is none."""
    first, last = context.fold(start), context.fold(end - 1)
    is_given_name = not context.is_common_word(first) or context.lexicon.given(first) >= COMMON_NAME
    return is_given_name and not context.is_common_word(last)


def _is_institution(context: Context, start: int, end: int) -> bool:
    """Return whether a run with a title in it is an institution: "Justice Department"."""
    last = context.fold(end - 1)
    return last in ORGANISATION_WORDS or last in PLACE_WORDS or last.endswith("'s")


def _is_person(context: Context, start: int, end: int) -> bool:
    """Return whether a range looks like a person's full name."""
    lexicon = context.lexicon
    return (
        end - start >= 2
        and lexicon.given(context.fold(start)) >= COMMON_NAME
        and context.fold(end - 1) not in ORGANISATION_WORDS
        and not context.is_common_word(context.fold(end - 1))
    )
