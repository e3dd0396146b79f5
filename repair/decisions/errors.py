"""The reasons why a decision cannot be stored, one class each.

All are `StoreError`s, so that a caller who does not need the difference catches one class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from repair.core.errors import StoreError, filled
from repair.core.types import Verdict

if TYPE_CHECKING:
    from repair.decisions.models import Claim, Confirmation, Decision

DECIDED_MEANWHILE = "{who} has decided this in the meantime ({what}); look at it again"
DECIDED_BY_YOU = "you have already decided this ({what}), perhaps in another window; look at it again"
SOMEBODY = "somebody"
VERDICTS = {
    Verdict.ACCEPT: "accepted",
    Verdict.REJECT: "rejected",
    Verdict.AMEND: "amended",
    Verdict.UNSURE: "unsure",
}
UNDONE = "undone"
CLAIMED = "{who} is working on this story; take it over, or come back later"
OVERLAPS = "this overlaps {surface!r} → {replacement!r}, which was accepted; undo that first"
EMPTIED = "the text of this story was deleted on {day}, after it had been finished; its decisions are in the history"
UNWRITABLE = (
    "the name that you typed would replace {before!r}, which cannot be written in this file ({why}); "
    "type the right words for the marked place alone"
)


class EmptiedError(StoreError):
    """The text of a story was deleted by retention, so that nothing can be decided in it.

    Args:
        emptied_at: When that was (ISO 8601).
    """

    def __init__(self, emptied_at: str) -> None:
        super().__init__(*filled(EMPTIED, day=emptied_at[:10]))


class ConflictError(StoreError):
    """The same suggestion was decided since the caller looked at it.

    Args:
        decision: What was decided.
        reviewer: The person who wanted to decide now. It may have been them, in another window.
    """

    def __init__(self, decision: Decision | None, reviewer: str) -> None:
        self.decision = decision
        who = decision.reviewer if decision else SOMEBODY
        what = VERDICTS[decision.verdict] if decision and decision.verdict else UNDONE
        words = DECIDED_BY_YOU if who == reviewer else DECIDED_MEANWHILE
        super().__init__(*filled(words, who=who, what=what))


class ClaimedError(StoreError):
    """Another person is working on the story; ``claim`` has their name."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        super().__init__(*filled(CLAIMED, who=claim.reviewer))


class OverlapError(StoreError):
    """Another suggestion that overlaps this one has been accepted already."""

    def __init__(self, surface: str, replacement: str) -> None:
        super().__init__(*filled(OVERLAPS, surface=surface, replacement=replacement))


class UnchangedError(StoreError):
    """The copy already has the text that somebody typed."""


class UnwritableError(StoreError):
    """The words that an amendment would replace are separated by markup, so the file cannot be written with it."""

    def __init__(self, before: str, why: str) -> None:
        super().__init__(*filled(UNWRITABLE, before=before, why=why))


class UnconfirmedError(StoreError):
    """The decision has further consequences; ``confirmation`` holds what the person must confirm first."""

    def __init__(self, confirmation: Confirmation) -> None:
        self.confirmation = confirmation
        super().__init__(confirmation.message)


class NotThereError(StoreError):
    """The requested story, suggestion or decision is not in the store."""


class BusyError(StoreError):
    """The database is locked or unreachable; trying again may help."""
