"""Given names of one person: cognates across languages, short forms, and spellings that sound alike.

Two given names that are cognates (Frederick, Friedrich), a name and its short form (Joseph, Joe) or two spellings of
one sound may belong to the same person in copy and in a source. Others may not. Only the names are looked at here.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from repair.core.tables import table_lines
from repair.text.nicknames import SHORT_FORMS
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton
from repair.text.spelling_keys import spelling_keys

_ALIKE = 0.8  # Jaro-Winkler similarity from which one given name may be a mangled form of another
_A_SLIP = 0.9  # the same for forms that differ by a letter or so
_STEM = 3  # letters that a given name and one cut off from it ("Alex", "Alexandru") have in common at least
_LEAST_BONES = 2  # consonants from which the same consonants in the same order mean the same name


def _lines_of_names() -> dict[str, frozenset[int]]:
    """Return, for each folded given name, the numbers of the lines of the table that hold it."""
    table: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(table_lines("given_names.txt", "cognates")):
        for name in line.split():
            table[fold(name)].add(number)
    return {name: frozenset(numbers) for name, numbers in table.items()}


_LINES = _lines_of_names()


@lru_cache(maxsize=50_000)
def cognate(one: str, other: str) -> bool:
    """Return whether two given names (folded) are one name: equal, another spelling, cognate, or a short form.

    >>> cognate("frederick", "friedrich"), cognate("joe", "joseph"), cognate("bob", "robert"), cognate("tim", "tom")
    (True, True, True, False)
    """
    if one == other or not spelling_keys(one).isdisjoint(spelling_keys(other)):
        return True
    shorter, longer = sorted((one, other), key=len)
    cut_off = len(shorter) >= _STEM and longer.startswith(shorter)
    return cut_off or not _kin(one).isdisjoint(_kin(other))


@lru_cache(maxsize=50_000)
def near_spelling(one: str, other: str) -> bool:
    """Return whether two given names (folded) are cognates, or so near in sound or letters that a slip parts them.

    >>> near_spelling("paulina", "polina"), near_spelling("yulia", "yuliia"), near_spelling("mark", "marta")
    (True, True, False)
    """
    if cognate(one, other):
        return True
    skeleton = consonant_skeleton(one)
    same_sound = len(skeleton) >= _LEAST_BONES and skeleton == consonant_skeleton(other)
    return same_sound or JaroWinkler.similarity(one, other) >= _A_SLIP


@lru_cache(maxsize=50_000)
def same_given_name(one: str, other: str) -> bool:
    """Return whether two given names (folded) may belong to one person: cognates, or one a mangled form of the other.

    >>> same_given_name("stephen", "stefan"), same_given_name("tulsey", "tulsi")
    (True, True)
    >>> same_given_name("joe", "mark"), same_given_name("annika", "anders")
    (False, False)
    """
    return near_spelling(one, other) or JaroWinkler.similarity(one, other) >= _ALIKE


def _kin(name: str) -> frozenset[int | str]:
    """Return what a given name shares with its cognates: itself, its other forms, and the lines they stand in."""
    found: set[int | str] = {name, *_LINES.get(name, ())}
    for short in SHORT_FORMS.get(name, ()):
        found.add(short)
        found.update(_LINES.get(short, ()))
    return frozenset(found)
