"""Names of incomplete files, and the deletion of those that killed processes left.

A file that is written in one step is first written under a hidden name beside it (`repair.core.io.atomic_writer`). A
process that is killed cannot delete that file; the next one that writes the same path does. All such names are made and
recognised here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import time
from pathlib import Path

DAY = 86_400.0  # seconds

_RANDOM_DIGITS, _FIXED_DIGITS = 8, 12


def incomplete_path(path: Path) -> Path:
    """Return a new hidden path beside ``path`` to write at until the file is complete."""
    return path.with_name(f"{_start(path)}{secrets.token_hex(_RANDOM_DIGITS // 2)}.part")


def fixed_incomplete_path(path: Path) -> Path:
    """Return the hidden path beside ``path`` that is the same in every run, so that a run finds what another left."""
    digest = hashlib.sha256(os.fsencode(path.name)).hexdigest()
    return path.with_name(f"{_start(path)}{digest[:_FIXED_DIGITS]}.part")


def _start(path: Path) -> str:
    return f".{path.name[:40]}."


def remove_leftovers(path: Path, *, older_than: float = DAY) -> None:
    """Delete the incomplete files that earlier writes of ``path`` left beside it; a folder that is missing has none.

    Args:
        path: The file that is about to be written.
        older_than: Age in seconds from which a file counts as left over, since another process may be writing now;
            0 where a lock excludes that. A file that is dated so far in the future counts, too: the clock was set
            back since.
    """
    digits = f"[0-9a-f]{{{_RANDOM_DIGITS}}}|[0-9a-f]{{{_FIXED_DIGITS}}}"
    name = re.compile(rf"{re.escape(_start(path))}(?:{digits})\.part")
    now = time.time()
    with contextlib.suppress(OSError):
        for other in path.parent.iterdir():
            if name.fullmatch(other.name) and abs(now - other.lstat().st_mtime) >= older_than:
                other.unlink(missing_ok=True)
