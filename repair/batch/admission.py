"""Whether a file has to be cleaned: not when that was done before, and not when its output would destroy something.

Finished is a file whose bytes and whose settings (model and gazetteer among them) are those of the manifest. The file
system's word that a file is unchanged is taken where it can be trusted, else the bytes are hashed.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path

from repair.batch.events import FileJob, Skipped
from repair.batch.ledger import BAD, FOLDER, UNDONE, Ledger, LedgerRow, plain, real
from repair.core import io as files
from repair.core.errors import FormatError
from repair.core.io import reason_of
from repair.core.originals import Originals
from repair.formats import InputFile

TAKEN = "{path}: {target} was already written in this call for another file of that name; give them in separate calls"
TAKEN_BEFORE = "{path}: {target} was written before for {other}; give another folder to --out"
FOREIGN = "{path}: {target} is there already and was not written by this tool; give another folder to --out"
EDITED = "{path}: {target} was changed after it was cleaned and is left as it is; move it away to clean this one again"
ASTRAY = "{path}: {target} lies outside the folder given to --out; give another folder"
CHANGED = "{path}: changed while it was read; run again when it is complete"

FINISHED = "finished before"
TAKEN_BACK = "undone by a person"

_FOLDERS = 1000  # whose place is remembered
_RACE = 2_000_000_000  # nanoseconds: a file that changed so recently may change again within one tick of its clock


@dataclass(slots=True)
class Free:
    """Admits every file; for when nothing is remembered."""

    def __call__(self, place: InputFile) -> FileJob:
        """Return the job of cleaning ``place``."""
        stamp_of(place.path)
        return FileJob(place, place.path, digest=digest_of(place.path))


@dataclass(slots=True)
class Admission:
    """Admits what is not finished; ``settings`` is a hash of all that decides the outcome beside the copy.

    ``watching``: a file that was bad is not tried again in this run until it changes. ``again``: what is finished is
    cleaned all the same. ``originals`` are the files that were given to be read.
    """

    ledger: Ledger
    settings: str
    run: int
    watching: bool = False
    again: bool = False
    originals: Originals = field(default_factory=Originals)
    _claims: dict[str, str] = field(default_factory=dict)
    _inside: dict[Path, bool] = field(default_factory=dict)

    def __call__(self, place: InputFile) -> FileJob | Skipped:
        """Return the job of cleaning ``place``, or why there is none; `FormatError` when it must not be cleaned."""
        stamp = stamp_of(place.path)
        target = self._target(place)
        origin = plain(os.path.abspath(place.path))
        row = self.ledger.row(target)
        digest = ""
        if row is not None:
            finished, digest = self._finished(row, place, stamp)
            why = self._why_left(row, target) if finished and not self.again else None
            if why is not None:
                return Skipped(str(place.path), why)
        self._refuse_loss(place, target, origin, row)
        self._claims[target] = origin
        told = row is not None and finished and row.state not in (BAD, UNDONE)
        times = 1 if row is None else row.times + (bool(row.result) and not told)
        return FileJob(place, place.path, target, digest or digest_of(place.path), stamp, times, told)

    def release(self, job: FileJob) -> None:
        """Take note that ``job`` has been entered in the ledger."""
        self._claims.pop(job.target, None)

    def _why_left(self, row: LedgerRow, target: str) -> str | None:
        """Return why a finished file needs nothing, None when its output is gone."""
        if row.state == BAD:
            return row.why
        if row.state == UNDONE:
            return TAKEN_BACK
        return FINISHED if os.path.lexists(self.ledger.place(target)) else None

    def _finished(self, row: LedgerRow, place: InputFile, stamp: str) -> tuple[bool, str]:
        """Tell whether ``row`` is about these very bytes and settings; with it their hash, if it had to be made."""
        if row.state == BAD and not (self.watching and row.run == self.run):
            return False, ""
        if row.settings != self.settings and row.state != BAD:
            return False, ""
        if row.stamp == stamp:
            return True, ""
        digest = digest_of(place.path)
        if digest == row.digest or (self.ledger.out is None and digest == row.result):
            self.ledger.restamp(real(row.target), keepable(stamp))
            return True, digest
        return False, digest

    def _target(self, place: InputFile) -> str:
        """Return what the output of ``place`` is called, once it is sure that it stays in its folder."""
        out = self.ledger.out
        if out is None:
            return os.path.realpath(place.path)
        target = out / place.name
        parts = Path(place.name).parts
        if ".." in parts or parts[0] == FOLDER or os.path.isabs(place.name) or not self._within(out, target.parent):
            raise FormatError(ASTRAY.format(path=place.path, target=target))
        return place.name

    def _within(self, out: Path, folder: Path) -> bool:
        """Tell whether ``folder`` lies under ``out`` once links are resolved; the last answers are kept."""
        if folder not in self._inside:
            if len(self._inside) > _FOLDERS:
                self._inside.clear()
            root = os.path.join(os.path.realpath(out), "")
            self._inside[folder] = os.path.join(os.path.realpath(folder), "").startswith(root)
        return self._inside[folder]

    def _refuse_loss(self, place: InputFile, target: str, origin: str, row: LedgerRow | None) -> None:
        """Raise `FormatError` if writing ``target`` would destroy an original, an output or edits of somebody else."""
        if self.ledger.out is None:
            return
        path = self.ledger.place(target)
        self.originals.refuse(path, name=place.path)
        other = self._claims.get(target, origin)
        if other != origin or (row is not None and row.origin != origin and row.run == self.run):
            raise FormatError(TAKEN.format(path=place.path, target=path))
        if row is not None and row.origin != origin and row.result:
            raise FormatError(TAKEN_BEFORE.format(path=place.path, target=path, other=row.origin))
        if (row is None or not row.result) and os.path.lexists(path):
            Originals([place.path]).refuse(path, name=place.path)
            raise FormatError(FOREIGN.format(path=place.path, target=path))
        if row is None or not os.path.lexists(path):
            return
        if digest_of(path) not in (row.result, row.digest):  # an undone file reads as the original did
            raise FormatError(EDITED.format(path=place.path, target=path))


def stamp_of(path: Path) -> str:
    """Return what the file system says of ``path``, or raise `FormatError` if it is no plain file."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise FormatError(files.MISSING.format(path=path)) from error
    except (OSError, ValueError) as error:
        raise FormatError(files.UNREADABLE.format(path=path, why=reason_of(error))) from error
    if stat.S_ISDIR(status.st_mode):
        raise FormatError(files.FOLDER.format(path=path))
    # A device or a pipe can be endless, or never answer.
    if not stat.S_ISREG(status.st_mode):
        raise FormatError(files.SPECIAL.format(path=path))
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}:{status.st_dev}"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of the bytes of ``path``."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise FormatError(files.UNREADABLE.format(path=path, why=reason_of(error))) from error


def keepable(stamp: str) -> str:
    """Return ``stamp`` if it will prove that the file is unchanged, else an empty text."""
    changed = int(stamp.split(":")[2])
    return stamp if time.time_ns() - changed > _RACE else ""
