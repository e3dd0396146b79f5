"""Names that a rule proposes, and the suggestions made of them.

Each rule has its own reasons. The place in the copy, the sources that have the name, and the need for review are added
to a suggestion in the same way for all rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from repair.core.types import Kind, Reason, Span, Suggestion
from repair.pipeline.accents import takes_accents, without_accents
from repair.pipeline.explanation import supporting_sources
from repair.pipeline.rules.rule_context import RuleContext


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A half-open token range of the copy and the name that a rule proposes for it.

    ``kind`` is the kind of the name; with None, the gazetteer gives it. ``confidence`` is a probability, 0-1;
    ``reason`` explains to an editor why the name is proposed.
    """

    low: int
    high: int
    name: str
    kind: Kind | None
    confidence: float
    reason: Reason


class RuleReason(NamedTuple):
    """The evidence on which a rule proposes a name: a confidence (0-1), and the key and the text of the reason.

    The text may contain ``{name}``, and ``{count}`` for the number of words of the name.
    """

    confidence: float
    key: str
    text: str

    def propose(self, low: int, high: int, name: str, *, kind: Kind | None = None) -> ProposedName:
        """Return the proposal of ``name`` for the tokens ``low`` to ``high`` (exclusive)."""
        text = self.text.format(name=name, count=len(name.split()))
        return ProposedName(low, high, name, kind, self.confidence, Reason(self.key, text, 0.0))


def suggest_name(context: RuleContext, proposed: ProposedName) -> Suggestion:
    """Return the suggestion of a proposed name, for review, with the sources that have the name.

    It has no accents where the copy drops them.
    """
    copy_context, tokens = context.copy_context, context.copy_context.copy.tokens
    name = proposed.name
    if not name.isascii() and not takes_accents(copy_context, proposed.low, proposed.high):
        name = without_accents(name)
    return Suggestion.at(
        context.document,
        Span(tokens[proposed.low].start, tokens[proposed.high - 1].end),
        name,
        confidence=proposed.confidence,
        kind=proposed.kind or context.gazetteer.kind_of(proposed.name),
        evidence=supporting_sources(copy_context, (proposed.name,)),
        reasons=(proposed.reason,),
        signature=context.signature,
    )
