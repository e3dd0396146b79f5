"""Saves the corrected copy of a story in a folder, and replaces nothing there that was not saved from the page.

Each saved file is recorded by name and hash in the folder's `.repair/written.jsonl`. So a story can be saved again
after another decision, and a file that came from elsewhere, or was changed since, is left alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.io import read_bytes, write_bytes
from repair.core.overwrite_protection import Originals, inside

RECORD = ".repair/written.jsonl"
FOREIGN = (
    "{path}: this file exists and was not written from this page, or was changed since; give another folder to --out"
)
ORIGINAL = "start repair review with another folder for --out"
_NOT_IN_A_FILE_NAME = frozenset('<>:"|?*')


def write_copy(out: Path, name: str, content: bytes, *, original: Path) -> Path:
    """Write ``content`` as ``name`` into the folder ``out``.

    Args:
        out: The folder for corrected copies.
        name: The file's name in it.
        content: The corrected copy.
        original: The file that the story was read from, which is never overwritten.

    Returns:
        The path that was written.

    Raises:
        FormatError: If the path would leave the folder, or the file there was not written from the page.
    """
    path, record = inside(out, name), inside(out, RECORD)
    Originals([original]).refuse(path, instead=ORIGINAL)
    digest = hashlib.sha256(content).hexdigest()
    written = _written(record)
    if os.path.lexists(path):
        existing = hashlib.sha256(read_bytes(path, limit=path.stat().st_size)).hexdigest() if path.is_file() else ""
        if existing == digest:
            return path
        if existing != written.get(name):
            raise FormatError(FOREIGN.format(path=path))
    write_bytes(path, content)
    lines = (json.dumps({"file": file, "sha256": each}) for file, each in {**written, name: digest}.items())
    write_bytes(record, "".join(f"{line}\n" for line in lines).encode())
    return path


def safe_file_name(name: str) -> str:
    r"""Return a story's name as a file name that stays in its folder.

    >>> safe_file_name("../wire/story 1.txt"), safe_file_name("C:\\.hidden"), safe_file_name("..")
    ('story 1.txt', 'hidden', 'story.txt')
    """
    base = os.path.basename(name.replace("\\", "/")).lstrip(".")
    return "".join(char for char in base if char.isprintable() and char not in _NOT_IN_A_FILE_NAME) or "story.txt"


def _written(record: Path) -> dict[str, str]:
    """Return the recorded hashes by file name; a damaged line is ignored, so that it allows no overwriting."""
    if not record.is_file():
        return {}
    hashes: dict[str, str] = {}
    for line in record.read_bytes().splitlines():
        try:
            entry = json.loads(line)
            hashes[str(entry["file"])] = str(entry["sha256"])
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
    return hashes
