"""Which files are to be cleaned, one after the other, without a list of them all in memory.

A folder of a million files takes no more memory than one of ten. Links inside a folder are followed only to files
that lie in that folder, too. What is in the files is not looked at.
"""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from repair.core.errors import FormatError
from repair.formats import FOLDER_UNREADABLE, NO_MATCH, NOTHING_HERE, STDIN, InputFile

OUTSIDE = "{path}: is a link to a file outside {folder}; give that file itself if it is to be cleaned"

_IN_MEMORY = 50_000  # names of one folder that are sorted in memory; more go through a temporary file

Wanted = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class FileSearch:
    """What to look for: ``wanted`` tells by its name whether a file in a folder is copy; ``out`` is left out."""

    wanted: Wanted
    out: Path | None = None


def discover(arguments: Sequence[str], search: FileSearch) -> Iterator[InputFile | FormatError]:
    """Yield the files that ``arguments`` (files, folders, patterns) stand for, each once, in a fixed order.

    What is wrong with one argument is yielded and not raised, so that it does not lose the others.
    """
    earlier = _Earlier(search)
    for argument in arguments:
        path = Path(argument)
        if argument == STDIN:
            yield InputFile(path, STDIN)
        elif path.is_dir():
            yield from earlier.new(in_folder(path, search), root=os.path.realpath(path))
            earlier.folders.append(os.path.realpath(path))
        elif glob.has_magic(argument) and not path.exists():
            yield from earlier.new(_matches(argument, search))
        else:
            yield from earlier.new([InputFile(path, path.name)])


def in_folder(folder: Path, search: FileSearch, *, may_be_empty: bool = False) -> Iterator[InputFile | FormatError]:
    """Yield the files under ``folder``, hidden ones and links to folders left out; names are relative to it."""
    root = os.path.realpath(folder)
    out = os.path.realpath(search.out) if search.out is not None else None
    inner = [""]
    found = False
    while inner:
        here = inner.pop()
        deeper: list[str] = []
        try:
            for name in _ordered(_files(Path(folder, here), deeper, search.wanted)):
                found = True
                yield _inside(Path(folder, here, name), root, folder)
        except OSError as error:
            found = True  # to say that there is nothing would be guessing
            why = (error.strerror or str(error)).lower()
            yield FormatError(FOLDER_UNREADABLE.format(path=Path(folder, here), why=why))
        deeper.sort(key=os.fsencode, reverse=True)
        inner += [os.path.join(here, name) for name in deeper if os.path.join(root, here, name) != out]
    if not found and not may_be_empty:
        yield FormatError(NOTHING_HERE.format(path=folder))


def _files(folder: Path, folders: list[str], wanted: Wanted) -> Iterator[str]:
    """Yield the names of the files of one folder as the system gives them, and put its folders into ``folders``."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif wanted(entry.name) and not entry.is_dir():
                yield entry.name


def _ordered(names: Iterator[str]) -> Iterator[str]:
    """Yield ``names`` sorted; many of them are sorted in a temporary file."""
    first = list(islice(names, _IN_MEMORY))
    if len(first) < _IN_MEMORY:
        yield from sorted(first, key=os.fsencode)
        return
    store = sqlite3.connect("")  # an unnamed database lives in a temporary file and goes with its connection
    try:
        store.execute("CREATE TABLE names (name BLOB)")
        for some in (first, names):
            store.executemany("INSERT INTO names VALUES (?)", ((os.fsencode(name),) for name in some))
        for (name,) in store.execute("SELECT name FROM names ORDER BY name"):
            yield os.fsdecode(name)
    finally:
        store.close()


def _inside(path: Path, root: str, folder: Path) -> InputFile | FormatError:
    """Return the place of a file, unless it is a link that leads out of its folder (``root``, with links resolved)."""
    if path.is_symlink() and not os.path.realpath(path).startswith(os.path.join(root, "")):
        return FormatError(OUTSIDE.format(path=path, folder=folder))
    return InputFile(path, path.relative_to(folder).as_posix())


def _matches(pattern: str, search: FileSearch) -> Iterator[InputFile | FormatError]:
    """Yield the files that a pattern matches, and those in the folders it matches."""
    found = False
    for match in _ordered(glob.iglob(pattern, recursive=True)):
        found = True
        if os.path.isdir(match):
            yield from in_folder(Path(match), search, may_be_empty=True)
        else:
            yield InputFile(Path(match), Path(match).name)
    if not found:
        yield FormatError(NO_MATCH.format(path=pattern))


class _Earlier:
    """Knows which files earlier arguments have given: folders by their root, the others by a number each."""

    def __init__(self, search: FileSearch) -> None:
        self.folders: list[str] = []
        self._files: set[int] = set()
        self._wanted = search.wanted

    def new(
        self, places: Iterable[InputFile | FormatError], *, root: str | None = None
    ) -> Iterator[InputFile | FormatError]:
        """Yield those of ``places`` that were not given before; within the folder ``root`` only links can repeat."""
        links: set[int] = set()
        for place in places:
            if isinstance(place, InputFile):
                real = os.path.realpath(place.path)
                known = links if root is not None else self._files
                if hash(real) in self._files or any(self._under(folder, real) for folder in self.folders):
                    continue
                if root is None or place.path.is_symlink():
                    # What a link leads to is mostly found under its own name, too.
                    if hash(real) in known or (root is not None and self._under(root, real)):
                        continue
                    known.add(hash(real))
            yield place

    def _under(self, folder: str, real: str) -> bool:
        """Tell whether the search of ``folder`` has found ``real``."""
        inside = real.removeprefix(os.path.join(folder, ""))
        hidden = any(part.startswith(".") for part in inside.split(os.sep))
        return inside != real and not hidden and self._wanted(os.path.basename(real))
