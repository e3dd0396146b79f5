"""The people of a list of names, indexed by sound: full names, given names and surnames."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from repair.pipeline.rules.speech.spoken_features import NameWords
from repair.text.generations import short_mark
from repair.text.lexicon import COMMON_NAME, COUNTRY, VERY_FREQUENT_WORD, Lexicon
from repair.text.normalize import fold, folded_words
from repair.text.phonetics import squash
from repair.text.pronunciation import pronunciation, vowel_pronunciation
from repair.text.wordlists import COMPANY_ENDS, FUNCTION, ORGANISATION_WORDS

MOST_WORDS = 4  # of a name
_MOST_SINGLE = 1_000  # names of one word
_LONGEST_ABBREVIATION = 4  # letters from which a word in capitals may be a name of a list in capitals
_INSTITUTIONS = ORGANISATION_WORDS | COMPANY_ENDS


def joined(words: Iterable[str]) -> str:
    """Return folded words as one, without "&", and without "and" as which it is heard; "junior" as "jr"."""
    return squash("".join(short_mark(word) for word in words if word not in ("and", "&")))


class SpokenName(NamedTuple):
    """A name of the list: its spelling, its folded words, and their sounds."""

    text: str
    folds: tuple[str, ...]
    sounds: tuple[str, ...]
    rest: str  # the sounds of all words but the first
    whole: str  # of all words
    is_person: bool = True  # no place or institution whose first word is a given name too: "Florence Bank"

    @classmethod
    def of(cls, text: str, folds: tuple[str, ...], lexicon: Lexicon) -> SpokenName:
        """Return the name of a spelling and its folded words."""
        sounds = tuple(map(pronunciation, folds))
        of_institution = "&" in text or folds[-1] in _INSTITUTIONS or not FUNCTION.isdisjoint(folds[1:-1])
        is_person = not (of_institution or lexicon.place(" ".join(folds)))
        return cls(text, folds, sounds, pronunciation("".join(folds[1:])), pronunciation("".join(folds)), is_person)


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
    def of(
        cls, spellings: Sequence[str], lexicon: Lexicon, known_people: AbstractSet[str] = frozenset()
    ) -> SpokenNames:
        """Return the index of the names of a list.

        Args:
            spellings: All names; those whose first word is a given name count as people.
            lexicon: The given names.
            known_people: Those spellings that are people by what the sources say of them, whatever their given names.
        """
        people: list[SpokenName] = []
        alone: list[SingleName] = []
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
            is_known = text in known_people and len(folds) > 1
            if len(folds) > MOST_WORDS or not (is_known or _is_person(folds, listed, lexicon)):
                continue
            if _closes_with_word(folds, lexicon) or (has_capitals and _opens_with_abbreviation(text, folds, lexicon)):
                continue
            if len(folds) > 1:
                people.append(SpokenName.of(text, folds, lexicon))
            elif not (has_capitals and text.isupper()):  # an abbreviation
                alone.append(SingleName(text, folds[0], pronunciation(folds[0]), "given"))
        singles = _singles(people, alone, lexicon)
        people += _hyphenated_given_names(people, lexicon)
        people = list({name.folds: name for name in reversed(people)}.values())[::-1]
        for name in people:
            by_first[name.sounds[0]].append(name)
            by_last[name.folds[-1]].append(name)
        return cls(
            tuple(people),
            NameWords(counts, first_words, longer),
            frozenset(joined(fold(text).replace(".", " ").split()) for text in spellings),
            singles[:_MOST_SINGLE],
            {sound: tuple(names) for sound, names in by_first.items()},
            {word: tuple(names) for word, names in by_last.items()},
        )


def _singles(people: Sequence[SpokenName], alone: Sequence[SingleName], lexicon: Lexicon) -> tuple[SingleName, ...]:
    """Return the names of one word: the given names and surnames of the people, and those listed ``alone``.

    A country or a metropolis is nobody's given name unless the list has it in the name of a person. Of spellings that
    sound alike, that of a full name is preferred: "Karin" is left out beside "Carin Holm".
    """
    names: dict[tuple[str, str], SingleName] = {}
    for name in people:
        for number, kind in ((0, "given"), (-1, "surname")):
            text, word = name.text.split()[number], name.folds[number]
            frequency = lexicon.given(word) if kind == "given" else lexicon.surname(word)
            is_common_word = bool(lexicon.word(word)) and frequency < COMMON_NAME
            if name.is_person and len(_words(text)) == 1 and not is_common_word and not _is_abbreviation(text):
                names.setdefault((word, kind), SingleName(text, word, name.sounds[number], kind))
    of_people = {vowel_pronunciation(name.fold) for name in names.values() if name.kind == "given"}
    for single in alone:
        if vowel_pronunciation(single.fold) not in of_people and lexicon.place(single.fold) < COUNTRY:
            names.setdefault((single.fold, single.kind), single)
    return tuple(names.values())


def _closes_with_word(folds: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether a name ends with an ordinary word, or a people, that nobody is called.

    "Florence Forward" is a plan, and "South Korean" says where somebody is from.
    """
    last = folds[-1]
    if len(folds) == 1 or lexicon.personal_name(last):
        return False
    return lexicon.word(last) >= VERY_FREQUENT_WORD or lexicon.demonym(last)


def _opens_with_abbreviation(text: str, folds: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether a name is an abbreviation and words that are no surname, as of a company: "GE Capital".

    Letters are heard as too many different words. Initials of a person stay: "AJ Holm" may be heard as "a. j. home".
    """
    first = text.split()[0]
    is_initials = len(folds) == 2 and lexicon.surname(folds[-1]) >= COMMON_NAME
    return len(folds) > 1 and first.isupper() and len(first) < _LONGEST_ABBREVIATION and not is_initials


def _is_abbreviation(text: str) -> bool:
    """Return whether a part of a name is an initial or a short word in capitals."""
    return len(text) == 1 or (text.isupper() and len(text) < _LONGEST_ABBREVIATION)


def _hyphenated_given_names(people: Sequence[SpokenName], lexicon: Lexicon) -> list[SpokenName]:
    """Return the given names of several parts, which are heard as several names: "Jean-Marc"."""
    names = [(name, name.text.split()[0]) for name in people]
    return [
        SpokenName.of(text, folds, lexicon)
        for name, text in names
        if len(folds := _words(text)) > 1 and folds != name.folds
    ]


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
