"""Corruption of letters and words: similar sounds, OCR, typing, acronyms, words split, joined or reordered.

Each function takes a folded name and a random generator and returns a wrong spelling. If it cannot
change the name, it returns the name itself, which the mixture drops.
"""

from __future__ import annotations

import random
import re

_OCR = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("li", "h"), ("h", "li"), ("vv", "w"), ("w", "vv"), ("e", "c"),
    ("c", "e"), ("l", "1"), ("i", "l"), ("l", "i"), ("o", "0"), ("u", "ii"), ("f", "t"), ("g", "q"), ("n", "ri"),
    ("b", "h"),
)  # fmt: skip
# Spellings of similar sounds in different languages and alphabets; used in both directions.
_SOUNDS = (
    ("l", "r"), ("b", "v"), ("v", "w"), ("w", "u"), ("f", "p"), ("f", "v"), ("k", "c"), ("k", "q"), ("k", "kh"),
    ("kh", "h"),
    ("g", "h"), ("g", "k"), ("g", "j"), ("j", "y"), ("j", "zh"), ("zh", "z"), ("sh", "s"), ("shch", "st"), ("sh",
    "sch"),
    ("ch", "c"), ("ch", "tch"), ("ch", "sh"), ("ch", "kh"), ("ts", "c"), ("ts", "z"), ("ts", "tz"), ("tz", "z"),
    ("s", "z"),
    ("s", "c"), ("ph", "f"), ("th", "t"), ("d", "t"), ("x", "ks"), ("ck", "k"), ("y", "i"), ("ya", "ia"), ("yu", "iu"),
    ("ya", "a"), ("yu", "u"), ("yo", "e"), ("ye", "e"), ("iy", "y"), ("ij", "y"), ("ei", "ai"), ("ey", "ei"), ("ou",
    "u"),
    ("oo", "u"), ("ee", "i"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("au", "o"), ("eu", "oi"), ("a", "e"),
    ("a", "o"), ("o", "u"), ("e", "i"), ("i", "u"), ("e", "o"), ("m", "n"), ("n", "ng"), ("nn", "n"), ("ll", "l"),
    ("ss", "s"),
    ("tt", "t"), ("ff", "f"), ("pp", "p"), ("er", "a"), ("h", ""), ("e", ""), ("y", ""), ("gh", "g"), ("dzh", "j"),
    ("dj", "j"),
)  # fmt: skip
_VOWELS = "aeiou"


def _replace_at(name: str, swaps: tuple[tuple[str, str], ...], rng: random.Random) -> str:
    matches = [(match.start(), old, new) for old, new in swaps if old for match in re.finditer(old, name)]
    if not matches:
        return name
    at, old, new = rng.choice(matches)
    return name[:at] + new + name[at + len(old) :]


_SOUNDS_BOTH = _SOUNDS + tuple((new, old) for old, new in _SOUNDS if new)


def misspell(name: str, rng: random.Random, *, times: int | None = None) -> str:
    """Replace one to three letters or digraphs by others of a similar sound."""
    for _ in range(times or rng.choice((1, 1, 1, 2, 2, 3))):
        name = _replace_at(name, _SOUNDS_BOTH, rng)
    return name


def guess_vowels(name: str, rng: random.Random) -> str:
    """Replace or drop vowels, as a reader of a script without vowels does; first and last letters change less."""
    out = []
    for at, char in enumerate(name):
        edge = at in (0, len(name) - 1)
        if char in _VOWELS and rng.random() < (0.15 if edge else 0.4):
            out.append(rng.choice("aaeeiou") if rng.random() < 0.75 else "")
        elif char not in _VOWELS and not edge and rng.random() < 0.04:
            out.append(char + rng.choice("aei"))
        else:
            out.append(char)
    return "".join(out)


def ocr(name: str, rng: random.Random) -> str:
    """Replace one or two letters by others of a similar shape."""
    for _ in range(rng.choice((1, 1, 2))):
        name = _replace_at(name, _OCR, rng)
    return name


def typo(name: str, rng: random.Random) -> str:
    """Drop, double, replace or transpose letters at a random place."""
    at = rng.randrange(len(name))
    roll = rng.random()
    if roll < 0.35:
        return name[:at] + name[at + 1 :]
    if roll < 0.55 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if roll < 0.7:
        return name[: at + 1] + name[at:]
    return name[:at] + rng.choice("etaoinshrdlukmvbcgy") + name[at + (roll < 0.9) :]


def acronym(name: str, rng: random.Random) -> str:
    """Replace, drop, insert or shuffle letters of an acronym, or add an ending."""
    letters = list(name)
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(len(letters))
        roll = rng.random()
        if roll < 0.5:
            letters[at] = rng.choice("ABCDEFGHIKLMNOPRSTUVWZ")
        elif roll < 0.68 and len(letters) > 2:
            del letters[at]
        elif roll < 0.82:
            letters.insert(at, rng.choice("ABCDEFGIKLMNOPRSTUV"))
        elif roll < 0.94:
            rng.shuffle(letters)
    out = "".join(letters)
    return out.lower() + rng.choice(("", "ov", "a", "u", "e")) if rng.random() < 0.1 else out


def split(name: str, rng: random.Random) -> str:
    """Split a word in two after a vowel or liquid, sometimes dropping an r or l there."""
    places = [at for at in range(2, len(name) - 1) if name[at - 1] in "aeiouynrlsm" and name[at] not in "aeiouy"]
    if not places or " " in name:
        return name
    at = rng.choice(places)
    head, tail = name[:at], name[at:]
    if rng.random() < 0.2 and head[-1] in "rl":
        head = head[:-1]
    return head + (" " if rng.random() < 0.85 else "-") + tail


def join(name: str, rng: random.Random) -> str:
    """Join the words of a name, with or without a hyphen."""
    return name.replace(" ", "", 1) if rng.random() < 0.7 else name.replace(" ", "-", 1)


def last_word_first(name: str, rng: random.Random) -> str:
    """Put the last word first.

    >>> last_word_first("yoshitomo tsutsugo", random.Random(0))
    'tsutsugo yoshitomo'
    """
    parts = name.split(" ")
    return " ".join([parts[-1], *parts[:-1]])


def part_suffix(name: str, rng: random.Random) -> str:
    """Separate the generic ending of a Japanese place name with a hyphen or a space.

    >>> part_suffix("yamatsuricho", random.Random(0))
    'yamatsuri-cho'
    """
    return re.sub(
        "(?<=..)(cho|machi|mura|shi|gawa|kawa|yama|jima|dake|ji|jo|hara|saki)$", rng.choice("-- ") + r"\1", name
    )
