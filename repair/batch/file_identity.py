"""Identifies a file between two runs: by the SHA-256 of its bytes, and by a cheap stamp from the file system.

Also converts any path to text that every file and database can store. ``admission`` decides whether a file must be
cleaned again.
"""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.io import UNREADABLE, plain_file

_ESCAPED = re.compile(r"\\(\\|ud[89a-f][0-9a-f]{2})")
_CLOCK_TICK = 2_000_000_000  # nanoseconds: a file changed so recently may change again without a new time stamp


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of the bytes of ``path``, in hexadecimal.

    Raises:
        FormatError: If the file cannot be read.
    """
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise FormatError.of(UNREADABLE, path=path, why=error) from error


def has_sha256(path: Path, digest: str) -> bool:
    """Return whether ``path`` is a readable file whose bytes have this SHA-256."""
    try:
        return sha256_of(path) == digest
    except FormatError:
        return False


def file_stamp(path: Path) -> str:
    """Return size, times, inode and device of ``path`` as one text; it changes when the file does.

    Raises:
        FormatError: If there is no regular file at ``path``.
    """
    status = plain_file(path)
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}:{status.st_dev}"


def trusted_stamp(stamp: str) -> str:
    """Return ``stamp`` if any later change of the file is certain to change it, else an empty string.

    A file that changed within the last tick of the file system's clock may change again and keep its times.
    """
    changed = int(stamp.split(":")[2])
    return stamp if time.time_ns() - changed > _CLOCK_TICK else ""


def escape_path(path: str) -> str:
    r"""Return a path as text that can be encoded as UTF-8: undecodable bytes of a file name are escaped.

    >>> print(escape_path("caf\udce9"), unescape_path(escape_path("a\\b\udce9")) == "a\\b\udce9")
    caf\udce9 True
    """
    return path.replace("\\", "\\\\").encode("utf-8", "backslashreplace").decode("utf-8")


def unescape_path(text: str) -> str:
    """Return the path that `escape_path` turned into ``text``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1][1:], 16)) if match[1] != "\\" else "\\", text)
