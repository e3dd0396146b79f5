"""Two runs that change files in one folder exclude each other, whatever ledgers they keep."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import Run
from plugin_fixtures import install

from repair.batch import ray_engine
from repair.batch.decision_writer import Applied, AppliedFile, write_logged
from repair.cli.in_place import folders_of
from repair.core.errors import EditError, FormatError
from repair.core.folder_lock import FolderLock
from repair.core.plugins import ENGINES, reload_plugins
from repair.formats import parse
from repair.formats.archive import ReadOptions
from repair.formats.sinks import replacing

HOLD = """
import sys, time
from pathlib import Path
from repair.core.folder_lock import FolderLock
lock = FolderLock([Path(sys.argv[1])])
print("held", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(("first", "second"), [("a", "a"), ("a", "a/b/c"), ("a/b/c", "a"), ("a", "link/b")])
def test_runs_in_one_folder_or_one_inside_the_other_exclude_each_other(first: str, second: str, tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "link").symlink_to("a")
    message = "Another run is changing files in this folder"
    with FolderLock([tmp_path / first]), pytest.raises(FormatError, match=message):
        FolderLock([tmp_path / second])
    FolderLock([tmp_path / second]).close()


def test_runs_in_sibling_folders_go_on_side_by_side(tmp_path: Path) -> None:
    with FolderLock([tmp_path / "a", tmp_path / "a" / "b"]), FolderLock([tmp_path / "c"]), FolderLock([]):
        assert (tmp_path / "a" / "b").parent.is_dir()


def test_a_run_that_may_wait_goes_on_when_the_other_has_ended(tmp_path: Path) -> None:
    first = FolderLock([tmp_path / "a"])
    waiting = threading.Thread(target=lambda: FolderLock([tmp_path / "a"], wait=60).close())
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    first.close()
    waiting.join(60)
    assert not waiting.is_alive()


@pytest.mark.parametrize(
    "arguments",
    [
        ("apply", "made.jsonl", "--all", "--out", "out"),
        ("translate", "copy.txt", "--from", "es", "--engine", "shouting", "--out", "out"),
        ("clean", "copy.txt", "--sources", "source.txt", "--engine", "ray", "--out", "out"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_waits_for_no_other_run_in_its_folder(
    arguments: tuple[str, ...], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "ray" in arguments:
        pytest.importorskip("fsspec")
    install(tmp_path / "plugins", monkeypatch, {ENGINES: {"shouting": "example_engine:open_shouting"}})
    reload_plugins()
    monkeypatch.setattr(ray_engine, "clean_shards", lambda *rest, **options: iter(()))
    (tmp_path / "source.txt").write_text("Yesterday Torsten Wiklander opened the bridge at Haparanda.\n")
    (tmp_path / "copy.txt").write_text("Yesterday Torsten Vikrander opened the bridge at Haparanda.\n")
    made = run("suggest", "copy.txt", "--sources", "source.txt", "--format", "jsonl")
    (tmp_path / "made.jsonl").write_bytes(made.data)
    with FolderLock([tmp_path / "out"]):
        refused = run(*arguments)
        assert refused.code == 2 and "out: Another run is changing files in this folder" in refused.words
        assert not list((tmp_path / "out").iterdir())
    assert run(*arguments).code == 0
    monkeypatch.undo()
    reload_plugins()


def test_folders_that_were_made_and_stay_empty_are_removed(tmp_path: Path) -> None:
    FolderLock([tmp_path / "a" / "b"]).close()
    assert not (tmp_path / "a").exists()
    with FolderLock([tmp_path / "a" / "b"]):
        (tmp_path / "a" / "b" / "x.txt").touch()
    assert (tmp_path / "a" / "b" / "x.txt").exists()


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"held\n"
        with pytest.raises(FormatError, match="Another run"):
            FolderLock([tmp_path])
        child.send_signal(signal.SIGKILL)
    FolderLock([tmp_path]).close()
    assert os.listdir(tmp_path) == []


def test_the_folder_of_a_file_and_of_a_pattern_is_the_one_that_holds_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "x.txt").touch()
    (tmp_path / "y.txt").symlink_to("a/x.txt")
    copy = ["a", "a/x.txt", "y.txt", "a/*/z?.txt", "a/none.txt"]
    assert folders_of([str(tmp_path / each) for each in copy]) == {tmp_path / "a"}


def test_a_file_that_changed_since_it_was_read_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ana Sol spoke.")
    source_document = parse(str(path), path.read_bytes())
    path.write_text("Ana Sol spoke in Lima.")
    with pytest.raises(EditError):
        write_logged(AppliedFile(str(path), {0: Applied(source_document, (), ())}, ReadOptions()), tmp_path)
    assert path.read_text() == "Ana Sol spoke in Lima."


def test_targets_with_long_names_wait_in_places_of_their_own(tmp_path: Path) -> None:
    with replacing(tmp_path / ("é" * 100 + "1")) as first, replacing(tmp_path / ("é" * 100 + "2")) as second:
        first.write(b"1")
        second.write(b"2")
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == [b"1", b"2"]
