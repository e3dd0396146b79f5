"""Wrong forms that a note of correction quotes: "misspelt her name as Wanjiru Kamoto".

In copy they stay so; in a source they are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from repair.text.normalize import fold

_MOST_BEFORE = 160  # code points between the verb and the form
_AS = re.compile(r"\bas\s(?:the\s)?[\"“‘'«]?\Z")
_ERROR = re.compile(
    r"\b(?:mis-?spel(?:t|led|ling)|mis-?(?:stated|identified|named|printed)|"
    r"(?:wrongly|incorrectly|mistakenly|erroneously)\s(?:gave|given|named|called|identified|spelt|spelled|rendered|printed))\b"
)
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]|\n")
# Between the verb and "as": a clause or phrase of its own, as in "misspelt the name of Ann Beryl, who serves as Chair".
_OTHER_CLAUSE = re.compile(
    r"\b(?:who|whom|whose|which|that|when|while|where|because|but|he|she|they|we|ha[ds]|have)\b"
    r"|\b(?:such|well|known|(?!misspelling)[a-z]+ing|[a-z]+ed|career|job|post|role|term|time|work)\s\Z"
)
_NAME = r"[\"“‘'«]?[^\W\d_a-z][\w'’-]{0,40}(?:\s[^\W\d_a-z][\w'’-]{0,40}){0,4}[\"”’'»]?"
_AS_NAME = re.compile(rf"\bas\s(?:the\s)?{_NAME}")
# A sentence that sets things right: "It is Beryl, not Berl."
_NOT_NAME = re.compile(rf"(?P<right>{_NAME})(?P<cut>,\s(?:and\s)?not\s(?P<wrong>{_NAME}))")
_MOST_AFTER = 240  # code points after the verb in which the wrong form is looked for
_ALIKE = 0.6  # similarity of each word of a wrong form to that of the right name, 0-1: "Beryl", "Berl"


def is_quoted_error(text: str, start: int) -> bool:
    """Return whether a note of correction has the form that begins at ``start`` as the wrong one.

    >>> note = "An earlier version misspelt the name of the judge as Ann Berl. She is Ann Beryl."
    >>> is_quoted_error(note, note.index("Ann Berl.")), is_quoted_error(note, note.index("Ann Beryl"))
    (True, False)
    """
    before = text[max(0, start - _MOST_BEFORE) : start]
    at = _AS.search(before, max(0, len(before) - 10))
    errors = list(_ERROR.finditer(before)) if at else []
    if at is None or not errors:
        return False
    between = before[errors[-1].end() : at.start()]
    return _SENTENCE_END.search(between) is None and _OTHER_CLAUSE.search(between) is None


def without_quoted_errors(text: str) -> str:
    """Return a source without the wrong forms that a note of correction in it quotes.

    A wrong form stands after "as" in the sentence of the note, or after "not" behind the right name that it resembles.

    >>> without_quoted_errors("A caption misspelt the name of Ann Beryl as Ann Berl. It is Beryl, not Berl.")
    'A caption misspelt the name of Ann Beryl. It is Beryl.'
    >>> without_quoted_errors("It misspelt the name of Ann Beryl, who went as Chief Envoy and met Bo, not Ada.")
    'It misspelt the name of Ann Beryl, who went as Chief Envoy and met Bo, not Ada.'
    """
    pieces, done = [], 0
    for error in _ERROR.finditer(text):
        for low, high in sorted(_wrong_forms(text, error.end())):
            if low >= done:
                pieces.append(text[done:low].rstrip(" ,"))
                done = high
    return "".join([*pieces, text[done:]]) if pieces else text


def _wrong_forms(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield where the wrong forms are, with the word before them, of a note whose verb ends at ``start``."""
    line_end = text.find("\n", start, start + _MOST_AFTER)
    stop = line_end if line_end >= 0 else min(len(text), start + _MOST_AFTER)
    sentence_end = _SENTENCE_END.search(text, start, stop)
    for match in _AS_NAME.finditer(text, start, sentence_end.start() if sentence_end else stop):
        if _OTHER_CLAUSE.search(text[start : match.start()]) is None:
            yield match.span()
            break
    for match in _NOT_NAME.finditer(text, start, stop):
        if _are_alike(match["right"], match["wrong"]):
            yield match.span("cut")


def _are_alike(right: str, wrong: str) -> bool:
    """Return whether the last words of two names, as many as the shorter has, are alike one by one."""
    pairs = list(zip(_words(right), _words(wrong), strict=False))
    return bool(pairs) and all(Indel.normalized_similarity(*pair) >= _ALIKE for pair in pairs)


def _words(name: str) -> list[str]:
    """Return the folded words of a name, the last one first."""
    return [word.strip("\"“”‘’'«»") for word in reversed(fold(name).split())]
