"""The character between the cells of a table.

Apart from the reader of CSV copy, which imports much that lists of names do not need.
"""

from __future__ import annotations

_DELIMITERS = ",;\t|"


def guess_delimiter(header: str) -> str:
    """Return the delimiter of a header row: the one that occurs most often outside quotes.

    >>> guess_delimiter('name;"aliases, if any";kind')
    ';'
    """
    bare = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)
