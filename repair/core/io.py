"""Reading bytes within a limit, and writing them so that a file is either the old one or the new one, whole.

Knows nothing of text or encodings. Used by every room that keeps something on disk.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from repair.core.errors import FormatError

# A news story has a few kilobytes; ten million bytes is a year's archive pasted into one file.
MAX_BYTES = 10_000_000

MISSING = "{path}: there is no such file; check the path"
FOLDER = "{path}: is a folder, not a file; give the files in it"
SPECIAL = "{path}: is neither a file nor a folder; give a plain file"
UNREADABLE = "{path}: cannot be read ({why}); check its permissions"
UNWRITABLE = "{path}: cannot be written ({why}); nothing was changed"
TOO_BIG = "{path}: holds {size:,} bytes, more than the {limit:,} allowed; split it, or raise max_bytes in the settings"


def plain_file(path: Path) -> os.stat_result:
    """Return the status of the file ``path``, or raise `FormatError` where it is none."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise FormatError(MISSING.format(path=path)) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise FormatError(UNREADABLE.format(path=path, why=_why(error))) from error
    if stat.S_ISDIR(status.st_mode):
        raise FormatError(FOLDER.format(path=path))
    # A device or a pipe can be endless, or never answer.
    if not stat.S_ISREG(status.st_mode):
        raise FormatError(SPECIAL.format(path=path))
    return status


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of ``path``, or raise `FormatError`; ``limit`` is in bytes and is checked before reading."""
    size = plain_file(path).st_size
    if size > limit:
        raise FormatError(TOO_BIG.format(path=path, size=size, limit=limit))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FormatError(MISSING.format(path=path)) from error
    except OSError as error:
        raise FormatError(UNREADABLE.format(path=path, why=_why(error))) from error


def keep_owner_and_mode(original: Path, stage: Path) -> None:
    """Give ``stage``, which is to take the place of ``original``, its owner, group and permissions.

    Raises `OSError` where the system does not allow it: a file must not change hands because a name in it was mended.
    """
    status, ours = original.stat(), stage.stat()
    if (status.st_uid, status.st_gid) != (ours.st_uid, ours.st_gid):
        os.chown(stage, status.st_uid, status.st_gid)
    # After the owner, for changing that takes special permissions away.
    os.chmod(stage, stat.S_IMODE(status.st_mode))


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` in one step: beside it, flushed to disk, then renamed over it.

    A link is followed, owner and permissions of an existing file are kept, missing folders are made. On failure
    the old file is untouched and `FormatError` says why.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            keep_owner_and_mode(target, beside)
        os.replace(beside, target)
        _sync_folder(target.parent)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError, ValueError):
            os.unlink(beside)
        raise FormatError(UNWRITABLE.format(path=path, why=_why(error))) from error


def _sync_folder(folder: Path) -> None:
    """Flush the rename itself to disk, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _why(error: Exception) -> str:
    """Return the system's words for ``error`` on one line, without path or number."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(words.split()).lower()
