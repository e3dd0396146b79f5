"""The words of names in a scanned print: which words of the sources the misread words of the copy may be.

A word is compared with the capitalised words of the sources by the shapes of its letters. Names of several words are
handled in ``scanned_names``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein, Prefix

from repair.pipeline.detection import CopyContext
from repair.text.letter_shapes import ONE_SHAPE, possible_originals, shape_distance
from repair.text.lexicon import COUNTRY, LARGE_CITY, UNCOMMON_WORD, Lexicon
from repair.text.normalize import fold
from repair.text.tokens import Token
from repair.text.wordlists import DEMONYMS, FUNCTION, MONTHS, WEEKDAYS

_FEWEST_LETTERS = 3  # of a word that is compared
_LONGEST = 40  # code points of a word that is compared
_MARGIN = 0.5  # misread letters by which the nearest word must be nearer than any other
_NEAREST = 8  # words with the fewest different letters, which are compared by shape
_MOST_COMPARED = 2_000_000  # words of the copy times words of the sources; the words after that are left out
_FARTHEST = 0.5  # misread letters per letter of a word of the sources
_FEWEST_LETTERS_WELL_KNOWN = 5  # of a country or capital that no source need have
_PEOPLES_AND_DATES = WEEKDAYS | MONTHS | DEMONYMS


class Misreading(NamedTuple):
    """A word of the copy and the word of the sources that it may be a misreading of.

    ``distance`` is in misread letters; ``share`` is the same, divided by the letters of the name (0-1). ``in_sources``
    is False for a people, country, day or month that the sources lack.
    """

    number: int
    name: str
    distance: float
    share: float
    in_sources: bool = True


class SourceWords:
    """The capitalised words of the sources of a story, and the nearest of them to a misread word."""

    def __init__(self, copy_context: CopyContext) -> None:
        self._names = list(_capitalised(copy_context))
        self._lower = [name.lower() for name in self._names]
        self._lexicon = copy_context.lexicon
        self._cached: dict[str, tuple[str, float] | None] = {}
        self._most = _MOST_COMPARED // max(1, len(self._names))

    def nearest(self, text: str) -> tuple[str, float] | None:
        """Return the word nearest to a word of the copy and its distance; None if there is none or several."""
        if text not in self._cached:
            if len(self._cached) >= self._most:
                return None
            self._cached[text] = self._nearest(text)
        return self._cached[text]

    def _nearest(self, text: str) -> tuple[str, float] | None:
        most = max(2, len(text) // 2)
        matches = process.extract(
            text.lower(), self._lower, scorer=Levenshtein.distance, limit=_NEAREST, score_cutoff=most
        )
        ranked = sorted((shape_distance(self._names[at], text), self._names[at]) for _, _, at in matches)
        if not ranked:
            return None
        distance, name = ranked[0]
        others = [each for each, other in ranked if fold(other) != fold(name)]
        if others and others[0] < distance + _MARGIN:
            return None
        return name, distance


def misreadings(copy_context: CopyContext, words: SourceWords) -> Iterator[Misreading]:
    """Yield the words of a scanned copy that are no words, with the nearest word of the sources.

    Where the sources have no such word, a people, country, day or month is tried.
    """
    lexicon = copy_context.lexicon
    for number, token in enumerate(copy_context.copy.tokens):
        if not _may_be_misread(copy_context, number, token):
            continue
        nearest = words.nearest(token.text)
        if nearest is not None and nearest[1] <= _FARTHEST * len(nearest[0]):
            name, distance = nearest
            is_name = token.capital or _is_only_a_name(name, lexicon)
            if is_name and not _is_other_ending(token.fold, fold(name), distance):
                yield Misreading(number, name, distance, distance / len(name))
        elif (well_known := _well_known(token.text, lexicon)) is not None:
            yield Misreading(number, well_known, ONE_SHAPE, ONE_SHAPE / len(well_known), in_sources=False)


def _well_known(text: str, lexicon: Lexicon) -> str | None:
    """Return the only people, day or month that differs from a word in one shape; None if there is none or several.

    A country is tried where its first letter is misread for a small one ("dapan"): people have names like Malawi.
    """
    if len(text) < _FEWEST_LETTERS_WELL_KNOWN:
        return None
    names = {original for original in possible_originals(text) if _is_well_known(original, text, lexicon)}
    if len({fold(name) for name in names}) != 1:
        return None
    name = min(names)
    return name.upper() if text.isupper() else name.capitalize()


def _is_well_known(name: str, text: str, lexicon: Lexicon) -> bool:
    word = fold(name)
    if not text[0].islower():
        return word in _PEOPLES_AND_DATES
    return text.isascii() and word[0] != text[0] and (word in _PEOPLES_AND_DATES or lexicon.place(word) >= COUNTRY)


def _may_be_misread(copy_context: CopyContext, number: int, token: Token) -> bool:
    """Whether a word is neither English nor in a source, and may be a name."""
    if not _FEWEST_LETTERS <= len(token.text) <= _LONGEST or token.text.isdigit():
        return False
    if copy_context.story.words.get(token.fold) or (token.capital and not copy_context.suspicious[number]):
        return False
    if not token.capital and copy_context.is_english is False:
        return False  # an ordinary word, damaged or of another language
    return not copy_context.lexicon.word(token.fold)


def _capitalised(copy_context: CopyContext) -> Iterator[str]:
    """Yield the words that the sources have with a capital, each once, without ordinary words at sentence starts."""
    seen: set[str] = set()
    for analysis in copy_context.story.sources:
        for number in analysis.capital_at:
            token = analysis.tokens[number]
            if token.text in seen or len(token.text) < _FEWEST_LETTERS or token.fold in FUNCTION:
                continue
            is_ordinary = copy_context.lexicon.word(token.fold) >= UNCOMMON_WORD
            if not (token.first and is_ordinary and not copy_context.listed(token.text)):
                seen.add(token.text)
                yield token.text


def _is_only_a_name(name: str, lexicon: Lexicon) -> bool:
    """Whether a word always has a capital; "river" is misread "tiver" in lower case."""
    word = fold(name)
    return not lexicon.word(word) or lexicon.place(word) >= LARGE_CITY or lexicon.demonym(word)


def is_other_word(text: str, name: str, lexicon: Lexicon) -> bool:
    """Return whether a word differs in one shape from a word or name that is not ``name``: "Ceatral" is no General."""
    originals = {fold(original) for original in possible_originals(text)} - {fold(name)}
    return any(lexicon.word(word) >= UNCOMMON_WORD or lexicon.place(word) >= LARGE_CITY for word in originals)


def _is_other_ending(word: str, name: str, distance: float) -> bool:
    """Whether two words differ in their ending and not in a shape: "Adamovy" is a form of Adamov."""
    shorter = min(len(word), len(name))
    return distance > ONE_SHAPE and Prefix.similarity(word, name) >= shorter - 1
