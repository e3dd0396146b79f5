"""Edits as a unified diff of the file itself, byte for byte, which `patch` and `git apply` take.

The text of a story may leave out most of its file, so a diff of texts is only right for plain text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from repair.cli.reports.diff import unified_diff
from repair.core.types import Edit, Span
from repair.formats import SourceDocument
from repair.formats.writable_edits import writable_edits


def file_diff(source_document: SourceDocument, edits: Sequence[Edit]) -> bytes:
    """Return the unified diff of a file before and after ``edits``, empty when there are none.

    Args:
        source_document: The story as read from the file.
        edits: The edits, with spans in its text; those that cannot be written are left out.
    """
    # In Latin-1 each byte is a code point, so that a diff of text is a diff of bytes.
    raw = source_document.raw.decode("latin-1")
    byte_edits = []
    for edit in writable_edits(source_document, edits).edits:
        low, high, after = source_document.byte_edit(edit)
        byte_edits.append(Edit(Span(low, high), raw[low:high], after.decode("latin-1"), edit.suggestion_id))
    name = _patchable(source_document.name).encode("utf-8", "surrogateescape").decode("latin-1")
    return unified_diff(name, raw, byte_edits).encode("latin-1")


def _patchable(name: str) -> str:
    """Return a path without "..", which `patch` and `git apply` refuse: within the working folder, or from the root."""
    path = Path(name)
    if ".." not in path.parts:
        return name
    path = path.parent.resolve() / path.name
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
