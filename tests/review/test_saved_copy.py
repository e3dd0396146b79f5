"""Copy saved from the review page replaces only files that it wrote and nobody has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from repair.core import written_files
from repair.core.errors import FormatError
from repair.core.folder_lock import FolderLock
from repair.core.io import replace_file
from repair.review import saved_copy
from repair.review.saved_copy import write_copy


def holding(content: bytes) -> Callable[[Path], object]:
    """Return a function that writes ``content`` to a path."""
    return lambda stage: stage.write_bytes(content)


def test_a_story_can_be_written_again_but_nothing_else_is_replaced(tmp_path: Path) -> None:
    out, original = tmp_path / "out", tmp_path / "wire.txt"
    original.write_text("Mark Latte", encoding="utf-8")
    path = write_copy(out, "wire.txt", holding(b"Mark Rutte"), original=original)
    again = write_copy(out, "wire.txt", holding(b"Mark Rutte again"), original=original)
    assert again.read_bytes() == b"Mark Rutte again"
    path.write_bytes(b"An editor went on writing here.")
    with pytest.raises(FormatError, match="`repair` did not write"):
        write_copy(out, "wire.txt", holding(b"Mark Rutte"), original=original)
    assert path.read_bytes() == b"An editor went on writing here."


@pytest.mark.parametrize("name", ["copy.txt", "link.txt"])
def test_another_original_of_that_name_is_left_alone(tmp_path: Path, name: str) -> None:
    copy, cleaned = tmp_path / "copy", tmp_path / "cleaned.txt"
    copy.mkdir()
    (copy / "copy.txt").write_text("the original", encoding="utf-8")
    (copy / "link.txt").symlink_to(tmp_path / "cleaned.txt")
    cleaned.write_text("cleaned before", encoding="utf-8")
    with pytest.raises(FormatError):
        write_copy(copy, name, holding(b"cleaned"), original=cleaned)
    assert (copy / "copy.txt").read_text(encoding="utf-8") == "the original"
    assert cleaned.read_text(encoding="utf-8") == "cleaned before"
    assert not (copy / ".repair").exists()


def test_two_editors_who_save_at_once_wait_for_each_other(tmp_path: Path) -> None:
    original = tmp_path / "wire.txt"
    original.write_text("Mark Latte", encoding="utf-8")
    inside, most, lock = 0, 0, threading.Lock()

    def fill(stage: Path) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        stage.write_bytes(b"Mark Rutte")
        with lock:
            inside -= 1

    def save(number: int) -> Path:
        return write_copy(tmp_path / "out", f"{number}.txt", fill, original=original)

    with ThreadPoolExecutor(6) as editors:
        written = list(editors.map(save, range(6)))
    assert most == 1 and all(path.read_bytes() == b"Mark Rutte" for path in written)


def test_a_story_is_not_saved_while_a_batch_changes_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_copy, "_PATIENCE", 0.05)
    with FolderLock([tmp_path / "out"]), pytest.raises(FormatError, match="Another run is changing files"):
        write_copy(tmp_path / "out", "a.txt", holding(b"Mark Rutte"), original=tmp_path / "wire.txt")
    assert write_copy(tmp_path / "out", "a.txt", holding(b"Mark Rutte"), original=tmp_path / "wire.txt").is_file()


class Killed(BaseException):
    """Stands for the end of a process."""


@pytest.mark.parametrize("step", ["before", "after"])
def test_a_copy_can_be_saved_again_after_a_kill_while_it_was_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    out, original = tmp_path / "out", tmp_path / "wire.txt"
    write_copy(out, "a.txt", holding(b"Mark Rutte"), original=original)

    def killed(stage: Path, path: Path) -> None:
        if step == "after":
            replace_file(stage, path)
        raise Killed

    monkeypatch.setattr(written_files, "replace_file", killed)
    with pytest.raises(Killed):
        write_copy(out, "a.txt", holding(b"Mark Rutte spoke"), original=original)
    monkeypatch.undo()
    path = write_copy(out, "a.txt", holding(b"Mark Rutte left"), original=original)
    assert path.read_bytes() == b"Mark Rutte left"
    path.write_bytes(b"An editor went on writing here.")
    with pytest.raises(FormatError, match="`repair` did not write"):
        write_copy(out, "a.txt", holding(b"Mark Rutte"), original=original)


def test_the_incomplete_copy_of_a_killed_process_is_deleted(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".a.txt.0123abcd.part").write_bytes(b"Mark R")
    write_copy(out, "a.txt", holding(b"Mark Rutte"), original=tmp_path / "wire.txt")
    assert [path.name for path in out.glob(".*.part")] == []
