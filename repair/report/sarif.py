"""Suggestions as SARIF 2.1.0, the form in which code hosts and editors show findings beside the text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

from repair.types import Action, Suggestion

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MANGLED, _UNVERIFIED = "mangled-name", "unverified-name"
_RULES = [
    {"id": _MANGLED, "shortDescription": {"text": "A name that looks mangled, with the name it probably stands for."}},
    {"id": _UNVERIFIED, "shortDescription": {"text": "A name that no source vouches for."}},
]


@dataclass(frozen=True, slots=True)
class Checked:
    """One document that was looked at: the path as given, and what was suggested."""

    name: str
    suggestions: Sequence[Suggestion]


def sarif(checked: Iterable[Checked], *, version: str, signature: str) -> str:
    """Return one SARIF log of all documents ``checked``; columns and offsets are code points."""
    results = [_result(document, suggestion) for document in checked for suggestion in document.suggestions]
    run = {
        "tool": {"driver": {"name": "repair", "semanticVersion": version, "rules": _RULES}},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"signature": signature},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _result(document: Checked, suggestion: Suggestion) -> dict[str, object]:
    """Return one suggestion as a SARIF result, with a fix when there is a replacement."""
    artifact = {"uri": _uri(document.name)}
    region = _region(suggestion)
    if suggestion.replacement is None:
        message = f"{suggestion.surface}: no source has this name"
    else:
        message = f"{suggestion.surface}: probably {suggestion.replacement} ({suggestion.confidence:.0%})"
    rule = _MANGLED if suggestion.replacement is not None else _UNVERIFIED
    result: dict[str, object] = {
        "ruleId": rule,
        "ruleIndex": [_MANGLED, _UNVERIFIED].index(rule),
        "level": "note" if suggestion.action is Action.FLAG else "warning",
        "rank": round(suggestion.confidence * 100, 2),
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"suggestion/v1": suggestion.id},
        "properties": {
            "action": suggestion.action.value,
            "kind": suggestion.kind.value,
            "confidence": round(suggestion.confidence, 4),
            "evidence": [{"source": witness.source, "snippet": witness.snippet} for witness in suggestion.evidence],
        },
    }
    if suggestion.replacement is not None:
        swap = {"deletedRegion": region, "insertedContent": {"text": suggestion.replacement}}
        result["fixes"] = [
            {
                "description": {"text": f"Write {suggestion.replacement}"},
                "artifactChanges": [{"artifactLocation": artifact, "replacements": [swap]}],
            }
        ]
    return result


def _region(suggestion: Suggestion) -> dict[str, int]:
    """Return the place of a suggestion: lines and columns from 1, offsets from 0, in code points."""
    line_ends = suggestion.surface.count("\n")
    end_line = suggestion.line + line_ends
    since = suggestion.surface.rfind("\n") + 1 if line_ends else 1 - suggestion.column
    return {
        "startLine": suggestion.line,
        "startColumn": suggestion.column,
        "endLine": end_line,
        "endColumn": len(suggestion.surface) - since + 1,
        "charOffset": suggestion.span.start,
        "charLength": suggestion.span.end - suggestion.span.start,
    }


def _uri(name: str) -> str:
    """Return the path ``name`` as a URI reference, absolute only if the path is."""
    path = PurePath(name)
    # File names need not be UTF-8; a URI can carry any byte.
    quoted = quote(path.as_posix().encode("utf-8", "surrogateescape"))
    return f"file://{quoted}" if path.is_absolute() else quoted
