"""Pinyin: whether a word is a sequence of Mandarin syllables, as Chinese names are written in Latin letters."""

from __future__ import annotations

import re

_MOST_LETTERS = 36  # of six syllables
INITIAL = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
"""Expression for the consonants that a syllable may begin with."""
FINAL = (
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|e|i|u)"
)
"""Expression for the rest of a syllable, but for "o" alone."""
# The syllables of Standard Mandarin, in the spelling of Hanyu Pinyin without tones: by their first consonants, what may
# follow. "Rapa" and "Liebe" are no pinyin, since Mandarin has neither "ra" nor "be".
_FINALS = {
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue uo",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo",
    "gkh": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "jqx": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "(?:zh|ch|sh)": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "zcs": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
    "": "a ai an ang ao e ei en eng er o ou",
}


def _syllable() -> str:
    """Return the expression for a syllable; the longer of two that may follow is tried first."""
    options = []
    for initials, finals in _FINALS.items():
        initial = f"[{initials}]" if initials.isalpha() else initials
        options.append(f"{initial}(?:{'|'.join(sorted(finals.split(), key=len, reverse=True))})")
    return f"(?:{'|'.join(options)})"


_SYLLABLE = _syllable()
_WORDS = {least: re.compile(rf"{_SYLLABLE}{{{least},6}}") for least in (1, 2)}


def is_pinyin(word: str, *, least: int = 1) -> bool:
    """Return whether a folded word without spaces can be up to six syllables of pinyin.

    Args:
        word: The word.
        least: The number of syllables that it must have, 1 or 2.

    >>> is_pinyin("xiaoping"), is_pinyin("li"), is_pinyin("li", least=2), is_pinyin("mishustin")
    (True, True, False, False)
    """
    return len(word) <= _MOST_LETTERS and _WORDS[least].fullmatch(word) is not None


def has_further_syllable(form: str, name: str) -> bool:
    """Return whether a folded form is a name in pinyin with further syllables: Yiwei is another given name than Yi.

    >>> has_further_syllable("yiwei", "yi"), has_further_syllable("lina", "lin"), has_further_syllable("maria", "mari")
    (True, False, False)
    """
    rest = form.removeprefix(name)
    return rest != form and len(rest) > 1 and is_pinyin(name) and is_pinyin(rest)
