"""Reading files within a limit, and the atomic writer: a file on disk is either the old or the new file, complete.

Every module that writes a file uses it. Text and encodings are not handled here.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from repair.core.errors import FormatError
from repair.core.leftovers import incomplete_path

# A news story has a few kilobytes; ten million bytes is an archive in one file.
MAX_BYTES = 10_000_000
PRIVATE_MODE = 0o600  # only the owner reads and writes

MISSING = "there is no such file; check the path"
FOLDER = "this is a folder, not a file; give the files in it"
SPECIAL = "this is neither a file nor a folder; give a plain file"
UNREADABLE = "the file cannot be read ({why}); check the path and its permissions"
UNWRITABLE = "the file cannot be written ({why}); nothing was changed"
TOO_BIG = "the file has {size:,} bytes, more than the {limit:,} allowed; split it, or raise max_bytes in the settings"


def plain_file(path: Path) -> os.stat_result:
    """Return the status of the plain file ``path``; raise `FormatError` if there is none or it is something else."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise FormatError.of(MISSING, path=path) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise FormatError.of(UNREADABLE, path=path, why=error) from error
    if stat.S_ISDIR(status.st_mode):
        raise FormatError.of(FOLDER, path=path)
    # A device or a pipe can be endless, or never respond.
    if not stat.S_ISREG(status.st_mode):
        raise FormatError.of(SPECIAL, path=path)
    return status


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file.

    Args:
        path: A plain file.
        limit: Largest allowed size in bytes, checked before reading.

    Raises:
        FormatError: The file is missing, too big, unreadable, or not a plain file.
    """
    size = plain_file(path).st_size
    if size > limit:
        raise FormatError.of(TOO_BIG, path=path, size=size, limit=limit)
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FormatError.of(MISSING, path=path) from error
    except OSError as error:
        raise FormatError.of(UNREADABLE, path=path, why=error) from error


def keep_owner_and_mode(original: Path, stage: Path) -> None:
    """Give ``stage``, which is about to replace ``original``, the owner, group and permissions of ``original``.

    Raises:
        OSError: The system does not allow it. A corrected file must not change its owner.
    """
    status, staged = original.stat(), stage.stat()
    if (status.st_uid, status.st_gid) != (staged.st_uid, staged.st_gid):
        os.chown(stage, status.st_uid, status.st_gid)
    # Last, because a change of owner removes special permissions.
    os.chmod(stage, stat.S_IMODE(status.st_mode))


def _is_stream(path: Path) -> bool:
    """Return whether ``path`` is a device or a named pipe, such as /dev/null, which is written to and never replaced.

    Raises:
        OSError: It is something else that is neither a file nor a folder: a disk or a socket, which are not written.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(path))
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def replace_file(stage: Path, path: Path) -> None:
    """Move the finished file ``stage`` to ``path`` in one step, with the owner and permissions of the file there.

    Args:
        stage: A complete file on the same disk as ``path``. It is flushed to disk first.
        path: The file to be replaced, or the path of a new file. A link at ``path`` itself is replaced, not followed.

    Raises:
        OSError: The file cannot be replaced, or is a device or a pipe; the old file is unchanged.
    """
    if _is_stream(path):
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(path))
    if path.exists():
        keep_owner_and_mode(path, stage)
    with open(stage, "rb") as stream:
        os.fsync(stream.fileno())
    os.replace(stage, path)
    _sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Create a folder and those above it, where they are missing.

    Raises:
        NotADirectoryError: A file is in the place of a folder, whatever call of the system comes upon it.
        OSError: A folder cannot be created.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from error


@contextlib.contextmanager
def atomic_writer(path: Path, *, stage: Path | None = None, private: bool = False) -> Iterator[BinaryIO]:
    """Open a file that replaces ``path`` after a clean exit and is deleted after any other.

    A reader of ``path`` sees the complete old or the complete new file. Owner and permissions of an existing file are
    kept, and missing folders are created.

    Args:
        path: The file to write. A link is followed, unless ``stage`` is given. A device or a named pipe (/dev/null,
            /dev/stdout) is written to directly and stays what it is.
        stage: Where to write until the file is complete; on the same disk as ``path``. By default a new name in the
            same folder. A file that an interrupted run left there is deleted.
        private: Whether only the owner may read the file, whatever the permissions of the old file. The mode of a
            device or a named pipe is not changed.

    Raises:
        OSError: The file cannot be written; an existing file is unchanged.
    """
    if stage is None and _is_stream(path):
        with open(path, "wb") as stream:
            yield stream
        return
    target = Path(os.path.realpath(path)) if stage is None else path
    make_folder(target.parent)
    if stage is None:
        stage = incomplete_path(target)
    else:
        stage.unlink(missing_ok=True)  # it could be a link to a file elsewhere
    try:
        with os.fdopen(
            os.open(stage, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE if private else 0o666), "wb"
        ) as stream:
            yield stream
        replace_file(stage, target)
        if private:
            os.chmod(target, PRIVATE_MODE)
    finally:
        with contextlib.suppress(OSError, ValueError):
            os.unlink(stage)


def write_bytes(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write ``data`` to ``path`` in one step, using `atomic_writer`, which explains ``private``.

    Raises:
        FormatError: The file cannot be written; an existing file is unchanged.
    """
    try:
        with atomic_writer(path, private=private) as stream:
            stream.write(data)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise FormatError.of(UNWRITABLE, path=path, why=error) from error


def make_private(path: Path) -> None:
    """Create ``path`` as an empty file that only its owner can read, or make an existing file private.

    A file that its group may write is shared on purpose: the group keeps its permissions, and only others lose theirs.
    What is not a file, such as /dev/null, keeps its permissions: other programs need them.

    Raises:
        OSError: The file cannot be created, or belongs to another user and is readable by everybody.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE))
    except FileExistsError:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return
        mode = stat.S_IMODE(status.st_mode)
        wanted = mode & (0o770 if mode & stat.S_IWGRP else 0o700)
        if wanted != mode:
            os.chmod(path, wanted)


def _sync_folder(folder: Path) -> None:
    """Flush a rename in ``folder`` to disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
