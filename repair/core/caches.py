"""Caches of functions of texts and words, limited in number of entries, and emptied after texts with very long words.

The number of entries limits the memory only while words are short, as in a language. A text from a stranger can have
words of any length, of which each cache would keep many.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar
from weakref import WeakValueDictionary

Result = TypeVar("Result")

LONG_WORD = 1_000  # code points
LONG_TEXT = 1_000_000  # code points

_caches: list[_lru_cache_wrapper[Any]] = []
_tables: WeakValueDictionary[int, WordTable[Any]] = WeakValueDictionary()  # by `id`, since a dict has no hash


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


class WordTable(dict[str, Result]):
    """The results of a function of words, for all the words of a text: ``map(table.__getitem__, words)``.

    It is emptied as the caches of `text_cache` are, but a word takes a fraction of the time of a call. Very long words
    are not kept. A table is freed with whatever holds it, such as a module or a cache by lexicon.
    """

    def __init__(self, function: Callable[[str], Result], *, maxsize: int) -> None:
        """Create an empty table.

        Args:
            function: The function of a word.
            maxsize: The number of entries at which the table is emptied.
        """
        super().__init__()
        self._function, self._maxsize = function, maxsize
        _tables[id(self)] = self

    def __missing__(self, word: str) -> Result:
        result = self._function(word)
        if len(self) >= self._maxsize:
            self.clear()
        if len(word) <= LONG_WORD:
            self[word] = result
        return result


def empty_caches_after(text: str) -> None:
    """Empty all caches if ``text``, which was just processed, is very long or has a very long word."""
    if len(text) > LONG_TEXT or max(map(len, text.split()), default=0) > LONG_WORD:
        for cached in _caches:
            cached.cache_clear()
        for table in list(_tables.values()):
            table.clear()
