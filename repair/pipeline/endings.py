"""Endings of names in the copy: the "s" of a plural or a possessive that a correction keeps.

"The Starmmers" become the Starmers, and "Raikonnens departure", as in German, Räikkönen's departure.
"""

from __future__ import annotations

from rapidfuzz.distance import Indel

from repair.pipeline.casing import words_before
from repair.pipeline.detection import CopyContext
from repair.text.lexicon import UNCOMMON_WORD
from repair.text.normalize import fold
from repair.text.wordlists import FUNCTION, IRREGULAR_VERBS, SPEECH

_OF_NO_NOUN = ("ed", "ing", "ly", "s")  # endings of verbs and adverbs
_BEFORE_PLURALS = frozenset("the both two three these those".split())
_MOST_PLACES = 200  # occurrences of a name in the sources that are examined


def ending_in_copy(copy_context: CopyContext, low: int, high: int, name: str) -> str:
    """Return the ending that a name has in the copy and lacks in the sources: of a plural or a possessive; else "".

    The copy has a surname that ends in "s" where the other letters are nearer to the name. The plural of a name that is
    no person's surname may differ: in labelled output, all 34 that got an "s" were wrong.

    Args:
        copy_context: The copy and its story.
        low: The first token of the name in the copy.
        high: The token after the last.
        name: The name that replaces it.
    """
    copy = copy_context.copy
    word, right = copy.folds[high - 1], fold(name).replace(" ", "-").rpartition("-")[2]
    if word[-1:] != "s" or right[-1:] in {"", "s", "x", "z"}:
        return ""
    if Indel.normalized_similarity(word[:-1], right) <= Indel.normalized_similarity(word, right):
        return ""
    if _is_plural(copy_context, low, high, name):
        return "s"
    if not _is_possessive(copy_context, high, name):
        return ""
    if copy_context.is_in_another_language:
        return "s"
    return "’s" if "’" in copy.text else "'s"


def _is_possessive(copy_context: CopyContext, high: int, name: str) -> bool:
    """Whether a noun follows a person's name in the copy: "Raikonnens departure", for Kimi Räikkönen."""
    copy = copy_context.copy
    if high == len(copy.tokens) or copy.tokens[high].capital or copy.gap(high - 1) != " ":
        return False
    word = copy.folds[high]
    if word in FUNCTION | SPEECH | IRREGULAR_VERBS or word.endswith(_OF_NO_NOUN):
        return False
    if copy_context.lexicon.word(word) < UNCOMMON_WORD:
        return False
    return copy_context.story_cache.is_person(name) if " " in name else _is_surname(copy_context, name)


def _is_plural(copy_context: CopyContext, low: int, high: int, name: str) -> bool:
    """Whether the copy has a surname in the plural, an article before one word or one with hyphens: "the Starmmers"."""
    copy = copy_context.copy
    if not all(copy.is_hyphenated(at, at + 1) for at in range(low, high - 1)):
        return False
    first = low
    while first and copy.is_hyphenated(first - 1, first):
        first -= 1
    if first == 0 or " " in name:
        return False
    if copy.folds[first - 1] not in _BEFORE_PLURALS or copy.gap(first - 1) != " " or copy.has_capital_after(high):
        return False
    return _is_surname(copy_context, copy.text[copy.tokens[first].start : copy.tokens[low].start] + name)


def _is_surname(copy_context: CopyContext, name: str) -> bool:
    """Whether the sources have the name after a given name."""
    return any(map(copy_context.lexicon.given, words_before(copy_context.story, name, _MOST_PLACES)))
