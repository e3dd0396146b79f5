"""Converts the rows of the tables to values, and values to rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from repair.core.serialize import decode, decode_suggestion, encode
from repair.core.types import Suggestion
from repair.decisions.models import Decision, QueuedSuggestion, RecordPlace, State, StoredStory
from repair.decisions.schema import decisions, stories, suggestions
from repair.text.name_key import key
from repair.text.normalize import fold

_DECISION = [column.label(f"decision_{column.name}") for column in decisions.columns]


def clean(text: str) -> str:
    """Return ``text`` with NUL and surrogates replaced, which databases cannot store and file names can contain."""
    return text.replace("\0", "�").encode("utf-8", "replace").decode("utf-8")


def folded(text: str) -> str:
    """Return a text without case and accents, as the search field compares it."""
    return " ".join(fold(clean(text)).split())


def story_row(story: StoredStory) -> dict[str, Any]:
    """Return a story as a row."""
    return {
        "id": story.id,
        "name": clean(story.name),
        "path": clean(story.path),
        "source": clean(story.source),
        "form": story.form,
        "arrived_at": story.arrived_at,
        "text": story.text,
        "raw": story.raw,
        "folded": folded(f"{story.name}\n{story.text}"),
        "place": encode(story.place) if story.place is not None else None,
        "folder": clean(story.folder) if story.folder is not None else None,
        "publication": clean(story.publication) if story.publication is not None else None,
        "notices": [clean(notice) for notice in story.notices] or None,
    }


def story_of(row: Row[Any]) -> StoredStory:
    """Return the story in a row."""
    place = decode(RecordPlace, row.place) if row.place is not None else None
    return StoredStory(
        id=row.id,
        name=row.name,
        path=row.path,
        text=row.text,
        raw=bytes(row.raw),
        source=row.source,
        form=row.form,
        arrived_at=row.arrived_at,
        place=place,
        folder=row.folder,
        assignee=row.assignee,
        emptied_at=row.emptied_at,
        publication=row.publication,
        notices=tuple(row.notices or ()),
    )


def suggestion_row(
    suggestion: Suggestion, story_id: str, arrived_at: str, *, applied_text: str | None = None
) -> dict[str, Any]:
    """Return an open suggestion of a story as a row; with ``applied_text``, one that a batch has applied."""
    record = _cleaned(encode(suggestion))
    del record["document_id"]
    return {
        **record,
        "story_id": story_id,
        "surface_key": key(suggestion.surface),
        "name_key": key(suggestion.replacement or suggestion.surface),
        "arrived_at": arrived_at,
        "state": (State.OPEN if applied_text is None else State.CHANGED).value,
        "decision": None,
        "applied_text": applied_text,
    }


def suggestion_of(row: Mapping[Any, Any]) -> Suggestion:
    """Return the suggestion in a row."""
    # Names of columns are a subclass of str, which the codec refuses.
    record = {str(name): value for name, value in row.items()} | {"document_id": row["story_id"]}
    return decode_suggestion(record, applied_text=row["applied_text"])


def decision_of(row: Mapping[Any, Any], prefix: str = "") -> Decision:
    """Return the decision in a row; the names of its columns begin with ``prefix``."""
    return decode(Decision, {str(column.name): row[f"{prefix}{column.name}"] for column in decisions.columns})


def _cleaned(value: Any) -> Any:
    """Return JSON values with every text as `clean` returns it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(field) for name, field in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, list | tuple) else value


def select_items() -> Select[Any]:
    """Return the query for suggestions with their story's name and the decision in force."""
    return (
        select(suggestions, stories.c.name.label("story_name"), *_DECISION)
        .join_from(suggestions, stories, suggestions.c.story_id == stories.c.id)
        .outerjoin(decisions, decisions.c.id == suggestions.c.decision)
    )


def item_of(row: Row[Any]) -> QueuedSuggestion:
    """Return the suggestion in a row of `select_items`."""
    fields = row._mapping
    decision = decision_of(fields, "decision_") if fields["decision_id"] is not None else None
    return QueuedSuggestion(
        suggestion_of(fields),
        fields["story_id"],
        fields["story_name"],
        State(fields["state"]),
        decision,
        fields["arrived_at"],
        fields["applied_text"],
    )


def count_if(condition: Any) -> Any:
    """Return the number of rows for which ``condition`` holds, as a column."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
