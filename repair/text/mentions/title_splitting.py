"""Splits a run of capitalised words into title and name: "French President Emmanuel Macron" is a title and a name.

Also reads roles in lower case before a name ("Nato chief Mark Rutte") and after it (", the Kremlin's spokesman,"). A
run that consists only of titles, weekdays or demonyms contains no name.
"""

from __future__ import annotations

from dataclasses import dataclass

from repair.text.lexicon import FREQUENT_WORD, LARGE_CITY
from repair.text.mentions.context import Context
from repair.text.mentions.roles import cleaned_title, role_after, role_before
from repair.text.mentions.run_edges import without_ending, without_opening
from repair.text.mentions.title_complements import complement_end, complement_title
from repair.text.mentions.title_words import title_range, title_text
from repair.text.wordlists import (
    CALENDAR,
    COMPASS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    PREFIXES,
)

_NOT_OF_NAMES = frozenset("former ex acting interim late outgoing incoming then".split())  # before a title


@dataclass(frozen=True, slots=True)
class TitledName:
    """A half-open range of words that is one name, and the title or role next to it (empty if there is none)."""

    start: int
    end: int
    title: str = ""


def parts(context: Context, start: int, end: int) -> list[TitledName]:
    """Return the names in a run of capitalised words, each with its title.

    Args:
        context: The text.
        start: The first word of the run.
        end: The word after it.
    """
    start = without_opening(context, start, end)
    end = without_ending(context, start, end)
    if start >= end:
        return []
    person = complement_end(context, start, end)
    if person > start:
        return _complement_and_person(context, start, person, end)
    title_start, name_start = title_range(context, start, end)
    names: list[TitledName] = []
    if name_start > start:
        front = without_ending(context, start, title_start)
        while start < front and context.fold(start) in _NOT_OF_NAMES:
            start += 1
        if front > start and not (_is_demonyms(context, start, front) or _is_opening(context, start, front)):
            names.append(TitledName(start, front))
        if name_start >= end:
            return names
        person = complement_end(context, name_start, end)
        if person > name_start:
            return [*names, *_complement_and_person(context, name_start, person, end)]
        return [*names, TitledName(name_start, end, title_text(context, start, title_start, name_start))]
    start = _after_demonym(context, start, end)
    if start >= end:
        return names
    if context.lexicon.place(" ".join(context.fold(at) for at in range(start, end))) >= LARGE_CITY:
        return [TitledName(start, end)]
    return [TitledName(start, end, role_before(context, start) or role_after(context, end))]


def _complement_and_person(context: Context, start: int, person: int, end: int) -> list[TitledName]:
    """Return the names of a range after a title and "of": the complement, and from word ``person`` on the person."""
    tokens = context.analysis.tokens
    title = context.analysis.text[tokens[complement_title(context, start)].start : tokens[person - 1].end]
    return [TitledName(start, person), TitledName(person, end, cleaned_title(title))]


def _is_opening(context: Context, start: int, end: int) -> bool:
    """Return whether a range before a title is an ordinary word that opens a sentence: "Rival President …"."""
    is_word = start + 1 == end and context.is_common_word(context.fold(start))
    return is_word and context.analysis.tokens[start].first and context.fold(start) not in ORGANISATION_WORDS


def _is_demonyms(context: Context, start: int, end: int) -> bool:
    """Return whether a range consists only of demonyms, dates and function words."""
    return all(
        context.lexicon.demonym(context.fold(at))
        or context.fold(at) in PREFIXES
        or context.fold(at) in CALENDAR
        or context.is_function_word(at)
        for at in range(start, end)
    )


def _after_demonym(context: Context, start: int, end: int) -> int:
    """Return the first word after a demonym that a person's name follows ("Frenchman Paul Durand"), else ``start``."""
    if _is_demonyms(context, start, end):
        return end
    at = start
    while at < end and context.lexicon.demonym(context.fold(at)):
        at += 1
    if at in (start, end):
        return start
    rest = [context.fold(index) for index in range(at, end)]
    if rest[-1] in ORGANISATION_WORDS or rest[-1] in PLACE_WORDS:
        return start
    if all(context.is_common_word(fold) or context.lexicon.word(fold) >= FREQUENT_WORD for fold in rest):
        return start  # "Islamic State"
    if context.fold(at - 1) in COMPASS and not context.analysis.tokens[at - 1].first and context.lexicon.place(rest[0]):
        return at - 1  # "Western Australia"
    if context.gap(at) == "-" or any(fold in ORGANISATION_WORDS for fold in rest):
        return start
    return at
