"""People whom international news names: politicians, athletes, artists and others.

The table is ``repair/data/known_people.txt``. It holds the names that English copy gives them.
"""

from __future__ import annotations

from collections.abc import Set
from functools import cache

from repair.core.caches import text_cache
from repair.core.tables import SortedNames, table_rows

_KNOWN_BY_SURNAME = ("politics", "sport", "culture, science and business")
_SECTIONS = (*_KNOWN_BY_SURNAME, "known by full name only")
_SHORTEST = 4  # letters of a surname that identifies its bearer; shorter ones are those of many


@text_cache(maxsize=20_000)
def is_known_person(fold: str) -> bool:
    """Return whether a folded name is that of a person in the news; spaces may stand for its hyphens.

    >>> [is_known_person(name) for name in ("angela merkel", "han kuo yu", "merkel", "angela berkel")]
    [True, True, False, False]
    """
    return fold in _full_names()


def is_known_surname(fold: str) -> bool:
    """Return whether a folded word is the surname of a person in the news, or the only name of an athlete.

    >>> [is_known_surname(name) for name in ("merkel", "rodri", "angela", "berkel")]
    [True, True, False, False]
    """
    return fold in _surnames()


@cache
def _full_names() -> SortedNames:
    """Return the folded names; read on first use."""
    return SortedNames("known_people.txt", _SECTIONS)


@cache
def _surnames() -> Set[str]:
    """Return the last words of the names that identify their bearers."""
    rows = (row for section in _KNOWN_BY_SURNAME for row in table_rows("known_people.txt", section))
    words = (name.replace("-", " ").split()[-1] for row in rows for name in row)
    return frozenset(word for word in words if len(word) >= _SHORTEST)
