"""The inverted index of sources: which words occur in which sources, for finding the sources of a story.

It consists of flat arrays that are built once and can be mapped from a file. It only counts and looks up;
`repair.pipeline.source_retrieval` weights shared words.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repair.gazetteer.hash_index import HashIndex, directory_of, hash_of, hashes_of

MAX_POSTINGS = 60  # sources; for a more frequent word no postings are stored
Numbers = NDArray[np.int32]
Offsets = NDArray[np.int64]

# The arrays of an index, which a packed gazetteer stores under these names.
SECTIONS = (
    "keys",
    "directory",
    "document_frequency",
    "term_bytes",
    "term_offsets",
    "source_terms",
    "source_offsets",
    "posting_sources",
    "posting_offsets",
)


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """The words of all sources as arrays; the number of a word is the position of its hash among the sorted hashes.

    *Shapes:* ``keys``, ``document_frequency``: ``(words,)``; ``term_offsets``, ``posting_offsets``: ``(words + 1,)``;
    ``source_offsets``: ``(sources + 1,)``.

    Attributes:
        keys, directory: Hashes of the words, as `HashIndex` needs them.
        document_frequency: In how many sources each word occurs.
        term_bytes: The words in UTF-8, one after the other, split at ``term_offsets`` (bytes).
        source_terms: The word numbers of each source, one source after the other, split at ``source_offsets``.
        posting_sources: The source numbers of each rare word, split at ``posting_offsets``.
        table: Lookup of words by their hashes.
    """

    keys: NDArray[np.uint64]
    directory: NDArray[np.uint32]
    document_frequency: Numbers
    term_bytes: NDArray[np.uint8]
    term_offsets: Offsets
    source_terms: Numbers
    source_offsets: Offsets
    posting_sources: Numbers
    posting_offsets: Offsets
    table: HashIndex

    @classmethod
    def of(cls, arrays: dict[str, NDArray[np.generic]]) -> InvertedIndex:
        """Return an index over arrays, which are named as in `SECTIONS`."""
        fields = {name: arrays[name] for name in SECTIONS}
        return cls(**fields, table=HashIndex.over(arrays["keys"], arrays["directory"]))  # type: ignore[arg-type]

    def check(self, sources: int) -> None:
        """Raise ValueError unless the arrays are consistent and are those of this number of sources."""
        words = len(self.keys)
        split = (
            (self.term_offsets, self.term_bytes),
            (self.source_offsets, self.source_terms),
            (self.posting_offsets, self.posting_sources),
        )
        lengths = [len(values) for values in (self.document_frequency, self.term_offsets[1:], self.posting_offsets[1:])]
        is_consistent = (
            lengths == [words] * 3
            and self.sources == sources
            and all(_splits(offsets, len(values)) for offsets, values in split)
            and _within(self.source_terms, words)
            and _within(self.posting_sources, sources)
        )
        if not is_consistent:
            raise ValueError("the index of words")

    @property
    def sources(self) -> int:
        """The number of sources."""
        return len(self.source_offsets) - 1

    def number(self, word: str) -> int:
        """Return the number of a folded word, or -1 if it occurs in no source."""
        return self.table.find(hash_of(word))

    def word(self, number: int) -> str:
        """Return the folded word with this number."""
        return bytes(self.term_bytes[self.term_offsets[number] : self.term_offsets[number + 1]]).decode("utf-8")

    def terms_of(self, source: int) -> Numbers:
        """Return the numbers of the distinct words of a source. *Shape:* ``(words of the source,)``."""
        return self.source_terms[self.source_offsets[source] : self.source_offsets[source + 1]]

    def postings(self, number: int) -> Numbers:
        """Return the numbers of the sources with a word; none if there are more than `MAX_POSTINGS`.

        *Shape:* ``(sources of the word,)``.
        """
        return self.posting_sources[self.posting_offsets[number] : self.posting_offsets[number + 1]]


class IndexBuilder:
    """Builds the arrays of an `InvertedIndex` from the folded words of one source after the other."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._terms = array("i")
        self._offsets = array("q", [0])

    def add(self, folds: Iterable[str]) -> None:
        """Add the folded words of the next source."""
        numbers = self._numbers
        self._terms.extend(numbers.setdefault(word, len(numbers)) for word in dict.fromkeys(folds))
        self._offsets.append(len(self._terms))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays of the index under the names in `SECTIONS`."""
        hashes = hashes_of(self._numbers)
        order = np.argsort(hashes, kind="stable")
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        offsets = np.frombuffer(self._offsets, dtype=np.int64).copy()
        terms = rank[np.frombuffer(self._terms, dtype=np.int32)] if len(self._terms) else np.empty(0, np.int32)
        frequency = np.bincount(terms, minlength=len(order)).astype(np.int32)
        source = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
        rare = frequency[terms] <= MAX_POSTINGS
        by_term = np.argsort(terms[rare], kind="stable")
        words = list(self._numbers)
        encoded = [words[number].encode("utf-8", "replace") for number in order.tolist()]
        return {
            "keys": hashes[order],
            "directory": directory_of(hashes[order]),
            "document_frequency": frequency,
            "term_bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8),
            "term_offsets": _offsets(np.asarray([len(term) for term in encoded], dtype=np.int64)),
            "source_terms": terms,
            "source_offsets": offsets,
            "posting_sources": source[rare][by_term],
            "posting_offsets": _offsets(np.where(frequency <= MAX_POSTINGS, frequency, 0).astype(np.int64)),
        }


def _splits(offsets: Offsets, length: int) -> bool:
    """Return whether offsets ascend from 0 to ``length``."""
    return offsets[0] == 0 and offsets[-1] == length and bool((np.diff(offsets) >= 0).all())


def _within(numbers: Numbers, count: int) -> bool:
    """Return whether all numbers are at least 0 and less than ``count``."""
    return not len(numbers) or (int(numbers.min()) >= 0 and int(numbers.max()) < count)


def _offsets(lengths: Offsets) -> Offsets:
    """Return the offsets of pieces of these lengths."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
