"""Names that a rule proposes, and the suggestions made of them.

Each rule has its own reasons. The place in the copy, the sources that have the name, and the need for review are added
to a suggestion in the same way for all rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from repair.core.types import Document, Kind, Reason, Span, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.explanation import supporting_sources


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A half-open token range of the copy and the name that a rule proposes for it.

    ``confidence`` is a probability, 0-1; ``reason`` explains to an editor why the name is proposed.
    """

    low: int
    high: int
    name: str
    kind: Kind
    confidence: float
    reason: Reason


class Clue(NamedTuple):
    """The evidence on which a rule proposes a name: a confidence (0-1), the key of the reason, and its words.

    The words may contain ``{name}``, and ``{count}`` for the number of its words.
    """

    confidence: float
    key: str
    words: str

    def propose(self, low: int, high: int, name: str, *, kind: Kind = Kind.OTHER) -> ProposedName:
        """Return the proposal of ``name`` for the tokens ``low`` to ``high`` (exclusive)."""
        words = self.words.format(name=name, count=len(name.split()))
        return ProposedName(low, high, name, kind, self.confidence, Reason(self.key, words, 0.0))


def suggest_name(copy_context: CopyContext, proposed: ProposedName, *, document_id: str, signature: str) -> Suggestion:
    """Return the suggestion of a proposed name, for review.

    Args:
        copy_context: The copy and its story.
        proposed: The name and its place.
        document_id: The id of the document.
        signature: The signature of the suggestion.
    """
    copy = copy_context.copy
    return Suggestion.at(
        Document(document_id, copy.text),
        Span(copy.tokens[proposed.low].start, copy.tokens[proposed.high - 1].end),
        proposed.name,
        confidence=proposed.confidence,
        kind=proposed.kind,
        evidence=supporting_sources(copy_context, (proposed.name,)),
        reasons=(proposed.reason,),
        signature=signature,
    )
