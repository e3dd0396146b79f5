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
from repair.core.types import Citation, Kind, Verdict
from repair.decisions.mappers import item_of, select_items
from repair.decisions.models import QueuedSuggestion, State
from repair.decisions.schema import suggestions
from repair.pipeline.feedback.feedback_effects import grounds, leading_evidence
from repair.pipeline.feedback.feedback_values import (
    ConfirmedName,
    FeaturePenalty,
    Feedback,
    LearnedCorrection,
    Rejection,
)
from repair.text.name_key import key

REJECTIONS = 3  # independent ones that lower the weight of a piece of evidence
_PRIOR = 10.0  # decisions that the calibrated confidence counts for
_CHANCE = 1.64  # standard deviations above the expected rejections; chance exceeds it one time in 20
_MAX_SOURCES = 4


def feedback(store: DecisionStore, *, rejections: int = REJECTIONS) -> Feedback:
    """Return the feedback of all decisions in a store.

    Args:
        store: The store to read.
        rejections: How many independent rejections lower the weight of a piece of evidence.
    """
    return feedback_of(_decided(store), rejections=rejections)


def feedback_of(decided: Iterable[QueuedSuggestion], *, rejections: int = REJECTIONS) -> Feedback:
    """Return the feedback of decided suggestions.

    Args:
        decided: The suggestions, each with the decision in force.
        rejections: How many independent rejections lower the weight of a piece of evidence.
    """
    forms: dict[str, _FormDecisions] = defaultdict(_FormDecisions)
    by_evidence: dict[str, list[QueuedSuggestion]] = defaultdict(list)
    for item in decided:
        forms[key(item.suggestion.surface)].add(item)
        if item.surface != item.suggestion.surface:
            forms[key(item.surface)].add_result(item)
        lead = leading_evidence(item.suggestion)
        if lead is not None and not item.flag and item.decision is not None:
            by_evidence[lead].append(item)
    return Feedback(
        tuple(correction for form in forms.values() for correction in form.corrections()),
        tuple(rejection for form in forms.values() for rejection in form.rejections()),
        tuple(confirmed for form in forms.values() for confirmed in form.confirmations()),
        tuple(
            penalty for lead, judged in sorted(by_evidence.items()) for penalty in _penalties(lead, judged, rejections)
        ),
    )


@dataclass(slots=True)
class _FormDecisions:
    """The decided suggestions for one surface form.

    Attributes:
        chosen: By the key of the name that the copy got.
        rejected: By the key of the proposed name that people rejected.
        confirmed: Flags of the form that people answered with "correct".
    """

    chosen: dict[str, list[QueuedSuggestion]] = field(default_factory=lambda: defaultdict(list))
    rejected: dict[str, list[QueuedSuggestion]] = field(default_factory=lambda: defaultdict(list))
    confirmed: list[QueuedSuggestion] = field(default_factory=list)

    def add(self, item: QueuedSuggestion) -> None:
        """Add one decided suggestion."""
        if item.decision is None or item.decision.verdict is None:
            return
        proposed, result = item.suggestion.replacement, item.result
        if result is not None:
            # A widened amendment gives the text for its own span, not for the marked words alone.
            if item.surface == item.suggestion.surface:
                self.add_result(item)
        elif item.decision.verdict is Verdict.ACCEPT and item.flag:
            self.confirmed.append(item)
        if proposed is None or item.flag:
            # A skipped flag concerns its own story only.
            return
        amended = item.decision.verdict is Verdict.AMEND and result is not None and key(result) != key(proposed)
        if amended or item.decision.verdict is Verdict.REJECT:
            self.rejected[key(proposed)].append(item)

    def add_result(self, item: QueuedSuggestion) -> None:
        """Count the name that the copy now has in place of the form."""
        if item.result is not None:
            self.chosen[key(item.result)].append(item)

    def corrections(self) -> list[LearnedCorrection]:
        """Return the correction of the form, if people chose one name and nobody marked the form as correct."""
        if len(self.chosen) != 1 or self.confirmed:
            return []
        (name, decided), *_ = self.chosen.items()
        last = max(decided, key=_when)
        # The right title depends on the day. If the same correction was also rejected, people disagree.
        if last.suggestion.kind is Kind.TITLE or last.result is None or name in self.rejected:
            return []
        by = tuple(sorted({_who(item) for item in decided}))
        stories, day = len({item.story_id for item in decided}), _when(last)[:10]
        evidence = _sources(decided)
        return [
            LearnedCorrection(
                " ".join(last.surface.split()), last.result, last.suggestion.kind, by, stories, day, evidence
            )
        ]

    def rejections(self) -> list[Rejection]:
        """Return the names that were rejected for the form and never accepted."""
        rejections = []
        for name, decided in sorted(self.rejected.items()):
            if name in self.chosen:
                continue
            all_grounds = [grounds(item.suggestion) for item in decided]
            keys = frozenset[str]().union(*(keys for keys, _ in all_grounds))
            sources = frozenset[str]().union(*(sources for _, sources in all_grounds))
            by = tuple(sorted({_who(item) for item in decided}))
            replacement = decided[0].suggestion.replacement or name
            rejections.append(Rejection(_surface(decided[0]), replacement, by, keys, sources))
        return rejections

    def confirmations(self) -> list[ConfirmedName]:
        """Return the form as a name that a person marked as correct, unless a colleague corrected it."""
        if not self.confirmed or self.chosen:
            return []
        first = min(self.confirmed, key=_when)
        return [ConfirmedName(_surface(first), first.suggestion.kind, _who(first))]


def _penalties(lead: str, judged: Sequence[QueuedSuggestion], rejections: int) -> list[FeaturePenalty]:
    """Return the penalty for a piece of evidence that led to too many rejected suggestions, if it earned one.

    Uncertain suggestions are rejected now and then, so only significantly more rejections than the confidences predict
    count. The penalty is the difference of the log-odds of the acceptance rate that was observed, smoothed with
    ``_PRIOR`` decisions, and that predicted. A person's decisions about one form in one story count once.

    Args:
        lead: The key of the evidence.
        judged: The decided suggestions that it led to.
        rejections: How many independent rejections are needed.
    """
    votes = {(_who(item), item.story_id, key(item.suggestion.surface)): item for item in judged}
    rejected = [item for item in votes.values() if not _is_accepted(item)]
    independent = {(_who(item), item.story_id) for item in rejected}
    error_rates = [1 - (item.suggestion.confidence or 0.0) for item in votes.values()]
    deviation = math.sqrt(sum(rate * (1 - rate) for rate in error_rates))
    if len(independent) < rejections or len(rejected) <= sum(error_rates) + _CHANCE * deviation:
        return []
    predicted = min(max(1 - sum(error_rates) / len(error_rates), 0.02), 0.98)
    observed = (predicted * _PRIOR + len(votes) - len(rejected)) / (_PRIOR + len(votes))
    shift = math.log(observed / (1 - observed)) - math.log(predicted / (1 - predicted))
    return [FeaturePenalty(lead, round(shift, 4), len(independent))] if shift < 0 else []


def _is_accepted(item: QueuedSuggestion) -> bool:
    return item.decision is not None and item.decision.verdict is Verdict.ACCEPT


def _decided(store: DecisionStore) -> list[QueuedSuggestion]:
    """Return the accepted, rejected and amended suggestions, in order of their decisions."""
    states = [State.ACCEPT.value, State.REJECT.value, State.AMEND.value]
    query = select_items().where(suggestions.c.state.in_(states))
    with store.reading() as connection:
        # A decision on a change that the batch made counts like one on its suggestion.
        decided = (replace(item_of(row), applied_text=None) for row in connection.execute(query))
        return sorted(decided, key=_when)


def _surface(item: QueuedSuggestion) -> str:
    """Return the surface form on one line."""
    return " ".join(item.suggestion.surface.split())


def _who(item: QueuedSuggestion) -> str:
    return item.decision.reviewer if item.decision else ""


def _when(item: QueuedSuggestion) -> str:
    return item.decision.decided_at if item.decision else ""


def _sources(decided: Sequence[QueuedSuggestion]) -> tuple[Citation, ...]:
    """Return the sources that had the name when it was decided, with one snippet each.

    An amendment replaces the name that the sources had, so its suggestion's sources do not support it.
    """
    accepted = (item for item in decided if key(item.result or "") == key(item.suggestion.replacement or ""))
    by_source = {source.source: source for item in accepted for source in item.suggestion.evidence}
    return tuple(by_source.values())[:_MAX_SOURCES]
