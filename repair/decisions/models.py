"""The frozen values that go into and come out of the store of decisions.

Times are UTC in ISO form with microseconds, so that their order as text is their order in time. Nothing here
touches a database.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime

from repair.core.types import Action, Kind, Suggestion, Verdict


class State(enum.StrEnum):
    """How a suggestion stands: open, decided one way or another, or replaced by a later one for the same place."""

    OPEN = "open"
    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    UNSURE = "unsure"
    REPLACED = "replaced"


class Answer(enum.StrEnum):
    """What a person answers: a proposal is accepted or rejected, an unverified name is called correct or skipped.

    A skip is about one place in one story and teaches nothing; calling a name correct holds for every later story.
    """

    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    UNSURE = "unsure"
    CORRECT = "correct"
    SKIP = "skip"


_FLAG_ANSWERS = {Verdict.ACCEPT: Answer.CORRECT, Verdict.REJECT: Answer.SKIP}


def answer_of(verdict: Verdict, *, flag: bool) -> Answer:
    """Return the answer that a kept verdict stands for; ``flag`` tells whether it is about an unverified name.

    >>> answer_of(Verdict.ACCEPT, flag=True).value, answer_of(Verdict.ACCEPT, flag=False).value
    ('correct', 'accept')
    """
    return _FLAG_ANSWERS.get(verdict, Answer(verdict.value)) if flag else Answer(verdict.value)


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A story in the queue.

    ``raw`` are the bytes of its file and ``path`` where it lay, so that it can be written back in its own form;
    ``source`` is the desk or folder it came from; ``batch`` the import that brought it.
    """

    id: str
    name: str
    path: str
    text: str
    raw: bytes
    source: str = ""
    form: str = "text"
    arrived_at: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's ruling on a suggestion; ``verdict`` None puts the suggestion back among the open ones.

    ``supersedes`` is the decision that stood before; ``undoes`` the one that this takes back; ``batch`` is shared
    by the decisions of one accept-all. ``id`` rises with time in one store; ``uid`` is the same in every store.
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


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What a person wants to decide; ``seen`` is the id of the decision that stood when they looked, if any.

    ``confirmed`` tells that they have seen what the decision would do where that has to be asked.
    """

    suggestion_id: str
    verdict: Answer | Verdict
    reviewer: str
    replacement: str | None = None
    seen: int | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Rival:
    """Another name that is proposed, or was put, in the place of a form.

    ``stories`` counts the other stories where it is, ``here`` the other places in the same story.
    """

    name: str
    stories: int
    here: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of copy around an edit: what stands before it, what it replaces, by what, and what follows."""

    left: str
    before: str
    after: str
    right: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person must see before a decision is kept: ``words`` ask, the rest is what they ask about."""

    words: str
    rivals: tuple[Rival, ...] = ()
    sentence: Sentence | None = None


@dataclass(frozen=True, slots=True)
class QueuedSuggestion:
    """A suggestion in its story, with how it stands and the decision that made it so."""

    suggestion: Suggestion
    story_id: str
    story_name: str
    state: State
    head: Decision | None = None
    arrived_at: str = ""

    @property
    def flag(self) -> bool:
        """Whether this is an unverified name, for which nothing is proposed."""
        return self.suggestion.action is Action.FLAG

    @property
    def result(self) -> str | None:
        """What the copy will read in its place, None while it reads as it did."""
        if self.state in (State.ACCEPT, State.AMEND) and self.head is not None:
            return self.head.replacement if self.head.replacement != self.suggestion.surface else None
        return None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is working on a story, since when and until when it is kept for them."""

    story_id: str
    reviewer: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue to show. ``confidence`` bounds are probabilities (0-1), ``days`` the greatest age.

    ``kind`` may be "flag" for names nobody vouches for. ``name`` is looked for in the proposed names, ``search``
    in stories, forms and names. ``state`` None shows stories with anything open.
    """

    low: float = 0.0
    high: float = 1.0
    kind: str | None = None
    name: str = ""
    source: str = ""
    days: float | None = None
    search: str = ""
    state: State | None = State.OPEN


@dataclass(frozen=True, slots=True)
class Preview:
    """A form in a story and what is proposed for it, None where nobody vouches for it."""

    surface: str
    replacement: str | None


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A story's line in the queue: how many of its suggestions are open, unsure, decided, and how bad it is.

    ``worst`` is the number of mangled names it is expected to hold: the open suggestions' confidences summed,
    a flag counting for a quarter. ``glimpses`` are some of the forms it is listed for, surest first.
    """

    id: str
    name: str
    source: str
    arrived_at: str
    total: int
    open: int
    unsure: int
    flags: int
    worst: float
    surest: float
    claim: Claim | None = None
    glimpses: tuple[Preview, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the queue is: suggestions by how they stand (replaced ones left out), and stories still open."""

    open: int = 0
    unsure: int = 0
    decided: int = 0
    stories: int = 0
    stories_open: int = 0

    @property
    def total(self) -> int:
        """All suggestions that count."""
        return self.open + self.unsure + self.decided


@dataclass(frozen=True, slots=True)
class IngestResult:
    """How many stories and suggestions an import added, and how many suggestions were there already (``known``)."""

    stories: int = 0
    suggestions: int = 0
    known: int = 0

    def __add__(self, other: IngestResult) -> IngestResult:
        """Return the result of two imports together."""
        return IngestResult(
            self.stories + other.stories, self.suggestions + other.suggestions, self.known + other.known
        )


@dataclass(frozen=True, slots=True)
class Unverified:
    """A name nobody vouches for, over all stories: how often it is open, and what kind it reads like."""

    surface: str
    key: str
    kind: Kind
    count: int
    stories: int
    first_story: str
    first_story_id: str
    first_id: str


def now() -> str:
    """Return this moment as the store keeps it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
