"""Records which files of an output folder `repair` has written, so that it replaces no other file there.

Each file is recorded by its name and its hash in the folder's `.repair/written.jsonl`. A file from elsewhere, or that
was changed since, is not replaced. While a file is being replaced, its old and its new hash are recorded, so that it
is recognised even if the process is killed before or after that step.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.io import replace_file, write_bytes
from repair.core.leftovers import remove_leftovers
from repair.core.overwrite_protection import inside

RECORD = ".repair/written.jsonl"
FOREIGN = "a file that `repair` did not write, or that was changed since, is here; give another folder to --out"


class WrittenFiles:
    """The files of the folder ``out`` that this call and earlier calls have written.

    Raises:
        FormatError: If the record would be outside the folder.
    """

    def __init__(self, out: Path) -> None:
        self._out, self._record = out, inside(out, RECORD)
        remove_leftovers(self._record)
        self._hashes = _recorded(self._record)

    def refuse_foreign(self, name: str) -> None:
        """Raise `FormatError` if the file ``name`` of the folder exists and is not one of the written files."""
        path = self._out / name
        if os.path.lexists(path) and (not path.is_file() or sha256_of(path) not in self._hashes.get(name, ())):
            raise FormatError.of(FOREIGN, path=path)

    def replace(self, stage: Path, name: str) -> None:
        """Move the finished file ``stage`` to the file ``name`` of the folder, and record it.

        Raises:
            OSError: The file cannot be replaced; the old file is unchanged and still recorded.
            FormatError: The record cannot be written.
        """
        digest = sha256_of(stage)
        self._set(name, (*self._hashes.get(name, ()), digest))
        replace_file(stage, self._out / name)
        self._set(name, (digest,))

    def add(self, name: str) -> None:
        """Record the file ``name`` of the folder as it is now."""
        self._set(name, (sha256_of(self._out / name),))

    def _set(self, name: str, digests: tuple[str, ...]) -> None:
        if self._hashes.get(name) == digests:
            return
        self._hashes[name] = digests
        lines = (json.dumps({"file": file, "sha256": digest}) for file, each in self._hashes.items() for digest in each)
        write_bytes(self._record, "".join(f"{line}\n" for line in lines).encode())


def sha256_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _recorded(record: Path) -> dict[str, tuple[str, ...]]:
    """Return the recorded hashes by file name; a damaged line is ignored, so that it allows no overwriting."""
    if not record.is_file():
        return {}
    hashes: dict[str, tuple[str, ...]] = {}
    for line in record.read_bytes().splitlines():
        try:
            entry = json.loads(line)
            file, digest = str(entry["file"]), str(entry["sha256"])
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
        hashes[file] = (*hashes.get(file, ()), digest)
    return hashes
