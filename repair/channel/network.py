"""The channel model's forward pass in numpy: a T5-shaped encoder-decoder that only reads.

It computes what transformers' ``T5ForConditionalGeneration`` computes (a test holds the two within 1e-3 nats), but
starts in a tenth of a second, because it needs neither torch nor a session. All functions are pure: one network may
be read by many threads. C. Raffel et al., "Exploring the Limits of Transfer Learning" (2020).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
_FAR = np.float32(-1e9)
PAD, END = 0, 1
_LONG = 100  # letters; biases of longer texts are not kept


@dataclass(frozen=True, slots=True)
class Shape:
    """What of the configuration the forward pass needs."""

    heads: int
    encoder_layers: int
    decoder_layers: int
    buckets: int
    farthest: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Memory:
    """An encoded batch: keys and values of every decoder layer, and what to look away from.

    *Shapes:* each of ``keys``, ``values`` ``(batch, heads, longest, width / heads)``; ``mask``
    ``(batch, 1, 1, longest)``.
    """

    keys: tuple[Floats, ...]
    values: tuple[Floats, ...]
    mask: Floats

    def rows(self, chosen: Ids) -> Memory:
        """Return the memory of some rows of the batch, in that order, cut to the longest of them."""
        mask = self.mask[chosen]
        longest = max(1, int((mask[:, 0, 0] == 0).sum(1).max()))
        return Memory(
            tuple(key[chosen, :, :longest] for key in self.keys),
            tuple(value[chosen, :, :longest] for value in self.values),
            mask[..., :longest],
        )


@dataclass(frozen=True, slots=True)
class Begun:
    """What a decoder has told so far: keys and values of every layer. *Shapes:* ``(batch, heads, told, width)``."""

    keys: tuple[Floats, ...]
    values: tuple[Floats, ...]

    def rows(self, chosen: Ids) -> Begun:
        """Return some rows of the batch, in that order."""
        return Begun(tuple(key[chosen] for key in self.keys), tuple(value[chosen] for value in self.values))


class Network:
    """Weights (fp32, laid out for multiplication) and the two halves of the forward pass."""

    def __init__(self, weights: Mapping[str, npt.NDArray[np.generic]], shape: Shape) -> None:
        self.shape = shape
        self._biases: dict[tuple[str, int], Floats] = {}
        self._weights = {name: np.ascontiguousarray(array, np.float32) for name, array in weights.items()}
        # Linear layers are stored (out, in); transposed once here instead of at every call.
        self._linear = {name: np.ascontiguousarray(array.T) for name, array in self._weights.items() if array.ndim == 2}
        self._fused = {
            prefix: np.concatenate([self._linear[f"{prefix}.{part}.weight"] for part in "qkv"], axis=1)
            for prefix in (
                name.removesuffix(".q.weight") for name in self._weights if name.endswith("SelfAttention.q.weight")
            )
        }

    def encode(self, src: Ids) -> Memory:
        """Read mangled forms. *Shape:* ``src`` ``(batch, longest)``, padded with 0."""
        mask = np.where(src == PAD, _FAR, np.float32(0))[:, None, None, :]
        hidden = self._weights["shared.weight"][src]
        bias = self._bias("encoder", src.shape[1], both=True) + mask
        for layer in range(self.shape.encoder_layers):
            block = f"encoder.block.{layer}.layer"
            hidden = hidden + self._self_attention(f"{block}.0", hidden, bias)
            hidden = hidden + self._feed_forward(f"{block}.1", hidden)
        hidden = self._norm("encoder.final_layer_norm.weight", hidden)
        prefixes = [f"decoder.block.{layer}.layer.1.EncDecAttention" for layer in range(self.shape.decoder_layers)]
        return Memory(
            tuple(self._heads(_times(hidden, self._linear[f"{prefix}.k.weight"])) for prefix in prefixes),
            tuple(self._heads(_times(hidden, self._linear[f"{prefix}.v.weight"])) for prefix in prefixes),
            mask,
        )

    def decode(self, memory: Memory, prefix: Ids) -> Floats:
        """Return log-probabilities (nats) of the piece after each position of ``prefix``.

        *Shapes:* ``prefix`` ``(batch, longest)``, its first column the start piece → ``(batch, longest, pieces)``.
        """
        length = prefix.shape[1]
        hidden = self._weights["shared.weight"][prefix]
        later = np.triu(np.full((length, length), _FAR, np.float32), 1)
        bias = self._bias("decoder", length, both=False) + later
        for layer in range(self.shape.decoder_layers):
            block = f"decoder.block.{layer}.layer"
            hidden = hidden + self._self_attention(f"{block}.0", hidden, bias)
            hidden = hidden + self._cross_attention(f"{block}.1", hidden, memory, layer)
            hidden = hidden + self._feed_forward(f"{block}.2", hidden)
        return self._logs(hidden)

    def begin(self, memory: Memory) -> Begun:
        """Return what has been told of each row of a batch before its first piece: nothing."""
        batch, heads, _, width = memory.keys[0].shape if memory.keys else (len(memory.mask), 0, 0, 0)
        nothing = np.zeros((batch, heads, 0, width), np.float32)
        return Begun((nothing,) * self.shape.decoder_layers, (nothing,) * self.shape.decoder_layers)

    def step(self, memory: Memory, begun: Begun, pieces: Ids) -> tuple[Floats, Begun]:
        """Take one more piece of each row and return log-probabilities (nats) of the next; no piece is read twice.

        *Shapes:* ``pieces`` ``(batch,)``, at first the start piece → ``(batch, pieces)``.
        """
        hidden = self._weights["shared.weight"][pieces[:, None]]
        length = (begun.keys[0].shape[2] if begun.keys else 0) + 1
        bias = self._bias("decoder", length, both=False)[:, :, -1:]
        keys, values = [], []
        for layer in range(self.shape.decoder_layers):
            block = f"decoder.block.{layer}.layer"
            normed = self._norm(f"{block}.0.layer_norm.weight", hidden)
            query, key, value = np.split(_times(normed, self._fused[f"{block}.0.SelfAttention"]), 3, axis=-1)
            keys.append(np.concatenate([begun.keys[layer], self._heads(key)], axis=2))
            values.append(np.concatenate([begun.values[layer], self._heads(value)], axis=2))
            mixed = _attend(self._heads(query), keys[-1], values[-1], bias)
            hidden = hidden + _times(mixed, self._linear[f"{block}.0.SelfAttention.o.weight"])
            hidden = hidden + self._cross_attention(f"{block}.1", hidden, memory, layer)
            hidden = hidden + self._feed_forward(f"{block}.2", hidden)
        return self._logs(hidden)[:, 0], Begun(tuple(keys), tuple(values))

    def _logs(self, hidden: Floats) -> Floats:
        """*Shape:* ``(batch, length, width)`` → ``(batch, length, pieces)``."""
        logits: Floats = _times(self._norm("decoder.final_layer_norm.weight", hidden), self._linear["lm_head.weight"])
        logits -= logits.max(axis=-1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(axis=-1, keepdims=True))
        return logits

    def _norm(self, name: str, hidden: Floats) -> Floats:
        """T5's layer norm: scale only, no mean taken off."""
        power = np.einsum("...i,...i->...", hidden, hidden)[..., None] / np.float32(hidden.shape[-1])
        normed: Floats = hidden * (self._weights[name] / np.sqrt(power + np.float32(self.shape.epsilon)))
        return normed

    def _feed_forward(self, prefix: str, hidden: Floats) -> Floats:
        normed = self._norm(f"{prefix}.layer_norm.weight", hidden)
        inner: Floats = _times(normed, self._linear[f"{prefix}.DenseReluDense.wi.weight"])
        np.maximum(inner, 0, out=inner)
        outer: Floats = _times(inner, self._linear[f"{prefix}.DenseReluDense.wo.weight"])
        return outer

    def _self_attention(self, prefix: str, hidden: Floats, bias: Floats) -> Floats:
        normed = self._norm(f"{prefix}.layer_norm.weight", hidden)
        query, key, value = np.split(_times(normed, self._fused[f"{prefix}.SelfAttention"]), 3, axis=-1)
        mixed = _attend(self._heads(query), self._heads(key), self._heads(value), bias)
        return _times(mixed, self._linear[f"{prefix}.SelfAttention.o.weight"])

    def _cross_attention(self, prefix: str, hidden: Floats, memory: Memory, layer: int) -> Floats:
        normed = self._norm(f"{prefix}.layer_norm.weight", hidden)
        query = self._heads(_times(normed, self._linear[f"{prefix}.EncDecAttention.q.weight"]))
        mixed = _attend(query, memory.keys[layer], memory.values[layer], memory.mask)
        return _times(mixed, self._linear[f"{prefix}.EncDecAttention.o.weight"])

    def _heads(self, flat: Floats) -> Floats:
        """*Shape:* ``(batch, length, width)`` → ``(batch, heads, length, width / heads)``."""
        batch, length, width = flat.shape
        return flat.reshape(batch, length, self.shape.heads, width // self.shape.heads).transpose(0, 2, 1, 3)

    def _bias(self, stack: str, length: int, *, both: bool) -> Floats:
        """Return the learned bias by distance; kept, for lengths recur. *Shape:* ``(1, heads, length, length)``."""
        known = self._biases.get((stack, length))
        if known is not None:
            return known
        table = self._weights[f"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"]
        places = np.arange(length)
        bias: Floats = table[_buckets(places[None, :] - places[:, None], self.shape, both=both)].transpose(2, 0, 1)[
            None
        ]
        if length <= _LONG:
            self._biases[stack, length] = bias
        return bias


def _times(hidden: Floats, matrix: Floats) -> Floats:
    """Multiply as one large product: numpy would make a small one for each row of the batch.

    *Shape:* ``(batch, length, width)`` × ``(width, other)`` → ``(batch, length, other)``.
    """
    product: Floats = hidden.reshape(-1, hidden.shape[-1]) @ matrix
    return product.reshape(*hidden.shape[:-1], matrix.shape[-1])


def _attend(query: Floats, key: Floats, value: Floats, bias: Floats) -> Floats:
    """Softmax attention, unscaled as in T5. *Shape:* heads in, ``(batch, length, width)`` out."""
    scores: Floats = query @ key.transpose(0, 1, 3, 2)
    scores += bias
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    mixed: Floats = (scores @ value).transpose(0, 2, 1, 3)
    return mixed.reshape(*mixed.shape[:2], -1)


def _buckets(distance: Ids, shape: Shape, *, both: bool) -> Ids:
    """Return T5's bucket of each relative distance: exact when near, logarithmic when far."""
    buckets = shape.buckets // 2 if both else shape.buckets
    offset = np.where(distance > 0, buckets, 0) if both else np.zeros_like(distance)
    near = np.abs(distance) if both else np.maximum(-distance, 0)
    exact = buckets // 2
    ratio = np.log(np.maximum(near, 1).astype(np.float32) / np.float32(exact)) / np.float32(
        math.log(shape.farthest / exact)
    )
    far = np.minimum(exact + (ratio * np.float32(buckets - exact)).astype(np.int64), buckets - 1)
    return offset + np.where(near < exact, near, far)
