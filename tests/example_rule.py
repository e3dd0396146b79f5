"""An example plug-in for a rule, as another distribution would write it: a mistyped weekday."""

from __future__ import annotations

from collections.abc import Iterable

from repair.core.types import Reason, Span, Suggestion
from repair.pipeline.rules.rule_context import RuleContext


class Weekdays:
    """Proposes "Monday" for "Mondey"."""

    follows_flags = False
    confidence = 0.8

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        start = context.document.text.find("Mondey")
        if start >= 0:
            yield Suggestion.at(
                context.document,
                Span(start, start + 6),
                "Monday",
                confidence=self.confidence,
                reasons=(Reason("weekday", "it is a weekday", 0.0),),
                signature=context.signature,
            )


def make_nothing() -> object:
    return object()
