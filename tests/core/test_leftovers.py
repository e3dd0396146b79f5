"""Incomplete files of killed processes are deleted by the next write of the same path, and no other file is."""

from __future__ import annotations

import os
import time
from pathlib import Path

from repair.core.leftovers import DAY, fixed_incomplete_path, incomplete_path, remove_leftovers


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


def test_files_from_the_future_are_deleted_after_the_clock_was_set_back(tmp_path: Path) -> None:
    far, near = tmp_path / ".a.txt.0123abcd.part", tmp_path / ".a.txt.4567abcd.part"
    for path, days in ((far, 400), (near, 0.5)):
        path.write_bytes(b"incomplete")
        os.utime(path, (time.time() + days * DAY,) * 2)
    remove_leftovers(tmp_path / "a.txt")
    assert not far.exists() and near.exists()  # somebody may be writing the near one
    remove_leftovers(tmp_path / "a.txt", older_than=0.0)
    assert not near.exists()


def test_every_incomplete_path_is_recognised_whatever_the_name(tmp_path: Path) -> None:
    for name in ("a.txt", "[a]*?.csv", "x" * 200 + ".txt", "é.jsonl"):
        path = tmp_path / name
        incomplete = [incomplete_path(path), fixed_incomplete_path(path)]
        others = [tmp_path / f".{name[:40]}.bak.part", tmp_path / f".{name[:40]}.0123abcd.x.part"]
        for other in (*incomplete, *others):
            other.write_bytes(b"incomplete")
        remove_leftovers(path, older_than=0.0)
        assert not any(other.exists() for other in incomplete) and all(other.exists() for other in others)


def test_a_missing_folder_has_none(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "missing" / "a.txt")
