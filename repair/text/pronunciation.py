"""How English words sound: a rough transcription, and how similar two sound.

Speech recognition replaces a name with words that sound like it, whatever their letters: "Scots number" for Stember.
The transcription follows rules of English spelling, without a pronunciation dictionary. It is for comparison, not for
reading aloud.
"""

from __future__ import annotations

import re
from itertools import product

from repair.core.caches import text_cache
from repair.text.phonetics import squash

# Spellings and their sounds, in the order in which they are replaced; "a" is any vowel.
_SPELLINGS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("ph", "f"), ("th", "T"), ("gh(?=[aeiou])", "g"),
        ("gh", ""), ("ck", "k"), ("qu", "kw"), ("q", "k"), ("x", "ks"), ("^kn", "n"), ("^wr", "r"), ("^ps", "s"),
        ("wh", "w"), ("dg(?=[eiy])", "J"), ("c(?=[eiy])", "s"), ("c", "k"), ("g(?=[eiy])", "J"), ("j", "J"),
        ("(?<=[^aeiou])e$", ""), ("mb$", "m"), ("ng", "N"), ("zh", "Z"), ("tz", "ts"), ("[aeiou]{1,4}[hw]?", "a"),
        ("y", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
VOWEL = "a"  # every vowel of a string of sounds
_SIMILAR = ("bp", "dtT", "gkN", "vfw", "zsSZ", "mnN", "lrw", "CJSZ", "Tfs", "bvw")  # sounds that are easily confused
_CONFUSED = frozenset(pair for group in _SIMILAR for pair in product(group, repeat=2))
# The costs of a difference, estimated by hand. Vowels and sounds that are often not pronounced cost little.
_VOWEL_COST, _SWALLOWED_COST, _CONSONANT_COST = 0.35, 0.6, 0.8
_SWALLOWED = frozenset("rlwtdT")
_CONFUSED_COST, _CHANGED_COST = 0.45, 1.0
_LONGEST = 40  # letters that are transcribed


@text_cache(maxsize=100_000)
def pronunciation(folded: str) -> str:
    """Return the sounds of a folded word or name as one string, with one character per sound.

    >>> pronunciation("knight"), pronunciation("scott stember") == pronunciation("skot stembar")
    ('nat', True)
    """
    text = squash(folded).replace(".", "")[:_LONGEST]
    for pattern, sound in _SPELLINGS:
        text = pattern.sub(sound, text)
    return text


def sound_similarity(first: str, second: str) -> float:
    """Return the similarity of two strings of sounds, 0-1: 1 minus the cost of the differences per sound.

    Args:
        first: Sounds, as `pronunciation` returns them.
        second: The same.
    """
    whole = _whole_cost(first) + _whole_cost(second)
    return max(0.0, 1.0 - _difference(first, second) / whole) if whole else 0.0


@text_cache(maxsize=50_000)
def _difference(first: str, second: str) -> float:
    """Return the weighted edit distance of two strings of sounds."""
    row = [0.0]
    for sound in second:
        row.append(row[-1] + _cost(sound))
    for left in first:
        following = [row[0] + _cost(left)]
        for at, right in enumerate(second):
            changed = row[at] + _change(left, right)
            following.append(min(changed, row[at + 1] + _cost(left), following[at] + _cost(right)))
        row = following
    return row[-1]


@text_cache(maxsize=50_000)
def _whole_cost(sounds: str) -> float:
    return sum(map(_cost, sounds))


def _cost(sound: str) -> float:
    if sound in (VOWEL, "h"):
        return _VOWEL_COST
    return _SWALLOWED_COST if sound in _SWALLOWED else _CONSONANT_COST


def _change(left: str, right: str) -> float:
    if left == right:
        return 0.0
    return _CONFUSED_COST if (left, right) in _CONFUSED else _CHANGED_COST
