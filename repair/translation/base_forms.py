"""Base forms that an inflected name may have in another language: "Зеленського", "Zelenského".

Only proposes base forms; the gazetteer decides which of them is a name. The rules follow the paradigms of grammars.
"""

from __future__ import annotations

from itertools import product

from repair.text.normalize import fold
from repair.text.paradigms import ICELANDIC, SLAVIC, InflectionRules

_MAX_COMBINATIONS = 64  # of base forms, for each word of a name


def _rules(*lines: str) -> tuple[InflectionRules, ...]:
    """Read "base: endings" lines; "-" is the empty ending."""
    parts = [line.split(":") for line in lines]
    return tuple(InflectionRules(base.strip("- "), tuple(endings.split())) for base, endings in parts)


_CYRILLIC = _rules(
    "ий: ого ому им ім ем", "ый: ого ому ым ом", "ой: ого ому ым ом", "ій: ого ому ім им", "ая: ой ую ою",
    "а: ої ій ою", "ець: ця цю цем цеві ці", "ец: ца цу цем це", "ек: ка ку ком ке", "ок: ка ку ком ке",
    "о: а у ом ові і", "й: я ю ем єм еві ї и і є", "ь: я ю ем еві і", "а: и ы і у ой е", "я: і ї ю ею ей и е",
    "-: а у ом ем ём ові еві ым им і е ы и ой у",
)  # fmt: skip
# Endings that Czech adds to names in a vowel, and Polish to foreign names.
_VOWELS = _rules("-: ho mu m ovi em iem owi a u om", "i: iego iemu im ego emu")
_SUFFIXED = _rules(
    "-: n in en a an ta lla lle ssa sta lta issa ista illa ille ilta iin ia ksi t nak nek val vel ban ben ba be",
    "-: hoz hez ot et bol tol rol nal nel nin nun da de dan den i u ya ye si",
)
_GENITIVE = _rules("-: s es")
_BY_LANGUAGE = {
    **dict.fromkeys("cs sk pl sl hr bs sr hbs".split(), (*SLAVIC, *_VOWELS)),
    **dict.fromkeys("is fo".split(), ICELANDIC),
    **dict.fromkeys("fi et hu tr".split(), _SUFFIXED),
    **dict.fromkeys("de nl sv da nb no".split(), _GENITIVE),
}


def base_forms(word: str, lang: str | None) -> list[str]:
    """Return the folded base forms that ``word`` may have, those with the longest endings removed first.

    Args:
        word: A word of the text.
        lang: Two-letter code of the language of the text; not needed for Cyrillic.

    >>> "зеленський" in base_forms("Зеленського", None), "zelensky" in base_forms("Zelenského", "cs")
    (True, True)
    >>> base_forms("Guerra", "es")
    []
    """
    cyrillic = "\u0400" <= word[:1] <= "\u04ff"
    lower = word.lower() if cyrillic else fold(word)
    endings: dict[str, int] = {}  # base form to the length of its ending
    for rule in _CYRILLIC if cyrillic else _BY_LANGUAGE.get(lang or "", ()):
        for ending in rule.oblique:
            stem = lower.removesuffix(ending) if ending else lower
            if ending and stem != lower and len(stem) > 2:
                base = stem + rule.base
                endings[base] = max(len(ending), endings.get(base, 0))
    endings.pop(lower, None)
    return sorted(endings, key=lambda base: (-endings[base], base))


def whole_base_forms(words: list[str], lang: str | None) -> list[str]:
    """Return the base forms of a name of several words, each inflected or not, but not the words as they are."""
    options = [[word, *base_forms(word, lang)] for word in words]
    forms = [
        " ".join(forms_of_words)
        for _, forms_of_words in zip(range(_MAX_COMBINATIONS * len(words)), product(*options), strict=False)
    ]
    return forms[1:]
