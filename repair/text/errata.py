"""Wrong forms that a note of correction quotes: "misspelt her name as Wanjiru Kamoto".

In copy they stay so; in a source they are no names.
"""

from __future__ import annotations

import re

_MOST_BEFORE = 160  # code points between the verb and the form
_AS = re.compile(r"\bas\s(?:the\s)?[\"“‘'«]?\Z")
_ERROR = re.compile(
    r"\b(?:mis-?spel(?:t|led|ling)|mis-?(?:stated|identified|named|printed)|"
    r"(?:wrongly|incorrectly|mistakenly|erroneously)\s(?:gave|given|named|called|identified|spelt|spelled|rendered|printed))\b"
)
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]|\n")
_NAME = r"[\"“‘'«]?[^\W\d_a-z][\w'’-]{0,40}(?:\s[^\W\d_a-z][\w'’-]{0,40}){0,4}[\"”’'»]?"
# The wrong form after "as", or in a sentence that sets things right: "It is Beryl, not Berl."
_WRONG_FORM = re.compile(rf"\bas\s(?:the\s)?{_NAME}|,\s(?:and\s)?not\s{_NAME}")
_MOST_AFTER = 240  # code points after the verb in which the wrong form is looked for


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


def without_quoted_errors(text: str) -> str:
    """Return a source without the wrong forms that a note of correction in it quotes.

    >>> without_quoted_errors("A caption misspelt the name of Ann Beryl as Ann Berl. It is Beryl, not Berl.")
    'A caption misspelt the name of Ann Beryl. It is Beryl.'
    >>> without_quoted_errors("He works as Chief Editor, not Publisher.")
    'He works as Chief Editor, not Publisher.'
    """
    pieces, done = [], 0
    for error in _ERROR.finditer(text):
        end = text.find("\n", error.end(), error.end() + _MOST_AFTER)
        stop = end if end >= 0 else min(len(text), error.end() + _MOST_AFTER)
        for wrong in _WRONG_FORM.finditer(text, max(done, error.end()), stop):
            pieces.append(text[done : wrong.start()].rstrip())
            done = wrong.end()
    return "".join([*pieces, text[done:]]) if pieces else text
