"""Whether an output may still take its place: not if somebody has changed the file there since it was staged.

Between the two moments lie seconds in a batch, and days after a kill or where permissions are missing.
"""

from __future__ import annotations

import os
from pathlib import Path

from repair.batch.file_identity import has_sha256, sha256_of
from repair.batch.manifest import LedgerRow
from repair.core.errors import FormatError

NO_FILE = "none"
CHANGED_SINCE = (
    "somebody changed this file after its corrections were prepared, so it is left alone; run the command again"
)


def state_of(path: Path) -> str:
    """Return the SHA-256 of the file at ``path``, or `NO_FILE`.

    Raises:
        FormatError: If it cannot be read.
    """
    return sha256_of(path) if os.path.lexists(path) else NO_FILE


def refuse_changed(path: Path, row: LedgerRow, *, may_be_missing: bool) -> None:
    """Raise `FormatError` if the file at ``path`` is not the one that the output of ``row`` was made to replace.

    Args:
        path: The place of the output.
        row: The row of the output; one of an earlier version may not know what it replaces.
        may_be_missing: Whether the output may also take the place of a file that was deleted.
    """
    if not os.path.lexists(path):
        if not row.replaces or may_be_missing or row.replaces == NO_FILE:
            return
    elif not row.replaces or any(has_sha256(path, digest) for digest in (row.replaces, row.result)):
        return
    raise FormatError.of(CHANGED_SINCE, path=path)
