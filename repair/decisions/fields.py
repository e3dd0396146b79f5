"""Checks every field of an imported story, suggestion or decision before it reaches a table.

The file may come from anywhere. Nothing is corrected: an invalid field is refused, with its line.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from repair.core.errors import StoreError
from repair.core.types import Action, Kind, Verdict
from repair.decisions.mappers import folded
from repair.decisions.models import State
from repair.text.name_key import key

MAX_FIELD_LENGTH = 20_000_000  # code points or bytes
_MAX_INTEGER = 2**31 - 1  # the largest integer that a column holds
_ID = re.compile(r"[0-9a-f]{8,32}")

INVALID_LINE = "{path}: line {line} is not a valid {what} ({why}); correct or delete it"

Rule = Callable[[Any], Any]


def checked(path: str, number: int, record: object) -> tuple[str, dict[str, Any]]:
    """Return the kind of a record ("story", "suggestion" or "decision") and its row.

    Args:
        path: The file, for messages.
        number: The line, from 1.
        record: The parsed line.

    Raises:
        StoreError: If a field is missing or invalid.
    """
    what = record.get("what") if isinstance(record, dict) else None
    rules = _RULES.get(what) if isinstance(what, str) else None
    if rules is None or not isinstance(record, dict) or not isinstance(what, str):
        raise StoreError(
            INVALID_LINE.format(
                path=path, line=number, what="story, suggestion or decision", why="unknown kind of record"
            )
        )
    name = ""
    try:
        row = {}
        for name, rule in rules.items():
            row[name] = rule(record.get(name))
        return what, row | _derived(what, row)
    except (TypeError, ValueError, binascii.Error) as error:
        raise StoreError(INVALID_LINE.format(path=path, line=number, what=what, why=f"{name}: {error}")) from error


def _derived(what: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that are computed from the others."""
    match what:
        case "story":
            return {"folded": folded(f"{row['name']}\n{row['text']}")}
        case "suggestion":
            if row["end"] - row["start"] != len(row["surface"]):
                raise ValueError("start and end do not fit surface")
            if row["replacement"] is not None and row["confidence"] is None:
                raise ValueError("replacement without confidence")
            # A flag has no confidence; earlier versions stored 1.0.
            confidence = row["confidence"] if row["replacement"] is not None else None
            keys = {"surface_key": key(row["surface"]), "name_key": key(row["replacement"] or row["surface"])}
            return keys | {"head": None, "confidence": confidence}
        case "decision" if (row["edit_start"] is None) != (row["edit_before"] is None):
            raise ValueError("edit_start without edit_before")
        case _:
            return {}


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value or len(value) > MAX_FIELD_LENGTH:
        raise TypeError("not a text")
    return value.encode("utf-8", "replace").decode("utf-8")


def _name(value: object) -> str:
    text = _text(value)
    if not text.strip():
        raise ValueError("empty")
    return text


def _id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("not an id")
    return value


def _time(value: object) -> str:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_INTEGER:
        raise TypeError("not a number")
    return value


def _cell_number(value: object) -> int:
    """Return a whole number that may come from a table as digits."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value):
        value = int(value)
    return _whole(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e6 < value < 1e6:
        raise TypeError("not a number")
    return float(value)


def _share(value: object) -> float:
    number = _number(value)
    if not 0 <= number <= 1:
        raise ValueError("not between 0 and 1")
    return number


def _raw(value: object) -> bytes:
    return base64.b64decode(_text(value), validate=True)


def _optional(rule: Rule) -> Rule:
    return lambda value: None if value in (None, "") else rule(value)


def _one_of(values: Iterable[str]) -> Rule:
    allowed = frozenset(values)

    def rule(value: object) -> str:
        if value not in allowed:
            raise ValueError("not one of " + ", ".join(sorted(allowed)))
        return str(value)

    return rule


def _list_of(rules: Mapping[str, Rule]) -> Rule:
    def rule(value: object) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise TypeError("not a list of records")
        return [{name: rule(each.get(name)) for name, rule in rules.items()} for each in value]

    return rule


def _place(value: object) -> dict[str, Any]:
    """Return where a story lies in an archive."""
    if not isinstance(value, dict) or not isinstance(value.get("text_fields"), list):
        raise TypeError("not a place in an archive")
    return {
        "record": _whole(value.get("record")),
        "form": _optional(_name)(value.get("form")),
        "text_fields": [_name(each) for each in value["text_fields"]],
    }


_RULES: Mapping[str, Mapping[str, Rule]] = {
    "story": {
        "id": _id,
        "name": _text,
        "path": _text,
        "source": _text,
        "form": _text,
        "arrived_at": _time,
        "text": _text,
        "raw": _raw,
        "place": _optional(_place),
        "folder": lambda value: None if value is None else _text(value),
    },
    "suggestion": {
        "id": _id,
        "story_id": _id,
        "start": _whole,
        "end": _whole,
        "line": _whole,
        "column": _whole,
        "surface": _name,
        "replacement": _optional(_name),
        "confidence": _optional(_share),
        "kind": _one_of(Kind),
        "action": _one_of(Action),
        "alternatives": _list_of({"text": _text, "confidence": _share}),
        "evidence": _list_of({"source": _text, "snippet": _text, "date": _optional(_text)}),
        "reasons": _list_of({"key": _text, "words": _text, "weight": _number}),
        "signature": _text,
        "arrived_at": _time,
        "state": _one_of([State.OPEN, State.REPLACED]),
    },
    "decision": {
        "uid": _id,
        "suggestion_id": _id,
        "verdict": _optional(_one_of(Verdict)),
        "replacement": _optional(_name),
        "reviewer": _name,
        "decided_at": _time,
        "supersedes": _optional(_id),
        "undoes": _optional(_id),
        "batch": _optional(_id),
        "edit_start": _optional(_cell_number),
        "edit_before": _optional(_name),
    },
}
