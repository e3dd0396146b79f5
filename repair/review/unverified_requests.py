"""What requests about unverified names may hold; types and limits are those of `requests`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import Form, Query
from pydantic import BaseModel, ConfigDict, Field

from repair.decisions.models import Answer
from repair.review.requests import MessageText, NameText, RecordId, ShortText


class SpellingAnswer(StrEnum):
    """What can be said of an unverified name wherever it is flagged."""

    CORRECT = "correct"
    AMEND = "amend"
    SKIP = "skip"
    UNSURE = "unsure"


class UnverifiedQuery(BaseModel):
    """A page of the unverified names, from 0; ``at`` is the id of a suggestion that flags the selected one."""

    q: ShortText = ""
    at: RecordId | None = None
    page: Annotated[int, Field(ge=0, le=100_000)] = 0
    message: MessageText = ""


class SpellingForm(BaseModel):
    """An answer about an unverified name from a form of the page, with the page to return to."""

    surface: NameText
    verdict: SpellingAnswer = SpellingAnswer.CORRECT
    replacement: ShortText = ""
    confirm: bool = False
    comment: ShortText = ""
    q: ShortText = ""
    at: RecordId | None = None
    after: RecordId | None = None
    page: Annotated[int, Field(ge=0, le=100_000)] = 0

    @property
    def answer(self) -> Answer:
        """The answer; a typed name is an amendment."""
        return Answer.AMEND if self.replacement.strip() else Answer(self.verdict.value)


class SpellingIn(BaseModel):
    """An answer about an unverified name; to amend it, give the ``replacement``. ``confirm`` is as in a decision."""

    model_config = ConfigDict(extra="forbid")

    surface: NameText
    verdict: SpellingAnswer
    replacement: ShortText | None = None
    confirm: bool = False
    comment: ShortText = ""


UnverifiedFields = Annotated[UnverifiedQuery, Query()]
SpellingFields = Annotated[SpellingForm, Form()]
