"""Tables of spellings of the same name that no rule of letters relates.

They contain places with two names in English use, Russian given names with an established second spelling, Korean and
Chinese surnames in two romanisation systems, and Arabic names, whose vowels each desk chooses itself. The tables are
``repair/data/exonyms.txt`` and ``name_spellings.txt``; `repair.text.spelling_keys` looks spellings up in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from repair.core.tables import table_lines, table_rows


def _keys(rows: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """Map every spelling of a row to the first of that row, in angle brackets so that it equals no ordinary word."""
    table: dict[str, str] = {}
    for row in rows:
        for spelling in row:
            table.setdefault(spelling, f"<{row[0]}>")
    return table


PLACE_PAIRS = table_rows("exonyms.txt", "places")
EXONYMS = _keys((*PLACE_PAIRS, *table_rows("exonyms.txt", "acronyms")))
"""From a folded name of a place to its key."""
SCHOOLS = _keys(
    tuple(line.split())
    for section in ("given names", "surnames")
    for line in table_lines("name_spellings.txt", section)
)
"""From a folded spelling of a given name or surname to its key."""
ARABIC = tuple(
    (re.compile(pattern), f"<{name}>")
    for name, _, pattern in (line.partition("=") for line in table_lines("name_spellings.txt", "arabic patterns"))
)
"""Patterns that match all spellings of a name from Arabic or Persian, each with its key."""
