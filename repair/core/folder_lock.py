"""Prevents two runs from changing files in the same folder at once, whatever ledgers they use.

The lock is a POSIX lock (`flock`) on the folder itself: no lock file can be left behind, and the system releases the
lock when the process ends, however it ends. A run locks its folders exclusively and their parent folders shared, so
runs in a folder and in one of its subfolders exclude each other, while runs in sibling folders do not.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from repair.core.errors import FormatError

IN_USE = "another run is changing files in this folder; wait until it ends, or give another folder"
UNUSABLE = "the folder cannot be used ({why}); check its permissions"

_PAUSE = 0.02  # seconds between two attempts to lock a folder
_BUSY = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)


class FolderLock:
    """Locks folders for one run until it is closed.

    Args:
        folders: The folders in which files are changed; missing folders are created, and removed again by `close` if
            they are still empty.
        wait: How long to wait for another run, in seconds.

    Raises:
        FormatError: If another run has locked one of them, or one cannot be created.
    """

    def __init__(self, folders: Iterable[Path], *, wait: float = 0.0) -> None:
        self._deadline = time.monotonic() + wait
        self._created: list[str] = []
        self._descriptors: list[int] = []
        exclusive = _outermost({os.path.realpath(folder) for folder in folders})
        try:
            for folder in exclusive:
                self._make(folder)
            for folder in sorted(set().union(*map(_above, exclusive)) - exclusive):
                self._hold(folder, fcntl.LOCK_SH)
            for folder in sorted(exclusive):
                self._hold(folder, fcntl.LOCK_EX)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the folders; closing twice is allowed."""
        created, self._created = self._created, []
        with contextlib.suppress(OSError):  # stops at the first folder that is in use
            for folder in reversed(created):
                os.rmdir(folder)
        descriptors, self._descriptors = self._descriptors, []
        for descriptor in descriptors:
            os.close(descriptor)

    def _make(self, folder: str) -> None:
        """Create ``folder`` and its missing parents."""
        missing = [path for path in (*reversed(Path(folder).parents), Path(folder)) if not path.exists()]
        try:
            for path in missing:
                path.mkdir(exist_ok=True)
                self._created.append(str(path))
        except OSError as error:
            raise FormatError.of(UNUSABLE, path=folder, why=error) from error

    def _hold(self, folder: str, kind: int) -> None:
        """Lock ``folder``; where its file system has no locks, only the lock of the ledger protects it."""
        while True:
            try:
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            except OSError:  # it cannot be listed, or is a file: the run reports it where it matters
                return
            self._descriptors.append(descriptor)
            if not self._lock(descriptor, folder, kind):
                return
            # Another run that created the folder may have removed it, still empty, between the two calls.
            if _is_same(folder, descriptor):
                return
            self._make(folder)

    def _lock(self, descriptor: int, folder: str, kind: int) -> bool:
        """Lock an open folder, as soon as it is free; return False where its file system has no locks."""
        while True:
            try:
                fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in _BUSY:
                    return False
                if time.monotonic() >= self._deadline:
                    raise FormatError.of(IN_USE, path=folder) from error
                time.sleep(_PAUSE)
            else:
                return True


def _outermost(folders: set[str]) -> set[str]:
    """Return those of ``folders`` that are not inside another."""
    return {folder for folder in folders if not folders & set(map(str, Path(folder).parents))}


def _above(folder: str) -> set[str]:
    """Return the parent folders of ``folder`` in which this user could start a run.

    Folders of the system and folders that everybody can write into are left out: a lock of another user on one of them
    would block everybody.
    """
    return {str(path) for path in Path(folder).parents if os.access(path, os.W_OK) and not _is_public(path)}


def _is_public(folder: Path) -> bool:
    """Return whether everybody may create files in ``folder``, or it has no parent."""
    return folder == folder.parent or bool(folder.stat().st_mode & stat.S_IWOTH)


def _is_same(folder: str, descriptor: int) -> bool:
    """Return whether the open folder is the one that has the name now."""
    try:
        return os.path.samestat(os.stat(folder), os.fstat(descriptor))
    except OSError:
        return False
