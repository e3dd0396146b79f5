"""Reading files, folders and patterns into documents; the form of a file is told by its extension and content.

Only plain text so far. Files of other known forms are refused by name rather than read as if they were prose.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from repair import files
from repair.errors import FormatError
from repair.formats.plain import Reading, parse
from repair.types import Document

STDIN = "-"
# What a folder is searched for; any other plain text has to be named.
_IN_FOLDERS = (".txt", ".text")
# Read as prose, their tags and quotes would become part of names.
_OTHER_FORMS = frozenset(
    ".csv .doc .docx .eml .epub .htm .html .json .jsonl .ndjson .nitf .odt .parquet .pdf .rtf .srt .sqlite .tsv "
    ".vtt .xhtml .xls .xlsx .xml .yaml .yml .zip".split()
)

OTHER_FORM = "{path}: {suffix} files are not read yet; save the story as plain text (.txt)"
NOTHING_HERE = "{path}: the folder holds no .txt file; give one that does"
NO_MATCH = "{path}: no file matches this pattern; check it"
FOLDER_UNREADABLE = "{path}: the folder cannot be read ({why}); check its permissions"

__all__ = ["STDIN", "Place", "Reading", "expand", "parse", "read", "read_copy"]


@dataclass(frozen=True, slots=True)
class Place:
    """A file to read: its path, and the shorter name it goes by (relative to the folder it was found in)."""

    path: Path
    name: str


def read(path: str | os.PathLike[str]) -> Document:
    """Return the story in the plain-text file ``path``.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "story.txt")
    ...     _ = path.write_bytes("Café".encode("utf-16"))
    ...     read(path).text
    'Café'
    """
    return read_copy(Path(path)).document


def read_copy(path: Path, *, source: str = "", limit: int = files.MAX_BYTES) -> Reading:
    """Read ``path`` with all that is needed to write it back; ``limit`` is in bytes."""
    suffix = path.suffix.lower()
    if suffix in _OTHER_FORMS:
        raise FormatError(OTHER_FORM.format(path=path, suffix=suffix))
    return parse(str(path), files.read_bytes(path, limit=limit), source=source)


def expand(arguments: Sequence[str]) -> Iterator[Place | FormatError]:
    """Yield the files that ``arguments`` (files, folders, patterns) stand for, each once, or what is wrong with one.

    "-" stands for standard input, which is the caller's to read. An error is yielded and not raised, so that
    one bad argument does not lose the others.
    """
    seen: set[str] = set()
    for argument in arguments:
        for place in _expand_one(argument):
            if isinstance(place, Place):
                real = os.path.realpath(place.path)
                if real in seen:
                    continue
                seen.add(real)
            yield place


def _expand_one(argument: str) -> Iterator[Place | FormatError]:
    """Yield what one argument stands for; a name that exists is never taken for a pattern."""
    path = Path(argument)
    if argument == STDIN:
        yield Place(path, STDIN)
    elif path.is_dir():
        yield from _walk(path)
    elif glob.has_magic(argument) and not path.exists():
        matches = sorted(glob.glob(argument, recursive=True))
        if not matches:
            yield FormatError(NO_MATCH.format(path=argument))
        for match in matches:
            if os.path.isdir(match):
                yield from _walk(Path(match), may_be_empty=True)
            else:
                yield Place(Path(match), Path(match).name)
    else:
        yield Place(path, path.name)


def _walk(folder: Path, *, may_be_empty: bool = False) -> Iterator[Place | FormatError]:
    """Yield the text files under ``folder`` in a fixed order, hidden ones and links to folders left out."""
    troubles: list[FormatError] = []
    found = False

    def note(error: OSError) -> None:
        why = (error.strerror or str(error)).lower()
        troubles.append(FormatError(FOLDER_UNREADABLE.format(path=error.filename or folder, why=why)))

    for root, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(_IN_FOLDERS) and not name.startswith("."):
                found = True
                path = Path(root, name)
                yield Place(path, path.relative_to(folder).as_posix())
    yield from troubles
    if not found and not troubles and not may_be_empty:
        yield FormatError(NOTHING_HERE.format(path=folder))
