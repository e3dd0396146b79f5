"""Decisions carried out on files in place, logged in the books that know the files, so that undoing unwinds in order.

A file that a batch cleaned is entered in the books of that batch; any other in books of its own folder. What is written
and in which order is in ``ledger``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repair.batch.admission import digest_of
from repair.batch.audit import CleaningRecord, Signature, edit_line, file_line
from repair.batch.ledger import FOLDER, MANIFEST, STAGED, Ledger, LedgerRow, plain
from repair.batch.outcome import made_of
from repair.batch.writers import beside
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
    """Make the edits in the file itself and return the folder of the books that log them.

    Args:
        applied: What to do to which file.
        home: The folder in whose `.repair` a file is logged that no batch knows.
        max_bytes: The most bytes a file may have when the log is read back.

    Raises:
        FormatError: If the file cannot be written, or another run is at work in the books; nothing is changed then.
    """
    path = Path(os.path.realpath(applied.reading.name))
    content = applied.reading.write_verified(applied.edits)
    ledger, target = _open(path, home)
    stage = beside(path)
    try:
        row = ledger.row(target) or LedgerRow(plain(target), plain(str(path)), digest_of(path), documents=1)
        stage.unlink(missing_ok=True)
        stage.write_bytes(content)
        keep_owner_and_mode(path, stage)
        _log(ledger, applied, (target, content), row.times, max_bytes)
        result = hashlib.sha256(content).hexdigest()
        edits = row.edits + len(applied.edits)
        ledger.enter(replace(row, result=result, state=STAGED, stage=plain(str(stage)), edits=edits))
        ledger.commit()
        if ledger.troubles:
            raise FormatError(ledger.troubles[-1])
    except OSError as error:
        stage.unlink(missing_ok=True)
        raise FormatError(UNWRITABLE.format(path=path, why=reason_of(error))) from error
    finally:
        ledger.close()
    return ledger.folder


def _open(path: Path, home: Path) -> tuple[Ledger, str]:
    """Open the books that know ``path``, else those of ``home``; with them the name the file has in them."""
    for folder in (*path.parents, home):
        books = folder / FOLDER
        if not (books / MANIFEST).is_file():
            continue
        ledger = Ledger(books)
        root = Path(os.path.realpath(folder))
        names = [str(path)] + ([path.relative_to(root).as_posix()] if path.is_relative_to(root) else [])
        for name in names:
            if ledger.row(name) is not None:
                return ledger, name
        ledger.close()
    return Ledger(home / FOLDER), str(path)


def _log(ledger: Ledger, applied: Applied, what: tuple[str, bytes], times: int, max_bytes: int) -> None:
    """Append the lines of the edits, and the one that ends them."""
    target, content = what
    raw, name = applied.reading.raw, applied.reading.name
    before, after = (hashlib.sha256(each).hexdigest() for each in (raw, content))
    seed = (BY, target, before, after, times)
    cleaning = CleaningRecord(hashlib.sha256(repr(seed).encode()).hexdigest()[:16], name, name)
    for made in made_of(applied.reading, applied.edits, applied.suggestions):
        ledger.audit.append(edit_line(cleaning, 0, made, Signature(made.suggestion.signature or BY, "", "")))
    hashes = {"sha256_before": before, "sha256_after": after}
    unpacked = {f"unpacked_{key}": value for key, value in hashes.items()}
    form: dict[str, object] = {"form": None, "text_fields": [], "max_bytes": max_bytes}
    line = {"target": target, **hashes, **unpacked, "records": 1, "edits": len(applied.edits), **form}
    ledger.audit.append(file_line(cleaning, line))
