"""Messages about files that several packages share; they are only defined here."""

from __future__ import annotations

ABOUT = "{name}: {notice}"
EMPTY = "the file is empty; give a file with a story in it"
GUESSED = "{path}: The file is not UTF-8, so it was read as Windows-1252."
TAKEN = (
    "this run has already written {target} for another file of that name; clean the two in separate runs, with "
    "different folders for --out"
)
