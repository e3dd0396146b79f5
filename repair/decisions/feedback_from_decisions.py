"""Turns the decisions of a store into `Feedback` for the next batch.

Only the decision in force for each suggestion counts, so undone decisions are no feedback. Forms about which people
disagree are left out. Nothing here changes the store.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from repair.core.protocols import DecisionStore
from repair.core.types import Kind, Verdict, Witness
from repair.decisions.mappers import case_of, cases
from repair.decisions.models import QueuedSuggestion, State
from repair.decisions.schema import suggestions
from repair.pipeline.feedback import ConfirmedName, FeaturePenalty, Feedback, LearnedCorrection, Rejection
from repair.pipeline.feedback_effects import grounds, leading
from repair.text.name_key import key

REJECTIONS = 3  # independent ones that lower the weight of a piece of evidence
ROUTE, UNTOUCHED = "decision", "untouched"
_PRIOR = 10.0  # decisions that the calibrated confidence counts for
_CHANCE = 1.64  # standard deviations above the expected rejections; chance exceeds it one time in 20
_MAX_SOURCES = 4


def feedback(store: DecisionStore, *, rejections: int = REJECTIONS) -> Feedback:
    """Return the feedback of all decisions in a store.

    Args:
        store: The store to read.
        rejections: How many independent rejections lower the weight of a piece of evidence.
    """
    return with_confirmed(_decided(store), rejections=rejections)


def with_confirmed(decided: Iterable[QueuedSuggestion], *, rejections: int = REJECTIONS) -> Feedback:
    """Return the feedback of decided suggestions, each with the decision in force."""
    forms: dict[str, _FormDecisions] = defaultdict(_FormDecisions)
    by_evidence: dict[str, list[tuple[bool, QueuedSuggestion]]] = defaultdict(list)
    for case in decided:
        forms[key(case.suggestion.surface)].note(case)
        if case.surface != case.suggestion.surface:
            forms[key(case.surface)].note_result(case)
        lead = leading(case.suggestion)
        if lead is not None and not case.flag and case.head is not None:
            by_evidence[lead].append((case.head.verdict is Verdict.ACCEPT, case))
    return Feedback(
        tuple(correction for form in forms.values() for correction in form.corrections()),
        tuple(rejection for form in forms.values() for rejection in form.rejections()),
        tuple(confirmed for form in forms.values() for confirmed in form.confirmations()),
        tuple(each for lead, judged in sorted(by_evidence.items()) for each in _penalties(lead, judged, rejections)),
    )


@dataclass(slots=True)
class _FormDecisions:
    """The decided suggestions for one surface form, by the name that people chose, rejected, or marked as correct."""

    named: dict[str, list[QueuedSuggestion]] = field(default_factory=lambda: defaultdict(list))
    against: dict[str, list[QueuedSuggestion]] = field(default_factory=lambda: defaultdict(list))
    right: list[QueuedSuggestion] = field(default_factory=list)

    def note(self, case: QueuedSuggestion) -> None:
        """Add one decided suggestion."""
        if case.head is None or case.head.verdict is None:
            return
        proposed, result = case.suggestion.replacement, case.result
        if result is not None:
            # A widened amendment gives the text for its own span, not for the marked words alone.
            if case.surface == case.suggestion.surface:
                self.note_result(case)
        elif case.head.verdict is Verdict.ACCEPT and case.flag:
            self.right.append(case)
        if proposed is None or case.flag:
            # A skipped flag concerns its own story only.
            return
        amended = case.head.verdict is Verdict.AMEND and result is not None and key(result) != key(proposed)
        if amended or case.head.verdict is Verdict.REJECT:
            self.against[key(proposed)].append(case)

    def note_result(self, case: QueuedSuggestion) -> None:
        """Count the name that the copy now has in place of the form."""
        if case.result is not None:
            self.named[key(case.result)].append(case)

    def corrections(self) -> list[LearnedCorrection]:
        """Return the correction of the form, if people chose one name and nobody marked the form as correct."""
        if len(self.named) != 1 or self.right:
            return []
        (name, decided), *_ = self.named.items()
        last = max(decided, key=_when)
        # The right title depends on the day. If the same correction was also rejected, people disagree.
        if last.suggestion.kind is Kind.TITLE or last.result is None or name in self.against:
            return []
        by = tuple(sorted({_who(case) for case in decided}))
        stories, day = len({case.story_id for case in decided}), _when(last)[:10]
        evidence = _sources(decided)
        return [
            LearnedCorrection(
                " ".join(last.surface.split()), last.result, last.suggestion.kind, by, stories, day, evidence
            )
        ]

    def rejections(self) -> list[Rejection]:
        """Return the names that were rejected for the form and never accepted."""
        rejections = []
        for name, decided in sorted(self.against.items()):
            if name in self.named:
                continue
            all_grounds = [grounds(case.suggestion) for case in decided]
            keys = frozenset[str]().union(*(keys for keys, _ in all_grounds))
            sources = frozenset[str]().union(*(sources for _, sources in all_grounds))
            by = tuple(sorted({_who(case) for case in decided}))
            replacement = decided[0].suggestion.replacement or name
            rejections.append(Rejection(_surface(decided[0]), replacement, by, keys, sources))
        return rejections

    def confirmations(self) -> list[ConfirmedName]:
        """Return the form as a name that a person marked as correct, unless a colleague corrected it."""
        if not self.right or self.named:
            return []
        first = min(self.right, key=_when)
        return [ConfirmedName(_surface(first), first.suggestion.kind, _who(first))]


def _penalties(lead: str, judged: Sequence[tuple[bool, QueuedSuggestion]], rejections: int) -> list[FeaturePenalty]:
    """Return the penalty for a piece of evidence that led to too many rejected suggestions, if it earned one.

    Uncertain suggestions are rejected now and then, so only significantly more rejections than the confidences predict
    count. The penalty is the difference of the log-odds of the acceptance rate that was observed, smoothed with
    ``_PRIOR`` decisions, and that predicted. A person's decisions about one form in one story count once.

    Args:
        lead: The key of the evidence.
        judged: The decided suggestions that it led to, each with whether it was accepted.
        rejections: How many independent rejections are needed.
    """
    votes = {(_who(case), case.story_id, key(case.suggestion.surface)): (right, case) for right, case in judged}
    rejected = [case for right, case in votes.values() if not right]
    independent = {(_who(case), case.story_id) for case in rejected}
    error_rates = [1 - (case.suggestion.confidence or 0.0) for _, case in votes.values()]
    deviation = math.sqrt(sum(rate * (1 - rate) for rate in error_rates))
    if len(independent) < rejections or len(rejected) <= sum(error_rates) + _CHANCE * deviation:
        return []
    predicted = min(max(1 - sum(error_rates) / len(error_rates), 0.02), 0.98)
    observed = (predicted * _PRIOR + len(votes) - len(rejected)) / (_PRIOR + len(votes))
    shift = math.log(observed / (1 - observed)) - math.log(predicted / (1 - predicted))
    return [FeaturePenalty(lead, round(shift, 4), len(independent))] if shift < 0 else []


def _decided(store: DecisionStore) -> list[QueuedSuggestion]:
    """Return the accepted, rejected and amended suggestions, in order of their decisions."""
    states = [State.ACCEPT.value, State.REJECT.value, State.AMEND.value]
    query = cases().where(suggestions.c.state.in_(states))
    with store.reading() as connection:
        # A decision on a change that the batch made counts like one on its suggestion.
        decided = (replace(case_of(row), standing=None) for row in connection.execute(query))
        return sorted(decided, key=_when)


def _surface(case: QueuedSuggestion) -> str:
    """Return the surface form on one line."""
    return " ".join(case.suggestion.surface.split())


def _who(case: QueuedSuggestion) -> str:
    return case.head.reviewer if case.head else ""


def _when(case: QueuedSuggestion) -> str:
    return case.head.decided_at if case.head else ""


def _sources(decided: Sequence[QueuedSuggestion]) -> tuple[Witness, ...]:
    """Return the sources that had the name when it was decided, with one snippet each."""
    by_source = {source.source: source for case in decided for source in case.suggestion.evidence}
    return tuple(by_source.values())[:_MAX_SOURCES]
