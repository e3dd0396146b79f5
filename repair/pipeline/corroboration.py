"""Agreement of sources: a name that three outlets carry whole is surer than what one of them says.

The evidence table was fitted on stories that one or two translations tell, so it cannot weigh a third source. Sources
that differ among one another by a spelling variant alone (Zelensky, Zelenskyy) agree.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from repair.pipeline.detection import CopyContext
from repair.pipeline.whole_names import NameCorrection
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys

_FEWEST = 3  # sources from which agreement counts
_NATS = 0.45  # what each source after the first adds to the log-odds
_LIKELY = 0.8  # confidence from which a correction is looked at; agreement cannot make a doubtful one certain


def corroborated(copy_context: CopyContext, corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections, surer where three sources or more carry the whole name.

    Args:
        scene: the copy beside its sources.
        corrections: the proposals; only those count that keep a word of the name and whose form nobody bears.
    """
    if len(copy_context.story.texts) < _FEWEST:
        return list(corrections)
    results = []
    for correction in corrections:
        sources = (
            _carriers(copy_context, correction)
            if _LIKELY <= correction.confidence < 1 and not correction.is_attested
            else 0
        )
        if sources >= _FEWEST:
            odds = math.log(correction.confidence / (1 - correction.confidence)) + _NATS * (sources - 1)
            correction = replace(correction, confidence=1 / (1 + math.exp(-odds)))
        results.append(correction)
    return results


def _carriers(copy_context: CopyContext, correction: NameCorrection) -> int:
    """Return how many sources carry the whole name, in any right spelling; 0 where the copy keeps no word of it."""
    copy_words = set(copy_context.copy.folds[correction.low : correction.high])
    words = fold(correction.replacement).split()
    if len(words) < 2 or copy_words.isdisjoint(words):
        return 0
    keys = spelling_keys(correction.replacement)
    return sum(
        any(
            len(text.split()) == len(words) and not keys.isdisjoint(spelling_keys(text))
            for text in analyzed.gram_places
        )
        for analyzed in copy_context.story.texts
    )
