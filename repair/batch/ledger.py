"""The books of an output folder: which files are finished, and two logs of what was done to them.

They lie in a folder ``.repair`` of their own: ``manifest.sqlite``, ``audit.jsonl`` (every edit made),
``queue.jsonl`` (everything left to a person) and ``stage`` (outputs not yet in their place).

**Why nothing is lost or told twice, whenever the process is killed.** One process writes, and it holds a lock. Files
are finished in groups, in four steps:

1. Each output is written whole into the stage and flushed to disk; its lines are appended to the logs and flushed.
   The manifest remembers where each log ended when the last group was committed, so lines past that end are known to
   be of an unfinished group, also a last line that was torn.
2. One transaction of the manifest enters the group's files as *staged*, with the new ends of the logs. This is the
   moment at which the group is finished: before it, nothing has happened; after it, all has.
3. Each output is renamed from the stage into its place, and the folders are flushed.
4. The files are entered as *done*, together with the next group.

Whoever opens the ledger first brings an interrupted run to one of the two sides: a file that is *staged* and still
lies in the stage, as its hash tells, is renamed (step 3 again; doing it twice does no harm), the logs are cut at
their ends, whatever else lies in the stage is thrown away, and step 4 is done before a name in the stage is used
again. So for originals that are written over in place, too, the audit is on disk before the original goes.

The manifest is SQLite and not a file of lines: a million files must not be held in memory to know which are finished,
and its transactions have been tried against killed processes and failing disks more than ours would be.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from repair.batch.append_log import AppendLog
from repair.core.errors import FormatError
from repair.core.io import reason_of

FOLDER = ".repair"
AUDIT, QUEUE, MANIFEST = "audit.jsonl", "queue.jsonl", "manifest.sqlite"
VERSION = 1
STAGED, DONE, BAD, UNDONE = "staged", "done", "bad", "undone"

LOCKED = "{path}: another run is at work in this folder; wait for it, or give another folder"
OTHER_VERSION = "{path}: was written by another version of repair ({found}); finish it with that one, or give another"
BROKEN = "{path}: cannot be used ({why}); check the disk, or give another folder to --out"
UNKNOWN_LOGS = "{path}: holds a log without its manifest, which would be lost; move it away, or give another folder"
UNPLACED = "{path}: cannot be written ({why}); it waits in the folder .repair for the next run, mend that first"

_WRITTEN_OUT = re.compile(r"\\(\\|ud[89a-f][0-9a-f]{2})")
_THREADS = 8  # flushes to disk that wait side by side

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    target TEXT PRIMARY KEY, origin TEXT, digest TEXT, stamp TEXT, settings TEXT, result TEXT, state TEXT,
    run INTEGER, stage TEXT, documents INTEGER, edits INTEGER, queued INTEGER, flagged INTEGER, why TEXT, times INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    target TEXT, first INTEGER, digest TEXT, told TEXT, PRIMARY KEY (target, first)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS open_files ON files (state) WHERE state = 'staged';
"""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What the manifest knows of one file.

    ``target`` is its path in the output folder (absolute when an original was written over), ``origin`` that of the
    copy, both as texts; ``digest`` and ``result`` are SHA-256 of the bytes before and after; ``stamp`` is what the
    file system said of the copy, ``settings`` a hash of all that decides the outcome; ``stage`` is the name under which
    the output waits in the stage (a whole path when an original is written over); ``times`` counts how often the file
    was cleaned, ``why`` tells what was wrong with it.
    """

    target: str
    origin: str
    digest: str = ""
    stamp: str = ""
    settings: str = ""
    result: str = ""
    state: str = STAGED
    run: int = 0
    stage: str = ""
    documents: int = 0
    edits: int = 0
    queued: int = 0
    flagged: int = 0
    why: str = ""
    times: int = 1


_COLUMNS = tuple(field.name for field in fields(LedgerRow))
_PUT = f"INSERT OR REPLACE INTO files ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"
_values = attrgetter(*_COLUMNS)
_GET = f"SELECT {', '.join(_COLUMNS)} FROM files"


class Ledger:
    """The open books of ``out`` (None: originals are written over); whoever opens them is the only one."""

    def __init__(self, folder: Path, out: Path | None = None) -> None:
        self.folder, self.out = folder, out
        self.stage = folder / "stage"
        self._group: dict[str, LedgerRow] = {}
        self._placed: list[str] = []
        self._stamps: list[tuple[str, str]] = []
        self._notes: list[tuple[str, int, str, str]] = []
        self.troubles: list[str] = []  # outputs that could not be put in their places, in words
        self._fresh = not (folder / MANIFEST).exists()
        self._created = [each for each in (folder, *folder.parents) if not each.exists()]
        try:
            self._refuse_loss()
            self.stage.mkdir(parents=True, exist_ok=True)
            self._lock = open(folder / "lock", "ab")  # noqa: SIM115  # held until close()
            self._take_lock()
            self._base = sqlite3.connect(folder / MANIFEST, isolation_level=None)
            self._prepare()
            self.audit = AppendLog(folder / AUDIT, self.fact("audit"))
            self.queue = AppendLog(folder / QUEUE, self.fact("queue"))
            self._recover()
        except (OSError, sqlite3.Error) as error:
            raise FormatError(BROKEN.format(path=folder, why=error)) from error

    # --- what is known

    def row(self, target: str) -> LedgerRow | None:
        """Return what is known of ``target``, the group at hand included."""
        target = plain(target)
        if target in self._group:
            return self._group[target]
        return next(self._rows("WHERE target = ?", target), None)

    def rows(self) -> Iterator[LedgerRow]:
        """Yield all files of committed groups, by their targets."""
        yield from self._rows("ORDER BY target")

    def fact(self, name: str) -> int:
        """Return a number the manifest keeps, 0 when it does not."""
        found = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return int(found[0]) if found else 0

    def place(self, target: str) -> Path:
        """Return where the output called ``target`` belongs; one that is absolute was written over its original."""
        return self.root / target

    @property
    def root(self) -> Path:
        """The folder that relative targets are in, also while originals in a folder of output are written over."""
        if self.out is not None:
            return self.out
        return self.folder.parent if self.folder.name == FOLDER else Path()

    def home(self, row: LedgerRow) -> Path:
        """Return where the output of ``row`` belongs."""
        return self.place(real(row.target))

    def staged(self, row: LedgerRow) -> Path:
        """Return where the output of ``row`` waits."""
        return self.stage / real(row.stage)

    # --- what is entered

    def enter(self, row: LedgerRow) -> None:
        """Add a file to the group; its output, if it has one, lies whole in the stage."""
        self._group[row.target] = row

    def restamp(self, target: str, stamp: str) -> None:
        """Remember, with the next group, what the file system says of a copy that is unchanged."""
        if plain(target) not in self._group:
            self._stamps.append((stamp, plain(target)))

    def answer(self, target: str, first: int, digest: str) -> str | None:
        """Return what was noted of the records from ``first`` on of an unfinished archive, if it is about these."""
        query = "SELECT told FROM answers WHERE target = ? AND first = ? AND digest = ?"
        found = self._base.execute(query, (plain(target), first, digest)).fetchone()
        return str(found[0]) if found else None

    def note(self, target: str, first: int, what: tuple[str, str]) -> None:
        """Take a note (hash and text) of the records from ``first`` on of an unfinished archive."""
        self._notes.append((plain(target), first, *what))

    def keep_notes(self) -> None:
        """Bring the notes to the disk."""
        notes, self._notes = self._notes, []
        with self._transaction():
            self._base.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", notes)

    @property
    def waiting(self) -> int:
        """How much there is to commit."""
        return len(self._group) + len(self._stamps)

    def commit(self) -> None:
        """Finish the group: see the reasoning above."""
        staged = [row for row in self._group.values() if row.stage]
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(_sync, map(self.staged, staged)))
        self.audit.sync()
        self.queue.sync()
        done, self._placed = self._placed, []
        with self._transaction():
            self._settle(done)
            self._base.executemany(_PUT, map(_values, self._group.values()))
            self._base.executemany("DELETE FROM answers WHERE target = ?", ((target,) for target in self._group))
            self._notes = [note for note in self._notes if note[0] not in self._group]
            self._keep(audit=self.audit.end, queue=self.queue.end)
        self._group.clear()
        self._put_in_place(staged)

    def keep(self, **facts: int) -> None:
        """Remember numbers, at once."""
        with self._transaction():
            self._keep(**facts)

    def close(self) -> None:
        """Leave the books as they were committed last, and let others in; a second time does nothing."""
        if self._lock.closed:
            return
        self.keep_notes()
        with self._transaction():
            self._settle(self._placed)
        nothing_kept = self._fresh and self._is_empty()
        self.audit.close()
        self.queue.close()
        self._base.close()
        if nothing_kept:
            self._remove()
        self._lock.close()

    # --- inside

    def _refuse_loss(self) -> None:
        """Raise `FormatError` if there are logs of which no manifest tells how much is committed."""
        for path in (self.folder / AUDIT, self.folder / QUEUE):
            if self._fresh and path.exists() and path.stat().st_size:
                raise FormatError(UNKNOWN_LOGS.format(path=path))

    def _is_empty(self) -> bool:
        """Tell whether nothing was written for any file, nothing is logged and nothing is noted."""
        query = "SELECT EXISTS (SELECT 1 FROM files WHERE result != '') OR EXISTS (SELECT 1 FROM answers)"
        found = self._base.execute(query).fetchone()[0]
        return not found and not self.audit.end and not self.queue.end

    def _remove(self) -> None:
        """Leave nothing behind of books that were opened in vain: neither files nor the folders made for them."""
        for name in (AUDIT, QUEUE, MANIFEST, f"{MANIFEST}-wal", f"{MANIFEST}-shm", "lock"):
            (self.folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.stage.rmdir()
            for folder in self._created:
                folder.rmdir()

    def _take_lock(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise FormatError(LOCKED.format(path=self.folder)) from error

    def _prepare(self) -> None:
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")  # so that no shared memory is needed beside it
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.executescript(_SCHEMA)
        found = self.fact("version") or VERSION
        if found != VERSION:
            raise FormatError(OTHER_VERSION.format(path=self.folder, found=found))
        self.keep(version=VERSION)

    def _recover(self) -> None:
        """Finish what was committed and throw away what was not."""
        staged = list(self._rows(f"WHERE state = '{STAGED}'"))
        # What an unfinished group left under the same name must not be taken for it.
        waiting = [row for row in staged if _holds(self.staged(row), row.result)]
        self._put_in_place(waiting)
        placed = {row.target for row in waiting} & set(self._placed)
        self._placed += [row.target for row in staged if row not in waiting]
        kept = {row.stage for row in waiting if row.target not in placed}
        for litter in list(os.scandir(self.stage)):
            if litter.is_dir(follow_symlinks=False):
                shutil.rmtree(litter.path, ignore_errors=True)
            elif litter.name not in kept:
                os.unlink(litter.path)
        # Now, and not with the next group, which will use the names of the stage again.
        with self._transaction():
            self._settle(self._placed)
        self._placed = []

    def _put_in_place(self, rows: list[LedgerRow]) -> None:
        """Rename outputs into their places; one that cannot be stays in the stage, to be tried again next time."""
        folders: set[Path] = set()
        for row in rows:
            target = self.home(row)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(self.staged(row), target)
            except OSError as error:
                self.troubles.append(UNPLACED.format(path=target, why=reason_of(error)))
                continue
            folders.add(target.parent)
            self._placed.append(row.target)
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(_sync, folders))

    def _rows(self, where: str, *values: str) -> Iterator[LedgerRow]:
        for found in self._base.execute(f"{_GET} {where}", values):
            yield LedgerRow(*found)

    def _settle(self, placed: list[str]) -> None:
        """Enter what needs no flush of its own: outputs that are in their places, and stamps."""
        done = ((target,) for target in placed)
        self._base.executemany(f"UPDATE files SET state = '{DONE}', stage = '' WHERE target = ?", done)
        self._base.executemany("UPDATE files SET stamp = ? WHERE target = ?", self._stamps)
        self._stamps.clear()

    def _keep(self, **facts: int) -> None:
        self._base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def _transaction(self) -> _Transaction:
        return _Transaction(self._base)


class _Transaction:
    """All that is done in the block, or none of it."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __enter__(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._base.execute("COMMIT" if kind is None else "ROLLBACK")


def plain(path: str) -> str:
    r"""Return a path as a text that any file can hold; odd bytes of a file name are written out.

    >>> print(plain("caf\udce9"), real(plain("a\\b\udce9")) == "a\\b\udce9")
    caf\udce9 True
    """
    return path.replace("\\", "\\\\").encode("utf-8", "backslashreplace").decode("utf-8")


def real(text: str) -> str:
    """Return the path that `plain` made ``text`` of."""
    return _WRITTEN_OUT.sub(lambda found: chr(int(found[1][1:], 16)) if found[1] != "\\" else "\\", text)


def _holds(path: Path, digest: str) -> bool:
    """Tell whether there is a file ``path`` with these bytes."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == digest
    except OSError:
        return False


def _sync(path: Path) -> None:
    """Bring a file or a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
