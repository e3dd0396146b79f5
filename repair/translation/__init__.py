"""Names kept safe through a translation engine: found in the source text, hidden, translated around, verified.

What cannot be kept is mended in the draft where that is certain, and told where it is not; nothing is guessed.
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
