"""Training pairs for the channel model out of what editors decided."""

from __future__ import annotations

from repair.channel.vocabulary import spell
from repair.decisions.learning import ROUTE, UNTOUCHED, feedback
from repair.decisions.store import DecisionStore
from repair.training.pairs import Pair, is_held


def pairs(store: DecisionStore) -> tuple[Pair, ...]:
    """Return training pairs, each once: forms with the names people put in their place, and names they called right.

    Names whose words are held out for measuring are left out, as they are when pairs are drawn.
    """
    remembered = feedback(store)
    found = {Pair(spell(each.surface), spell(each.replacement), ROUTE) for each in remembered.mended}
    found |= {Pair(spell(each.surface), spell(each.surface), UNTOUCHED) for each in remembered.vouched}
    return tuple(sorted((pair for pair in found if not is_held(pair.tgt)), key=lambda pair: (pair.tgt, pair.src)))
