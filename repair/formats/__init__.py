"""Reading files, folders and patterns into documents; what form a file has is told in ``registry``.

Files of forms that are known but not read are refused by name rather than read as if they were prose.
"""

from __future__ import annotations

import glob
import importlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from repair.core import io as files
from repair.core.errors import FormatError
from repair.core.types import Document
from repair.formats.document import SourceDocument, TextRun
from repair.formats.registry import ARCHIVES, BY_NAME, NOT_READ, form_of, wanted

STDIN = "-"

OTHER_FORM = "{path}: {suffix} files are not read; save the story as plain text (.txt)"
UNKNOWN_FORM = "{path}: there is no form {form!r}; the forms are {known}"
NOTHING_HERE = "{path}: the folder holds no copy (.txt, .html, .xml and so on); give one that does"
NO_MATCH = "{path}: no file matches this pattern; check it"
FOLDER_UNREADABLE = "{path}: the folder cannot be read ({why}); check its permissions"

__all__ = [
    "STDIN",
    "InputFile",
    "SourceDocument",
    "TextRun",
    "expand",
    "form_of",
    "parse",
    "read",
    "read_copy",
    "wanted",
]


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: its path, and the shorter name it goes by (relative to the folder it was found in)."""

    path: Path
    name: str


def read(path: str | os.PathLike[str]) -> Document:
    """Return the story in the file ``path``, whatever form it has.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "story.txt")
    ...     _ = path.write_bytes("Café".encode("utf-16"))
    ...     read(path).text
    'Café'
    """
    return read_copy(Path(path)).document


def read_copy(path: Path, *, source: str = "", limit: int = files.MAX_BYTES, form: str | None = None) -> SourceDocument:
    """Read ``path`` with all that is needed to write it back; ``limit`` is in bytes, ``form`` as in `parse`."""
    return parse(str(path), files.read_bytes(path, limit=limit), source=source, form=form)


def parse(name: str, raw: bytes, *, source: str = "", form: str | None = None) -> SourceDocument:
    """Read ``raw`` in the form that it has, or in ``form``; ``name`` stands in error messages and gives the extension.

    ``source`` is the name the document goes by. Raises `FormatError` for what cannot be read with certainty.

    >>> parse("story.txt", b"Mark Latte left.").document.text
    'Mark Latte left.'
    """
    chosen = form or form_of(name, raw)
    if chosen not in BY_NAME:
        known = dict.fromkeys([*BY_NAME, *ARCHIVES.values()])
        raise FormatError(UNKNOWN_FORM.format(path=name, form=chosen, known=", ".join(known)))
    suffix = os.path.splitext(name)[1].lower()
    if form is None and suffix in NOT_READ:
        raise FormatError(OTHER_FORM.format(path=name, suffix=suffix))
    module, function = BY_NAME[chosen].reader.split(":")
    reader = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    reading: SourceDocument = reader(name, raw, source=source)
    return reading


def expand(arguments: Sequence[str]) -> Iterator[InputFile | FormatError]:
    """Yield the files that ``arguments`` (files, folders, patterns) stand for, each once, or what is wrong with one.

    "-" stands for standard input, which is the caller's to read. An error is yielded and not raised, so that
    one bad argument does not lose the others.
    """
    seen: set[str] = set()
    for argument in arguments:
        for place in _expand_one(argument):
            if isinstance(place, InputFile):
                real = os.path.realpath(place.path)
                if real in seen:
                    continue
                seen.add(real)
            yield place


def _expand_one(argument: str) -> Iterator[InputFile | FormatError]:
    """Yield what one argument stands for; a name that exists is never taken for a pattern."""
    path = Path(argument)
    if argument == STDIN:
        yield InputFile(path, STDIN)
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
                yield InputFile(Path(match), Path(match).name)
    else:
        yield InputFile(path, path.name)


def _walk(folder: Path, *, may_be_empty: bool = False) -> Iterator[InputFile | FormatError]:
    """Yield the copy under ``folder`` in a fixed order, hidden files and links to folders left out."""
    troubles: list[FormatError] = []
    found = False

    def note(error: OSError) -> None:
        why = (error.strerror or str(error)).lower()
        troubles.append(FormatError(FOLDER_UNREADABLE.format(path=error.filename or folder, why=why)))

    for root, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if wanted(name):
                found = True
                path = Path(root, name)
                yield InputFile(path, path.relative_to(folder).as_posix())
    yield from troubles
    if not found and not troubles and not may_be_empty:
        yield FormatError(NOTHING_HERE.format(path=folder))
