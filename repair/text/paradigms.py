"""Case endings of Slavic, Icelandic and other names, as rules over folded letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InflectionRules:
    """Endings that replace the ending of a nominative.

    Attributes:
        base: Ending of the nominative.
        oblique: Endings of the other cases.
        weight: Relative frequency of the paradigm when several fit and one is drawn.
    """

    base: str
    oblique: tuple[str, ...]
    weight: float = 1.0


def _rules(*lines: str) -> tuple[InflectionRules, ...]:
    """Parse "base: endings" lines; "-" is the empty ending."""
    rules = []
    for line in lines:
        base, endings = line.split(":")
        rules.append(
            InflectionRules(base.strip().replace("-", ""), tuple(end.replace("-", "") for end in endings.split()))
        )
    return tuple(rules)


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


def paradigms(name: str, rules: tuple[InflectionRules, ...]) -> list[InflectionRules]:
    """Return the rules whose base is the ending of a folded name with a stem of at least two letters."""
    return [rule for rule in rules if name.endswith(rule.base) and len(name) - len(rule.base) >= 2]
