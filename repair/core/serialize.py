"""The codec of suggestions, findings and decisions: to JSON values and back, and as JSON Lines.

Offsets are code points of the decoded document; each line states the unit. A person may have edited a file of
suggestions, so it is validated when it is read, and an error names the line and the field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec

from repair.core.earlier_versions import with_current_keys
from repair.core.edits import narrow_edits
from repair.core.errors import FormatError
from repair.core.identity import content_id
from repair.core.notices import CopyNotice
from repair.core.types import Edit, Finding, Kind, Offset, Suggestion

UNIT = "code points"

NO_CHARACTER = "it has an unpaired surrogate, which is no character"
NOT_JSON = "the line is not JSON ({why}); correct or delete it"
NO_SUGGESTIONS = (
    "this is not a list of suggestions; give a file that `repair suggest --format jsonl` or a batch has written"
)
NOT_A_SUGGESTION = "the line is not a suggestion ({why}); correct or delete it"

_LINE_KEYS = (
    "document start end line column surface replacement edits confidence kind action alternatives evidence reasons "
    "signature unit"
).split()
_DIGITS = 4  # decimals of confidences and weights in a file

T = TypeVar("T")


class RecordError(ValueError):
    """A record is not a value of the expected type; the message names the field and the expected value."""


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
        cleaning: The id of the cleaning of ``document`` that the line is from; empty if the line has none.
        notices: The sentences of the notices about the whole text.
    """

    document: str
    line: int
    suggestion: Suggestion
    input: str = ""
    record: int | None = None
    form: str | None = None
    text_fields: tuple[str, ...] = ()
    cleaning: str = ""
    notices: tuple[str, ...] = ()

    def is_superseded_by(self, last: PlacedSuggestion) -> bool:
        """Whether the document was cleaned again since, as the ``last`` line for it says."""
        return bool(self.cleaning and last.cleaning) and self.cleaning != last.cleaning


class _Line(msgspec.Struct):
    """The fields of a line besides its suggestion."""

    document: str
    input: str = ""
    record: Offset | None = None
    form: str | None = None
    text_fields: tuple[str, ...] = ()
    cleaning: str = ""
    notices: tuple[str, ...] = ()


def encode(value: object) -> dict[str, Any]:
    """Return a value of a dataclass of `repair` as JSON values: objects, arrays, strings, numbers.

    The span of a suggestion, a mention or an edit is written as its ``start`` and ``end``.

    >>> from repair.core.types import Edit, Span
    >>> encode(Edit(Span(3, 8), "Latte", "Rutte", "s1"))
    {'start': 3, 'end': 8, 'before': 'Latte', 'after': 'Rutte', 'suggestion_id': 's1'}
    """
    record: dict[str, Any] = {}
    for name, field in msgspec.to_builtins(value).items():
        record |= field if name == "span" else {name: field}
    return record


def decode(kind: type[T], record: Mapping[str, Any]) -> T:
    """Return a value of a dataclass from JSON values, as `encode` writes them; unknown keys are ignored.

    Args:
        kind: The dataclass.
        record: Its fields; a span may be an object, or ``start`` and ``end`` of the record.

    Raises:
        RecordError: A field is missing, of another type, or outside its bounds.
    """
    if "span" not in record:
        record = {**record, "span": {name: record[name] for name in ("start", "end") if name in record}}
    try:
        return msgspec.convert(record, kind)
    except msgspec.ValidationError as error:
        raise RecordError(explain(error)) from error
    except UnicodeEncodeError as error:
        raise RecordError(NO_CHARACTER) from error


def decode_suggestion(record: Mapping[str, Any], *, applied_text: str | None = None) -> Suggestion:
    """Return the suggestion in a record.

    A flag gets no confidence; earlier versions wrote 1.0.

    Args:
        record: Its fields as `encode` writes them.
        applied_text: The text of the copy at its span, if the suggestion has been applied; by default its surface.

    Raises:
        RecordError: A field is missing or invalid, or the fields contradict each other.
    """
    suggestion = decode(Suggestion, with_current_keys(record))
    length = len(suggestion.surface if applied_text is None else applied_text)
    if suggestion.span.end - suggestion.span.start != length or not suggestion.surface:
        raise RecordError("start and end do not fit surface")
    if suggestion.replacement is None:
        return replace(suggestion, confidence=None)
    if suggestion.confidence is None:
        raise RecordError("a replacement needs a confidence")
    return suggestion


def explain(error: msgspec.ValidationError) -> str:
    """Return where a record is invalid and why, without the notation of the library.

    >>> explain(msgspec.ValidationError("Expected `str`, got `int` - at `$.alternatives[0].text`"))
    'alternatives[0].text: expected str, got int'
    """
    why, _, place = str(error).replace("`", "").partition(" - at $")
    why = why[:1].lower() + why[1:]
    place = place.removeprefix(".").replace("span.", "")
    return f"{place}: {why}" if place else why


def suggestion_record(document: str, suggestion: Suggestion) -> dict[str, Any]:
    """Return a suggestion as the object of its line; ``document`` is the path as the user gave it."""
    edits: tuple[Edit, ...] = ()
    if suggestion.replacement is not None:
        edits = narrow_edits(suggestion.span, suggestion.surface, suggestion.replacement, suggestion.id)
    record = _rounded(encode(suggestion)) | {
        "document": document,
        "edits": [_edit(edit) for edit in edits],
        "unit": UNIT,
    }
    return {key: record[key] for key in _LINE_KEYS}


def notices_field(notices: Iterable[CopyNotice]) -> dict[str, Any]:
    """Return the field of a line for the notices about the whole text, empty if there are none."""
    texts = [notice.text for notice in notices]
    return {"notices": texts} if texts else {}


def suggestion_line(document: str, suggestion: Suggestion) -> str:
    """Return a suggestion as one line of JSON; ``document`` is the path as the user gave it."""
    return json.dumps(suggestion_record(document, suggestion), ensure_ascii=False) + "\n"


def finding_line(document: str, finding: Finding) -> str:
    """Return a finding as one line of JSON: the outcome of a mention and the reasons."""
    mention, fields = encode(finding.mention), _rounded(encode(finding))
    record = {
        "document": document,
        **{key: mention[key] for key in ("start", "end", "surface", "kind")},
        **{key: fields[key] for key in ("outcome", "explanation", "reasons", "alternatives")},
        "replacement": finding.suggestion.replacement if finding.suggestion else None,
        "unit": UNIT,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def parse_suggestions(path: str, text: str) -> Iterator[PlacedSuggestion]:
    """Yield the suggestions in JSON Lines as `suggestion_line` writes them; blank lines are skipped.

    Only ``document``, ``start``, ``end``, ``surface``, ``replacement`` and ``action`` are required.

    Args:
        path: The file, for messages.
        text: Its content.

    Raises:
        FormatError: The text does not begin as JSON does, or a line is not JSON, or is not a suggestion.
    """
    if text.lstrip()[:1] not in ("", "{", "["):
        raise FormatError.of(NO_SUGGESTIONS, path=path)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError.of(NOT_JSON, path=path, place=f"line {number:,}", why=error) from error
        try:
            yield placed_suggestion(record, number)
        except RecordError as error:
            raise FormatError.of(NOT_A_SUGGESTION, path=path, place=f"line {number:,}", why=error) from error


def placed_suggestion(record: object, number: int) -> PlacedSuggestion:
    """Return the record of line ``number`` as a suggestion; raise `RecordError` if it is not one."""
    if not isinstance(record, dict):
        raise RecordError("it is not an object")
    line = decode(_Line, record)
    optional = {"line": 0, "column": 0, "confidence": 1.0, "kind": Kind.OTHER.value}
    suggestion = decode_suggestion({**optional, **record, "id": "", "document_id": ""})
    replacement = suggestion.replacement or ""
    # A person may have changed the replacement; another line break in it would move all following lines.
    if suggestion.replacement is not None and not replacement.strip():
        raise RecordError("replacement: it is empty")
    if replacement.count("\n") not in (0, suggestion.surface.count("\n")):
        raise RecordError("replacement: it has a line break that the copy lacks")
    parts = [line.document, str(suggestion.span.start), suggestion.surface, replacement]
    identity = content_id(*parts, *([str(line.record)] if line.record else []))
    place = {name: getattr(line, name) for name in line.__struct_fields__}
    return PlacedSuggestion(line=number, suggestion=replace(suggestion, id=identity), **place)


def _edit(edit: Edit) -> dict[str, Any]:
    """Return an edit for the line of its suggestion, without the reference to the suggestion."""
    return {key: value for key, value in encode(edit).items() if key != "suggestion_id"}


def _rounded(record: Any) -> Any:
    """Return JSON values with numbers rounded for files, and arrays as lists."""
    if isinstance(record, dict):
        return {key: _rounded(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [_rounded(value) for value in record]
    return round(record, _DIGITS) if isinstance(record, float) else record
