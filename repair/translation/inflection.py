"""The forms that a name in the text of another language may be an inflected form of: "Зеленського", "Zelenského".

Only proposes base forms; which of them is a name, a gazetteer says. The rules are those of grammars' paradigms.
"""

from __future__ import annotations

from itertools import product

from repair.text.normalize import fold
from repair.text.paradigms import ICELANDIC, SLAVIC, InflectionRules

_MOST = 64  # combinations of the words of one name


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
# What Czech adds to names that end in a vowel, and Polish to those of other languages.
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


def bases(word: str, lang: str | None) -> list[str]:
    """Return the folded forms that ``word`` may be an inflected form of, those under the longest endings first.

    ``lang`` is the language of the text (two letters); Cyrillic is read without it.

    >>> "зеленський" in bases("Зеленського", None), "zelensky" in bases("Zelenského", "cs"), bases("Guerra", "es")
    (True, True, [])
    """
    cyrillic = "\u0400" <= word[:1] <= "\u04ff"
    lower = word.lower() if cyrillic else fold(word)
    found: dict[str, int] = {}
    for rule in _CYRILLIC if cyrillic else _BY_LANGUAGE.get(lang or "", ()):
        for ending in rule.oblique:
            stem = lower.removesuffix(ending) if ending else lower
            if ending and stem != lower and len(stem) > 2:
                base = stem + rule.base
                found[base] = max(len(ending), found.get(base, 0))
    found.pop(lower, None)
    return sorted(found, key=lambda base: (-found[base], base))


def whole_bases(words: list[str], lang: str | None) -> list[str]:
    """Return what a name of several words, each inflected or not, may be a form of; never the words as they are."""
    options = [[word, *bases(word, lang)] for word in words]
    found = [" ".join(each) for _, each in zip(range(_MOST * len(words)), product(*options), strict=False)]
    return found[1:]
