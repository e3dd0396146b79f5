"""The operations on tensors that the layers of the channel model share: products, attention and softmax.

All are in single precision and for small batches, where the calls cost as much as the arithmetic.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def matmul(hidden: Floats, matrix: Floats) -> Floats:
    """Multiply as one large product; numpy would compute a small one for each row of the batch.

    *Shape:* ``(batch, length, width)`` × ``(width, other)`` → ``(batch, length, other)``.
    """
    product: Floats = hidden.reshape(-1, hidden.shape[-1]) @ matrix
    return product.reshape(*hidden.shape[:-1], matrix.shape[-1])


def thirds(fused: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the queries, keys and values that were computed together. *Shape:* each a third of the last axis."""
    width = fused.shape[-1] // 3
    return fused[..., :width], fused[..., width : 2 * width], fused[..., 2 * width :]


def attend(query: Floats, key: Floats, value: Floats, bias: Floats) -> Floats:
    """Return softmax attention, unscaled as in T5. *Shape:* heads → ``(batch, length, width)``."""
    scores: Floats = query @ key.transpose(0, 1, 3, 2)
    scores += bias
    mixed: Floats = (softmax(scores) @ value).transpose(0, 2, 1, 3)
    return mixed.reshape(*mixed.shape[:2], -1)


def softmax(scores: Floats) -> Floats:
    """Return the softmax over the last axis, computed in place."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores
