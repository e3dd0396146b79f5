"""How English words sound: a rough transcription, and how similar two sound.

Speech recognition replaces a name with words that sound like it, whatever their letters: "Scots number" for Stember.
The transcription follows rules of English spelling, without a pronunciation dictionary. It is for comparison, not for
reading aloud.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from repair.core.caches import text_cache
from repair.text.phonetics import squash


def _compiled(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), sound) for pattern, sound in pairs)


# Spellings and their sounds, in the order in which they are replaced.
_CONSONANTS = _compiled(
    *(
        ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("ph", "f"), ("th", "T"), ("gh(?=[aeiou])", "g"),
        ("gh", ""), ("ck", "k"), ("qu", "kw"), ("q", "k"), ("x", "ks"), ("^kn", "n"), ("^wr", "r"), ("^ps", "s"),
        ("wh", "w"), ("dg(?=[eiy])", "J"), ("c(?=[eiy])", "s"), ("c", "k"), ("g(?=[eiy])", "J"), ("j", "J"),
        ("(?<=[^aeiou])e$", ""), ("mb$", "m"), ("ng", "N"), ("zh", "Z"), ("tz", "ts"),
    )
)  # fmt: skip
_REPEATED = (r"(.)\1+", r"\1")
_ONE_VOWEL = _compiled(("[aeiou]{1,4}[hw]?", "a"), ("y", "a"), _REPEATED)
_THREE_VOWELS = _compiled(
    ("(?:ee|ea|ie|ei|ey|i|y|e(?![uw]))h?", "i"),
    ("(?:oo|ou|ow|au|aw|oa|eu|ew|ue|o|u)[hw]?", "o"),
    ("(?:ai|ay|a)h?", "a"),
    _REPEATED,
)
VOWEL = "a"  # every vowel of a string of `pronunciation`
_VOWELS = frozenset("aio")  # of a string of `vowel_pronunciation`: as in "cat", "bit" and "got"
_SIMILAR = ("bp", "dtT", "gkN", "vfw", "zsSZ", "mnN", "lrw", "CJSZ", "Tfs", "bvw")  # sounds that are easily confused
_CONFUSED = frozenset(pair for group in _SIMILAR for pair in product(group, repeat=2))
# The costs of a difference, estimated by hand. Vowels and sounds that are often not pronounced cost little.
_VOWEL_COST, _SWALLOWED_COST, _CONSONANT_COST = 0.35, 0.6, 0.8
_SWALLOWED = frozenset("rlwtdT")
_VOWEL_CHANGED_COST, _CONFUSED_COST, _CHANGED_COST = 0.3, 0.45, 1.0
_LONGEST = 40  # letters that are transcribed
_BLOCK = 20_000  # pairs that are compared at once
_OTHER = 127  # code of all characters beyond ASCII, which count as one sound


@text_cache(maxsize=100_000)
def pronunciation(folded: str) -> str:
    """Return the sounds of a folded word or name as one string, with one character per sound.

    >>> pronunciation("knight"), pronunciation("scott stember") == pronunciation("skot stembar")
    ('nat', True)
    """
    return _replaced(folded, _CONSONANTS + _ONE_VOWEL)


@text_cache(maxsize=100_000)
def vowel_pronunciation(folded: str) -> str:
    """Return the sounds of a folded word or name with three kinds of vowels, which `pronunciation` does not tell apart.

    >>> vowel_pronunciation("bret"), vowel_pronunciation("brad"), vowel_pronunciation("broad")
    ('brit', 'brad', 'brod')
    """
    return _replaced(folded, _CONSONANTS + _THREE_VOWELS)


def _replaced(folded: str, spellings: Sequence[tuple[re.Pattern[str], str]]) -> str:
    text = squash(folded).replace(".", "")[:_LONGEST]
    for pattern, sound in spellings:
        text = pattern.sub(sound, text)
    return text


def sound_similarity(first: str, second: str) -> float:
    """Return the similarity of two strings of sounds, 0-1: 1 minus the cost of the differences per sound.

    Args:
        first: Sounds, as `pronunciation` or `vowel_pronunciation` returns them.
        second: The same.
    """
    whole = _whole_cost(first) + _whole_cost(second)
    return max(0.0, 1.0 - sound_difference(first, second) / whole) if whole else 0.0


def sound_similarities(firsts: Sequence[str], seconds: Sequence[str]) -> NDArray[np.float64]:
    """Return `sound_similarity` of each pair; many pairs are compared at once.

    Args:
        firsts: Strings of sounds.
        seconds: The strings that they are compared with, as many.
    """
    blocks = [
        _block_similarities(firsts[low : low + _BLOCK], seconds[low : low + _BLOCK])
        for low in range(0, len(firsts), _BLOCK)
    ]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _block_similarities(firsts: Sequence[str], seconds: Sequence[str]) -> NDArray[np.float64]:
    """Compute the weighted edit distances of a block row by row, for all pairs together."""
    left, right = _codes(firsts), _codes(seconds)
    costs, changes = _tables()
    left_costs, right_costs = costs[left], costs[right]
    row = np.concatenate((np.zeros((1, len(firsts))), np.cumsum(right_costs, axis=0)))
    for sounds, cost in zip(left, left_costs, strict=True):
        following = np.empty_like(row)
        following[0] = row[0] + cost
        kept = np.minimum(row[:-1] + changes[sounds, right], row[1:] + cost)
        for at in range(len(right)):
            following[at + 1] = np.minimum(kept[at], following[at] + right_costs[at])
        row = following
    whole = left_costs.sum(axis=0) + right_costs.sum(axis=0)
    return np.where(whole > 0, np.maximum(0.0, 1.0 - row[-1] / np.maximum(whole, _CHANGED_COST * 1e-9)), 0.0)


def _codes(strings: Sequence[str]) -> NDArray[np.intp]:
    """Return the sounds as numbers, a column for each string, padded with 0. *Shape:* ``(sounds, strings)``."""
    longest = max(1, *map(len, strings))
    codes = np.array(strings, f"U{longest}").view(np.uint32).reshape(len(strings), longest)
    return np.minimum(codes, _OTHER).astype(np.intp).T


@cache
def _tables() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the cost of each sound, and of each change; the padding costs nothing and changes into nothing."""
    sounds = [chr(code) for code in range(_OTHER + 1)]
    costs = np.array([0.0, *(_cost(sound) for sound in sounds[1:])])
    changes = np.array([[_change(left, right) for right in sounds] for left in sounds])
    # Padding is at the end of both: a sound beside it is left out, which costs as much as changing it into nothing.
    changes[0, :], changes[:, 0] = costs, costs
    return costs, changes


@text_cache(maxsize=50_000)
def sound_difference(first: str, second: str) -> float:
    """Return the cost of the differences of two strings of sounds, their weighted edit distance."""
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
    if sound in _VOWELS or sound == "h":
        return _VOWEL_COST
    return _SWALLOWED_COST if sound in _SWALLOWED else _CONSONANT_COST


def _change(left: str, right: str) -> float:
    if left == right:
        return 0.0
    if left in _VOWELS and right in _VOWELS:
        return _VOWEL_CHANGED_COST
    return _CONFUSED_COST if (left, right) in _CONFUSED else _CHANGED_COST
