"""Companies, brands, media, clubs, institutions, medicines and parties that everybody knows.

The table is ``repair/data/known_organisations.txt``. Ordinary words and given names are not in it.
"""

from __future__ import annotations

from repair.core.tables import table_rows

_SECTIONS = ("companies", "media", "clubs", "institutions", "medicines", "parties")
_NAMES = frozenset(
    name.replace("-", " ")
    for section in _SECTIONS
    for row in table_rows("known_organisations.txt", section)
    for name in row
)


def is_known_organisation(fold: str) -> bool:
    """Return whether a folded name is that of an organisation or a brand that everybody knows: a newspaper, a club, …

    Spaces may stand for the hyphens of a name.

    >>> [is_known_organisation(name) for name in ("youtube", "der spiegel", "spiegel", "youtuber", "coca cola")]
    [True, True, False, False, True]
    """
    return fold.replace("-", " ") in _NAMES
