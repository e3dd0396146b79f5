"""A ledger is written only inside the folder of the output: links that lead out of it are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, clean, write_copy

from repair.batch.ledger import Ledger
from repair.core.errors import FormatError


@pytest.mark.parametrize("name", ["", "stage", "lock", "manifest.sqlite", "audit.jsonl", "queue.jsonl"])
def test_a_link_out_of_the_folder_is_refused_and_nothing_is_written_there(tmp_path: Path, name: str) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    link = out / ".repair" / name
    link.parent.mkdir(exist_ok=True)
    target = elsewhere / name if name else elsewhere
    link.symlink_to(target)
    folders = BatchFolders(write_copy(tmp_path / "in", 2), out)
    with pytest.raises(FormatError, match="a link that leads out"):
        clean(folders)
    assert list(elsewhere.iterdir()) == []
    assert [path.name for path in out.iterdir()] == [".repair"]


def test_the_folder_of_output_and_a_named_ledger_may_be_links(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "books").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    (tmp_path / "log").symlink_to(tmp_path / "books")
    Ledger(tmp_path / "out" / ".repair", tmp_path / "out").close()
    Ledger(tmp_path / "log", tmp_path / "out").close()
