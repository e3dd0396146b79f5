"""Undoing a cleaning gives the original back to the byte, or nothing at all."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from batch_fixtures import CLEANED, STORY, BatchFolders, clean, log, snapshot, write_copy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repair.batch.admission import UNDONE_BEFORE
from repair.batch.batch_undo import ALREADY, COPIED, EXACT, BatchUndo, RestoredFile
from repair.batch.manifest import Manifest
from repair.core.errors import RepairError


def undo(place: Path, *wanted: str, out: Path | None = None) -> list[RestoredFile | RepairError]:
    undoing = BatchUndo(place, out)
    try:
        return list(undoing.restore(wanted))
    finally:
        undoing.close()


def originals(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("originals_kept", [True, False])
def test_undo_of_clean_is_the_identity(tmp_path: Path, originals_kept: bool) -> None:
    copy = write_copy(tmp_path / "in")
    before = originals(copy)
    folders = BatchFolders(copy, tmp_path / "out")
    clean(folders)
    if not originals_kept:
        (tmp_path / "in").rename(tmp_path / "elsewhere")
    results = undo(tmp_path / "out")
    assert {result.how for result in results if isinstance(result, RestoredFile)} == {
        COPIED if originals_kept else EXACT
    }
    assert len(results) == 10
    after = {name: raw for name, raw in originals(tmp_path / "out").items() if not name.startswith(".repair")}
    assert after == {name: before[name] for name in after}
    assert len(after) == len(before) - 2  # the bad and the empty file were never written


def test_undo_in_place_and_again(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in")
    before = originals(copy)
    folders = BatchFolders(copy, None, tmp_path / "books")
    clean(folders)
    assert originals(copy) != before
    again, _ = clean(folders)
    assert again.files == 0
    results = undo(tmp_path / "books")
    assert {result.how for result in results if isinstance(result, RestoredFile)} == {EXACT}
    assert originals(copy) == before
    assert undo(tmp_path / "books") == []
    assert [line["what"] for line in log(folders, "audit.jsonl")].count("undo") == 10
    # A person has undone it; the next run respects that.
    after, _ = clean(folders)
    assert after.skipped[UNDONE_BEFORE] == 10
    assert originals(copy) == before


def test_an_undone_file_is_cleaned_again_once_its_output_is_deleted(tmp_path: Path) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in", 3), tmp_path / "out")
    clean(folders)
    cleaned = originals(tmp_path / "out")
    names = [name for name in cleaned if not name.startswith(".repair")]
    undo(tmp_path / "out")
    skipped, _ = clean(folders)
    assert skipped.files == 0 and skipped.skipped[UNDONE_BEFORE]
    for name in names:
        (tmp_path / "out" / name).unlink()
    clean(folders)
    after = originals(tmp_path / "out")
    assert {name: after[name] for name in names} == {name: cleaned[name] for name in names}


def test_undo_into_another_folder_leaves_the_cleaned_copy(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in", 3)
    clean(BatchFolders(copy, tmp_path / "out"))
    before = snapshot(tmp_path / "out")
    undo(tmp_path / "out", out=tmp_path / "back")
    assert snapshot(tmp_path / "out") == before
    back = originals(tmp_path / "back")
    assert back and back == {name: originals(copy)[name] for name in back}


def test_only_the_named_files_are_undone(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in", 3)
    clean(BatchFolders(copy, tmp_path / "out"))
    name = "desk 1/story 01.txt"
    results = undo(tmp_path / "out", str(copy / name), "nowhere.txt")
    assert [type(result) for result in results[:1]] == [RestoredFile]
    assert "has no correction" in str(results[1])
    assert (tmp_path / "out" / name).read_text(encoding="utf-8") == STORY.format(number=1)
    other = tmp_path / "out" / "desk 2" / "story 02.txt"
    assert other.read_text(encoding="utf-8") == CLEANED.format(number=2)


def test_a_file_changed_since_is_refused_and_a_file_restored_by_hand_is_recognised(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in", 3)
    clean(BatchFolders(copy, tmp_path / "out"))
    changed, restored = (tmp_path / "out" / name for name in ("desk 1/story 01.txt", "desk 2/story 02.txt"))
    changed.write_text(CLEANED.format(number=1) + "!", encoding="utf-8")
    restored.write_text(STORY.format(number=2), encoding="utf-8")
    results = undo(tmp_path / "out", str(changed), str(restored))
    assert "has changed since it was cleaned" in str(results[0])
    assert isinstance(results[1], RestoredFile) and results[1].how == ALREADY
    assert changed.read_text(encoding="utf-8").endswith("!")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("bytes_before", "TGF0dGVy"),
        ("bytes_after", "eHh4eHg="),
        ("raw_start", 0),
        ("bytes_before", "?"),
        ("record", "x"),
    ],
)
def test_a_tampered_audit_log_restores_nothing(tmp_path: Path, key: str, value: object) -> None:
    copy = write_copy(tmp_path / "in", 2)
    folders = BatchFolders(copy, tmp_path / "out")
    clean(folders)
    lines = log(folders, "audit.jsonl")
    next(line for line in lines if line["what"] == "edit" and line["file"].endswith("01.txt"))[key] = value
    copy.rename(tmp_path / "elsewhere")
    audit = tmp_path / "audit.jsonl"
    audit.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    path = tmp_path / "out" / "desk 1" / "story 01.txt"
    results = undo(audit, str(path))
    assert all(isinstance(result, RepairError) for result in results)
    assert path.read_text(encoding="utf-8") == CLEANED.format(number=1)
    assert [each.name for each in path.parent.iterdir()] == ["story 01.txt"]


def test_a_target_outside_the_folder_is_refused(tmp_path: Path) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in", 2), tmp_path / "out")
    clean(folders)
    lines = log(folders, "audit.jsonl")
    for line in lines:
        if "target" in line:
            line["target"] = "../in/desk 1/story 01.txt"
    books = tmp_path / "out" / ".repair"
    (books / "manifest.sqlite").unlink()
    (books / "audit.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    results = undo(tmp_path / "out")
    assert results and all("outside the folder" in str(result) for result in results)


def test_the_audit_log_records_every_promised_key(tmp_path: Path) -> None:
    copy = write_copy(tmp_path / "in", 2)
    folders = BatchFolders(copy, tmp_path / "out")
    clean(folders)
    for line in log(folders, "audit.jsonl"):
        if line["what"] != "edit" or not line["file"].endswith("01.txt"):
            continue
        raw = Path(line["file"]).read_bytes()
        text = raw.decode("utf-8")
        assert text[line["start"] : line["end"]] == line["before"]
        assert raw[line["raw_start"] : line["raw_end"]].decode("utf-8") == line["before"]
        assert set(line["units"]) == {"start", "raw_start"}
        assert line["evidence"] and line["alternatives"] and line["confidence"] > 0.9
        assert line["gazetteer"] == "0badcafe" and line["signature"] == "repair:test" and line["time"]
    for line in log(folders, "queue.jsonl"):
        if line["document"].endswith("01.txt"):
            text = Path(line["document"]).read_text(encoding="utf-8")
            assert text[line["start"] : line["end"]] == line["surface"]
            assert line["input"] == str(copy / "desk 1" / "story 01.txt")


PROSE = st.lists(
    st.sampled_from(
        ["Latte", "Mark Latte", " ", "é", "\r\n", "Петр ", "LATTE", "Kiel Starmer", ". ", "’s", "\U0001f600"]
    ),
    min_size=1,
    max_size=30,
).map("".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(PROSE.filter(lambda text: text.strip() != ""), min_size=1, max_size=4))
def test_undo_of_clean_is_the_identity_on_any_copy(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    work = tmp_path_factory.mktemp("any")
    (work / "in").mkdir()
    for number, text in enumerate(texts):
        raw = text.encode(("utf-8", "utf-16")[number % 2])
        (work / "in" / f"{number}.txt").write_bytes(raw)
    before = originals(work / "in")
    folders = BatchFolders(work / "in", None, work / "books")
    clean(folders)
    undo(work / "books")
    assert originals(work / "in") == before


@pytest.mark.parametrize("elsewhere", [False, True])
def test_lines_of_a_killed_run_are_ignored(tmp_path: Path, elsewhere: bool) -> None:
    copy = write_copy(tmp_path / "in")
    folders = BatchFolders(copy, tmp_path / "out")
    clean(folders)
    audit = tmp_path / "out" / ".repair" / "audit.jsonl"
    committed = audit.read_bytes()
    # A killed run logged a further cleaning, and never committed it.
    last = next(line for line in reversed(committed.splitlines()) if b'"what": "file"' in line)
    line = json.loads(last) | {"cleaning": "0123456789abcdef", "sha256_after": "0" * 64}
    audit.write_bytes(committed + json.dumps(line).encode() + b"\n{torn\n")
    results = undo(tmp_path / "out", out=tmp_path / "restored" if elsewhere else None)
    assert len(results) == 10 and all(isinstance(each, RestoredFile) for each in results)


def test_lines_of_a_run_that_a_full_disk_ended_are_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean(BatchFolders(write_copy(tmp_path / "in"), tmp_path / "out"))
    audit = tmp_path / "out" / ".repair" / "audit.jsonl"
    committed = audit.read_bytes()
    line = json.loads(next(line for line in committed.splitlines() if b'"what": "file"' in line))
    never = line | {"target": "never.txt", "output": str(tmp_path / "out" / "never.txt")}
    audit.write_bytes(committed + json.dumps(never).encode() + b"\n")

    def full(*arguments: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Manifest, "__init__", full)  # it cannot be opened for writing
    results = undo(tmp_path / "out", out=tmp_path / "restored")
    assert len(results) == 10 and all(isinstance(each, RestoredFile) for each in results)


def test_a_log_that_was_cut_or_changed_is_refused_with_the_reason(tmp_path: Path) -> None:
    folders = BatchFolders(write_copy(tmp_path / "in", 3), tmp_path / "out")
    clean(folders)
    audit = tmp_path / "out" / ".repair" / "audit.jsonl"
    whole = audit.read_bytes()
    cut, emptied = whole[: whole.rindex(b"{")], b""
    for changed in (cut, emptied):
        audit.write_bytes(changed)
        for out in (None, tmp_path / "restored"):
            with pytest.raises(RepairError, match="were written"):
                undo(tmp_path / "out", out=out)
    audit.write_bytes(whole.replace(b'"what": "file"', b'"what": "undo"'))
    for out in (None, tmp_path / "restored"):
        with pytest.raises(RepairError, match="no such cleaning"):
            undo(tmp_path / "out", out=out)
    audit.write_bytes(whole)
    assert len(undo(tmp_path / "out")) == 3
