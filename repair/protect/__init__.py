"""Names kept safe through a translation engine: found in the source text, hidden, translated around, verified.

What cannot be kept is mended in the draft where that is certain, and told where it is not; nothing is guessed.
"""

from __future__ import annotations

from repair.protect.keeping import Guarded, Kept, Placed, translate_keeping
from repair.protect.listed import SourceName
from repair.protect.names import find_names
from repair.protect.sentences import sentence_spans

__all__ = ["Guarded", "Kept", "Placed", "SourceName", "find_names", "sentence_spans", "translate_keeping"]
