"""Titles of office: which phrases mean the same title, and which titles one person does not hold at the same time.

The tables are in ``repair/data/title_terms.txt``. Two titles contradict each other only if they share a line of
[exclusive] and no line of [compatible]; any other pair may describe the same person. All forms are folded.
`repair.text.title_mentions` finds the titles in a text.
"""

from __future__ import annotations

from repair.core.tables import table_lines, table_rows, word_set
from repair.text.wordlists import NAME_ABBREVIATIONS

_TABLE = "title_terms.txt"
_MINISTRIES = table_rows(_TABLE, "ministries")


def _phrases() -> dict[tuple[str, ...], str]:
    """Return the title of each phrase; later sections take precedence over earlier ones."""
    phrases = {tuple(phrase.split()): row[0] for row in table_rows(_TABLE, "titles") for phrase in row}
    for row in _MINISTRIES:
        for word in row:
            for pattern in table_lines(_TABLE, "ministry patterns"):
                phrases[tuple(pattern.format(word).split())] = f"{row[0]} minister"
    phrases |= {tuple(phrase.split()): row[0] for row in table_rows(_TABLE, "other ministers") for phrase in row}
    return phrases


MINISTRIES = frozenset(f"{row[0]} minister" for row in _MINISTRIES)
PHRASES = _phrases()
"""From the folded words of a phrase to the key of the title that it names."""
LONGEST = max(map(len, PHRASES))
"""Words of the longest phrase."""
ABBREVIATIONS = NAME_ABBREVIATIONS | word_set(_TABLE, "acronyms")
"""Abbreviated titles: a full stop may follow them, and no replacement uses them."""
BODIES = {name: row[0] for row in table_rows(_TABLE, "bodies") for name in row}
"""From a folded name of a country or body to the key of its line."""
SAME = {"coach": "manager"}
"""Titles that sports desks use interchangeably."""
ADDRESSES = frozenset(("manager", "coach"))
"""Titles that Japanese calls "director", a style of address before a name: "Manager Yano"."""
_EXCLUSIVE = (*(frozenset(row) for row in table_rows(_TABLE, "exclusive")), MINISTRIES)
_COMPATIBLE = tuple(frozenset(row) for row in table_rows(_TABLE, "compatible"))


def excludes(source_title: str, copy_title: str) -> bool:
    """Return whether the holder of one title is unlikely to hold the other.

    Args:
        source_title: The title that the sources give a person.
        copy_title: The title that the copy gives the person.

    >>> excludes("chancellor", "prime minister"), excludes("finance minister", "chancellor")
    (True, False)
    >>> excludes("deputy foreign minister", "foreign minister"), excludes("foreign minister", "deputy prime minister")
    (True, False)
    """
    deputies = source_title.startswith("deputy "), copy_title.startswith("deputy ")
    bases = source_title.removeprefix("deputy "), copy_title.removeprefix("deputy ")
    if bases[0] == bases[1]:
        return deputies[0] != deputies[1]
    if copy_title == "director" and source_title in ADDRESSES:
        return True
    if "deputy prime minister" not in (source_title, copy_title):
        if deputies[0] != deputies[1]:
            return False  # a deputy in one institution may head another
        source_title, copy_title = bases
    pair = {source_title, copy_title}
    return any(pair <= row for row in _EXCLUSIVE) and not any(pair <= row for row in _COMPATIBLE)
