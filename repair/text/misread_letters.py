"""Words whose bytes were read in another character encoding: "GarcÌa", "Erdoðan", "Wa³êsa", "Jos├⌐".

Such a reading keeps the ASCII letters of a word and makes others of the rest. It is computed forwards, from the right
word, so that nothing is guessed. `repair.text.damage` finds words that show by themselves that they were misread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from repair.core.caches import text_cache

# The encodings in which newsroom systems of several ages write, and those in which they read by default.
_WRITTEN = (
    "cp1252",
    "cp1250",
    "cp1254",
    "cp1257",
    "iso8859_2",
    "mac_roman",
    "cp850",
    "cp437",
    "cp852",
    "cp857",
    "utf_8",
)
_READ = ("cp1252", "mac_roman", "cp850", "cp437", "cp1250", "cp1251")
# Read as Windows-1252, words in these encodings look like words of another language: "Kaczyñski".
_LOOKS_RIGHT = frozenset(("cp1250", "cp1254", "cp1257", "iso8859_2"))
_CAPITAL_INSIDE = re.compile(r"[a-z][^\W\d_a-zA-Z]")  # "GarcÌa"; the second may be a small one, too
_LONGEST = 40  # code points of a word
# What separates words: spaces and the punctuation of ASCII, which every encoding keeps.
_OF_WORD = r"[^\s!-/:-@\[-`{-~]"
_OF_WORD_BEFORE = re.compile(_OF_WORD)
_STRANGE_END = re.compile(rf"[^\s\0-\x7f]{_OF_WORD}*")  # of a word, from its first character that is not ASCII
_AROUND = "“”„‘’‚«»…–—"  # punctuation around a word


def ascii_letters(word: str) -> str:
    """Return the letters of a word that every encoding keeps, in lower case.

    >>> ascii_letters("Erdoðan"), ascii_letters("Jos├⌐")
    ('erdoan', 'jos')
    """
    return "".join(filter(str.isascii, word)).lower()


def strange_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges (code points) of words with characters that are not ASCII.

    Each is between spaces and ASCII punctuation. Where other punctuation is around a word, the word without it follows.
    """
    for match in _STRANGE_END.finditer(text):
        start, end = match.span()
        while start > 0 and _OF_WORD_BEFORE.match(text, start - 1):
            start -= 1
        chunk = text[start:end]
        if len(chunk) > _LONGEST:
            continue
        yield start, end
        inner = chunk.strip(_AROUND)
        if inner != chunk and not inner.isascii():
            start += chunk.index(inner)
            yield start, start + len(inner)


@text_cache(maxsize=2_000)
def misreadings(word: str) -> frozenset[str]:
    """Return what a word looks like where it was written in one encoding and read in another.

    A reading that could be a right word is none, since the text may be right and ``word`` misread. Only those of
    Central European, Baltic and Turkish encodings as Windows-1252 are taken as they are: they are by far the most
    frequent, and nobody reads in the other direction.

    >>> sorted(misreadings("García") & {"GarcÌa", "Garc¡a", "GarcÝa", "Garc├¡a", "Garcia", "García"})
    ['Garc¡a', 'GarcÌa', 'GarcÝa', 'Garc├¡a']
    >>> "Erdoðan" in misreadings("Erdoğan"), "Erdoğan" in misreadings("Erdoðan"), misreadings("Ruiz")
    (True, False, frozenset())
    """
    if word.isascii():
        return frozenset()
    return frozenset(
        text
        for written in _WRITTEN
        for read in _READ
        if written != read
        and (text := _read(word, written, read))
        and text != word
        and ((read == "cp1252" and written in _LOOKS_RIGHT) or _is_no_word(text, word))
    )


def _read(word: str, written: str, read: str) -> str:
    """Return a word written in one encoding and read in another; "" where one of them lacks a character of it."""
    try:
        raw = word.encode(written)
        text = "".join(map(_western, raw)) if read == "cp1252" else raw.decode(read)
    except UnicodeError:
        return ""
    return "" if any(map(str.isspace, text)) else text


def _western(byte: int) -> str:
    """Return a byte read as Windows-1252, in which five bytes remain control characters."""
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeError:
        return chr(byte)


def _is_no_word(text: str, word: str) -> bool:
    """Return whether a text has signs that a word lacks, letters of two scripts, or a capital after a small letter."""
    if any(not char.isalpha() and char not in word for char in text):
        return True
    inside = _CAPITAL_INSIDE.search(text)
    while inside is not None:
        if text[inside.end() - 1].isupper():
            return True
        inside = _CAPITAL_INSIDE.search(text, inside.end())
    return any(not char.isascii() and not unicodedata.name(char, "").startswith("LATIN ") for char in text)
