"""Training pairs for the channel model from the decisions of editors."""

from __future__ import annotations

from repair.channel.vocabulary import spell
from repair.core.protocols import DecisionStore
from repair.decisions.feedback_from_decisions import feedback
from repair.training.pairs import Pair, is_held

ROUTE, UNTOUCHED = "decision", "untouched"  # what made the pairs: an editor's correction, or a name marked as correct


def pairs(store: DecisionStore) -> tuple[Pair, ...]:
    """Return distinct training pairs: forms with the names that replaced them, and names confirmed as right.

    Names with held-out words are left out, as in `repair.training.pairs`.
    """
    decisions = feedback(store)
    distinct = {
        Pair(spell(correction.surface), spell(correction.replacement), ROUTE) for correction in decisions.corrections
    }
    distinct |= {Pair(spell(name.surface), spell(name.surface), UNTOUCHED) for name in decisions.confirmed}
    return tuple(sorted((pair for pair in distinct if not is_held(pair.tgt)), key=lambda pair: (pair.tgt, pair.src)))
