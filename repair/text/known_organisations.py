"""Companies, brands, media, clubs, institutions, medicines and parties that everybody knows.

The table is ``repair/data/known_organisations.txt``. Ordinary words and given names are not in it.
"""

from __future__ import annotations

from functools import cache

from repair.core.caches import text_cache
from repair.core.tables import SortedNames

_SECTIONS = ("companies", "media", "clubs", "institutions", "medicines", "parties")


@text_cache(maxsize=20_000)
def is_known_organisation(fold: str) -> bool:
    """Return whether a folded name is that of an organisation or a brand that everybody knows: a newspaper, a club, …

    Spaces may stand for the hyphens of a name.

    >>> [is_known_organisation(name) for name in ("youtube", "der spiegel", "spiegel", "youtuber", "coca cola")]
    [True, True, False, False, True]
    """
    return fold in _names()


@cache
def _names() -> SortedNames:
    """Return the names; read on first use."""
    return SortedNames("known_organisations.txt", _SECTIONS)
