"""Refuses a ledger in which a link leads out of its folder: what a run writes there would land elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.overwrite_protection import is_inside

LINKED = "this is a link that leads out of its folder, so nothing is written there; replace it by a folder or a file"


def refuse_links(folder: Path, usual_name: str, parts: Sequence[str]) -> None:
    """Raise `FormatError` if a part of a ledger, or the ledger itself under its usual name, is such a link.

    A folder with another name was given by the user, and may be a link.

    Args:
        folder: The folder of the ledger.
        usual_name: The name that it has inside the folder of the output.
        parts: The names of its files and folders.
    """
    places = [(folder, part) for part in parts]
    if folder.name == usual_name:
        places.insert(0, (folder.parent, usual_name))
    for parent, name in places:
        if not is_inside(parent, name):
            raise FormatError.of(LINKED, path=parent / name)
