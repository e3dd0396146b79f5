"""Carries out decisions on files in place and logs them in the ledger that knows the files, so that undo works.

A file that a batch cleaned is entered in the ledger of that batch; any other in a ledger of its own folder. What is
written in which order is described in ``ledger``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repair.batch.file_identity import escape_path, sha256_of
from repair.batch.ledger import FOLDER, Ledger
from repair.batch.log_lines import CleaningRecord, FileSummary, Signature, cleaning_id, edit_line, file_line
from repair.batch.manifest import MANIFEST, STAGED, LedgerRow
from repair.batch.outcome import applied_edits
from repair.batch.writers import stage_beside
from repair.core.errors import FormatError
from repair.core.io import UNWRITABLE, keep_owner_and_mode, reason_of
from repair.core.types import Edit, Suggestion
from repair.formats import SourceDocument

BY = "repair apply"


@dataclass(frozen=True, slots=True)
class Applied:
    """A file as read, the edits to make in it, and the suggestions that they carry out."""

    reading: SourceDocument
    edits: Sequence[Edit]
    suggestions: Sequence[Suggestion]


def write_logged(applied: Applied, home: Path, *, max_bytes: int) -> Path:
    """Make the edits in the file itself and return the folder of the ledger that logs them.

    Args:
        applied: What to do to which file.
        home: The folder in whose `.repair` a file is logged that no batch knows.
        max_bytes: The most bytes a file may have when the log is read back.

    Raises:
        FormatError: If the file cannot be written, or another run uses the ledger; nothing is changed then.
    """
    path = Path(os.path.realpath(applied.reading.name))
    content = applied.reading.write_verified(applied.edits)
    ledger, target = _open_ledger(path, home)
    stage = stage_beside(path)
    try:
        row = ledger.row(target) or LedgerRow(escape_path(target), escape_path(str(path)), sha256_of(path), documents=1)
        stage.unlink(missing_ok=True)
        stage.write_bytes(content)
        keep_owner_and_mode(path, stage)
        result = _log(ledger, applied, target, content, times=row.times, max_bytes=max_bytes)
        edits = row.edits + len(applied.edits)
        ledger.add(replace(row, result=result, state=STAGED, stage=escape_path(str(stage)), edits=edits))
        ledger.commit()
        if ledger.errors:
            raise FormatError(ledger.errors[-1])
    except OSError as error:
        stage.unlink(missing_ok=True)
        raise FormatError.of(UNWRITABLE, path=path, why=reason_of(error)) from error
    finally:
        ledger.close()
    return ledger.folder


def _open_ledger(path: Path, home: Path) -> tuple[Ledger, str]:
    """Open the ledger that knows ``path``, else that of ``home``; return it with the name of the file in it."""
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


def _log(ledger: Ledger, applied: Applied, target: str, content: bytes, *, times: int, max_bytes: int) -> str:
    """Append the lines of the edits and the line that ends them; return the SHA-256 of ``content``."""
    raw, name = applied.reading.raw, applied.reading.name
    before, after = (hashlib.sha256(each).hexdigest() for each in (raw, content))
    cleaning = CleaningRecord(cleaning_id(BY, target, before, after, times), name, name)
    for edit in applied_edits(applied.reading, applied.edits, applied.suggestions):
        signature = Signature(edit.suggestion.signature or BY, "", "")
        ledger.audit.append(edit_line(cleaning, 0, edit, signature))
    summary = FileSummary(
        target=target,
        sha256_before=before,
        sha256_after=after,
        unpacked_sha256_before=before,
        unpacked_sha256_after=after,
        records=1,
        edits=len(applied.edits),
        form=None,
        text_fields=(),
        max_bytes=max_bytes,
    )
    ledger.audit.append(file_line(cleaning, summary))
    return after
