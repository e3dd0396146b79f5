"""The frozen values that go into and come out of the store of decisions.

Times are UTC in ISO 8601 with microseconds, so that they sort as text. Nothing here touches a database.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from repair.core.types import Action, Offset, Span, Suggestion, Verdict
from repair.formats.record import ReadOptions

_MAX_RECORD = 1 << 31  # bytes: a record that is in the store was within the limits of the batch


class State(enum.StrEnum):
    """The state of a suggestion: open, decided, or replaced by a later suggestion for the same place.

    A suggestion that a batch has applied without a person is ``CHANGED`` until a person decides on it.
    """

    OPEN = "open"
    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    UNSURE = "unsure"
    REPLACED = "replaced"
    CHANGED = "changed"


class Answer(enum.StrEnum):
    """The answer of a person: a proposal is accepted or rejected, an unverified name is marked correct or skipped.

    A skip concerns one place in one story and is no feedback; a name marked as correct is accepted in later stories.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    UNSURE = "unsure"
    CORRECT = "correct"
    SKIP = "skip"


_FLAG_ANSWERS = {Verdict.ACCEPT: Answer.CORRECT, Verdict.REJECT: Answer.SKIP}


def answer_of(verdict: Verdict, *, flag: bool) -> Answer:
    """Return the answer that a stored verdict stands for; ``flag`` is true if it concerns an unverified name.

    >>> answer_of(Verdict.ACCEPT, flag=True).value, answer_of(Verdict.ACCEPT, flag=False).value
    ('correct', 'accept')
    """
    return _FLAG_ANSWERS.get(verdict, Answer(verdict.value)) if flag else Answer(verdict.value)


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a story lies in a file of several records, or in a compressed file, and how that file is read.

    Attributes:
        record: Number of the record, from 0.
        form: Name of the format of the file; None when its content decides.
        text_fields: Names of the fields or columns that hold text; empty for the usual ones.
    """

    record: Offset
    form: str | None = None
    text_fields: tuple[str, ...] = ()

    def options(self, limit: int = _MAX_RECORD) -> ReadOptions:
        """Return how the file is read; ``limit`` is the largest size of a record in bytes."""
        return ReadOptions(format=self.form, text_fields=self.text_fields, max_bytes=limit)


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A story in the queue.

    Attributes:
        id: A hash of the content.
        name: The name that people see.
        path: The place of its file.
        text: The text, in which offsets count code points.
        raw: The bytes of its file, or of its record in an archive.
        source: The desk or folder that it comes from.
        form: The name of the format of its file.
        arrived_at: When it was added (ISO 8601, UTC).
        place: Where the record lies in its archive; None for a story that is a file of its own.
        folder: The folder of the file under that of its batch, with slashes; None if unknown.
        assignee: The person to whom the story is assigned; None for nobody.
        emptied_at: When its text was deleted (ISO 8601, UTC); None while it is there.
        publication: The publication that was sent with it; None where that is in its file, if anywhere.
        notices: The sentences of the notices about it as a whole.
    """

    id: str
    name: str
    path: str
    text: str
    raw: bytes
    source: str = ""
    form: str = "text"
    arrived_at: str = ""
    place: RecordPlace | None = None
    folder: str | None = None
    assignee: str | None = None
    emptied_at: str | None = None
    publication: str | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on a suggestion; ``verdict`` None puts the suggestion back among the open ones.

    ``supersedes`` is the id of the decision before it, ``undoes`` that of the decision it undoes; the decisions of one
    action share their ``batch``. ``id`` rises with time in one store; ``uid`` is the same in every store. A widened
    amendment replaces ``edit_before`` at ``edit_start`` (code points); both are None where the decision concerns
    exactly what the suggestion marks. ``comment`` is the person's note, None if there is none.
    """

    id: int
    uid: str
    suggestion_id: str
    verdict: Verdict | None
    replacement: str | None
    reviewer: str
    decided_at: str
    supersedes: int | None = None
    undoes: int | None = None
    batch: str | None = None
    edit_start: int | None = None
    edit_before: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision to store.

    ``seen`` is the id of the decision that the person saw in force, None if there was none; ``confirmed`` is true if
    they have confirmed what an `UnconfirmedError` described. ``comment`` is stored with the decision.
    """

    suggestion_id: str
    verdict: Answer | Verdict
    reviewer: str
    replacement: str | None = None
    seen: int | None = None
    confirmed: bool = False
    comment: str | None = None


class RecordedDecisions(NamedTuple):
    """The decisions that an action added, and the ids of the suggestions on which it could not decide."""

    decisions: tuple[Decision, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name that was proposed or accepted for a surface form.

    ``stories`` counts the other stories with such a proposal, ``here`` the other places in the same story.
    """

    name: str
    stories: int
    here: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with an edit: the text to its left and right, and the edited part before and after."""

    left: str
    before: str
    after: str
    right: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A question that a person must confirm before a decision is stored: its ``message``, and what it is about."""

    message: str
    other_names: tuple[OtherName, ...] = ()
    sentence: Sentence | None = None


@dataclass(frozen=True, slots=True)
class MadeChange:
    """A suggestion that a batch has applied without a person.

    The span of the suggestion is that of ``applied_text``, the present text of the copy; its surface is the original
    text.
    """

    suggestion: Suggestion
    applied_text: str


@dataclass(frozen=True, slots=True)
class QueuedSuggestion:
    """A suggestion in its story, with its state and ``decision``, the decision in force.

    ``applied_text`` is the present text of the copy where a batch has applied the suggestion without a person, else
    None. Rejecting such a suggestion restores the original text.
    """

    suggestion: Suggestion
    story_id: str
    story_name: str
    state: State
    decision: Decision | None = None
    arrived_at: str = ""
    applied_text: str | None = None

    @property
    def flag(self) -> bool:
        """Whether this flags an unverified name, without a replacement."""
        return self.suggestion.action is Action.FLAG

    @property
    def decision_id(self) -> int | None:
        """The id of the decision in force, None if there is none."""
        return self.decision.id if self.decision is not None else None

    @property
    def result(self) -> str | None:
        """The text of the copy after the decision, None if it is unchanged."""
        if self.applied_text is not None:
            return self._result_of_change()
        if self.state in (State.ACCEPT, State.AMEND) and self.decision is not None:
            return self.decision.replacement if self.decision.replacement != self.suggestion.surface else None
        return None

    def _result_of_change(self) -> str | None:
        if self.state is State.REJECT:
            return self.suggestion.surface
        if self.state is State.AMEND and self.decision is not None and self.decision.replacement != self.applied_text:
            return self.decision.replacement
        return None

    @property
    def span(self) -> Span:
        """The part of the copy that the decision changes or, while nothing changes, that the suggestion marks."""
        decision = self.decision
        if self.result is None or decision is None or decision.edit_start is None or decision.edit_before is None:
            return self.suggestion.span
        return Span(decision.edit_start, decision.edit_start + len(decision.edit_before))

    @property
    def surface(self) -> str:
        """The text of the copy at `span`."""
        if self.applied_text is not None:
            return self.applied_text
        if self.result is None or self.decision is None or self.decision.edit_before is None:
            return self.suggestion.surface
        return self.decision.edit_before


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is working on a story, since when, and when the claim expires."""

    story_id: str
    reviewer: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The number of stories and suggestions that an import added, and of suggestions that it found there (``known``).

    ``changes`` counts the added changes that a batch has made, which are not open suggestions, and ``outdated`` the
    suggestions for older versions of files.
    """

    stories: int = 0
    suggestions: int = 0
    known: int = 0
    changes: int = 0
    outdated: int = 0

    def __add__(self, other: IngestResult) -> IngestResult:
        """Return the result of two imports together."""
        return IngestResult(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def now() -> str:
    """Return the current time as it is stored."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
