"""Other spellings beside a corrected word: a name is not left half in the spelling of the copy.

Where a word of a full name is corrected, the others stay as they are if they count as known: as another spelling of the
source's word ("Radoslaw Sikorsky"), or because somebody else in the story is called so. The whole name then takes the
spelling of the sources, but for a given name in another usual spelling. The first syllable of a hyphenated given name
takes the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.dissent import is_typo_of_one_source
from repair.pipeline.name_origin import variant_in
from repair.pipeline.whole_names.half_names import MAX_OCCURRENCES
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.analysis import AnalyzedText
from repair.text.given_names import are_of_both_sexes
from repair.text.name_ngrams import NameNgram
from repair.text.normalize import fold
from repair.text.romanisation import is_spelling_variant
from repair.text.wordlists import HONORIFICS, TITLES

_NEAR = 0.8  # similarity of letters (0-1) from which a word is taken for that of the sources
_POSSESSIVES = ("'s", "’s")
_MOST_WORDS = 3  # on each side of a corrected word


def with_spelling_of_sources(copy_context: CopyContext, corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections; a full name has no word left that the sources spell a little otherwise beside the others.

    Such a correction is incomplete, so that it waits for a person. A spelling that the copy also has elsewhere is kept.
    """
    corrected = {at for correction in corrections for at in range(correction.low, correction.high)}
    results = []
    for correction in map(partial(_with_second_syllable, copy_context), corrections):
        whole = _whole_name(copy_context, correction, corrected)
        if whole is not None:
            low, high, text = whole
            correction = replace(correction, low=low, high=high, replacement=text, is_complete=False)
        results.append(correction)
    return results


def _with_second_syllable(copy_context: CopyContext, correction: NameCorrection) -> NameCorrection:
    """Return the correction with the rest of a given name of two syllables, of which it has the first: "Shiow-yen"."""
    copy, high, texts = copy_context.copy, correction.high, copy_context.story.texts
    if high < len(copy.tokens) and copy.is_hyphenated(high - 1, high):
        return correction
    names = set()
    for number, ngram in occurrences(copy_context.story, correction.replacement, MAX_OCCURRENCES):
        text, second = texts[number], ngram.high
        is_first = second < len(text.tokens) and text.is_hyphenated(second - 1, second)
        if not is_first or text.tokens[second].capital or copy.folds[high : high + 1] == [text.folds[second]]:
            return correction
        names.add(text.surface(ngram.low, second + 1))
    return replace(correction, replacement=min(names), is_complete=False) if len(names) == 1 else correction


def _whole_name(copy_context: CopyContext, correction: NameCorrection, corrected: set[int]) -> NameNgram | None:
    """Return the range of the full name in the copy, and the only name of the sources that differs a little from it.

    None where there is no such name, or the sources have the words beside the correction as the copy has them.
    """
    copy, low, high = copy_context.copy, correction.low, correction.high
    if not _is_name_word(copy, low, -1) and not _is_name_word(copy, high - 1, 1):
        return None
    if variant_in(copy_context, copy.surface(low, high), correction.replacement):
        return None  # nothing is garbled
    found: dict[str, tuple[NameNgram, list[int]]] = {}
    same: set[int] = set()
    for number, ngram in occurrences(copy_context.story, correction.replacement, MAX_OCCURRENCES):
        text = copy_context.story.texts[number]
        before = _beside(copy_context, (low, ngram.low), text, -1)
        after = _beside(copy_context, (high - 1, ngram.high - 1), text, 1)
        same.update(before.same, after.same)
        differing = [*before.differing, *after.differing]
        if not differing:
            continue
        first, stop = min(low, *differing), max(high - 1, *differing) + 1
        if any(at in corrected for at in (*range(first, low), *range(high, stop))):
            continue
        name = text.surface(ngram.low + first - low, ngram.high + stop - high)
        found.setdefault(fold(name), (NameNgram(first, stop, name), differing))
    if len(found) != 1:
        return None
    ((whole, differing),) = found.values()
    is_kept = any(at in same or not _is_only_here(copy_context, at, whole) for at in differing)
    return None if is_kept else whole


class _Beside(NamedTuple):
    """The numbers of the words beside a name that the copy has as a source, and of those that differ a little."""

    same: list[int]
    differing: list[int]


def _beside(copy_context: CopyContext, places: tuple[int, int], text: AnalyzedText, step: int) -> _Beside:
    """Return the words beside a name in one direction (``step``), as long as copy and source have nearly the same."""
    copy, (at, other) = copy_context.copy, places
    same: list[int] = []
    differing: list[int] = []
    for _ in range(_MOST_WORDS):
        if not (_is_name_word(copy, at, step) and _is_name_word(text, other, step)):
            break
        at, other = at + step, other + step
        if copy.folds[at] == text.folds[other]:
            same.append(at)
        elif _is_near(copy_context, copy.folds[at], text.folds[other]):
            differing.append(at)
        else:
            break
    return _Beside(same, differing)


def _is_name_word(text: AnalyzedText, at: int, step: int) -> bool:
    """Whether the next word in a direction may belong to the same name."""
    beside = at + step
    if not 0 <= beside < len(text.tokens) or not text.tokens[beside].capital:
        return False
    if text.text.startswith(_POSSESSIVES, text.tokens[beside].end):
        return False  # "Viðar's" may be a part of "Viðarsdóttir"
    return text.joinable(min(at, beside), max(at, beside))


def _is_near(copy_context: CopyContext, word: str, other: str) -> bool:
    """Whether two folded words are nearly the same, or two spellings of one.

    A given name in another usual spelling is right, and so are a man's and a woman's name, and titles.
    """
    if are_of_both_sexes(word, other) or word in HONORIFICS | TITLES:
        return False
    is_variant = is_spelling_variant(word, other) is not None
    if is_variant and copy_context.lexicon.given(word):
        return False
    return is_variant or similarity(word, other) >= _NEAR


def _is_only_here(copy_context: CopyContext, at: int, whole: NameNgram) -> bool:
    """Whether the copy has a word nowhere but in a name."""
    return all(
        whole.low <= place < whole.high for place in copy_context.copy.places.get(copy_context.copy.folds[at], ())
    )


def without_typos_of_sources(copy_context: CopyContext, corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections, except those to a spelling that is probably the typing error of one source."""
    return [
        correction
        for correction in corrections
        if not any(is_typo_of_one_source(copy_context, *piece.folded) for piece in correction.pieces)
    ]
