"""Taking back what a batch did to a file, exactly, from the audit log alone.

The file must be the one that the batch wrote, to the byte; what comes of it is checked against the hash of the
original before it takes its place. A file that was cleaned and then changed by `repair apply` is taken back step by
step. The log may come from anybody: nothing is written outside the folder for what is restored. A packed file (.gz,
.zst) and a Parquet file come back with the exact bytes inside; the packing itself is the original's only where the
original still exists, from which it is then copied.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repair.batch.admission import digest_of
from repair.batch.audit import CleaningRecord, undo_line
from repair.batch.audit_reader import DAMAGED, AuditReader, ByteEdit, CleanedFile
from repair.batch.events import FileJob
from repair.batch.ledger import AUDIT, FOLDER, MANIFEST, UNDONE, Ledger
from repair.batch.staged_output import Output
from repair.batch.writers import beside, replace_original
from repair.core.errors import EditError, FormatError, RepairError
from repair.core.io import UNWRITABLE, reason_of
from repair.core.originals import inside
from repair.formats import InputFile
from repair.formats.archive import ReadOptions, Record, records

STALE = "{path}: has changed since it was cleaned, so it is left alone; undo that change first"
INEXACT = "{path}: what came of it is not the original, so it is left alone; please report this file"
OCCUPIED = "{path}: {target} is there already and reads otherwise; give another folder to --out"
TWICE = "{path}: {target} was already put back in this call for another file of that name; undo them in separate calls"
UNKNOWN = "{path}: the log knows of no edit in it"

COPIED, EXACT, INSIDE, ALREADY = "from the original", "exactly", "unpacked exactly, packed anew", "nothing to undo"
_GROUP = 100  # files after which the books are written; one undone that they miss is seen to be undone
_LONGER = 1 << 20  # bytes by which a document may have grown
_ANY = 1 << 62  # bytes: what the batch wrote was within its limits


@dataclass(frozen=True, slots=True)
class RestoredFile:
    """A file that reads as the original now, and in how far: one of `COPIED`, `EXACT`, `INSIDE`, `ALREADY`."""

    path: Path
    how: str


class BatchUndo:
    """Takes back what the log in ``place`` (a folder that was cleaned into, its books, or an audit log) tells of.

    ``out`` is the folder for what is restored; without it cleaned copy is replaced, and the books take note.
    """

    def __init__(self, place: Path, out: Path | None = None) -> None:
        self._out = out
        audit = next((path for path in (place / FOLDER / AUDIT, place / AUDIT, place) if path.is_file()), place)
        self._books = audit.parent
        self._root = self._books.parent if self._books.name == FOLDER else None
        self._trail = AuditReader(audit, self._root)
        self._ledger: Ledger | None = None
        self._written: set[str] = set()
        if out is None and (self._books / MANIFEST).is_file():
            self._ledger = Ledger(self._books, self._root)

    def restore(self, wanted: Sequence[str] = ()) -> Iterator[RestoredFile | RepairError]:
        """Restore the files ``wanted`` (by the path of copy or output; none: all), and yield what came of each."""
        missing = {os.path.realpath(name): name for name in wanted}
        for history in self._trail.histories():
            mine: set[str] = set()
            try:
                path = self._path(history[-1])
                names = (str(cleaned.line[key]) for cleaned in history for key in ("file", "output"))
                mine = {os.path.realpath(name) for name in (*names, str(path))}
                if wanted and not mine & missing.keys():
                    continue
                yield self._one(history, path)
            except RepairError as error:
                yield error
            except OSError as error:
                why = reason_of(error)
                yield FormatError(UNWRITABLE.format(path=history[0].line["output"], why=why))
            except (KeyError, TypeError, ValueError, OverflowError):  # binascii.Error is a ValueError
                yield FormatError(DAMAGED.format(path=self._trail.path, at=history[0].start))
            for name in mine & missing.keys():
                del missing[name]
            if wanted and not missing:
                return
        for name in missing.values():
            yield FormatError(UNKNOWN.format(path=name))

    def close(self) -> None:
        """Close log and books."""
        self._trail.close()
        if self._ledger is not None:
            if self._ledger.waiting:
                self._ledger.commit()
            self._ledger.close()

    def _path(self, cleaned: CleanedFile) -> Path:
        """Return where the cleaned file is."""
        target = Path(cleaned.target)
        if target.is_absolute():
            return target
        return Path(str(cleaned.line["output"])) if self._root is None else inside(self._root, target)

    def _destination(self, cleaned: CleanedFile, path: Path) -> Path:
        """Return where the file at ``path`` is restored to, which never leaves the folder for it."""
        if self._out is None:
            return path
        name = Path(cleaned.target)
        if name.is_absolute():
            root = Path(os.path.realpath(self._root or self._books))
            name = name.relative_to(root) if name.is_relative_to(root) else Path(name.name)
        target = inside(self._out, name)
        real = os.path.realpath(target)
        if real in self._written:
            raise FormatError(TWICE.format(path=path, target=target))
        self._written.add(real)
        return target

    def _one(self, history: Sequence[CleanedFile], path: Path) -> RestoredFile:
        """Restore one file, whose ``history`` of cleanings has the last one first."""
        original = str(history[-1].line["sha256_before"])
        target, digest = self._destination(history[-1], path), digest_of(path)
        if digest == original:
            self._note(history, path)
            return RestoredFile(path, ALREADY)
        states = [str(cleaned.line["sha256_after"]) for cleaned in history]
        if digest not in states:
            raise EditError(STALE.format(path=path))
        if self._out is not None and os.path.lexists(target):
            if not target.is_file() or digest_of(target) != original:
                raise FormatError(OCCUPIED.format(path=path, target=target))
            return RestoredFile(target, ALREADY)
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = beside(target)
        stage.unlink(missing_ok=True)  # it must not be a link to a file elsewhere
        try:
            how = self._build(history[states.index(digest) :], path, stage)
            if self._out is None:
                replace_original(stage, target)
            else:
                os.replace(stage, target)
        finally:
            stage.unlink(missing_ok=True)
        self._note(history, target)
        return RestoredFile(target, how)

    def _build(self, steps: Sequence[CleanedFile], path: Path, stage: Path) -> str:
        """Write to ``stage`` what ``path`` was before ``steps``, the last one first; return how exact it is."""
        origin, before = Path(str(steps[-1].line["file"])), str(steps[-1].line["sha256_before"])
        if origin.is_file() and digest_of(origin) == before:
            shutil.copyfile(origin, stage)
            if digest_of(stage) == before:
                return COPIED
        with tempfile.TemporaryDirectory(prefix="repair-") as folder:
            for number, step in enumerate(steps[:-1]):
                # What a file is may be told by its name, which every step keeps.
                earlier = Path(folder, str(number), path.name)
                earlier.parent.mkdir()
                self._take_back(step, path, earlier)
                path = earlier
            return self._take_back(steps[-1], path, stage)

    def _take_back(self, cleaned: CleanedFile, path: Path, stage: Path) -> str:
        """Write to ``stage`` what ``path`` was before one cleaning; return how exact it is."""
        before, unpacked = str(cleaned.line["sha256_before"]), str(cleaned.line["unpacked_sha256_before"])
        fields = tuple(str(one) for one in cleaned.line["text_fields"])
        options = ReadOptions(
            format=cleaned.line["form"],
            text_fields=fields,
            max_bytes=int(cleaned.line["max_bytes"]) + _LONGER,
            max_unpacked=_ANY,
            max_ratio=float("inf"),
        )
        job = FileJob(InputFile(path, path.name), path, digest=digest_of(path))
        output = Output(job, stage, options, alone=False)
        try:
            changes = self._trail.changes(cleaned)
            number, here = next(changes, (-1, []))
            for piece in records(path, options):
                if piece.number == number:
                    output.put(piece, _without(path, piece, here))
                    number, here = next(changes, (-1, []))
                else:
                    output.put(piece, piece.raw)
            digest = output.finish()
        except BaseException:
            output.discard()
            raise
        if digest != before and output.after.hexdigest() != unpacked:
            raise EditError(INEXACT.format(path=path))
        return EXACT if digest == before else INSIDE

    def _note(self, history: Sequence[CleanedFile], path: Path) -> None:
        """Enter in the books that a file was restored, so that it is not cleaned again."""
        if self._ledger is None:
            return
        for cleaned in history:
            row, line = self._ledger.row(cleaned.target), cleaned.line
            cleaning = CleaningRecord(str(line["cleaning"]), str(line["file"]), str(line["output"]))
            self._ledger.audit.append(undo_line(cleaning, str(path)))
            if row is not None:
                self._ledger.enter(replace(row, state=UNDONE, stage=""))
        if self._ledger.waiting >= _GROUP:
            self._ledger.commit()


def _without(path: Path, piece: Record, changes: Sequence[ByteEdit]) -> bytes:
    """Return the bytes of a record as they were before ``changes``."""
    raw, parts, done, shift = piece.raw, [], 0, 0
    for change in changes:
        start = change.at + shift
        if raw[start : start + len(change.new)] != change.new or start < done:
            raise EditError(STALE.format(path=path))
        parts += [raw[done:start], change.old]
        done = start + len(change.new)
        shift += len(change.new) - len(change.old)
    return b"".join([*parts, raw[done:]])
