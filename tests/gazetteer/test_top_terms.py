"""Leaving out terms that cannot be among the best changes nothing about the best."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from repair.gazetteer import top_terms as module
from repair.gazetteer.name_search import NameSearch, search_arrays

NAMES = st.lists(st.text("abcd", min_size=2, max_size=9), min_size=1, max_size=60)


@given(NAMES, st.text("abcd", min_size=2, max_size=9), st.integers(1, 6), st.floats(0.0, 0.6))
def test_lists_left_unread_do_not_change_the_best(names: list[str], form: str, limit: int, least: float) -> None:
    index = NameSearch(search_arrays([name] for name in names))
    whole = index.search(form, limit=limit, least=least)
    with patch.object(module, "_LONG", 0), patch.object(module, "_LIKELY_BAR", 2.0):
        assert index.search(form, limit=limit, least=least) == whole
        assert not np.any(index._taken_sums())
