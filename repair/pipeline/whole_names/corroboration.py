"""Corroboration: a full name that three or more sources have gets a higher confidence.

The ranker was fitted on stories with one or two sources, so it cannot weigh a third. Sources that differ only in a
spelling variant (Zelensky, Zelenskyy) agree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from repair.pipeline.detection import CopyContext
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.analysis import AnalyzedText
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys

_FEWEST = 3  # sources from which agreement counts
_NATS = math.log(2)  # each source after the first doubles the odds; on published stories nothing applied was wrong
_LIKELY = 0.8  # confidence from which agreement counts; it cannot make a doubtful correction certain


def corroborated(copy_context: CopyContext, corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections, with a higher confidence where three or more sources have the full name.

    Args:
        copy_context: The copy and its story.
        corrections: The corrections. Those that keep no word of the name, or whose form is a real name, stay as they
            are.
    """
    if len(copy_context.story.texts) < _FEWEST:
        return list(corrections)
    results = []
    for correction in corrections:
        sources = (
            _supporting_texts(copy_context, correction)
            if _LIKELY <= correction.confidence < 1 and not correction.has_known_form
            else 0
        )
        if sources >= _FEWEST:
            odds = math.log(correction.confidence / (1 - correction.confidence)) + _NATS * (sources - 1)
            correction = replace(correction, confidence=1 / (1 + math.exp(-odds)))
        results.append(correction)
    return results


def _supporting_texts(copy_context: CopyContext, correction: NameCorrection) -> int:
    """Return how many sources have the full name in any accepted spelling; 0 where the copy keeps no word of it."""
    copy_words = set(copy_context.copy.folds[correction.low : correction.high])
    words = fold(correction.replacement).split()
    if len(words) < 2 or copy_words.isdisjoint(words):
        return 0
    return sum(_has_name(analysis, correction.replacement, len(words)) for analysis in copy_context.story.texts)


def _has_name(analysis: AnalyzedText, name: str, words: int) -> bool:
    """Return whether a text has a name, or another accepted spelling of it with so many words."""
    keys = spelling_keys(name)
    if name in analysis.gram_places and keys and len(name.split()) == words:
        return True
    return any(len(text.split()) == words and not keys.isdisjoint(spelling_keys(text)) for text in analysis.gram_places)
