"""Leaving out terms that cannot be among the best changes nothing about the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from repair.gazetteer import top_terms as module
from repair.gazetteer.name_search import BUCKETS, NameSearch, search_arrays

NAMES = st.lists(st.text("abcd", min_size=2, max_size=9), min_size=1, max_size=60)


@contextmanager
def every_index_is_long(fully_read: int) -> Iterator[None]:
    """Treat short indexes as long ones, of which so many postings are read before the bar is known."""
    with patch.multiple(module, _SHORT=-1, _FULLY_READ=fully_read, _LEADERS=2):
        yield


def grams_of(arrays: Mapping[str, NDArray[Any]]) -> NDArray[np.intp]:
    """Return the n-gram of each posting."""
    cuts = arrays["posting_cuts"].astype(np.int64)
    return np.repeat(np.arange(BUCKETS, dtype=np.intp), np.diff(cuts))


@given(NAMES, st.text("abcd", min_size=2, max_size=9), st.integers(1, 6), st.floats(0.0, 0.6), st.integers(0, 40))
def test_skipping_postings_does_not_change_the_best_rows(
    names: list[str], form: str, limit: int, least: float, fully_read: int
) -> None:
    arrays = search_arrays([name] for name in names)
    whole = NameSearch(arrays).search(form, limit=limit, least=least)
    with every_index_is_long(fully_read):
        index = NameSearch(arrays)
        assert index.search(form, limit=limit, least=least) == whole
        assert not np.any(index._taken_sums())


@given(NAMES, st.text("abcd", min_size=2, max_size=9), st.integers(1, 6), st.floats(0.0, 0.6), st.randoms())
def test_an_index_whose_terms_are_not_numbered_by_length_gives_the_same_similarities(
    names: list[str], form: str, limit: int, least: float, random: Random
) -> None:
    arrays = search_arrays([name] for name in names)
    order = list(range(len(arrays["norms"])))
    random.shuffle(order)
    number_of = np.argsort(order)
    postings = number_of[arrays["postings"]][np.lexsort((number_of[arrays["postings"]], grams_of(arrays)))]
    shuffled = NameSearch(arrays | {"norms": arrays["norms"][order], "postings": postings})
    whole = NameSearch(arrays).search(form, limit=limit, least=least)
    with every_index_is_long(0):
        matches = shuffled.search(form, limit=limit, least=least)
    assert [match.similarity for match in matches] == [match.similarity for match in whole]


@given(NAMES)
def test_terms_are_numbered_by_their_length(names: list[str]) -> None:
    arrays = search_arrays([name] for name in names)
    assert (np.diff(arrays["norms"].astype(np.int64)) >= 0).all()
    grams, terms = grams_of(arrays), arrays["postings"].astype(np.int64)
    assert ((np.diff(grams) > 0) | (np.diff(terms) > 0)).all()


def test_a_search_is_not_repeated() -> None:
    index = NameSearch(search_arrays([[name] for name in ("Rutte", "Starmer")]))
    first = index.search("rute")
    with patch.object(NameSearch, "_idf", side_effect=AssertionError):
        assert index.search("rute") == first
    first.clear()
    assert index.search("rute")


def test_a_term_that_shares_nothing_is_never_returned() -> None:
    index = NameSearch(search_arrays([["Rutte"], ["Xylo"]]))
    assert [index.term(match.term) for match in index.search("rutte", least=0.0)] == ["rutte"]
