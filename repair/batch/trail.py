"""An audit log read back: which cleanings can be undone, and the edits of each, record by record.

The log may be larger than memory; only where each cleaning stands in it is kept, in a temporary file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from repair.batch.ledger import plain
from repair.batch.records import EDIT, FILE, UNDO, unpack
from repair.errors import FormatError

NO_AUDIT = "{path}: there is no audit log; give the folder that copy was cleaned into, or an audit.jsonl"
DAMAGED = "{path}: the line at byte {at:,} is damaged; an exact undo is not possible with it"

_COLUMNS = "target, cleaning, start, stop, line"


@dataclass(frozen=True, slots=True)
class Change:
    """One edit in raw bytes: ``at`` counts bytes of the record before any edit."""

    at: int
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One cleaning of one file as the log has it: the line that ended it, and where its edits lie (bytes)."""

    line: dict[str, Any]
    start: int
    end: int

    @property
    def target(self) -> str:
        """The path of the output under its folder; absolute when an original was written over."""
        return str(self.line["target"])


class Trail:
    """The audit log at ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._index = sqlite3.connect("")  # lives in a temporary file
        self._index.execute(
            "CREATE TABLE files (number INTEGER PRIMARY KEY, target TEXT, cleaning TEXT, start INTEGER, stop INTEGER, "
            "line TEXT)"
        )
        self._index.execute("CREATE INDEX by_target ON files (target)")
        if not path.is_file():
            raise FormatError(NO_AUDIT.format(path=path))
        self._read()

    def last(self) -> Iterator[Cleaned]:
        """Yield the last cleaning of each file that has not been undone, in the order of the log."""
        query = "SELECT line, start, stop FROM files WHERE number IN (SELECT max(number) FROM files GROUP BY target)"
        for line, start, end in self._index.execute(f"{query} ORDER BY number"):
            yield Cleaned(json.loads(line), start, end)

    def changes(self, cleaned: Cleaned) -> Iterator[tuple[int, list[Change]]]:
        """Yield the numbers of the records that were edited, in order, each with its changes in order of place."""
        lines = (line for _, line in self._lines(cleaned.start, cleaned.end))
        mine = (line for line in lines if line.get("cleaning") == cleaned.line["cleaning"])
        for record, group in groupby(mine, key=lambda line: line["record"]):
            changes = [
                Change(one["raw_start"], unpack(one["bytes_before"]), unpack(one["bytes_after"])) for one in group
            ]
            yield record, sorted(changes, key=lambda change: change.at)

    def close(self) -> None:
        """Let go of the temporary file."""
        self._index.close()

    def _read(self) -> None:
        """Note where each cleaning stands."""
        start, current = 0, None
        for at, line in self._lines(0, None):
            cleaning, what = line.get("cleaning"), line.get("what")
            if cleaning != current:
                start, current = at, cleaning
            if what == FILE:
                values = (plain(str(line["target"])), cleaning, start, at, json.dumps(line))
                self._index.execute(
                    "INSERT INTO files (target, cleaning, start, stop, line) VALUES (?, ?, ?, ?, ?)", values
                )
                current = None
            elif what == UNDO:
                self._index.execute("DELETE FROM files WHERE cleaning = ?", (cleaning,))
            elif what != EDIT:
                raise FormatError(DAMAGED.format(path=self.path, at=at))

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
                except ValueError as error:
                    raise FormatError(DAMAGED.format(path=self.path, at=at)) from error
                if not isinstance(line, dict):
                    raise FormatError(DAMAGED.format(path=self.path, at=at))
                yield at, line
                at += len(raw)


def _change(line: dict[str, Any]) -> Change:
    return Change(int(line["raw_start"]), unpack(line["bytes_before"]), unpack(line["bytes_after"]))
