"""Reads an audit log: which cleanings can be undone, and the edits of each, record by record.

The log may be larger than memory; only the position of each cleaning is stored, in a temporary database. The log may
come from anybody, so it is not trusted: a line in the wrong form makes it a damaged log.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from repair.batch.append_only_file import TOO_SHORT
from repair.batch.file_identity import escape_path
from repair.batch.log_lines import EDIT, FILE, UNDO, decode_bytes
from repair.core.errors import EditError, FormatError

STALE = "the file has changed since it was cleaned, so it is left alone; undo that change first"
NO_AUDIT = "there is no audit log here; give the folder that copy was cleaned into, or an audit.jsonl"
NO_SUCH_CLEANING = (
    "the line says that a cleaning was undone, but the log has no such cleaning, so it was changed; restore the log"
)
DAMAGED = "the line is damaged, so nothing can be undone exactly; restore the log"

# Fields that the last line of a cleaning must have, as strings.
_REQUIRED = ("target", "file", "output", "sha256_before", "sha256_after")


@dataclass(frozen=True, slots=True)
class ByteEdit:
    """One edit in raw bytes; ``start`` counts bytes of the record before any edit."""

    start: int
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """One cleaning of one file: its last log line, and the range of its edits in the log (bytes)."""

    line: dict[str, Any]
    start: int
    end: int

    @property
    def target(self) -> str:
        """The path of the output under its folder; absolute for an original that was cleaned in place."""
        return str(self.line["target"])


class AuditReader:
    """An open audit log.

    Args:
        path: The log.
        root: The folder of its relative targets, if known.
        end: Length of the committed part (bytes), if known; later lines belong to a run that was killed.

    Raises:
        FormatError: If there is no log, it is shorter than its committed part, or a line of it is damaged.
    """

    def __init__(self, path: Path, root: Path | None = None, end: int | None = None) -> None:
        self.path, self._root, self._end = path, root, end
        self._index = sqlite3.connect("")  # a temporary file, deleted when it is closed
        self._index.execute(
            "CREATE TABLE files (number INTEGER PRIMARY KEY, path TEXT, cleaning TEXT, start INTEGER, stop INTEGER, "
            "line TEXT)"
        )
        self._index.execute("CREATE INDEX by_path ON files (path, number)")
        self._index.execute("CREATE INDEX by_cleaning ON files (cleaning)")
        if not path.is_file():
            raise FormatError.of(NO_AUDIT, path=path)
        size = path.stat().st_size
        if end is not None and size < end:
            raise FormatError.of(TOO_SHORT, path=path, size=size, end=end)
        self._read()

    def histories(self) -> Iterator[tuple[CleanedFile, ...]]:
        """Yield for each file the cleanings to undo in order to restore its original, the latest first.

        An earlier cleaning belongs to the history if the later one started from its output, as when an editor's
        decisions are applied to cleaned copy. A file that was cleaned again from the original has a history of one.
        """
        for (path,) in self._index.execute("SELECT path FROM files GROUP BY path ORDER BY max(number)"):
            history: list[CleanedFile] = []
            query = "SELECT line, start, stop FROM files WHERE path = ? ORDER BY number DESC"
            for line, start, end in self._index.execute(query, (path,)):
                cleaned = CleanedFile(json.loads(line), start, end)
                if history and cleaned.line["sha256_after"] != history[-1].line["sha256_before"]:
                    break
                history.append(cleaned)
            yield tuple(history)

    def edits(self, cleaned: CleanedFile) -> Iterator[tuple[int, list[ByteEdit]]]:
        """Yield the number of each edited record, in order, with its edits in order of their starts."""
        lines = (line for _, line in self._lines(cleaned.start, cleaned.end))
        own_lines = (line for line in lines if line.get("cleaning") == cleaned.line["cleaning"])
        for record, group in groupby(own_lines, key=lambda line: line["record"]):
            yield record, sorted(map(_byte_edit, group), key=lambda edit: edit.start)

    def close(self) -> None:
        """Delete the temporary database."""
        self._index.close()

    def _read(self) -> None:
        """Index the position of each cleaning; a cleaning that was undone is removed."""
        start, current = 0, None
        for offset, line in self._lines(0, self._end):
            cleaning, what = line.get("cleaning"), line.get("what")
            if not isinstance(cleaning, str) or what not in (EDIT, FILE, UNDO):
                raise FormatError.of(DAMAGED, path=self.path, offset=offset)
            if cleaning != current:
                start, current = offset, cleaning
            if what == FILE:
                if not all(isinstance(line.get(key), str) for key in _REQUIRED):
                    raise FormatError.of(DAMAGED, path=self.path, offset=offset)
                row = (escape_path(self._output_path(line)), escape_path(cleaning), start, offset, json.dumps(line))
                self._index.execute("INSERT INTO files (path, cleaning, start, stop, line) VALUES (?, ?, ?, ?, ?)", row)
                current = None
            elif what == UNDO:
                undone = self._index.execute("DELETE FROM files WHERE cleaning = ?", (escape_path(cleaning),))
                if not undone.rowcount:
                    raise FormatError.of(NO_SUCH_CLEANING, path=self.path, offset=offset)

    def _output_path(self, line: dict[str, Any]) -> str:
        """Return the real path of the output; lines with the same path are about the same file."""
        target = line["target"] if self._root is not None or os.path.isabs(line["target"]) else line["output"]
        return os.path.normpath(os.path.join(os.path.realpath(self._root or ""), target))

    def _lines(self, start: int, end: int | None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the lines that begin between two offsets (bytes), each with its offset."""
        with open(self.path, "rb") as stream:
            stream.seek(start)
            offset = start
            for raw in stream:
                if end is not None and offset >= end:
                    return
                if not raw.endswith(b"\n"):
                    return  # torn by a run that was killed, and so not part of the log
                try:
                    line = json.loads(raw)
                except (ValueError, RecursionError) as error:
                    raise FormatError.of(DAMAGED, path=self.path, offset=offset) from error
                if not isinstance(line, dict):
                    raise FormatError.of(DAMAGED, path=self.path, offset=offset)
                yield offset, line
                offset += len(raw)


def _byte_edit(line: dict[str, Any]) -> ByteEdit:
    return ByteEdit(int(line["raw_start"]), decode_bytes(line["bytes_before"]), decode_bytes(line["bytes_after"]))


def without_edits(path: Path, raw: bytes, edits: Sequence[ByteEdit]) -> bytes:
    """Return the bytes of a record as they were before its edits.

    Args:
        path: The file, for the error.
        raw: The bytes of the record after the edits.
        edits: The edits, in order of place.

    Raises:
        EditError: The bytes are not those that the edits led to.
    """
    parts, done, shift = [], 0, 0
    for edit in edits:
        start = edit.start + shift
        if raw[start : start + len(edit.new)] != edit.new or start < done:
            raise EditError.of(STALE, path=path)
        parts += [raw[done:start], edit.old]
        done = start + len(edit.new)
        shift += len(edit.new) - len(edit.old)
    return b"".join([*parts, raw[done:]])
