"""Taking back what a batch did to a file, exactly, from the audit log alone.

The file must be the one that the batch wrote, to the byte; what comes of it is checked against the hash of the
original before it takes its place. A packed file (.gz, .zst) and a Parquet file come back with the exact bytes inside;
the packing itself is the original's only where the original still exists, from which it is then copied.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repair.batch.admission import digest_of
from repair.batch.ledger import AUDIT, FOLDER, MANIFEST, UNDONE, Ledger
from repair.batch.output import Output
from repair.batch.records import Cleaning, undo_line
from repair.batch.stream import Job
from repair.batch.trail import DAMAGED, Change, Cleaned, Trail
from repair.batch.writers import beside, replace_original
from repair.errors import EditError, FormatError, RepairError
from repair.formats import Place
from repair.formats.streams import FormOptions, Piece, pieces

STALE = "{path}: has changed since it was cleaned, so it is left alone; undo that change first"
INEXACT = "{path}: what came of it is not the original, so it is left alone; please report this file"
ASTRAY = "{path}: lies outside the folder of the log; the log has been tampered with"
UNKNOWN = "{path}: the log knows of no edit in it"

COPIED, EXACT, INSIDE, ALREADY = "from the original", "exactly", "unpacked exactly, packed anew", "nothing to undo"
_GROUP = 100  # files after which the books are written; one undone that they miss is seen to be undone
_LONGER = 1 << 20  # bytes by which a document may have grown
_ANY = 1 << 62  # bytes: what the batch wrote was within its limits


@dataclass(frozen=True, slots=True)
class Restored:
    """A file that reads as the original now, and in how far: one of `COPIED`, `EXACT`, `INSIDE`, `ALREADY`."""

    path: Path
    how: str


class Undoing:
    """Takes back what the log in ``place`` (a folder that was cleaned into, its books, or an audit log) tells of.

    ``out`` is the folder for what is restored; without it cleaned copy is replaced, and the books take note.
    """

    def __init__(self, place: Path, out: Path | None = None) -> None:
        self._out = out
        audit = next((path for path in (place / FOLDER / AUDIT, place / AUDIT, place) if path.is_file()), place)
        self._books = audit.parent
        self._trail = Trail(audit)
        self._ledger: Ledger | None = None
        if out is None and (self._books / MANIFEST).is_file():
            root = self._books.parent if self._books.name == FOLDER else None
            self._ledger = Ledger(self._books, root)

    def restore(self, wanted: Sequence[str] = ()) -> Iterator[Restored | RepairError]:
        """Restore the files ``wanted`` (by the path of copy or output; none: all), and yield what came of each."""
        missing = {os.path.realpath(name): name for name in wanted}
        for cleaned in self._trail.last():
            mine: set[str] = set()
            try:
                path = self._path(cleaned)
                mine = {os.path.realpath(name) for name in (cleaned.line["file"], cleaned.line["output"], path)}
                if wanted and not mine & missing.keys():
                    continue
                yield self._one(cleaned, path)
            except RepairError as error:
                yield error
            except (KeyError, TypeError, ValueError):  # binascii.Error is a ValueError
                yield FormatError(DAMAGED.format(path=self._trail.path, at=cleaned.start))
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

    def _path(self, cleaned: Cleaned) -> Path:
        """Return where the cleaned file is."""
        target = Path(cleaned.target)
        if target.is_absolute():
            return target
        if self._books.name != FOLDER:
            return Path(str(cleaned.line["output"]))
        path = self._books.parent / target
        root = os.path.join(os.path.realpath(self._books.parent), "")
        if not os.path.realpath(path).startswith(root):
            raise FormatError(ASTRAY.format(path=path))
        return path

    def _one(self, cleaned: Cleaned, path: Path) -> Restored:
        before, after = str(cleaned.line["sha256_before"]), str(cleaned.line["sha256_after"])
        unpacked = str(cleaned.line["unpacked_sha256_before"])
        digest = digest_of(path)
        target = (
            path
            if self._out is None
            else self._out / (path.name if Path(cleaned.target).is_absolute() else cleaned.target)
        )
        if digest == before:
            self._note(cleaned, path)
            return Restored(path, ALREADY)
        if digest != after:
            raise EditError(STALE.format(path=path))
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = beside(target)
        try:
            how = self._build(cleaned, (path, stage), (before, unpacked))
            if target.exists() or self._out is None:
                replace_original(stage, target)
            else:
                os.replace(stage, target)
        finally:
            stage.unlink(missing_ok=True)
        self._note(cleaned, target)
        return Restored(target, how)

    def _build(self, cleaned: Cleaned, paths: tuple[Path, Path], hashes: tuple[str, str]) -> str:
        """Write the original to the second of ``paths``, out of the first; return how exact it is."""
        (path, stage), (before, unpacked) = paths, hashes
        origin = Path(str(cleaned.line["file"]))
        if origin.is_file() and digest_of(origin) == before:
            shutil.copyfile(origin, stage)
            if digest_of(stage) == before:
                return COPIED
        fields = tuple(str(one) for one in cleaned.line["text_fields"])
        options = FormOptions(
            form=cleaned.line["form"],
            text_fields=fields,
            max_bytes=int(cleaned.line["max_bytes"]) + _LONGER,
            max_unpacked=_ANY,
            max_ratio=float("inf"),
        )
        job = Job(Place(path, path.name), path, digest=str(cleaned.line["sha256_after"]))
        output = Output(job, stage, options, alone=False)
        try:
            changes = self._trail.changes(cleaned)
            number, here = next(changes, (-1, []))
            for piece in pieces(path, options):
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

    def _note(self, cleaned: Cleaned, path: Path) -> None:
        """Enter in the books that a cleaning was undone, so that it is not done again."""
        if self._ledger is None:
            return
        row = self._ledger.row(cleaned.target)
        line = cleaned.line
        cleaning = Cleaning(str(line["cleaning"]), str(line["file"]), str(line["output"]))
        self._ledger.audit.append(undo_line(cleaning, str(path)))
        if row is not None:
            self._ledger.enter(replace(row, state=UNDONE, stage=""))
        if self._ledger.waiting >= _GROUP:
            self._ledger.commit()


def _short(cleaned: Cleaned) -> Path:
    """Return the path that a restored file gets in another folder, and stays in it with."""
    target = Path(cleaned.target)
    if target.is_absolute():
        return Path(target.name)
    if ".." in target.parts:
        raise FormatError(ASTRAY.format(path=target))
    return target


def _without(path: Path, piece: Piece, changes: Sequence[Change]) -> bytes:
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
