"""The content of requests, as types that FastAPI validates and documents, and the dependencies of the routes.

Whatever a database could choke on (NUL, surrogates, huge numbers) is refused here with status 422.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Form, Query, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from repair.core.protocols import DecisionStore
from repair.decisions.history_groups import HistoryFilters, PastAnswer
from repair.decisions.models import Answer, State
from repair.decisions.queue_models import Assigned, Filters, Order
from repair.review.checker import TextChecker
from repair.review.session import ReviewSession
from repair.review.source_pages import SourcePages

MAX_NAME_LENGTH = 400  # code points
MAX_TEXT_LENGTH = 500_000  # code points of a text to check
MAX_QUERY_LENGTH = 20_000  # characters of a query string; a letter may take twelve of them
MAX_BULK_SUGGESTIONS = 5_000
_MAX_AGE_DAYS = 36_500

NOT_TEXT = "contains characters that are not allowed in text"


def _valid_text(value: str) -> str:
    """Refuse text with NUL or surrogates, which no database stores."""
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError(NOT_TEXT)
    return value


RecordId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,32}$")]
NameText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME_LENGTH), AfterValidator(_valid_text)]
ShortText = Annotated[str, StringConstraints(max_length=MAX_NAME_LENGTH), AfterValidator(_valid_text)]
LongText = Annotated[str, StringConstraints(max_length=MAX_TEXT_LENGTH), AfterValidator(_valid_text)]
# The filters of the queue as a query string, which a form hands on.
FilterText = Annotated[str, StringConstraints(max_length=MAX_QUERY_LENGTH), AfterValidator(_valid_text)]
# What an action did, handed to the page that shows it; it may list many places and reasons.
MessageText = Annotated[str, StringConstraints(max_length=MAX_QUERY_LENGTH), AfterValidator(_valid_text)]
DecisionId = Annotated[int, Field(ge=1, le=2**31 - 1)]


def age_limit(days: float | str) -> float | None:
    """Return an age in days, None for anything that is not one."""
    age = float(days) if isinstance(days, int | float) else None
    return age if age is not None and 0 <= age <= _MAX_AGE_DAYS else None


class KindFilter(StrEnum):
    """The kinds that the queue can be filtered by: those of `Kind`, any, and "flag" for unverified names."""

    ANY = ""
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    TITLE = "title"
    SPELLING_VARIANT = "spelling_variant"
    OTHER = "other"
    FLAG = "flag"


class StateFilter(StrEnum):
    """Which stories the queue shows: those with an open, unsure, accepted ... suggestion, or all."""

    OPEN = "open"
    UNSURE = "unsure"
    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    CHANGED = "changed"
    ANY = "any"


class Scope(StrEnum):
    """How far a bulk action reaches."""

    STORY = "story"
    QUEUE = "queue"


class FilterQuery(BaseModel):
    """The filters of the queue in a query string."""

    low: Annotated[float, Field(ge=0, le=1, description="Lowest confidence.")] = 0.0
    high: Annotated[float, Field(ge=0, le=1, description="Highest confidence.")] = 1.0
    kind: KindFilter = KindFilter.ANY
    name: ShortText = ""
    source: ShortText = ""
    days: Annotated[float | str, Field(description="Greatest age in days; empty for any.")] = ""
    q: Annotated[ShortText, Field(description="Text to search for in stories and names.")] = ""
    state: StateFilter = StateFilter.OPEN
    sort: Annotated[Order, Field(description="Order of the stories.")] = Order.WORST
    assigned: Annotated[Assigned, Field(description="To whom the stories are assigned; empty for any.")] = Assigned.ANY

    def filters(self) -> Filters:
        """Return the filters; an age that is not a number of days is ignored."""
        age = age_limit(self.days)
        state = None if self.state is StateFilter.ANY else State(self.state.value)
        return Filters(
            low=self.low,
            high=self.high,
            kind=self.kind.value or None,
            name=self.name,
            source=self.source,
            days=age,
            search=self.q,
            state=state,
            order=self.sort,
            assigned=self.assigned,
        )


class QueueQuery(FilterQuery):
    """The filters, and a page of the queue, from 0."""

    page: Annotated[int, Field(ge=0, le=100_000)] = 0


class QueuePageQuery(QueueQuery):
    """The filters, the page, and a message to show above the queue; ``batch`` are the assignments that it is about."""

    message: MessageText = ""
    batch: RecordId | None = None


class NextStoryQuery(FilterQuery):
    """The filters, the story that was on screen, and a message about it."""

    after: RecordId | None = None
    message: MessageText = ""


class HistoryQuery(BaseModel):
    """The filters of the history, the action before which to continue, and a message to show above."""

    name: ShortText = ""
    who: ShortText = ""
    answer: PastAnswer = PastAnswer.ANY
    days: float | str = ""
    before: DecisionId | None = None
    message: MessageText = ""

    def filters(self) -> HistoryFilters:
        """Return the filters."""
        return HistoryFilters(self.name.strip(), self.who, self.answer, age_limit(self.days))


class UndoPage(StrEnum):
    """The pages that stay on screen when a decision is undone there."""

    UNVERIFIED = "/unverified"
    HISTORY = "/history"


class DecisionIn(BaseModel):
    """A decision to keep; ``seen`` is the id of the decision in force when the person looked, if any.

    Proposals are accepted or rejected; unverified names (``action`` flag) are called correct or skipped. With
    ``confirm`` a decision that was answered with 428 is kept. The ``comment``, such as why somebody is unsure, is kept
    with the decision.
    """

    model_config = ConfigDict(extra="forbid")

    verdict: Answer
    replacement: ShortText | None = None
    seen: DecisionId | None = None
    confirm: bool = False
    comment: ShortText | None = None


class DecisionForm(BaseModel):
    """A decision from a form of the page; the fields mean what they mean in `DecisionIn`.

    ``place`` are the ticked other places of the name, each as ``id:decision``.
    """

    suggestion: RecordId
    verdict: Answer
    replacement: ShortText | None = None
    seen: DecisionId | None = None
    confirm: bool = False
    comment: ShortText | None = None
    place: Annotated[list[ShortText], Field(max_length=MAX_BULK_SUGGESTIONS)] = []


class SelectedRow(BaseModel):
    """A suggestion as it was previewed."""

    model_config = ConfigDict(extra="forbid")

    id: RecordId
    seen: DecisionId | None = None


class BulkAccept(BaseModel):
    """The suggestions to accept in one bulk action."""

    model_config = ConfigDict(extra="forbid")

    suggestions: Annotated[list[SelectedRow], Field(min_length=1, max_length=MAX_BULK_SUGGESTIONS)]


class CopyIn(BaseModel):
    """A text to check."""

    model_config = ConfigDict(extra="forbid")

    text: LongText


class AppState:
    """What all routes share: the store, the checker of texts, and the folder for corrected copies."""

    def __init__(self, store: DecisionStore, checker: TextChecker, out: Path | None = None) -> None:
        self.store, self.checker, self.out = store, checker, out
        self._source_pages: tuple[int, SourcePages] | None = None

    @property
    def source_pages(self) -> SourcePages | None:
        """The sources that the page can open; None without sources."""
        gazetteer = self.checker.gazetteer
        if gazetteer is None:
            return None
        version = self.checker.sent.version
        if self._source_pages is None or self._source_pages[0] != version:
            self._source_pages = version, SourcePages(gazetteer)
        return self._source_pages[1]


def get_session(request: Request) -> ReviewSession:
    """Return the review session of the person who sent a request."""
    shared: AppState = request.app.state.shared
    reviewer: Any = request.scope.get("state", {}).get("reviewer")
    return ReviewSession(shared.store, str(reviewer), shared.out)


def get_checker(request: Request) -> TextChecker:
    """Return the checker of texts."""
    shared: AppState = request.app.state.shared
    return shared.checker


Session = Annotated[ReviewSession, Depends(get_session)]
Checker = Annotated[TextChecker, Depends(get_checker)]
DecisionFields = Annotated[DecisionForm, Form()]
QueueFields = Annotated[QueueQuery, Query()]
QueuePageFields = Annotated[QueuePageQuery, Query()]
NextStoryFields = Annotated[NextStoryQuery, Query()]
HistoryFields = Annotated[HistoryQuery, Query()]
