"""Saves the corrected copy of a story in a folder, and replaces no file there that `repair` did not write.

So a story can be saved again after another decision, and a file that came from elsewhere, or was changed since, is
left alone (see `repair.core.written_files`).
"""

from __future__ import annotations

import filecmp
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.folder_lock import FolderLock
from repair.core.io import UNWRITABLE
from repair.core.leftovers import incomplete_path, remove_leftovers
from repair.core.overwrite_protection import Originals, inside
from repair.core.protocols import DecisionStore
from repair.core.written_files import WrittenFiles
from repair.decisions.models import StoredStory
from repair.decisions.same_files import shares_name

ORIGINAL = "start repair review with another folder for --out"
_PATIENCE = 10.0  # seconds that saving waits for somebody else who saves
_NOT_IN_A_FILE_NAME = frozenset('<>:"|?*')


def write_copy(out: Path, name: str, fill: Callable[[Path], object], *, original: Path) -> Path:
    """Write a corrected copy as ``name`` into the folder ``out``.

    Args:
        out: The folder for corrected copies.
        name: The file's path in it.
        fill: Writes the corrected copy to the path that it is called with.
        original: The file that the story was read from, which is never overwritten.

    Returns:
        The path that was written.

    Raises:
        FormatError: If the path would leave the folder, the file there was not written by this tool, or a batch is
            changing files in the folder.
    """
    path = inside(out, name)
    Originals([original]).refuse(path, instead=ORIGINAL)
    stage = incomplete_path(path)
    with FolderLock([out], wait=_PATIENCE):
        written = WrittenFiles(out)
        remove_leftovers(path, older_than=0.0)  # the lock excludes others who write here
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fill(stage)
            if path.is_file() and filecmp.cmp(stage, path, shallow=False):
                return path
            written.refuse_foreign(name)
            written.replace(stage, name)
        except OSError as error:
            raise FormatError.of(UNWRITABLE, path=path, why=error) from error
        finally:
            stage.unlink(missing_ok=True)
    return path


def file_name(store: DecisionStore, story: StoredStory) -> str:
    """Return the path of a story's corrected copy in the folder for it, with slashes.

    It has the folder and the name of the story's file, and begins with the story's id where another file has the same.
    """
    whole = story.path if story.place is not None else story.name
    name = safe_file_name(whole)
    if shares_name(store, story):
        # All records of an archive are saved in the same file.
        prefix = story.id if story.place is None else hashlib.sha256(os.path.realpath(story.path).encode()).hexdigest()
        name = f"{prefix[:8]}-{name}"
    folders = [safe_file_name(part) for part in (story.folder or "").split("/") if part.strip(". ")]
    return "/".join([*folders, name])


def safe_file_name(name: str) -> str:
    r"""Return a story's name as a file name that stays in its folder.

    >>> safe_file_name("../wire/story 1.txt"), safe_file_name("C:\\.hidden"), safe_file_name("..")
    ('story 1.txt', 'hidden', 'story.txt')
    """
    base = os.path.basename(name.replace("\\", "/")).lstrip(".")
    return "".join(char for char in base if char.isprintable() and char not in _NOT_IN_A_FILE_NAME) or "story.txt"
