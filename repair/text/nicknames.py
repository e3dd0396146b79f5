"""Given names and short forms that copy uses for the same person: Catherine, Kate.

A short form is not a spelling of the name, so names are not merged because of it. It only shows that copy with one of
the two is not mangled where the sources have the other. The table is ``repair/data/nicknames.txt``.
"""

from __future__ import annotations

from collections import defaultdict

from repair.core.tables import table_lines


def _short_forms() -> dict[str, frozenset[str]]:
    """Read the table in both directions; the several names on one line are not related to each other."""
    table: dict[str, set[str]] = defaultdict(set)
    for line in table_lines("nicknames.txt", "short forms"):
        full_names, short_forms = (part.split() for part in line.split(":"))
        for name in full_names:
            table[name].update(short_forms)
        for name in short_forms:
            table[name].update(full_names)
    return {name: frozenset(others) for name, others in table.items()}


SHORT_FORMS = _short_forms()
"""From a folded given name to its short forms, and from a short form to the names it stands for."""
