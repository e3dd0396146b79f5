"""Sequences of words, found within texts at one look-up for each place and length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

Words = tuple[str, ...]


class WordSequences:
    """A set of word sequences.

    Attributes:
        longest: The number of words of the longest one, 0 where there is none.

    >>> sequences = WordSequences([("sol",), ("ana", "sol"), ("ana", "maria", "sol")])
    >>> list(sequences.within(("dr", "ana", "sol")))
    [(1, 3), (2, 3)]
    """

    def __init__(self, sequences: Iterable[Words]) -> None:
        self._sequences = frozenset(sequences)
        self.longest = max(map(len, self._sequences), default=0)
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self._sequences:
            if words:
                lengths[words[0]].add(len(words))
        self._lengths = {word: sorted(of_word, reverse=True) for word, of_word in lengths.items()}

    def __bool__(self) -> bool:
        """Whether there is any sequence."""
        return bool(self._lengths)

    def ends(self, words: Sequence[str], start: int) -> Iterator[int]:
        """Yield the ends of the sequences that begin at ``start``, the longest first."""
        for length in self._lengths.get(words[start], ()):
            end = start + length
            if end <= len(words) and tuple(words[start:end]) in self._sequences:
                yield end

    def within(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each sequence in ``words``."""
        for start in range(len(words)):
            for end in self.ends(words, start):
                yield start, end
