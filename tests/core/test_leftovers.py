"""Incomplete files of killed processes are deleted by the next write of the same path, and no other file is."""

from __future__ import annotations

import os
import time
from pathlib import Path

from repair.core.leftovers import DAY, remove_leftovers


def test_only_old_incomplete_files_of_the_same_path_are_deleted(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.txt.0123abcd.part", tmp_path / ".a.txt.4567abcd.part"
    others = [
        tmp_path / name for name in (".b.txt.0123abcd.part", "a.txt.0123abcd.part", ".a.txt.part", ".a.txt.x.part")
    ]
    for path in (old, new, *others):
        path.write_bytes(b"incomplete")
    for path in (old, *others):
        os.utime(path, (time.time() - 2 * DAY,) * 2)
    remove_leftovers(tmp_path / "a.txt")
    assert not old.exists() and new.exists()
    remove_leftovers(tmp_path / "a.txt", older_than=0.0)
    assert not new.exists() and all(path.exists() for path in others)


def test_a_missing_folder_has_none(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "missing" / "a.txt")
