"""A hot folder: files that arrive are yielded once they are complete, for as long as the folder is watched.

The folder is searched again and again instead of listening for events. That works on network disks, where other
machines drop the files, and loses nothing while nobody listens; it costs one look at each file's times. What was
cleaned before is known to the ledger, not here.
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

_PARTIAL_SUFFIXES = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~")
_MAX_WAIT = 60.0  # seconds between two searches
_STOP_CHECK = 0.2  # seconds between two questions whether to stop


@dataclass(frozen=True, slots=True)
class Watch:
    """How to watch.

    Attributes:
        settle: Seconds without a change after which a file is taken to be complete.
        stopped: Tells whether to stop.
    """

    settle: float = SETTLE
    stopped: Callable[[], bool] = lambda: False


def arrivals(folders: Sequence[str], search: FileSearch, watch: Watch) -> Iterator[InputFile | FormatError | Pause]:
    """Yield the complete files in ``folders`` after each search, then a pause, until stopped.

    A file is yielded after every search. It is complete when it has not been written or renamed for a while.

    Raises:
        FormatError: If one of ``folders`` is not a folder.
    """
    for folder in folders:
        if not os.path.isdir(folder):
            raise FormatError.of(NO_FOLDER, path=folder)
    while not watch.stopped():
        start = time.monotonic()
        for folder in folders:
            for file in in_folder(Path(folder), search, may_be_empty=True):
                if isinstance(file, FormatError) or is_complete(file.path, watch.settle):
                    yield file
        yield Pause()
        # Waiting as long as the search took keeps a large folder from being searched all the time.
        elapsed = time.monotonic() - start
        _sleep(max(watch.settle / 2, min(elapsed, _MAX_WAIT)), watch.stopped)


def is_complete(path: Path, settle: float) -> bool:
    """Tell whether ``path`` has not changed for ``settle`` seconds and is not named like a partial file."""
    name = path.name.lower()
    if name.endswith(_PARTIAL_SUFFIXES) or name.startswith(("~$", ".")):
        return False
    try:
        status = path.stat()
    except OSError:
        return False  # gone again
    # The inode's change time: a rename moves it, and programs cannot set it, as they can the modification time.
    return time.time_ns() - status.st_ctime_ns >= settle * 1e9


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not stopped():
        time.sleep(min(left, _STOP_CHECK))
