"""Messages about files that several packages write, each with one owner here; nothing is written in this module."""

from __future__ import annotations

EMPTY = "{path}: is empty; give a file with a story in it"
GUESSED = "{path}: is not UTF-8; read as Windows-1252"
TAKEN = (
    "{path}: {target} was already written in this call for another file of that name; clean them in separate calls, "
    "with different folders for --out"
)
