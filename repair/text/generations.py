"""Numbers of monarchs and popes, and marks of fathers and sons: Charles II and Charles III are two people."""

from __future__ import annotations

import re

from repair.text.normalize import folded_words

_NUMERAL = re.compile(r"\d+|x{0,3}(?:ix|iv|v?i{0,3})")  # up to 39; matches nothing at all, too
_MARKS = frozenset(("sr", "jr", "snr", "jnr", "senior", "junior"))
_SAME = ({"sr", "snr", "senior"}, {"jr", "jnr", "junior"})


def is_number_or_mark(word: str) -> bool:
    """Return whether a folded word is a number, a Roman numeral or a mark of a father or son.

    >>> [is_number_or_mark(word) for word in ("xvi", "jr", "3", "vik")]
    [True, True, True, False]
    """
    return bool(word) and (word in _MARKS or _NUMERAL.fullmatch(word) is not None)


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
    return not any(form in same and name in same for same in _SAME)
