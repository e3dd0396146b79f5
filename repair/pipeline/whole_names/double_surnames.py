"""Double surnames: "Halverson-Lindquist" is one name, and not that of a Halvorsen and a Lindqvist of the sources.

The halves of a hyphenated word are decided separately, each by what the sources have like it. Joined, they are a name
only where a source has the two together. Where one half alone is changed, the word may be a pair of people
("Trump-Putin summit"), unless a given name stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.lexicon import LARGE_CITY
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.wordlists import PARTICLES, PREFIXES

_HYPHEN = re.compile("[-\u2010\u2011]")
_MOST_PARTS = 4  # parts of a hyphenated word beyond those that are replaced
_MOST_PLACES = 24  # of a word in the copy that are examined
_ARTICLES = frozenset(("a", "an", "the"))  # before a pair of people: "the Trump-Putin summit"
_JOINED_TO = PARTICLES | PREFIXES  # "al-Sisi", "pro-Rutte"


def invents_double_surname(copy_context: CopyContext, place: tuple[int, int], replacement: str) -> bool:
    """Return whether a replacement makes of a hyphenated word a name that no source has.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range that is replaced.
        replacement: What replaces it.
    """
    copy, (low, high) = copy_context.copy, place
    while low and place[0] - low < _MOST_PARTS and copy.is_hyphenated(low - 1, low):
        low -= 1
    while high < len(copy.tokens) and high - place[1] < _MOST_PARTS and copy.is_hyphenated(high - 1, high):
        high += 1
    compounds = list(_compounds(copy_context, low, high))
    if not compounds:
        return False
    before = copy.text[copy.tokens[low].start : copy.tokens[place[0]].start]
    after = copy.text[copy.tokens[place[1] - 1].end : copy.tokens[high - 1].end]
    words = (before + replacement + after).split()
    others = [number for number, word in enumerate(words) if len(_HYPHEN.split(word)) > 1]
    return len(compounds) == len(others) and any(
        _is_invented(copy_context, compound, words[: number + 1])
        for compound, number in zip(compounds, others, strict=True)
    )


def _compounds(copy_context: CopyContext, low: int, high: int) -> Iterator[range]:
    """Yield the token range of each hyphenated word in ``[low, high)``."""
    copy, first = copy_context.copy, low
    for number in range(low, high):
        if number + 1 == high or not copy.is_hyphenated(number, number + 1):
            if number > first:
                yield range(first, number + 1)
            first = number + 1


def _is_invented(copy_context: CopyContext, compound: range, words: list[str]) -> bool:
    """Return whether the last of the new ``words`` is no name of the sources, and no pair of names of the copy."""
    copy, parts = copy_context.copy, _HYPHEN.split(words[-1])
    if len(parts) != len(compound) or not all(copy.tokens[at].capital for at in compound):
        return False
    if not _JOINED_TO.isdisjoint(copy.folds[at] for at in compound):
        return False
    changed = sum(copy.folds[at] != fold(part) for at, part in zip(compound, parts, strict=True))
    if not changed or _is_attested(copy_context, parts):
        return False
    is_of_given_name = len(words) > 1 and copy_context.lexicon.given(fold(words[-2])) > 0
    if is_of_given_name or _follows_given_name(copy_context, compound):
        return True
    follows_article = compound.start > 0 and copy.folds[compound.start - 1] in _ARTICLES
    return not follows_article and changed > 1 and not all(_is_place(copy_context, fold(part)) for part in parts)


def _is_attested(copy_context: CopyContext, parts: list[str]) -> bool:
    """Return whether the sources have the parts together, in this order."""
    if squash(fold("".join(parts))) in copy_context.story.joined:
        return True
    texts = ("-".join(parts), " ".join(parts))
    return any(occurrences(copy_context.story, text, 1) or copy_context.listed(text) == FULL_NAME for text in texts)


def _follows_given_name(copy_context: CopyContext, compound: range) -> bool:
    """Return whether a given name stands before the hyphenated word, here or elsewhere in the copy."""
    copy, words = copy_context.copy, copy_context.copy.folds[compound.start : compound.stop]
    elsewhere = islice(copy.places.get(words[0], ()), _MOST_PLACES)
    return any(
        at > 0
        and copy.folds[at : at + len(words)] == words
        and copy.joinable(at - 1, at)
        and copy.tokens[at - 1].capital
        and copy_context.lexicon.given(copy.folds[at - 1]) > 0
        for at in (compound.start, *elsewhere)
    )


def _is_place(copy_context: CopyContext, word: str) -> bool:
    """Return whether a word is a well-known place or a people."""
    return copy_context.lexicon.place(word) >= LARGE_CITY or copy_context.lexicon.demonym(word)
