"""Bodies of the JSON API's answers about the desk as a whole: unverified names, figures and sources."""

from __future__ import annotations

from pydantic import BaseModel

from repair.decisions.queue_models import Unverified


class NearNamesAnswer(BaseModel):
    """Names like what was typed; ``known`` says whether a source has it, null where the desk has no sources."""

    names: list[str]
    known: bool | None


class UnverifiedAnswer(BaseModel):
    """The unverified names, each once."""

    names: list[Unverified]


class FiguresAnswer(BaseModel):
    """How many suggestions were decided, by verdict: in all, and by kind and by source."""

    since: str
    totals: dict[str, int]
    by_kind: dict[str, dict[str, int]]
    by_source: dict[str, dict[str, int]]
    stories_saved: int


class SourcesAnswer(BaseModel):
    """How many of the sources that were sent are new."""

    new: int
