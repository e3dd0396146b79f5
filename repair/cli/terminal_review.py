"""`repair review --terminal`: one suggestion at a time, a letter and Enter each, for people who work over ssh.

Shows the state of a `ReviewSession` and passes the input on to it; nothing is decided or stored here.
"""

from __future__ import annotations

import logging
from typing import TextIO

from rich.text import Text

from repair.cli.output import write_message, write_report
from repair.cli.reports.terminal import DOUBTS
from repair.core.display import percent, quantity, visible, visible_part
from repair.core.errors import RepairError
from repair.decisions import queue
from repair.decisions.errors import UnconfirmedError
from repair.decisions.models import Answer, QueuedSuggestion, State
from repair.review import labels
from repair.review.assigning import nothing_free
from repair.review.session import ReviewSession
from repair.review.shift import save_finished
from repair.review.views import ActionResult, SelectedSuggestion, StoryView
from repair.text.tokens import snippet

_ANSWERS = {
    "a": Answer.ACCEPT,
    "r": Answer.REJECT,
    "u": Answer.UNSURE,
    "c": Answer.CORRECT,
    "s": Answer.SKIP,
}
_CONTEXT = 160  # code points of copy on either side

FLAG_PROMPT = (
    "c name is correct  s skip  e NAME correct it  u unsure  1-9 choose a name  z undo  n next  p previous  q quit  ? "
)
PROMPT = (
    "a accept  r reject  e NAME correct it  u unsure  1-9 choose a name  z undo  A accept everywhere  n next  "
    "p previous  q quit  ? "
)
KEYS = (
    "a: accept the suggested name; r: reject it; c: the unverified name is correct, here and from now on; "
    "s: skip an unverified name, in this story only; e NAME: write this name instead; "
    "u: leave it to a colleague; 1-9: choose a name; z: undo your last decision; A: accept the suggested name "
    "everywhere, after a preview; n: next, also in the next story; p: previous; q: quit (every decision is saved; with "
    "--out, so is the corrected copy of each finished story)"
)
NOTHING_OPEN = "No suggestions are open any more."
EVERYWHERE = "{count} of {name} in {stories}. Accept all? Type y for yes. "
CONFIRM = "Type y to save it. "
NOT_SAVED = "Not saved."
NOT_A_KEY = "{typed!r} is not a command. Type one of the letters, then Enter."

_LOOKED_AT = 200  # stories of the queue among which the next one is sought
_MAX_PREVIEW = 20  # suggestions listed before they are accepted everywhere

COMMENT = "{who} wrote: {comment}"


def review_in_terminal(session: ReviewSession, stream: TextIO) -> None:
    """Show open suggestions one by one and carry out what is typed.

    Args:
        session: Loads, decides and moves on.
        stream: The input lines; the review ends with them.
    """
    _Console(session, stream).run()


class _Console:
    """Shows the current suggestion and carries out what is typed."""

    def __init__(self, session: ReviewSession, stream: TextIO) -> None:
        self._session, self._stream = session, stream
        self._view: StoryView | None = None
        self._passed: set[str] = set()  # stories that were left with n

    def run(self) -> None:
        """Continue until nothing is open or the person quits; then release the story."""
        try:
            self._run()
        finally:
            if self._view is not None:
                self._session.leave(self._view.story.id)
            self._save_finished()

    def _run(self) -> None:
        while True:
            if self._view is None or not self._view.open_count:
                self._view = self._next_story()
            if self._view is None or self._view.item is None:
                write_message(nothing_free(self._session) or NOTHING_OPEN)
                return
            write_report(_suggestion_report(self._view, self._view.item))
            typed = self._ask(FLAG_PROMPT if self._view.item.flag else PROMPT)
            if typed is None or typed == "q":
                return
            try:
                self._carry_out(self._view, self._view.item, typed)
            except RepairError as error:
                write_message(f"error: {error}", logging.ERROR)
                self._view = self._session.open(self._view.story.id, self._view.item.suggestion.id)

    def _save_finished(self) -> None:
        """Save the corrected copies of the stories that are finished, if there is a folder for them."""
        if self._session.out is None:
            return
        result = save_finished(self._session)
        for saved in result.copies:
            write_message(labels.SAVED.format(path=saved.path))
        for message in result.errors:
            write_message(f"error: {message}", logging.ERROR)

    def _next_suggestion(self, view: StoryView) -> StoryView:
        """Return the next suggestion: in this story, or after its last one in the next story; at the end, the first."""
        if view.group_number < len(view.groups):
            return self._session.open(view.story.id, view.after)
        self._passed.add(view.story.id)
        for again in (False, True):
            for entry in queue.entries(self._session.store, size=_LOOKED_AT):
                if not entry.open or entry.id in self._passed:
                    continue
                following = self._session.open(entry.id)
                if following.other is None:
                    if entry.id != view.story.id:
                        self._session.leave(view.story.id)
                    return following
            if not again:
                self._passed.clear()
        return self._session.open(view.story.id)

    def _next_story(self) -> StoryView | None:
        """Return the most urgent story with open suggestions that nobody else is working on."""
        if self._view is not None:
            self._session.leave(self._view.story.id)
            self._save_finished()
        while (story_id := self._session.next_story()) is not None:
            view = self._session.open(story_id)
            if view.other is None:
                return view
        return None

    def _carry_out(self, view: StoryView, item: QueuedSuggestion, typed: str) -> None:
        """Carry out what was typed."""
        letter, _, rest = typed.partition(" ")
        if letter in _ANSWERS and not rest:
            self._decide(item, _ANSWERS[letter])
        elif letter == "e" and rest:
            self._decide(item, Answer.AMEND, rest)
        elif letter.isdecimal() and 0 < int(letter) <= len(view.alternatives):
            self._decide(item, Answer.AMEND, view.alternatives[int(letter) - 1].text)
        elif letter == "z":
            self._finish(self._session.undo())
        elif letter == "A" and item.suggestion.replacement is not None:
            self._accept_everywhere(item.suggestion.replacement)
        elif letter == "n":
            self._view = self._next_suggestion(view)
        elif letter == "p":
            self._view = self._session.open(view.story.id, view.before)
        elif letter in ("", "?"):
            write_message(KEYS)
        else:
            write_message(NOT_A_KEY.format(typed=typed))

    def _decide(self, item: QueuedSuggestion, answer: Answer, name: str | None = None) -> None:
        """Save an answer; one that needs confirmation is shown first."""
        seen = item.decision_id
        suggestion_id = item.suggestion.id
        try:
            self._finish(self._session.decide(suggestion_id, answer, replacement=name, seen=seen))
        except UnconfirmedError as error:
            write_message(str(error))
            sentence = error.confirmation.sentence
            if sentence is not None:
                write_message(f"  before: {sentence.left + sentence.before + sentence.right}")
                write_message(f"  after:  {sentence.left + sentence.after + sentence.right}")
            if self._ask(CONFIRM) == "y":
                self._finish(self._session.decide(suggestion_id, answer, replacement=name, seen=seen, confirmed=True))
            else:
                write_message(NOT_SAVED)

    def _accept_everywhere(self, name: str) -> None:
        """Accept a name wherever it is suggested, after a preview."""
        items = self._session.preview(name)
        for item in items[:_MAX_PREVIEW]:
            suggestion = item.suggestion
            write_message(f"  {item.story_name}:{suggestion.line}  {suggestion.surface} → {suggestion.replacement}")
        stories = quantity(len({item.story_id for item in items}), "story")
        question = EVERYWHERE.format(count=quantity(len(items), "suggestion"), name=visible_part(name), stories=stories)
        if self._ask(question) == "y":
            self._finish(
                self._session.accept_all(SelectedSuggestion(item.suggestion.id, item.decision_id) for item in items)
            )

    def _finish(self, result: ActionResult) -> None:
        """Write the result of an action and show the suggestion that follows."""
        write_message(result.message)
        story_id = result.story_id or (self._view.story.id if self._view else "")
        self._view = self._session.open(story_id, result.next_id)

    def _ask(self, prompt: str) -> str | None:
        """Return the next line that is typed, None at the end of the stream."""
        write_report(Text(prompt, "bold"))
        line = self._stream.readline()
        return line.strip() if line else None


def _suggestion_report(view: StoryView, item: QueuedSuggestion) -> Text:
    """Return one suggestion with its evidence."""
    suggestion, text = item.suggestion, view.story.text
    entry = Text()
    position = f"{(view.at or 0) + 1} of {len(view.items)}, {view.open_count} open"
    entry.append(f"\n{visible(view.story.name)}:{suggestion.line}:{suggestion.column}", "bold underline")
    entry.append(f"  {position}\n", "dim")
    for notice in view.story.notices:
        entry.append(f"{visible(notice)}\n", "yellow")
    entry.append(visible_part(suggestion.surface), "bold red")
    if suggestion.replacement is not None:
        entry.append(" → ").append(visible_part(suggestion.replacement), "bold green")
    if suggestion.confidence is not None:
        entry.append(f"  {percent(suggestion.confidence)}")
    entry.append("  unverified: not in any source" if item.flag else f"  {suggestion.kind.value}", "yellow")
    if item.state is not State.OPEN:
        entry.append(f"  {item.state.value}", "bold")
    around = snippet(text, suggestion.span.start, suggestion.span.end, width=_CONTEXT)
    entry.append(f"\n    in: {visible_part(around)}\n")
    if item.decision is not None and item.decision.comment:
        entry.append(
            f"    {COMMENT.format(who=visible(item.decision.reviewer), comment=visible_part(item.decision.comment))}\n",
            "italic",
        )
    for reason in suggestion.reasons:
        is_for = reason.weight >= 0 and reason.key not in DOUBTS
        entry.append(f"    {'+' if is_for else '-'} {visible_part(reason.text)}\n", "dim")
    for citation in suggestion.evidence:
        date = f", {visible_part(citation.date)}" if citation.date else ""
        entry.append(f"    {visible_part(citation.source)}{date}: {visible_part(citation.snippet)}\n")
    for number, other in enumerate(view.alternatives, start=1):
        entry.append(f"    {number} {visible_part(other.text)} {percent(other.confidence)}\n")
    return entry
