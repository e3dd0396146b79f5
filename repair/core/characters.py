"""Characters that need care: apostrophes and invisible ones inside a word, and those that UTF-8 cannot encode."""

from __future__ import annotations

# Soft hyphen, zero-width characters, byte-order mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# The apostrophe, and signs that are typed for it: quotation marks, modifier letters, accents without a letter, a prime.
APOSTROPHES = "'’‘ʻʼ`´′"


def storable(text: str) -> str:
    r"""Return ``text`` as UTF-8 can encode it: undecodable bytes of a file name are escaped.

    >>> print(storable("caf\udce9.txt"))
    caf\udce9.txt
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
