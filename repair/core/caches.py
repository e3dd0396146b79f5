"""Caches of functions of texts and words, limited in number of entries, and emptied after texts with very long words.

The number of entries limits the memory only while words are short, as in a language. A text from a stranger can have
words of any length, of which each cache would keep many.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

Result = TypeVar("Result")

LONG_WORD = 1_000  # code points
LONG_TEXT = 1_000_000  # code points

_caches: list[_lru_cache_wrapper[Any]] = []


def text_cache(*, maxsize: int) -> Callable[[Callable[..., Result]], _lru_cache_wrapper[Result]]:
    """Return a decorator like `functools.lru_cache`, for functions of texts or words.

    Args:
        maxsize: The largest number of entries.
    """

    def decorate(function: Callable[..., Result]) -> _lru_cache_wrapper[Result]:
        cached = lru_cache(maxsize=maxsize)(function)
        _caches.append(cached)
        return cached

    return decorate


def empty_caches_after(text: str) -> None:
    """Empty all caches if ``text``, which was just processed, is very long or has a very long word."""
    if len(text) > LONG_TEXT or max(map(len, text.split()), default=0) > LONG_WORD:
        for cached in _caches:
            cached.cache_clear()
