"""Decides whether a file must be cleaned: not if it is finished, and not if its output would destroy something.

A file is finished if its bytes and its settings (including model and gazetteer) are those in the manifest. The file
system's stamp is trusted where it proves that a file is unchanged; otherwise the bytes are hashed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from repair.batch.events import FileJob, Skipped
from repair.batch.file_identity import escape_path, file_stamp, sha256_of, trusted_stamp, unescape_path
from repair.batch.ledger import FOLDER, Ledger
from repair.batch.manifest import BAD, UNDONE, LedgerRow
from repair.core.errors import FormatError
from repair.core.messages import TAKEN
from repair.core.overwrite_protection import ELSEWHERE_OR_IN_PLACE, Originals
from repair.formats import InputFile

TAKEN_BEFORE = "an earlier run has written {target} for {other}; give another folder to --out"
FOREIGN = "a file that `repair` did not write exists at {target}; give another folder to --out"
EDITED = "{target} was changed after it was cleaned, so it is left alone; to clean this file again, move that one away"
OUTSIDE = "the output {target} would lie outside the folder given to --out; give another folder"

FINISHED = "finished in an earlier run"
UNDONE_BEFORE = "undone with repair undo; delete its output to clean it again"

_MAX_FOLDERS = 1000  # folders in the cache of whether a folder is inside the output folder


@dataclass(slots=True)
class AdmitAll:
    """Admits every file; for calls that keep no ledger."""

    def __call__(self, file: InputFile) -> FileJob:
        """Return the job of cleaning ``file``, or raise `FormatError` if it cannot be read."""
        file_stamp(file.path)
        return FileJob(file, file.path, digest=sha256_of(file.path))


@dataclass(slots=True)
class Admission:
    """Admits the files that are not finished.

    Attributes:
        ledger: Where finished files are recorded.
        settings: Hash of everything besides the copy that determines the outcome.
        run: Number of this run.
        watching: Whether to skip a bad file in this run until it changes.
        clean_finished: Whether to clean finished files too.
        originals: Input files, which must not be overwritten.
        _used: The settings with which this run has cleaned before, while a folder is watched.
        _claims: By the name of an output, the path of the file that is being cleaned into it.
        _inside: By folder, whether it is inside the output folder.
    """

    ledger: Ledger
    settings: str
    run: int
    watching: bool = False
    clean_finished: bool = False
    originals: Originals = field(default_factory=Originals)
    _used: set[str] = field(default_factory=set)
    _claims: dict[str, str] = field(default_factory=dict)
    _inside: dict[Path, bool] = field(default_factory=dict)

    def __call__(self, file: InputFile) -> FileJob | Skipped:
        """Return the job of cleaning ``file``, or the reason why there is nothing to do.

        ``origin`` is the absolute path of the file as the ledger writes it, ``times`` how often it has been cleaned,
        this time included, and ``logged`` whether its lines are in the logs already.

        Raises:
            FormatError: If the file cannot be read, or its output would overwrite something.
        """
        stamp = file_stamp(file.path)
        target = self._target(file)
        origin = escape_path(os.path.abspath(file.path))
        row = self.ledger.row(target)
        finished, digest = (False, "") if row is None else self._is_finished(row, file, stamp)
        if row is not None and finished and not self.clean_finished:
            reason = self._reason_to_skip(row, target)
            if reason is not None:
                return Skipped(str(file.path), reason)
        self._refuse_loss(file, target, origin, row)
        self._claims[target] = origin
        # A finished file whose output is missing is cleaned again, but its lines are already in the logs.
        logged = row is not None and finished and row.state not in (BAD, UNDONE)
        times = 1 if row is None else row.times + (bool(row.result) and not logged)
        return FileJob(file, file.path, target, digest or sha256_of(file.path), stamp, times, logged)

    def use_settings(self, settings: str) -> None:
        """Use other settings for copy that arrives from now on; copy finished with earlier settings stays finished."""
        self._used.add(self.settings)
        self.settings = settings

    def release(self, job: FileJob) -> None:
        """Release the claim to the output of ``job``, which the ledger now records."""
        self._claims.pop(job.target, None)

    def _reason_to_skip(self, row: LedgerRow, target: str) -> str | None:
        """Return why a finished file is skipped; None if its output is missing."""
        if row.state == BAD:
            return row.why
        if not os.path.lexists(self.ledger.output_path(target)):
            return None
        return UNDONE_BEFORE if row.state == UNDONE else FINISHED

    def _is_finished(self, row: LedgerRow, file: InputFile, stamp: str) -> tuple[bool, str]:
        """Return whether ``row`` is about these bytes and settings, and the SHA-256 of the bytes if it was computed.

        A file that could not be cleaned (`BAD`) is finished only for the run that watches: the next run tries it again.
        """
        is_of_this_watch = self.watching and row.run == self.run
        if row.state == BAD and not is_of_this_watch:
            return False, ""
        # When sources or decisions change while a folder is watched, the change applies to copy that arrives later.
        has_other_settings = row.settings not in (self.settings, *self._used)
        if has_other_settings and not is_of_this_watch:
            return False, ""
        if row.stamp == stamp:
            return True, ""
        digest = sha256_of(file.path)
        if digest == row.digest or (self.ledger.out is None and digest == row.result):
            self.ledger.update_stamp(unescape_path(row.target), trusted_stamp(stamp))
            return True, digest
        return False, digest

    def _target(self, file: InputFile) -> str:
        """Return the name of the output of ``file``, or raise `FormatError` if it leaves the output folder."""
        out = self.ledger.out
        if out is None:
            return os.path.realpath(file.path)
        target = out / file.name
        parts = Path(file.name).parts
        leaves = ".." in parts or parts[0] == FOLDER or os.path.isabs(file.name)
        if leaves or not self._lies_within(out, target.parent):
            raise FormatError.of(OUTSIDE, path=file.path, target=target)
        return file.name

    def _lies_within(self, out: Path, folder: Path) -> bool:
        """Return whether ``folder`` is under ``out`` after links are resolved; recent results are cached."""
        if folder not in self._inside:
            if len(self._inside) > _MAX_FOLDERS:
                self._inside.clear()
            root = os.path.join(os.path.realpath(out), "")
            self._inside[folder] = os.path.join(os.path.realpath(folder), "").startswith(root)
        return self._inside[folder]

    def _refuse_loss(self, file: InputFile, target: str, origin: str, row: LedgerRow | None) -> None:
        """Raise `FormatError` if writing ``target`` would destroy an original, another output or a person's edits."""
        if self.ledger.out is None:
            return
        path = self.ledger.output_path(target)
        self.originals.refuse(path, name=file.path, instead=ELSEWHERE_OR_IN_PLACE)
        claimed_by = self._claims.get(target, origin)
        if claimed_by != origin or (row is not None and row.origin != origin and row.run == self.run):
            raise FormatError.of(TAKEN, path=file.path, target=path)
        if row is not None and row.origin != origin and row.result:
            raise FormatError.of(TAKEN_BEFORE, path=file.path, target=path, other=row.origin)
        if (row is None or not row.result) and os.path.lexists(path):
            Originals([file.path]).refuse(path, name=file.path, instead=ELSEWHERE_OR_IN_PLACE)
            raise FormatError.of(FOREIGN, path=file.path, target=path)
        if row is None or not os.path.lexists(path):
            return
        if sha256_of(path) not in (row.result, row.digest):  # an undone file has the bytes of the original
            raise FormatError.of(EDITED, path=file.path, target=path)
