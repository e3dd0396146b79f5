"""Translation of copy with its names kept: found in the original, hidden from the engine, restored and verified.

A name that cannot be kept is corrected in the draft where that is certain, and flagged where it is not.
"""

from __future__ import annotations

from repair.translation.gazetteer_names import SourceName
from repair.translation.masking import MaskedSentence, NamePlacement, TranslatedSentence, translate_with_names
from repair.translation.name_finder import find_names
from repair.translation.sentences import sentence_spans

__all__ = [
    "MaskedSentence",
    "NamePlacement",
    "SourceName",
    "TranslatedSentence",
    "find_names",
    "sentence_spans",
    "translate_with_names",
]
