"""The lines of the two logs: what was done to copy, precisely enough to take it back, and what was left to a person.

Every line of JSON with places in it names their units. Nothing is written here.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from repair.core.serialize import suggestion_line
from repair.core.types import Edit, Suggestion

EDIT, FILE, UNDO = "edit", "file", "undo"
UNITS = {
    "start": "code points of the record's text before the edit",
    "raw_start": "bytes of the record before the edit, unpacked",
}


@dataclass(frozen=True, slots=True)
class AppliedEdit:
    """An edit as it was made: the suggestion behind it, and what it replaced in the raw bytes of the record.

    ``part`` is the number of the edit among those of its suggestion, from 0. ``at`` is where the replaced bytes
    began, in bytes of the record before any edit.
    """

    edit: Edit
    suggestion: Suggestion
    part: int
    at: int
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """What decides the outcome beside the copy: signature, model, hash of the gazetteer."""

    signature: str
    model: str
    gazetteer: str


@dataclass(frozen=True, slots=True)
class CleaningRecord:
    """One cleaning of one file: its id (a content hash), and the paths of copy and output as they were given."""

    id: str
    origin: str
    output: str


def edit_line(cleaning: CleaningRecord, record: int, made: AppliedEdit, about: Signature) -> str:
    """Return the audit line of one edit; ``record`` is the number of the record in its file, from 0."""
    edit = made.edit
    told = json.loads(suggestion_line(cleaning.output, made.suggestion))
    return _line(
        {
            "what": EDIT,
            "cleaning": cleaning.id,
            "file": cleaning.origin,
            "output": cleaning.output,
            "record": record,
            "start": edit.span.start,
            "end": edit.span.end,
            "raw_start": made.at,
            "raw_end": made.at + len(made.old),
            "units": UNITS,
            "before": edit.before,
            "after": edit.after,
            "surface": made.suggestion.surface,
            "replacement": made.suggestion.replacement,
            "part": made.part,
            "bytes_before": _bytes(made.old),
            "bytes_after": _bytes(made.new),
            **{key: told[key] for key in ("kind", "confidence", "evidence", "reasons", "alternatives")},
            "suggestion": made.suggestion.id,
            "signature": about.signature,
            "model": about.model,
            "gazetteer": about.gazetteer,
            "time": now(),
        }
    )


def file_line(cleaning: CleaningRecord, what: Mapping[str, object]) -> str:
    """Return the audit line that ends the edits of one file; ``what`` holds hashes, sizes and counts."""
    head = {"what": FILE, "cleaning": cleaning.id, "file": cleaning.origin, "output": cleaning.output}
    return _line({**head, **what, "time": now()})


def undo_line(cleaning: CleaningRecord, restored: str) -> str:
    """Return the audit line of an undoing; ``restored`` is the file that reads as the original from now on."""
    head = {"what": UNDO, "cleaning": cleaning.id, "file": cleaning.origin, "output": cleaning.output}
    return _line({**head, "restored": restored, "time": now()})


def queue_line(cleaning: CleaningRecord, record: int, suggestion: Suggestion) -> str:
    """Return the queue line of one suggestion, whose places are those of the text as cleaned.

    It is the line that `repair suggest` writes, with more keys: ``id``, ``record``, ``input`` (the copy) and
    ``cleaning``.
    """
    told = json.loads(suggestion_line(cleaning.output, suggestion))
    more = {"id": suggestion.id, "record": record, "input": cleaning.origin, "cleaning": cleaning.id}
    return _line({**told, **more})


def now() -> str:
    """Return the time in UTC to the second, or what SOURCE_DATE_EPOCH says, so that runs can be compared.

    >>> os.environ["SOURCE_DATE_EPOCH"] = "0"
    >>> now(), os.environ.pop("SOURCE_DATE_EPOCH")
    ('1970-01-01T00:00:00Z', '0')
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    when = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() else datetime.now(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def unpack(text: object) -> bytes:
    """Return the bytes that a log line holds."""
    return base64.b64decode(str(text), validate=True)


def _bytes(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _line(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
