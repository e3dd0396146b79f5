"""The database of an output folder: one row for each file, the committed lengths of the logs, and cached answers.

SQLite, because the state of a million files must not need memory, and because its transactions are tested against
killed processes and failing disks. ``ledger`` decides what is written when.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from repair.batch.file_identity import escape_path
from repair.core.errors import FormatError

MANIFEST = "manifest.sqlite"
VERSION = 1
STAGED, DONE, BAD, UNDONE = "staged", "done", "bad", "undone"

OTHER_VERSION = (
    "another version of repair wrote this folder (format {version}); finish it with that version, or give another "
    "folder"
)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    target TEXT PRIMARY KEY, origin TEXT, digest TEXT, stamp TEXT, settings TEXT, result TEXT, state TEXT,
    run INTEGER, stage TEXT, documents INTEGER, edits INTEGER, queued INTEGER, flagged INTEGER, why TEXT, times INTEGER,
    replaces TEXT NOT NULL DEFAULT '', notices TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    target TEXT, first INTEGER, digest TEXT, told TEXT, PRIMARY KEY (target, first)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS open_files ON files (state) WHERE state = 'staged';
"""
_LATER_COLUMNS = {"replaces", "notices"}  # manifests of earlier versions lack them


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The record of one file; the fields are the columns of the table.

    Attributes:
        target: Path of the output relative to the output folder; absolute for an original that is cleaned in place.
        origin: Absolute path of the copy. Both paths are escaped by `escape_path`.
        digest: SHA-256 of the copy.
        stamp: Stamp of the copy from the file system (see `file_stamp`); empty where it cannot be trusted.
        settings: Hash of everything besides the copy that determines the outcome.
        result: SHA-256 of the output; empty if none was written.
        state: `STAGED`, `DONE`, `BAD` or `UNDONE`.
        run: Number of the run that cleaned the file.
        stage: Name under which the output waits in the stage (the whole path when cleaning in place).
        documents: Documents in the file.
        edits: Suggestions applied.
        queued: Suggestions left to an editor.
        flagged: Unverified names.
        why: The error of a bad file.
        times: How often the file was cleaned.
        replaces: SHA-256 of the file that the output in the stage replaces, "none" where there was none; empty if
            unknown, as in a manifest of an earlier version.
        notices: A JSON object with the number of its documents for each key of a `CopyNotice`; empty for none.
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
    replaces: str = ""
    notices: str = ""


class CachedAnswers(NamedTuple):
    """Suggestions for the records of an unfinished archive, from record ``first`` on.

    ``digest`` is a hash of everything that determines them, ``answers`` their JSON.
    """

    target: str
    first: int
    digest: str
    answers: str


_COLUMNS = tuple(field.name for field in fields(LedgerRow))
_PUT = f"INSERT OR REPLACE INTO files ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"
_GET = f"SELECT {', '.join(_COLUMNS)} FROM files"
_values = attrgetter(*_COLUMNS)


class Manifest:
    """The open database in ``folder``, which no other process can open at the same time.

    Raises:
        FormatError: If the database has another format version.
        sqlite3.Error: If it cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / MANIFEST, isolation_level=None)
        try:
            self._prepare(folder)
        except BaseException:
            self._base.close()  # its lock would keep everybody out
            raise

    def _prepare(self, folder: Path) -> None:
        """Set up the database, and check its version."""
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")  # no shared-memory file is needed beside it
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.executescript(_SCHEMA)
        columns = {column[1] for column in self._base.execute("PRAGMA table_info(files)")}
        for name in sorted(_LATER_COLUMNS - columns):
            self._base.execute(f"ALTER TABLE files ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
        version = self.number("version") or VERSION
        if version != VERSION:
            raise FormatError.of(OTHER_VERSION, path=folder, version=version)
        with self.transaction():
            self.set_numbers(version=VERSION)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit everything that the block writes, or nothing if it raises."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            if self._base.in_transaction:  # a full disk ends it
                self._base.execute("ROLLBACK")
            raise

    def row(self, target: str) -> LedgerRow | None:
        """Return the row of the escaped path ``target``; None if there is none."""
        return next(self._rows("WHERE target = ?", target), None)

    def rows(self) -> Iterator[LedgerRow]:
        """Yield all rows in order of their targets."""
        yield from self._rows("ORDER BY target")

    def staged_rows(self) -> list[LedgerRow]:
        """Return the rows whose outputs may not be in their places yet."""
        return list(self._rows(f"WHERE state = '{STAGED}'"))

    def put_rows(self, rows: Iterable[LedgerRow]) -> None:
        """Insert ``rows`` or replace those of the same target; within a transaction."""
        self._base.executemany(_PUT, map(_values, rows))

    def mark_done(self, targets: Iterable[str]) -> None:
        """Record that the outputs of ``targets`` are in their places; within a transaction."""
        done = ((target,) for target in targets)
        self._base.executemany(f"UPDATE files SET state = '{DONE}', stage = '' WHERE target = ?", done)

    def set_stamps(self, stamps: Iterable[tuple[str, str]]) -> None:
        """Replace stamps; each pair is a stamp and the target it belongs to; within a transaction."""
        self._base.executemany("UPDATE files SET stamp = ? WHERE target = ?", stamps)

    def number(self, name: str) -> int:
        """Return the number stored as ``name``; 0 if there is none."""
        row = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def set_numbers(self, **numbers: int) -> None:
        """Store ``numbers`` by their names; within a transaction."""
        self._base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", numbers.items())

    def answers(self, target: str, first: int, digest: str) -> str | None:
        """Return the answers cached for an archive from record ``first`` on, None if they have another ``digest``."""
        query = "SELECT told FROM answers WHERE target = ? AND first = ? AND digest = ?"
        row = self._base.execute(query, (escape_path(target), first, digest)).fetchone()
        return str(row[0]) if row else None

    def put_answers(self, answers: Iterable[CachedAnswers]) -> None:
        """Cache ``answers``, replacing those for the same records; within a transaction."""
        self._base.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", answers)

    def delete_answers(self, targets: Iterable[str]) -> None:
        """Delete the answers cached for ``targets``, which are finished; within a transaction."""
        self._base.executemany("DELETE FROM answers WHERE target = ?", ((target,) for target in targets))

    def is_empty(self) -> bool:
        """Return whether no output was written for any file and no answer is cached."""
        query = "SELECT EXISTS (SELECT 1 FROM files WHERE result != '') OR EXISTS (SELECT 1 FROM answers)"
        return not self._base.execute(query).fetchone()[0]

    def close(self) -> None:
        """Close the database."""
        self._base.close()

    def _rows(self, where: str, *values: str) -> Iterator[LedgerRow]:
        for row in self._base.execute(f"{_GET} {where}", values):
            yield LedgerRow(*row)


def committed_number(folder: Path, name: str) -> int:
    """Return a number stored in the manifest of ``folder``; 0 if there is none.

    Nothing is written, so that this works on a full disk too.

    Raises:
        sqlite3.Error: If it cannot be opened, such as when a run is using it.
    """
    address = f"file:{quote(str(folder / MANIFEST))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as base:
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        if not base.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone():
            return 0
        row = base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0
