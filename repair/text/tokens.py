"""Tokens and sentences of English text with their offsets, and the text around a place.

Every function takes time linear in its input. The meaning of a word is not considered here.
"""

from __future__ import annotations

import bisect
import operator
import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, repeat
from typing import NamedTuple

from repair.core.characters import APOSTROPHES
from repair.text.normalize import fold
from repair.text.prose import JOINER, prose
from repair.text.wordlists import ENGLISH_ABBREVIATIONS

# Chinese, Japanese and Korean letters, which English copy writes without a space before Latin ones ("干支Toraya").
_EAST_ASIAN = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u318f\u31a0-\u31ff\u3400-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_IS_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN}]")
_LETTER = rf"[^\W_{_EAST_ASIAN}]"
_PARTS = re.compile(rf"([^\W_]+(?:(?:[{APOSTROPHES}]|{JOINER}+)[^\W_]+)*)")  # of text without East Asian letters
_MARKS = "\u0300-\u036f"  # combining: "Orba\u0301n"
_IS_MARKED = re.compile(rf"[^\W_][{_MARKS}]")
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
# A sentence ends at a line break, or at a full stop followed by space and a capital or digit. Both begin with one of a
# few characters, so the search skips from one of these to the next.
_BREAK = re.compile(r"[\n.!?…。](?:(?<=\n)\n*|(?<!\n)(?!\n)[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9À-ÖØ-Þ]))")
_TOO_LONG = 1 + max(map(len, ENGLISH_ABBREVIATIONS))  # letters; longer than any abbreviation


class Token(NamedTuple):
    """A word of a text: its offsets (code points), its letters, its folded form and the number of its sentence.

    A named tuple, because a document has a thousand tokens and a dataclass takes ten times as long to create.
    """

    start: int
    end: int
    text: str
    fold: str
    sentence: int
    first: bool  # whether it opens its sentence, where a capital is not informative
    capital: bool  # whether any letter is a capital ("iPhone" counts)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the half-open ranges (code points) of the sentences of ``text`` that are not blank.

    >>> sentences("Mr. Rutte spoke. He left.")
    [(0, 16), (17, 25)]
    """
    ranges: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        gap = match.group()
        stop = match.start() + (gap[0] != "\n")  # a full stop belongs to its sentence, a line break does not
        if "\n" not in gap and _is_abbreviation(text, stop):
            continue
        if text[start:stop].strip():
            ranges.append((start, stop))
        start = match.end()
    if text[start:].strip():
        ranges.append((start, len(text)))
    return ranges


def _is_abbreviation(text: str, stop: int) -> bool:
    """Return whether the full stop before ``stop`` belongs to an abbreviation or an initial."""
    if stop == 0 or text[stop - 1] != "." or (stop > _TOO_LONG and text[stop - 1 - _TOO_LONG : stop - 1].isalnum()):
        return False
    at = stop - 1
    while at > 0 and text[at - 1].isalnum() and stop - at < 12:
        at -= 1
    word = text[at : stop - 1]
    return (len(word) == 1 and word.isupper()) or word.lower() in ENGLISH_ABBREVIATIONS


def tokenize(text: str) -> list[Token]:
    """Return the words of ``text`` in order, without possessive endings.

    Addresses and damaged words are left out. The text of a word that a line end breaks is joined ("Rut-⏎te" is
    "Rutte"); its offsets include the break.

    >>> [token.text for token in tokenize("Mr. Rutte's Si-Sapanna trip")]
    ['Mr', 'Rutte', 'Si', 'Sapanna', 'trip']
    >>> [token.text for token in tokenize("Sweets of 虎屋Toraya in a 干支 box")]
    ['Sweets', 'of', '虎屋', 'Toraya', 'in', 'a', '干支', 'box']
    """
    return tokenize_with_gaps(text)[0]


def tokenize_with_gaps(text: str) -> tuple[list[Token], list[str]]:
    """Return the words of ``text`` like `tokenize`, and the characters between each word and the next.

    >>> tokenize_with_gaps("Mr. Rutte's Si-Sapanna trip")[1]
    ['. ', "'s ", '-', ' ']
    """
    # Names are looked at as they are, so that their views do not displace those of documents from the cache.
    view = text if text.isascii() and text.replace(" ", "").isalpha() else prose(text)
    parts = _pattern(view).split(view)  # a gap, a word, a gap, …, a gap
    starts = list(accumulate(map(len, parts)))[:-1:2]
    words, lengths, tails, folds, capitals = _forms(parts[1::2])
    numbers: list[int] = []
    firsts = [False] * len(starts)
    for number, (_, high) in enumerate(sentences(view)):
        low, upto = len(numbers), bisect.bisect_left(starts, high)
        if upto > low:
            firsts[low] = True
            numbers += [number] * (upto - low)
    ends = map(operator.add, starts, lengths)
    # The constructor of tuple, because the generated one would be a Python call for each word.
    tokens = map(_NEW_TOKEN, repeat(Token), zip(starts, ends, words, folds, numbers, firsts, capitals, strict=True))
    return list(tokens), list(map(operator.add, tails, parts[2:-1:2]))


def _pattern(view: str) -> re.Pattern[str]:
    """Return the fastest pattern that finds the words of a text.

    A word is made of letters or digits, with inner apostrophes ("Ya'u", "O'Neill") and joiners ("Rut-⏎te" in the view
    of `prose`). A hyphen separates two words, and so does a change between East Asian letters and others.
    """
    if view.isascii():
        return _PARTS
    if _IS_MARKED.search(view):
        return _parts_with_east_asian(rf"(?:{_LETTER}[{_MARKS}]*)")
    return _parts_with_east_asian(_LETTER) if _IS_EAST_ASIAN.search(view) else _PARTS


@lru_cache(maxsize=2)  # compiled only where a text needs it, since it takes longer than the other patterns together
def _parts_with_east_asian(letter: str) -> re.Pattern[str]:
    """Return the pattern of words made of ``letter``, a pattern, or of East Asian letters."""
    return re.compile(rf"({letter}+(?:(?:[{APOSTROPHES}]|{JOINER}+){letter}+)*|(?:(?=[^\W_])[{_EAST_ASIAN}])+)")


class _WordForm(NamedTuple):
    """A word: its letters, its length in the text, its possessive ending, its folded form, whether it has a capital."""

    word: str
    length: int  # code points, including joiners
    tail: str
    fold: str
    capital: bool


def _forms(
    raw: list[str],
) -> tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...], tuple[str, ...], tuple[bool, ...]]:
    """Return the fields of `_WordForm` for words, each as a tuple."""
    if len(_FORMS) > _MAX_FORMS:
        _FORMS.clear()
    words, lengths, tails, folds, capitals = (
        zip(*map(_FORMS.__getitem__, raw), strict=True) if raw else ((), (), (), (), ())
    )
    return words, lengths, tails, folds, capitals


class _WordForms(dict[str, _WordForm]):
    """A cache of word forms."""

    def __missing__(self, raw: str) -> _WordForm:
        tail = _POSSESSIVE.search(raw)
        length = tail.start() if tail else len(raw)
        word = raw[:length].replace(JOINER, "")
        if not word.isascii():
            word = unicodedata.normalize("NFC", word)
        form = _WordForm(word, length, raw[length:], fold(word), word != word.lower())
        self[raw] = form
        return form


_FORMS = _WordForms()  # emptied when it exceeds the limit
_MAX_FORMS = 100_000
_NEW_TOKEN = tuple.__new__


def snippet(text: str, start: int, end: int, *, width: int = 60) -> str:
    """Return the text around ``[start, end)`` on one line, cut at spaces.

    Args:
        text: The whole text.
        start: First offset (code points).
        end: Offset after the last.
        width: Largest number of code points on each side.
    """
    low, high = max(0, start - width), min(len(text), end + width)
    if low > 0:
        space = text.find(" ", low, start)
        low = space + 1 if space >= 0 else low
    if high < len(text):
        space = text.rfind(" ", end, high)
        high = space if space >= 0 else high
    return ("…" if low > 0 else "") + " ".join(text[low:high].split()) + ("…" if high < len(text) else "")
