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
        assert NameSearch(arrays).search(form, limit=limit, least=least) == whole


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


@given(st.lists(st.sets(st.integers(0, 2**31), min_size=1, max_size=8), min_size=1, max_size=70))
def test_the_weights_of_lists_are_added_up(lists: list[set[int]]) -> None:
    squares = [float(number + 1) for number in range(len(lists))]
    terms, shared = module._added_up([np.asarray(sorted(each)) for each in lists], squares)
    expected = {
        term: sum(square for each, square in zip(lists, squares, strict=True) if term in each)
        for term in set().union(*lists)
    }
    assert dict(zip(terms.tolist(), shared.tolist(), strict=True)) == expected
    assert (np.diff(terms) > 0).all()
