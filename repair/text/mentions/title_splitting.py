"""Splits a run of capitalised words into title and name: "French President Emmanuel Macron" is a title and a name.

Also reads roles in lower case before a name ("Nato chief Mark Rutte") and after it (", the Kremlin's spokesman,"). A
run that consists only of titles, weekdays or demonyms contains no name.
"""

from __future__ import annotations

from dataclasses import dataclass

from repair.text.capital_style import CapitalStyle
from repair.text.known_organisations import is_known_organisation
from repair.text.known_people import is_known_person
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, COUNTRY, FREQUENT_WORD, LARGE_CITY, UNCOMMON_WORD
from repair.text.mentions.context import Context
from repair.text.mentions.roles import cleaned_title, role_after, role_before
from repair.text.mentions.title_complements import complement_end, complement_title
from repair.text.wordlists import (
    BEFORE_NAMES,
    CALENDAR,
    COMPASS,
    FORMS_OF_ADDRESS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    PREFIXES,
    ROLES,
    TITLE_COMPLEMENTS,
    TITLE_ENDS,
    TITLE_MODIFIERS,
    TITLES,
)

# Titles that are also names or other words, which count only before a name.
_AMBIGUOUS_TITLES = frozenset("general major private father mother judge pan don".split())
_NOT_OF_NAMES = frozenset("former ex acting interim late outgoing incoming then".split())  # before a title
_ROLE_OPENINGS = TITLE_MODIFIERS - frozenset(("of", "the"))
_PARTS_OF_PLACES = PLACE_WORDS | COMPASS | frozenset("new saint st little big great".split())
# Words that open a sentence and belong to the name that follows.
_KEPT_OPENINGS = _PARTS_OF_PLACES | TITLES | TITLE_MODIFIERS | ORGANISATION_WORDS | BEFORE_NAMES


@dataclass(frozen=True, slots=True)
class TitledName:
    """A half-open range of words that is one name, and the title or role next to it (empty if there is none)."""

    start: int
    end: int
    title: str = ""


def parts(context: Context, start: int, end: int) -> list[TitledName]:
    """Return the names in a run of words (half-open range), each with its title."""
    start = _without_opening(context, start, end)
    end = _without_ending(context, start, end)
    if start >= end:
        return []
    person = complement_end(context, start, end)
    if person > start:
        return _complement_and_person(context, start, person, end)
    title_start, name_start = _title(context, start, end)
    names: list[TitledName] = []
    if name_start > start:
        front = _without_ending(context, start, title_start)
        while start < front and context.fold(start) in _NOT_OF_NAMES:
            start += 1
        if front > start and not (_is_demonyms(context, start, front) or _is_opening(context, start, front)):
            names.append(TitledName(start, front))
        if name_start >= end:
            return names
        person = complement_end(context, name_start, end)
        if person > name_start:
            return [*names, *_complement_and_person(context, name_start, person, end)]
        return [*names, TitledName(name_start, end, _title_text(context, start, title_start, name_start))]
    start = _after_demonym(context, start, end)
    if start >= end:
        return names
    if context.lexicon.place(" ".join(context.fold(at) for at in range(start, end))) >= LARGE_CITY:
        return [TitledName(start, end)]
    return [TitledName(start, end, role_before(context, start) or role_after(context, end))]


def _complement_and_person(context: Context, start: int, person: int, end: int) -> list[TitledName]:
    """Return the names of a range after a title and "of": the complement, and from word ``person`` on the person."""
    tokens = context.analysis.tokens
    title = context.analysis.text[tokens[complement_title(context, start)].start : tokens[person - 1].end]
    return [TitledName(start, person), TitledName(person, end, cleaned_title(title))]


def _without_opening(context: Context, start: int, end: int) -> int:
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


def _without_ending(context: Context, start: int, end: int) -> int:
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


def _is_opening(context: Context, start: int, end: int) -> bool:
    """Return whether a range before a title is an ordinary word that opens a sentence: "Rival President …"."""
    is_word = start + 1 == end and context.is_common_word(context.fold(start))
    return is_word and context.analysis.tokens[start].first and context.fold(start) not in ORGANISATION_WORDS


def _title(context: Context, start: int, end: int) -> tuple[int, int]:
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
        if is_name or lexicon.word(before) == 0 or before in _PARTS_OF_PLACES:
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
        return before in _ROLE_OPENINGS and at + 2 < end and _is_full_name(context, at + 1, end)
    return fold in TITLES and (at + 1 < end or (fold in TITLE_ENDS and fold not in _AMBIGUOUS_TITLES))


def _is_syllable(context: Context, at: int, end: int) -> bool:
    """Return whether word ``at`` is part of a given name with a hyphen, unlike "Commander-in-Chief": "Pan-gon"."""
    is_before = at + 1 < end and context.gap(at + 1) == "-" and context.analysis.tokens[at + 1].text.islower()
    return is_before and (at + 2 >= end or context.gap(at + 2) != "-")


def _is_full_name(context: Context, start: int, end: int) -> bool:
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


def _is_demonyms(context: Context, start: int, end: int) -> bool:
    """Return whether a range consists only of demonyms, dates and function words."""
    return all(
        context.lexicon.demonym(context.fold(at))
        or context.fold(at) in PREFIXES
        or context.fold(at) in CALENDAR
        or context.is_function_word(at)
        for at in range(start, end)
    )


def _after_demonym(context: Context, start: int, end: int) -> int:
    """Return the first word after a demonym that a person's name follows ("Frenchman Paul Durand"), else ``start``."""
    if _is_demonyms(context, start, end):
        return end
    at = start
    while at < end and context.lexicon.demonym(context.fold(at)):
        at += 1
    if at in (start, end):
        return start
    rest = [context.fold(index) for index in range(at, end)]
    if rest[-1] in ORGANISATION_WORDS or rest[-1] in PLACE_WORDS:
        return start
    if all(context.is_common_word(fold) or context.lexicon.word(fold) >= FREQUENT_WORD for fold in rest):
        return start  # "Islamic State"
    if context.fold(at - 1) in COMPASS and not context.analysis.tokens[at - 1].first and context.lexicon.place(rest[0]):
        return at - 1  # "Western Australia"
    if context.gap(at) == "-" or any(fold in ORGANISATION_WORDS for fold in rest):
        return start
    return at


def _title_text(context: Context, start: int, title_start: int, name_start: int) -> str:
    """Return a title with the organisation or country before it: "NATO Secretary General"; "Mr" has none."""
    tokens, text = context.analysis.tokens, context.analysis.text
    title = cleaned_title(text[tokens[title_start].start : tokens[name_start - 1].end])
    if title.strip(".").lower() in FORMS_OF_ADDRESS or start == title_start:
        # A common word that looks like a title may head a longer phrase: "Protection of the Family".
        return "" if context.fold(title_start) not in TITLES | TITLE_MODIFIERS and " of " in title else title
    return cleaned_title(text[tokens[start].start : tokens[name_start - 1].end])
