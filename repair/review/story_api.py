"""Intake by the JSON API: a program sends copy, with or without sources, and the story appears in the queue.

The copy is checked as by ``/api/v1/check`` and stored with its suggestions; its corrected copy is fetched by its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from repair.core.identity import content_id
from repair.core.types import Document
from repair.decisions import ingest
from repair.formats import parse
from repair.formats.file_positions import placed_in_file
from repair.review import answers, desk_answers, responses
from repair.review.api import ERROR_RESPONSES
from repair.review.checker import TextChecker
from repair.review.requests import Checker, LongText, NameText, Session, ShortText

Json = dict[str, Any]
MAX_SOURCES = 100  # in one request
PLAIN_TEXT = "text"

router = APIRouter(prefix="/api/v1", tags=["intake"], responses=ERROR_RESPONSES)


class SourceIn(BaseModel):
    """A source: a clean publication of the news, whose names are right."""

    model_config = ConfigDict(extra="forbid")

    text: LongText
    name: Annotated[NameText, Field(description="What suggestions cite, such as the agency and the slug.")]
    date: Annotated[ShortText | None, Field(description="When it was published, in ISO 8601.")] = None


class SourcesIn(BaseModel):
    """Sources to add to the desk."""

    model_config = ConfigDict(extra="forbid")

    sources: Annotated[list[SourceIn], Field(min_length=1, max_length=MAX_SOURCES)]


class StoryIn(BaseModel):
    """Copy to review, with sources that tell its story, if there are any."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[LongText, Field(description="The copy; in markup, the whole file.")]
    name: Annotated[
        NameText, Field(description="What editors see and corrected copy is saved as, such as a file name.")
    ]
    publication: Annotated[ShortText, Field(description="Desk or publication, which the queue can be filtered by.")] = (
        ""
    )
    format: Annotated[ShortText, Field(description="The format of the text, such as text, html or newsml.")] = (
        PLAIN_TEXT
    )
    sources: Annotated[list[SourceIn], Field(max_length=MAX_SOURCES)] = []


@router.post("/sources", **answers.describe(desk_answers.SourcesAnswer))
def add_sources(checker: Checker, sent: SourcesIn) -> Json:
    """Add sources to the running desk; later checks and stories know their names until the desk stops."""
    return {"new": _add(checker, sent.sources)}


@router.post("/stories", **answers.describe(answers.StoryAnswer))
def add_story(session: Session, checker: Checker, sent: StoryIn) -> Json:
    """Add copy to the queue with its suggestions, and return the story.

    The same copy sent again is the same story, with what was decided meanwhile. Its sources are added to the desk. A
    story without suggestions is stored, and not listed in the queue.
    """
    path = f"{sent.publication or 'intake'}/{sent.name}"
    source_document = parse(path, sent.text.encode(), source=sent.publication, format=sent.format)
    _add(checker, sent.sources)
    checked = checker.check(source_document.document.text)
    notices = [notice.text for notice in checked.notices]
    story = ingest.story_from(source_document, name=sent.name, source=sent.publication, notices=notices)
    story = replace(story, publication=sent.publication or None)
    ingest.add(session.store, [ingest.IncomingStory(story, placed_in_file(checked.suggestions, source_document))])
    return responses.story_json(session.look(story.id))


def _add(checker: TextChecker, sources: Sequence[SourceIn]) -> int:
    """Add sources to those of the desk, and return how many are new."""
    documents = [
        Document(content_id(source.name, source.text), source.text, source.name, source.date) for source in sources
    ]
    return checker.add_sources(documents)
