"""Protection of originals: a command must not write the files that it reads, nor files outside its output folder.

Every command checks `Originals` before it writes a file. A file is identified by its resolved path and by device and
inode, so a symbolic or hard link to it is the same file. Nothing is read or written here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePath

from repair.core.errors import FormatError

ORIGINAL = "this run reads {target}, so it will not overwrite it; {instead}"
ELSEWHERE = "give another folder to --out"
ELSEWHERE_OR_IN_PLACE = f"{ELSEWHERE}, or --in-place"
ASTRAY = "the path lies outside the folder {folder}, so it is not written; give another name or folder"


class Originals:
    """The files that a command was given to read, none of which it may overwrite.

    Args:
        files: Paths of single files; missing files are identified by path only.
        folders: Folders all of whose files are read. A folder around ``out`` does not protect files in ``out``, because
            the search for copy skips the output folder.
        out: The output folder, if the command has one.
    """

    def __init__(self, files: Iterable[Path] = (), *, folders: Iterable[Path] = (), out: Path | None = None) -> None:
        self._paths: set[str] = set()
        self._inodes: set[tuple[int, int]] = set()
        for path in files:
            self.add(path)
        root = os.path.realpath(out) if out is not None else None
        # The output folder itself may be among them, and then its files are read.
        reals = map(os.path.realpath, folders)
        self._folders = [real for real in reals if root is None or root == real or not _under(root, real)]

    def add(self, path: Path) -> None:
        """Protect the file ``path`` too."""
        try:
            self._paths.add(os.path.realpath(path))
            status = os.stat(path)
        except (OSError, ValueError):
            return
        self._inodes.add((status.st_dev, status.st_ino))

    def holds(self, path: Path) -> bool:
        """Return whether ``path`` is one of the files, under any name."""
        real = os.path.realpath(path)
        if real in self._paths or any(_under(real, folder) for folder in self._folders):
            return True
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            return False
        return (status.st_dev, status.st_ino) in self._inodes

    def refuse(self, target: Path, *, name: str | Path = "", instead: str = ELSEWHERE) -> None:
        """Raise `FormatError` if ``target`` is one of the files.

        Args:
            target: The file that is about to be written.
            name: The file it is written for, which begins the message; by default the target.
            instead: The advice in the message.
        """
        if self.holds(target):
            raise FormatError.of(ORIGINAL, path=name or target, target=target, instead=instead)


def inside(folder: Path, name: str | PurePath) -> Path:
    """Return the path of ``name`` in ``folder`` after verifying that it is inside the folder.

    Raises `FormatError` for an absolute path, for a path with "..", and where a link leads out of the folder.

    >>> inside(Path("out"), "desk/a.txt").as_posix()
    'out/desk/a.txt'
    """
    if not is_inside(folder, name):
        raise FormatError.of(ASTRAY, path=name, folder=folder)
    return folder / name


def is_inside(folder: Path, name: str | PurePath) -> bool:
    """Return whether the relative path ``name`` is in ``folder``, and no link in it leads out of the folder."""
    parts = PurePath(name).parts
    try:
        root, real = os.path.realpath(folder), os.path.realpath(folder / name)
        return bool(parts) and not os.path.isabs(name) and ".." not in parts and _under(real, root) and real != root
    except (OSError, ValueError):  # a NUL in the name, or circular links
        return False


def _under(path: str, folder: str) -> bool:
    """Return whether the resolved ``path`` is ``folder`` or inside it."""
    return path == folder or path.startswith(os.path.join(folder, ""))
