"""The desk: what a person sees and does, as a plain class that needs no browser.

It loads, decides, moves on, and says what happened in words; pages, the JSON API and the terminal only show it.
What is kept and how is in `decisions`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repair.core.display import visible
from repair.core.errors import FormatError
from repair.core.types import Verdict
from repair.decisions import claims, commands, history, ingest, queue
from repair.decisions.answers import refuse_rivals
from repair.decisions.errors import ClaimedError, NotThereError
from repair.decisions.models import (
    Answer,
    Claim,
    Decision,
    Filters,
    NewDecision,
    Progress,
    QueuedSuggestion,
    QueueEntry,
    State,
    StoredStory,
    Unverified,
)
from repair.decisions.store import DecisionStore
from repair.formats import SourceDocument, parse
from repair.review.correction_note import editors_note
from repair.review.grouping import same_variant
from repair.review.highlighting import edits_of
from repair.review.writing import write_copy

NO_STORY = "there is no story {id!r} in the queue"
NO_FOLDER = "no folder to write to; start repair review with --out DIR, or download the copy"

_DONE = {
    Verdict.ACCEPT: "Accepted: {surface} → {replacement}.",
    Verdict.REJECT: "Rejected: {surface} stays.",
    Verdict.AMEND: "Amended: {surface} → {replacement}.",
    Verdict.UNSURE: "Unsure about {surface}.",
}
_FLAG_DONE = {
    Verdict.ACCEPT: "Name is correct: {surface}.",
    Verdict.REJECT: "Skipped in this story: {surface}.",
}
PLACES = " Decided for all {count} places of this spelling."
UNDONE = "Undone: {what}."
LEFT_OUT = " {count} could not be: decided meanwhile, or in somebody else's hands."
LEFT, LAST = " {count} left in this story.", " Nothing is left in this story."


@dataclass(frozen=True, slots=True)
class QueueView:
    """One page of the queue: ``count`` stories fit the filters in all."""

    lines: tuple[QueueEntry, ...]
    count: int
    page: int
    progress: Progress
    filters: Filters
    sources: tuple[str, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // queue.PAGE))


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story with its suggestions; ``at`` is the place of the one in hand, ``other`` somebody else's claim."""

    story: StoredStory
    cases: tuple[QueuedSuggestion, ...]
    at: int | None
    other: Claim | None
    said: str = ""

    @property
    def case(self) -> QueuedSuggestion | None:
        """The suggestion in hand."""
        return self.cases[self.at] if self.at is not None else None

    @property
    def left(self) -> int:
        """How many suggestions are open."""
        return sum(case.state is State.OPEN for case in self.cases)

    @property
    def before(self) -> str | None:
        """The id of the suggestion before the one in hand, round to the last from the first."""
        return self._beside(-1)

    @property
    def after(self) -> str | None:
        """The id of the suggestion after the one in hand, round to the first from the last."""
        return self._beside(1)

    def _beside(self, step: int) -> str | None:
        if self.at is None or len(self.cases) < 2:
            return None
        return self.cases[(self.at + step) % len(self.cases)].suggestion.id


@dataclass(frozen=True, slots=True)
class CardView:
    """What the evidence card adds to a suggestion: where else the form stands, and what was decided so far."""

    case: QueuedSuggestion
    elsewhere: tuple[QueuedSuggestion, ...]
    history: tuple[history.HistoryEntry, ...]
    same_in_story: int
    same_in_queue: int


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What came of a decision: in words, what was added, what could not be done, and what to look at next."""

    words: str
    decisions: tuple[Decision, ...]
    left: tuple[str, ...] = ()
    story_id: str | None = None
    next_id: str | None = None
    flags: frozenset[str] = frozenset()  # those of the suggestions decided that are unverified names


class ReviewSession:
    """What one person, ``reviewer``, sees and does; ``out`` is where cleaned copies are written, if anywhere."""

    def __init__(self, store: DecisionStore, reviewer: str, out: Path | None = None) -> None:
        self.store, self.reviewer, self.out = store, reviewer, out

    # --- looking

    def queue(self, filters: Filters | None = None, page: int = 0) -> QueueView:
        """Return one page (from 0) of the stories that fit ``filters``."""
        filters = filters or Filters()
        return QueueView(
            queue.lines(self.store, filters, page=page),
            queue.count(self.store, filters),
            page,
            queue.progress(self.store),
            filters,
            queue.sources(self.store),
        )

    def open(self, story_id: str, at: str | None = None, *, take_over: bool = False) -> StoryView:
        """Return a story with the suggestion ``at`` in hand (by default the first open one), and claim it.

        When somebody else works on it, it is shown all the same, with their claim.
        """
        other = None
        try:
            claims.claim(self.store, story_id, self.reviewer, take_over=take_over)
        except ClaimedError as error:
            other = error.claim
        return self.look(story_id, at, other=other)

    def leave(self, story_id: str) -> None:
        """Give a story back, so that somebody else may work on it at once."""
        claims.release(self.store, story_id, self.reviewer)

    def next_story(self, after: str | None = None, filters: Filters | None = None) -> str | None:
        """Return the id of the worst open story but ``after`` that nobody else is working on, None when none is."""
        return queue.next_story(self.store, self.reviewer, after=after, filters=filters)

    def look(self, story_id: str, at: str | None = None, *, other: Claim | None = None) -> StoryView:
        """Return a story as `open` does, without claiming it."""
        story, cases = self._story(story_id), queue.in_story(self.store, story_id)
        return StoryView(story, cases, _place(cases, at), other)

    def card(self, case: QueuedSuggestion) -> CardView:
        """Return what the evidence card shows of a suggestion."""
        proposed = case.suggestion.replacement
        same = (
            queue.of_name(self.store, proposed)
            if proposed is not None
            else queue.flagged(self.store, case.suggestion.surface)
        )
        return CardView(
            case,
            queue.elsewhere(self.store, case, limit=8),
            history.of_suggestion(self.store, case.suggestion.id),
            sum(each.story_id == case.story_id for each in same),
            len(same),
        )

    def unverified(self) -> tuple[Unverified, ...]:
        """Return the open names nobody vouches for, each once."""
        return queue.unverified(self.store)

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
        """Keep one decision, and say what to look at next; raises what `commands.decide` raises.

        ``confirmed`` tells that the person has seen what an `UnconfirmedError` showed and wants it all the same.
        """
        case = self.case(suggestion_id)
        ruling = NewDecision(suggestion_id, verdict, self.reviewer, replacement, seen, confirmed)
        made = self._decide_group(case, ruling) or (commands.decide(self.store, ruling),)
        cases = queue.in_story(self.store, case.story_id)
        left = sum(each.state is State.OPEN for each in cases)
        places = PLACES.format(count=len(made)) if len(made) > 1 else ""
        words = _told(case, made[0]) + places + (LEFT.format(count=left) if left else LAST)
        next_id = _next(cases, suggestion_id)
        return ActionResult(words, made, story_id=case.story_id, next_id=next_id, flags=_flag_ids([case]))

    def _decide_group(self, case: QueuedSuggestion, ruling: NewDecision) -> tuple[Decision, ...]:
        """Decide all places of one spelling variant at once; nothing where the case is no such variant, or stale."""
        rest = same_variant(queue.in_story(self.store, case.story_id), case) if ruling.replacement is None else ()
        if not rest or ruling.seen != (case.head.id if case.head else None):
            return ()
        others = [
            replace(ruling, suggestion_id=each.suggestion.id, seen=each.head.id if each.head else None) for each in rest
        ]
        made, _ = commands.decide_all(self.store, [ruling, *others])
        return made if made and made[0].suggestion_id == ruling.suggestion_id else ()

    def undo(self, story_id: str | None = None) -> ActionResult:
        """Take back this person's last decision, in one story or anywhere, and go there."""
        made, left = commands.undo(self.store, self.reviewer, story_id=story_id)
        cases = [self.case(each.suggestion_id) for each in made]
        # Of a whole batch one stays where one is, as far as it reaches there.
        case = next((each for each in cases if each.story_id == story_id), cases[0])
        what = visible(case.suggestion.surface) if len(made) == 1 else f"{len(made)} decisions"
        words = UNDONE.format(what=what) + _not_done(left)
        next_id, flags = case.suggestion.id, _flag_ids(cases)
        return ActionResult(words, made, left, story_id=case.story_id, next_id=next_id, flags=flags)

    def preview(self, name: str, story_id: str | None = None) -> tuple[QueuedSuggestion, ...]:
        """Return what accepting ``name`` everywhere (in one story, or in the queue) would decide."""
        return queue.of_name(self.store, name, story_id=story_id)

    def accept_all(self, chosen: Sequence[tuple[str, int | None]]) -> ActionResult:
        """Accept the suggestions that were previewed: ids, each with the decision that stood on it."""
        rulings = [NewDecision(id, Verdict.ACCEPT, self.reviewer, None, seen) for id, seen in chosen]
        return self._many(rulings, "Accepted")

    def mark_correct(self, surface: str, *, confirmed: bool = False) -> ActionResult:
        """Say that an unverified name is correct as it stands, wherever it is flagged.

        Raises `UnconfirmedError` unless ``confirmed`` when the queue proposes another name for it.
        """
        flags = self._flags(surface)
        if not confirmed:
            with self.store.reading() as connection:
                refuse_rivals(connection, surface, flags[0].suggestion.kind)
        return self._many(self._rulings(flags, Answer.CORRECT, confirmed=True), "Name is correct", flags)

    def name_right(self, surface: str, typed: str, *, confirmed: bool = False) -> ActionResult:
        """Give the right name for an unverified one, wherever it is flagged; raises as `decide` does."""
        flags = self._flags(surface)
        rulings = self._rulings(flags, Answer.AMEND, typed, confirmed=confirmed)
        return self._many(rulings, "Amended", flags)

    def case(self, suggestion_id: str) -> QueuedSuggestion:
        """Return one suggestion; raises `NotThereError`."""
        case = queue.one(self.store, suggestion_id)
        if case is None:
            raise NotThereError(commands.NO_SUGGESTION.format(id=suggestion_id))
        return case

    # --- what comes of it

    def note(self, view: StoryView) -> str:
        """Return the editor's note on what was accepted in a story."""
        changes = [
            (case.suggestion.surface, case.result, case.suggestion.kind)
            for case in view.cases
            if case.result is not None
        ]
        return editors_note(changes)

    def cleaned(self, view: StoryView) -> bytes:
        """Return the story's file with what was accepted done, in its own form, every other byte as it was."""
        return self._reading(view.story).write_verified(edits_of(view.cases))

    def write(self, view: StoryView) -> Path:
        """Write the cleaned copy into the folder for it, under the story's own name, and return its path."""
        if self.out is None:
            raise FormatError(NO_FOLDER)
        short = _short(view.story.name)
        if ingest.shares_name(self.store, view.story):
            short = f"{view.story.id[:8]}-{short}"
        return write_copy(self.out, short, self.cleaned(view), original=Path(view.story.path))

    def _reading(self, story: StoredStory) -> SourceDocument:
        return parse(story.path or story.name, story.raw, format=story.form)

    def _story(self, story_id: str) -> StoredStory:
        story = ingest.story(self.store, story_id)
        if story is None:
            raise NotThereError(NO_STORY.format(id=story_id))
        return story

    def _flags(self, surface: str) -> tuple[QueuedSuggestion, ...]:
        flags = queue.flagged(self.store, surface)
        if not flags:
            raise NotThereError(commands.NO_SUGGESTION.format(id=surface))
        return flags

    def _rulings(
        self, cases: Sequence[QueuedSuggestion], answer: Answer, typed: str | None = None, *, confirmed: bool
    ) -> list[NewDecision]:
        return [
            NewDecision(
                case.suggestion.id, answer, self.reviewer, typed, case.head.id if case.head else None, confirmed
            )
            for case in cases
        ]

    def _many(self, rulings: Sequence[NewDecision], did: str, cases: Sequence[QueuedSuggestion] = ()) -> ActionResult:
        made, left = commands.decide_all(self.store, rulings)
        return ActionResult(f"{did}: {_count(len(made))}.{_not_done(left)}", made, left, flags=_flag_ids(cases))


def _place(cases: Sequence[QueuedSuggestion], at: str | None) -> int | None:
    """Return where the suggestion ``at`` is, else the first open one, else the first."""
    for number, case in enumerate(cases):
        if case.suggestion.id == at:
            return number
    first = next((number for number, case in enumerate(cases) if case.state is State.OPEN), None)
    return first if first is not None else (0 if cases else None)


def _next(cases: Sequence[QueuedSuggestion], done: str) -> str | None:
    """Return the open suggestion that follows ``done``, round to the top; itself when it was the last."""
    at = next((number for number, case in enumerate(cases) if case.suggestion.id == done), 0)
    for case in (*cases[at + 1 :], *cases[:at]):
        if case.state is State.OPEN:
            return case.suggestion.id
    return done


def _told(case: QueuedSuggestion, made: Decision) -> str:
    """Return a decision in words."""
    verdict = made.verdict or Verdict.UNSURE
    known = _FLAG_DONE if case.flag else {}
    return known.get(verdict, _DONE[verdict]).format(
        surface=visible(case.suggestion.surface), replacement=visible(made.replacement or "")
    )


def _flag_ids(cases: Sequence[QueuedSuggestion]) -> frozenset[str]:
    return frozenset(case.suggestion.id for case in cases if case.flag)


def _short(name: str) -> str:
    """Return a file name that cannot lead out of its folder."""
    short = os.path.basename(name.replace("\\", "/")).lstrip(".")
    return "".join(char for char in short if char.isprintable() and char not in '<>:"|?*') or "story.txt"


def _not_done(left: Sequence[str]) -> str:
    """Return what to say of suggestions that a stroke could not reach."""
    return LEFT_OUT.format(count=_count(len(left))) if left else ""


def _count(number: int) -> str:
    return "1 suggestion" if number == 1 else f"{number:,} suggestions"
