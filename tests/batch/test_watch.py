"""A hot folder: what arrives is cleaned once it is complete; a restart loses and repeats nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_fixtures import CLEANED, STORY, BatchFolders, RecordingListener, clean, log, wanted

from repair.batch.watch import Watch, arrivals, is_complete
from repair.core.errors import FormatError
from repair.formats.discovery import FileSearch


def watched(
    folders: BatchFolders, work: Callable[[], None], *, settle: float = 0.2, listener: RecordingListener | None = None
) -> list[str]:
    """Watch while ``work`` is done in another thread; return the troubles told."""
    stop = threading.Event()

    def busy() -> None:
        work()
        stop.set()

    thread = threading.Thread(target=busy)
    thread.start()
    places = arrivals([str(folders.copy)], FileSearch(wanted, folders.out), Watch(settle, stop.is_set))
    _, listener = clean(folders, files=places, listener=listener)
    thread.join()
    return listener.errors


def until(condition: Callable[[], bool], seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def test_a_file_that_arrives_is_cleaned_when_it_is_complete(tmp_path: Path) -> None:
    copy, out = tmp_path / "in", tmp_path / "out"
    copy.mkdir()
    text = STORY.format(number=1)

    def desk() -> None:
        (copy / "whole.txt").write_text(text, encoding="utf-8")
        (copy / "moved.txt.part").write_text(text, encoding="utf-8")
        with open(copy / "slow.txt", "w", encoding="utf-8") as stream:
            for letter in range(0, len(text), 8):
                stream.write(text[letter : letter + 8])
                stream.flush()
                time.sleep(0.05)
        os.rename(copy / "moved.txt.part", copy / "moved.txt")
        until(lambda: all((out / name).exists() for name in ("whole.txt", "slow.txt", "moved.txt")))
        (copy / "whole.txt").write_text(STORY.format(number=2), encoding="utf-8")  # a correction
        until(lambda: (out / "whole.txt").read_text(encoding="utf-8") == CLEANED.format(number=2))

    folders = BatchFolders(copy, out)
    # What is written slowly must not look complete when a busy machine lets the writer wait.
    assert watched(folders, desk, settle=1.0) == []
    assert (out / "slow.txt").read_text(encoding="utf-8") == CLEANED.format(number=1)
    files = [line["target"] for line in log(folders, "audit.jsonl") if line["what"] == "file"]
    assert sorted(files) == ["moved.txt", "slow.txt", "whole.txt", "whole.txt"]


def test_a_restart_loses_and_repeats_nothing(tmp_path: Path) -> None:
    copy, out = tmp_path / "in", tmp_path / "out"
    copy.mkdir()
    folders = BatchFolders(copy, out)

    def arrive(number: int) -> None:
        (copy / f"{number}.txt").write_text(STORY.format(number=number), encoding="utf-8")
        until(lambda: (out / f"{number}.txt").exists())

    watched(folders, lambda: arrive(1))
    (copy / "2.txt").write_text(STORY.format(number=2), encoding="utf-8")  # while nobody looks
    watched(folders, lambda: until(lambda: (out / "2.txt").exists()))
    watched(folders, lambda: time.sleep(0.5))
    files = [line["target"] for line in log(folders, "audit.jsonl") if line["what"] == "file"]
    assert files == ["1.txt", "2.txt"]


def test_a_bad_file_is_reported_once(tmp_path: Path) -> None:
    copy = tmp_path / "in"
    copy.mkdir()
    (copy / "bad.txt").write_bytes(b"\x00\x01")
    (tmp_path / "out").mkdir()
    (copy / "taken.txt").write_text("Mark Latte", encoding="utf-8")
    (tmp_path / "out" / "taken.txt").write_text("theirs", encoding="utf-8")
    listener = RecordingListener()

    def wait() -> None:
        until(lambda: len(listener.errors) >= 2)
        time.sleep(0.5)  # time enough to look again

    assert len(watched(BatchFolders(copy, tmp_path / "out"), wait, settle=0.1, listener=listener)) == 2


def test_partial_files_are_recognised_by_their_names(tmp_path: Path) -> None:
    for name in ("a.txt", "a.txt.part", "~$a.txt", ".a.txt", "a.tmp", "a.txt~"):
        (tmp_path / name).write_bytes(b"x")
        assert is_complete(tmp_path / name, 0) == (name == "a.txt")
    assert not is_complete(tmp_path / "a.txt", 60)
    assert not is_complete(tmp_path / "gone.txt", 0)


def test_only_folders_can_be_watched(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="--watch needs a folder"):
        list(arrivals([str(tmp_path / "nowhere")], FileSearch(wanted), Watch()))
