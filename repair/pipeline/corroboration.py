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


def corroborated(scene: CopyContext, corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections, surer where three sources or more carry the whole name.

    Args:
        scene: the copy beside its sources.
        corrections: the proposals; only those count that keep a word of the name and whose form nobody bears.
    """
    if len(scene.story.readings) < _FEWEST:
        return list(corrections)
    found = []
    for one in corrections:
        sources = _carriers(scene, one) if _LIKELY <= one.confidence < 1 and not one.is_attested else 0
        if sources >= _FEWEST:
            odds = math.log(one.confidence / (1 - one.confidence)) + _NATS * (sources - 1)
            one = replace(one, confidence=1 / (1 + math.exp(-odds)))
        found.append(one)
    return found


def _carriers(scene: CopyContext, correction: NameCorrection) -> int:
    """Return how many sources carry the whole name, in any right spelling; 0 where the copy keeps no word of it."""
    kept = set(scene.copy.folds[correction.low : correction.high])
    words = fold(correction.replacement).split()
    if len(words) < 2 or kept.isdisjoint(words):
        return 0
    keys = spelling_keys(correction.replacement)
    return sum(
        any(
            len(text.split()) == len(words) and not keys.isdisjoint(spelling_keys(text)) for text in reading.gram_places
        )
        for reading in scene.story.readings
    )
