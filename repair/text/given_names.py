"""Given names of the same person: cognates across languages, short forms, and spellings that sound alike.

Two cognates (Frederick, Friedrich), a name and its short form (Joseph, Joe) and two spellings of one sound may be the
same person in copy and in a source. Other names may not. Only the names are compared, not their context. The cognates
are in ``repair/data/given_names.txt``.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import takewhile

from rapidfuzz.distance import JaroWinkler

from repair.core.caches import text_cache
from repair.core.tables import table_lines, table_rows
from repair.text.nicknames import SHORT_FORMS
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton
from repair.text.spelling_keys import spelling_keys

WOMENS_ENDINGS = frozenset("ova eva a ska aya skaya".split())
"""Endings of a woman's surname that a man's lacks, in Slavic languages."""
_MIN_MANGLED_SIMILARITY = 0.8  # Jaro-Winkler; below it one given name is not a mangled form of another
_MIN_SPELLING_SIMILARITY = 0.9  # Jaro-Winkler; forms that differ by about one letter
_MIN_PREFIX = 3  # letters that a given name shares with its beginning ("Alex", "Alexandru")
_STEM = 3  # letters of a stem that a man's and a woman's given name share
_BOTH_SEXES = ({"us", "a"}, {"es", "a"}, {"os", "a"}, {"o", "a"}, {"", "a"}, {"", "e"})  # their endings
_MENS_ENDINGS = ("i", "y")  # of Slavic surnames of men, in place of which women have another one
_CASE_ENDINGS = ("a", "u", "ego", "ogo", "om", "em", "owi", "ovi")  # of Slavic surnames
_PET_STEM, _CUT = 3, 3  # letters that a pet form and its name begin with, and by which it is shorter
_SHORTEST_CUT, _CUT_OFF = 4, 5  # letters of a name that is cut short, and of the rest of it
_MIN_CONSONANTS = 2  # consonants of a skeleton that is long enough to be compared


def _lines_of_names() -> dict[str, frozenset[int]]:
    """Return, for each folded given name, the numbers of the lines of the table that contain it."""
    table: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(table_lines("given_names.txt", "cognates")):
        for name in line.split():
            table[fold(name)].add(number)
    return {name: frozenset(numbers) for name, numbers in table.items()}


_LINES = _lines_of_names()


@text_cache(maxsize=50_000)
def cognate(first: str, other: str) -> bool:
    """Return whether two folded given names are the same name: equal, spelling variants, cognates, or a short form.

    >>> cognate("frederick", "friedrich"), cognate("joe", "joseph"), cognate("bob", "robert"), cognate("tim", "tom")
    (True, True, True, False)
    """
    if first == other or not spelling_keys(first).isdisjoint(spelling_keys(other)):
        return True
    shorter, longer = sorted((first, other), key=len)
    is_prefix = len(shorter) >= _MIN_PREFIX and longer.startswith(shorter)
    return is_prefix or not _cognate_keys(first).isdisjoint(_cognate_keys(other))


@text_cache(maxsize=50_000)
def near_spelling(first: str, other: str) -> bool:
    """Return whether two folded given names are cognates, or differ by one slip in sound or letters.

    >>> near_spelling("paulina", "polina"), near_spelling("yulia", "yuliia"), near_spelling("mark", "marta")
    (True, True, False)
    """
    if cognate(first, other):
        return True
    skeleton = consonant_skeleton(first)
    same_sound = len(skeleton) >= _MIN_CONSONANTS and skeleton == consonant_skeleton(other)
    return same_sound or JaroWinkler.similarity(first, other) >= _MIN_SPELLING_SIMILARITY


@text_cache(maxsize=50_000)
def same_given_name(first: str, other: str) -> bool:
    """Return whether two folded given names may mean the same person: as cognates or as a mangled form.

    >>> same_given_name("stephen", "stefan"), same_given_name("tulsey", "tulsi")
    (True, True)
    >>> same_given_name("joe", "mark"), same_given_name("annika", "anders")
    (False, False)
    """
    return near_spelling(first, other) or JaroWinkler.similarity(first, other) >= _MIN_MANGLED_SIMILARITY


def are_of_both_sexes(form: str, name: str) -> bool:
    """Return whether two folded given names are those of a man and of a woman with the same stem: Mario, Maria.

    >>> are_of_both_sexes("julia", "julius"), are_of_both_sexes("renata", "renate")
    (True, False)
    """
    stem = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(form, name, strict=False)))
    return stem >= _STEM and {form[stem:], name[stem:]} in _BOTH_SEXES


def is_cut_short(form: str, name: str) -> bool:
    """Return whether a folded form is the beginning of a name twice as long, as friends and headlines shorten it.

    >>> is_cut_short("nepo", "nepomniachtchi"), is_cut_short("patras", "patrasova")
    (True, False)
    """
    rest = len(name) - len(form)
    return len(form) >= _SHORTEST_CUT and rest >= max(len(form), _CUT_OFF) and name.startswith(form)


def is_pet_form(form: str, name: str) -> bool:
    """Return whether a folded form is the beginning of a long given name with the ending of a pet form.

    A list of short forms has the common ones; others follow the same pattern. Garbling seldom cuts a name and ends it
    so, if the surname is right.

    >>> is_pet_form("vishy", "viswanathan"), is_pet_form("tulsy", "tulsi")
    (True, False)
    """
    stem = form.removesuffix("ie").removesuffix("y")
    is_beginning = len(stem) > _PET_STEM and stem != form and form[:_PET_STEM] == name[:_PET_STEM]
    return is_beginning and len(name) - len(form) >= _CUT


def is_womans_form(form: str, name: str) -> bool:
    """Return whether a folded given name is that of a woman, formed from a man's: Radomira, Radomir."""
    return form.endswith("a") and not name.endswith("a") and are_of_both_sexes(form, name)


def may_be_womans_surname(form: str, surname: str) -> bool:
    """Return whether a woman of a man's family may have a folded surname: his, one with a woman's ending, or a slip.

    Slavic case endings are no slips: they show that both names are a man's.

    >>> may_be_womans_surname("zaborska", "zaborski"), may_be_womans_surname("zaborskiego", "zaborski")
    (True, False)
    """
    if surname.endswith(_MENS_ENDINGS) and form.endswith("a"):
        return form[:-1] == surname.rstrip("iy")
    is_slip = JaroWinkler.similarity(form, surname) >= _MIN_SPELLING_SIMILARITY
    return form == surname or (is_slip and not form.endswith(_CASE_ENDINGS))


def _cognate_keys(name: str) -> frozenset[int | str]:
    """Return the keys that a given name shares with its cognates: names, and numbers of lines of the table."""
    keys: set[int | str] = {name, *_LINES.get(name, ())}
    for short in SHORT_FORMS.get(name, ()):
        keys.add(short)
        keys.update(_LINES.get(short, ()))
    return frozenset(keys)


@cache
def ukrainian_forms() -> dict[str, frozenset[str]]:
    """Return, for each form of a Ukrainian given name in Russian or English, its Ukrainian forms."""
    forms: dict[str, frozenset[str]] = {}
    for others, ukrainian in table_rows("given_names.txt", "ukrainian"):
        for other in others.split():
            forms[other] = forms.get(other, frozenset()) | frozenset(ukrainian.split())
    return forms
