"""Makes text safe to show: control and invisible characters are written out.

Copy, file names and error messages may contain terminal control sequences and direction marks.
"""

from __future__ import annotations

import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def visible(text: str) -> str:
    """Return ``text`` on one line, with control and invisible characters as ``<hexadecimal code point>``.

    >>> visible("a\\x1b[31mb\\u202ec\\nd")
    'a<1B>[31mb<202E>c d'
    """
    return "".join(
        char if unicodedata.category(char) not in _HIDDEN else (" " if char in "\t\r\n" else f"<{ord(char):02X}>")
        for char in text.replace("\r\n", "\n")
    )
