"""Queue files: their stories and suggestions are added to the store, and what cannot be added is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from queue_fixtures import COPY, suggestions_for

from repair.core.errors import RepairError
from repair.core.serialize import suggestion_line
from repair.decisions import queue
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore
from repair.review.queue_files import read_queue_file


def test_a_queue_file_is_read_and_what_cannot_be_added_is_reported(
    store: DatabaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    (folder / ".repair").mkdir(parents=True)
    (folder / "delft.txt").write_text(COPY, encoding="utf-8")
    (folder / "changed.txt").write_text("Nothing of the sort.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names = ("out/delft.txt", "out/changed.txt", "out/gone.txt", "-")
    lines = "".join(suggestion_line(name, each) for name in names for each in suggestions_for())
    errors: list[RepairError] = []
    path = folder / ".repair" / "queue.jsonl"
    added = read_queue_file(store, path, lines, limit=10_000, on_error=errors.append)
    assert (added.stories, added.suggestions, added.known) == (1, 5, 0)
    messages = " ".join(str(each) for each in errors)
    assert "changed.txt: 5 of its suggestions" in messages and "gone.txt: There is no such file" in messages
    assert "standard input, which is no longer available" in messages
    again = read_queue_file(store, path, lines, limit=10_000, on_error=errors.append)
    assert (again.stories, again.suggestions, again.known) == (0, 0, 5)
    (entry,) = queue.entries(store, Filters())
    assert (entry.name, entry.source) == ("delft.txt", "out")
    # From another working folder, stories are found beside the queue file.
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert read_queue_file(
        store, path, suggestion_line(*("out/delft.txt", suggestions_for()[0])), limit=10_000, on_error=errors.append
    ).known in (0, 1)
