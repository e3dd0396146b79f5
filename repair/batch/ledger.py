"""The ledger of an output folder: which files are finished, and two logs of what was done to them.

It is the folder ``.repair`` with ``manifest.sqlite``, ``audit.jsonl`` (every edit), ``queue.jsonl`` (everything left to
an editor) and ``stage`` (outputs that are not yet in their places). The module ``manifest`` has the database.

**Why nothing is lost or logged twice, whenever the process is killed.** Only one process writes, and it holds a lock.
Files are finished in groups, in four steps:

1. Each output is written completely into the stage and flushed to disk; its lines are appended to the logs and flushed.
   The manifest stores where each log ended when the last group was committed, so lines after that end belong to an
   unfinished group, even if the last of them is incomplete.
2. One transaction of the manifest enters the files of the group as *staged*, with the new ends of the logs. At this
   moment the group is finished: before it, nothing has happened; after it, everything has.
3. Each output is renamed from the stage into its place, and the folders are flushed.
4. The files are marked *done*, together with the next group.

Opening a ledger first completes or discards the group of an interrupted run. A file that is *staged* and still in the
stage, as its hash shows, is renamed (step 3 again; repeating it is harmless). The logs are cut at their ends, and
everything else in the stage is deleted. Step 4 is done before a name in the stage is used again. The same holds for
originals that are cleaned in place: the audit is on disk before the original is replaced.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from repair.batch.append_only_file import AppendLog
from repair.batch.file_identity import escape_path, has_sha256, unescape_path
from repair.batch.linked_folders import refuse_links
from repair.batch.manifest import BAD, MANIFEST, CachedAnswers, LedgerRow, Manifest
from repair.batch.replaced_files import refuse_changed
from repair.core.errors import FormatError

FOLDER = ".repair"
AUDIT, QUEUE = "audit.jsonl", "queue.jsonl"

LOCKED = "another run is using this folder; wait until it ends, or give another folder"
UNUSABLE = "the folder cannot be used ({why}); check the disk and its permissions, or give another folder"
LOG_WITHOUT_MANIFEST = (
    "this log has no manifest beside it and would be overwritten; move it away, or give another folder"
)
NOT_IN_PLACE = (
    "the file cannot be written ({why}), so the output is kept in .repair/stage; run the command again once the file "
    "can be written"
)

_SYNC_THREADS = 8  # concurrent flushes to disk


class Ledger:
    """The open ledger in ``folder``; a lock excludes other processes.

    Args:
        folder: The folder of the ledger; it is created if it is missing.
        out: The folder that outputs are written into; None when originals are cleaned in place.

    Raises:
        FormatError: If another run holds the lock, a log has no manifest, a link leads out, or it cannot be used.
    """

    def __init__(self, folder: Path, out: Path | None = None) -> None:
        self.folder, self.out = folder, out
        self.stage = folder / "stage"
        self.errors: list[FormatError] = []  # about outputs that could not be moved to their places
        self.refusals: list[FormatError] = []  # about files that were changed while their outputs were in the stage
        self._group: dict[str, LedgerRow] = {}
        self._placed: list[str] = []
        self._stamps: list[tuple[str, str]] = []
        self._answers: list[CachedAnswers] = []
        refuse_links(folder, FOLDER, ("lock", "stage", MANIFEST, AUDIT, QUEUE))
        self._is_new = not (folder / MANIFEST).exists()
        self._created = [path for path in (folder, *folder.parents) if not path.exists()]
        with contextlib.ExitStack() as opened:  # closed again if the rest fails
            try:
                self._refuse_orphaned_logs()
                self.stage.mkdir(parents=True, exist_ok=True)
                self._lock = opened.enter_context(open(folder / "lock", "ab"))
                self._take_lock()
                self._manifest = Manifest(folder)
                opened.callback(self._manifest.close)
                self.audit = AppendLog(folder / AUDIT, self.number("audit"))
                opened.callback(self.audit.close)
                self.queue = AppendLog(folder / QUEUE, self.number("queue"))
                opened.callback(self.queue.close)
                self._recover()
            except (OSError, sqlite3.Error) as error:
                raise FormatError.of(UNUSABLE, path=folder, why=error) from error
            opened.pop_all()

    # --- reading

    def row(self, target: str) -> LedgerRow | None:
        """Return the row of ``target`` (an unescaped path), whether committed or still in the open group."""
        target = escape_path(target)
        return self._group.get(target) or self._manifest.row(target)

    def rows(self) -> Iterator[LedgerRow]:
        """Yield the rows of all committed files in order of their targets."""
        yield from self._manifest.rows()

    def number(self, name: str) -> int:
        """Return the number stored in the manifest as ``name``; 0 if there is none."""
        return self._manifest.number(name)

    def cached_answers(self, target: str, first: int, digest: str) -> str | None:
        """Return the JSON cached for an unfinished archive from record ``first`` on, None unless ``digest`` fits."""
        return self._manifest.answers(target, first, digest)

    @property
    def root(self) -> Path:
        """The folder of relative targets, also while files in an output folder are cleaned in place."""
        if self.out is not None:
            return self.out
        return self.folder.parent if self.folder.name == FOLDER else Path()

    def output_path(self, target: str) -> Path:
        """Return where the output called ``target`` belongs; an absolute target is an original cleaned in place."""
        return self.root / target

    # --- writing

    def add(self, row: LedgerRow) -> None:
        """Add a file to the open group; its output, if it has one, must be complete in the stage."""
        self._group[row.target] = row

    def update_stamp(self, target: str, stamp: str) -> None:
        """Store a new stamp for unchanged copy together with the next group."""
        if escape_path(target) not in self._group:
            self._stamps.append((stamp, escape_path(target)))

    def set_numbers(self, **numbers: int) -> None:
        """Store ``numbers`` in the manifest at once."""
        with self._manifest.transaction():
            self._manifest.set_numbers(**numbers)

    def cache_answers(self, answers: CachedAnswers) -> None:
        """Cache the suggestions for some records of an unfinished archive; `flush_answers` writes them to disk."""
        self._answers.append(answers._replace(target=escape_path(answers.target)))

    def flush_answers(self) -> None:
        """Write the cached answers to the manifest."""
        answers, self._answers = self._answers, []
        with self._manifest.transaction():
            self._manifest.put_answers(answers)

    @property
    def pending(self) -> int:
        """How many rows and stamps wait for `commit`."""
        return len(self._group) + len(self._stamps)

    def commit(self) -> None:
        """Finish the open group in the order that the module describes.

        Raises:
            FormatError: If that is not possible, such as on a full disk; the group is then discarded.
        """
        try:
            self._commit()
        except (OSError, sqlite3.Error) as error:
            raise FormatError.of(UNUSABLE, path=self.folder, why=error) from error

    def _commit(self) -> None:
        staged = [row for row in self._group.values() if row.stage]
        _sync_all([self._staged_path(row) for row in staged])
        self.audit.sync()
        self.queue.sync()
        placed, self._placed = self._placed, []
        with self._manifest.transaction():
            self._mark_done(placed)
            self._manifest.put_rows(self._group.values())
            self._manifest.delete_answers(self._group)
            self._answers = [answer for answer in self._answers if answer.target not in self._group]
            self._manifest.set_numbers(audit=self.audit.end, queue=self.queue.end)
        self._group.clear()
        self._put_in_place(staged)

    def close(self) -> None:
        """Leave the ledger as it was last committed and release the lock; closing twice is allowed."""
        if self._lock.closed:
            return
        # On a full disk nothing is lost: cached answers are made again, and the next run completes what is staged.
        with contextlib.suppress(sqlite3.Error):
            self.flush_answers()
            with self._manifest.transaction():
                self._mark_done(self._placed)
        unused = self._is_new and self._manifest.is_empty() and not self.audit.end and not self.queue.end
        self.audit.close()
        self.queue.close()
        self._manifest.close()
        if unused:
            self._remove()
        self._lock.close()

    # --- inside

    def _refuse_orphaned_logs(self) -> None:
        """Raise `FormatError` if there are logs but no manifest that says how much of them is committed."""
        for path in (self.folder / AUDIT, self.folder / QUEUE):
            if self._is_new and path.exists() and path.stat().st_size:
                raise FormatError.of(LOG_WITHOUT_MANIFEST, path=path)

    def _take_lock(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise FormatError.of(LOCKED, path=self.folder) from error

    def _remove(self) -> None:
        """Delete the files and folders of a ledger in which nothing was entered."""
        for name in (AUDIT, QUEUE, MANIFEST, f"{MANIFEST}-wal", f"{MANIFEST}-shm", "lock"):
            (self.folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.stage.rmdir()
            for folder in self._created:
                folder.rmdir()

    def _recover(self) -> None:
        """Finish the files that an interrupted run committed, and delete the others."""
        staged = self._manifest.staged_rows()
        # An unfinished group may have left another output under the same name in the stage; the hash tells.
        waiting = [row for row in staged if has_sha256(self._staged_path(row), row.result)]
        self._put_in_place(waiting)
        placed = {row.target for row in waiting} & set(self._placed)
        self._placed += [row.target for row in staged if row not in waiting]
        self._empty_stage(keep={row.stage for row in waiting if row.target not in placed})
        # At once and not with the next group, which will reuse names in the stage.
        with self._manifest.transaction():
            self._mark_done(self._placed)
            self._manifest.put_rows(self._group.values())
        self._placed = []
        self._group.clear()

    def _empty_stage(self, *, keep: set[str]) -> None:
        for entry in list(os.scandir(self.stage)):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            elif entry.name not in keep:
                os.unlink(entry.path)

    def _put_in_place(self, rows: Sequence[LedgerRow]) -> None:
        """Rename outputs into their places; an output that cannot be moved stays in the stage for the next run.

        A file that somebody has changed since its output was staged is left alone, and the output is deleted.
        """
        folders: set[Path] = set()
        for row in rows:
            path = self.output_path(unescape_path(row.target))
            try:
                refuse_changed(path, row, may_be_missing=self.out is not None)
                path.parent.mkdir(parents=True, exist_ok=True)
                os.replace(self._staged_path(row), path)
            except FormatError as refusal:
                self.refusals.append(refusal)
                self._staged_path(row).unlink(missing_ok=True)
                self._group[row.target] = replace(row, state=BAD, why=refusal.reason, edits=0, stage="")
            except OSError as error:
                self.errors.append(FormatError.of(NOT_IN_PLACE, path=path, why=error))
                continue
            folders.add(path.parent)
            self._placed.append(row.target)
        _sync_all(list(folders))

    def _staged_path(self, row: LedgerRow) -> Path:
        return self.stage / unescape_path(row.stage)

    def _mark_done(self, placed: Sequence[str]) -> None:
        """Record the data that need no separate flush: outputs that are in their places, and stamps."""
        self._manifest.mark_done(placed)
        self._manifest.set_stamps(self._stamps)
        self._stamps.clear()


def _sync_all(paths: Sequence[Path]) -> None:
    """Flush files or folders to disk."""
    with ThreadPoolExecutor(_SYNC_THREADS) as threads:
        list(threads.map(_sync, paths))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
