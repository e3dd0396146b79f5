"""What one person sees and does at the review desk, as a plain class that needs no browser.

It loads, decides, selects the next and words the results; pages, the JSON API and the terminal only show them.
`repair.decisions` stores the decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from repair.core.display import quantity, visible
from repair.core.errors import FormatError
from repair.core.protocols import DecisionStore
from repair.core.types import Verdict
from repair.decisions import claims, commands, history, ingest, queue, undo_redo, unverified_names
from repair.decisions.errors import ClaimedError, EmptiedError, NotThereError
from repair.decisions.models import Answer, Claim, Decision, NewDecision, QueuedSuggestion, StoredStory
from repair.decisions.newer_versions import newer_version
from repair.decisions.queue_models import Filters, Unverified
from repair.review import labels
from repair.review.corrected_copy import SavedCopy, corrected_copy, not_writable, write_corrected
from repair.review.correction_note import editors_note, noted_correction
from repair.review.grouping import grouped, same_variant
from repair.review.saved_copy import file_name, write_copy
from repair.review.views import (
    ActionResult,
    CardView,
    QueueView,
    SelectedSuggestion,
    StoryView,
    count_open,
    index_to_show,
    next_open,
)

MAX_NAMES = 500  # unverified names in one answer of the API
SAME_SURFACE_LIMIT = 8  # other places listed on a card


class ReviewSession:
    """The review desk as one person sees it.

    Args:
        store: The stories, suggestions and decisions.
        reviewer: The person's name, kept with every decision.
        out: The folder for corrected copies; None means that nothing is written.
    """

    def __init__(self, store: DecisionStore, reviewer: str, out: Path | None = None) -> None:
        self.store, self.reviewer, self.out = store, reviewer, out

    # --- looking

    def queue(self, filters: Filters | None = None, page: int = 0) -> QueueView:
        """Return one page (from 0) of the stories that match ``filters``, worst first."""
        filters = self._own(filters)
        return QueueView(
            queue.entries(self.store, filters, page=page),
            queue.count(self.store, filters),
            page,
            queue.progress(self.store),
            filters,
            queue.sources(self.store),
            queue.count_matching(self.store, filters),
            self.version(),
        )

    def version(self, story_id: str | None = None) -> str:
        """Return a short text that changes when the queue changes, or one story."""
        return queue.version(self.store, story_id)

    def matching(self, filters: Filters) -> tuple[QueuedSuggestion, ...]:
        """Return the open proposals that match ``filters``, to be accepted as a set after a preview."""
        return queue.matching(self.store, self._own(filters))

    def count_matching(self, filters: Filters) -> int:
        """Return how many open proposals match ``filters``."""
        return queue.count_matching(self.store, self._own(filters))

    def open(self, story_id: str, at: str | None = None, *, take_over: bool = False) -> StoryView:
        """Claim a story and return it with one suggestion selected.

        A story that a colleague has claimed is returned with their claim, and stays theirs unless taken over.

        Args:
            story_id: The story.
            at: The id of the suggestion to select; by default the first open one.
            take_over: Whether to end a colleague's claim.

        Raises:
            NotThereError: If the store has no such story.
        """
        other = None
        try:
            claims.claim(self.store, story_id, self.reviewer, take_over=take_over)
        except ClaimedError as error:
            other = error.claim
        return self.look(story_id, at, other=other)

    def leave(self, story_id: str) -> None:
        """Release this person's claim on a story."""
        claims.release(self.store, story_id, self.reviewer)

    def next_story(self, after: str | None = None, filters: Filters | None = None) -> str | None:
        """Return the id of the worst open story for this person, as `queue.next_story` does."""
        return queue.next_story(self.store, self.reviewer, after=after, filters=self._own(filters))

    def look(self, story_id: str, at: str | None = None, *, other: Claim | None = None) -> StoryView:
        """Return a story as `open` does, without claiming it."""
        story, items = self._story(story_id), queue.in_story(self.store, story_id)
        newer = newer_version(self.store, story)
        return StoryView(story, items, index_to_show(items, at), other, grouped(items), newer)

    def card(self, item: QueuedSuggestion) -> CardView:
        """Return what the card shows beside a suggestion."""
        proposed = item.suggestion.replacement
        if proposed is not None:
            same_name = queue.of_name(self.store, proposed)
        else:
            same_name = queue.flagged(self.store, item.suggestion.surface)
        return CardView(
            item,
            queue.elsewhere(self.store, item, limit=SAME_SURFACE_LIMIT),
            history.of_suggestion(self.store, item.suggestion.id),
            sum(other.story_id == item.story_id for other in same_name),
            len(same_name),
        )

    def unverified(self) -> tuple[Unverified, ...]:
        """Return the open unverified names, each once."""
        return unverified_names.names(self.store, size=MAX_NAMES)

    # --- deciding

    def decide(
        self,
        suggestion_id: str,
        verdict: Answer | Verdict,
        *,
        replacement: str | None = None,
        seen: int | None = None,
        confirmed: bool = False,
    ) -> ActionResult:
        """Keep a decision of this person on one suggestion, and on all places of a spelling variant; as `keep` does.

        Args:
            suggestion_id: The suggestion.
            verdict: The answer.
            replacement: The name that was typed, for an amendment.
            seen: The id of the decision in force when the person looked, None if there was none.
            confirmed: Whether the person has seen and accepted what an `UnconfirmedError` described.
        """
        return self.keep(NewDecision(suggestion_id, verdict, self.reviewer, replacement, seen, confirmed))

    def keep(self, decision: NewDecision, others: Sequence[SelectedSuggestion] | None = None) -> ActionResult:
        """Keep a decision on one suggestion, and the same on other places of the name, to be undone as one.

        Args:
            decision: The decision.
            others: The other places; None means all places of a spelling variant, and none of any other suggestion.

        Returns:
            What was decided, and the suggestion to show next.

        Raises:
            StoreError: As `repair.decisions.commands.decide` does.
        """
        item = self.item(decision.suggestion_id)
        if others is None:
            others = self._variant_places(item, decision)
        same = [replace(decision, suggestion_id=other.id, seen=other.seen) for other in others]
        recorded, not_made = commands.decide_group(self.store, decision, same if decision.replacement is None else ())
        items = queue.in_story(self.store, item.story_id)
        open_count = count_open(items)
        words = _describe(item, recorded[0])
        words += labels.ALL_PLACES.format(count=len(recorded)) if len(recorded) > 1 else ""
        words += labels.not_decided(len(not_made))
        words += labels.LEFT_IN_STORY.format(count=open_count) if open_count else labels.NONE_LEFT
        next_id = next_open(items, decision.suggestion_id)
        flags = frozenset(made.suggestion_id for made in recorded) if item.flag else frozenset()
        return ActionResult(words, recorded, not_made, story_id=item.story_id, next_id=next_id, flags=flags)

    def _variant_places(self, item: QueuedSuggestion, decision: NewDecision) -> tuple[SelectedSuggestion, ...]:
        """Return the other open places of a spelling variant; none if ``item`` is no variant, or was decided."""
        if decision.seen != item.decision_id:
            return ()
        others = same_variant(queue.in_story(self.store, item.story_id), item)
        return tuple(SelectedSuggestion(other.suggestion.id, other.decision_id) for other in others)

    def undo(self, story_id: str | None = None) -> ActionResult:
        """Undo this person's last decision, in one story or anywhere, with the bulk action that it was part of.

        Raises:
            NotThereError: If there is nothing to undo.
            StoreError: If a colleague has decided since, or is working on the story.
        """
        recorded, left_out = undo_redo.undo(self.store, self.reviewer, story_id=story_id)
        return self._after_undo(recorded, left_out, story_id, labels.UNDONE)

    def redo(self, story_id: str | None = None) -> ActionResult:
        """Make this person's last undone decision again, with its whole action; raises as `undo` does."""
        recorded, left_out = undo_redo.redo(self.store, self.reviewer, story_id=story_id)
        return self._after_undo(recorded, left_out, story_id, labels.REDONE)

    def _after_undo(
        self, recorded: Sequence[Decision], left_out: tuple[str, ...], story_id: str | None, done: str
    ) -> ActionResult:
        items = [self.item(decision.suggestion_id) for decision in recorded]
        # After a bulk action, stay in the story on screen if it was part of it.
        item = next((other for other in items if other.story_id == story_id), items[0])
        what = visible(item.suggestion.surface) if len(recorded) == 1 else f"{len(recorded)} decisions"
        words = done.format(what=what) + labels.not_decided(len(left_out))
        next_id, flags = item.suggestion.id, _flag_ids(items)
        return ActionResult(words, tuple(recorded), left_out, story_id=item.story_id, next_id=next_id, flags=flags)

    def preview(self, name: str, story_id: str | None = None) -> tuple[QueuedSuggestion, ...]:
        """Return the open suggestions that accepting ``name`` everywhere would decide, in one story or in all."""
        return queue.of_name(self.store, name, story_id=story_id)

    def accept_all(self, selected: Iterable[SelectedSuggestion]) -> ActionResult:
        """Accept the selected suggestions in one bulk action, which can be undone as one."""
        decisions = [NewDecision(place.id, Verdict.ACCEPT, self.reviewer, None, place.seen) for place in selected]
        return self.decide_many(decisions, labels.ACCEPTED)

    def item(self, suggestion_id: str) -> QueuedSuggestion:
        """Return one suggestion; raises `NotThereError`."""
        item = queue.find(self.store, suggestion_id)
        if item is None:
            raise NotThereError.of(commands.NO_SUGGESTION, id=suggestion_id)
        return item

    # --- the corrected copy

    def note(self, view: StoryView) -> str:
        """Return the editor's note on the accepted corrections of a story."""
        return editors_note([noted for item in view.items if (noted := noted_correction(item)) is not None])

    def cleaned(self, view: StoryView) -> bytes:
        """Return the story's file with the accepted edits made and every other byte unchanged.

        For a record of an archive it is the whole archive, with what was accepted in its other records.
        """
        return corrected_copy(self.store, view.story, view.items)

    def write(self, view: StoryView) -> SavedCopy:
        """Save the corrected copy in the folder for it under the story's own name.

        Raises:
            FormatError: If there is no folder, or the file there was not written by `repair`.
        """
        if self.out is None:
            raise FormatError.of(labels.NO_FOLDER)
        story, name = view.story, file_name(self.store, view.story)

        def fill(stage: Path) -> None:
            write_corrected(self.store, story, view.items, stage)

        path = write_copy(self.out, name, fill, original=Path(story.path))
        return SavedCopy(path, not_writable(story, view.items))

    def _own(self, filters: Filters | None) -> Filters:
        """Return filters whose "mine" is this person's."""
        return replace(filters or Filters(), reviewer=self.reviewer)

    def _story(self, story_id: str) -> StoredStory:
        story = ingest.story(self.store, story_id)
        if story is None:
            raise NotThereError.of(claims.NO_STORY, id=story_id)
        if story.emptied_at is not None:
            raise EmptiedError(story.emptied_at)
        return story

    def decide_many(
        self, decisions: Sequence[NewDecision], action: str, items: Iterable[QueuedSuggestion] = ()
    ) -> ActionResult:
        """Keep many decisions in one action, worded as ``action``; ``items`` are the unverified names among them."""
        recorded, left_out = commands.decide_all(self.store, decisions)
        words = labels.DECIDED_MANY.format(action=action, count=quantity(len(recorded), "suggestion"))
        return ActionResult(words + labels.not_decided(len(left_out)), recorded, left_out, flags=_flag_ids(items))


def _describe(item: QueuedSuggestion, recorded: Decision) -> str:
    """Return what a decision did, for a person."""
    verdict = recorded.verdict or Verdict.UNSURE
    flag_words = labels.DECIDED_FLAG if item.flag else labels.DECIDED_CHANGE if item.applied_text is not None else {}
    return flag_words.get(verdict, labels.DECIDED[verdict]).format(
        surface=visible(recorded.edit_before or item.suggestion.surface),
        replacement=visible(recorded.replacement or ""),
    )


def _flag_ids(items: Iterable[QueuedSuggestion]) -> frozenset[str]:
    return frozenset(item.suggestion.id for item in items if item.flag)
