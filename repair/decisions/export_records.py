"""The records of an export file: stories, suggestions, decisions and assignments, validated before they reach a table.

The file may come from anywhere. An invalid field is refused with its line. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from repair.core.earlier_versions import with_current_keys
from repair.core.errors import StoreError
from repair.core.serialize import NO_CHARACTER, RecordError, decode_suggestion, encode, explain
from repair.core.types import Offset, Verdict
from repair.decisions.mappers import story_row, suggestion_row
from repair.decisions.models import RecordPlace, StoredStory

MAX_FIELD_LENGTH = 20_000_000  # code points or bytes

INVALID_LINE = "the line is not a valid {what} ({why}); correct or delete it"

_Id = Annotated[str, Meta(pattern=r"\A[0-9a-f]{8,32}\Z")]
_Text = Annotated[str, Meta(max_length=MAX_FIELD_LENGTH)]
_Name = Annotated[str, Meta(pattern=r"\S", max_length=MAX_FIELD_LENGTH)]
_Time = Annotated[datetime, Meta(tz=True)]


class _Story(Struct):
    id: _Id
    name: _Text
    path: _Text
    source: _Text
    form: _Text
    arrived_at: _Time
    text: _Text
    raw: Annotated[bytes, Meta(max_length=MAX_FIELD_LENGTH)]  # Base64 in the file
    place: RecordPlace | None = None
    folder: _Text | None = None
    publication: _Text | None = None
    notices: tuple[_Text, ...] | None = None
    emptied_at: _Time | None = None
    digest: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")] | None = None

    def row(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row of the story."""
        fields = msgspec.structs.asdict(self) | {"arrived_at": _stored(self.arrived_at)}
        fields["notices"] = self.notices or ()
        emptied = {name: fields.pop(name) for name in ("emptied_at", "digest")}
        if self.emptied_at is not None:
            emptied["emptied_at"] = _stored(self.emptied_at)
        return story_row(StoredStory(**fields)) | emptied


class _Suggestion(Struct):
    """The fields of a record beside those of the `Suggestion`."""

    id: _Id
    story_id: _Id
    surface: _Name
    replacement: _Name | None
    confidence: float | None
    arrived_at: _Time
    state: Literal["open", "replaced", "changed"]
    applied_text: _Name | None = None

    def row(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row of the suggestion in ``record``."""
        suggestion = decode_suggestion({**record, "document_id": self.story_id}, applied_text=self.applied_text)
        row = suggestion_row(suggestion, self.story_id, _stored(self.arrived_at), applied_text=self.applied_text)
        return row | {"state": self.state}


class _Decision(Struct):
    uid: _Id
    suggestion_id: _Id
    reviewer: _Name
    decided_at: _Time
    verdict: Verdict | None = None
    replacement: _Name | None = None
    supersedes: _Id | None = None
    undoes: _Id | None = None
    batch: _Id | None = None
    edit_start: Offset | None = None
    edit_before: _Name | None = None
    comment: _Text | None = None

    def row(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row of the decision; it refers to other decisions by uid."""
        if (self.edit_start is None) is not (self.edit_before is None):
            raise RecordError("edit_start and edit_before belong together")
        return encode(self) | {"decided_at": _stored(self.decided_at)}


class _Assignment(Struct):
    uid: _Id
    story_id: _Id
    reviewer: _Name
    assigned_at: _Time
    assignee: _Name | None = None
    batch: _Id | None = None

    def row(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row of the assignment."""
        return encode(self) | {"assigned_at": _stored(self.assigned_at)}


KINDS = {"story": _Story, "suggestion": _Suggestion, "decision": _Decision, "assignment": _Assignment}


def checked(path: str, number: int, record: object, *, strict: bool = True) -> tuple[str, dict[str, Any]]:
    """Return the kind of a record ("story", "suggestion", "decision" or "assignment") and its row.

    Args:
        path: The file, for messages.
        number: The line, from 1.
        record: The parsed line.
        strict: Whether numbers must be numbers; in a table they are digits.

    Raises:
        StoreError: If a field is missing or invalid.
    """
    what = record.get("what") if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(what, str) or what not in KINDS:
        kinds = ", ".join(KINDS)
        raise StoreError.of(
            INVALID_LINE, path=path, place=f"line {number:,}", what="record", why=f"what: not one of {kinds}"
        )
    try:
        if _holds_nul(record):
            raise RecordError("it holds a NUL character, which a database cannot store")
        record = with_current_keys(record)
        row = msgspec.convert(record, KINDS[what], strict=strict).row(record)
    except (RecordError, msgspec.ValidationError) as error:
        why = explain(error) if isinstance(error, msgspec.ValidationError) else error
        raise StoreError.of(INVALID_LINE, path=path, place=f"line {number:,}", what=what, why=why) from error
    except UnicodeEncodeError as error:
        place = f"line {number:,}"
        raise StoreError.of(INVALID_LINE, path=path, place=place, what=what, why=NO_CHARACTER) from error
    return what, row


def _stored(moment: datetime) -> str:
    """Return a time as tables hold it, so that times sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _holds_nul(value: object, depth: int = 3) -> bool:
    """Tell whether a text in a record is one that no database stores; texts deeper than ``depth`` are ignored."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        value = list(value.values())
    return depth > 0 and isinstance(value, list) and any(_holds_nul(item, depth - 1) for item in value)
