"""Full names of which every word is slightly misspelt: "Kier Stammer", where a source or a list has Keir Starmer.

Each word alone could be many others, so that the ranker is not sure of any. Together they are near one full name only.
The suggestions are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel

from repair.core.types import Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import introduced_anew, is_introduced_as_another
from repair.pipeline.namesakes.genders import is_of_other_gender
from repair.pipeline.rules.full_names import FEWEST_WORDS, MOST_WORDS, full_names
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.vetoes.relative_vetoes import is_related_to_another
from repair.text.given_names import is_womans_form, may_be_womans_surname
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold, folded_words
from repair.text.phonetics import consonant_skeleton
from repair.text.spelling_keys import same_name

_NEAR = RuleReason(0.75, "near", "each word is a letter or two from {name}, and no other name is as near")
_RANKED = RuleReason(0.6, "near", "each word may be misspelt, and together they are near {name} only")
_FEWEST_LETTERS = 3  # of a word that is misspelt; shorter words resemble many
_MOST_EDITS = 2  # letters changed, lost, added, or exchanged with the next, in the whole name
_MOST_EDITS_RANKED = 4  # the same, where the ranker considers each word of the name too
_LEAST_RANKED = 0.3  # confidence (0-1) of the ranker in a word
_LEAST_SIMILAR = 0.5  # similarity in letters (0-1) of two words
_MARGIN = 1  # edits by which any other name must be farther
_COMMON = 3  # sum of the classes (1-3 each) of a given name and a surname that people bear together
_MOST_COMPARED = 300_000


class _Near(NamedTuple):
    """A name and its distance from a part of the copy, in edits; ``is_sure`` is False where only the ranker helps."""

    edits: int
    name: str
    is_sure: bool


def propose_misspelt_full_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each full name that is near one full name of the sources or lists in every word."""
    copy_context = context.copy_context
    windows = list(_windows(copy_context))
    if not windows:
        return
    names = full_names(copy_context)
    ranked = {
        (each.correction.low, fold(each.correction.replacement))
        for each in context.corrections
        if each.confidence >= _LEAST_RANKED
    }
    compared, end = 0, 0
    for low, high in windows:
        compared += len(names.get(high - low, {}))
        if low < end or compared > _MOST_COMPARED:
            continue
        near = _nearest(copy_context, (low, high), names.get(high - low, {}), ranked)
        if near is not None:
            end = high
            yield suggest_name(context, (_NEAR if near.is_sure else _RANKED).propose(low, high, near.name))


def _windows(copy_context: CopyContext) -> Iterator[tuple[int, int]]:
    """Yield the token ranges that may be a full name with two suspicious words, the longest first at each place."""
    copy, suspicious = copy_context.copy, copy_context.suspicious
    for run in copy.runs:
        if sum(suspicious[run.start : run.stop]) < 2:
            continue
        for low in run:
            for high in range(min(low + MOST_WORDS, run.stop), low + FEWEST_WORDS - 1, -1):
                if sum(suspicious[low:high]) >= 2 and suspicious[low] and suspicious[high - 1]:
                    yield low, high


def _nearest(
    copy_context: CopyContext,
    place: tuple[int, int],
    names: Mapping[str, list[str]],
    ranked: set[tuple[int, str]],
) -> _Near | None:
    """Return the one name that is near every word of a place; None where there is none or several."""
    low, high = place
    words = copy_context.copy.folds[low:high]
    if _is_name_of_many(words, copy_context.lexicon):
        return None
    near = sorted(
        each
        for name, parts in names.items()
        if (each := _compared(words, name, parts, {at for at in range(len(parts)) if (low + at, parts[at]) in ranked}))
    )
    if not near or same_name(copy_context.copy.surface(low, high), near[0].name):
        return None
    given_name, *_, surname = folded_words(near[0].name)
    is_told = bool(copy_context.story.sources) and not copy_context.is_beside_lists
    if is_told and (introduced_anew(copy_context, high) or is_introduced_as_another(copy_context, low, high)):
        return None  # lists say nothing of anybody
    if near[0].name in copy_context.copy.text and is_related_to_another(copy_context, low, high):
        return None
    if is_of_other_gender(copy_context, low, near[0].name) or (
        is_womans_form(words[0], given_name) and may_be_womans_surname(words[-1], surname)
    ):
        return None
    others = [other for other in near[1:] if not same_name(other.name, near[0].name)]
    return near[0] if not others or others[0].edits >= near[0].edits + _MARGIN else None


def _compared(words: list[str], name: str, parts: list[str], ranked: set[int]) -> _Near | None:
    """Return how near a name is to words of the copy; None where a word is another one, or only one differs."""
    edits, differing, are_ranked = 0, 0, True
    for at, (word, part) in enumerate(zip(words, parts, strict=True)):
        if word == part or same_name(word, part):
            continue
        distance = OSA.distance(word, part)
        differing += 1
        edits += distance
        are_ranked = are_ranked and at in ranked
        if not _is_misspelt(word, part, distance, at in ranked):
            return None
    if differing < 2 or edits > (_MOST_EDITS_RANKED if are_ranked else _MOST_EDITS):
        return None
    return _Near(edits, name, edits <= _MOST_EDITS)


def _is_misspelt(word: str, part: str, distance: int, is_ranked: bool) -> bool:
    """Whether a word differs little from a word of a name: by one edit, in its vowels, or as the ranker considers."""
    if min(len(word), len(part)) < _FEWEST_LETTERS or Indel.normalized_similarity(word, part) < _LEAST_SIMILAR:
        return False
    return is_ranked or distance == 1 or consonant_skeleton(word) == consonant_skeleton(part)


def _is_name_of_many(words: list[str], lexicon: Lexicon) -> bool:
    """Whether the words are a given name and a surname that many people bear, so that they may be right."""
    given, surname = lexicon.given(words[0]), lexicon.surname(words[-1])
    return bool(given and surname) and given + surname >= _COMMON
