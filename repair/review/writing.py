"""Cleaned copy of a story written into a folder, over nothing but what was written there from the page before.

What was written is noted in the folder's `.repair/written.jsonl`, by name and hash, so that a story can be written
again after another decision, and a file that came from anywhere else, or was changed since, is left alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.io import read_bytes, write_bytes
from repair.core.originals import Originals, inside

NOTES = ".repair/written.jsonl"
FOREIGN = "{path}: is there already and was not written from this page; give another folder to --out"
ORIGINAL = "start repair review with another folder for --out"


def write_copy(out: Path, name: str, content: bytes, *, original: Path) -> Path:
    """Write ``content`` as ``name`` into the folder ``out``.

    Args:
        out: The folder for cleaned copies.
        name: The file's name in it.
        content: The cleaned copy.
        original: The file that the story was read from, which is never written over.

    Returns:
        The path that was written.

    Raises:
        FormatError: If that would leave the folder, or replace a file that was not written from here.
    """
    path, notes = inside(out, name), inside(out, NOTES)
    Originals([original]).refuse(path, instead=ORIGINAL)
    digest = hashlib.sha256(content).hexdigest()
    written = _written(notes)
    if os.path.lexists(path):
        there = hashlib.sha256(read_bytes(path, limit=path.stat().st_size)).hexdigest() if path.is_file() else ""
        if there == digest:
            return path
        if there != written.get(name):
            raise FormatError(FOREIGN.format(path=path))
    write_bytes(path, content)
    lines = (json.dumps({"file": file, "sha256": each}) for file, each in {**written, name: digest}.items())
    write_bytes(notes, "".join(f"{line}\n" for line in lines).encode())
    return path


def _written(notes: Path) -> dict[str, str]:
    """Return the hashes of what was written before, by name; a line that makes no sense allows nothing."""
    if not notes.is_file():
        return {}
    found: dict[str, str] = {}
    for line in notes.read_bytes().splitlines():
        try:
            record = json.loads(line)
            found[str(record["file"])] = str(record["sha256"])
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
    return found
