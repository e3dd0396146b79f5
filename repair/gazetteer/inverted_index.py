"""Which words stand in which sources: an index by which the sources that tell a story are found.

Flat arrays that are built once and can be kept in a file. It counts and finds; what sharing a word is worth is
decided in ``stories``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repair.gazetteer.hash_index import HashIndex, directory_of, hash_of, hashes_of

RARE = 60  # the sources of a word are only kept when they are no more than these
Numbers = NDArray[np.int32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """The words of sources as arrays; a word's number is its place among the hashes.

    *Shapes:* ``keys``, ``spread`` ``(words,)``; ``letters`` holds the words in UTF-8 end to end, cut at ``cuts``
    ``(words + 1,)``; ``words`` holds the word numbers of each source in turn, cut at ``word_cuts`` ``(sources + 1,)``;
    ``carriers`` the source numbers of each rare word, cut at ``carrier_cuts`` ``(words + 1,)``.
    """

    keys: NDArray[np.uint64]
    directory: NDArray[np.uint32]
    spread: Numbers
    letters: NDArray[np.uint8]
    cuts: Places
    words: Numbers
    word_cuts: Places
    carriers: Numbers
    carrier_cuts: Places
    table: HashIndex

    @classmethod
    def of(cls, arrays: dict[str, NDArray[np.generic]]) -> InvertedIndex:
        """Return a shelf over its arrays by name."""
        return cls(**arrays, table=HashIndex.over(arrays["keys"], arrays["directory"]))  # type: ignore[arg-type]

    def check(self, sources: int) -> None:
        """Raise ValueError unless the arrays fit each other and this number of sources."""
        words = len(self.keys)
        cut = (self.cuts, self.letters), (self.word_cuts, self.words), (self.carrier_cuts, self.carriers)
        fits = (
            [len(each) for each in (self.spread, self.cuts[1:], self.carrier_cuts[1:])] == [words] * 3
            and self.sources == sources
            and all(cuts[0] == 0 and cuts[-1] == len(what) and bool((np.diff(cuts) >= 0).all()) for cuts, what in cut)
            and _within(self.words, words)
            and _within(self.carriers, sources)
        )
        if not fits:
            raise ValueError("the index of words")

    @property
    def sources(self) -> int:
        """How many sources there are."""
        return len(self.word_cuts) - 1

    def number(self, word: str) -> int:
        """Return the number of a folded word, -1 when no source carries it."""
        return self.table.find(hash_of(word))

    def word(self, number: int) -> str:
        """Return the folded word with this number."""
        return bytes(self.letters[self.cuts[number] : self.cuts[number + 1]]).decode("utf-8")

    def words_of(self, source: int) -> Numbers:
        """Return the numbers of the words that a source carries."""
        return self.words[self.word_cuts[source] : self.word_cuts[source + 1]]

    def carriers_of(self, number: int) -> Numbers:
        """Return the sources that carry a word, none when there are more than `RARE`."""
        return self.carriers[self.carrier_cuts[number] : self.carrier_cuts[number + 1]]


class IndexBuilder:
    """Takes the folded words of one source after the other; memory grows with the different words of each."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._words = array("i")
        self._cuts = array("q", [0])

    def add(self, folds: Iterable[str]) -> None:
        """Add the words of the next source."""
        numbers = self._numbers
        self._words.extend(numbers.setdefault(word, len(numbers)) for word in dict.fromkeys(folds))
        self._cuts.append(len(self._words))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays of the `InvertedIndex`."""
        hashes = hashes_of(self._numbers)
        order = np.argsort(hashes, kind="stable")
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        cuts = np.frombuffer(self._cuts, dtype=np.int64).copy()
        words = place[np.frombuffer(self._words, dtype=np.int32)] if len(self._words) else np.empty(0, np.int32)
        spread = np.bincount(words, minlength=len(order)).astype(np.int32)
        source = np.repeat(np.arange(len(cuts) - 1, dtype=np.int32), np.diff(cuts))
        rare = spread[words] <= RARE
        by_word = np.argsort(words[rare], kind="stable")
        forms = list(self._numbers)
        letters = [forms[number].encode("utf-8", "replace") for number in order.tolist()]
        return {
            "keys": hashes[order],
            "directory": directory_of(hashes[order]),
            "spread": spread,
            "letters": np.frombuffer(b"".join(letters), dtype=np.uint8),
            "cuts": _cuts(np.asarray([len(each) for each in letters], dtype=np.int64)),
            "words": words,
            "word_cuts": cuts,
            "carriers": source[rare][by_word],
            "carrier_cuts": _cuts(np.where(spread <= RARE, spread, 0).astype(np.int64)),
        }


def _within(numbers: Numbers, count: int) -> bool:
    return not len(numbers) or (int(numbers.min()) >= 0 and int(numbers.max()) < count)


def _cuts(lengths: Places) -> Places:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
