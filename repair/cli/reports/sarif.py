"""Suggestions as SARIF 2.1.0, the format in which code hosts and editors show findings beside the text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from repair.core.edits import narrow_edits
from repair.core.types import Action, Span, Suggestion

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MANGLED, _UNVERIFIED = "mangled-name", "unverified-name"
_RULES = [
    {"id": _MANGLED, "shortDescription": {"text": "A name that looks mangled, with the name that is probably right."}},
    {"id": _UNVERIFIED, "shortDescription": {"text": "A name that is in no source."}},
]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One document that was checked: the path as given, and its suggestions."""

    name: str
    suggestions: Sequence[Suggestion]


def sarif(checked: Iterable[CheckedFile], *, version: str, signature: str) -> str:
    """Return one SARIF log of all documents; columns and offsets are code points.

    Args:
        checked: The documents with their suggestions.
        version: Version of this tool.
        signature: What decided the suggestions.
    """
    results = [_result(document, suggestion) for document in checked for suggestion in document.suggestions]
    run = {
        "tool": {"driver": {"name": "repair", "semanticVersion": version, "rules": _RULES}},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"signature": signature},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _result(document: CheckedFile, suggestion: Suggestion) -> dict[str, object]:
    """Return one suggestion as a SARIF result, with a fix when there is a replacement."""
    artifact = {"uri": _uri(document.name)}
    region = _region(suggestion, suggestion.span)
    if suggestion.replacement is None:
        message = f"{suggestion.surface}: no source has this name"
    else:
        message = f"{suggestion.surface}: probably {suggestion.replacement} ({suggestion.confidence:.0%})"
    rule = _MANGLED if suggestion.replacement is not None else _UNVERIFIED
    result: dict[str, object] = {
        "ruleId": rule,
        "ruleIndex": [_MANGLED, _UNVERIFIED].index(rule),
        "level": "note" if suggestion.action in (Action.FLAG, Action.VARIANT) else "warning",
        **({} if suggestion.confidence is None else {"rank": round(suggestion.confidence * 100, 2)}),
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"suggestion/v1": suggestion.id},
        "properties": {
            "action": suggestion.action.value,
            "kind": suggestion.kind.value,
            "confidence": None if suggestion.confidence is None else round(suggestion.confidence, 4),
            "evidence": [{"source": witness.source, "snippet": witness.snippet} for witness in suggestion.evidence],
        },
    }
    if suggestion.replacement is not None:
        edits = narrow_edits(suggestion.span, suggestion.surface, suggestion.replacement, suggestion.id)
        replacements = [
            {"deletedRegion": _region(suggestion, edit.span), "insertedContent": {"text": edit.after}} for edit in edits
        ]
        result["fixes"] = [
            {
                "description": {"text": f"Write {suggestion.replacement}"},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
            }
        ]
    return result


def _region(suggestion: Suggestion, span: Span) -> dict[str, int]:
    """Return the SARIF region of ``span``: lines and columns from 1, offsets from 0, in code points."""
    line, column = _position(suggestion, span.start)
    end_line, end_column = _position(suggestion, span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _position(suggestion: Suggestion, offset: int) -> tuple[int, int]:
    """Return the line and column, from 1, of an offset within the suggestion's span."""
    before = suggestion.surface[: offset - suggestion.span.start]
    line_ends = before.count("\n")
    column = len(before) - before.rfind("\n") if line_ends else suggestion.column + len(before)
    return suggestion.line + line_ends, column


def _uri(name: str) -> str:
    """Return the path ``name`` as a URI reference, absolute only if the path is."""
    path = PurePath(name)
    # File names need not be UTF-8; a URI can carry any byte.
    quoted = quote(path.as_posix().encode("utf-8", "surrogateescape"))
    return f"file://{quoted}" if path.is_absolute() else quoted
