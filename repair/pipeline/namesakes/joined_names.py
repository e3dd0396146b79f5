"""Joined names: two words side by side, each corrected to a name of the sources, where no source has them together.

Each word resembles a name of the sources, but the two are not one name, so that at most one of them is meant.
"""

from __future__ import annotations

from itertools import pairwise

from repair.pipeline.detection import CopyContext
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.normalize import fold
from repair.text.phonetics import squash


def joins_two_names(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether two words side by side are corrected to words that no source has side by side, in either order.

    In labelled parallel output 3 of 14 such corrections were right.
    """
    joined = copy_context.story.joined
    if not copy_context.story.sources or squash(fold(correction.replacement)) in joined:
        return False
    for first, second in pairwise(correction.pieces):
        if first.high == second.low:
            name, other = squash(fold(first.best.name)), squash(fold(second.best.name))
            if name + other not in joined and other + name not in joined:
                return True
    return False
