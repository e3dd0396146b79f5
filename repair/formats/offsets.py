"""Places in bytes of decoded text, and of text that was unescaped from other text: layers that compose.

A file is decoded once; each layer (a JSON string, an element with entities) says for each of its code points where
it begins in the text below. Nothing is known here of any form.
"""

from __future__ import annotations

from repair.formats.document import ByteOffsets


class ComposedOffsets:
    """Places of an upper layer seen through the one below: ``upper[i]`` is a place in the layer ``lower``."""

    def __init__(self, upper: ByteOffsets, lower: ByteOffsets) -> None:
        self._upper, self._lower = upper, lower

    def __getitem__(self, index: int, /) -> int:
        return self._lower[self._upper[index]]
