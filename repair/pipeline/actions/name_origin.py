"""Whether a name is romanised, by the peoples and countries beside it in the copy and the sources.

A name of a language in another script has several accepted spellings; one of a language in Latin letters has one, so
that a difference is a slip ("Kristerson"). The letters of the name are evidence too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_WORD, LARGE_CITY, Lexicon
from repair.text.nicknames import SHORT_FORMS
from repair.text.normalize import fold
from repair.text.romanisation_schemes import SCHEMES
from repair.text.spelling_keys import slavic
from repair.text.wordlists import LATIN_PEOPLES

_BEFORE, _AFTER = 6, 4  # words beside a name that may say where its bearer is from
_MOST_PLACES = 8  # of a name in the sources that are examined
_WHEREABOUTS = frozenset("in to into from at near through via".split())  # a place after these is not an origin
_ENOUGH_MARKERS = 3  # of one language in the sources, where nothing beside the name says more
# Letters that only a romanisation writes.
_ROMANISED = re.compile(r"kh|zh|dh|gh[aeiou]|yev|y[yi]\b|iy\b|\bq(?!u)|\bal-")


def is_romanised(copy_context: CopyContext, place: tuple[int, int], name: str, *, core: str = "") -> bool | None:
    """Return whether a name is written in another script in its own language; None if nothing shows it.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range of the name in the copy.
        name: The name of the sources.
        core: The part of it that is looked up in the sources; all of it by default.
    """
    found = [origin for origin in _origins_beside(copy_context, place, core or name) if origin is not None]
    if found:
        return sum(found) * 2 > len(found)
    if slavic(copy_context.copy.surface(*place)) or slavic(name) or _ROMANISED.search(name.lower()):
        return True
    words, markers = copy_context.story.words, copy_context.story.markers
    hits = max(len(scheme.markers & markers) for scheme in SCHEMES)
    latin = sum(word in words for word in LATIN_PEOPLES)
    return True if hits >= _ENOUGH_MARKERS and hits > latin else None


def is_english_name(form: str, name: str) -> bool:
    """Return whether two spellings differ in English given names alone, or the name is English words of any kind.

    >>> is_english_name("Natalie Haddad", "Nathalie Haddad"), is_english_name("Cristal Palace", "Crystal Palace")
    (True, True)
    >>> is_english_name("Shmygal", "Shmyhal"), is_english_name("Natalie Hadad", "Nathalie Haddad")
    (False, False)
    """
    words, others = fold(form).split(), fold(name).split()
    pairs = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    if len(words) != len(others) or not pairs:
        return False
    if all(not SHORT_FORMS.keys().isdisjoint(pair) for pair in pairs):
        return True
    lexicon = Lexicon.load()
    return len(others) > 1 and all(lexicon.word(word) >= COMMON_WORD for word in others)


def _origins_beside(copy_context: CopyContext, place: tuple[int, int], name: str) -> Iterator[bool | None]:
    """Yield what the words beside each place of the name say: romanised, in Latin letters, or nothing."""
    lexicon, story = copy_context.lexicon, copy_context.story
    yield _origin(copy_context.copy, *place, lexicon)
    for number, ngram in occurrences(story, name, _MOST_PLACES):
        yield _origin(story.texts[number], ngram.low, ngram.high, lexicon)


def _origin(text: AnalyzedText, low: int, high: int, lexicon: Lexicon) -> bool | None:
    """Return whether the nearest people or country in the sentence has a language in another script."""
    sentence = text.sentences[text.sentence_of[low]]
    places: list[tuple[int, int]] = []
    distance = 1
    for number in range(low - 1, max(sentence.start, low - _BEFORE) - 1, -1):
        places.append((distance, number))
        distance += not text.tokens[number].capital  # "Turkish President Tayyip Erdogan" has all words together
    # A name that follows is another person's.
    following = range(high, min(sentence.stop, high + _AFTER))
    places += [(number - high + 1, number) for number in following if _is_nation(text.folds[number], lexicon)]
    for _, number in sorted(places):
        word = text.folds[number]
        if number > sentence.start and text.folds[number - 1] in _WHEREABOUTS:
            continue
        if word in LATIN_PEOPLES or _is_us(text, number):
            return False
        if word in _other_scripts():
            return True
    return None


def _is_nation(word: str, lexicon: Lexicon) -> bool:
    """Return whether a word is a people, a country or a large town."""
    return lexicon.demonym(word) or lexicon.place(word) >= LARGE_CITY


def _is_us(text: AnalyzedText, number: int) -> bool:
    """Return whether two words are the abbreviation "U.S."."""
    return text.folds[number] == "s" and number > 0 and text.folds[number - 1] == "u" and text.gap(number - 1) == "."


@lru_cache(maxsize=1)
def _other_scripts() -> frozenset[str]:
    """Return the words that show a text to be about speakers of a language in another script."""
    return frozenset(marker for scheme in SCHEMES for marker in scheme.markers) - LATIN_PEOPLES
