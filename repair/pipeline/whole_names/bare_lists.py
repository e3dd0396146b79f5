"""Sources that are lists of names, which say nothing of the people that they name."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from repair.pipeline.alignment import NameList
from repair.text.analysis import AnalyzedText


def is_bare_list(text: AnalyzedText) -> bool:
    """Return whether a text has names alone: each of its sentences, or lines, is one run of capitalised words.

    The result is cached, since every name of a source asks for it.
    """
    cached = _BARE_LISTS.get(text)
    if cached is None:
        has_only_names = len(text.runs) == len(text.sentences) and sum(map(len, text.runs)) == len(text.tokens)
        cached = _BARE_LISTS[text] = isinstance(text, NameList) or has_only_names
    return cached


_BARE_LISTS: WeakKeyDictionary[AnalyzedText, bool] = WeakKeyDictionary()
