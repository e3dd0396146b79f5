"""What a request may hold, as types that FastAPI checks and describes: texts, ids, numbers, and the queue's filters.

Whatever a database could choke on (NUL, half characters, huge numbers) is refused here with 422.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from repair.decisions.models import Answer, Filters, State
from repair.decisions.store import DecisionStore
from repair.review.checker import TextChecker
from repair.review.session import ReviewSession

LONGEST_NAME = 400
LONGEST_TEXT = 500_000  # code points of one story sent to be checked
MOST = 5_000  # suggestions decided with one stroke

NOT_TEXT = "holds characters that no text holds"


def _text(value: str) -> str:
    """Refuse what is no text."""
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise ValueError(NOT_TEXT)
    return value


Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,32}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME), AfterValidator(_text)]
Typed = Annotated[str, StringConstraints(max_length=LONGEST_NAME), AfterValidator(_text)]
Long = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_text)]
Seen = Annotated[int, Field(ge=1, le=2**31 - 1)]
Page = Annotated[int, Query(ge=0, le=100_000)]


class KindFilter(StrEnum):
    """The kinds that the queue can be filtered by; flag stands for names nobody vouches for."""

    ANY = ""
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    TITLE = "title"
    SPELLING_VARIANT = "spelling_variant"
    OTHER = "other"
    FLAG = "flag"


class StateFilter(StrEnum):
    """Which stories the queue shows: with something open, unsure, accepted and so on, or all."""

    OPEN = "open"
    UNSURE = "unsure"
    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    ANY = "any"


class Scope(StrEnum):
    """How far a stroke reaches."""

    STORY = "story"
    QUEUE = "queue"


def filters(
    low: Annotated[float, Query(ge=0, le=1)] = 0.0,
    high: Annotated[float, Query(ge=0, le=1)] = 1.0,
    kind: KindFilter = KindFilter.ANY,
    name: Typed = "",
    source: Typed = "",
    days: Annotated[float | str, Query(description="Greatest age in days; empty for any.")] = "",
    q: Typed = "",
    state: StateFilter = StateFilter.OPEN,
) -> Filters:
    """Return the filters that a query string asks for."""
    age = float(days) if isinstance(days, int | float) else None
    if age is not None and not 0 <= age <= 36_500:
        age = None
    chosen = None if state is StateFilter.ANY else State(state.value)
    return Filters(low, high, kind.value or None, name, source, age, q, chosen)


class DecisionIn(BaseModel):
    """A decision to keep; ``seen`` is the id of the decision that stood when the person looked, if any.

    Proposals are accepted or rejected; unverified names (``action`` flag) are called correct or skipped. With
    ``confirm`` a decision that was answered with 428 is kept.
    """

    model_config = ConfigDict(extra="forbid")

    verdict: Answer
    replacement: Typed | None = None
    seen: Seen | None = None
    confirm: bool = False


class SelectedRows(BaseModel):
    """A suggestion as it was previewed."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    seen: Seen | None = None


class BulkAccept(BaseModel):
    """The suggestions to accept with one stroke."""

    model_config = ConfigDict(extra="forbid")

    suggestions: Annotated[list[SelectedRows], Field(min_length=1, max_length=MOST)]


class SpellingAnswer(StrEnum):
    """What can be said of an unverified name wherever it is flagged."""

    CORRECT = "correct"
    AMEND = "amend"


class SpellingIn(BaseModel):
    """An unverified name, and whether it is correct or reads ``replacement``; ``confirm`` as in a decision."""

    model_config = ConfigDict(extra="forbid")

    surface: Name
    verdict: SpellingAnswer
    replacement: Typed | None = None
    confirm: bool = False


class CopyIn(BaseModel):
    """A text to check."""

    model_config = ConfigDict(extra="forbid")

    text: Long


class AppState:
    """What the pages and the API share: the store, the folder for cleaned copies, and who checks text."""

    def __init__(self, store: DecisionStore, checker: TextChecker, out: Path | None = None) -> None:
        self.store, self.checker, self.out = store, checker, out


def desk(request: Request) -> ReviewSession:
    """Return the desk of whoever is asking."""
    office: AppState = request.app.state.office
    who: Any = request.scope.get("state", {}).get("who")
    return ReviewSession(office.store, str(who), office.out)


def checker(request: Request) -> TextChecker:
    """Return whoever checks text."""
    office: AppState = request.app.state.office
    return office.checker


AtDesk = Annotated[ReviewSession, Depends(desk)]
Checking = Annotated[TextChecker, Depends(checker)]
Filtered = Annotated[Filters, Depends(filters)]
