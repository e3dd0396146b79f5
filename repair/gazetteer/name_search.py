"""Approximate search over the names of a gazetteer: those that a mangled form could refer to, by letters and sound.

Every word of every name, and every name of two or three words without its spaces, is a term. Terms are found by the
letter n-grams that they share with the form, and by the n-grams of their consonants by coarse sound, weighted by
inverse document frequency and normalised by length (cosine). The index consists of a few arrays, so that it can be
mapped from a file. Which of the names is meant is not decided here.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repair.core.caches import text_cache
from repair.core.types import Name
from repair.gazetteer.top_terms import NORM_UNIT, TermQuery, score_all, top_terms
from repair.text.normalize import folded_words
from repair.text.phonetics import consonant_skeleton, squash

BUCKETS = 1 << 17  # of hashed n-grams
MAX_JOINED_WORDS = 3  # a longer name is found by its words
MAX_POSTINGS = 1 << 19  # postings read for one query; the commonest n-grams are left out beyond that
_CACHED_SEARCHES = 4096  # cached results of recent searches, since copies of a story look up the same words
SEARCH_ARRAYS = ("postings", "posting_cuts", "norms", "rows", "row_cuts", "letters", "letter_cuts")
_SOUND = "\x01"  # marks the n-grams of consonants


class TermMatch(NamedTuple):
    """A term of the index that is similar to a query: its number, and the cosine similarity (0-1)."""

    term: int
    similarity: float


class _Matches(NamedTuple):
    """The terms that are like a query, best first, and their cosine similarities (0-1); nobody may change them."""

    terms: NDArray[np.intp]
    similarities: NDArray[np.float64]


_NO_MATCHES = _Matches(np.zeros(0, np.intp), np.zeros(0))


class NamesLike(NamedTuple):
    """The names that contain a term similar to a query; nobody may change the dictionary.

    Attributes:
        similarities: From the number of a name that contains a rare similar term to the similarity of the term (0-1).
        common: The number and the similarity of each similar term that too many names contain to list them.
    """

    similarities: dict[int, float]
    common: tuple[tuple[int, float], ...]


def full_spellings(name: Name) -> list[str]:
    """Return the spellings of a name that are not short forms."""
    return [alias.surface for alias in name.aliases if not alias.short]


def terms_of(surface: str) -> list[str]:
    """Return the terms under which a name is found: its words and, if it is short, the whole without spaces."""
    words = folded_words(surface)
    terms = [squash(word) for word in words]
    if 1 < len(words) <= MAX_JOINED_WORDS:
        terms.append("".join(terms))
    return [term for term in dict.fromkeys(terms) if len(term) > 1]


@text_cache(maxsize=50_000)
def ngrams_of(term: str) -> tuple[int, ...]:
    """Return the hashed n-grams of a term, each once: letters by two and three, consonants by two."""
    letters, sounds = f"^{term}$", f"{_SOUND}{consonant_skeleton(term)}$"
    grams = {letters[at : at + size] for size in (2, 3) for at in range(len(letters) - size + 1)}
    grams |= {_SOUND + sounds[at : at + 2] for at in range(len(sounds) - 1)}
    return tuple(sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in grams}))


class NameSearch:
    """The index as arrays.

    ``postings[posting_cuts[g]:posting_cuts[g + 1]]`` are the terms that contain n-gram ``g``, ``norms`` the length of
    each term's vector in thousandths, ``rows[row_cuts[t]:row_cuts[t + 1]]`` the numbers of the names with term ``t``,
    and ``letters[letter_cuts[t]:letter_cuts[t + 1]]`` its UTF-8 bytes. Terms are numbered by their norm, which makes
    the search faster; an index of an earlier version, where they are not, gives the same results.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._postings, self._posting_cuts = arrays["postings"], arrays["posting_cuts"]
        self._norms = arrays["norms"]
        self._rows, self._row_cuts = arrays["rows"], arrays["row_cuts"]
        self._letters, self._letter_cuts = arrays["letters"], arrays["letter_cuts"]
        self._by_length = bool((self._norms[1:] >= self._norms[:-1]).all())
        self._cached_search = lru_cache(maxsize=_CACHED_SEARCHES)(self._search)
        self.names_like = lru_cache(maxsize=_CACHED_SEARCHES)(self._names_like)

    def __len__(self) -> int:
        return len(self._norms)

    def check(self, names: int) -> None:
        """Raise ValueError unless the arrays are consistent with each other and with the number of ``names``."""
        terms = len(self._norms)
        for cuts, count, total in (
            (self._posting_cuts, BUCKETS, len(self._postings)),
            (self._row_cuts, terms, len(self._rows)),
            (self._letter_cuts, terms, len(self._letters)),
        ):
            if (
                len(cuts) != count + 1
                or int(cuts[0]) != 0
                or int(cuts[-1]) != total
                or (np.diff(cuts.astype(np.int64)) < 0).any()
            ):
                raise ValueError("the cuts of the name search")
        if (len(self._postings) and int(self._postings.max()) >= terms) or (
            len(self._rows) and int(self._rows.max()) >= names
        ):
            raise ValueError("the numbers of the name search")

    def term(self, number: int) -> str:
        """Return the letters of a term."""
        low, high = int(self._letter_cuts[number]), int(self._letter_cuts[number + 1])
        return self._letters[low:high].tobytes().decode()

    def rows(self, number: int, limit: int | None = None) -> list[int]:
        """Return the numbers of the first ``limit`` names that contain a term, or of all."""
        low, high = int(self._row_cuts[number]), int(self._row_cuts[number + 1])
        rows: list[int] = self._rows[low : high if limit is None else min(high, low + limit)].tolist()
        return rows

    def with_term(self, number: int, rows: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Return which of the names with these numbers contain a term. *Shape:* ``(rows,)``."""
        low, high = int(self._row_cuts[number]), int(self._row_cuts[number + 1])
        holders = self._rows[low:high]
        is_holder: NDArray[np.bool_] = holders[np.minimum(np.searchsorted(holders, rows), high - low - 1)] == rows
        return is_holder

    def search(self, query: str, *, limit: int = 40, least: float = 0.2) -> list[TermMatch]:
        """Return the terms most similar to ``query``, best first.

        Args:
            query: A form as `squash` returns it: folded, without spaces.
            limit: The largest number of terms.
            least: The cosine similarity (0-1) below which a term is not returned.
        """
        terms, similarities = self._cached_search(query, limit, least)
        return list(map(TermMatch, terms.tolist(), similarities.tolist()))

    def _names_like(self, query: str, limit: int, least: float, few: int) -> NamesLike:
        """Return the names with a term like ``query``; `names_like` is the same, with recent results cached.

        Args:
            query: A form as `squash` returns it: folded, without spaces.
            limit: The largest number of terms.
            least: The cosine similarity (0-1) below which a term does not count.
            few: The number of names up to which all names that contain a term are returned.
        """
        terms, scores = self._cached_search(query, limit, least)
        similarities: dict[int, float] = {}
        common = []
        columns = (terms, scores, self._row_cuts[terms], self._row_cuts[terms + 1])
        for term, similarity, low, high in zip(*(column.tolist() for column in columns), strict=True):
            if high - low > few:
                common.append((term, similarity))
                continue
            for row in self._rows[low:high].tolist():  # the best terms come first
                similarities.setdefault(row, similarity)
        return NamesLike(similarities, tuple(common))

    def _search(self, query: str, limit: int, least: float) -> _Matches:
        if not len(self) or len(query) < 2:
            return _NO_MATCHES
        grams = np.asarray(ngrams_of(query))
        low, high = self._posting_cuts[grams].astype(np.int64), self._posting_cuts[grams + 1].astype(np.int64)
        weights = self._idf(high - low)
        order = np.argsort(high - low, kind="stable")
        used = order[np.cumsum((high - low)[order]) <= MAX_POSTINGS]
        used = used[low[used] < high[used]]
        if not len(used) or limit < 1:
            return _NO_MATCHES
        lists = [
            self._postings[start:stop] for start, stop in zip(low[used].tolist(), high[used].tolist(), strict=True)
        ]
        wanted = TermQuery(lists, (weights[used] ** 2).tolist(), float(np.sqrt((weights**2).sum())), limit, least)
        if wanted.is_short(len(self)):
            return _Matches(*score_all(wanted, self._norms))
        return _Matches(*top_terms(wanted, self._norms, by_length=self._by_length))

    def _idf(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        idf: NDArray[np.float64] = np.log1p(len(self) / (counts + 1.0))
        return idf


class TermRows:
    """Collects the terms of names, and builds the arrays of an index from them."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}

    def add(self, row: int, spellings: Sequence[str]) -> None:
        """Add the name with this number; names come in the order of their numbers."""
        for term in dict.fromkeys(term for surface in spellings for term in terms_of(surface)):
            rows = self._rows.get(term)
            if rows is None:
                rows = self._rows[term] = array("I")
            rows.append(row)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays of the index."""
        terms = sorted(self._rows)
        grams, owners = array("I"), array("I")
        for number, term in enumerate(terms):
            own = ngrams_of(term)
            grams.extend(own)
            owners.extend([number] * len(own))
        flat, owned = np.frombuffer(grams, dtype=np.uint32), np.frombuffer(owners, dtype=np.uint32)
        counts = np.bincount(flat, minlength=BUCKETS)
        idf = np.log1p(len(terms) / (counts[flat] + 1.0))  # of each n-gram of each term; few have most of the numbers
        lengths = np.sqrt(np.bincount(owned, weights=idf**2, minlength=len(terms)))
        norms = np.rint(lengths * NORM_UNIT).astype(np.uint32)
        by_norm = np.argsort(norms, kind="stable")
        rank = np.empty(len(terms), dtype=np.uint32)
        rank[by_norm] = np.arange(len(terms), dtype=np.uint32)
        by_gram = (flat.astype(np.uint64) << np.uint64(32)) | rank[owned]
        by_gram.sort()
        terms = [terms[number] for number in by_norm.tolist()]
        letters = [term.encode() for term in terms]
        row_lists = [np.frombuffer(self._rows[term], dtype=np.uint32) for term in terms]
        return {
            "postings": by_gram.astype(np.uint32),
            "posting_cuts": _cuts(counts),
            "norms": norms[by_norm],
            "rows": np.concatenate(row_lists) if row_lists else np.zeros(0, dtype=np.uint32),
            "row_cuts": _cuts([len(rows) for rows in row_lists]),
            "letters": np.frombuffer(b"".join(letters), dtype=np.uint8),
            "letter_cuts": _cuts([len(term) for term in letters]),
        }


def _cuts(lengths: Sequence[int] | NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return the start of each of several consecutive pieces of these lengths, and the end of the last."""
    return np.concatenate([[0], np.cumsum(np.asarray(lengths, dtype=np.int64))]).astype(np.uint32)


def search_arrays(surfaces: Iterable[Sequence[str]]) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index; ``surfaces`` holds the spellings of each name, in order of number."""
    collected = TermRows()
    for row, spellings in enumerate(surfaces):
        collected.add(row, spellings)
    return collected.arrays()
