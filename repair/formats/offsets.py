"""Places in bytes of decoded text, and of text that was unescaped from other text: layers that compose.

A file is decoded once; each layer (a JSON string, an element with entities) says for each of its code points where
it begins in the text below. Nothing is known here of any form.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

from repair.formats.document import ByteOffsets

# How many bytes a code point takes, by codec.
_ONE = frozenset(("cp1252", "latin-1", "ascii"))


def byte_places(text: str, codec: str, start: int) -> Sequence[int]:
    """Return the byte offset of each code point of ``text`` and of its end; ``text`` begins at byte ``start``.

    >>> list(byte_places("aé!", "utf-8", 3))
    [3, 4, 6, 7]
    """
    if codec in _ONE or (codec == "utf-8" and text.isascii()):
        return range(start, start + len(text) + 1)
    return array("L", accumulate((_width(char, codec) for char in text), initial=start))


def _width(char: str, codec: str) -> int:
    point = ord(char)
    if codec.startswith("utf-16"):
        return 4 if point > 0xFFFF else 2
    return 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4


class ComposedOffsets:
    """Places of an upper layer seen through the one below: ``upper[i]`` is a place in the layer ``lower``."""

    def __init__(self, upper: ByteOffsets, lower: ByteOffsets) -> None:
        self._upper, self._lower = upper, lower

    def __getitem__(self, index: int, /) -> int:
        return self._lower[self._upper[index]]
