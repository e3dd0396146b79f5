"""`repair review --terminal`: one suggestion at a time, a letter and Enter each, for people on ssh.

Shows what the desk says and hands it what is typed; nothing is kept here.
"""

from __future__ import annotations

from typing import TextIO

from rich.text import Text

from repair.cli.output import quantity, write_message, write_report
from repair.core.display import visible
from repair.core.errors import RepairError
from repair.decisions.errors import UnconfirmedError
from repair.decisions.models import Answer, QueuedSuggestion, State
from repair.review.session import ReviewSession
from repair.review.views import ActionResult, SelectedSuggestion, StoryView
from repair.text.tokens import snippet

_ANSWERS = {
    "a": Answer.ACCEPT,
    "r": Answer.REJECT,
    "u": Answer.UNSURE,
    "c": Answer.CORRECT,
    "s": Answer.SKIP,
}
_AROUND = 160  # code points of copy on either side

ASK_FLAG = "c name is correct  s skip  e NAME amend  u unsure  1-9 guess  z undo  n next  p before  q quit  ? "
ASK = "a accept  r reject  e NAME amend  u unsure  1-9 alternative  z undo  A accept all  n next  p before  q quit  ? "
KEYS = (
    "a: accept the proposed name; r: reject it; c: an unverified name is correct, here and from now on; "
    "s: skip an unverified name, in this story only; e NAME: put it there; "
    "u: somebody else shall look; 1-9: take an alternative; z: undo your last decision; A: accept the proposed name "
    "everywhere, after a preview; n, p: next and previous; q: leave, everything is kept"
)
NOTHING_LEFT = "nothing is open any more"
EVERYWHERE = "{count} with the name {name}, in {stories}; all? y for yes "
CONFIRM = "y to save it "
NOT_SAVED = "not saved"
NOT_A_KEY = "there is no {typed!r}; type one of the letters, then Enter"


def go_through(desk: ReviewSession, stream: TextIO) -> None:
    """Show open suggestions one by one, and decide what is typed on ``stream`` until it ends or says q."""
    _Console(desk, stream).run()


class _Console:
    """Which suggestion is shown, and what follows from what is typed."""

    def __init__(self, desk: ReviewSession, stream: TextIO) -> None:
        self._desk, self._stream = desk, stream
        self._view: StoryView | None = None

    def run(self) -> None:
        """Go on until nothing is open, or the person leaves; the story in hand is given back."""
        try:
            self._run()
        finally:
            if self._view is not None:
                self._desk.leave(self._view.story.id)

    def _run(self) -> None:
        while True:
            if self._view is None or not self._view.left:
                self._view = self._next_story()
            if self._view is None or self._view.case is None:
                write_message(NOTHING_LEFT)
                return
            write_report(_shown(self._view, self._view.case))
            typed = self._ask(ASK_FLAG if self._view.case.flag else ASK)
            if typed is None or typed == "q":
                return
            try:
                self._do(self._view, self._view.case, typed)
            except RepairError as error:
                write_message(f"error: {error}")
                self._view = self._desk.open(self._view.story.id, self._view.case.suggestion.id)

    def _next_story(self) -> StoryView | None:
        """Return the worst story with something open that nobody else is working on."""
        if self._view is not None:
            self._desk.leave(self._view.story.id)
        while (following := self._desk.next_story()) is not None:
            view = self._desk.open(following)
            if view.other is None:
                return view
        return None

    def _do(self, view: StoryView, case: QueuedSuggestion, typed: str) -> None:
        """Do what was typed."""
        letter, _, rest = typed.partition(" ")
        if letter in _ANSWERS and not rest:
            self._decide(case, _ANSWERS[letter])
        elif letter == "e" and rest:
            self._decide(case, Answer.AMEND, rest)
        elif letter.isdecimal() and 0 < int(letter) <= len(case.suggestion.alternatives):
            self._decide(case, Answer.AMEND, case.suggestion.alternatives[int(letter) - 1].text)
        elif letter == "z":
            self._went(self._desk.undo())
        elif letter == "A" and case.suggestion.replacement is not None:
            self._everywhere(case.suggestion.replacement)
        elif letter in ("n", "p"):
            self._view = self._desk.open(view.story.id, view.after if letter == "n" else view.before)
        elif letter in ("", "?"):
            write_message(KEYS)
        else:
            write_message(NOT_A_KEY.format(typed=typed))

    def _decide(self, case: QueuedSuggestion, answer: Answer, name: str | None = None) -> None:
        """Keep an answer; what has to be confirmed is shown and asked first."""
        seen = case.head.id if case.head else None
        id = case.suggestion.id
        try:
            self._went(self._desk.decide(id, answer, replacement=name, seen=seen))
        except UnconfirmedError as error:
            write_message(visible(str(error)))
            sentence = error.confirmation.sentence
            if sentence is not None:
                write_message(f"  before: {visible(sentence.left + sentence.before + sentence.right)}")
                write_message(f"  after:  {visible(sentence.left + sentence.after + sentence.right)}")
            if self._ask(CONFIRM) == "y":
                self._went(self._desk.decide(id, answer, replacement=name, seen=seen, confirmed=True))
            else:
                write_message(NOT_SAVED)

    def _everywhere(self, name: str) -> None:
        """Accept a name wherever it is proposed, once the count was seen."""
        cases = self._desk.preview(name)
        for each in cases[:20]:
            write_message(
                f"  {each.story_name}:{each.suggestion.line}  {each.suggestion.surface} → {each.suggestion.replacement}"
            )
        stories = len({each.story_id for each in cases})
        told = f"{stories} stories" if stories != 1 else "1 story"
        if self._ask(EVERYWHERE.format(count=quantity(len(cases), "place"), name=visible(name), stories=told)) == "y":
            self._went(
                self._desk.accept_all(
                    SelectedSuggestion(each.suggestion.id, each.head.id if each.head else None) for each in cases
                )
            )

    def _went(self, done: ActionResult) -> None:
        """Say what came of it and go where the desk says."""
        write_message(done.words)
        story_id = done.story_id or (self._view.story.id if self._view else "")
        self._view = self._desk.open(story_id, done.next_id)

    def _ask(self, words: str) -> str | None:
        """Return the next line that is typed, None at the end."""
        write_report(Text(words, "bold"))
        line = self._stream.readline()
        return line.strip() if line else None


def _shown(view: StoryView, case: QueuedSuggestion) -> Text:
    """Return one suggestion with its evidence."""
    suggestion, text = case.suggestion, view.story.text
    entry = Text()
    place = f"{(view.at or 0) + 1} of {len(view.cases)}, {view.left} open"
    entry.append(f"\n{visible(view.story.name)}:{suggestion.line}:{suggestion.column}", "bold underline")
    entry.append(f"  {place}\n", "dim")
    entry.append(visible(suggestion.surface), "bold red")
    if suggestion.replacement is not None:
        entry.append(" → ").append(visible(suggestion.replacement), "bold green")
        entry.append(f"  {suggestion.confidence:.0%}")
    entry.append("  unverified: not in any source" if case.flag else f"  {suggestion.kind.value}", "yellow")
    if case.state is not State.OPEN:
        entry.append(f"  {case.state.value}", "bold")
    around = snippet(text, suggestion.span.start, suggestion.span.end, width=_AROUND)
    entry.append(f"\n    in: {visible(around)}\n")
    for reason in suggestion.reasons:
        entry.append(f"    {'+' if reason.weight >= 0 else '-'} {visible(reason.words)}\n", "dim")
    for witness in suggestion.evidence:
        when = f", {visible(witness.date)}" if witness.date else ""
        entry.append(f"    {visible(witness.source)}{when}: {visible(witness.snippet)}\n")
    for at, other in enumerate(suggestion.alternatives[:9], start=1):
        entry.append(f"    {at} {visible(other.text)} {other.confidence:.0%}\n")
    return entry
