"""Offsets of decoded and unescaped text in the underlying text or bytes, as layers that compose.

A file is decoded once. Each further layer (a JSON string, an element with entities) maps each of its code points to an
offset in the layer below.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_STRIDE = 1024  # code points between two stored offsets


class Offsets(Protocol):
    """The offset of each code point of a text and of its end in the layer below: ``len(text) + 1`` of them."""

    def __getitem__(self, index: int, /) -> int: ...


class ByteOffsetIndex:
    """Byte offsets of the code points of a text in one encoding; stores every 1,024th and counts from there."""

    def __init__(self, text: str, codec: str, start: int) -> None:
        """Index ``text``, which is encoded by ``codec`` from byte ``start`` on."""
        self._text, self._codec = text, codec
        self._known = [start]
        for at in range(0, len(text), _STRIDE):
            self._known.append(self._known[-1] + len(text[at : at + _STRIDE].encode(codec)))

    def __getitem__(self, index: int, /) -> int:
        stride = index // _STRIDE
        return self._known[stride] + len(self._text[stride * _STRIDE : index].encode(self._codec))


def byte_offsets(text: str, codec: str, start: int, size: int) -> Offsets:
    """Return the byte offset of each code point of ``text`` and of its end.

    Args:
        text: Decoded text.
        codec: Its encoding, without a byte-order mark.
        start: Byte at which it begins.
        size: Its length in bytes.

    >>> [byte_offsets("aé!", "utf-8", 3, 4)[index] for index in range(4)]
    [3, 4, 6, 7]
    """
    return range(start, start + size + 1) if len(text) == size else ByteOffsetIndex(text, codec, start)


class PiecewiseOffsets:
    """Offsets that rise one by one except for a few jumps: from index ``at[k]`` on they count from ``to[k]``."""

    __slots__ = ("_at", "_to")

    def __init__(self, at: Sequence[int], to: Sequence[int]) -> None:
        self._at, self._to = at, to

    def __getitem__(self, index: int, /) -> int:
        step = bisect_right(self._at, index) - 1
        return self._to[step] + index - self._at[step]


@dataclass(frozen=True, slots=True)
class ShiftedOffsets:
    """Offsets of a piece that begins at ``base`` in the string that the pieces make up."""

    offsets: Offsets
    base: int

    def __getitem__(self, index: int, /) -> int:
        return self.offsets[index - self.base]


class ComposedOffsets:
    """Offsets of an upper layer in the layer below a lower one: ``upper[i]`` is an offset in the text of ``lower``."""

    def __init__(self, upper: Offsets, lower: Offsets) -> None:
        self._upper, self._lower = upper, lower

    def __getitem__(self, index: int, /) -> int:
        return self._lower[self._upper[index]]
