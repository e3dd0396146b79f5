"""Restores files that a batch cleaned, exactly, from the audit log alone.

The file must be byte for byte what the batch wrote, and the result is checked against the hash of the original before
it takes its place. A file that was cleaned and then changed by `repair apply` is restored step by step. The log may
come from anybody: nothing is written outside the folder for restored files. In a compressed file and a
Parquet file, the content is restored exactly; so is the compression where the original can be copied or was usual.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from repair.batch.audit_log_reader import DAMAGED, STALE, AuditReader, CleanedFile, without_edits
from repair.batch.events import FileJob
from repair.batch.exact_compression import compressed_as_before
from repair.batch.file_identity import sha256_of
from repair.batch.ledger import AUDIT, FOLDER, Ledger
from repair.batch.log_lines import CleaningRecord, undo_line
from repair.batch.manifest import MANIFEST, UNDONE, committed_number
from repair.batch.staged_output import StagedOutput
from repair.batch.writers import replace_original, stage_beside
from repair.core.errors import EditError, FormatError, RepairError
from repair.core.folder_lock import FolderLock
from repair.core.io import UNWRITABLE
from repair.core.overwrite_protection import inside
from repair.core.timeouts import time_limit
from repair.formats import InputFile
from repair.formats.archive import ReadOptions, Record, records

INEXACT = "the log does not lead back to the original, so the file is left alone; please report this file"
OCCUPIED = "{target} exists and differs from the original; give another folder to --out"
TWICE = (
    "this run has already restored {target} for another file of that name; undo the two in separate runs, with "
    "different folders for --out"
)
UNKNOWN = "the log has no correction of this file; give its path as it was given to the command that changed it"

COPIED, EXACT, INSIDE, ALREADY = (
    "copied from the original",
    "restored exactly",
    "content restored exactly, compressed again",
    "nothing to undo",
)
_GROUP_FILES = 100  # committed together; a file whose commit is lost is later recognised as already undone
_MAX_GROWTH = 1 << 20  # bytes by which edits may have made a document longer
_NO_LIMIT = 1 << 62  # bytes; the output of the batch was within its limits


@dataclass(frozen=True, slots=True)
class RestoredFile:
    """A restored file; ``how`` is `COPIED`, `EXACT`, `INSIDE` or `ALREADY`."""

    path: Path
    how: str


class BatchUndo:
    """Restores files from an audit log.

    Args:
        place: A folder that was cleaned into, its ledger folder, or an audit log.
        out: The folder for restored files. None: cleaned copy is replaced, and the ledger records it.
        seconds: Time limit for working out the content of a file; None is no limit. A file over it is left as it is.

    Raises:
        FormatError: If there is no audit log, it is damaged, or another run uses the ledger.
    """

    def __init__(self, place: Path, out: Path | None = None, *, seconds: float | None = None) -> None:
        self._out, self._seconds = out, seconds
        audit = next((path for path in (place / FOLDER / AUDIT, place / AUDIT, place) if path.is_file()), place)
        self._folder = audit.parent
        self._root = self._folder.parent if self._folder.name == FOLDER else None
        self._ledger: Ledger | None = None
        self._written: set[str] = set()
        end = None
        if (self._folder / MANIFEST).is_file():
            if out is None:
                # First, because it cuts off lines that a killed run logged without changing the files.
                self._ledger = Ledger(self._folder, self._root)
            else:
                end = _committed_end(self._folder)
        try:
            self._log = AuditReader(audit, self._root, end)
        except RepairError:
            if self._ledger is not None:
                self._ledger.close()
            raise

    def restore(self, paths: Sequence[str] = ()) -> Iterator[RestoredFile | RepairError]:
        """Restore files and yield the result of each.

        Args:
            paths: The files, by the path of copy or output; an empty sequence means all files.
        """
        missing = {os.path.realpath(path): path for path in paths}
        for history in self._log.histories():
            real_paths: set[str] = set()
            try:
                path = self._cleaned_path(history[-1])
                names = (str(cleaned.line[key]) for cleaned in history for key in ("file", "output"))
                real_paths = {os.path.realpath(name) for name in (*names, str(path))}
                if paths and not real_paths & missing.keys():
                    continue
                yield self._restore(history, path)
            except RepairError as error:
                yield error.within(history[0].line["output"])
            except OSError as error:
                yield FormatError.of(UNWRITABLE, path=history[0].line["output"], why=error)
            except (KeyError, TypeError, ValueError, OverflowError):  # binascii.Error is a ValueError
                yield FormatError.of(DAMAGED, path=self._log.path, offset=history[0].start)
            for name in real_paths & missing.keys():
                del missing[name]
            if paths and not missing:
                return
        for path_given in missing.values():
            yield FormatError.of(UNKNOWN, path=path_given)

    def close(self) -> None:
        """Close log and ledger."""
        self._log.close()
        if self._ledger is not None:
            if self._ledger.pending:
                self._ledger.commit()
            self._ledger.close()

    def _cleaned_path(self, cleaned: CleanedFile) -> Path:
        """Return where the cleaned file is."""
        target = Path(cleaned.target)
        if target.is_absolute():
            return target
        return Path(str(cleaned.line["output"])) if self._root is None else inside(self._root, target)

    def _destination(self, cleaned: CleanedFile, path: Path) -> Path:
        """Return the path to restore the file at ``path`` to, which is never outside the folder for restored files."""
        if self._out is None:
            return path
        name = Path(cleaned.target)
        if name.is_absolute():
            root = Path(os.path.realpath(self._root or self._folder))
            name = name.relative_to(root) if name.is_relative_to(root) else Path(name.name)
        target = inside(self._out, name)
        real = os.path.realpath(target)
        if real in self._written:
            raise FormatError.of(TWICE, path=path, target=target)
        self._written.add(real)
        return target

    def _restore(self, history: Sequence[CleanedFile], path: Path) -> RestoredFile:
        """Restore one file, whose ``history`` of cleanings has the latest first."""
        original = str(history[-1].line["sha256_before"])
        target, digest = self._destination(history[-1], path), sha256_of(path)
        if digest == original:
            self._record_undo(history, path)
            return RestoredFile(path, ALREADY)
        states = [str(cleaned.line["sha256_after"]) for cleaned in history]
        if digest not in states:
            raise EditError.of(STALE, path=path)
        if self._out is not None and os.path.lexists(target):
            if not target.is_file() or sha256_of(target) != original:
                raise FormatError.of(OCCUPIED, path=path, target=target)
            return RestoredFile(target, ALREADY)
        with FolderLock([target.parent]):
            return self._replace(history, path, target=target, digest=digest)

    def _replace(self, history: Sequence[CleanedFile], path: Path, *, target: Path, digest: str) -> RestoredFile:
        """Write the content of ``path`` before ``history`` to ``target``; its current SHA-256 is ``digest``."""
        if sha256_of(path) != digest:  # another run changed it before the folder was locked
            raise EditError.of(STALE, path=path)
        states = [str(cleaned.line["sha256_after"]) for cleaned in history]
        stage = stage_beside(target)
        stage.unlink(missing_ok=True)  # it must not be a link to a file elsewhere
        try:
            with time_limit(self._seconds):
                how = self._build(history[states.index(digest) :], path, stage)
            if self._out is None:
                replace_original(stage, target)
            else:
                os.replace(stage, target)
        finally:
            stage.unlink(missing_ok=True)
        self._record_undo(history, target)
        return RestoredFile(target, how)

    def _build(self, steps: Sequence[CleanedFile], path: Path, stage: Path) -> str:
        """Write the content of ``path`` before ``steps``, latest first, to ``stage``; return how exact it is."""
        origin, before = Path(str(steps[-1].line["file"])), str(steps[-1].line["sha256_before"])
        if origin.is_file() and sha256_of(origin) == before:
            shutil.copyfile(origin, stage)
            if sha256_of(stage) == before:
                return COPIED
        with tempfile.TemporaryDirectory(prefix="repair-") as folder:
            for number, step in enumerate(steps[:-1]):
                # The format may be recognized by the name, which every step keeps.
                earlier = Path(folder, str(number), path.name)
                earlier.parent.mkdir()
                self._undo_step(step, path, earlier)
                path = earlier
            return self._undo_step(steps[-1], path, stage)

    def _undo_step(self, cleaned: CleanedFile, path: Path, stage: Path) -> str:
        """Write the content of ``path`` before one cleaning to ``stage``; return how exact it is."""
        before, unpacked = str(cleaned.line["sha256_before"]), str(cleaned.line["unpacked_sha256_before"])
        options = _read_options(cleaned)
        if self._undo_whole(cleaned, path, stage, options.max_bytes):
            return EXACT
        job = FileJob(InputFile(path, path.name), path, digest=sha256_of(path))
        output = StagedOutput(job, stage, options, alone=False)
        try:
            edited = self._log.edits(cleaned)
            number, edits = next(edited, (-1, []))
            for record in _records(cleaned, path, options):
                if record.number == number:
                    output.put(record, without_edits(path, record.raw, edits))
                    number, edits = next(edited, (-1, []))
                else:
                    output.put(record, record.raw)
            digest = output.finish()
        except BaseException:
            output.discard()
            raise
        if digest != before and output.after.hexdigest() != unpacked:
            raise EditError.of(INEXACT, path=path)
        return EXACT if digest == before or compressed_as_before(stage, before) else INSIDE

    def _undo_whole(self, cleaned: CleanedFile, path: Path, stage: Path, limit: int) -> bool:
        """Write the content of ``path`` before a cleaning that read it as one text; return whether it was one.

        A command can read a file as one text that others read as many records, such as one of several wire messages.
        """
        edits = list(islice(self._log.edits(cleaned), 2))
        if len(edits) != 1 or edits[0][0] != 0 or path.stat().st_size > limit:
            return False
        try:
            content = without_edits(path, path.read_bytes(), edits[0][1])
        except EditError:
            return False
        if hashlib.sha256(content).hexdigest() != cleaned.line["sha256_before"]:
            return False
        stage.write_bytes(content)
        return True

    def _record_undo(self, history: Sequence[CleanedFile], path: Path) -> None:
        """Record in the ledger that a file was restored, so that it is not cleaned again."""
        if self._ledger is None:
            return
        for cleaned in history:
            row, line = self._ledger.row(cleaned.target), cleaned.line
            cleaning = CleaningRecord(str(line["cleaning"]), str(line["file"]), str(line["output"]))
            self._ledger.audit.append(undo_line(cleaning, str(path)))
            if row is not None:
                self._ledger.add(replace(row, state=UNDONE, stage=""))
        if self._ledger.pending >= _GROUP_FILES:
            self._ledger.commit()


def _committed_end(folder: Path) -> int | None:
    """Return the length of the committed part of the audit log in a ledger (bytes); None if a run is using it."""
    try:
        return committed_number(folder, "audit")
    except sqlite3.Error:
        return None


def _read_options(cleaned: CleanedFile) -> ReadOptions:
    """Return the options for reading a cleaned file: those of the copy, with a higher limit for text that was added."""
    return ReadOptions(
        format=cleaned.line["form"],
        text_fields=tuple(str(field) for field in cleaned.line["text_fields"]),
        max_bytes=int(cleaned.line["max_bytes"]) + _MAX_GROWTH,
        max_unpacked=_NO_LIMIT,
        max_ratio=float("inf"),
    )


def _records(cleaned: CleanedFile, path: Path, options: ReadOptions) -> Iterator[Record]:
    """Yield the records that the edits of a cleaning are in; one record if the file was read as a whole."""
    if cleaned.line.get("whole"):
        yield Record(0, path.read_bytes(), None)
    else:
        yield from records(path, options)
