"""Candidates of names in transcripts of speech: which words sound like which person of a list.

Speech recognition may get the first word of a name right, the last word, or none, or write a given name in another
spelling. Each kind of candidate has the features that `spoken_names` weights; nothing is decided here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from repair.pipeline.rules.similar_sounds import Sounds, similar_pairs
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.pronunciation import pronunciation, sound_similarity
from repair.text.wordlists import FUNCTION, HONORIFICS

_MOST_WORDS = 4  # of a name
_LEAST_PART, _LEAST_WHOLE = 0.5, 0.72  # similarity in sound of the rest of a name, and of a whole one
_LEAST_LETTERS = 8  # of a name that one word may stand for
_MOST_ALIKE = 40  # names compared at a word: of those whose first word sounds like it, or whose last word it is
_MOST_GIVEN = 20  # given names of one sound
_LOOKED_BACK, _LOOKED_AHEAD = 3, 2  # words before and after a name that may announce it
_EDGES = FUNCTION | frozenset("oh hi hello good uh um yeah okay ok now just here there then also".split())
_ANNOUNCING = frozenset(
    "from line mr ms mrs dr miss thanks thank over to by joined have host colleague officer president is with hi hello "
    "morning afternoon evening our and hey okay ok".split()
)
# The last two words before a speaker who is called or introduced.
_INTRODUCING = frozenset(
    (
        "line of", "comes from", "come from", "is from", "question from", "over to", "back to", "joined by",
        "today are", "officer and", "we have", "go to", "to mr", "welcome to", "thank you", "good morning",
        "good afternoon",
    )
)  # fmt: skip
_FOLLOWING = frozenset("please with from of your you go our chief thank thanks for good".split())
KINDS = ("rest", "first", "whole", "given")  # the part of a name that was not recognised


class SpokenName(NamedTuple):
    """A name of the list: its spelling, its folded words, and their sounds."""

    text: str
    folds: tuple[str, ...]
    sounds: tuple[str, ...]
    rest: str  # the sounds of all words but the first
    whole: str  # of all words


@dataclass(frozen=True, slots=True)
class SpokenCandidate:
    """Words of a transcript that may be a name: a half-open token range and the name.

    ``kind`` is the part of the name that was not recognised (see `KINDS`), ``features`` the values of `FEATURES`.
    """

    low: int
    high: int
    name: str
    kind: str
    features: tuple[float, ...]


@dataclass(frozen=True)
class SpokenNames:
    """The people of a gazetteer, indexed by sound; single given names are in an index of their own."""

    people: tuple[SpokenName, ...]
    words: frozenset[str]
    joined: frozenset[str]
    given: Mapping[str, tuple[str, ...]]  # by sound
    by_first: Mapping[str, tuple[SpokenName, ...]] = field(default_factory=dict)  # by sound
    by_last: Mapping[str, tuple[SpokenName, ...]] = field(default_factory=dict)  # by folded word

    @classmethod
    def of(cls, spellings: Sequence[str], lexicon: Lexicon) -> SpokenNames:
        """Return the index of the names of a list.

        Args:
            spellings: All names; those whose first word is a given name count as people.
            lexicon: The given names.
        """
        people: list[SpokenName] = []
        given: dict[str, dict[str, None]] = defaultdict(dict)
        by_first: dict[str, list[SpokenName]] = defaultdict(list)
        by_last: dict[str, list[SpokenName]] = defaultdict(list)
        words: set[str] = set()
        for text in dict.fromkeys(spellings):
            folds = tuple(fold(text).split())
            words.update(folds)
            if not folds or len(folds) > _MOST_WORDS or not lexicon.given(folds[0]):
                continue
            sounds = tuple(map(pronunciation, folds))
            given[sounds[0]][text.split()[0]] = None
            if len(folds) > 1:
                name = SpokenName(text, folds, sounds, pronunciation("".join(folds[1:])), pronunciation("".join(folds)))
                people.append(name)
                by_first[sounds[0]].append(name)
                by_last[folds[-1]].append(name)
        return cls(
            tuple(people),
            frozenset(words),
            frozenset(squash(fold(text)) for text in spellings),
            {sound: tuple(names)[:_MOST_GIVEN] for sound, names in given.items()},
            {sound: tuple(names) for sound, names in by_first.items()},
            {word: tuple(names) for word, names in by_last.items()},
        )


def candidates(copy: AnalyzedText, names: SpokenNames, lexicon: Lexicon) -> Iterator[SpokenCandidate]:
    """Yield the words of a transcript that sound like a person of the list, each with that person."""
    sounds = [pronunciation(word) for word in copy.folds]
    window = _Window(copy, names, lexicon, sounds)
    for low in range(len(copy.folds)):
        yield from _after_first(window, low)
        yield from _before_last(window, low)
        yield from _given(window, low)
    yield from _wholes(window)


@dataclass(frozen=True, slots=True)
class _Window:
    """A transcript and the names; makes candidates of token ranges."""

    copy: AnalyzedText
    names: SpokenNames
    lexicon: Lexicon
    sounds: Sequence[str]

    def is_possible(self, low: int, high: int) -> bool:
        """Whether the words may be one name: no punctuation but a full stop between them, and not in the list."""
        copy = self.copy
        if high > len(copy.folds) or copy.folds[high - 1] in _EDGES:
            return False
        between = copy.text[copy.tokens[low].end : copy.tokens[high - 1].start]
        if any(mark in between for mark in ";:?!\n()") or between.count(". ") > 1:
            return False
        folds = copy.folds[low:high]
        return squash("".join(folds)) not in self.names.joined and not all(word in self.names.words for word in folds)

    def has_name(self, low: int, high: int, name: SpokenName) -> bool:
        """Whether the words contain the name in its right spelling."""
        return squash("".join(name.folds)) in squash("".join(self.copy.folds[low:high]))

    def candidate(
        self, low: int, high: int, name: str, kind: str, similarity: float, *, exact: bool = True, rivals: int = 0
    ) -> SpokenCandidate:
        """Return the candidate with its features."""
        folds = self.copy.folds
        before, after = folds[max(0, low - _LOOKED_BACK) : low], folds[high : high + _LOOKED_AHEAD]
        changed = range(low + 1, high) if kind == "rest" else range(low, high)
        announced = sum(word in _ANNOUNCING for word in before)
        introduced = float(" ".join(before[-2:]) in _INTRODUCING)
        frequency = sum(self.lexicon.word(folds[number]) for number in changed) / len(changed)
        capitals = sum(self.copy.text[self.copy.tokens[number].start].isupper() for number in range(low, high))
        is_name = any(self.lexicon.given(folds[number]) or self.lexicon.surname(folds[number]) for number in changed)
        values = (
            *(float(kind == other) for other in KINDS),
            *(similarity * (kind == other) for other in KINDS[:3]),
            float(announced),
            announced * float(kind == "whole"),
            introduced,
            introduced * float(kind == "whole"),
            float(bool(before) and before[-1] in HONORIFICS),
            float(any(word in _FOLLOWING for word in after)),
            frequency,
            capitals / (high - low),
            float(is_name),
            float(exact),
            float(min(rivals, 3)),
            float(abs(high - low - len(name.split()))),
            math.log(len(name)),
        )
        return SpokenCandidate(low, high, name, kind, values)


FEATURES = (
    *KINDS,
    *(f"{kind} similarity" for kind in KINDS[:3]),
    "announced", "announced whole", "introduced", "introduced whole", "after a title", "followed", "frequency",
    "capitals", "is a name", "exact", "rivals", "word difference", "letters",
)  # fmt: skip


def _after_first(window: _Window, low: int) -> Iterator[SpokenCandidate]:
    """Yield the names whose first word is at ``low``, with words after it that sound like the rest."""
    folds = window.copy.folds
    names = window.names.by_first.get(window.sounds[low], ())[:_MOST_ALIKE]
    if not names:
        return
    spellings = Counter(name.folds[0] for name in names)
    rests = {
        high: pronunciation("".join(folds[low + 1 : high]))
        for high in range(low + 2, low + _MOST_WORDS + 2)
        if window.is_possible(low, high)
    }
    for name in names:
        exact = folds[low] == name.folds[0]
        if not exact and folds[low][0] != name.folds[0][0] and len(name.sounds[0]) < 3:
            continue
        best: tuple[float, int] | None = None
        for high in range(low + 2, low + len(name.folds) + 2):
            similarity = sound_similarity(rests[high], name.rest) if high in rests else 0.0
            is_better = similarity >= _LEAST_PART and (best is None or similarity > best[0])
            if is_better and not window.has_name(low, high, name):
                best = (similarity, high)
        if best is not None:
            rivals = spellings[name.folds[0]] - 1
            yield window.candidate(low, best[1], name.text, "rest", best[0], exact=exact, rivals=rivals)


def _before_last(window: _Window, low: int) -> Iterator[SpokenCandidate]:
    """Yield the names whose last word follows words from ``low`` on that sound like the others."""
    folds = window.copy.folds
    if folds[low] in _EDGES:
        return
    for high in range(low + 2, min(low + _MOST_WORDS + 1, len(folds)) + 1):
        names = window.names.by_last.get(folds[high - 1], ())[:_MOST_ALIKE]
        if not names or not window.is_possible(low, high):
            continue
        sounds = pronunciation("".join(folds[low : high - 1]))
        for name in names:
            if folds[low] == name.folds[0]:
                continue
            similarity = sound_similarity(sounds, pronunciation("".join(name.folds[:-1])))
            if similarity >= _LEAST_PART and not window.has_name(low, high, name):
                yield window.candidate(low, high, name.text, "first", similarity)


def _given(window: _Window, low: int) -> Iterator[SpokenCandidate]:
    """Yield the given names that sound exactly like the word at ``low``, which is another spelling of the name."""
    word, lexicon = window.copy.folds[low], window.lexicon
    if word in window.names.words or not (lexicon.given(word) or lexicon.surname(word)):
        return
    given = window.names.given.get(window.sounds[low], ())
    for name in given:
        if fold(name) != word:
            yield window.candidate(low, low + 1, name, "given", 1.0, rivals=len(given) - 1)


def _wholes(window: _Window) -> Iterator[SpokenCandidate]:
    """Yield the names without any recognised word, each with words that sound like the whole name."""
    people, folds = window.names.people, window.copy.folds
    ranges = [
        (low, high)
        for low in range(len(folds))
        if folds[low] not in _EDGES and folds[low] not in HONORIFICS
        for high in range(low + 1, low + _MOST_WORDS + 1)
        if window.is_possible(low, high)
    ]
    if not people or not ranges:
        return
    sounds = [pronunciation("".join(folds[low:high])) for low, high in ranges]
    words = [high - low for low, high in ranges]
    for row, column in similar_pairs(
        Sounds(sounds, words), Sounds([name.whole for name in people], [len(name.folds) for name in people])
    ):
        (low, high), name = ranges[row], people[column]
        if high - low == 1 and len(squash("".join(name.folds))) < _LEAST_LETTERS:
            continue
        if folds[low] == name.folds[0] or folds[high - 1] == name.folds[-1] or window.has_name(low, high, name):
            continue
        similarity = sound_similarity(sounds[row], name.whole)
        if similarity >= _LEAST_WHOLE:
            yield window.candidate(low, high, name.text, "whole", similarity, exact=False)
