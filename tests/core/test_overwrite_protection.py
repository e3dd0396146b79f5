"""Forbidden outputs: originals under any path, and files outside the output folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, clean, log, write_copy
from conftest import COPY, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repair.batch.batch_undo import BatchUndo, RestoredFile
from repair.batch.writers import stage_beside
from repair.core.errors import FormatError, RepairError
from repair.core.overwrite_protection import Originals, inside


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files under ``folder``."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_original_is_recognised_by_every_path_to_it(tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_text("Mark Latte", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(path)
    (tmp_path / "folder").symlink_to(tmp_path)
    os.link(path, tmp_path / "hard.txt")
    guard = Originals([tmp_path / "link.txt"])
    for name in ("copy.txt", "link.txt", "hard.txt", "folder/hard.txt", "folder/copy.txt"):
        with pytest.raises(FormatError, match="Give another folder to --out"):
            guard.refuse(tmp_path / name)
    guard.refuse(tmp_path / "new.txt")


def test_all_files_of_a_folder_are_originals_but_not_its_output_folder(tmp_path: Path) -> None:
    guard = Originals(folders=[tmp_path], out=tmp_path / "out")
    assert not guard.holds(tmp_path / "out" / "a.txt")
    assert Originals(folders=[tmp_path / "out"], out=tmp_path / "out").holds(tmp_path / "out" / "a.txt")
    assert Originals(folders=[tmp_path], out=tmp_path.parent).holds(tmp_path / "a.txt")


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "a/../../b", "/etc/a", "a\0b", "away/a", "file"])
def test_no_file_name_leads_out_of_a_folder(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "away").symlink_to(tmp_path)
    (out / "file").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(FormatError, match="lies outside"):
        inside(out, name)


# --- manipulated audit logs

HOSTILE: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(
        ["../stolen.txt", "../../x", "a/../../x", "away/x.txt", "link.txt", "", ".", "..", "a\0b", "\ud800", "x" * 300]
    ),
    st.sampled_from([None, -1, 1.5, True, [], {}, float("inf"), 10**30]),
    st.text(max_size=8),
)
KEYS = st.sampled_from(
    "target file output sha256_before sha256_after unpacked_sha256_before form text_fields max_bytes cleaning what "
    "record raw_start bytes_before bytes_after".split()
)
CHANGES = st.lists(st.tuples(st.integers(0, 30), KEYS, HOSTILE), max_size=4)


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a working folder with cleaned copy, and a folder with links that lead out of it."""
    work = tmp_path_factory.mktemp("hostile")
    clean(BatchFolders(write_copy(work / "in", 3), work / "out"))
    (work / "in").rename(work / "elsewhere")  # so that originals are rebuilt, not copied
    (work / "victim.txt").write_text("untouched", encoding="utf-8")
    return work


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, absolute=st.booleans(), target=HOSTILE)
def test_no_hostile_audit_log_writes_outside_the_folder(
    cleaned: Path,
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[int, str, object]],
    absolute: bool,
    target: object,
) -> None:
    lines = log(BatchFolders(cleaned / "in", cleaned / "out"), "audit.jsonl")
    for line in lines:
        if line["what"] == "file":
            line["target"] = str(cleaned / "victim.txt") if absolute else target
    for at, key, value in changes:
        lines[at % len(lines)][key] = value
    folder = tmp_path_factory.mktemp("folder")
    back = folder / "back"
    back.mkdir()
    (back / "away").symlink_to(folder)
    (back / "link.txt").symlink_to(folder / "planted.txt")
    stage_beside(back / "link.txt").symlink_to(folder / "planted.txt")
    stage_beside(back / "victim.txt").symlink_to(folder / "planted.txt")
    (folder / "audit.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    before, outside = contents(cleaned), {each.name for each in folder.iterdir()}
    try:
        undoing = BatchUndo(folder / "audit.jsonl", back)
        results = list(undoing.restore())
        undoing.close()
    except RepairError:
        results = []
    assert contents(cleaned) == before
    assert {each.name for each in folder.iterdir()} == outside
    for result in results:
        if isinstance(result, RestoredFile) and result.path.is_relative_to(back):
            assert os.path.realpath(result.path).startswith(os.path.realpath(back))


@pytest.mark.parametrize("target", ["../stolen.txt", "away/stolen.txt", "link.txt"])
def test_undo_refuses_a_target_that_leaves_its_folder(tmp_path: Path, target: str) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in", 2), tmp_path / "out")
    clean(folders)
    lines = log(folders, "audit.jsonl")
    for line in lines:
        if "target" in line:
            line["target"] = target
    (tmp_path / "audit.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "away").symlink_to(tmp_path)
    (tmp_path / "back" / "link.txt").symlink_to(tmp_path / "stolen.txt")
    results = list(BatchUndo(tmp_path / "audit.jsonl", tmp_path / "back").restore())
    assert results and all("lies outside the folder" in str(result) for result in results)
    assert not (tmp_path / "stolen.txt").exists()


def test_undo_does_not_overwrite_a_file_that_has_changed(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in", 2)
    clean(BatchFolders(copy, tmp_path / "out"))
    story = copy / "desk 1" / "story 01.txt"
    story.write_text("A person went on writing here.", encoding="utf-8")
    results = list(BatchUndo(tmp_path / "out", copy).restore())
    assert any("exists and differs from the original" in str(result) for result in results)
    assert story.read_text(encoding="utf-8") == "A person went on writing here."


# --- no command changes an input


@pytest.fixture
def linked(desk: Path) -> Path:
    """Return the desk with a folder for output that holds links to copy and source under the names of the outputs."""
    for folder in ("symbolic", "hard"):
        (desk / folder).mkdir()
    (desk / "symbolic" / "copy.txt").symlink_to(desk / "clean.txt")
    os.link(desk / "clean.txt", desk / "hard" / "copy.txt")
    (desk / "whole").symlink_to(desk)
    return desk


@pytest.mark.parametrize("out", [".", "whole", "symbolic", "hard"])
@pytest.mark.parametrize("command", ["clean", "apply"])
def test_without_in_place_no_command_changes_an_input(command: str, out: str, linked: Path, run: Run) -> None:
    lines = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").text
    records = [{**json.loads(line), "input": "clean.txt"} for line in lines.splitlines()]
    (linked / "found.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    before = contents(linked)
    call = ("clean", "copy.txt", "--out", out, "--sources", "clean.txt") if command == "clean" else ()
    result = run(*(call or ("apply", "found.jsonl", "--all", "--out", out)))
    assert result.code == 2
    assert "Give another" in result.words
    assert contents(linked) == before
    assert (linked / "copy.txt").read_text(encoding="utf-8") == COPY


DOCUMENTS = st.one_of(st.sampled_from(["..", ".", "/", "../copy.txt", "out/../copy.txt", "\0"]), st.text(max_size=5))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS)
def test_no_hostile_suggestions_write_outside_the_folder(linked: Path, run: Run, document: str) -> None:
    line = {
        "document": document,
        "start": 11,
        "end": 21,
        "surface": "Mark Latte",
        "replacement": "X",
        "action": "apply",
    }
    lines = [line, {**line, "document": "copy.txt"}]
    before = contents(linked)
    run("apply", "-", "--out", "symbolic", stdin="".join(json.dumps(each) + "\n" for each in lines).encode())
    after = contents(linked)
    assert {name: after[name] for name in before} == before
    assert all(name.startswith("symbolic/") for name in after.keys() - before.keys())


@pytest.mark.parametrize(
    "call",
    [
        ("gazetteer", "build", "clean.txt", "--out", "clean.txt"),
        ("gazetteer", "build", "clean.txt", "--out", "hard/copy.txt"),
        ("gazetteer", "import", "clean.txt", "--out", "clean.txt"),
        ("garble", "clean.txt", "--out", "symbolic/copy.txt"),
    ],
    ids=" ".join,
)
def test_no_output_replaces_its_own_input(call: tuple[str, ...], linked: Path, run: Run) -> None:
    before = contents(linked)
    result = run(*call)
    assert result.code == 2
    assert "Give another file to --out" in result.words
    assert contents(linked) == before
