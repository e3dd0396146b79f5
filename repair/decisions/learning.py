"""What standing decisions teach: a `Feedback` for the next batch, and pairs to train the model on.

Only the decision that stands on each suggestion counts, so that undoing one unteaches it. What people disagree
about teaches nothing. Nothing here changes the store.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from repair.core.types import Kind, Verdict, Witness
from repair.decisions.mappers import case_of, cases
from repair.decisions.models import QueuedSuggestion, State
from repair.decisions.schema import suggestions
from repair.decisions.store import DecisionStore
from repair.pipeline.feedback import ConfirmedName, FeaturePenalty, Feedback, LearnedCorrection, Rejection
from repair.pipeline.feedback_rules import grounds, leading
from repair.text.name_key import key

REJECTIONS = 3  # independent ones that lower a rule's say
ROUTE, UNTOUCHED = "decision", "untouched"
_PRIOR = 10.0  # decisions that a rule's calibrated confidence is worth against what people say
_CHANCE = 1.64  # standard deviations above the refusals to be expected: as many come about by chance one time in 20
_MOST_WITNESSES = 4


def feedback(store: DecisionStore, *, rejections: int = REJECTIONS) -> Feedback:
    """Return what the decisions in ``store`` teach; ``rejections`` independent ones lower a rule's say."""
    return with_confirmed(_decided(store), rejections=rejections)


def with_confirmed(decided: Iterable[QueuedSuggestion], *, rejections: int = REJECTIONS) -> Feedback:
    """Return what decided suggestions teach, each with the decision that stands on it."""
    forms: dict[str, _FormDecisions] = defaultdict(_FormDecisions)
    rules: dict[str, list[tuple[bool, QueuedSuggestion]]] = defaultdict(list)
    for case in decided:
        forms[key(case.suggestion.surface)].note(case)
        lead = leading(case.suggestion)
        if lead is not None and not case.flag and case.head is not None:
            rules[lead].append((case.head.verdict is Verdict.ACCEPT, case))
    return Feedback(
        tuple(mended for form in forms.values() for mended in form.mended()),
        tuple(refused for form in forms.values() for refused in form.refused()),
        tuple(vouched for form in forms.values() for vouched in form.vouched()),
        tuple(say for lead, ruled in sorted(rules.items()) for say in _say(lead, ruled, rejections)),
    )


@dataclass(slots=True)
class _FormDecisions:
    """The decided suggestions about one form, sorted by what people made of it."""

    named: dict[str, list[QueuedSuggestion]] = field(default_factory=lambda: defaultdict(list))
    against: dict[str, list[QueuedSuggestion]] = field(default_factory=lambda: defaultdict(list))
    right: list[QueuedSuggestion] = field(default_factory=list)

    def note(self, case: QueuedSuggestion) -> None:
        """Count one decided suggestion."""
        if case.head is None or case.head.verdict is None:
            return
        proposed, result = case.suggestion.replacement, case.result
        if result is not None:
            self.named[key(result)].append(case)
        elif case.head.verdict is Verdict.ACCEPT and case.flag:
            self.right.append(case)
        if proposed is None or case.flag:
            # A skipped flag is left alone in its own story: it says nothing about the name.
            return
        amended = case.head.verdict is Verdict.AMEND and result is not None and key(result) != key(proposed)
        if amended or case.head.verdict is Verdict.REJECT:
            self.against[key(proposed)].append(case)

    def mended(self) -> list[LearnedCorrection]:
        """Return what the form is to be mended to: one name, and nobody says that it is right as it is."""
        if len(self.named) != 1 or self.right:
            return []
        (name, ruled), *_ = self.named.items()
        last = max(ruled, key=_when)
        # A title is right or wrong by who holds it that day, and a refusal of the same pair leaves it open.
        if last.suggestion.kind is Kind.TITLE or last.result is None or name in self.against:
            return []
        by = tuple(sorted({_who(case) for case in ruled}))
        stories, day = len({case.story_id for case in ruled}), _when(last)[:10]
        evidence = _witnesses(ruled)
        return [LearnedCorrection(_bare(last), last.result, last.suggestion.kind, by, stories, day, evidence)]

    def refused(self) -> list[Rejection]:
        """Return the proposals that were refused for the form and never accepted."""
        found = []
        for name, ruled in sorted(self.against.items()):
            if name in self.named:
                continue
            rested = [grounds(case.suggestion) for case in ruled]
            keys = frozenset[str]().union(*(keys for keys, _ in rested))
            sources = frozenset[str]().union(*(sources for _, sources in rested))
            by = tuple(sorted({_who(case) for case in ruled}))
            found.append(Rejection(_bare(ruled[0]), ruled[0].suggestion.replacement or name, by, keys, sources))
        return found

    def vouched(self) -> list[ConfirmedName]:
        """Return the form as a name that somebody vouches for, unless somebody else mended it."""
        if not self.right or self.named:
            return []
        first = min(self.right, key=_when)
        return [ConfirmedName(_bare(first), first.suggestion.kind, _who(first))]


def _say(lead: str, ruled: Sequence[tuple[bool, QueuedSuggestion]], rejections: int) -> list[FeaturePenalty]:
    """Return how much a rule's say is lowered, nothing before enough people in enough stories refused it.

    A doubtful proposal is meant to be refused now and then: only more refusals than its confidence leads one to
    expect, and more than chance brings, tell against a rule. Its own confidence counts as ten decisions, what people
    decided as many as there are; the same person about the same form in the same story counts once.
    """
    voices = {(_who(case), case.story_id, key(case.suggestion.surface)): (right, case) for right, case in ruled}
    refused = [case for right, case in voices.values() if not right]
    independent = {(_who(case), case.story_id) for case in refused}
    doubts = [1 - case.suggestion.confidence for _, case in voices.values()]
    usual = sum(doubts) + _CHANCE * math.sqrt(sum(doubt * (1 - doubt) for doubt in doubts))
    if len(independent) < rejections or len(refused) <= usual:
        return []
    expected = min(max(1 - sum(doubts) / len(doubts), 0.02), 0.98)
    agreed = (expected * _PRIOR + len(voices) - len(refused)) / (_PRIOR + len(voices))
    shift = math.log(agreed / (1 - agreed)) - math.log(expected / (1 - expected))
    return [FeaturePenalty(lead, round(shift, 4), len(independent))] if shift < 0 else []


def _decided(store: DecisionStore) -> list[QueuedSuggestion]:
    """Return all suggestions with a standing verdict that teaches something, in the order of their decisions."""
    teaching = [State.ACCEPT.value, State.REJECT.value, State.AMEND.value]
    query = cases().where(suggestions.c.state.in_(teaching))
    with store.reading() as connection:
        return sorted((case_of(row) for row in connection.execute(query)), key=_when)


def _bare(case: QueuedSuggestion) -> str:
    """Return the form on one line."""
    return " ".join(case.suggestion.surface.split())


def _who(case: QueuedSuggestion) -> str:
    return case.head.reviewer if case.head else ""


def _when(case: QueuedSuggestion) -> str:
    return case.head.decided_at if case.head else ""


def _witnesses(ruled: Sequence[QueuedSuggestion]) -> tuple[Witness, ...]:
    """Return the clean sources that carried the name when it was decided, one snippet a source."""
    found = {witness.source: witness for case in ruled for witness in case.suggestion.evidence}
    return tuple(found.values())[:_MOST_WITNESSES]
