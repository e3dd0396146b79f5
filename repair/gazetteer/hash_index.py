"""Lookup of strings by their hashes: sorted 64-bit numbers with a directory, in memory or in a mapped file.

An index contains no strings, so a file of any size can be searched without being read. It returns the number of a
string; data about the string is stored in other arrays under the same number.
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
_BITS = 64
_FILL = 4  # hashes per entry of the directory, approximately


def hash_of(text: str) -> int:
    """Return the 64-bit hash of a string, which is the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def hashes_of(texts: Iterable[str]) -> Hashes:
    """Return the hashes of many strings, in order."""
    return np.fromiter(map(hash_of, texts), dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class HashIndex:
    """Distinct hashes in ascending order. *Shapes:* ``keys`` ``(n,)``; ``directory`` ``(2**k + 1,)``.

    ``directory[i]`` is the number of the first hash whose upper ``k`` bits are at least ``i``.
    """

    keys: Sequence[int]
    directory: Sequence[int]
    shift: int

    @classmethod
    def over(cls, keys: Hashes, directory: NDArray[np.uint32]) -> HashIndex:
        """Return an index over existing arrays, for example those of a mapped file."""
        bits = max(len(directory) - 2, 0).bit_length()
        # Reading an item of a memory view is much faster than reading one of an array.
        return cls(memoryview(keys), memoryview(directory), _BITS - bits)  # type: ignore[arg-type]

    def find(self, number: int) -> int:
        """Return the number of a hash, or -1 if it is missing; raise IndexError if the directory is damaged."""
        if not len(self.keys):
            return -1
        part = number >> self.shift
        low, high = self.directory[part], self.directory[part + 1]
        at = bisect.bisect_left(self.keys, number, low, min(high, len(self.keys)))
        return at if at < high and self.keys[at] == number else -1

    def __contains__(self, text: str) -> bool:
        return len(self.keys) > 0 and self.find(hash_of(text)) >= 0


def directory_of(keys: Hashes) -> NDArray[np.uint32]:
    """Return the directory of ascending hashes."""
    bits = max(1, (len(keys) // _FILL).bit_length())
    borders = np.arange(2**bits, dtype=np.uint64) << np.uint64(_BITS - bits)
    return np.append(np.searchsorted(keys, borders, side="left"), len(keys)).astype(np.uint32)
