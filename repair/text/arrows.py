"""Arrows in lists of names: "Kiev -> Kyiv" is a replacement, and no name.

Only the house list has replacements, and writes them with ``=>``. Elsewhere an arrow shows that a list was mistaken for
it, or that another arrow was typed.
"""

from __future__ import annotations

import re

# Arrows of ASCII characters and of Unicode, and signs of equality or order between two words. Each has one of these:
_SIGN = re.compile("[<=>←-⇿⟵-⟿⤀-⥿➔-➾⬀-⬑]")
_ARROW = re.compile(r"[-=–—~]{1,3} ?>|<[-=–—~]{1,3}|[←-⇿⟵-⟿⤀-⥿➔-➾⬀-⬑]|(?:^|\s)[=>]{1,3}(?=\s|$)")


def has_arrow(entry: str) -> bool:
    """Return whether an entry of a list has an arrow, so that it is no name.

    >>> [has_arrow(entry) for entry in ("Kiev -> Kyiv", "Kiev → Kyiv", "Kiev =", "Jean-Luc", "5<6", "E=mc²")]
    [True, True, True, False, False, False]
    """
    return _SIGN.search(entry) is not None and _ARROW.search(entry) is not None
