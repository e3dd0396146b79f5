"""Companies, brands, media, clubs and institutions that everybody knows.

The table is ``repair/data/known_organisations.txt``. Ordinary words and given names are not in it.
"""

from __future__ import annotations

from repair.core.tables import table_rows

_SECTIONS = ("companies", "media", "clubs", "institutions")
_NAMES = frozenset(
    name for section in _SECTIONS for row in table_rows("known_organisations.txt", section) for name in row
)


def is_known_organisation(fold: str) -> bool:
    """Return whether a folded name is that of an organisation that everybody knows: a company, newspaper, club, …

    >>> [is_known_organisation(name) for name in ("youtube", "der spiegel", "spiegel", "youtuber")]
    [True, True, False, False]
    """
    return fold in _NAMES
