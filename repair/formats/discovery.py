"""Finding input files: turns arguments (files, folders, patterns) into the files to read, one by one.

A folder of a million files takes no more memory than a folder of ten. The content is read only where no name decides.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.io import UNREADABLE
from repair.formats.registry import is_recognised, is_supported

STDIN = "-"
# Names that programs give to files that they are still writing.
PARTIAL_SUFFIXES = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~")

NOTHING_HERE = "the folder has no copy in it (.txt, .html, .xml and so on); give one that has"
NO_MATCH = "no file matches this pattern; check it"
FOLDER_UNREADABLE = "the folder cannot be read ({why}); check its permissions"
OUTSIDE = "this is a link to a file outside {folder}; give that file itself if it is to be cleaned"

_IN_MEMORY = 50_000  # names of one folder that are sorted in memory; more go through a temporary file


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: its path, and its shorter name, relative to the folder it was found in."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class FileSearch:
    """Which files of a folder are read.

    Attributes:
        accepts: Whether a file is read, from its name.
        out: The output folder, which is left out.
        log: The folder of the ledger, which is left out too.
        links_outside: Whether links to files outside the folder are followed; otherwise each is an error.
        on_skipped: Called with the path of each file of a folder that is not read, except hidden files.
    """

    accepts: Callable[[str], bool] = is_supported
    out: Path | None = None
    log: Path | None = None
    links_outside: bool = False
    on_skipped: Callable[[str], object] = lambda path: None

    def takes(self, name: str, path: str) -> bool:
        """Return whether a file of a folder is read, judged by its name or else by its content."""
        return self.accepts(name) or (self.accepts is is_supported and os.path.isfile(path) and is_recognised(path))


def discover(arguments: Sequence[str], search: FileSearch | None = None) -> Iterator[InputFile | FormatError]:
    """Yield the files that ``arguments`` denote, each once, in a fixed order.

    Hidden files and links to folders are left out. An existing path is never treated as a pattern.

    Args:
        arguments: Files, folders and glob patterns; "-" stands for standard input, which the caller reads.
        search: Which files of a folder are found; by default those of a supported format.

    Yields:
        A file, or the error of an argument, which does not stop the others.
    """
    search = search or FileSearch()
    earlier = _SeenFiles(search)
    for argument in arguments:
        path = Path(argument)
        if argument == STDIN:
            yield InputFile(path, STDIN)
        elif os.path.isdir(path):
            yield from earlier.new(in_folder(path, search), root=os.path.realpath(path))
            earlier.folders.add(os.path.realpath(path))
        elif glob.has_magic(argument) and not os.path.lexists(path):
            yield from earlier.new(_matches(argument, search))
        else:
            yield from earlier.new([InputFile(path, path.name)])


def in_folder(folder: Path, search: FileSearch, *, may_be_empty: bool = False) -> Iterator[InputFile | FormatError]:
    """Yield the files under ``folder``, except hidden files and links to folders; names are relative to it."""
    root = os.path.realpath(folder)
    excluded = [
        os.path.realpath(excluded_folder) for excluded_folder in (search.out, search.log) if excluded_folder is not None
    ]
    inner = [""]
    found = False
    while inner:
        here = inner.pop()
        deeper: list[str] = []
        errors: list[FormatError] = []
        for name in _ordered(_names(Path(folder, here), search, deeper, errors)):
            found = True
            yield _input_file(Path(folder, here, name), root, folder, search)
        found = found or bool(errors)  # an unreadable folder may contain files
        yield from errors
        deeper.sort(key=os.fsencode, reverse=True)
        inner += [os.path.join(here, name) for name in deeper if os.path.join(root, here, name) not in excluded]
    if not found and not may_be_empty:
        yield FormatError.of(NOTHING_HERE, path=folder)


def _names(folder: Path, search: FileSearch, folders: list[str], errors: list[FormatError]) -> Iterator[str]:
    """Yield the names of the accepted files of one folder, unsorted.

    Args:
        folder: The folder.
        search: Which files are read.
        folders: The names of the subfolders are appended to it.
        errors: The errors of unreadable entries are appended to it; the other entries are still yielded.
    """
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                try:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.name)
                    elif entry.is_dir():
                        continue
                    elif search.takes(entry.name, entry.path):
                        yield entry.name
                    elif entry.is_file():
                        search.on_skipped(entry.path)
                except OSError as error:  # such as a link to itself
                    errors.append(FormatError.of(UNREADABLE, path=Path(folder, entry.name), why=error))
    except OSError as error:
        errors.append(FormatError.of(FOLDER_UNREADABLE, path=folder, why=error))


def _ordered(names: Iterator[str]) -> Iterator[str]:
    """Yield ``names`` sorted; many of them are sorted in a temporary file."""
    first = list(islice(names, _IN_MEMORY))
    if len(first) < _IN_MEMORY:
        yield from sorted(first, key=os.fsencode)
        return
    import sqlite3

    store = sqlite3.connect("")  # an unnamed database is a temporary file that is deleted with its connection
    try:
        store.execute("CREATE TABLE names (name BLOB)")
        for some in (first, names):
            store.executemany("INSERT INTO names VALUES (?)", ((os.fsencode(name),) for name in some))
        for (name,) in store.execute("SELECT name FROM names ORDER BY name"):
            yield os.fsdecode(name)
    finally:
        store.close()


def _input_file(path: Path, root: str, folder: Path, search: FileSearch) -> InputFile | FormatError:
    """Return a file, or an error for a link that leads out of its folder (``root``, with links resolved)."""
    if (
        not search.links_outside
        and os.path.islink(path)
        and not os.path.realpath(path).startswith(os.path.join(root, ""))
    ):
        return FormatError.of(OUTSIDE, path=path, folder=folder)
    return InputFile(path, path.relative_to(folder).as_posix())


def _matches(pattern: str, search: FileSearch) -> Iterator[InputFile | FormatError]:
    """Yield the files that a pattern matches, and those in the folders it matches."""
    has_match = False
    log = os.path.join(os.path.realpath(search.log), "") if search.log is not None else None
    for match in _ordered(glob.iglob(pattern, recursive=True)):
        has_match = True
        if log is not None and os.path.join(os.path.realpath(match), "").startswith(log):
            continue
        if os.path.isdir(match):
            yield from in_folder(Path(match), search, may_be_empty=True)
        else:
            yield InputFile(Path(match), Path(match).name)
    if not has_match:
        yield FormatError.of(NO_MATCH, path=pattern)


class _SeenFiles:
    """The files of earlier arguments: folders by their root, single files by hash."""

    def __init__(self, search: FileSearch) -> None:
        self.folders: set[str] = set()
        self._files: set[int] = set()
        self._search = search

    def new(
        self, files: Iterable[InputFile | FormatError], *, root: str | None = None
    ) -> Iterator[InputFile | FormatError]:
        """Yield those of ``files`` that are new; within the folder ``root`` only links can be repeated."""
        links: set[int] = set()
        for file in files:
            if isinstance(file, InputFile):
                real = os.path.realpath(file.path)
                seen = links if root is not None else self._files
                if hash(real) in self._files or any(self._under(folder, real) for folder in self._earlier_above(real)):
                    continue
                if root is None or os.path.islink(file.path):
                    # The target of a link inside the folder is found under its own name.
                    if hash(real) in seen or (root is not None and self._under(root, real)):
                        continue
                    seen.add(hash(real))
            yield file

    def _earlier_above(self, real: str) -> Iterator[str]:
        """Yield the folders of earlier arguments that contain ``real``."""
        return (str(above) for above in Path(real).parents if str(above) in self.folders)

    def _under(self, folder: str, real: str) -> bool:
        """Return whether the search of ``folder`` finds ``real``."""
        inside = real.removeprefix(os.path.join(folder, ""))
        hidden = any(part.startswith(".") for part in inside.split(os.sep))
        return inside != real and not hidden and self._search.takes(os.path.basename(real), real)
