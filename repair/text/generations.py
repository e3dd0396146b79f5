"""Numbers of monarchs and popes, and marks of fathers and sons: Charles II and Charles III are two people."""

from __future__ import annotations

import re

from repair.text.normalize import folded_words

_NUMERAL = re.compile(r"\d+|x{0,3}(?:ix|iv|v?i{0,3})")  # up to 39; matches nothing at all, too
_SHORT_MARKS = {"snr": "sr", "senior": "sr", "jnr": "jr", "junior": "jr"}
_MARKS = frozenset((*_SHORT_MARKS, *_SHORT_MARKS.values()))


def is_number_or_mark(word: str) -> bool:
    """Return whether a folded word is a number, a Roman numeral or a mark of a father or son.

    >>> [is_number_or_mark(word) for word in ("xvi", "jr", "3", "vik")]
    [True, True, True, False]
    """
    return bool(word) and (word in _MARKS or _NUMERAL.fullmatch(word) is not None)


def short_mark(word: str) -> str:
    """Return a folded mark of a father or son in its short form, and any other word as it is.

    >>> short_mark("junior"), short_mark("snr"), short_mark("vik")
    ('jr', 'sr', 'vik')
    """
    return _SHORT_MARKS.get(word, word)


def same_marks(word: str) -> tuple[str, ...]:
    """Return the spellings of a folded mark of a father or son; nothing for any other word.

    >>> sorted(same_marks("jr")), same_marks("vik")
    (['jnr', 'jr', 'junior'], ())
    """
    return tuple(mark for mark in _MARKS if short_mark(mark) == short_mark(word)) if word in _MARKS else ()


def is_another_generation(form: str, name: str) -> bool:
    """Return whether two names have different numbers or marks at the same place, where both have one.

    >>> is_another_generation("Charles II", "Charles III"), is_another_generation("Robert Holt Sr.", "Robert Holt Jr")
    (True, True)
    >>> is_another_generation("Charls III", "Charles III"), is_another_generation("Robert Holt Snr", "Robert Holt Sr")
    (False, False)
    """
    pairs = zip(folded_words(form), folded_words(name), strict=False)
    return any(_differ(word.rstrip("."), other.rstrip(".")) for word, other in pairs)


def _differ(form: str, name: str) -> bool:
    if form == name or not (is_number_or_mark(form) and is_number_or_mark(name)):
        return False
    return short_mark(form) != short_mark(name)
