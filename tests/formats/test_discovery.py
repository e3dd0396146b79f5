"""Finding input files: one bad entry is reported and hides no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repair.batch.events import Pause
from repair.batch.watch import Watch, arrivals
from repair.core.errors import FormatError
from repair.formats import InputFile, discover
from repair.formats.discovery import FileSearch


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.txt", "z.txt", "deep/b.txt"):
        (folder / name).write_text("Ana Sol spoke.")
    return folder


def _found(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files that were found and the messages of the errors."""
    discovered = list(discover([str(folder)]))
    return (
        [each.name for each in discovered if isinstance(each, InputFile)],
        [str(each) for each in discovered if isinstance(each, FormatError)],
    )


@pytest.mark.parametrize("links", [{"m.txt": "m.txt"}, {"m.txt": "n.txt", "n.txt": "m.txt"}])
def test_broken_links_hide_no_other_file(tmp_path: Path, links: dict[str, str]) -> None:
    folder = _folder(tmp_path)
    for name, target in links.items():
        (folder / name).symlink_to(target)
    names, errors = _found(folder)
    assert names == ["a.txt", "z.txt", "deep/b.txt"]
    assert sorted(errors) == [
        f"{folder / name}: The file cannot be read (too many levels of symbolic links). "
        "Check the path and its permissions."
        for name in sorted(links)
    ]


def test_an_unreadable_folder_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, scan = _folder(tmp_path), os.scandir

    def refuse(path: str | os.PathLike[str]) -> object:
        if os.fspath(path).endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    names, errors = _found(folder)
    assert names == ["a.txt", "z.txt"]
    assert errors == [f"{folder / 'deep'}: The folder cannot be read (permission denied). Check its permissions."]


def test_a_folder_that_breaks_off_still_yields_what_was_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, scan = _folder(tmp_path), os.scandir

    class Broken:
        def __init__(self, path: str | os.PathLike[str]) -> None:
            self.entries = list(scan(path))

        def __enter__(self) -> Broken:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def __iter__(self) -> object:
            yield from self.entries
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "scandir", Broken)
    names, errors = _found(folder)
    assert names == ["a.txt", "z.txt", "deep/b.txt"]
    assert len(errors) == 2


def test_a_watched_folder_goes_on_after_a_bad_entry(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "m.txt").symlink_to("m.txt")
    discovered: list[InputFile | FormatError | Pause] = []
    for each in arrivals([str(folder)], FileSearch(), Watch(settle=0.0)):
        discovered.append(each)
        if sum(isinstance(other, Pause) for other in discovered) == 2:
            break
    assert [each.name for each in discovered if isinstance(each, InputFile)] == ["a.txt", "z.txt", "deep/b.txt"]
    assert len([each for each in discovered if isinstance(each, FormatError)]) == 2  # in each search; reported once


def test_an_argument_without_access_is_left_to_its_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = tmp_path / "secret" / "a.txt"

    def refuse(path: Path, **_: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    assert [each.name for each in discover([str(hidden)]) if isinstance(each, InputFile)] == ["a.txt"]
