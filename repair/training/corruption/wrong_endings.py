"""Case and gender endings kept on a name or cut off wrongly, as in translations from Slavic languages and Icelandic.

A name in running text of those languages has an ending (``o Drahošovi``, ``í Patreksfirði``). A system that does
not know the name keeps the ending (Drahose), cuts too much (Mosteck for Mostecko) or guesses another base form
(Paroubko for Paroubek). The rules follow the paradigms of grammars, in folded letters.
"""

from __future__ import annotations

import random

from repair.text.paradigms import InflectionRules, paradigms

_BASES = ("", "", "", "a", "o", "e", "y", "i", "ek", "ova", "ov", "ky", "u", "ka", "s", "ice", "sk")


def inflect(name: str, rules: tuple[InflectionRules, ...], rng: random.Random) -> str:
    """Return ``name`` with a case ending; longer, more specific endings are preferred."""
    fitting = paradigms(name, rules)
    if not fitting:
        return name
    rule = rng.choices(fitting, [1.0 + 2.0 * len(rule.base) for rule in fitting])[0]
    return name[: len(name) - len(rule.base)] + rng.choice(rule.oblique)


def wrong_base_form(name: str, rules: tuple[InflectionRules, ...], rng: random.Random) -> str:
    """Return an inflected form of ``name``, or a base form guessed from it."""
    form = inflect(name, rules, rng)
    roll = rng.random()
    if roll < 0.5:
        return form
    cut = rng.choice((1, 1, 2, 3)) if len(form) > 5 else 1
    stem = form[:-cut] if len(form) - cut >= 2 else form
    return stem if roll < 0.75 else stem + rng.choice(_BASES)


def regender(name: str) -> str:
    """Add the feminine ending to a surname, or remove it.

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
