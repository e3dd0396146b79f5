"""Which files are cleaned: links, collisions, paths outside the folder, duplicates, and large folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from batch_fixtures import BatchFolders, clean, wanted

from repair.batch.admission import Admission
from repair.batch.events import FileJob, Skipped
from repair.batch.file_identity import file_stamp
from repair.batch.ledger import Ledger
from repair.formats import InputFile
from repair.formats import discovery as walking
from repair.formats.discovery import FileSearch, discover


def names(*arguments: Path | str, out: Path | None = None) -> list[str]:
    places = discover([str(each) for each in arguments], FileSearch(wanted, out))
    return [place.name if isinstance(place, InputFile) else f"! {place}" for place in places]


def write(path: Path, text: str = "Mark Latte") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_each_file_comes_once_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "z/c.txt", "m/d.txt", ".hidden.txt", ".git/e.txt", "m/f.pdf"):
        write(tmp_path / name)
    assert names(tmp_path) == ["a.txt", "b.txt", "m/d.txt", "z/c.txt"]
    assert names(tmp_path / "a.txt", tmp_path, tmp_path / "z") == ["a.txt", "b.txt", "m/d.txt", "z/c.txt"]
    assert names(tmp_path / "m", tmp_path) == ["d.txt", "a.txt", "b.txt", "z/c.txt"]
    assert names(tmp_path / "*.txt", tmp_path / "b.txt") == ["a.txt", "b.txt"]
    assert names(tmp_path / "m" / "f.pdf", tmp_path / "m") == ["f.pdf", "d.txt"]


def test_a_large_folder_is_sorted_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        write(tmp_path / f"{number:03}é.txt")
    plain = names(tmp_path)
    monkeypatch.setattr(walking, "_IN_MEMORY", 10)
    assert names(tmp_path) == plain == sorted(plain)


def test_links_are_not_followed_out_of_the_input(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret" / "keys.txt")
    write(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "out.txt").symlink_to(secret)
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "secret")
    (tmp_path / "in" / "same.txt").symlink_to(tmp_path / "in" / "a.txt")
    file_names = names(tmp_path / "in")
    assert file_names[0] == "a.txt"
    assert len(file_names) == 2 and file_names[1].startswith("! ") and "is a link to a file outside" in file_names[1]
    assert names(tmp_path / "in" / "out.txt") == ["out.txt"]  # named by a person


def test_a_bad_argument_does_not_lose_the_others(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt")
    (tmp_path / "empty").mkdir()
    file_names = names(tmp_path / "empty", tmp_path / "nothing*", tmp_path / "in")
    assert [each.startswith("!") for each in file_names] == [True, True, False]


def test_the_output_folder_inside_the_input_is_not_cleaned_again(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    folders = BatchFolders(tmp_path, tmp_path / "out")
    for _ in range(2):
        totals, listener = clean(folders)
        assert listener.errors == []
    assert totals.skipped == {"finished in an earlier run": 1}


@pytest.mark.parametrize("name", ["../a.txt", "x/../../a.txt", ".repair/audit.jsonl", "/etc/a.txt"])
def test_no_output_is_written_outside_its_folder(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "in" / "a.txt")
    _, listener = clean(BatchFolders(tmp_path / "in", tmp_path / "out"), files=iter([InputFile(path, name)]))
    assert len(listener.errors) == 1 and "would lie outside the folder" in listener.errors[0]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in"]  # nothing came into it, so it is gone


def test_a_link_planted_in_the_output_is_not_written_through(tmp_path: Path) -> None:
    write(tmp_path / "in" / "sub" / "a.txt")
    (tmp_path / "victim").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sub").symlink_to(tmp_path / "victim")
    _, listener = clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    assert "would lie outside the folder" in listener.errors[0]
    assert not list((tmp_path / "victim").iterdir())


def test_names_that_collide_are_refused(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a" / "s.txt", "one Latte"), write(tmp_path / "b" / "s.txt", "two Latte")
    out = tmp_path / "out"
    _, listener = clean(
        BatchFolders(tmp_path, out), files=iter([InputFile(first, "s.txt"), InputFile(second, "s.txt")])
    )
    assert "This run has already written" in listener.errors[0]
    _, listener = clean(BatchFolders(tmp_path, out), files=iter([InputFile(second, "s.txt")]))
    assert "An earlier run has written" in listener.errors[0]
    assert (out / "s.txt").read_text(encoding="utf-8") == "one Rutte"
    # The same copy under another path is finished, and no collision.
    moved = write(tmp_path / "c" / "s.txt", "one Latte")
    _, listener = clean(BatchFolders(tmp_path, out), files=iter([InputFile(moved, "s.txt")]))
    assert listener.errors == []


def test_files_of_other_programs_are_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt")
    foreign_file = write(tmp_path / "out" / "a.txt", "precious")
    _, listener = clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    assert "`repair` did not write" in listener.errors[0]
    assert foreign_file.read_text(encoding="utf-8") == "precious"
    hard = tmp_path / "out" / "b.txt"
    os.link(write(tmp_path / "in" / "b.txt"), hard)
    _, listener = clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    assert any("will not overwrite it" in trouble for trouble in listener.errors)


def test_output_edited_after_cleaning_is_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", "one Latte")
    clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    clean(BatchFolders(tmp_path / "in", tmp_path / "out", settings="other"))  # untouched, so it is cleaned anew
    edited = write(tmp_path / "out" / "a.txt", "one Rutte, and an editor's line")
    write(tmp_path / "in" / "a.txt", "two Latte")
    _, listener = clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    assert "was changed after it was cleaned" in listener.errors[0]
    assert edited.read_text(encoding="utf-8") == "one Rutte, and an editor's line"


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    os.mkfifo(folder / "pipe.txt")
    _, listener = clean(BatchFolders(folder, tmp_path / "out"))
    assert "neither a file nor a folder" in listener.errors[0]


def test_a_file_name_that_is_not_utf8_is_cleaned(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as stream:
        stream.write(b"Mark Latte")
    totals, listener = clean(BatchFolders(folder, tmp_path / "out"))
    assert (totals.edits, listener.errors) == (1, [])
    with open(os.fsencode(tmp_path / "out") + b"/caf\xe9.txt", "rb") as stream:
        assert stream.read() == b"Mark Rutte"
    again, _ = clean(BatchFolders(folder, tmp_path / "out"))
    assert again.skipped == {"finished in an earlier run": 1}


def test_copy_that_changes_while_it_is_read_waits_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "in" / "a.txt")

    def changing(read: Path) -> str:
        path.write_text("Mark Latte again", encoding="utf-8")
        return file_stamp(read)

    with monkeypatch.context() as patch:
        patch.setattr("repair.batch.ledger_writer.file_stamp", changing)
        _, listener = clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    assert "The file changed while it was read" in listener.errors[0]
    assert not (tmp_path / "out" / "a.txt").exists()
    totals, listener = clean(BatchFolders(tmp_path / "in", tmp_path / "out"))
    assert (totals.edits, listener.errors) == (1, [])


def test_other_sources_leave_alone_what_was_finished_while_the_folder_is_watched(tmp_path: Path) -> None:
    path = write(tmp_path / "in" / "a.txt")
    folders = BatchFolders(tmp_path / "in", tmp_path / "out", settings="before")
    clean(folders)
    ledger = Ledger(folders.ledger, folders.out)
    file, run = InputFile(path, "a.txt"), ledger.number("run")
    try:
        assert isinstance(Admission(ledger, "after", run, watching=True)(file), Skipped)
        assert isinstance(Admission(ledger, "after", run + 1, watching=True)(file), FileJob)
        assert isinstance(Admission(ledger, "after", run)(file), FileJob)
        write(path, "Mark Latte again")
        assert isinstance(Admission(ledger, "after", run, watching=True)(file), FileJob)
    finally:
        ledger.close()


@pytest.mark.parametrize("name", ["huge.txt", "huge.gz"])
def test_a_file_that_is_too_large_to_be_read_is_refused_before_it_is_hashed(tmp_path: Path, name: str) -> None:
    write(tmp_path / "in" / "story.txt")
    with (tmp_path / "in" / name).open("wb") as stream:
        stream.truncate(1 << 42)  # bytes; a file with a hole takes no space
    counters, listener = clean(BatchFolders(tmp_path / "in", tmp_path / "out"), seconds=1.0)
    assert counters.files == 1 and (tmp_path / "out" / "story.txt").is_file()
    assert len(listener.errors) == 1 and name in listener.errors[0]
