"""Suggestions as SARIF 2.1.0, the format in which code hosts and editors show findings next to the text."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from repair.core.display import percent
from repair.core.edits import narrow_edits
from repair.core.errors import EditError
from repair.core.types import Action, Suggestion
from repair.formats import SourceDocument
from repair.formats.file_positions import FilePosition, FilePositions

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MANGLED, _UNVERIFIED = "mangled-name", "unverified-name"
_RULES = [
    {"id": _MANGLED, "shortDescription": {"text": "A name that looks mangled, with the name that is probably right."}},
    {"id": _UNVERIFIED, "shortDescription": {"text": "A name that is not in any source."}},
]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One document that was checked: the path as given, its suggestions, and the story as read from the file."""

    name: str
    suggestions: Sequence[Suggestion]
    source_document: SourceDocument


def sarif(checked: Iterable[CheckedFile], *, version: str, signature: str) -> str:
    """Return one SARIF log of all documents; lines, columns and offsets are those of the files, in code points.

    Args:
        checked: The documents with their suggestions.
        version: Version of this tool.
        signature: What decided the suggestions.
    """
    results = [result for document in checked for result in _results(document)]
    run = {
        "tool": {"driver": {"name": "repair", "version": version, "semanticVersion": version, "rules": _RULES}},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"signature": signature},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _results(document: CheckedFile) -> Iterator[dict[str, object]]:
    """Yield the suggestions for one document as SARIF results."""
    positions = FilePositions(document.source_document)
    for suggestion in document.suggestions:
        yield _result(document, suggestion, positions)


def _result(document: CheckedFile, suggestion: Suggestion, positions: FilePositions) -> dict[str, object]:
    """Return one suggestion as a SARIF result, with a fix when there is a replacement that can be written."""
    artifact = {"uri": _uri(document.name)}
    place: dict[str, object] = {"artifactLocation": artifact}
    with contextlib.suppress(EditError):  # the place is in no run of the file
        place["region"] = _region(*positions.of(suggestion.span))
    if suggestion.replacement is None:
        message = f"{suggestion.surface}: not in any source"
    else:
        message = f"{suggestion.surface}: probably {suggestion.replacement} ({percent(suggestion.confidence or 0.0)})"
    rule = _MANGLED if suggestion.replacement is not None else _UNVERIFIED
    result: dict[str, object] = {
        "ruleId": rule,
        "ruleIndex": [_MANGLED, _UNVERIFIED].index(rule),
        "level": "note" if suggestion.action in (Action.FLAG, Action.VARIANT) else "warning",
        **({} if suggestion.confidence is None else {"rank": round(suggestion.confidence * 100, 2)}),
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"suggestion/v1": suggestion.id},
        "properties": {
            "action": suggestion.action.value,
            "kind": suggestion.kind.value,
            "confidence": None if suggestion.confidence is None else round(suggestion.confidence, 4),
            "evidence": [{"source": citation.source, "snippet": citation.snippet} for citation in suggestion.evidence],
        },
    }
    replacements = _replacements(suggestion, positions)
    if replacements:
        result["fixes"] = [
            {
                "description": {"text": f"Write {suggestion.replacement}"},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
            }
        ]
    return result


def _replacements(suggestion: Suggestion, positions: FilePositions) -> list[dict[str, object]]:
    """Return what to replace in the file, nothing where that cannot be written."""
    if suggestion.replacement is None:
        return []
    narrow = narrow_edits(suggestion.span, suggestion.surface, suggestion.replacement, suggestion.id)
    try:
        edits = [positions.of_edit(edit) for edit in narrow]
    except EditError:
        return []
    return [{"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.after}} for edit in edits]


def _region(start: FilePosition, end: FilePosition) -> dict[str, int]:
    """Return a SARIF region: lines and columns from 1, offsets from 0, in code points and in bytes."""
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": start.offset,
        "charLength": end.offset - start.offset,
        "byteOffset": start.byte,
        "byteLength": end.byte - start.byte,
    }


def _uri(name: str) -> str:
    """Return the path ``name`` as a URI reference, absolute only if the path is."""
    path = PurePath(name)
    # File names need not be UTF-8; a URI can carry any byte.
    quoted = quote(path.as_posix().encode("utf-8", "surrogateescape"))
    return f"file://{quoted}" if path.is_absolute() else quoted
