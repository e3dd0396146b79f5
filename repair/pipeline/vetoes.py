"""Other people: mentions of somebody whose name is only like a name of the sources, which no mend may touch.

A person is named in full once and by the surname afterwards. Whoever has a real given name of his own is not the
person of the sources, and a bare surname belongs to whoever of that surname was named in full last.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from repair.pipeline.detection import CopyContext
from repair.pipeline.groups import Correction
from repair.pipeline.name_context import next_name
from repair.text.analysis import AnalyzedText
from repair.text.given_names import near_spelling, same_given_name
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.wordlists import (
    CALENDAR,
    EVENTS,
    FUNCTION,
    HONORIFICS,
    KIN,
    NON_NAMES,
    OFFICES,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    POSSESSIVES,
    PREFIXES,
    ROLES,
    SAINTS,
    TITLE_MODIFIERS,
    TITLES,
)

if TYPE_CHECKING:
    from repair.pipeline.groups import Correction


_NO_GIVEN_NAMES = (
    CALENDAR
    | EVENTS
    | FUNCTION
    | OFFICES
    | ORGANISATION_WORDS
    | PLACE_WORDS
    | PREFIXES
    | ROLES
    | TITLE_MODIFIERS
    | TITLES
    | HONORIFICS
    | SAINTS
    | NON_NAMES
)
_REAL = 2  # of `Lexicon.given` and `Lexicon.surname`: more than a rare name
_COMMON = 3  # of `Lexicon.given`: a very common name
_PLACE = 3  # of `Lexicon.place`: a place that copy may name beside a surname ("Paris Saint-Germain")
_ORDINARY = 4  # of `Lexicon.word`: a word that opens names of all kinds ("General", "Judge")
_MOST_PLACES = 60  # places of a name in the sources that are looked at
_MOST_BEFORE = 4  # capital words before a surname that are looked at: given names, initials, particles
_DIGITS_OF_AN_AGE = (1, 2, 3)
_LONGEST_APPOSITION = 8  # words after the article that are looked at
_LEAST_TELLING = 2  # of them, those that say something
_WITHIN = (" ", "-")  # between words of one phrase


class Owner(Enum):
    """Whose a mention of a surname is."""

    OURS = "the person of the sources"
    OTHER = "somebody else"
    OPEN = "a surname alone, or nothing tells"


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A place of a surname in the copy (half-open token range): where its full name begins, and whose it is."""

    start: int
    end: int
    owner: Owner


def of_other_people(scene: CopyContext, groups: Sequence[Correction]) -> tuple[set[int], set[int]]:
    """Return the numbers of the groups that would mend another person's name, and of those that are in dispute.

    A group is in dispute when its form is a bare surname that the copy has for the person of the sources and for
    somebody else: which of them is meant is a guess, by the full name before it.
    """
    dropped: set[int] = set()
    disputed: set[int] = set()
    taken: set[int] = set()
    known: dict[tuple[str, str], _PersonMentions] = {}
    for number, group in enumerate(groups):
        key = (scene.copy.folds[group.high - 1], group.replacement)
        mentions = known.get(key)
        if mentions is None:
            mentions = known[key] = _PersonMentions(scene, *key)
        here = mentions.by_end.get(group.high)
        if here is None:
            continue
        owner = here.owner if here.owner is not Owner.OPEN else mentions.nearest(here)
        if owner is Owner.OTHER:
            dropped.add(number)
            taken.update(range(here.start, here.end))
        elif here.owner is Owner.OPEN and mentions.in_dispute:
            disputed.add(number)
    for number, group in enumerate(groups):
        if not taken.isdisjoint(range(group.low, group.high)):
            dropped.add(number)
    return dropped, disputed - dropped


class _PersonMentions:
    """The places of a surname (folded) in the copy, each with its owner, where ``name`` is its candidate."""

    def __init__(self, scene: CopyContext, surname: str, name: str) -> None:
        self._scene, self._surname = scene, surname
        self._theirs = _given_names(scene, name)
        last = fold(name).split()[-1]
        self._right_elsewhere = last in scene.copy.places
        found = [self._mention(at) for at in scene.copy.places.get(surname, ()) if _ends_a_name(scene.copy, at + 1)]
        self.by_end = {mention.end: mention for mention in found}
        self._full = [mention for mention in found if mention.owner is not Owner.OPEN]
        self._ends = [mention.end for mention in self._full]
        self.in_dispute = len({mention.owner for mention in self._full}) > 1

    def nearest(self, here: PersonMention) -> Owner:
        """Return whose a bare surname is by the last full name before it, or else the first one after it."""
        if not self._full:
            return Owner.OPEN
        return self._full[max(0, bisect.bisect_right(self._ends, here.start) - 1)].owner

    def _mention(self, at: int) -> PersonMention:
        copy = self._scene.copy
        before = _names_before(copy, at)
        if not before:
            return PersonMention(at, at + 1, Owner.OPEN)
        given = copy.folds[before[0]]
        if _is_given(self._scene.background, given):
            return PersonMention(before[0], at + 1, self._owner(at, given, [copy.folds[number] for number in before]))
        ours = any(same_given_name(given, other) for other in self._theirs)
        return PersonMention(before[0], at + 1, Owner.OURS if ours else Owner.OPEN)

    def _owner(self, at: int, given: str, names: Sequence[str]) -> Owner:
        """Return whose a full name of the copy is: its given name, and all the names (folded) before its surname."""
        background = self._scene.background
        if not self._theirs:
            return Owner.OPEN
        if not any(same_given_name(name, other) for name in names for other in self._theirs):
            # A surname that nobody bears is a mangled one, and so may be its given name.
            known = self._right_elsewhere or _is_surname(background, self._surname)
            return Owner.OTHER if known else Owner.OPEN
        # Both names real and neither that of the sources: no mangle makes two names of people at once.
        real = background.given(given) >= _COMMON and background.surname(self._surname) >= _REAL
        if real and not any(near_spelling(name, other) for name in names for other in self._theirs):
            return Owner.OTHER
        somebody = background.surname(self._surname) >= _REAL and introduced_anew(self._scene, at + 1)
        return Owner.OTHER if somebody else Owner.OURS


def introduced_anew(scene: CopyContext, end: int) -> bool:
    """Return whether the copy introduces whoever's name ends before token ``end`` by facts that no source has.

    Such a fact is an age, or what follows an indefinite article: "Bart Vos, 81, …", "Bart Vos, a baker from Breda, …".
    """
    copy, known = scene.copy, scene.story.words
    if end + 1 >= len(copy.tokens) or copy.gap(end - 1) != ", ":
        return False
    first = copy.folds[end]
    if first.isdigit():
        return len(first) in _DIGITS_OF_AN_AGE and copy.gap(end).startswith(",") and first not in known
    if first not in ("a", "an"):
        return False
    telling = []
    for number in range(end + 1, min(end + 1 + _LONGEST_APPOSITION, len(copy.tokens))):
        word = copy.folds[number]
        if word not in FUNCTION and word not in NON_NAMES:
            telling.append(word)
        if number + 1 == len(copy.tokens) or copy.gap(number) not in _WITHIN:
            break
    return len(telling) >= _LEAST_TELLING and not any(word in known for word in telling)


def _given_names(scene: CopyContext, name: str) -> frozenset[str]:
    """Return the given names (folded) that the sources have with a name: its own first word, or those before it."""
    words = [word for word in fold(name).split() if word not in NON_NAMES]
    if len(words) > 1 and scene.background.given(words[0]):
        return frozenset(words[:1])
    found: set[str] = set()
    for number, gram in list(scene.story.grams.get(name, ()))[:_MOST_PLACES]:
        reading = scene.story.readings[number]
        found.update(reading.folds[number] for number in _names_before(reading, gram.low)[:1])
    return frozenset(word for word in found - _NO_GIVEN_NAMES if scene.background.given(word))


def _names_before(reading: AnalyzedText, at: int) -> list[int]:
    """Return the numbers of the capital words before a surname in its run, nearest first, initials passed over."""
    found: list[int] = []
    for _ in range(_MOST_BEFORE):
        before = next_name(reading, at, -1)
        if before is None:
            break
        word = reading.folds[before]
        if len(word) > 1 and word not in NON_NAMES:
            found.append(before)
        at = before
    return found


def _ends_a_name(reading: AnalyzedText, high: int) -> bool:
    """Return whether no capital word follows in the same run, so that the word before ``high`` can be a surname."""
    return high >= len(reading.tokens) or not reading.joinable(high - 1, high) or not reading.tokens[high].capital


def _is_surname(background: Lexicon, word: str) -> bool:
    """Return whether people bear a word (folded) as their surname."""
    return bool(background.surname(word) or (background.bearers(word)[0] and not background.given(word)))


def _is_given(background: Lexicon, word: str) -> bool:
    """Return whether a word (folded) is a real given name, and no title, place or ordinary word."""
    known = background.given(word)
    if known < _REAL or background.place(word) >= _PLACE:
        return False
    return known >= _COMMON or (word not in _NO_GIVEN_NAMES and background.word(word) < _ORDINARY)


WELL_KNOWN = 3  # of `Lexicon.place`: a large city, a capital or a country


_STEM, _STEM_SHARE = 4, 0.7  # letters of a stem, and their share of the shorter word


_OWNS = ("'s ", "’s ")


_NEAR_KIN = 3  # words before a word of kinship among which the possessive stands ("her younger twin sister")


def veto_known_place(group: Correction) -> bool:
    """Whether the form is a well-known place or a people, and no mangled name but another fact or form.

    So it is where the name grows from the same stem ("Brovary", "Brovarskyi"), where two known places both stand in
    the copy ("Iraq", "Iran"), and where a people stands for its country ("Maltese", "Malta"). Whether "Cologne" stands
    for "Kolín" is for the evidence to say.
    """
    values = group.values
    known = values["form_place"] >= WELL_KNOWN or values["form_people"]
    if not known or values["frame"] or len(group.pieces) > 1:
        return False
    if values["name_place"] >= WELL_KNOWN or values["name_people"]:
        return bool(values["elsewhere"] or values["form_people"])
    return values["same_start"] >= max(_STEM, _STEM_SHARE * min(values["form_length"], values["name_length"]))


def veto_relative(scene: CopyContext, group: Correction) -> bool:
    """Whether the copy, which has the name right elsewhere, here names another of the family: "Her sister Marita Vik".

    Names alike and a shared surname are what families have; no form and no sentence tells them from a mangle.
    """
    values = group.values
    if not values["elsewhere"] or not (values["frame"] or values["left_name"] or values["right_name"]):
        return False
    copy, low = scene.copy, group.low
    opens = copy.sentences[copy.sentence_of[low]].start
    while low > opens and copy.tokens[low - 1].capital and copy.joinable(low - 1, low):
        low -= 1
    if low == opens or copy.folds[low - 1] not in KIN:
        return False
    owner = max(opens, low - 1 - _NEAR_KIN)
    possessive = any(copy.text.startswith(_OWNS, copy.tokens[n].end) for n in range(owner, low - 1))
    return possessive or not POSSESSIVES.isdisjoint(copy.folds[owner : low - 1])
