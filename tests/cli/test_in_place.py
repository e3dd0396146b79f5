"""Changes in place can be undone; without `--in-place` no input changes, and a refused run leaves no files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from batch_fixtures import killed_before_replacing
from conftest import COPY, Run

REPAIRED = COPY.replace("Latte", "Rutte")


def listing(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files under ``folder``, and its empty folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
    }


def test_cleaning_in_place_writes_a_log_and_names_it(desk: Path, run: Run) -> None:
    (desk / "in").mkdir()
    (desk / "copy.txt").rename(desk / "in" / "copy.txt")
    result = run("clean", "in", "--in-place", "--sources", "clean.txt")
    assert "Every correction is logged in in/.repair/audit.jsonl. To undo them, run: repair undo in" in result.words
    assert (desk / "in" / "copy.txt").read_text(encoding="utf-8") == REPAIRED
    assert run("undo", "in").code == 0
    assert (desk / "in" / "copy.txt").read_text(encoding="utf-8") == COPY
    # Undone by hand and applied again; it can be undone again.
    assert run("clean", "in", "--in-place", "--sources", "clean.txt").code == 0
    assert (desk / "in" / "copy.txt").read_text(encoding="utf-8") == REPAIRED
    assert run("undo", "in").code == 0
    assert (desk / "in" / "copy.txt").read_text(encoding="utf-8") == COPY


def test_in_place_keeps_owner_and_mode(desk: Path, run: Run) -> None:
    path = desk / "copy.txt"
    if os.getuid() == 0:
        os.chown(path, 1234, 5678)
    path.chmod(0o640)
    before = path.stat()
    run("clean", "copy.txt", "--in-place", "--sources", "clean.txt")
    after = path.stat()
    assert path.read_text(encoding="utf-8") == REPAIRED
    assert (after.st_uid, after.st_gid, after.st_mode) == (before.st_uid, before.st_gid, before.st_mode)


@pytest.mark.parametrize(
    "arguments",
    [
        ("in", "--out", "in", "--sources", "clean.txt"),
        ("in", "--out", "link", "--sources", "clean.txt"),
        ("in/copy.txt", "--out", "in", "--sources", "clean.txt"),
        ("in", "--out", "out", "--sources", "nowhere.txt"),
        ("in", "--out", "out", "--sources", "clean.txt", "--model", "nowhere"),
        ("nowhere.txt", "--out", "out", "--sources", "clean.txt"),
        ("nowhere.txt", "--in-place", "--sources", "clean.txt"),
    ],
    ids=" ".join,
)
def test_a_refusal_leaves_nothing_behind(arguments: tuple[str, ...], desk: Path, run: Run) -> None:
    (desk / "in").mkdir()
    (desk / "copy.txt").rename(desk / "in" / "copy.txt")
    (desk / "link").symlink_to(desk / "in")
    before = listing(desk)
    assert run("clean", *arguments).code == 2
    assert listing(desk) == before


def test_figures_count_only_what_was_written(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from repair.batch.staged_output import StagedOutput
    from repair.core.errors import FormatError

    def fail(self: StagedOutput) -> str:
        raise FormatError("the disk is full")

    monkeypatch.setattr(StagedOutput, "finish", fail)
    line = '{"body": "Mark Latte left."}\n'
    (desk / "archive.jsonl").write_text(line * 3, encoding="utf-8")
    result = run("clean", "archive.jsonl", "--out", "out", "--text-field", "body", "--sources", "clean.txt")
    assert result.code == 2
    assert "No documents were checked." in result.words
    assert not (desk / "out").exists()


def test_a_log_without_its_manifest_is_never_emptied(desk: Path, run: Run) -> None:
    run("clean", "copy.txt", "--out", "out", "--sources", "clean.txt")
    audit = (desk / "out" / ".repair" / "audit.jsonl").read_bytes()
    (desk / "out" / ".repair" / "manifest.sqlite").unlink()
    result = run("clean", "copy.txt", "--out", "out", "--sources", "clean.txt")
    assert result.code == 2 and "has no manifest" in result.words
    assert (desk / "out" / ".repair" / "audit.jsonl").read_bytes() == audit


@pytest.mark.parametrize("where", ["out", "in-place"])
def test_undo_reverts_what_was_applied_to_cleaned_copy_too(where: str, desk: Path, run: Run) -> None:
    call = ("--out", "out") if where == "out" else ("--in-place",)
    path = desk / "out" / "copy.txt" if where == "out" else desk / "copy.txt"
    listed = run("clean", "copy.txt", *call, "--sources", "clean.txt", "--format", "jsonl")
    (desk / "found.jsonl").write_bytes(listed.data)
    assert run("apply", "found.jsonl", "--all", "--in-place").code == 0
    assert path.read_text(encoding="utf-8") == REPAIRED.replace("Kiel", "Keir")
    (desk / "aside.txt").write_text(COPY, encoding="utf-8")
    if where == "out":
        (desk / "copy.txt").unlink()  # so that it is restored from the log alone
    result = run("undo", "out" if where == "out" else ".")
    assert result.code == 0, result.words
    assert path.read_text(encoding="utf-8") == COPY


def test_applying_in_place_alone_can_be_undone(desk: Path, run: Run) -> None:
    lines = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").data
    result = run("apply", "-", "--all", "--in-place", stdin=lines)
    assert "run: repair undo ." in result.words
    assert (desk / "copy.txt").read_text(encoding="utf-8") != COPY
    assert run("undo", ".").code == 0
    assert (desk / "copy.txt").read_text(encoding="utf-8") == COPY


def test_applying_again_finishes_what_a_killed_call_had_begun(desk: Path, run: Run) -> None:
    (desk / "other.txt").write_text(COPY, encoding="utf-8")
    lines = run("suggest", "copy.txt", "other.txt", "--sources", "clean.txt", "--format", "jsonl").data
    killed_before_replacing(lambda: run("apply", "-", "--all", "--in-place", stdin=lines))
    result = run("apply", "-", "--all", "--in-place", stdin=lines)
    assert result.code == 0, result.words
    for name in ("copy.txt", "other.txt"):
        assert "Rutte" in (desk / name).read_text(encoding="utf-8")
    assert run("undo", ".").code == 0
    assert (desk / "copy.txt").read_text(encoding="utf-8") == (desk / "other.txt").read_text(encoding="utf-8") == COPY


def test_a_file_of_several_messages_is_restored_after_apply(desk: Path, run: Run) -> None:
    path = desk / "two.anpa"
    messages = b"".join(b"\x01a004%d\x02\r\n%s\x03" % (number, COPY.encode()) for number in (2, 3))
    path.write_bytes(messages)
    lines = run("suggest", "two.anpa", "--sources", "clean.txt", "--format", "jsonl").data
    assert run("apply", "-", "--in-place", stdin=lines).code == 0
    assert path.read_bytes() == messages.replace(b"Latte", b"Rutte")
    assert run("undo", ".").code == 0
    assert path.read_bytes() == messages
