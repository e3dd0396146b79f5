"""Letter shapes: what character recognition takes each letter for, and how far a reading is from a printed word.

The shapes are those of Latin letters on ordinary prints. Whether a text is a scanned print is decided in ``scans``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate, chain, pairwise

from rapidfuzz.distance import Postfix, Prefix

from repair.core.caches import text_cache

# Printed letters and pairs of letters, and what they are taken for.
SHAPES: dict[str, tuple[str, ...]] = {
    "a": ("o", "e", "s", "u"), "b": ("h", "o", "6", "t"), "c": ("e", "o", "r"), "d": ("cl", "o", "a", "t"),
    "e": ("c", "o", "a", "s"), "f": ("t", "i", "r"), "g": ("q", "y", "e", "p"), "h": ("b", "li", "n", "k"),
    "i": ("l", "t", "1", "j", "r"), "j": ("i", ";", "y"), "k": ("h", "lk", "x", "t"), "l": ("i", "t", "1", "I", "f"),
    "m": ("rn", "in", "nn", "ra"), "n": ("u", "ri", "a", "m"), "o": ("a", "e", "c", "n"), "p": ("n", "o", "y"),
    "q": ("g", "a"), "r": ("t", "i", "c", "n"), "s": ("a", "e", "5", "x"), "t": ("l", "i", "f", "r", "c"),
    "u": ("n", "a", "ii", "w", "ti", "v"), "v": ("y", "w", "r"), "w": ("vv", "v", "m", "s"), "x": ("k", "s"),
    "y": ("v", "j", "g"), "z": ("s", "x", "e"), "A": ("4", "a", "R"), "B": ("8", "R", "E"), "C": ("G", "O", "("),
    "D": ("O", "L)", "B"), "E": ("F", "B", "Y"), "F": ("P", "E", "T"), "G": ("C", "O", "Q"), "H": ("Il", "N", "li"),
    "I": ("l", "1", "[", "T", "L"), "J": ("d", "T", "I"), "K": ("R", "X"), "L": ("I", "l", "1"), "M": ("N", "Mi", "H"),
    "N": ("W", "M", "H"), "O": ("0", "Q", "G"), "P": ("F", "B", "R"), "Q": ("O", "G"), "R": ("K", "B", "F"),
    "S": ("5", "8", "B"), "T": ("I", "F", "Y"), "U": ("Li", "II", "O"), "V": ("Y", "N"), "W": ("VV", "Y", "Ww"),
    "X": ("K", "Y"), "Y": ("V", "¥"), "Z": ("2", "7"), "rn": ("m",), "ri": ("n",), "cl": ("d",), "vv": ("w",),
    "tt": ("it", "n"), "li": ("h", "ii"), "fi": ("h", "ti"), "ll": ("il", "U"), "nn": ("m", "un"), "in": ("m",),
}  # fmt: skip
# Printed letters with a mark, or of few languages; each is also taken for what its letter without the mark is.
_MARKED: dict[str, tuple[str, ...]] = {
    "ß": ("B", "&", "8", "fs", "f", "fi"), "ð": ("d", "6", "o", "é", "8"), "þ": ("p", "b"), "Þ": ("D", "P", "b"),
    "ñ": ("fi", "ii", "h", "ri", "f", "il"), "ň": ("fi", "ii", "h"), "ř": ("f", "i", "t", "F"), "š": ("S", "8", "s"),
    "č": ("é", "&", "e", "¢"), "ć": ("é", "e"), "á": ("d", "4", "é"), "é": ("6", "e"), "ě": ("é", "8", "6"),
    "ó": ("6", "é", "d"), "ö": ("6", "ii", "é", "d"), "ü": ("ii", "i", "ti", "it"), "ä": ("i", "ii", "é"),
    "ů": ("i", "fi"), "í": ("f", "i", "t", "j"), "ý": ("y", "¥", "f"), "ž": ("Z", "2", "z"),
    "ø": ("o", "g", "e", "@"), "å": ("4", "d", "A"), "æ": ("a", "ce", "ee", "w"), "ł": ("t", "f", "l"),
    "ą": ("q", "g"), "ę": ("g", "e"), "ő": ("6", "0"), "ğ": ("g", "&"), "ş": ("s", "g"), "ı": ("i", "1", "l"),
    "Š": ("S", "8"), "Č": ("C", "G"), "Ž": ("Z", "2"), "Á": ("A", "4"), "Ó": ("O", "6"), "Ö": ("O", "6"),
    "Ú": ("U", "O"), "Í": ("I", "f", "i", "l"), "É": ("E", "B"),
}  # fmt: skip
# Costs in misread letters. A letter that is lost, added, or taken for one of another shape costs 1.
ONE_SHAPE = 0.4  # a letter that is taken for one of a similar shape
_NARROW = 0.6  # a thin letter lost or added
_MARK = 0.15  # a lost mark, or one that no letter had
_CASE = 0.3  # a letter in the other case
_SPECK = 0.3  # a character that is neither a letter nor a digit
_THIN = frozenset("iljtfrI1J")


def _readings() -> Mapping[str, frozenset[str]]:
    """Return what each printed letter or pair of letters is taken for; a reading is possible in both directions."""
    table: dict[str, set[str]] = defaultdict(set)
    for printed, readings in SHAPES.items():
        for reading in readings:
            table[printed].add(reading)
            table[reading].add(printed)
    for printed, readings in _MARKED.items():
        table[printed].update(readings)
    return {printed: frozenset(readings) for printed, readings in table.items()}


_TAKEN_FOR = _readings()
# Pairs of letters that may be taken for something else or be what something is taken for, in any case. Another pair
# costs as much as its letters do one by one.
_PAIRS = frozenset(letters.lower() for letters in chain(_TAKEN_FOR, *_TAKEN_FOR.values()) if len(letters) > 1)


def possible_originals(read: str) -> Iterator[str]:
    """Yield the words that differ from a word in one letter, or pair of letters, of a similar shape.

    >>> "concerning" in possible_originals("conceming")
    True
    """
    for length in (1, 2):
        for at in range(len(read) - length + 1):
            for printed in _PRINTED.get(read[at : at + length], ()):
                yield read[:at] + printed + read[at + length :]


def _originals() -> Mapping[str, frozenset[str]]:
    """Return the printed letters that each reading of `SHAPES` stands for."""
    table: dict[str, set[str]] = defaultdict(set)
    for printed, readings in SHAPES.items():
        for reading in readings:
            table[reading].add(printed)
    return {reading: frozenset(printed) for reading, printed in table.items()}


_PRINTED = _originals()


_MOST_MARKED = 4  # letters with marks of a name whose readings are looked for, which bounds the time of a match


@text_cache(maxsize=4096)
def misread_marks(name: str) -> re.Pattern[str] | None:
    """Return a pattern of the readings of a name in which letters with marks are misread and no others.

    A letter may also have kept or lost its mark. None for a name without such letters, or with very many.

    >>> bool(misread_marks("Coruña").fullmatch("Corufia"))
    True
    """
    marked = sum(letter in _MARKED for letter in name)
    if not 0 < marked <= _MOST_MARKED:
        return None
    parts = [
        f"(?:{'|'.join(map(re.escape, (letter, _plain(letter), *_MARKED[letter])))})" if letter in _MARKED else letter
        for letter in map(re.escape, name)
    ]
    return re.compile("".join(parts))


# Signs that are read for letters, besides those of `SHAPES`; digits that people read for letters, too.
_SIGNS_READ_AS = {"|": "lIi", "!": "lIi", "0": "oO", "1": "liI", "3": "eEB", "4": "aA", "5": "sS", "6": "bG", "7": "TZ",
                  "8": "B", "9": "g", "2": "Z"}  # fmt: skip


def letters_read_as(char: str) -> tuple[str, ...]:
    """Return the letters that a digit or sign may stand for, in a stable order.

    >>> letters_read_as("0")
    ('O', 'o')
    """
    shapes = {printed for printed in _PRINTED.get(char, ()) if printed.isalpha()}
    return tuple(sorted(shapes.union(_SIGNS_READ_AS.get(char, ""))))


@text_cache(maxsize=4096)
def _plain(letter: str) -> str:
    return letter if letter.isascii() else unicodedata.normalize("NFD", letter)[0]


@text_cache(maxsize=20_000)
def _cost(printed: str, read: str) -> float:
    """Return the cost of one or two printed letters read as one or two others."""
    if printed == read:
        return 0.0
    if read in _TAKEN_FOR.get(printed, ()):
        return ONE_SHAPE
    if len(printed) == len(read) == 1:
        if _plain(printed) == _plain(read):
            return _MARK
        if printed.lower() == read.lower():
            return _CASE
        if read in _TAKEN_FOR.get(_plain(printed), ()) or _plain(read) in _TAKEN_FOR.get(_plain(printed), ()):
            return ONE_SHAPE + _MARK
        if _plain(printed).lower() == _plain(read).lower():
            return _CASE + _MARK
        if _plain(read).lower() in _TAKEN_FOR.get(_plain(printed).lower(), ()):
            return ONE_SHAPE + _CASE
        return 1.0
    return ONE_SHAPE + _CASE if read.lower() in _TAKEN_FOR.get(printed.lower(), ()) else 2.0


def _cost_alone(letter: str) -> float:
    """Return the cost of a letter that is lost or added."""
    if not letter.isalnum():
        return _SPECK
    return _NARROW if letter in _THIN else 1.0


def shape_distance(printed: str, read: str) -> float:
    """Return how far a reading is from a printed name, in misread letters.

    A letter read as one of a similar shape costs less than another, and lost marks, the wrong case and specks cost
    little. The time grows with the product of the lengths.

    Args:
        printed: The name as the sources have it.
        read: The word of the scan.

    >>> shape_distance("Northern", "Northem") < shape_distance("Northern", "Northarz")
    True
    """
    printed, read = _without_common_ends(printed, read)
    added = [_cost_alone(letter) for letter in read]
    read_pairs = _pairs_in(read)
    before: list[float] = []  # the row of the last letter but one
    above = [0.0, *accumulate(added)]
    for letter, pair in zip(printed, _pairs_in(printed), strict=True):
        lost = _cost_alone(letter)
        row = [above[0] + lost]
        for j, (other, read_pair) in enumerate(zip(read, read_pairs, strict=True), 1):
            best = min(above[j] + lost, row[j - 1] + added[j - 1])
            if above[j - 1] < best:
                best = min(best, above[j - 1] + _cost(letter, other))
            if read_pair and above[j - 2] < best:
                best = min(best, above[j - 2] + _cost(letter, read_pair))
            if pair and before[j - 1] < best:
                best = min(best, before[j - 1] + _cost(pair, other))
            if pair and read_pair and before[j - 2] < best:
                best = min(best, before[j - 2] + _cost(pair, read_pair))
            row.append(best)
        before, above = above, row
    return above[-1]


def _pairs_in(word: str) -> list[str]:
    """Return for each letter the pair that ends with it, if it is one of `_PAIRS`, else an empty string."""
    pairs = ["", *map("".join, pairwise(word))]
    return [pair if pair.lower() in _PAIRS else "" for pair in pairs[: len(word)]]


def _without_common_ends(first: str, other: str) -> tuple[str, str]:
    """Return two words without their common start and end but for one letter, which may be half of a pair."""
    low = max(0, Prefix.similarity(first, other) - 1)
    first, other = first[low:], other[low:]
    tail = Postfix.similarity(first, other) - 1
    return (first[:-tail], other[:-tail]) if tail > 0 else (first, other)
