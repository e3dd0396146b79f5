"""Whether two spellings of a name differ only by the habits of one romanisation scheme.

Such a difference is a spelling variant: "Shmygal" and "Shmyhal", "Daglo" and "Dagalo". Both may be right, so neither is
replaced automatically. The spellings are aligned letter by letter, and each difference must be a habit of the same
scheme. `repair.pipeline.actions.action_choice` decides what happens to a variant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from repair.core.caches import text_cache
from repair.text.foreign_places import place_names
from repair.text.normalize import fold
from repair.text.romanisation_schemes import ANY, CYRILLIC, SCHEMES, SEMITIC, Habit, Scheme, marker_counts
from repair.text.spelling_keys import JAPANESE, same_name, slavic

SPELLING = "spelling"  # scheme of spellings that differ in accents, or by a key that all romanisations share
EXONYM = "exonym"  # scheme of two established names of one place or person in different languages
_MAX_LETTERS = 32  # of a word; a longer word is not a name
_MAX_HABITS = 4  # in one word; more make it a different word
_MAX_WEAK = 1  # weak habits in one word
_MIN_MARKERS = 2  # of a language, for its weak habits to count
_MAX_SHIFT = 4  # letters between the two positions of an alignment
# Letters of languages that use the Latin alphabet, whose names have one spelling.
_NATIVE = re.compile(r"cz|sz|rz|owsk|ewsk|wick|wiec|iak$|ck|qu")
# What each word of a name in these schemes looks like. Their habits, as "l" for "r", would explain too much elsewhere:
# Mark Rutte is no Korean because his story mentions Korea, nor is Rutte alone: only the first syllable begins with a
# double consonant. Possessive, so that no word takes exponential time.
_KOREAN = re.compile(
    r"park|(?:(?:kk|tt|pp|ss|jj|ch|sh|rh|[kgndtrlmbpsjh])?+[yw]?+(?:ae|eo|eu|oe|ui|oo|ee|[aeiouy]){1,2}+"
    r"(?:ng|[kgndtlrmbps])?+)++"
)
# Two syllables of Mandarin in any system: "Xiaoping", "Ching", "Hsueh", "Szu", "Jeou".
_CHINESE = re.compile(r"(?:(?:[bpmfdtnlgkhjqrxzcsyw]|zh|ch|sh|ts|tz|hs)?[aeiou]{1,4}(?:ng|[nrhm])?){1,2}")
_DOUBLE = re.compile("kk|tt|pp|jj")
# Letters and endings of European languages that no romanisation of the other schemes writes: "Elering", "Lavalette".
_EUROPEAN = re.compile(r"ings?$|ette$|eau|ough|ck|[^aeiou]w[^aeiouy]|c[lrt]")
_YO_OR_YE = re.compile(r"[dflstvz]yo(?!u)|[aeiou]yev")  # that only Cyrillic has: "Podyom", "Torbeyevo"
_VOWEL, _SEVERAL_SYLLABLES = re.compile("[aeiou]"), 4
_DIGRAPH = re.compile(r"([aou])e(?=[^\Waeiou])")  # for a vowel with an umlaut
_MARKS = str.maketrans({"š": "sh", "č": "ch", "ž": "zh", "ş": "sh", "ç": "ch", "ö": "oe", "ä": "ae", "ü": "ue"})


@dataclass(frozen=True, slots=True)
class Variant:
    """The difference of two spellings: the name of the scheme, and whether it needs a weak habit (a short vowel)."""

    scheme: str
    weak: bool = False


def is_spelling_variant(form: str, name: str, *, markers: Collection[str] = ()) -> Variant | None:
    """Return the romanisation scheme that explains how ``form`` differs from ``name``.

    Args:
        form: The spelling of the copy, of one word or several.
        name: The spelling of the sources.
        markers: Folded words that bear on the name. The habits of a language count only if one of these is a marker
            of it (see `repair.text.language_markers`); the habits common to all languages always count.

    Returns:
        The scheme and whether a weak habit is needed, or None if no single scheme explains the difference.

    >>> is_spelling_variant("Denis Shmygal", "Denys Shmyhal", markers={"ukraine"})
    Variant(scheme='Cyrillic', weak=False)
    >>> is_spelling_variant("Sakna", "Tsahkna"), is_spelling_variant("Kier", "Keir")
    (None, None)
    """
    return _variant(form, name, _marker_counts(markers))


def _is_korean(word: str) -> bool:
    """Return whether a folded word looks Korean."""
    return _KOREAN.fullmatch(word) is not None and _DOUBLE.search(word, 1) is None


def _is_japanese(word: str) -> bool:
    """Return whether a folded word looks Japanese."""
    return JAPANESE.fullmatch(word) is not None


def _is_chinese(word: str) -> bool:
    """Return whether a folded word looks Chinese."""
    return _CHINESE.fullmatch(word) is not None


def _has_yo_or_ye(name: str) -> bool:
    """Return whether a name has syllables that are written so in names from Cyrillic alone."""
    return _YO_OR_YE.search(name.lower()) is not None


_SHAPES = {"Chinese": _is_chinese, "Korean": _is_korean, "Japanese": _is_japanese}


def _marker_counts(markers: Collection[str]) -> tuple[int, ...]:
    """Return how many markers there are of `ANY`, which has none, and of each scheme, up to `_MIN_MARKERS`."""
    counts = marker_counts(markers)
    return (0, *(min(_MIN_MARKERS, counts[scheme.name]) for scheme in SCHEMES))


@text_cache(maxsize=20_000)
def _variant(form: str, name: str, counts: tuple[int, ...]) -> Variant | None:
    """Return the result of `is_spelling_variant`; a form is compared with a name once for all its places."""
    if fold(form) == fold(name) or same_name(form, name) or _have_umlauts_of_two_kinds(form.lower(), name.lower()):
        return Variant(SPELLING)
    if not place_names(form).isdisjoint(place_names(name)):
        return Variant(EXONYM)
    if _NATIVE.search(name.lower()) or (not name.isascii() and form.isascii()):
        return None
    is_slavic = slavic(form) or slavic(name)
    if _have_exchanged_letters(form, name) and not (is_slavic or any(counts)):
        return None
    is_european = any(_EUROPEAN.search(fold(word)) for word in set(_words(name)).difference(_words(form)))
    best: Variant | None = None
    for scheme, found in zip((ANY, *SCHEMES), counts, strict=True):
        is_cyrillic = scheme.name == CYRILLIC and (is_slavic or any(map(_has_yo_or_ye, (form, name))))
        if not found and scheme is not ANY and not is_cyrillic:
            continue
        if scheme.name == CYRILLIC and _are_japanese(form, name):
            continue
        if scheme.name == SEMITIC and is_slavic:
            continue
        shape = _SHAPES.get(scheme.name)
        if shape is not None and not all(shape(fold(word)) for word in _words(name)):
            continue
        if shape is None and scheme is not ANY and is_european:
            continue
        weak = _weak_habits(form, name, scheme.name)
        if weak and scheme is not ANY and found < _MIN_MARKERS:
            continue
        if weak is not None and (best is None or (best.weak and not weak)):
            best = Variant(scheme.name, weak > 0)
    return best


def _have_exchanged_letters(form: str, name: str) -> bool:
    """Return whether two neighbouring letters are exchanged, as by a slip of the fingers: "Pryia", "Priya"."""
    first, other = fold(form), fold(name)
    at = next((at for at, pair in enumerate(zip(first, other, strict=False)) if pair[0] != pair[1]), len(first))
    return first[at : at + 2] == other[at : at + 2][::-1] and first[at + 2 :] == other[at + 2 :] and len(first) > at + 1


def _are_japanese(*names: str) -> bool:
    """Return whether each word of the names is Japanese by its syllables, of which it has several: "Tonosaki"."""
    words = [fold(word) for name in names for word in _words(name)]
    return all(_is_japanese(word) and len(_VOWEL.findall(word)) >= _SEVERAL_SYLLABLES for word in words)


@text_cache(maxsize=20_000)
def _have_umlauts_of_two_kinds(form: str, name: str) -> bool:
    """Return whether one spelling has two letters for each vowel with an umlaut, and the other left the umlaut out.

    >>> _have_umlauts_of_two_kinds("kaellenius", "kallenius"), _have_umlauts_of_two_kinds("miller", "mueller")
    (True, False)
    >>> _have_umlauts_of_two_kinds("nääes", "nääs")
    False
    """
    return _DIGRAPH.sub(r"\1", form) == fold(name) or _DIGRAPH.sub(r"\1", name) == fold(form)


def _weak_habits(form: str, name: str, scheme: str) -> int | None:
    """Return the largest number of weak habits that a word needs; None if the scheme does not explain the name."""
    words, others = _words(form), _words(name)
    pairs = list(zip(words, others, strict=True)) if len(words) == len(others) else [("".join(words), "".join(others))]
    weakest = 0
    for first, other in pairs:
        if not place_names(first).isdisjoint(place_names(other)):
            continue
        costs = [
            cost
            for a in _folded_forms(first)
            for b in _folded_forms(other)
            if (cost := _align(a, b, scheme)) is not None
        ]
        if not costs:
            return None
        weakest = max(weakest, min(costs))
    return weakest


def _words(name: str) -> list[str]:
    return name.lower().replace("-", " ").split()


def _folded_forms(word: str) -> set[str]:
    """Return a word folded, and folded with its accented letters written as two."""
    return {fold(word), fold(word.translate(_MARKS))}


def _align(first: str, other: str, scheme: str) -> int | None:
    """Return how many weak habits turn one folded word into the other; None if habits cannot do it.

    This is an edit-distance table whose operations are the habits of a scheme. A cell is a pair of positions; it holds
    the lowest cost of reaching it: weak habits first, then all habits. Only cells near the diagonal are computed, so
    the time is linear.
    """
    if first == other:
        return 0
    if max(len(first), len(other)) > _MAX_LETTERS or min(len(first), len(other)) < 3:
        return None
    table = _by_letter(scheme)
    cells: dict[tuple[int, int], tuple[int, int]] = {(0, 0): (0, 0)}
    for at in range(len(first) + 1):
        for to in range(max(0, at - _MAX_SHIFT), min(len(other), at + _MAX_SHIFT) + 1):
            reached = cells.get((at, to))
            if reached is None:
                continue
            if at < len(first) and to < len(other) and first[at] == other[to]:
                _relax(cells, (at + 1, to + 1), reached)
            for habit in (*table[first[at : at + 1]], *table[""]):
                if _applies(habit, first, at, other, to):
                    place = (at + len(habit.one), to + len(habit.other))
                    _relax(cells, place, (reached[0] + habit.weak, reached[1] + 1))
    cost = cells.get((len(first), len(other)))
    return cost[0] if cost is not None else None


def _relax(cells: dict[tuple[int, int], tuple[int, int]], place: tuple[int, int], cost: tuple[int, int]) -> None:
    """Store the cost of reaching a cell if it is within the limits and lower than before."""
    if cost[0] <= _MAX_WEAK and cost[1] <= _MAX_HABITS and cost < cells.get(place, (_MAX_WEAK + 1, 0)):
        cells[place] = cost


def _applies(habit: Habit, first: str, at: int, other: str, to: int) -> bool:
    """Return whether a habit maps the letters at ``at`` to those at ``to``."""
    if not (first.startswith(habit.one, at) and other.startswith(habit.other, to)):
        return False
    if habit.opens and (at or to):
        return False
    ends = at + len(habit.one) == len(first) and to + len(habit.other) == len(other)
    if habit.closes and not ends:
        return False
    # Letters are dropped only inside a word: "Ali" is not "Al".
    if not habit.one or not habit.other:
        return habit.opens or (0 < at < len(first) and 0 < to < len(other) and not ends)
    return True


@lru_cache(maxsize=16)
def _by_letter(scheme: str) -> dict[str, list[Habit]]:
    """Return the habits of a scheme by their first letter, with "" for those that insert letters."""
    habits: dict[str, list[Habit]] = defaultdict(list)
    for habit in _scheme(scheme).habits:
        habits[habit.one[:1]].append(habit)
    return habits


def _scheme(name: str) -> Scheme:
    return next(scheme for scheme in (ANY, *SCHEMES) if scheme.name == name)
