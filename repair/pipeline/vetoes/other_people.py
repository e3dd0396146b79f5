"""Other people: mentions of people whose names only resemble a name of the sources, and are not corrected.

A report gives the full name once and the surname afterwards. A person with another real given name is not the person of
the sources, and a bare surname belongs to the person of that surname whose full name came last.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import introduced_anew, is_introduced_as_another
from repair.pipeline.name_context import next_name, surnames_after
from repair.text.analysis import AnalyzedText
from repair.text.given_names import near_spelling, same_given_name
from repair.text.lexicon import COMMON_NAME, FREQUENT_WORD, LARGE_CITY, VERY_COMMON_NAME, Lexicon
from repair.text.normalize import fold
from repair.text.wordlists import (
    CALENDAR,
    EVENTS,
    FUNCTION,
    HONORIFICS,
    NON_NAMES,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    PREFIXES,
    ROLES,
    SAINTS,
    TITLE_ENDS,
    TITLE_MODIFIERS,
    TITLES,
)

_NO_GIVEN_NAMES = (
    CALENDAR
    | EVENTS
    | FUNCTION
    | TITLE_ENDS
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
_MOST_PLACES = 60  # occurrences of a name in the sources that are examined
# Mentions of a surname that are examined together: a longer copy is examined in parts of this many mentions, so that
# many names proposed for one surname do not cost the square of its mentions.
_MOST_MENTIONS = 100
_MOST_BEFORE = 4  # capitalised words before a surname that are examined: given names, initials, particles


class Owner(Enum):
    """The person that a mention of a surname refers to."""

    OURS = "the person of the sources"
    OTHER = "somebody else"
    OPEN = "a surname alone, or no evidence"


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A mention of a surname in the copy, as the half-open token range of its full name, and its owner."""

    start: int
    end: int
    owner: Owner


class _OtherPeople(NamedTuple):
    """The indices of the corrections of another person's name, and of those in dispute."""

    others: set[int]
    disputed: set[int]


def without_other_people(copy_context: CopyContext, corrections: Sequence[Correction]) -> list[Correction]:
    """Return the corrections, except those of another person's name; a correction in dispute is marked."""
    others, disputed = _of_other_people(copy_context, corrections)
    return [
        replace(correction, is_disputed=True) if number in disputed else correction
        for number, correction in enumerate(corrections)
        if number not in others
    ]


def _of_other_people(copy_context: CopyContext, corrections: Sequence[Correction]) -> _OtherPeople:
    """Return which corrections are of another person's name, and which are in dispute.

    A correction is in dispute where its form is a bare surname that the copy uses for the person of the sources and for
    somebody else, so that only the full name before it indicates which person is meant.
    """
    dropped: set[int] = set()
    disputed: set[int] = set()
    mentioned: set[int] = set()
    by_name: dict[tuple[str, str, int], _PersonMentions] = {}
    for number, correction in enumerate(corrections):
        if _is_introduced_person(copy_context, correction):
            dropped.add(number)
            continue
        surname = copy_context.copy.folds[correction.high - 1]
        places = copy_context.copy.places.get(surname, ())
        part = bisect.bisect_left(places, correction.high - 1) // _MOST_MENTIONS * _MOST_MENTIONS
        key = (surname, correction.replacement, part)
        mentions = by_name.get(key)
        if mentions is None:
            near = places[part : part + _MOST_MENTIONS]
            mentions = by_name[key] = _PersonMentions(copy_context, near, surname, correction.replacement)
        mention = mentions.by_end.get(correction.high)
        if mention is None:
            continue
        owner = mentions.owner_of(mention)
        if owner is Owner.OTHER:
            dropped.add(number)
            mentioned.update(range(mention.start, mention.end))
        elif mention.owner is Owner.OPEN and mentions.in_dispute:
            disputed.add(number)
    for number, correction in enumerate(corrections):
        if not mentioned.isdisjoint(range(correction.low, correction.high)):
            dropped.add(number)
    return _OtherPeople(dropped, disputed - dropped)


def _is_introduced_person(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether a name of one word is proposed for the full name of somebody whom the copy introduces.

    "Glen Cory, a geologist from Leeds" is not Glencore.
    """
    copy, low, high = copy_context.copy, correction.low, correction.high
    if high - low < 2 or " " in correction.replacement.strip() or not copy_context.lexicon.given(copy.folds[low]):
        return False
    return all(token.capital for token in copy.tokens[low:high]) and introduced_anew(copy_context, high)


def is_surname_of_other(copy_context: CopyContext, at: int, name: str) -> bool:
    """Return whether the copy has the word at token ``at`` as the surname of somebody else than ``name``.

    The last full name with that surname before it decides, or else the first one after it.
    """
    surname = copy_context.copy.folds[at]
    places = copy_context.copy.places.get(surname, ())
    part = bisect.bisect_left(places, at) // _MOST_MENTIONS * _MOST_MENTIONS
    mentions = _PersonMentions(copy_context, places[part : part + _MOST_MENTIONS], surname, name)
    mention = mentions.by_end.get(at + 1)
    if mention is None:
        return False
    return mentions.owner_of(mention) is Owner.OTHER


class _PersonMentions:
    """The mentions of a folded surname at ``places``, each with its owner, where ``name`` is its candidate."""

    def __init__(self, copy_context: CopyContext, places: Sequence[int], surname: str, name: str) -> None:
        self._copy_context, self._surname = copy_context, surname
        self._given_names_of_name = _given_names(copy_context, name)
        lexicon = copy_context.lexicon
        is_given = lexicon.given(fold(name)) > lexicon.surname(fold(name))
        self._surnames_of_name = surnames_after(copy_context.story, name) if is_given else frozenset()
        last = fold(name).split()[-1]
        self._right_elsewhere = last in copy_context.copy.places
        mentions = [self._mention(at) for at in places if self._is_last_word(at)]
        self.by_end = {mention.end: mention for mention in mentions}
        as_given_name = [PersonMention(at, at + 2, Owner.OTHER) for at in places if self._is_given_name_of_other(at)]
        self._full = [mention for mention in mentions if mention.owner is not Owner.OPEN]
        self._all = sorted([*as_given_name, *self._full], key=lambda mention: mention.end)
        self.in_dispute = len({mention.owner for mention in self._full}) > 1

    def _is_last_word(self, at: int) -> bool:
        """Return whether a word may be a surname: no capitalised word follows it, nor, over particles, its surname."""
        copy = self._copy_context.copy
        after = next_name(copy, at, 1) if self._surnames_of_name else None
        is_given = after is not None and any(near_spelling(copy.folds[after], name) for name in self._surnames_of_name)
        return not (copy.has_capital_after(at + 1) or is_given)

    def owner_of(self, mention: PersonMention) -> Owner:
        """Return the owner of a name: of a bare one, that of the last full name before it or the first after it.

        A given name alone does not follow a title.
        """
        if mention.owner is not Owner.OPEN:
            return mention.owner
        mentions = self._full if mention.end - mention.start > 1 else self._all
        if not mentions:
            return Owner.OPEN
        before = bisect.bisect_right(mentions, mention.start, key=lambda other: other.end)
        return mentions[max(0, before - 1)].owner

    def _is_given_name_of_other(self, at: int) -> bool:
        """Whether the word is a given name before a surname that no source has: "Haris Alexiou" beside Harris."""
        copy, lexicon, surname = self._copy_context.copy, self._copy_context.lexicon, at + 1
        if not self._given_names_of_name or surname >= len(copy.tokens) or not self._copy_context.suspicious[surname]:
            return False
        if copy.gap(at) != " " or not copy.follows_capital(surname) or copy.has_capital_after(surname + 1):
            return False
        word = copy.folds[surname]
        return lexicon.given(copy.folds[at]) >= COMMON_NAME and word not in _NO_GIVEN_NAMES and not lexicon.word(word)

    def _mention(self, at: int) -> PersonMention:
        copy = self._copy_context.copy
        before = _names_before(copy, at)
        if not before:
            return PersonMention(at, at + 1, Owner.OPEN)
        given_name = copy.folds[before[0]]
        if self._right_elsewhere and is_introduced_as_another(self._copy_context, min(before), at + 1):
            return PersonMention(before[0], at + 1, Owner.OTHER)
        if _is_given(self._copy_context.lexicon, given_name):
            names = [copy.folds[number] for number in before]
            return PersonMention(before[0], at + 1, self._owner(at, given_name, names))
        ours = any(same_given_name(given_name, other) for other in self._given_names_of_name)
        return PersonMention(before[0], at + 1, Owner.OURS if ours else Owner.OPEN)

    def _owner(self, at: int, given_name: str, names: Sequence[str]) -> Owner:
        """Return the owner of a full name, by its given name and all folded names before its surname."""
        lexicon = self._copy_context.lexicon
        if self._surnames_of_name:
            # The name is nobody's surname: "Bashar al-Assad" beside Asaad al-Shaibani. In the other order it is ours.
            ours = any(near_spelling(name, other) for name in names for other in self._surnames_of_name)
            return Owner.OPEN if ours else Owner.OTHER
        if not self._given_names_of_name:
            return Owner.OPEN
        if not any(same_given_name(name, other) for name in names for other in self._given_names_of_name):
            # A surname that nobody has is garbled, and its given name may be too.
            is_real = self._right_elsewhere or _is_surname(lexicon, self._surname)
            return Owner.OTHER if is_real else Owner.OPEN
        # Both names are real and neither is that of the sources: garbling does not produce two real names at once.
        real = lexicon.given(given_name) >= VERY_COMMON_NAME and lexicon.surname(self._surname) >= COMMON_NAME
        if real and not any(near_spelling(name, other) for name in names for other in self._given_names_of_name):
            return Owner.OTHER
        somebody = lexicon.surname(self._surname) >= COMMON_NAME and introduced_anew(self._copy_context, at + 1)
        return Owner.OTHER if somebody else Owner.OURS


def _given_names(copy_context: CopyContext, name: str) -> frozenset[str]:
    """Return the folded given names that the sources have with a name: its own first word, or those before it."""
    words = [word for word in fold(name).split() if word not in NON_NAMES]
    if len(words) > 1 and copy_context.lexicon.given(words[0]):
        return frozenset(words[:1])
    names: set[str] = set()
    for number, ngram in list(copy_context.story.ngrams.get(name, ()))[:_MOST_PLACES]:
        analysis = copy_context.story.texts[number]
        names.update(analysis.folds[number] for number in _names_before(analysis, ngram.low)[:1])
    return frozenset(word for word in names - _NO_GIVEN_NAMES if copy_context.lexicon.given(word))


def _names_before(analysis: AnalyzedText, at: int) -> list[int]:
    """Return the numbers of the capitalised words before a surname in its run, nearest first, without initials."""
    numbers: list[int] = []
    for _ in range(_MOST_BEFORE):
        before = next_name(analysis, at, -1)
        if before is None:
            break
        word = analysis.folds[before]
        if len(word) > 1 and word not in NON_NAMES:
            numbers.append(before)
        at = before
    return numbers


def _is_surname(lexicon: Lexicon, word: str) -> bool:
    """Return whether a folded word is a surname."""
    return bool(lexicon.surname(word) or (lexicon.name_counts(word)[0] and not lexicon.given(word)))


def _is_given(lexicon: Lexicon, word: str) -> bool:
    """Return whether a folded word is a real given name, and not a title, place or ordinary word."""
    frequency = lexicon.given(word)
    if frequency < COMMON_NAME or lexicon.place(word) >= LARGE_CITY:
        return False
    return frequency >= VERY_COMMON_NAME or (word not in _NO_GIVEN_NAMES and lexicon.word(word) < FREQUENT_WORD)
