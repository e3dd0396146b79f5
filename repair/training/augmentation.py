"""Augmentation for calibration: some people of the clean texts get names of people of other stories.

Human translations of one story name the same people, while real outlets quote different ones. After the swap a person
of the copy is right although no source names them; half of the new names are similar to the old.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from rapidfuzz.distance import JaroWinkler

from repair.text.analysis import AnalyzedText
from repair.text.lexicon import LARGE_CITY, Lexicon
from repair.text.normalize import fold
from repair.text.spelling_keys import same_name
from repair.training.evaluation.benchmark import BenchmarkItem

# One document in three is swapped: with more, the ranker rejects mangled names of whole copies.
_EVERY = 3
_SHARE = 0.3  # of the people of a story that are replaced
_COMPARED = 60  # names of which the most similar is taken
_MIN_LETTERS = 3  # letters of a name that is swapped


@dataclass(frozen=True, slots=True)
class PeoplePool:
    """Names of people by language: given names, and all others."""

    given: Mapping[str, Sequence[str]]
    surnames: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, items: Iterable[BenchmarkItem], lexicon: Lexicon) -> PeoplePool:
        """Collect the people of the clean texts, by language pair."""
        given_names: dict[str, dict[str, None]] = {}
        surnames: dict[str, dict[str, None]] = {}
        seen = set[str]()
        for item in items:
            for clean in item.clean:
                if clean not in seen:
                    seen.add(clean)
                    for name in _people(AnalyzedText(clean), lexicon):
                        given_names.setdefault(item.pair, {})[name[0]] = None
                        surnames.setdefault(item.pair, {})[name[-1]] = None
        return cls(
            {pair: list(names) for pair, names in given_names.items()}, {p: list(n) for p, n in surnames.items()}
        )


def with_others(items: Sequence[BenchmarkItem], lexicon: Lexicon) -> list[BenchmarkItem]:
    """Return some of the items with people replaced in all clean texts, of those whose names the copy has right.

    Args:
        items: The documents; one in three is augmented, and left out if it names nobody.
        lexicon: Tells names of people from other words.
    """
    people = PeoplePool.of(items, lexicon)
    swapped = [replace(item, clean=_swapped(item, people, lexicon)) for item in items[::_EVERY]]
    return [other for item, other in zip(items[::_EVERY], swapped, strict=True) if other.clean != item.clean]


def _swapped(item: BenchmarkItem, people: PeoplePool, lexicon: Lexicon) -> tuple[str, ...]:
    random = Random(item.id)
    copy = AnalyzedText(item.text)
    mangled = {word for gold in item.gold for name in (gold.clean, *gold.accept) for word in fold(name).split()}
    swaps: dict[str, str] = {}
    for clean in item.clean:
        for name in _people(AnalyzedText(clean), lexicon):
            right = all(fold(word) in copy.capitals and fold(word) not in mangled for word in name)
            if right and not any(word in swaps for word in name) and random.random() < _SHARE:
                for word, pool in zip(name, (people.given[item.pair], people.surnames[item.pair]), strict=True):
                    swaps[word] = _other(word, pool, random)
    if not swaps:
        return item.clean
    swapped = re.compile(rf"\b({'|'.join(map(re.escape, swaps))})\b")
    return tuple(swapped.sub(lambda match: swaps[match[1]], clean) for clean in item.clean)


def _other(word: str, pool: Sequence[str], random: Random) -> str:
    """Draw another name, half of the time the most similar of a few."""
    sampled = [name for name in random.sample(pool, min(_COMPARED, len(pool))) if not same_name(name, word)]
    if not sampled:
        return word
    if random.random() < 0.5:
        return sampled[0]
    return max(sampled, key=lambda name: JaroWinkler.similarity(fold(name), fold(word)))


def _people(text: AnalyzedText, lexicon: Lexicon) -> Iterable[tuple[str, str]]:
    """Return (given name, surname) of each person named with both, in order, each once."""
    people: dict[tuple[str, str], None] = {}
    for run in text.runs:
        words = [text.tokens[number].text for number in run]
        for personal, group in groupby(words, lambda word: _is_personal(word, lexicon)):
            name = list(group)
            if personal and len(name) == 2 and lexicon.given(fold(name[0])):
                people[name[0], name[1]] = None
    return people


def _is_personal(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word can only be the name of a person."""
    plain = fold(word)
    other = lexicon.word(plain) or lexicon.place(plain) >= LARGE_CITY or lexicon.demonym(plain)
    return len(plain) >= _MIN_LETTERS and plain.isalpha() and not word.isupper() and not other
