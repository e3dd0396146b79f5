"""Sources that are lists of names, which say nothing of the people that they name."""

from __future__ import annotations

from repair.core.computed_once import computed_once
from repair.pipeline.alignment import NameList
from repair.text.analysis import AnalyzedText


@computed_once
def is_bare_list(text: AnalyzedText) -> bool:
    """Return whether a text has names alone: each of its sentences, or lines, is one run of capitalised words."""
    has_only_names = len(text.runs) == len(text.sentences) and sum(map(len, text.runs)) == len(text.tokens)
    return isinstance(text, NameList) or has_only_names
