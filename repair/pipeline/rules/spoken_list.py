"""The people of a list of names, indexed by sound: full names, given names and surnames."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from repair.pipeline.rules.spoken_features import NameWords
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold, folded_words
from repair.text.phonetics import squash
from repair.text.pronunciation import pronunciation

MOST_WORDS = 4  # of a name
_MOST_SINGLE = 1_000  # names of one word


class SpokenName(NamedTuple):
    """A name of the list: its spelling, its folded words, and their sounds."""

    text: str
    folds: tuple[str, ...]
    sounds: tuple[str, ...]
    rest: str  # the sounds of all words but the first
    whole: str  # of all words

    @classmethod
    def of(cls, text: str, folds: tuple[str, ...]) -> SpokenName:
        """Return the name of a spelling and its folded words."""
        sounds = tuple(map(pronunciation, folds))
        return cls(text, folds, sounds, pronunciation("".join(folds[1:])), pronunciation("".join(folds)))


class SingleName(NamedTuple):
    """A name of one word: as listed, folded, its sounds, and its kind: given name, surname, or other word."""

    text: str
    fold: str
    sounds: str
    kind: str


@dataclass(frozen=True)
class SpokenNames:
    """The people of a gazetteer, indexed by sound; single given names are in an index of their own."""

    people: tuple[SpokenName, ...]
    words: NameWords
    joined: frozenset[str]
    singles: tuple[SingleName, ...] = ()
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
        singles: dict[tuple[str, str], SingleName] = {}
        by_first: dict[str, list[SpokenName]] = defaultdict(list)
        by_last: dict[str, list[SpokenName]] = defaultdict(list)
        counts: Counter[str] = Counter()
        first_words: Counter[str] = Counter()
        longer: Counter[str] = Counter()
        listed = {fold(text) for text in spellings}
        has_capitals = not all(map(str.isupper, spellings))
        for text in dict.fromkeys(spellings):
            folds = _words(text)
            counts.update(set(folds))
            if len(folds) > 1:
                first_words.update(folds[:1])
                longer.update(set(folds))
            if len(folds) > MOST_WORDS or not _is_person(folds, listed, lexicon):
                continue
            if len(folds) > 1:
                people.append(SpokenName.of(text, folds))
            elif not (has_capitals and text.isupper()):  # an abbreviation
                singles.setdefault((folds[0], "given"), SingleName(text, folds[0], pronunciation(folds[0]), "given"))
        for name in tuple(people):
            for number, kind in ((0, "given"), (-1, "surname")):
                text = name.text.split()[number]
                folds = _words(text)
                if len(folds) == 1:
                    word = folds[0]
                    singles.setdefault((word, kind), SingleName(text, word, name.sounds[number], kind))
                elif folds and kind == "given" and folds != name.folds:  # "Jean-Marc", which is heard as two names
                    people.append(SpokenName.of(text, folds))
        people = list({name.folds: name for name in reversed(people)}.values())[::-1]
        for name in people:
            by_first[name.sounds[0]].append(name)
            by_last[name.folds[-1]].append(name)
        return cls(
            tuple(people),
            NameWords(counts, first_words, longer),
            frozenset(squash(fold(text)) for text in spellings),
            tuple(singles.values())[:_MOST_SINGLE],
            {sound: tuple(names) for sound, names in by_first.items()},
            {word: tuple(names) for word, names in by_last.items()},
        )


def _words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, each once ("Ann Ann Lee"); the parts of a hyphenated name are words."""
    return tuple(dict.fromkeys(folded_words(text)))


def _is_person(folds: Sequence[str], singles: AbstractSet[str], lexicon: Lexicon) -> bool:
    """Whether a name is that of a person: it opens with a given name, or with a listed word beside another rare one."""
    if not folds:
        return False
    if lexicon.given(folds[0]):
        return True
    return len(folds) == 2 and folds[0] in singles and not any(map(lexicon.word, folds))
