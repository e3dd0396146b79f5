"""Marks the letters in which two spellings of a name differ, for the page's sentences before and after the change."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_LONGEST = 120  # letters of a name that is compared letter by letter


@dataclass(frozen=True, slots=True)
class LetterRun:
    """Some letters of a spelling, and whether the other spelling has others there."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparedSpellings:
    """Two spellings of a name, each in runs of letters that differ or not."""

    before: tuple[LetterRun, ...]
    after: tuple[LetterRun, ...]


def compare_letters(before: str, after: str) -> ComparedSpellings:
    """Return two spellings with the letters marked in which they differ.

    Spellings that have less than half of their letters in common are marked as a whole.

    >>> compare_letters("Latte", "Rutte").before
    (LetterRun(text='La', differs=True), LetterRun(text='tte', differs=False))
    """
    old, new = list(_letters(before)), list(_letters(after))
    if max(len(old), len(new)) > _LONGEST:
        return ComparedSpellings((LetterRun(before, True),), (LetterRun(after, True),))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.5:
        return ComparedSpellings((LetterRun(before, True),), (LetterRun(after, True),))
    in_old, in_new = [True] * len(old), [True] * len(new)
    for block in matcher.get_matching_blocks():
        in_old[block.a : block.a + block.size] = [False] * block.size
        in_new[block.b : block.b + block.size] = [False] * block.size
    return ComparedSpellings(_runs(old, in_old), _runs(new, in_new))


def _letters(text: str) -> Iterator[str]:
    """Yield the letters of a text, each with its combining marks."""
    letter = ""
    for char in text:
        if letter and not unicodedata.combining(char):
            yield letter
            letter = ""
        letter += char
    if letter:
        yield letter


def _runs(letters: Sequence[str], differing: Sequence[bool]) -> tuple[LetterRun, ...]:
    pairs = groupby(zip(letters, differing, strict=True), key=lambda pair: pair[1])
    return tuple(LetterRun("".join(letter for letter, _ in run), differs) for differs, run in pairs)
