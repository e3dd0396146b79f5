"""What a title is of, before the name: "President of Kenya William Ruto", "Mayor of New York Eric Adams".

Writers of some languages put the country, the town or the institution between a title and the name, and translations
and agencies keep it there. The capitals of such a complement and of the name are one run, which is split here.
"""

from __future__ import annotations

from repair.text.known_organisations import is_known_organisation
from repair.text.known_people import is_known_person
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, LARGE_CITY, RARE_NAME
from repair.text.mentions.context import Context
from repair.text.wordlists import KIN, ORGANISATION_WORDS, ROLE_MODIFIERS, ROLES, TITLE_MODIFIERS, TITLES

_LINKS = ("of", "for")
_WITH_COMPLEMENT = (TITLES | ROLES | {"member"}) - KIN  # "father of …" names one person, and not two
_MOST_WORDS = 4  # of the name of a person
_MOST_OF_TITLE = 5


def complement_end(context: Context, start: int, end: int) -> int:
    """Return where a person's name begins in a run of capitals after a title and "of"; ``start`` if it has none.

    The complement is a place, an acronym or an institution, and a full name follows it.

    Args:
        context: The text.
        start: The first word of the run.
        end: The end (exclusive) of the run.
    """
    if end - start < 3 or complement_title(context, start) == start or _place(context, start, end):
        return start
    for at in range(end - 2, start, -1):
        place = _place(context, start, at)
        if place and _is_titled_person(context, at, end, after_country=place >= LARGE_CITY):
            return at
    for at in range(start + 1, end - 1):
        after_country = context.lexicon.place(context.fold(at - 1)) >= LARGE_CITY
        is_body = _is_body(context, start, at) or (after_country and context.fold(at - 2) == "of" and at > start + 2)
        if is_body and _is_titled_person(context, at, end, after_country=after_country):
            return at
    return start


def complement_title(context: Context, at: int) -> int:
    """Return where the title begins that "of" or "of the" joins to word ``at``; ``at`` if there is none."""
    link = at - 1
    if link > 0 and context.fold(link) == "the" and context.gap(at) == " ":
        link -= 1
    if link < 1 or context.fold(link) not in _LINKS or {context.gap(link), context.gap(link + 1)} != {" "}:
        return at
    title = link - 1
    if context.fold(title) not in _WITH_COMPLEMENT:
        return at
    while title > max(0, at - _MOST_OF_TITLE) and context.gap(title) == " ":
        before = context.fold(title - 1)
        if before in ("of", "the") or (before not in TITLE_MODIFIERS and before not in ROLE_MODIFIERS):
            break
        title -= 1
    return title


def _is_titled_person(context: Context, start: int, end: int, *, after_country: bool) -> bool:
    """Return whether a range is a given name and a surname.

    After a title and a country, or before a surname that is no word, a rare given name is enough. None is needed after
    a country where the words have no other meaning: "President of China Xi Jinping".
    """
    if not 2 <= end - start <= _MOST_WORDS:
        return False
    folds, lexicon = [context.fold(at) for at in range(start, end)], context.lexicon
    if context.is_common_word(folds[-1]) or folds[-1] in ORGANISATION_WORDS or folds[0] in TITLES:
        return False
    if is_known_person(" ".join(folds)):
        return True
    is_rare_enough = after_country or lexicon.word(folds[-1]) == 0
    if lexicon.given(folds[0]) >= (RARE_NAME if is_rare_enough else COMMON_NAME):
        return lexicon.place(folds[0]) < LARGE_CITY and lexicon.word(folds[0]) < COMMON_WORD
    return after_country and not any(lexicon.word(fold) or lexicon.place(fold) for fold in folds)


def _place(context: Context, start: int, end: int) -> int:
    """Return the class of the place that a range is, 0 if it is none."""
    return context.lexicon.place(" ".join(context.fold(at) for at in range(start, end)))


def _is_body(context: Context, start: int, end: int) -> bool:
    """Return whether a range is an acronym or a well-known body, or ends with a word of institutions or its place."""
    folds = [context.fold(at) for at in range(start, end)]
    text = context.analysis.tokens[start].text
    if (len(folds) == 1 and len(text) > 1 and text.isupper()) or is_known_organisation(" ".join(folds)):
        return True
    if ORGANISATION_WORDS.isdisjoint(folds):
        return False
    return folds[-1] in ORGANISATION_WORDS or context.lexicon.place(folds[-1]) >= LARGE_CITY
