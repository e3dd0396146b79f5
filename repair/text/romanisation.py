"""Decide whether two spellings of a name differ only by habits of one romanisation scheme.

Such a difference is a spelling variant: "Shmygal" beside "Shmyhal", "Daglo" beside "Dagalo". Both may be right, so
nothing is changed unasked. The two spellings are laid beside each other letter by letter, and each place where they
differ must be a habit of the same scheme. What follows from it is decided in ``acting``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from repair.text.foreign_places import place_names
from repair.text.normalize import fold
from repair.text.romanisation_schemes import ANY, CYRILLIC, SCHEMES, SEMITIC, Habit, Scheme
from repair.text.spelling_keys import same_name, slavic

_LONGEST = 32  # letters of a word that is compared; a longer one is no name
_MOST_HABITS = 4  # in one word; more are another word
_MOST_WEAK = 1
_SURE = 2  # markers of a language that make its weak habits count
# Letters that only languages write that are spelled in Latin letters at home; their names have one spelling.
_NATIVE = re.compile(r"cz|sz|rz|owsk|ewsk|wick|wiec|iak$|ck|qu")
_MARKS = str.maketrans({"š": "sh", "č": "ch", "ž": "zh", "ş": "sh", "ç": "ch", "ö": "oe", "ä": "ae", "ü": "ue"})


@dataclass(frozen=True, slots=True)
class Variant:
    """How two spellings differ: by which ``scheme``, and whether by a weak habit (a short vowel, a doubled letter)."""

    scheme: str
    weak: bool = False


def is_spelling_variant(form: str, name: str, *, markers: Collection[str] = ()) -> Variant | None:
    """Return the scheme that explains how ``form`` differs from ``name``, None when no single one does.

    Args:
        form: the spelling of the copy, one word or several.
        name: the spelling of the sources.
        markers: folded words of the story and of the whole name. A language's own habits count only where a word
            shows that the text tells of its speakers; the habits common to all languages always count.

    Returns:
        The scheme and whether a weak habit was needed, or None.

    >>> is_spelling_variant("Denis Shmygal", "Denys Shmyhal", markers={"ukraine"})
    Variant(scheme='Cyrillic', weak=False)
    >>> is_spelling_variant("Sakna", "Tsahkna"), is_spelling_variant("Kier", "Keir")
    (None, None)
    """
    if fold(form) == fold(name) or same_name(form, name):
        return Variant("spelling")
    if not place_names(form).isdisjoint(place_names(name)):
        return Variant("exonym")
    if _NATIVE.search(name.lower()) or (not name.isascii() and form.isascii()):
        return None
    best: Variant | None = None
    for scheme in (ANY, *SCHEMES):
        hits = sum(marker in markers for marker in scheme.markers)
        if not hits and scheme is not ANY and not (scheme.name == CYRILLIC and (slavic(form) or slavic(name))):
            continue
        if scheme.name == SEMITIC and (slavic(form) or slavic(name)):
            continue
        weak = _explained(form, name, scheme.name)
        if weak and scheme is not ANY and hits < _SURE:
            continue
        if weak is not None and (best is None or (best.weak and not weak)):
            best = Variant(scheme.name, weak > 0)
    return best


@lru_cache(maxsize=20_000)
def _explained(form: str, name: str, scheme: str) -> int | None:
    """Return the most weak habits that a word of the name needs, None where the scheme does not explain it."""
    words, others = _words(form), _words(name)
    pairs = list(zip(words, others, strict=True)) if len(words) == len(others) else [("".join(words), "".join(others))]
    weakest = 0
    for one, other in pairs:
        if not place_names(one).isdisjoint(place_names(other)):
            continue
        costs = [cost for a in _spread(one) for b in _spread(other) if (cost := _laid_beside(a, b, scheme)) is not None]
        if not costs:
            return None
        weakest = max(weakest, min(costs))
    return weakest


def _words(name: str) -> list[str]:
    return name.lower().replace("-", " ").split()


def _spread(word: str) -> set[str]:
    """Return a word folded, and with its marked letters written as two."""
    return {fold(word), fold(word.translate(_MARKS))}


def _laid_beside(one: str, other: str, scheme: str) -> int | None:
    """Return how many weak habits turn one folded word into the other, None when it cannot be done.

    Cells are (letters of one, letters of the other) that have been laid beside each other; each holds the fewest
    habits, weak ones first, that lead there. Only cells near the diagonal are reached, so the work is linear.
    """
    if one == other:
        return 0
    if max(len(one), len(other)) > _LONGEST or min(len(one), len(other)) < 3:
        return None
    table = _by_letter(scheme)
    cells: dict[tuple[int, int], tuple[int, int]] = {(0, 0): (0, 0)}
    for at in range(len(one) + 1):
        for to in range(max(0, at - 4), min(len(other), at + 4) + 1):
            reached = cells.get((at, to))
            if reached is None:
                continue
            if at < len(one) and to < len(other) and one[at] == other[to]:
                _keep(cells, (at + 1, to + 1), reached)
            for habit in (*table[one[at : at + 1]], *table[""]):
                if _holds(habit, one, at, other, to):
                    place = (at + len(habit.one), to + len(habit.other))
                    _keep(cells, place, (reached[0] + habit.weak, reached[1] + 1))
    found = cells.get((len(one), len(other)))
    return found[0] if found is not None else None


def _keep(cells: dict[tuple[int, int], tuple[int, int]], place: tuple[int, int], cost: tuple[int, int]) -> None:
    """Note a way to a cell if it is within bounds and better than the one known."""
    if cost[0] <= _MOST_WEAK and cost[1] <= _MOST_HABITS and cost < cells.get(place, (_MOST_WEAK + 1, 0)):
        cells[place] = cost


def _holds(habit: Habit, one: str, at: int, other: str, to: int) -> bool:
    """Tell whether a habit explains the letters from ``at`` on by those from ``to`` on."""
    if not (one.startswith(habit.one, at) and other.startswith(habit.other, to)):
        return False
    if habit.opens and (at or to):
        return False
    ends = at + len(habit.one) == len(one) and to + len(habit.other) == len(other)
    if habit.closes and not ends:
        return False
    # A letter is dropped within a word, not at its border: "Ali" is not "Al".
    if not habit.one or not habit.other:
        return habit.opens or (0 < at < len(one) and 0 < to < len(other) and not ends)
    return True


@lru_cache(maxsize=16)
def _by_letter(scheme: str) -> dict[str, list[Habit]]:
    """Return the habits of a scheme by their first letter, "" for those that add letters."""
    found: dict[str, list[Habit]] = defaultdict(list)
    for habit in _named(scheme).habits:
        found[habit.one[:1]].append(habit)
    return found


def _named(name: str) -> Scheme:
    return next(scheme for scheme in (ANY, *SCHEMES) if scheme.name == name)
