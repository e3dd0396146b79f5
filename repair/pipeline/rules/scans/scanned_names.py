"""Misread names in scanned prints: "Seehoter", "Northem", "dapan", where the sources have Seehofer, Northern, Japan.

A word that is no word is suggested to be the word of the sources whose letters have the most similar shapes. Copy that
shows no signs of a scan is left alone, since people seldom write letters of a similar shape for each other, and so is
copy in another language, whose words are no English words. The suggestions are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from repair.core.types import Suggestion
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.rules.scans.scanned_accents import propose_accents
from repair.pipeline.rules.scans.scanned_whole_names import whole_names
from repair.pipeline.rules.scans.scanned_words import Misreading, SourceWords, is_other_word, misreadings
from repair.text.normalize import fold

# In scanned stories 86 names are suggested that the ranker does not propose: 44 are labelled right, and 37 more read
# right but are not labelled. The confidences are those of the labels, which understate them.
SAME_SHAPES = RuleReason(0.63, "shapes", "letters of similar shapes were taken for each other; the sources have {name}")
_SIMILAR_SHAPES = SAME_SHAPES._replace(confidence=0.61)
_FAR = SAME_SHAPES._replace(confidence=0.56)
_WELL_KNOWN = RuleReason(0.6, "shapes", "letters of similar shapes were taken for each other in {name}")
# Misread letters per letter of the name. Up to the first share, a name is certainly meant; up to the second, where
# every letter was taken for one of a similar shape, or the print is damaged.
SAME, _SIMILAR, _SIMILAR_ACRONYM = 0.11, 0.18, 0.2
ONE_LETTER = 1.0  # misread letters: one that was taken for a letter of another shape, lost, or added
# In damaged prints words are suggested that are farther from the name: the share of misspelt words, and the share of
# misread letters.
DAMAGED, _FARTHEST = 0.1, 0.26
_BADLY_DAMAGED, _FARTHEST_BADLY_DAMAGED = 0.15, 0.3
_ALSO_RANKED = 0.36  # misread letters per letter of a name that the ranker proposes too
_LEAST_RANKED = 0.2  # confidence of the ranker
_SHORT = 4  # letters of a word that resembles many others; only acronyms have fewer


def propose_scanned_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each misread word of a scanned print that the sources have as a name."""
    if not context.copy_context.has_misread_letters:
        return
    ranked = {
        (each.correction.low, each.correction.high, each.correction.replacement)
        for each in context.corrections
        if each.confidence >= _LEAST_RANKED
    }
    words = SourceWords(context.copy_context)
    for whole in whole_names(context.copy_context, words):
        reason = SAME_SHAPES if whole.share <= SAME else _SIMILAR_SHAPES if whole.share <= _SIMILAR else _FAR
        yield suggest_name(context, reason.propose(whole.low, whole.high, whole.name))
    for misreading in misreadings(context.copy_context, words):
        at = misreading.number
        reason_of_word = _reason(context, misreading, (at, at + 1, misreading.name) in ranked)
        if reason_of_word is not None:
            yield suggest_name(context, reason_of_word.propose(at, at + 1, misreading.name))
    yield from propose_accents(context)


def _reason(context: RuleContext, misreading: Misreading, is_ranked: bool) -> RuleReason | None:
    """Return the reason to propose a name for a misread word; None where it is too far from the name."""
    copy_context, share = context.copy_context, misreading.share
    token, lexicon = copy_context.copy.tokens[misreading.number], copy_context.lexicon
    if len(token.text) < _SHORT and not _are_similar_acronyms(token.text, misreading):
        return None
    if not misreading.in_sources:
        return _WELL_KNOWN
    if token.text[0].isupper() and lexicon.knows(token.fold):  # it may be another name
        return _SIMILAR_SHAPES if is_ranked and share <= SAME else None
    if share <= SAME:
        return SAME_SHAPES
    if is_ranked:
        return _SIMILAR_SHAPES if share <= _ALSO_RANKED else None
    is_in_copy = bool(copy_context.copy.places.get(fold(misreading.name)))
    if not is_in_copy and is_other_word(token.text, misreading.name, lexicon):
        return None
    damage = copy_context.misspelt_share
    if share <= _SIMILAR and (misreading.distance < ONE_LETTER or damage >= DAMAGED):
        return _SIMILAR_SHAPES
    farthest = _FARTHEST_BADLY_DAMAGED if damage >= _BADLY_DAMAGED else _FARTHEST if damage >= DAMAGED else 0.0
    return _FAR if share <= farthest else None


def _are_similar_acronyms(text: str, misreading: Misreading) -> bool:
    """Return whether a misread word and the name are in capitals, and their letters have similar shapes."""
    return text.isupper() and misreading.name.isupper() and misreading.share <= _SIMILAR_ACRONYM
