"""Words with lost or wrongly decoded letters: "Erdo?an", "B\\ufffdrbel", "J√∂rg", "GarcÃ­a", "Garc&iacute;a".

Finds damaged words and their remaining letters; `repair.pipeline` restores the names. The time is linear in the length
of the text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import chain, pairwise

from repair.core.caches import text_cache

LOST = "\ufffd"  # one lost letter in `Damaged.pattern`

_SHORTEST_CUT = 3  # letters of a word whose last letter may be lost
_LETTER = r"[^\W\d_]"
# A run of letters with at least one replacement character or question mark; matched from its start only.
_HOLED = re.compile(rf"(?<![\w{LOST}?'’])(?:{_LETTER}|['’])*+[{LOST}?](?:{_LETTER}|[{LOST}?'’])*+")
# One set of characters comes first, since it is searched much faster than alternatives.
_SUSPECT = re.compile(rf"[{LOST}√≈ƒÃÄÅá?&](?:(?<=[{LOST}√≈ƒÃÄÅ])|(?<=á)[º»]|(?<=\?)(?=\w)|(?<=&)(?=[#A-Za-z]))")
# Bytes of UTF-8 read as Windows-1252 or Latin-1 (two or three bytes; two of them read twice), or as Mac Roman.
_TAILS = "\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_MISREAD = re.compile(
    rf"Ã[ƒ„…](?:[ÂÅÆË][{_TAILS}]|â[{_TAILS}]{{2}})|[ÃÄÅ][{_TAILS}]|á[º»][{_TAILS}]"
    r"|[√≈ƒ][ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø]"
    r"|&(?:#\d{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,8});"
)
# Quotation marks and dashes of UTF-8 read in the same ways.
_MISREAD_SIGN = re.compile(r"â(?:€[\x80-\xbf™œ˜“”‘’šžŸ¦¢]?|\x80[\x90-\xaf])|‚Ä[úùôòìî¶]|Â[«»]")
_READ_TWICE = 4  # characters, from which a letter of two bytes was read twice
_QUOTES = frozenset("‘’‚“”„–—…")  # ordinary after a capital: "SKÅ’S"
# After the question mark: a word in lower case, another sign, or words that end in question marks, too.
_GOES_ON = re.compile(r"(?: [^\W\d_](?:[^\W\d_]{0,20}+\?){1,4}){0,3}(?:[.,;:]| [a-zß-öø-ÿ])")
_WORD_END = re.compile(rf"{_LETTER}*")


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged word: its half-open range (code points), and its letters with `LOST` for each lost one."""

    start: int
    end: int
    pattern: str


@text_cache(maxsize=64)
def damaged_words(text: str) -> tuple[Damaged, ...]:
    """Return the damaged words of ``text`` in order, without overlaps.

    >>> [word.pattern for word in damaged_words("Recep Tayyip Erdo?an met J√∂rg. Who left? Him?")]
    ['Erdo\\ufffdan', 'Jörg']
    """
    if not _SUSPECT.search(text):
        return ()
    words: list[Damaged] = []
    for word in sorted((*_holed(text), *_misread(text)), key=lambda word: (word.start, word.end)):
        if not words or word.start >= words[-1].end:
            words.append(word)
    return tuple(words)


def misread_signs(text: str) -> list[tuple[int, int]]:
    """Return the half-open ranges (code points) of quotation marks and dashes that were decoded wrongly.

    >>> misread_signs("Rutteâ€™s plan â€“ a good one")
    [(5, 8), (15, 18)]
    """
    return [match.span() for match in _MISREAD_SIGN.finditer(text)]


def _holed(text: str) -> list[Damaged]:
    """Return the words with replacement characters, or with question marks instead of letters."""
    damaged, with_last = [], []
    for match in _HOLED.finditer(text):
        word, start = match.group(), match.start()
        if _may_lack_last_letter(word, text, match.end()):
            with_last.append(Damaged(start, match.end(), word.replace("?", LOST)))
        if LOST not in word and not _GOES_ON.match(text, match.end()):
            word = word.rstrip("?")  # the end of a question
        word = word.rstrip("'’")
        if any(map(str.isalpha, word)) and _holes_are_letters(word, text, start):
            damaged.append(Damaged(start, start + len(word), word.replace("?", LOST)))
    return damaged + with_last if damaged else damaged


def _may_lack_last_letter(word: str, text: str, end: int) -> bool:
    """Return whether a capitalised word ends in a question mark, and its sentence goes on: "Mayor Yava? disagrees"."""
    is_word = len(word) > _SHORTEST_CUT and word[0].isupper() and word.endswith("?") and word[:-1].isalpha()
    return is_word and _GOES_ON.match(text, end) is not None


def _holes_are_letters(word: str, text: str, start: int) -> bool:
    """Return whether each question mark of a word stands for a letter and ends no question ("Really?Yes")."""
    capitals = sum(map(str.isupper, word)) > 3 and not any(map(str.islower, word))
    at = word.find("?")
    if at < 0:
        return LOST in word
    if at == 0 and start > 0 and not text[start - 1].isspace() and text[start - 1] not in '("“-':
        return False
    while at >= 0:
        following = word[at + 1 : at + 2]
        if not (following in ("?", LOST, "") or following.islower() or capitals):
            return False
        at = word.find("?", at + 1)
    return True


def _misread(text: str) -> list[Damaged]:
    """Return the words with letters that were decoded wrongly or left encoded."""
    damaged: list[Damaged] = []
    start, pieces, done = -1, "", 0  # the current word: its start, its letters so far, and their end
    for match, following in pairwise(chain(_MISREAD.finditer(text), (None,))):
        if match is None:
            break
        letter = _decoded(match.group(), text[match.end() : match.end() + 1])
        if not letter:
            continue
        low = match.start()
        while low > done and text[low - 1].isalpha():
            low -= 1
        if start < 0 or low > done:
            if start >= 0:
                damaged.append(Damaged(start, done, pieces))
            start, pieces = low, ""
        # Not beyond the next misread letter, so that each letter is read once.
        tail = _WORD_END.match(text, match.end(), following.start() if following else len(text))
        stop = tail.end() if tail else match.end()
        pieces += text[max(low, done if pieces else low) : match.start()] + letter + text[match.end() : stop]
        done = stop
    if start >= 0:
        damaged.append(Damaged(start, done, pieces))
    return [word for word in damaged if len(word.pattern) > 1]


def _decoded(misread: str, following: str) -> str:
    """Return the letter that wrongly decoded characters stand for, or "" if there is none."""
    if misread[0] == "&":
        letter = html.unescape(misread)
        return letter if len(letter) == 1 and (letter.isalpha() or letter == "\u00ad") else ""
    if len(misread) < _READ_TWICE and misread[-1] in _QUOTES and not (misread[0] in "Ãá" and following.islower()):
        return ""
    mac = misread[0] in "√≈ƒ"
    try:
        raw = misread.encode("mac_roman") if mac else b"".join(map(_byte, misread))
        letter = raw.decode("utf-8")
        if len(misread) >= _READ_TWICE:
            letter = b"".join(map(_byte, letter)).decode("utf-8")
    except (UnicodeError, ValueError):
        return ""
    return letter if len(letter) == 1 and letter.isalpha() else ""


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeError:
        return bytes([ord(char)])
