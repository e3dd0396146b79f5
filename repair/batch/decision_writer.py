"""Applies decisions to files in place and logs the edits in the ledger of the files, so that they can be undone.

A file that a batch cleaned is entered in the ledger of that batch, any other file in a ledger in its folder. ``ledger``
describes the order in which files are written.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repair.batch.events import FileJob
from repair.batch.file_identity import escape_path, sha256_of
from repair.batch.ledger import FOLDER, Ledger
from repair.batch.log_lines import CleaningRecord, FileSummary, Signature, cleaning_id, edit_line, file_line
from repair.batch.manifest import MANIFEST, STAGED, LedgerRow
from repair.batch.outcome import applied_edits
from repair.batch.staged_output import CHANGED, StagedOutput
from repair.batch.writers import stage_beside
from repair.core.errors import EditError, FormatError, RepairError
from repair.core.folder_lock import FolderLock
from repair.core.io import UNWRITABLE, keep_owner_and_mode
from repair.core.types import Edit, Suggestion
from repair.formats import InputFile, SourceDocument
from repair.formats.archive import ReadOptions, Record, records

BY = "repair apply"


@dataclass(frozen=True, slots=True)
class Applied:
    """A text as read, the edits to make in it, and the suggestions behind them."""

    source_document: SourceDocument
    edits: Sequence[Edit]
    suggestions: Sequence[Suggestion]

    @property
    def content(self) -> bytes:
        """The bytes of the text with the edits made."""
        return self.source_document.write_verified(self.edits)


@dataclass(frozen=True, slots=True)
class AppliedFile:
    """The changes to make to a file.

    Attributes:
        name: Its path as the user gave it.
        records: The changes to its records, by record number; a file that is read as one text has the number 0.
        options: How it is read; undo reads it with the same options.
        whole: Whether it is read as one text.
    """

    name: str
    records: Mapping[int, Applied]
    options: ReadOptions
    whole: bool = True

    @property
    def edit_count(self) -> int:
        """How many edits are made."""
        return sum(len(applied.edits) for applied in self.records.values())

    def content_of(self, record: Record) -> bytes:
        """Return the new bytes of ``record``, or raise `EditError` if it has changed since it was read."""
        applied = self.records.get(record.number)
        if applied is None or not applied.edits:
            return record.raw
        if applied.source_document.raw != record.raw:
            raise EditError.of(CHANGED, path=self.name)
        return applied.content


@dataclass(frozen=True, slots=True)
class _Digests:
    """SHA-256 of a file and of its unpacked records, before and after the edits."""

    before: str
    after: str
    unpacked_before: str
    unpacked_after: str


def write_logged(file: AppliedFile, home: Path) -> Path:
    """Make the edits in the file itself and return the folder of the ledger that logs them.

    Args:
        file: The file and its changes.
        home: The folder in whose `.repair` a file is logged if no batch cleaned it.

    Raises:
        FormatError: If the file cannot be written, or another run uses the ledger; nothing is then changed.
        EditError: If it has changed since it was read.
    """
    path = Path(os.path.realpath(file.name))
    with FolderLock([path.parent]):
        return _write_locked(file, path, home)


def _write_locked(file: AppliedFile, path: Path, home: Path) -> Path:
    """Do the work of `write_logged`, while no other run changes files in the folder."""
    ledger, target = _open_ledger(path, home)
    stage = stage_beside(path)
    try:
        row = ledger.row(target) or LedgerRow(escape_path(target), escape_path(str(path)), sha256_of(path), documents=1)
        stage.unlink(missing_ok=True)
        digests = _write_stage(file, path, stage)
        keep_owner_and_mode(path, stage)
        _log(ledger, file, target, digests, times=row.times)
        row = replace(row, result=digests.after, replaces=digests.before, edits=row.edits + file.edit_count)
        ledger.add(replace(row, state=STAGED, stage=escape_path(str(stage))))
        ledger.commit()
        for problem in (*ledger.errors, *ledger.refusals):
            if problem.path == str(ledger.output_path(target)):
                raise problem
    except OSError as error:
        raise FormatError.of(UNWRITABLE, path=path, why=error) from error
    finally:
        ledger.close()
        stage.unlink(missing_ok=True)
    return ledger.folder


def _write_stage(file: AppliedFile, path: Path, stage: Path) -> _Digests:
    """Write the file with its edits made to ``stage``."""
    if file.whole:
        applied = file.records[0]
        content = applied.content
        stage.write_bytes(content)
        if sha256_of(path) != hashlib.sha256(applied.source_document.raw).hexdigest():
            raise EditError.of(CHANGED, path=path)
        before, after = (hashlib.sha256(version).hexdigest() for version in (applied.source_document.raw, content))
        return _Digests(before, after, before, after)
    before = sha256_of(path)
    output = StagedOutput(FileJob(InputFile(path, path.name), path, digest=before), stage, file.options, alone=False)
    try:
        for record in records(path, file.options):
            output.put(record, file.content_of(record))
        after = output.finish()
    except BaseException:
        output.discard()
        raise
    return _Digests(before, after, output.before.hexdigest(), output.after.hexdigest())


def finish_interrupted(names: Iterable[str], home: Path) -> Iterator[RepairError]:
    """Complete what an interrupted call had begun, so that the files are read as they then are.

    Args:
        names: The files that are about to be changed, as the user gave them.
        home: The folder in whose `.repair` a file is logged if no batch cleaned it.

    Yields:
        What is wrong with files that cannot be moved to their places, or were changed by somebody else meanwhile.
    """
    folders = {parent for name in names for parent in Path(os.path.realpath(name)).parents}
    for folder in sorted({*folders, Path(os.path.realpath(home))}):
        if not (folder / FOLDER / MANIFEST).is_file():
            continue
        try:
            ledger = Ledger(folder / FOLDER)
        except RepairError:
            continue  # another run uses it, or it is damaged: writing the file reports that
        ledger.close()
        yield from (*ledger.errors, *ledger.refusals)


def _open_ledger(path: Path, home: Path) -> tuple[Ledger, str]:
    """Open the ledger that has ``path``, or else that of ``home``; return it with the name of the file in it."""
    for folder in (*path.parents, home):
        ledger_folder = folder / FOLDER
        if not (ledger_folder / MANIFEST).is_file():
            continue
        ledger = Ledger(ledger_folder)
        root = Path(os.path.realpath(folder))
        names = [str(path)] + ([path.relative_to(root).as_posix()] if path.is_relative_to(root) else [])
        for name in names:
            if ledger.row(name) is not None:
                return ledger, name
        ledger.close()
    return Ledger(home / FOLDER), str(path)


def _log(ledger: Ledger, file: AppliedFile, target: str, digests: _Digests, *, times: int) -> None:
    """Append the lines of the edits and the line that ends them."""
    cleaning = CleaningRecord(cleaning_id(BY, target, digests.before, digests.after, times), file.name, file.name)
    for number, applied in sorted(file.records.items()):
        for edit in applied_edits(applied.source_document, applied.edits, applied.suggestions):
            signature = Signature(edit.suggestion.signature or BY, "", "")
            ledger.audit.append(edit_line(cleaning, number, edit, signature))
    summary = FileSummary(
        target=target,
        sha256_before=digests.before,
        sha256_after=digests.after,
        unpacked_sha256_before=digests.unpacked_before,
        unpacked_sha256_after=digests.unpacked_after,
        records=len(file.records),
        edits=file.edit_count,
        form=file.options.format,
        text_fields=file.options.text_fields,
        max_bytes=file.options.max_bytes,
        whole=file.whole,
    )
    ledger.audit.append(file_line(cleaning, summary))
