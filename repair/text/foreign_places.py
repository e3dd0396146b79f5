"""Places, and Slavic given names, as other languages write them: Napoli and Neapel, Svitlana and Svetlana.

The places of `repair.text.exonyms` have two equally good names in English copy. Those of this table are spelling
variants: copy may keep them, and an editor may want the English name. The table is ``repair/data/foreign_places.txt``.
"""

from __future__ import annotations

from repair.core.tables import table_rows
from repair.text.normalize import folded_words

_KEYS = {
    name: f"<{row[0]}>"
    for section in ("places", "given names")
    for row in table_rows("foreign_places.txt", section)
    for name in row
}


def place_names(name: str) -> frozenset[str]:
    """Return the keys of a place or given name in another language.

    Two names of the same place have a key in common. A name of several words has a key if at least one of its words is
    in the table; two such names share it if their other words are the same.

    Args:
        name: A name as printed.

    Returns:
        The keys, empty if the name is not in the table.

    >>> place_names("SSC Neapel") & place_names("SSC Napoli")
    frozenset({'ssc <naples>'})
    """
    words = folded_words(name)
    whole = _KEYS.get(" ".join(words))
    if whole is not None:
        return frozenset({whole})
    keys = [_KEYS.get(word) for word in words]
    if not any(keys):
        return frozenset()
    return frozenset({" ".join(key or word for key, word in zip(keys, words, strict=True))})
