"""The origin of names: whether a name is romanised, and whether two spellings of it are romanisations of one.

A name of a language in another script has several accepted spellings; one of a language in Latin letters has one, so
that a difference is a slip ("Kristerson"). The words around the name in the copy and the sources show the language, as
far as they bear on it (see `repair.text.language_markers`); the letters of the name are evidence too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from repair.core.computed_once import computed_once
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import SourceStory, StoryContext
from repair.pipeline.whole_names.bare_lists import is_bare_list
from repair.text.analysis import AnalyzedText
from repair.text.language_markers import MOSTLY, is_marker, markers_beside
from repair.text.lexicon import COMMON_WORD, LARGE_CITY, Lexicon
from repair.text.nicknames import SHORT_FORMS
from repair.text.normalize import fold
from repair.text.romanisation import Variant, is_spelling_variant
from repair.text.romanisation_schemes import marker_counts
from repair.text.spelling_keys import slavic
from repair.text.wordlists import LATIN_PEOPLES

_BEFORE, _AFTER = 6, 4  # words beside a name that may say where its bearer is from
_MOST_PLACES = 8  # of a name in the sources that are examined
_WHEREABOUTS = frozenset("in to into from at near through via".split())  # a place after these is not an origin
# Letters that only a romanisation writes.
_ROMANISED = re.compile(r"kh|zh|dh|gh[aeiou]|yev|y[yi]\b|iy\b|\bq(?!u)|\bal-")


def variant_in(copy_context: CopyContext, form: str, name: str) -> Variant | None:
    """Return the romanisation scheme that explains how a form of the copy differs from a name; None if none does.

    Args:
        copy_context: The copy and its story; what they say beside the form and the name shows its language.
        form: A name or a word of the copy, in any case.
        name: A name or a word of the sources, in any case.
    """
    return is_spelling_variant(form, name, markers=_markers(copy_context, fold(form), fold(name)))


def may_be_romanised(copy_context: CopyContext, place: tuple[int, int], name: str) -> bool:
    """Return whether some language of the story explains how a form differs from a name, though it is not beside them.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range of the form in the copy.
        name: The name of the sources.
    """
    form = copy_context.copy.surface(*place)
    return is_spelling_variant(form, name, markers=copy_context.story.markers) is not None


def variant_among_sources(story: SourceStory, form: str, name: str) -> Variant | None:
    """Return the scheme that explains how two spellings of the sources differ; None if none does.

    Args:
        story: The sources.
        form: A word of one source, folded.
        name: A word of others, folded.
    """
    return is_spelling_variant(form, name, markers=_markers_in_sources(story, form) | _markers_in_sources(story, name))


@computed_once
def _markers(copy_context: CopyContext, form: str, name: str) -> frozenset[str]:
    """Return the markers that bear on a form of the copy, or on the name of the sources that it may stand for."""
    copy = copy_context.copy
    beside = markers_beside(copy, form, is_list=is_bare_list(copy))
    return beside | _markers_in_sources(copy_context.story, name)


def _markers_in_sources(story: SourceStory, name: str) -> frozenset[str]:
    """Return the markers that bear on a folded name in the sources; computed once for all copies of a story."""
    found: frozenset[str] = frozenset()
    for context in story.context.layers:
        of_context = _markers_in(context)
        markers = of_context.get(name)
        if markers is None:
            beside = (markers_beside(text, name, is_list=is_bare_list(text)) for text in context.added_texts)
            markers = frozenset().union(*beside)
            if markers:  # names that the story lacks would let the cache grow with every copy
                of_context[name] = markers
        found |= markers
    return found


@computed_once
def _markers_in(context: StoryContext) -> dict[str, frozenset[str]]:
    """Return the markers found so far for the names of a story."""
    return {}


def is_romanised(copy_context: CopyContext, place: tuple[int, int], name: str, *, core: str = "") -> bool | None:
    """Return whether a name is written in another script in its own language.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range of the name in the copy.
        name: The name of the sources.
        core: The part of it that is looked up in the sources; all of it by default.

    Returns:
        True if most peoples and countries right beside it, its letters, or several further markers say so; False if
        most of those right beside it have languages in Latin letters; None if nothing shows it.
    """
    is_beside_romanised = origin_beside(copy_context, place, core or name)
    if is_beside_romanised is not None:
        return is_beside_romanised
    if slavic(copy_context.copy.surface(*place)) or slavic(name) or _ROMANISED.search(name.lower()):
        return True
    markers = _markers(copy_context, fold(copy_context.copy.surface(*place)), fold(core or name))
    most = max(marker_counts(markers).values(), default=0)
    return True if most >= MOSTLY and most > len(markers & LATIN_PEOPLES) else None


def origin_beside(copy_context: CopyContext, place: tuple[int, int], name: str) -> bool | None:
    """Return whether most peoples and countries right beside a name have languages in other scripts; None without any.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range of the name in the copy.
        name: The name of the sources.
    """
    found = [origin for origin in _origins_beside(copy_context, place, name) if origin is not None]
    return sum(found) * 2 > len(found) if found else None


def is_english_name(form: str, name: str) -> bool:
    """Return whether two spellings differ in English given names or peoples alone, or the name is English words.

    >>> is_english_name("Natalie Haddad", "Nathalie Haddad"), is_english_name("Cristal Palace", "Crystal Palace")
    (True, True)
    >>> is_english_name("Izraeli", "Israeli"), is_english_name("Uighur", "Uyghur")
    (True, False)
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
    if all(lexicon.demonym(other) and not lexicon.knows(word) for word, other in pairs):
        return True
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
        if _is_us(text, number):
            return False
        if is_marker(text, number):
            return word not in LATIN_PEOPLES
    return None


def _is_nation(word: str, lexicon: Lexicon) -> bool:
    """Return whether a word is a people, a country or a large town."""
    return lexicon.demonym(word) or lexicon.place(word) >= LARGE_CITY


def _is_us(text: AnalyzedText, number: int) -> bool:
    """Return whether two words are the abbreviation "U.S."."""
    return text.folds[number] == "s" and number > 0 and text.folds[number - 1] == "u" and text.gap(number - 1) == "."
