"""Batches of texts for the network: which texts go through it together, and the padding that makes them one array."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from repair.channel.transformer import PAD, Ids

_BATCH_PIECES = 1024  # pieces in one pass, padding included: few passes, little padding
_MAX_LENGTH_RATIO = 1.25  # longest to shortest text of a pass
_MIN_PASS_PIECES = 100  # pieces that justify a separate pass to save padding


def blocks(sequences: Sequence[Sequence[int]]) -> list[range]:
    """Split sequences into batches of similar length and about ``_BATCH_PIECES`` padded pieces.

    Args:
        sequences: The numbers of the pieces of each text; the texts are sorted by length.

    >>> blocks([[1], [1, 2], [1] * 600, [1] * 700])
    [range(0, 2), range(2, 3), range(3, 4)]
    """
    ranges: list[range] = []
    start = 0
    for at in range(len(sequences)):
        full = (at + 1 - start) * len(sequences[at]) > _BATCH_PIECES and at > start
        shortest = len(sequences[start])
        if full or ((at - start) * shortest > _MIN_PASS_PIECES and len(sequences[at]) > _MAX_LENGTH_RATIO * shortest):
            ranges.append(range(start, at))
            start = at
    if sequences:
        ranges.append(range(start, len(sequences)))
    return ranges


def padded(sequences: Sequence[Sequence[int]], padding: int = PAD) -> Ids:
    """Return sequences as one array, filled up with ``padding``. *Shape:* ``(batch, longest)``."""
    out = np.full((len(sequences), max(map(len, sequences))), padding, np.int64)
    for row, sequence in enumerate(sequences):
        out[row, : len(sequence)] = sequence
    return out
