"""The lines of the audit log and of the queue: edits, and suggestions that are left to an editor.

The audit log describes each edit precisely enough to undo it. Every JSON line with offsets states their units. Nothing
is written to disk here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from repair.core.notices import CopyNotice
from repair.core.serialize import notices_field, suggestion_record
from repair.core.types import Edit, Suggestion

EDIT, FILE, UNDO = "edit", "file", "undo"
UNITS = {
    "start": "code points of the record's text before the edit",
    "raw_start": "bytes of the record before the edit, unpacked",
}


@dataclass(frozen=True, slots=True)
class AppliedEdit:
    """An edit that was made: its suggestion, and the raw bytes of the record that it replaced.

    Attributes:
        edit: The edit in the text.
        suggestion: The suggestion that it applies.
        part: Number of the edit among those of its suggestion, from 0.
        raw_start: Where the replaced bytes began, in bytes of the record before any edit.
        old: The replaced bytes.
        new: The new bytes.
    """

    edit: Edit
    suggestion: Suggestion
    part: int
    raw_start: int
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """What determines the outcome besides the copy: the repairer's signature, the model, the gazetteer's hash."""

    signature: str
    model: str
    gazetteer: str


@dataclass(frozen=True, slots=True)
class CleaningRecord:
    """One cleaning of one file.

    Attributes:
        id: A content hash.
        origin: Path of the copy as it was given.
        output: Path of the output.
        form: The format that was given for the copy; None when its content decides.
        text_fields: The names that were given for the fields with text.
    """

    id: str
    origin: str
    output: str
    form: str | None = None
    text_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileSummary:
    """The data of a cleaned file in the log: hashes before and after, counts, and how the file was read.

    The ``unpacked`` hashes are of all records together, which differ from the file where it is compressed. ``whole``
    says that the file was read as one document, although its format may have many records.
    """

    target: str
    sha256_before: str
    sha256_after: str
    unpacked_sha256_before: str
    unpacked_sha256_after: str
    records: int
    edits: int
    form: str | None
    text_fields: tuple[str, ...]
    max_bytes: int
    whole: bool = False


def cleaning_id(*parts: object) -> str:
    """Return the id of a cleaning, which is the same for the same ``parts``."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def edit_line(cleaning: CleaningRecord, record: int, applied: AppliedEdit, signature: Signature) -> str:
    """Return the audit line of one edit.

    Args:
        cleaning: The cleaning that the edit belongs to.
        record: Number of the record in its file, from 0.
        applied: The edit.
        signature: The signature of its suggestion.
    """
    edit = applied.edit
    suggestion = suggestion_record(cleaning.output, applied.suggestion)
    return _line(
        {
            "what": EDIT,
            "cleaning": cleaning.id,
            "file": cleaning.origin,
            "output": cleaning.output,
            "record": record,
            "start": edit.span.start,
            "end": edit.span.end,
            "raw_start": applied.raw_start,
            "raw_end": applied.raw_start + len(applied.old),
            "units": UNITS,
            "before": edit.before,
            "after": edit.after,
            "surface": applied.suggestion.surface,
            "replacement": applied.suggestion.replacement,
            "part": applied.part,
            "bytes_before": _base64(applied.old),
            "bytes_after": _base64(applied.new),
            **{key: suggestion[key] for key in ("kind", "confidence", "evidence", "reasons", "alternatives")},
            "suggestion": applied.suggestion.id,
            "signature": signature.signature,
            "model": signature.model,
            "gazetteer": signature.gazetteer,
            "time": now(),
        }
    )


def file_line(cleaning: CleaningRecord, summary: FileSummary) -> str:
    """Return the audit line after the edits of one file."""
    head = {"what": FILE, "cleaning": cleaning.id, "file": cleaning.origin, "output": cleaning.output}
    body = {
        "target": summary.target,
        "sha256_before": summary.sha256_before,
        "sha256_after": summary.sha256_after,
        "unpacked_sha256_before": summary.unpacked_sha256_before,
        "unpacked_sha256_after": summary.unpacked_sha256_after,
        "records": summary.records,
        "edits": summary.edits,
        "form": summary.form,
        "text_fields": list(summary.text_fields),
        "max_bytes": summary.max_bytes,
    }
    if summary.whole:
        body["whole"] = True
    return _line({**head, **body, "time": now()})


def undo_line(cleaning: CleaningRecord, restored: str) -> str:
    """Return the audit line of an undo; ``restored`` is the path of the file that has the original bytes again."""
    head = {"what": UNDO, "cleaning": cleaning.id, "file": cleaning.origin, "output": cleaning.output}
    return _line({**head, "restored": restored, "time": now()})


def queue_line(
    cleaning: CleaningRecord, record: int, suggestion: Suggestion, notices: Sequence[CopyNotice] = ()
) -> str:
    """Return the queue line of one suggestion, whose offsets are those of the cleaned text.

    It is the line that `repair suggest` writes, with more keys: ``id``, ``record``, ``input`` (the copy) and
    ``cleaning``, ``form`` and ``text_fields`` where they were given for the copy, and ``notices`` about the whole
    record, if there are any, in each of its lines.
    """
    line = suggestion_record(cleaning.output, suggestion)
    place = {"id": suggestion.id, "record": record, "input": cleaning.origin, "cleaning": cleaning.id}
    file_format = {"form": cleaning.form} if cleaning.form is not None else {}
    fields = {"text_fields": list(cleaning.text_fields)} if cleaning.text_fields else {}
    return _line({**line, **place, **file_format, **fields, **notices_field(notices)})


def now() -> str:
    """Return the time in UTC to the second, or SOURCE_DATE_EPOCH if it is set, which makes runs comparable.

    >>> os.environ["SOURCE_DATE_EPOCH"] = "0"
    >>> now(), os.environ.pop("SOURCE_DATE_EPOCH")
    ('1970-01-01T00:00:00Z', '0')
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    when = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() else datetime.now(UTC)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def decode_bytes(text: object) -> bytes:
    """Return the bytes that a log line has as Base64.

    Raises:
        ValueError: If ``text`` is not Base64.
    """
    return base64.b64decode(str(text), validate=True)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _line(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
