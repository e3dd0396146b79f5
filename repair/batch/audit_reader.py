"""An audit log read back: which cleanings can be undone, and the edits of each, record by record.

The log may be larger than memory; only where each cleaning stands in it is kept, in a temporary file. Anybody may have
written the log, so nothing in it is believed: whatever does not have the right form makes it a damaged log.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from repair.batch.audit import EDIT, FILE, UNDO, unpack
from repair.batch.ledger import plain
from repair.core.errors import FormatError

NO_AUDIT = "{path}: there is no audit log; give the folder that copy was cleaned into, or an audit.jsonl"
DAMAGED = "{path}: the line at byte {at:,} is damaged; an exact undo is not possible with it"

_TEXTS = ("target", "file", "output", "sha256_before", "sha256_after")  # what the line that ends a cleaning must hold


@dataclass(frozen=True, slots=True)
class ByteEdit:
    """One edit in raw bytes: ``at`` counts bytes of the record before any edit."""

    at: int
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """One cleaning of one file as the log has it: the line that ended it, and where its edits lie (bytes)."""

    line: dict[str, Any]
    start: int
    end: int

    @property
    def target(self) -> str:
        """The path of the output under its folder; absolute when an original was written over."""
        return str(self.line["target"])


class AuditReader:
    """The audit log at ``path``; ``root`` is the folder that its relative targets are in, if it is known."""

    def __init__(self, path: Path, root: Path | None = None) -> None:
        self.path, self._root = path, root
        self._index = sqlite3.connect("")  # lives in a temporary file
        self._index.execute(
            "CREATE TABLE files (number INTEGER PRIMARY KEY, place TEXT, cleaning TEXT, start INTEGER, stop INTEGER, "
            "line TEXT)"
        )
        self._index.execute("CREATE INDEX by_place ON files (place, number)")
        self._index.execute("CREATE INDEX by_cleaning ON files (cleaning)")
        if not path.is_file():
            raise FormatError(NO_AUDIT.format(path=path))
        self._read()

    def histories(self) -> Iterator[tuple[CleanedFile, ...]]:
        """Yield for each file the cleanings that are to be undone to have its original, the last one first.

        A cleaning belongs to it if the next one began with what it wrote, as when a person's decisions are applied to
        cleaned copy. What was cleaned anew from the original has a history of one.
        """
        for (place,) in self._index.execute("SELECT place FROM files GROUP BY place ORDER BY max(number)"):
            history: list[CleanedFile] = []
            query = "SELECT line, start, stop FROM files WHERE place = ? ORDER BY number DESC"
            for line, start, end in self._index.execute(query, (place,)):
                cleaned = CleanedFile(json.loads(line), start, end)
                if history and cleaned.line["sha256_after"] != history[-1].line["sha256_before"]:
                    break
                history.append(cleaned)
            yield tuple(history)

    def changes(self, cleaned: CleanedFile) -> Iterator[tuple[int, list[ByteEdit]]]:
        """Yield the numbers of the records that were edited, in order, each with its changes in order of place."""
        lines = (line for _, line in self._lines(cleaned.start, cleaned.end))
        mine = (line for line in lines if line.get("cleaning") == cleaned.line["cleaning"])
        for record, group in groupby(mine, key=lambda line: line["record"]):
            yield record, sorted(map(_change, group), key=lambda change: change.at)

    def close(self) -> None:
        """Let go of the temporary file."""
        self._index.close()

    def _read(self) -> None:
        """Note where each cleaning stands."""
        start, current = 0, None
        for at, line in self._lines(0, None):
            cleaning, what = line.get("cleaning"), line.get("what")
            if not isinstance(cleaning, str) or what not in (EDIT, FILE, UNDO):
                raise FormatError(DAMAGED.format(path=self.path, at=at))
            if cleaning != current:
                start, current = at, cleaning
            if what == FILE:
                if not all(isinstance(line.get(key), str) for key in _TEXTS):
                    raise FormatError(DAMAGED.format(path=self.path, at=at))
                values = (plain(self._place(line)), plain(cleaning), start, at, json.dumps(line))
                self._index.execute(
                    "INSERT INTO files (place, cleaning, start, stop, line) VALUES (?, ?, ?, ?, ?)", values
                )
                current = None
            elif what == UNDO:
                self._index.execute("DELETE FROM files WHERE cleaning = ?", (plain(cleaning),))

    def _place(self, line: dict[str, Any]) -> str:
        """Return what tells that two lines are about one file, whether it was written into a folder or in place."""
        target = line["target"] if self._root is not None or os.path.isabs(line["target"]) else line["output"]
        return os.path.normpath(os.path.join(os.path.realpath(self._root or ""), target))

    def _lines(self, start: int, end: int | None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the lines between two places, each with its own."""
        with open(self.path, "rb") as stream:
            stream.seek(start)
            at = start
            for raw in stream:
                if end is not None and at >= end:
                    return
                if not raw.endswith(b"\n"):
                    return  # torn by a run that was killed, and so not part of the log
                try:
                    line = json.loads(raw)
                except (ValueError, RecursionError) as error:
                    raise FormatError(DAMAGED.format(path=self.path, at=at)) from error
                if not isinstance(line, dict):
                    raise FormatError(DAMAGED.format(path=self.path, at=at))
                yield at, line
                at += len(raw)


def _change(line: dict[str, Any]) -> ByteEdit:
    return ByteEdit(int(line["raw_start"]), unpack(line["bytes_before"]), unpack(line["bytes_after"]))
