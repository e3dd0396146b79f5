"""Converts the rows of the tables to values, and values to rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from repair.core.types import Action, Alternative, Kind, Reason, Span, Suggestion, Verdict, Witness
from repair.decisions.models import Decision, QueuedSuggestion, RecordPlace, State, StoredStory
from repair.decisions.schema import decisions, stories, suggestions
from repair.text.name_key import key
from repair.text.normalize import fold

_HEAD = [column.label(f"head_{column.name}") for column in decisions.columns]


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
        "place": asdict(story.place) if story.place is not None else None,
        "folder": clean(story.folder) if story.folder is not None else None,
    }


def story_of(row: Row[Any]) -> StoredStory:
    """Return the story in a row."""
    place = None
    if row.place is not None:
        place = RecordPlace(row.place["record"], row.place["form"], tuple(row.place["text_fields"]))
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
    )


def suggestion_row(suggestion: Suggestion, story_id: str, arrived_at: str) -> dict[str, Any]:
    """Return an open suggestion of a story as a row."""
    return {
        "id": suggestion.id,
        "story_id": story_id,
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "line": suggestion.line,
        "column": suggestion.column,
        "surface": suggestion.surface,
        "replacement": None if suggestion.replacement is None else clean(suggestion.replacement),
        "surface_key": key(suggestion.surface),
        "name_key": key(suggestion.replacement or suggestion.surface),
        "confidence": suggestion.confidence,
        "kind": suggestion.kind.value,
        "action": suggestion.action.value,
        "alternatives": [{"text": clean(a.text), "confidence": a.confidence} for a in suggestion.alternatives],
        "evidence": [
            {"source": clean(w.source), "snippet": clean(w.snippet), "date": w.date and clean(w.date)}
            for w in suggestion.evidence
        ],
        "reasons": [{"key": clean(r.key), "words": clean(r.words), "weight": r.weight} for r in suggestion.reasons],
        "signature": clean(suggestion.signature),
        "arrived_at": arrived_at,
        "state": State.OPEN.value,
        "head": None,
    }


def suggestion_of(row: Mapping[Any, Any]) -> Suggestion:
    """Return the suggestion in a row."""
    return Suggestion(
        id=row["id"],
        document_id=row["story_id"],
        span=Span(row["start"], row["end"]),
        line=row["line"],
        column=row["column"],
        surface=row["surface"],
        replacement=row["replacement"],
        confidence=None if row["replacement"] is None else row["confidence"],
        kind=Kind(row["kind"]),
        action=Action(row["action"]),
        alternatives=tuple(Alternative(a["text"], a["confidence"]) for a in row["alternatives"]),
        evidence=tuple(Witness(w["source"], w["snippet"], w["date"]) for w in row["evidence"]),
        reasons=tuple(Reason(r["key"], r["words"], r["weight"]) for r in row["reasons"]),
        signature=row["signature"],
    )


def decision_of(row: Mapping[Any, Any], prefix: str = "") -> Decision:
    """Return the decision in a row; the names of its columns begin with ``prefix``."""
    verdict = row[f"{prefix}verdict"]
    return Decision(
        id=row[f"{prefix}id"],
        uid=row[f"{prefix}uid"],
        suggestion_id=row[f"{prefix}suggestion_id"],
        verdict=Verdict(verdict) if verdict is not None else None,
        replacement=row[f"{prefix}replacement"],
        reviewer=row[f"{prefix}reviewer"],
        decided_at=row[f"{prefix}decided_at"],
        supersedes=row[f"{prefix}supersedes"],
        undoes=row[f"{prefix}undoes"],
        batch=row[f"{prefix}batch"],
        edit_start=row[f"{prefix}edit_start"],
        edit_before=row[f"{prefix}edit_before"],
    )


def cases() -> Select[Any]:
    """Return the query for suggestions with their story's name and the decision in force."""
    return (
        select(suggestions, stories.c.name.label("story_name"), *_HEAD)
        .join_from(suggestions, stories, suggestions.c.story_id == stories.c.id)
        .outerjoin(decisions, decisions.c.id == suggestions.c.head)
    )


def case_of(row: Row[Any]) -> QueuedSuggestion:
    """Return the suggestion in a row of `cases`."""
    fields = row._mapping
    head = decision_of(fields, "head_") if fields["head_id"] is not None else None
    return QueuedSuggestion(
        suggestion_of(fields),
        fields["story_id"],
        fields["story_name"],
        State(fields["state"]),
        head,
        fields["arrived_at"],
    )


def count_if(condition: Any) -> Any:
    """Return the number of rows for which ``condition`` holds, as a column."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
