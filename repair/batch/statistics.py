"""The figures of a whole output folder, read from its ledger; interruptions of the batch do not affect them.

The logs may be larger than memory, so names are counted in a temporary database.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from repair.batch.counters import count_reason
from repair.batch.file_identity import unescape_path
from repair.batch.ledger import AUDIT, QUEUE
from repair.batch.log_lines import EDIT
from repair.batch.manifest import BAD, MANIFEST, UNDONE
from repair.core.errors import FormatError

NO_LEDGER = "there is no ledger of a batch here; give the folder that copy was cleaned into"

BINS = 20  # of confidences, each 0.05 wide
_TOP_NAMES = 20
_TOP_FORMS = 4
FIRST_FILES = 8  # files named for each notice
_MAX_PAIRS_IN_MEMORY = 20_000  # pairs counted in memory before they go to the database


@dataclass(frozen=True, slots=True)
class NameCount:
    """A name that mangled forms were replaced with: how often, and its most frequent forms with their counts."""

    name: str
    count: int
    forms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class NoticeCount:
    """The key of a notice, how many documents there is such a notice about, and the first of their files,
    one more than are to be named where there are more."""

    key: str
    documents: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchStatistics:
    """The figures of the report page.

    Attributes:
        files: Files cleaned.
        documents: Documents in them.
        edits: Suggestions applied.
        queued: Suggestions left to an editor.
        flagged: Unverified names.
        undone: Files restored.
        failed: Files that could not be cleaned: reasons with their counts, the most frequent first.
        notices: The notices about whole documents, the most frequent first.
        applied_by_confidence: Suggestions applied, in `BINS` bins of confidence from 0 to 1.
        queued_by_confidence: Suggestions left to an editor, in the same bins.
        names: The names written most often.
        repeats: How many names were written once, twice, 3 to 5 times, 6 to 10 times, and more often.
        signature: The signature of the suggestions.
    """

    files: int
    documents: int
    edits: int
    queued: int
    flagged: int
    undone: int
    failed: tuple[tuple[str, int], ...]
    notices: tuple[NoticeCount, ...]
    applied_by_confidence: tuple[int, ...]
    queued_by_confidence: tuple[int, ...]
    names: tuple[NameCount, ...]
    repeats: tuple[int, ...]
    signature: str


class _NameCounter:
    """Counts pairs of a name and the form it replaced, exactly, in bounded memory."""

    def __init__(self) -> None:
        self._buffered: Counter[tuple[str, str]] = Counter()
        self._base = sqlite3.connect("")  # a temporary file, deleted when it is closed
        self._base.execute(
            "CREATE TABLE pairs (name TEXT, form TEXT, count INTEGER, PRIMARY KEY (name, form)) WITHOUT ROWID"
        )

    def add(self, name: str, form: str) -> None:
        """Count one edit."""
        self._buffered[name, form] += 1
        if len(self._buffered) >= _MAX_PAIRS_IN_MEMORY:
            self._flush()

    def top(self) -> tuple[NameCount, ...]:
        """Return the names written most often, with their most frequent forms."""
        self._flush()
        counts = []
        query = "SELECT name, SUM(count) AS total FROM pairs GROUP BY name ORDER BY total DESC, name LIMIT ?"
        for name, count in self._base.execute(query, (_TOP_NAMES,)).fetchall():
            forms = self._base.execute(
                "SELECT form, count FROM pairs WHERE name = ? ORDER BY count DESC, form LIMIT ?", (name, _TOP_FORMS)
            )
            counts.append(NameCount(name, count, tuple(forms)))
        return tuple(counts)

    def repeats(self) -> tuple[int, ...]:
        """Return how many names were written once, twice, 3 to 5 times, 6 to 10 times, and more often."""
        self._flush()
        counts = [0, 0, 0, 0, 0]
        for (total,) in self._base.execute("SELECT SUM(count) FROM pairs GROUP BY name"):
            counts[sum(total > limit for limit in (1, 2, 5, 10))] += 1
        return tuple(counts)

    def close(self) -> None:
        """Delete the temporary database."""
        self._base.close()

    def _flush(self) -> None:
        self._base.executemany(
            "INSERT INTO pairs VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            ((name, form, count) for (name, form), count in self._buffered.items()),
        )
        self._buffered.clear()


class _FileCounts(NamedTuple):
    """The counts of all files together, from the manifest."""

    files: int
    documents: int
    edits: int
    queued: int
    flagged: int
    undone: int
    failed: tuple[tuple[str, int], ...]
    notices: tuple[NoticeCount, ...]


def batch_statistics(ledger: Path) -> BatchStatistics:
    """Return the figures of the batch whose ledger is in the folder ``ledger``, or raise `FormatError`."""
    if not (ledger / MANIFEST).is_file():
        raise FormatError.of(NO_LEDGER, path=ledger)
    applied, queued, signature = [0] * BINS, [0] * BINS, ""
    names = _NameCounter()
    for line in _lines(ledger / AUDIT):
        # A suggestion that changed several words has a line for each; logs of earlier versions have one for all.
        if line.get("what") == EDIT and not line.get("part"):
            applied[_bin(line["confidence"])] += 1
            names.add(line.get("replacement") or line["after"], line.get("surface") or line["before"])
            signature = line["signature"]
    for line in _lines(ledger / QUEUE):
        signature = signature or line["signature"]
        if line["action"] != "flag":
            queued[_bin(line["confidence"])] += 1
    top, repeats = names.top(), names.repeats()
    names.close()
    return BatchStatistics(
        **_count_files(ledger / MANIFEST)._asdict(),
        applied_by_confidence=tuple(applied),
        queued_by_confidence=tuple(queued),
        names=top,
        repeats=repeats,
        signature=signature,
    )


def _count_files(path: Path) -> _FileCounts:
    """Return the counts of the manifest at ``path``."""
    base = sqlite3.connect(path)
    try:
        sums = ", ".join(f"COALESCE(SUM({name}), 0)" for name in ("documents", "edits", "queued", "flagged"))
        cleaned = base.execute(f"SELECT COUNT(*), {sums} FROM files WHERE state != '{BAD}'").fetchone()
        files, documents, edits, queued, flagged = cleaned
        undone = base.execute(f"SELECT COUNT(*) FROM files WHERE state = '{UNDONE}'").fetchone()[0]
        failed: Counter[str] = Counter()
        for (reason,) in base.execute(f"SELECT why FROM files WHERE state = '{BAD}'"):
            count_reason(failed, reason)
        notices = _count_notices(base)
    finally:
        base.close()
    return _FileCounts(files, documents, edits, queued, flagged, undone, tuple(failed.most_common()), notices)


def _count_notices(base: sqlite3.Connection) -> tuple[NoticeCount, ...]:
    """Return the notices about the documents of all cleaned files."""
    documents, files = Counter[str](), defaultdict[str, list[str]](list)
    query = f"SELECT target, notices FROM files WHERE notices != '' AND state != '{BAD}' ORDER BY target"
    for target, notices in base.execute(query):
        for key, count in json.loads(notices).items():
            documents[key] += count
            if len(files[key]) <= FIRST_FILES:
                files[key].append(unescape_path(target))
    return tuple(NoticeCount(key, count, tuple(files[key])) for key, count in documents.most_common())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a log, except an incomplete line at its end."""
    with open(path, "rb") as stream:
        for raw in stream:
            if raw.endswith(b"\n"):
                yield json.loads(raw)


def _bin(confidence: float) -> int:
    """Return the index of the bin that ``confidence`` (0-1) falls into.

    >>> _bin(0.0), _bin(0.95), _bin(1.0)
    (0, 19, 19)
    """
    return min(int(confidence * BINS + 1e-9), BINS - 1)
