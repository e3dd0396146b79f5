"""Language markers: the words of a text that show in which script the language of a name is written.

They are peoples, countries and capitals ("Sudanese"), and names of people ("Ahmed"). A marker bears on a name only
where it stands near: in the sentence of the name; for a person, in the same text; for any name, in a text that is
mostly about speakers of that language. Names of people count within the same name alone: "Ahmed" shows nothing of
Claudia Nemat, whom he met. A country that is a person's name where it stands ("Jordan Bardella") is no marker, and a
list of names says nothing of its other names.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from repair.core.computed_once import computed_once
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_NAME, LARGE_CITY, RARE_WORD, Lexicon
from repair.text.normalize import folded_words
from repair.text.romanisation_schemes import SCHEMES, marker_counts, schemes_of
from repair.text.wordlists import (
    BEFORE_PEOPLE,
    LATIN_PEOPLES,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    TITLE_MODIFIERS,
)

MOSTLY = 3  # markers of one language, and more than of Latin letters: the text is mostly about its speakers
_MOST_PLACES = 8  # of a name in one text that are examined
_MOST_WORDS = 6  # before and after a name that may belong to it
_NO_SURNAMES = BEFORE_PEOPLE | TITLE_MODIFIERS | ORGANISATION_WORDS | PLACE_WORDS


def markers_beside(text: AnalyzedText, name: str, *, is_list: bool) -> frozenset[str]:
    """Return the markers of a text that bear on a name, of languages in another script and in Latin letters.

    Args:
        text: A copy or a source.
        name: The name as the text spells it, in any case.
        is_list: Whether the text is a list of names.

    Returns:
        Folded words, among them those of `LATIN_PEOPLES`; empty where the text lacks the name.
    """
    words = folded_words(name)
    found: set[str] = set()
    has_name = is_person = False
    places = _marker_places(text)
    for low in text.places.get(words[0], ())[:_MOST_PLACES] if words else ():
        high = low + len(words)
        if text.folds[low:high] != words:
            continue
        has_name = True
        first, last = _whole_name(text, low, high)
        found.update(_names_of_people().intersection(text.folds[first:last]))
        sentence = range(first, last) if is_list else text.sentences[text.sentence_of[low]]
        inside = slice(bisect_left(places, sentence.start), bisect_left(places, sentence.stop))
        found.update(text.folds[at] for at in places[inside])
        is_person = is_person or _is_person(text, first, low, high)
    if has_name and not is_list:
        everywhere = frozenset(text.folds[at] for at in places)
        found |= everywhere if is_person else _of_main_language(everywhere)
    return frozenset(found)


def is_marker(text: AnalyzedText, at: int) -> bool:
    """Return whether the word at a token is a people, a country or a capital, and not a person's name."""
    places = _marker_places(text)
    return places[(first := bisect_left(places, at)) : first + 1] == [at]


def _of_main_language(markers: frozenset[str]) -> frozenset[str]:
    """Return those of the markers of a whole text that are of a language which the text is mostly about."""
    latin = len(markers & LATIN_PEOPLES)
    main = {scheme for scheme, count in marker_counts(markers).items() if count >= MOSTLY and count > latin}
    return frozenset(marker for marker in markers if not main.isdisjoint(schemes_of(marker)))


def _whole_name(text: AnalyzedText, low: int, high: int) -> tuple[int, int]:
    """Return the token range of the capitalised words around a part of a name, the nearest of very many."""
    first, last = low, high
    while low - first < _MOST_WORDS and first and text.tokens[first - 1].capital and text.joinable(first - 1, first):
        first -= 1
    while (
        last - high < _MOST_WORDS
        and last < len(text.tokens)
        and text.tokens[last].capital
        and text.joinable(last - 1, last)
    ):
        last += 1
    return first, last


def _is_person(text: AnalyzedText, first: int, low: int, high: int) -> bool:
    """Return whether a name is a person's: a given name or a title is before it or in it, or many have the surname."""
    lexicon = Lexicon.load()
    before = text.folds[max(0, first - 1) : high - 1]
    if any(word in BEFORE_PEOPLE or lexicon.given(word) >= COMMON_NAME for word in before):
        return True
    surname = text.folds[high - 1]
    return lexicon.surname(surname) >= COMMON_NAME and not lexicon.place(surname) and low + 1 == high


@computed_once
def _marker_places(text: AnalyzedText) -> list[int]:
    """Return the token numbers, ascending, of the peoples, countries and capitals of a text, found once."""
    markers = (text.markers - _names_of_people()) | (LATIN_PEOPLES & text.places.keys())
    places = (at for marker in markers for at in text.places[marker] if text.tokens[at].capital)
    return sorted(at for at in places if not _is_name_of_person(text, at))


def _is_name_of_person(text: AnalyzedText, at: int) -> bool:
    """Return whether a country is a person's given name or surname where it stands: "Chad Wolf", "Michael Jordan"."""
    lexicon, word = Lexicon.load(), text.folds[at]
    following = at + 1
    if lexicon.given(word) and following < len(text.tokens) and _are_of_one_name(text, at, following):
        surname = text.folds[following]
        is_surname = lexicon.surname(surname) >= COMMON_NAME or not lexicon.word(surname)
        is_place = lexicon.place(f"{word} {surname}") >= LARGE_CITY or lexicon.place(surname) >= LARGE_CITY
        if is_surname and surname not in _NO_SURNAMES and not is_place and not lexicon.demonym(surname):
            return True
    if lexicon.surname(word) and at and _are_of_one_name(text, at - 1, at):
        given_name = text.folds[at - 1]
        return lexicon.given(given_name) >= COMMON_NAME and lexicon.word(given_name) <= RARE_WORD
    return False


def _are_of_one_name(text: AnalyzedText, left: int, right: int) -> bool:
    """Return whether two neighbouring tokens may be a given name and a surname."""
    both = text.tokens[left].capital and text.tokens[right].capital
    return both and text.joinable(left, right) and not text.is_hyphenated(left, right)


@lru_cache(maxsize=1)
def _names_of_people() -> frozenset[str]:
    """Return the markers of all schemes that are names of people."""
    return frozenset(name for scheme in SCHEMES for name in scheme.names)
