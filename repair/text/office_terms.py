"""Hand-kept tables of offices: which phrases name one office, and which offices one person does not hold at once.

Two titles are a contradiction only when they share a row of `_RIVALS` and no row of `_FAIR`; everything else
counts as fair wording. All are folded forms. Nothing here looks at a text.
"""

from __future__ import annotations

from repair.core.tables import table_lines, table_rows, word_set
from repair.text.wordlists import NAME_ABBREVIATIONS

_TABLE = "offices.txt"
_MINISTRIES = table_rows(_TABLE, "ministries")


def _phrases() -> dict[tuple[str, ...], str]:
    """Return the office of each phrase; later sections win over earlier ones."""
    phrases = {tuple(phrase.split()): row[0] for row in table_rows(_TABLE, "offices") for phrase in row}
    for row in _MINISTRIES:
        for word in row:
            for pattern in table_lines(_TABLE, "ministry patterns"):
                phrases[tuple(pattern.format(word).split())] = f"{row[0]} minister"
    phrases |= {tuple(phrase.split()): row[0] for row in table_rows(_TABLE, "other ministers") for phrase in row}
    return phrases


MINISTRIES = frozenset(f"{row[0]} minister" for row in _MINISTRIES)
PHRASES = _phrases()
"""From the folded words of a phrase to the key of the office that it names."""
LONGEST = max(map(len, PHRASES))
ABBREVIATIONS = NAME_ABBREVIATIONS | word_set(_TABLE, "acronyms")
"""Abbreviated offices: a full stop may follow them, and no replacement uses them."""
BODIES = {name: row[0] for row in table_rows(_TABLE, "bodies") for name in row}
"""From a way to call a country or body, folded, to one name for it."""
SAME = {"coach": "manager"}
"""Offices that sports desks use for one another."""
ADDRESSES = frozenset(("manager", "coach"))
"""Offices that contradict "director" (what Japanese calls them) only as a style of address: "Manager Yano"."""
_RIVAL_SETS = (*(frozenset(row) for row in table_rows(_TABLE, "exclusive")), MINISTRIES)
_FAIR_SETS = tuple(frozenset(row) for row in table_rows(_TABLE, "compatible"))


def excludes(told: str, copy: str) -> bool:
    """Whether somebody to whom sources give the office ``told`` would hardly be given the copy's.

    >>> excludes("chancellor", "prime minister"), excludes("finance minister", "chancellor")
    (True, False)
    >>> excludes("deputy foreign minister", "foreign minister"), excludes("foreign minister", "deputy prime minister")
    (True, False)
    """
    deputies = told.startswith("deputy "), copy.startswith("deputy ")
    bases = told.removeprefix("deputy "), copy.removeprefix("deputy ")
    if bases[0] == bases[1]:
        return deputies[0] != deputies[1]
    if copy == "director" and told in ADDRESSES:
        return True
    if "deputy prime minister" not in (told, copy):
        if deputies[0] != deputies[1]:
            return False  # a deputy in one house may well head another
        told, copy = bases
    pair = {told, copy}
    return any(pair <= row for row in _RIVAL_SETS) and not any(pair <= row for row in _FAIR_SETS)
