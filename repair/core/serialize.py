"""Suggestions and findings as JSON Lines, and suggestions parsed from them; people may edit the file in between.

Offsets are code points of the decoded document; each line states the unit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from repair.core.edits import narrow_edits
from repair.core.errors import FormatError
from repair.core.types import Action, Alternative, Finding, Kind, Reason, Span, Suggestion, Witness

UNIT = "code points"

NOT_JSON = "{path}: line {line} is not JSON ({why}); mend or delete it"
NOT_A_SUGGESTION = "{path}: line {line} is no suggestion ({why}); mend or delete it"


@dataclass(frozen=True, slots=True)
class PlacedSuggestion:
    """A suggestion parsed from a file, with the place of its text.

    Attributes:
        document: Path of the document.
        line: Line number in the file of suggestions, from 1.
        suggestion: The suggestion.
        input: The copy from which ``document`` was made, if the line has it.
        record: Number of the record in ``document``, from 0; None when the whole document is one text.
        form: Name of the format in which ``document`` is read; None when its content decides.
        text_fields: Names of the fields or columns that hold its text; empty for the usual ones.
    """

    document: str
    line: int
    suggestion: Suggestion
    input: str = ""
    record: int | None = None
    form: str | None = None
    text_fields: tuple[str, ...] = ()


def suggestion_line(document: str, suggestion: Suggestion) -> str:
    """Return a suggestion as one line of JSON; ``document`` is the path as the user gave it."""
    record = {
        "document": document,
        "start": suggestion.span.start,
        "end": suggestion.span.end,
        "line": suggestion.line,
        "column": suggestion.column,
        "surface": suggestion.surface,
        "replacement": suggestion.replacement,
        "edits": _edits(suggestion),
        "confidence": rounded(suggestion.confidence),
        "kind": suggestion.kind.value,
        "action": suggestion.action.value,
        "alternatives": _alternatives(suggestion.alternatives),
        "evidence": [
            {"source": witness.source, "snippet": witness.snippet, "date": witness.date}
            for witness in suggestion.evidence
        ],
        "reasons": _reasons(suggestion.reasons),
        "signature": suggestion.signature,
        "unit": UNIT,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def finding_line(document: str, finding: Finding) -> str:
    """Return a finding as one line of JSON: the outcome of a mention and the reasons."""
    mention = finding.mention
    record = {
        "document": document,
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "kind": mention.kind.value,
        "outcome": finding.outcome.value,
        "words": finding.words,
        "reasons": _reasons(finding.reasons),
        "alternatives": _alternatives(finding.alternatives),
        "replacement": finding.suggestion.replacement if finding.suggestion else None,
        "unit": UNIT,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def rounded(confidence: float | None) -> float | None:
    """Return a confidence (0-1) with the four decimals that files keep; None for a flag, which has none."""
    return None if confidence is None else round(confidence, 4)


def parse_suggestions(path: str, text: str) -> Iterator[PlacedSuggestion]:
    """Yield the suggestions in JSON Lines as `suggestion_line` writes them; blank lines are skipped.

    Only ``document``, ``start``, ``end``, ``surface``, ``replacement`` and ``action`` are required.

    Args:
        path: The file, for messages.
        text: Its content.

    Raises:
        FormatError: A line is not JSON, or is no suggestion.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError.of(NOT_JSON, path=path, line=number, why=error) from error
        try:
            yield _placed(record, number)
        except (KeyError, TypeError, ValueError) as error:
            why = f"no {error}" if isinstance(error, KeyError) else error
            raise FormatError.of(NOT_A_SUGGESTION, path=path, line=number, why=why) from error


def _placed(record: Mapping[str, object], line: int) -> PlacedSuggestion:
    """Return one record as a suggestion; raise KeyError, TypeError or ValueError if it is none."""
    if not isinstance(record, dict):
        raise TypeError("not an object")
    document, surface = _text(record, "document"), _text(record, "surface")
    span = Span(_offset(record, "start"), _offset(record, "end"))
    if span.end - span.start != len(surface) or not surface:
        raise ValueError("start and end do not fit surface")
    replacement = None if record["replacement"] is None else _text(record, "replacement")
    # A person may have changed the replacement; another line break in it would move all following lines.
    if replacement is not None and (not replacement.strip() or replacement.count("\n") not in (0, surface.count("\n"))):
        raise ValueError("replacement is empty or holds a line break that the copy lacks")
    number = _offset(record, "record") if record.get("record") is not None else None
    place = (document, span, surface, replacement, *([number] if number else []))
    identity = hashlib.sha256(repr(place).encode()).hexdigest()[:16]
    suggestion = Suggestion(
        id=identity,
        document_id="",
        span=span,
        line=_count(record, "line"),
        column=_count(record, "column"),
        surface=surface,
        replacement=replacement,
        # A flag has no confidence; earlier versions wrote 1.0.
        confidence=None if replacement is None else _number(record.get("confidence", 1.0)),
        kind=Kind(record.get("kind", "other")),
        action=Action(record["action"]),
        alternatives=tuple(
            Alternative(str(other.get("text", "")), _number(other.get("confidence", 0.0)))
            for other in _records(record, "alternatives")
        ),
        evidence=tuple(
            Witness(str(witness.get("source", "")), str(witness.get("snippet", "")), _date(witness.get("date")))
            for witness in _records(record, "evidence")
        ),
        reasons=tuple(
            Reason(str(reason.get("key", "")), str(reason.get("words", "")), _number(reason.get("weight", 0.0)))
            for reason in _records(record, "reasons")
        ),
        signature=str(record.get("signature", "")),
    )
    form = record.get("form")
    return PlacedSuggestion(
        document=document,
        line=line,
        suggestion=suggestion,
        input=str(record.get("input", "")),
        record=number,
        form=None if form is None else str(form),
        text_fields=_names(record.get("text_fields", [])),
    )


def _names(value: object) -> tuple[str, ...]:
    """Return a list of names, or raise TypeError."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError("text_fields is not a list of names")
    return tuple(value)


def _edits(suggestion: Suggestion) -> list[dict[str, object]]:
    """Return the edits of a suggestion; they are computed again when the line is parsed."""
    if suggestion.replacement is None:
        return []
    edits = narrow_edits(suggestion.span, suggestion.surface, suggestion.replacement, suggestion.id)
    return [
        {"start": edit.span.start, "end": edit.span.end, "before": edit.before, "after": edit.after} for edit in edits
    ]


def _alternatives(alternatives: tuple[Alternative, ...]) -> list[dict[str, object]]:
    return [{"text": other.text, "confidence": round(other.confidence, 4)} for other in alternatives]


def _reasons(reasons: tuple[Reason, ...]) -> list[dict[str, object]]:
    return [{"key": reason.key, "words": reason.words, "weight": round(reason.weight, 4)} for reason in reasons]


def _text(record: Mapping[str, object], key: str) -> str:
    value = record[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is not a text")
    return value


def _offset(record: Mapping[str, object], key: str) -> int:
    value = record[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{key} is not an offset")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("confidence is not a number")
    return float(value)


def _count(record: Mapping[str, object], key: str) -> int:
    return _offset(record, key) if key in record else 0


def _date(value: object) -> str | None:
    return None if value is None else str(value)


def _records(record: Mapping[str, object], key: str) -> list[dict[str, object]]:
    value = record.get(key, [])
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
