"""A hot folder: files that arrive are given out once they are complete, for as long as it is watched.

The folder is looked through again and again rather than listened to: that works on network disks, where arrivals are
dropped by other machines, loses nothing while nobody listens, and costs a look at each file's dates. What was cleaned
before is known to the ledger, not here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from repair.batch.events import Pause
from repair.core.errors import FormatError
from repair.formats import InputFile
from repair.formats.discovery import FileSearch, in_folder

SETTLE = 2.0  # seconds without a change after which a file is taken to be complete
NO_FOLDER = "{path}: --watch needs a folder; give one that exists"

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~")


@dataclass(frozen=True, slots=True)
class Watch:
    """How to watch: seconds until a file is taken to be complete, and who says when to stop."""

    settle: float = SETTLE
    stopped: Callable[[], bool] = lambda: False


def arrivals(folders: Sequence[str], search: FileSearch, watch: Watch) -> Iterator[InputFile | FormatError | Pause]:
    """Yield what is complete in ``folders``, a pause after each look, until stopped; a file is yielded at every look.

    A file is complete when nothing has been done to it for a while: not written, and not renamed.
    """
    for folder in folders:
        if not os.path.isdir(folder):
            raise FormatError(NO_FOLDER.format(path=folder))
    while not watch.stopped():
        began = time.monotonic()
        for folder in folders:
            for place in in_folder(Path(folder), search, may_be_empty=True):
                if isinstance(place, FormatError) or complete(place.path, watch.settle):
                    yield place
        yield Pause()
        # A large folder is not looked through all the time.
        took = time.monotonic() - began
        _sleep(max(watch.settle / 2, min(took, 60.0)), watch.stopped)


def complete(path: Path, settle: float) -> bool:
    """Tell whether nothing has been done to ``path`` for ``settle`` seconds, and its name is not that of a part."""
    name = path.name.lower()
    if name.endswith(_UNFINISHED) or name.startswith(("~$", ".")):
        return False
    try:
        status = path.stat()
    except OSError:
        return False  # gone again
    # The inode's own time: a rename moves it, and nobody can set it, as they can the time of writing.
    return time.time_ns() - status.st_ctime_ns >= settle * 1e9


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not stopped():
        time.sleep(min(left, 0.2))
