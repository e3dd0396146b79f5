"""Wrong forms that a note of correction quotes: "misspelt her name as Wanjiru Kamoto". They stay so."""

from __future__ import annotations

import re

_MOST_BEFORE = 160  # code points between the verb and the form
_AS = re.compile(r"\bas\s(?:the\s)?[\"“‘'«]?\Z")
_ERROR = re.compile(
    r"\b(?:mis-?spel(?:t|led|ling)|mis-?(?:stated|identified|named|printed)|"
    r"(?:wrongly|incorrectly|mistakenly|erroneously)\s(?:gave|given|named|called|identified|spelt|spelled|rendered|printed))\b"
)
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]|\n")


def is_quoted_error(text: str, start: int) -> bool:
    """Return whether a note of correction has the form that begins at ``start`` as the wrong one.

    >>> note = "An earlier version misspelt the name of the judge as Ann Berl. She is Ann Beryl."
    >>> is_quoted_error(note, note.index("Ann Berl.")), is_quoted_error(note, note.index("Ann Beryl"))
    (True, False)
    """
    before = text[max(0, start - _MOST_BEFORE) : start]
    if _AS.search(before[-10:]) is None:
        return False
    errors = list(_ERROR.finditer(before))
    return bool(errors) and _SENTENCE_END.search(before, errors[-1].end()) is None
