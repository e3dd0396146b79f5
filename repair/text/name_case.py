"""The case of a name that is known in capitals or in small letters only: "MCDONOUGH" is McDonough."""

from __future__ import annotations

import re

from repair.core.characters import APOSTROPHES
from repair.text.acronyms import KNOWN_ACRONYMS
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.syllables import is_syllable
from repair.text.wordlists import PARTICLES

_ROMAN = re.compile(r"(?:x{0,3}(?:ix|iv|v?i{0,3}))")
_MAC = frozenset(
    "macallister macarthur macaulay macbride macdonald macdonnell macdougall macdowell macfarlane macgregor macintosh "
    "macintyre macivor mackinnon maclachlan maclaren maclean macleod macmahon macmillan macneil macneill macpherson "
    "macqueen macrae mactavish".split()
)
_APOSTROPHE = re.compile(rf"([{APOSTROPHES}])")
_LONGEST_ACRONYM = 5


def name_from_capitals(name: str, lexicon: Lexicon) -> str:
    """Return a name of several words in capitals with the case of a name; no word of it is an acronym.

    Args:
        name: The name, with single spaces.
        lexicon: Known words and names.

    >>> known = Lexicon.load()
    >>> [name_from_capitals(name, known) for name in ("URSULA VON DER LEYEN", "LEE JAE-MYUNG", "POPE LEO XIV")]
    ['Ursula von der Leyen', 'Lee Jae-myung', 'Pope Leo XIV']
    """
    words = name.split(" ")
    cased = [
        "-".join(
            from_capitals(part, lexicon, first=not number, acronym=False) if part else "" for part in word.split("-")
        )
        for number, word in enumerate(words)
    ]
    # The last syllable of a given name behind a family name; see `repair.text.syllables`.
    if len(words) > 1 and words[1].count("-") == 1 and all(map(is_syllable, fold("-".join(words[:2])).split("-"))):
        head, tail = cased[1].split("-")
        cased[1] = f"{head}-{tail.lower()}"
    return " ".join(cased)


def from_capitals(word: str, lexicon: Lexicon, *, first: bool, acronym: bool | None = None) -> str:
    """Return a word in capitals with the case of a name: acronyms stay, particles inside a name become lower case.

    Args:
        word: The word, in capitals.
        lexicon: Known words and names.
        first: Whether it is the first word of the name, which is never a particle or a numeral.
        acronym: Whether it is an acronym; None decides by the word alone.

    >>> known = Lexicon.load()
    >>> [from_capitals(word, known, first=True) for word in ("MCDONOUGH", "O'NEILL", "NATO", "GDP", "GROSSMANN")]
    ['McDonough', "O'Neill", 'NATO', 'GDP', 'Grossmann']
    """
    numeral = not first and _ROMAN.fullmatch(fold(word))  # but "XI JINPING"
    if numeral or (_stays_in_capitals(fold(word), lexicon) if acronym is None else acronym):
        return word
    lower = word.replace("İ", "i").lower()
    if not first and fold(lower) in PARTICLES:
        return lower
    head, *rest = _APOSTROPHE.split(lower)
    if rest and len(head) == 1:
        return head.upper() + "".join(part[:1].upper() + part[1:] for part in rest)
    if lower in _MAC:
        return "Mac" + lower[3:].capitalize()
    if lower.startswith("mc") and len(lower) > 3:
        return "Mc" + lower[2:].capitalize()
    return word[0] + lower[1:]


def _stays_in_capitals(word: str, lexicon: Lexicon) -> bool:
    """Return whether a folded word, seen in capitals only, keeps them as an acronym."""
    if word in KNOWN_ACRONYMS:
        return True
    if len(word) > _LONGEST_ACRONYM or not word.isalpha() or word in PARTICLES:
        return not word.isalpha() and any(map(str.isdigit, word))
    return not lexicon.knows(word) and lexicon.name_counts(word) == (0, 0)
