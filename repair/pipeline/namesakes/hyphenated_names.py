"""Hyphenated names: a given name of two syllables or words is one unit, of which no part is changed alone.

"Tae-yul" is not half right because the sources have a "Hyun-yul", and no source need have the name that a change of one
syllable makes. ``certain_namesakes`` asks about corrections, ``rules.registry`` about what the rules propose.
"""

from __future__ import annotations

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.text.analysis import AnalyzedText
from repair.text.given_names import near_spelling
from repair.text.normalize import fold
from repair.text.romanisation import is_spelling_variant
from repair.text.romanisation_schemes import EVERY_MARKER
from repair.text.spelling_keys import in_one_style
from repair.text.wordlists import PLACE_ENDS, PLACE_UNITS, PREFIXES

_UNLIKE = 0.5  # similarity of letters (0-1) up to which two syllables are different ones
_MOST_PLACES = 24  # of a name in the sources that are examined
# Words that a scan or a slip joins to a name; none is a syllable of a name, as shorter ones are ("Jae-in").
_JOINED_WORDS = frozenset("and for from has the was who with".split())
_MOST_PARTS = 4  # parts of a name before or after those that are replaced
_OF_PLACES = PLACE_ENDS | PLACE_UNITS


def breaks_a_hyphenated_name(copy_context: CopyContext, place: tuple[int, int], replacement: str) -> bool:
    """Return whether a replacement mixes the parts of two hyphenated names, or is unlike in one part.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range that is replaced.
        replacement: What replaces it.
    """
    copy = copy_context.copy
    low, high = _start(copy, place[0]), _end(copy, place[1])
    before = copy.text[copy.tokens[low].start : copy.tokens[place[0]].start]
    after = copy.text[copy.tokens[place[1] - 1].end : copy.tokens[high - 1].end]
    result = before + replacement + after
    if _is_place(copy_context, high) or not copy.tokens[low].capital or copy.folds[low] in PREFIXES:
        return False  # "pro-Rutte"
    if _has_another_part(copy_context, copy.surface(low, high), result):
        return True
    outside = [*range(low, place[0]), *range(place[1], high)]
    if not outside:
        is_compound = "-" in copy.surface(low, high) or _is_surname(copy_context, high - 1)
        return is_compound and _is_always_part(copy_context, replacement)
    if not all(copy_context.lexicon.has_bearers(copy.folds[at]) for at in outside):
        return False
    if any(copy.tokens[at].text in _JOINED_WORDS for at in outside):
        return False  # "Oslo-and its neighbours"
    return not occurrences(copy_context.story, result, 1)


def _is_surname(copy_context: CopyContext, at: int) -> bool:
    """Return whether a word that people have as a name follows a given name: "Wladyslaw Kosinski"."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    follows = at > 0 and copy.joinable(at - 1, at) and lexicon.given(copy.folds[at - 1]) > 0
    return follows and lexicon.has_bearers(copy.folds[at])


def _start(text: AnalyzedText, low: int) -> int:
    """Return the first token of the parts that hyphens join to token ``low``, the nearest of very many."""
    first = low
    while first and low - first < _MOST_PARTS and text.is_hyphenated(first - 1, first):
        first -= 1
    return first


def _end(text: AnalyzedText, high: int) -> int:
    """Return the token after the parts that hyphens join to token ``high - 1``, the nearest of very many."""
    last = high
    while last < len(text.tokens) and last - high < _MOST_PARTS and text.is_hyphenated(last - 1, last):
        last += 1
    return last


def _is_place(copy_context: CopyContext, high: int) -> bool:
    """Return whether the hyphenated name that ends before token ``high`` is an address: "Arai-cho", "Gyeonggi-do".

    After a surname, such a part is a syllable of a given name: "Noh Hyun-dong".
    """
    copy, lexicon = copy_context.copy, copy_context.lexicon
    if copy.folds[high - 1] not in _OF_PLACES:
        return False
    low = _start(copy, high - 1)
    if low == high - 1 or not copy.has_capital_before(low):
        return low < high - 1
    word = copy.folds[low - 1]
    return lexicon.surname(word) <= max(lexicon.place(word), lexicon.word(word))


def _is_always_part(copy_context: CopyContext, name: str) -> bool:
    """Return whether every source that has a name has it as a part of one with a hyphen."""
    places = occurrences(copy_context.story, name, _MOST_PLACES)
    return bool(places) and all(
        _is_part(copy_context.story.texts[number], ngram.low, ngram.high) for number, ngram in places
    )


def _is_part(text: AnalyzedText, low: int, high: int) -> bool:
    """Return whether a hyphen joins the tokens ``[low, high)`` to the word before or after them."""
    return _start(text, low) < low or _end(text, high) > high


def _has_another_part(copy_context: CopyContext, name: str, other_name: str) -> bool:
    """Return whether a part of a hyphenated name is unlike that of the sources, and people have both.

    Jean-Luc is not Jean-Marc, nor is Cho Tae-yul Cho Hyun-yul.
    """
    words, others = name.split(), other_name.split()
    if len(words) != len(others):
        return False
    for word, other in zip(words, others, strict=True):
        parts, other_parts = word.split("-"), other.split("-")
        if len(parts) == len(other_parts) > 1 and any(
            _are_different(copy_context, *pair) for pair in zip(parts, other_parts, strict=True)
        ):
            return True
    return False


def _are_different(copy_context: CopyContext, part: str, other: str) -> bool:
    """Return whether two parts of hyphenated names are names that neither sound alike nor spell the same sounds."""
    form, name = fold(part), fold(other)
    if similarity(form, name) > _UNLIKE or near_spelling(form, name) or in_one_style(form) == in_one_style(name):
        return False
    if not (copy_context.lexicon.has_bearers(form) and copy_context.lexicon.has_bearers(name)):
        return False
    return is_spelling_variant(part, other, markers=EVERY_MARKER) is None
