"""File formats: files, folders and patterns into documents that know the byte position of every character.

`registry` decides which format a file has. Files of known but unreadable formats (PDF, office documents) are refused by
extension, because their codes would be read as prose.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from repair.core import io as files
from repair.core.arguments import path_argument
from repair.core.errors import FormatError
from repair.core.types import Document
from repair.formats.discovery import STDIN, FileSearch, InputFile, discover
from repair.formats.document import SourceDocument, TextRun
from repair.formats.registry import (
    PACKED_FOLDERS,
    UNREADABLE_SUFFIXES,
    format_of,
    is_builtin,
    is_supported,
    record_format_of,
    record_formats,
    story_formats,
)

OTHER_FORMAT = "{suffix} files are not read; save the story as plain text (.txt)"
PACKED = "{suffix} files are not opened; unpack it, and give the folder with its files"
ARCHIVE = "{suffix} files hold many stories, which this command does not read one by one; use repair clean"
_ARCHIVE_SUFFIXES = frozenset((".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".warc"))
UNKNOWN_FORMAT = "there is no format {format!r}; the formats are: {known}"

__all__ = [
    "STDIN",
    "FileSearch",
    "InputFile",
    "SourceDocument",
    "TextRun",
    "discover",
    "format_of",
    "is_supported",
    "parse",
    "read",
    "read_copy",
]


def read(path: str | os.PathLike[str]) -> Document:
    """Return the story in the file ``path`` in any supported format.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "story.txt")
    ...     _ = path.write_bytes("Café".encode("utf-16"))
    ...     read(path).text
    'Café'
    """
    return read_copy(path_argument(path)).document


def read_copy(
    path: Path, *, source: str = "", limit: int = files.MAX_BYTES, format: str | None = None
) -> SourceDocument:
    """Read the file ``path`` with everything that is needed to write it back.

    Args:
        path: A file of one story, not compressed.
        source: Name of the publication or file; by default the path.
        limit: Largest size of the file (bytes).
        format: Name of the format; by default the content decides.

    Raises:
        FormatError: The file cannot be read with certainty.
    """
    return parse(str(path), files.read_bytes(path, limit=limit), source=source, format=format)


def parse(name: str, raw: bytes, *, source: str = "", format: str | None = None) -> SourceDocument:
    """Read the story in ``raw``.

    Args:
        name: Path of the file, for messages; its extension decides the format where the content does not.
        raw: All bytes of the file.
        source: Name of the publication or file; by default ``name``.
        format: Name of the format; by default the content decides.

    Raises:
        FormatError: The story cannot be read with certainty, or there is no such format.

    >>> parse("story.txt", b"Mark Latte left.").document.text
    'Mark Latte left.'
    """
    chosen, formats = format or format_of(name, raw), story_formats()
    if chosen not in formats:
        raise FormatError.of(UNKNOWN_FORMAT, path=name, format=chosen, known=", ".join({**formats, **record_formats()}))
    suffix = os.path.splitext(name)[1].lower()
    if format is None and suffix in UNREADABLE_SUFFIXES and is_builtin(chosen):
        raise FormatError.of(_refusal(suffix), path=name, suffix=suffix)
    if format is None and is_builtin(chosen) and (of_many := record_format_of(name, raw)) not in {None, *formats}:
        # Read as one text, an edit could break what the records say of their lengths.
        raise FormatError.of(ARCHIVE, path=name, suffix=f".{of_many}")
    source_document = formats[chosen].read(name, raw, source=source)
    return source_document if is_builtin(chosen) else replace(source_document, format=chosen)


def _refusal(suffix: str) -> str:
    """Return the message that refuses a file as a story, by its extension."""
    if suffix in PACKED_FOLDERS:
        return PACKED
    return ARCHIVE if suffix in _ARCHIVE_SUFFIXES else OTHER_FORMAT
