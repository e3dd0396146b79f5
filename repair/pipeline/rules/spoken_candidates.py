"""Candidates of names in transcripts of speech: which words sound like which person of a list.

Speech recognition may get the first word of a name right, the last word, or none, or write a given name in another
spelling. Each kind of candidate has the features that `spoken_names` weights; nothing is decided here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from repair.pipeline.rules.similar_sounds import Sounds, similar_pairs
from repair.pipeline.rules.spoken_features import Draft, NameWords, SpokenCandidate, with_features
from repair.pipeline.rules.spoken_frames import announces_person, frame_before
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.pronunciation import pronunciation, sound_similarity
from repair.text.wordlists import FUNCTION, HONORIFICS

_MOST_WORDS = 4  # of a name
# Similarity in sound of the rest of a name, of a whole name, and of a given name; lower where a person is announced.
_LEAST_PART, _LEAST_PART_FRAMED = 0.6, 0.4
_LEAST_WHOLE, _LEAST_WHOLE_FRAMED = 0.72, 0.6
_LEAST_GIVEN, _LEAST_GIVEN_FRAMED = 0.8, 0.6
_LEAST_LISTED = 0.9  # of words that other names of the list have
_RARE = 2  # frequency class of an English word
_LEAST_LETTERS = 8  # of a name that one word may refer to
_MOST_ALIKE = 40  # names compared at a word: of those whose first word sounds like it, or whose last word it is
_MOST_GIVEN, _MOST_SINGLE = 20, 500  # given names of one sound, and of all
_EDGES = FUNCTION | frozenset("oh hi hello good uh um yeah okay ok now just here there then also".split())


class SpokenName(NamedTuple):
    """A name of the list: its spelling, its folded words, and their sounds."""

    text: str
    folds: tuple[str, ...]
    sounds: tuple[str, ...]
    rest: str  # the sounds of all words but the first
    whole: str  # of all words


@dataclass(frozen=True)
class SpokenNames:
    """The people of a gazetteer, indexed by sound; single given names are in an index of their own."""

    people: tuple[SpokenName, ...]
    words: NameWords
    joined: frozenset[str]
    given: Mapping[str, tuple[str, ...]]  # by sound
    single: tuple[str, ...] = ()  # all given names
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
        words: Counter[str] = Counter()
        first_words: Counter[str] = Counter()
        singles = {fold(text) for text in spellings}
        for text in dict.fromkeys(spellings):
            folds = tuple(fold(text).split())
            words.update(set(folds))
            first_words.update(folds[:1] if len(folds) > 1 else ())
            folds = tuple(word for number, word in enumerate(folds) if word not in folds[:number])  # "Ann Ann Lee"
            if not folds or len(folds) > _MOST_WORDS or not _is_person(folds, singles, lexicon):
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
            NameWords(words, first_words),
            frozenset(squash(fold(text)) for text in spellings),
            {sound: tuple(names)[:_MOST_GIVEN] for sound, names in given.items()},
            tuple(name for names in given.values() for name in names)[:_MOST_SINGLE],
            {sound: tuple(names) for sound, names in by_first.items()},
            {word: tuple(names) for word, names in by_last.items()},
        )


def _is_person(folds: Sequence[str], singles: AbstractSet[str], lexicon: Lexicon) -> bool:
    """Whether a name is that of a person: it opens with a given name, or with a listed word beside another rare one."""
    if lexicon.given(folds[0]):
        return True
    return len(folds) == 2 and folds[0] in singles and not any(map(lexicon.word, folds))


def candidates(copy: AnalyzedText, names: SpokenNames, lexicon: Lexicon) -> list[SpokenCandidate]:
    """Return the words of a transcript that sound like a person of the list, each with that person.

    Args:
        copy: The transcript.
        names: The people of the list, by sound.
        lexicon: Known words and names.
    """
    window = _Window(copy, names, lexicon, [pronunciation(word) for word in copy.folds])
    drafts: list[Draft] = []
    for low in range(len(copy.folds)):
        drafts += _after_first(window, low)
        drafts += _before_last(window, low)
        drafts += _given(window, low)
    drafts += _wholes(window)
    return with_features(copy, drafts, names.words, lexicon)


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
        return squash("".join(folds)) not in self.names.joined

    def is_listed(self, low: int, high: int) -> bool:
        """Whether all the words occur in names of the list, so that only an equal sound makes them another name."""
        return all(word in self.names.words.all for word in self.copy.folds[low:high])

    def has_name(self, low: int, high: int, name: SpokenName) -> bool:
        """Whether some of the words, also with a possessive ending, are the name in its right spelling."""
        folds, right = self.copy.folds, squash("".join(name.folds))
        return any(
            squash("".join(folds[first:last])).removesuffix("'s") == right
            for first in range(low, high)
            for last in range(first + 1, high + 1)
        )

    def is_framed(self, low: int, high: int) -> bool:
        """Whether the words before or after announce a person."""
        return announces_person(frame_before(self.copy.folds, low)) or "mentioned" in self.copy.folds[high : high + 2]

    def least_part(self, low: int, high: int) -> float:
        """Return the least similarity in sound of the part of a name that was not recognised."""
        if self.is_listed(low, high):
            return _LEAST_LISTED
        return _LEAST_PART_FRAMED if self.is_framed(low, high) else _LEAST_PART


def _after_first(window: _Window, low: int) -> Iterator[Draft]:
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
            if similarity < window.least_part(low, high) or (best is not None and similarity <= best[0]):
                continue
            if not window.has_name(low, high, name):
                best = (similarity, high)
        if best is not None:
            rivals = spellings[name.folds[0]] - 1
            yield Draft(low, best[1], name.text, name.folds, "rest", best[0], exact, rivals)


def _before_last(window: _Window, low: int) -> Iterator[Draft]:
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
            if similarity < window.least_part(low, high):
                continue
            if not window.has_name(low, high, name):
                yield Draft(low, high, name.text, name.folds, "first", similarity, True)


def _given(window: _Window, low: int) -> Iterator[Draft]:
    """Yield the given names that sound like one or two words from ``low`` on: exactly, or roughly where one is due."""
    folds, names, lexicon = window.copy.folds, window.names, window.lexicon
    word = folds[low]
    if word in _EDGES:
        return
    is_name = lexicon.given(word) > 0
    for high in (low + 1, low + 2):
        if not window.is_possible(low, high) or window.is_listed(low, high):
            continue
        sounds = pronunciation("".join(folds[low:high]))
        exact = names.given.get(sounds, ()) if high == low + 1 and (is_name or lexicon.surname(word)) else ()
        for name in exact:
            yield Draft(low, high, name, (fold(name),), "given", 1.0, True, len(exact) - 1)
        is_framed = window.is_framed(low, high)
        if exact or not (is_framed or (high == low + 1 and is_name and lexicon.word(word) <= _RARE)):
            continue
        for name in names.single:
            similarity = sound_similarity(sounds, pronunciation(fold(name)))
            if similarity < (_LEAST_GIVEN_FRAMED if is_framed else _LEAST_GIVEN):
                continue
            if not _is_of_name(folds[low:high], fold(name)):
                yield Draft(low, high, name, (fold(name),), "given", similarity)


def _is_of_name(words: Sequence[str], name: str) -> bool:
    """Return whether folded words are a name without its hyphen, or one of its parts: "jean marc" is Jean-Marc."""
    parts = name.split("-")
    return "".join(words) == "".join(parts) or (len(words) == 1 and words[0] in parts)


def _wholes(window: _Window) -> Iterator[Draft]:
    """Yield the names without any recognised word, each with words that sound like the whole name."""
    people, folds = window.names.people, window.copy.folds
    ranges = [
        (low, high)
        for low in range(len(folds))
        if folds[low] not in _EDGES and folds[low] not in HONORIFICS
        for high in range(low + 1, low + _MOST_WORDS + 1)
        if window.is_possible(low, high) and not window.is_listed(low, high)
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
        if similarity >= (_LEAST_WHOLE_FRAMED if window.is_framed(low, high) else _LEAST_WHOLE):
            yield Draft(low, high, name.text, name.folds, "whole", similarity)
