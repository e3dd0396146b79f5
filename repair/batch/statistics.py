"""The figures of a whole folder, read from its books: the same however often the batch was stopped on the way.

The books may be larger than memory, so names are counted in a temporary file.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repair.batch.audit import EDIT
from repair.batch.counters import OTHERS, reason
from repair.batch.ledger import AUDIT, BAD, MANIFEST, QUEUE, UNDONE
from repair.core.errors import FormatError

NO_BOOKS = "{path}: there are no books of a batch; give the folder that copy was cleaned into"

BINS = 20  # of confidences, each 0.05 wide
_TOP = 20
_HELD = 20_000  # names counted in memory before they go to the file
_KINDS = 50


@dataclass(frozen=True, slots=True)
class NameCount:
    """A name that mangled forms were replaced with: how often, and the forms, each with its count."""

    name: str
    count: int
    forms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BatchStatistics:
    """What a page of figures tells; confidences are counts in `BINS` bins from 0 to 1.

    ``spread`` says how many names were written so many times: once, twice, 3 to 5 times, 6 to 10 times, more often.
    """

    files: int
    documents: int
    edits: int
    queued: int
    flagged: int
    undone: int
    skipped: tuple[tuple[str, int], ...]
    made: tuple[int, ...]
    waiting: tuple[int, ...]
    names: tuple[NameCount, ...]
    spread: tuple[int, ...]
    signature: str


class _Names:
    """Counts pairs of a name and the form it replaced, exactly, in bounded memory."""

    def __init__(self) -> None:
        self._held: Counter[tuple[str, str]] = Counter()
        self._base = sqlite3.connect("")  # lives in a temporary file
        self._base.execute(
            "CREATE TABLE pairs (name TEXT, form TEXT, count INTEGER, PRIMARY KEY (name, form)) WITHOUT ROWID"
        )

    def add(self, name: str, form: str) -> None:
        """Count one edit."""
        self._held[name, form] += 1
        if len(self._held) >= _HELD:
            self._flush()

    def top(self) -> tuple[NameCount, ...]:
        """Return the names written most often, with their commonest forms."""
        self._flush()
        found = []
        query = "SELECT name, SUM(count) AS total FROM pairs GROUP BY name ORDER BY total DESC, name LIMIT ?"
        for name, count in self._base.execute(query, (_TOP,)).fetchall():
            forms = self._base.execute(
                "SELECT form, count FROM pairs WHERE name = ? ORDER BY count DESC, form LIMIT 4", (name,)
            )
            found.append(NameCount(name, count, tuple(forms)))
        return tuple(found)

    def spread(self) -> tuple[int, ...]:
        """Return how many names were written once, twice, 3 to 5 times, 6 to 10 times, more often."""
        self._flush()
        counts = [0, 0, 0, 0, 0]
        for (total,) in self._base.execute("SELECT SUM(count) FROM pairs GROUP BY name"):
            counts[sum(total > limit for limit in (1, 2, 5, 10))] += 1
        return tuple(counts)

    def close(self) -> None:
        """Let go of the temporary file."""
        self._base.close()

    def _flush(self) -> None:
        self._base.executemany(
            "INSERT INTO pairs VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            ((name, form, count) for (name, form), count in self._held.items()),
        )
        self._held.clear()


def batch_statistics(books: Path) -> BatchStatistics:
    """Return the figures of the batch whose books lie in the folder ``books``."""
    if not (books / MANIFEST).is_file():
        raise FormatError(NO_BOOKS.format(path=books))
    made, waiting, signature = [0] * BINS, [0] * BINS, ""
    names = _Names()
    for line in _lines(books / AUDIT):
        # A name that was mended in several words has a line for each; logs of earlier versions have one a name.
        if line.get("what") == EDIT and not line.get("part"):
            made[_bin(line["confidence"])] += 1
            names.add(line.get("replacement") or line["after"], line.get("surface") or line["before"])
            signature = line["signature"]
    for line in _lines(books / QUEUE):
        signature = signature or line["signature"]
        if line["action"] != "flag":
            waiting[_bin(line["confidence"])] += 1
    top, spread = names.top(), names.spread()
    names.close()
    files, documents, edits, queued, flagged, undone, skipped = _files(books / MANIFEST)
    return BatchStatistics(
        files, documents, edits, queued, flagged, undone, skipped,
        tuple(made), tuple(waiting), top, spread, signature,
    )  # fmt: skip


def _files(path: Path) -> tuple[int, int, int, int, int, int, tuple[tuple[str, int], ...]]:
    """Return what the manifest counts."""
    base = sqlite3.connect(path)
    try:
        sums = ", ".join(f"COALESCE(SUM({name}), 0)" for name in ("documents", "edits", "queued", "flagged"))
        good = base.execute(f"SELECT COUNT(*), {sums} FROM files WHERE state != '{BAD}'").fetchone()
        undone = base.execute(f"SELECT COUNT(*) FROM files WHERE state = '{UNDONE}'").fetchone()[0]
        skipped: Counter[str] = Counter()
        for origin, why in base.execute(f"SELECT origin, why FROM files WHERE state = '{BAD}'"):
            words = why.partition(": ")[2] if why.split(": ")[0].endswith(Path(origin).name) else why
            kind = reason("", words)
            skipped[kind if kind in skipped or len(skipped) < _KINDS else OTHERS] += 1
    finally:
        base.close()
    return *good, undone, tuple(skipped.most_common())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the whole lines of a log."""
    with open(path, "rb") as stream:
        for raw in stream:
            if raw.endswith(b"\n"):
                yield json.loads(raw)


def _bin(confidence: float) -> int:
    """Return the number of the bin that ``confidence`` (0-1) falls into.

    >>> _bin(0.0), _bin(0.95), _bin(1.0)
    (0, 19, 19)
    """
    return min(int(confidence * BINS + 1e-9), BINS - 1)
