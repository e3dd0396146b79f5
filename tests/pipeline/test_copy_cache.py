"""Results that are kept as long as the context of a copy."""

from __future__ import annotations

import gc
import weakref
from collections import defaultdict

from repair.pipeline.copy_cache import once_per_copy
from repair.pipeline.detection import CopyContext


class _Result:
    """A result that can be told from another one."""


@once_per_copy
def _made(copy_context: CopyContext, word: str) -> _Result:
    return _Result()


def _context() -> CopyContext:
    context = object.__new__(CopyContext)
    context.results = defaultdict(dict)
    return context


def test_a_result_is_kept_for_the_same_copy_and_arguments_only() -> None:
    first, other = _context(), _context()
    result = _made(first, "Tessin")
    assert _made(first, "Tessin") is result
    assert _made(first, "Uri") is not result
    assert _made(first, word="Uri") is not _made(first, word="Jura")
    assert _made(other, "Tessin") is not result


def test_the_results_of_a_copy_go_with_it() -> None:
    context = _context()
    kept = weakref.ref(_made(context, "Glarus"))
    del context
    gc.collect()
    assert kept() is None
