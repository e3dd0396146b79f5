"""A hot folder: files that arrive are yielded once they are complete, for as long as the folder is watched.

The folder is polled instead of listening for events. That works on network disks, where other machines write the files,
and misses nothing while the program is stopped; it costs one status call for each file. The ledger records which files
are finished.
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
from repair.formats.discovery import PARTIAL_SUFFIXES, FileSearch, in_folder

SETTLE = 2.0  # seconds without a change after which a file counts as complete
NO_FOLDER = "this is not a folder; give --watch folders that exist"

_MAX_WAIT = 60.0  # seconds between two searches
_MIN_WAIT = 0.05  # seconds
_STOP_CHECK = 0.2  # seconds between two checks whether to stop


@dataclass(frozen=True, slots=True)
class Watch:
    """The options for watching a folder.

    Attributes:
        settle: Seconds without a change after which a file counts as complete.
        stopped: Function that returns whether to stop.
        clock: Function that returns a time in seconds that never goes back. The time of day may be set back, and a file
            server has its own clock.
    """

    settle: float = SETTLE
    stopped: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic


class SettledFiles:
    """Detects which files have stopped changing: two checks, some time apart, give the same status.

    Args:
        settle: Seconds between the first and the last of equal checks.
        clock: Function that returns a time in seconds that never goes back.
    """

    def __init__(self, settle: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._settle, self._clock = settle, clock
        # By the hash of a path: the hash of its status, and since when. A folder may have a million files.
        self._looks: dict[int, tuple[int, float]] = {}
        self._earlier: dict[int, tuple[int, float]] = {}

    def begin_search(self) -> None:
        """Forget the files that the previous search did not find."""
        self._earlier, self._looks = self._looks, {}

    def is_settled(self, path: Path) -> bool:
        """Check ``path`` once in this search, and return whether it is complete."""
        name = path.name.lower()
        if name.endswith(PARTIAL_SUFFIXES) or name.startswith(("~$", ".")):
            return False
        look = look_at(path)
        if look is None:
            return False
        now, key = self._clock(), hash(str(path))
        earlier = self._earlier.get(key)
        since = earlier[1] if earlier is not None and earlier[0] == hash(look) else now
        self._looks[key] = (hash(look), since)
        return earlier is not None and earlier[0] == hash(look) and now - since >= self._settle


class ChangeDetector:
    """Detects when something has changed since it was last read and the change is complete.

    Args:
        look: Function that returns the current state, as a value that can be compared.
        settle: Seconds without a further change after which a change is complete.
        clock: Function that returns a time in seconds that never goes back.
    """

    def __init__(self, look: Callable[[], object], settle: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._look, self._settle, self._clock = look, settle, clock
        self._read = self._latest = look()
        self._since = clock()

    def has_changed(self) -> bool:
        """Check once; return True once for each complete change."""
        latest, now = self._look(), self._clock()
        if latest != self._latest:
            self._latest, self._since = latest, now
            return False
        if latest == self._read or now - self._since < self._settle:
            return False
        self._read = latest
        return True


def look_at(path: Path) -> tuple[int, int, int, int] | None:
    """Return size, times of change (nanoseconds) and inode of ``path``, for comparison only."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None  # deleted in the meantime
    except OSError:
        return 0, 0, 0, 0  # it counts as settled, and reading it reports the error
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def arrivals(folders: Sequence[str], search: FileSearch, watch: Watch) -> Iterator[InputFile | FormatError | Pause]:
    """Yield the complete files in ``folders`` after each search, then a pause, until stopped.

    A file is yielded after every search. It is complete when it has not changed for a while.

    Args:
        folders: The folders to search, with all folders inside them.
        search: Which of their files are copy.
        watch: How long a file must stay unchanged (seconds), and when to stop.

    Raises:
        FormatError: If one of ``folders`` is not a folder.
    """
    for folder in folders:
        if not os.path.isdir(folder):
            raise FormatError.of(NO_FOLDER, path=folder)
    settled = SettledFiles(watch.settle, watch.clock)
    while not watch.stopped():
        start = time.monotonic()
        settled.begin_search()
        for folder in folders:
            for file in in_folder(Path(folder), search, may_be_empty=True):
                if isinstance(file, FormatError) or settled.is_settled(file.path):
                    yield file
        yield Pause()
        # Waiting as long as the search took keeps a large folder from being searched all the time.
        elapsed = time.monotonic() - start
        _sleep(max(watch.settle / 2, min(elapsed, _MAX_WAIT), _MIN_WAIT), watch.stopped)


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while (remaining := end - time.monotonic()) > 0 and not stopped():
        time.sleep(min(remaining, _STOP_CHECK))
