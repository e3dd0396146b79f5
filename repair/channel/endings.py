"""Case and gender endings left on a name or cut off it wrongly, as in translations from Slavic languages and Icelandic.

A name in running text of those languages wears an ending (``o Drahošovi``, ``í Patreksfirði``). A system that does
not know the name keeps the ending (Drahose), cuts too much (Mosteck for Mostecko) or guesses another base form
(Paroubko for Paroubek). The rules are written from grammars' paradigms, over folded letters.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paradigm:
    """Endings that replace a nominative's ending; ``weight`` is how often the paradigm is drawn when several fit."""

    base: str
    oblique: tuple[str, ...]
    weight: float = 1.0


def _rules(*lines: str) -> tuple[Paradigm, ...]:
    """Read "base: endings" lines; "-" is the empty ending."""
    found = []
    for line in lines:
        base, endings = line.split(":")
        found.append(Paradigm(base.strip().replace("-", ""), tuple(end.replace("-", "") for end in endings.split())))
    return tuple(found)


SLAVIC = _rules(
    "ova: ove ovou ovu ova ovy -", "a: y u ou e ovi o ami ach am -", "ek: ka kovi kem ku ko ki ek",
    "ec: ce covi cem ci",
    "el: la lovi lem lu elu", "e: ete eti i im -", "o: a u em ovi e -", "y: eho emu ym em ou y - i",
    "i: iho imu im i io -",
    "ky: kem kych keho kou ka ku k", "sky: skeho skemu skem skou ska sk", "ka: ky ce ku kou ek k",
    "ice: ic icich icim icemi ici", "ov: ova ove ovu ovem ovi ovo", "in: ina inu inem ine ini", "no: na ne nu nem n",
    "sko: ska sku skem sk", "na: ny ne nu nou n", "ia: ii iyu iej iei iou i", "iy: ogo omu om im i", "oy: ogo omu om",
    "-: a u ovi em e om y ove ou ech ich uv ova ovo ov ami",
)  # fmt: skip
ICELANDIC = _rules(
    "ur: - s i ar s num ur sins", "fjordur: fjord firdi fjardar fjords firdir", "i: a ann ans anum inn",
    "a: u unnar una unni",
    "ir: i is is in", "vik: vikur vikinni vikina", "dottir: dottur", "son: sonar syni sonur", "n: ns ni nar num",
    "dur: d di dar ds",
    "nes: ness nesi nesinu", "ey: eyjar eyju eyna", "gata: gotu gotunnar gotunni",
    "byggd: byggdar byggdin byggdarinnar",
    "-: s i a u ar ins inu num ina inum",
)  # fmt: skip
OTHER = _rules(
    "-: s en er n e es i a u o us ar in ul um lar dan nun de", "a: e an i -", "o: a i on -", "e: en es a -", "i: a ia -"
)
_BASES = ("", "", "", "a", "o", "e", "y", "i", "ek", "ova", "ov", "ky", "u", "ka", "s", "ice", "sk")


def paradigms(name: str, rules: tuple[Paradigm, ...]) -> list[Paradigm]:
    """Return the rules whose nominative ending ``name`` has, leaving at least two letters of stem."""
    return [rule for rule in rules if name.endswith(rule.base) and len(name) - len(rule.base) >= 2]


def inflect(name: str, rules: tuple[Paradigm, ...], rng: random.Random) -> str:
    """Return ``name`` with a case ending; longer, more telling endings are preferred."""
    fitting = paradigms(name, rules)
    if not fitting:
        return name
    rule = rng.choices(fitting, [1.0 + 2.0 * len(each.base) for each in fitting])[0]
    return name[: len(name) - len(rule.base)] + rng.choice(rule.oblique)


def misbase(name: str, rules: tuple[Paradigm, ...], rng: random.Random) -> str:
    """Return what is left when the ending of an inflected name is taken off by guess."""
    form = inflect(name, rules, rng)
    roll = rng.random()
    if roll < 0.5:
        return form
    cut = rng.choice((1, 1, 2, 3)) if len(form) > 5 else 1
    stem = form[:-cut] if len(form) - cut >= 2 else form
    return stem if roll < 0.75 else stem + rng.choice(_BASES)


def regender(name: str) -> str:
    """Put a woman's ending on a surname or take it off.

    >>> regender("dvorakova"), regender("zemankova"), regender("ziobro")
    ('dvorak', 'zemanek', 'ziobrova')
    """
    for feminine, masculine in (
        ("kova", "ek"),
        ("ova", ""),
        ("eva", "ev"),
        ("ina", "in"),
        ("ska", "sky"),
        ("cka", "cky"),
        ("aya", "y"),
    ):
        if name.endswith(feminine) and len(name) > len(feminine) + 2:
            if feminine == "kova" and name[-5] in "aeiouy":
                continue  # Dvorakova is Dvorak's, but Zemankova is Zemanek's
            return name[: -len(feminine)] + masculine
    for masculine, feminine in (
        ("ek", "kova"),
        ("sky", "ska"),
        ("cky", "cka"),
        ("ov", "ova"),
        ("ev", "eva"),
        ("in", "ina"),
        ("y", "a"),
    ):
        if name.endswith(masculine):
            return name[: -len(masculine)] + feminine
    return (name[:-1] if name[-1] in "aoe" else name) + "ova"
