"""Deletes the incomplete files that killed processes left beside the files that they were writing.

A file that is written in one step is first written under a hidden name beside it (`repair.core.io.atomic_writer`). A
process that is killed cannot delete that file; the next one that writes the same path does.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from pathlib import Path

DAY = 86_400.0  # seconds


def incomplete_path(path: Path) -> Path:
    """Return a new hidden path beside ``path`` to write at until the file is complete."""
    return path.with_name(f"{_start(path)}{secrets.token_hex(4)}.part")


def _start(path: Path) -> str:
    return f".{path.name[:40]}."


def remove_leftovers(path: Path, *, older_than: float = DAY) -> None:
    """Delete the incomplete files that earlier writes of ``path`` left beside it; a folder that is missing has none.

    Args:
        path: The file that is about to be written.
        older_than: Age in seconds from which a file counts as left over, since another process may be writing now;
            0 where a lock excludes that.
    """
    stage = re.compile(re.escape(_start(path)) + r"[0-9a-f]{8}\.part")
    now = time.time()
    with contextlib.suppress(OSError):
        for other in path.parent.iterdir():
            if stage.fullmatch(other.name) and now - other.lstat().st_mtime >= older_than:
                other.unlink(missing_ok=True)
