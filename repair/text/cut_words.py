"""Words that a strange sign or the end of a page breaks: "Erdo§an", "Y_lmaz", "Burn-".

A change of a part of such a word leaves the rest behind it. `repair.text.damage` and `repair.text.misread_letters` find
words that show which letters were lost.
"""

from __future__ import annotations

import re

from repair.core.caches import text_cache
from repair.text.damage import LOST, Damaged

_LETTER = r"[^\W\d_]"
# Signs that are never between two letters of a word: no quotation marks, dashes, dots or arrows, which stand between
# words without a space in careless text.
_SIGN = "[_*\x80-\x9f¡-©¬®-³¶¸¹¼-¿×÷˂-˅˒-˟†‡‰\u20a0-\u218f\u2200-\u25ff]"
_SIGNS = _SIGN + "{1,3}"  # for one letter
_ANY_SIGN = re.compile(_SIGN)
_WORD = re.compile(rf"(?<!{_LETTER}){_LETTER}++(?:{_SIGNS}{_LETTER}++)++")
_BETWEEN = re.compile(_SIGNS)
_GOES_ON, _BEGAN = re.compile(_SIGNS + _LETTER), re.compile(rf"{_LETTER}{_SIGNS}\Z")
_LONGEST_SIGNS = 4  # code points of a letter and signs
_NEVER_AFTER_A_WORD = re.compile("[\x80-\x9f‚„¤¬¸¡¿\u2500-\u259f\u25a1]|_(?!_)")
_PAGE_END = re.compile(r"[-\u2010\u00ad][ \t]*+\r?\n[ \t]*+\r?\n")


@text_cache(maxsize=64)
def words_with_signs(text: str) -> tuple[Damaged, ...]:
    """Return the words with strange signs between their letters, each of which may stand for a letter.

    >>> [word.pattern for word in words_with_signs("Y_lmaz and *I□ık* met Aydın·s son, Rutte™ and Mark*Latte.")]
    ['Y\\ufffdlmaz', 'I\\ufffdık']
    """
    if not _ANY_SIGN.search(text):
        return ()  # as in most copy; to look at each word would take ten times as long
    words = []
    for match in _WORD.finditer(text):
        signs = list(_BETWEEN.finditer(text, *match.span()))
        if all(_are_of_one_word(text[sign.start() - 1], text[sign.end()]) for sign in signs):
            pattern = _BETWEEN.sub(lambda sign: LOST * len(sign.group()), match.group())
            words.append(Damaged(*match.span(), pattern))
    return tuple(words)


def cuts_word(text: str, start: int, end: int) -> bool:
    """Return whether the half-open range (code points) of whole tokens ends or begins inside a broken word.

    >>> text = "Recep Erdo§an of Burn-"
    >>> cuts_word(text, 0, 10), cuts_word(text, 11, 13), cuts_word(text, 0, 5)
    (True, True, False)
    >>> cuts_word("*Tsahkna* and Rutte*", 1, 8), cuts_word("the Rutte™ plan", 4, 9)
    (False, False)
    """
    after = _GOES_ON.match(text, end)
    if after is not None and _are_of_one_word(text[end - 1], after.group()[-1]):
        return True
    before = _BEGAN.search(text[max(0, start - _LONGEST_SIGNS) : start])
    if before is not None and _are_of_one_word(before.group()[0], text[start]):
        return True
    return _ends_strangely(text, start, end)


def _are_of_one_word(before: str, after: str) -> bool:
    """Return whether the letter after a sign does not begin a word."""
    return not after.isupper() or before.isupper()


def _ends_strangely(text: str, start: int, end: int) -> bool:
    """Return whether a sign that no word is followed by, or a hyphen at the end of a page, follows.

    An underscore on both sides is emphasis.
    """
    if start > 0 and text[start - 1] == "_" and text.startswith("_", end):
        return False
    return _NEVER_AFTER_A_WORD.match(text, end) is not None or _PAGE_END.match(text, end) is not None
