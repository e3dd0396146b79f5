"""A hot folder: what arrives is cleaned once it is complete; a restart loses and repeats nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_fixtures import CLEANED, STORY, BatchFolders, RecordingListener, clean, log, wanted
from conftest import Run

from repair.batch.watch import ChangeDetector, SettledFiles, Watch, arrivals
from repair.core.errors import FormatError
from repair.formats.discovery import FileSearch


def watched(
    folders: BatchFolders, work: Callable[[], None], *, settle: float = 0.2, listener: RecordingListener | None = None
) -> list[str]:
    """Watch while ``work`` is done in another thread; return the reported errors."""
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
    (copy / "2.txt").write_text(STORY.format(number=2), encoding="utf-8")  # while nobody watches
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
        time.sleep(0.5)  # enough time for another check

    assert len(watched(BatchFolders(copy, tmp_path / "out"), wait, settle=0.1, listener=listener)) == 2


class Clock:
    """A clock that the test advances."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.seconds


def look(files: SettledFiles, path: Path, clock: Clock, *, after: float = 0.0) -> bool:
    """Advance the clock and search once; return whether ``path`` is complete."""
    clock.seconds += after
    files.begin_search()
    return files.is_settled(path)


def test_partial_files_are_recognised_by_their_names(tmp_path: Path) -> None:
    for name in ("a.txt", "a.txt.part", "~$a.txt", ".a.txt", "a.tmp", "a.txt~"):
        clock = Clock()
        files = SettledFiles(1.0, clock)
        (tmp_path / name).write_bytes(b"x")
        assert not look(files, tmp_path / name, clock)
        assert look(files, tmp_path / name, clock, after=1.0) == (name == "a.txt")
    assert not look(SettledFiles(0, clock), tmp_path / "gone.txt", clock)


@pytest.mark.parametrize("time_on_the_server", [0, -86_400, 86_400], ids=["right", "slow", "fast"])
def test_a_file_is_complete_after_two_equal_checks_regardless_of_clocks(
    tmp_path: Path, time_on_the_server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, path, now = Clock(), tmp_path / "story.txt", time.time()
    files = SettledFiles(2.0, clock)

    def write(text: str, number: int) -> None:
        path.write_text(text, encoding="utf-8")
        os.utime(path, (now, now + time_on_the_server + number))

    write("Mark", 0)
    assert not look(files, path, clock)
    write("Mark Latte", 1)  # the rest arrives, on a server whose clock says that this was long ago
    assert not look(files, path, clock, after=5.0)
    assert not look(files, path, clock, after=1.0)
    monkeypatch.setattr(time, "time_ns", lambda: int((now - 3_600) * 1e9))  # the clock is set back an hour
    assert look(files, path, clock, after=1.0)
    assert look(files, path, clock, after=1.0)
    path.unlink()
    assert not look(files, path, clock, after=1.0)
    write("Mark Latte", 1)
    assert not look(files, path, clock, after=5.0)


def test_a_change_counts_once_it_is_complete() -> None:
    clock, state = Clock(), ["a"]
    detector = ChangeDetector(lambda: state[0], 2.0, clock)

    def changed(after: float, value: str) -> bool:
        clock.seconds += after
        state[0] = value
        return detector.has_changed()

    assert not changed(9.0, "a")
    assert not changed(1.0, "ab")
    assert not changed(1.0, "abc")
    assert not changed(1.0, "abc")
    assert changed(1.0, "abc")
    assert not changed(9.0, "abc")
    assert not changed(1.0, "x")
    assert not changed(1.0, "abc")  # and back again
    assert not changed(9.0, "abc")


def test_sources_that_change_count_for_copy_that_arrives_later(desk: Path, run: Run) -> None:
    (desk / "in").mkdir()
    (desk / "sources").mkdir()
    (desk / "clean.txt").rename(desk / "sources" / "clean.txt")
    (desk / "in" / "first.txt").write_text(STORY.format(number=1), encoding="utf-8")
    audit = desk / "out" / ".repair" / "audit.jsonl"

    def work() -> None:
        try:
            until(lambda: (desk / "out" / "first.txt").exists(), 60)
            (desk / "sources" / "second.txt").write_text("Keir Starmer spoke.", encoding="utf-8")
            time.sleep(1.0)
            (desk / "in" / "second.txt").write_text(STORY.format(number=2), encoding="utf-8")
            until(lambda: (desk / "out" / "second.txt").exists(), 60)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=work)
    thread.start()
    call = ("clean", "in", "--watch", "--settle", "0.2", "--out", "out", "--sources", "sources")
    result = run(*call)
    thread.join()
    assert result.code == 0, result.words
    lines = result.words.splitlines()
    assert lines[0].startswith("Watching in for new copy")
    assert "in/first.txt: 2 corrections made, 2 left to review." in lines
    reloaded = next(index for index, line in enumerate(lines) if line.startswith("The sources have changed"))
    assert lines.index("in/first.txt: 2 corrections made, 2 left to review.") < reloaded
    assert reloaded < lines.index("in/second.txt: 2 corrections made, 2 left to review.")
    assert audit.read_text(encoding="utf-8").count('"what": "file"') == 2  # finished files are not cleaned again


def test_only_folders_can_be_watched(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="Give --watch folders"):
        list(arrivals([str(tmp_path / "nowhere")], FileSearch(wanted), Watch()))
