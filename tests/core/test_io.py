"""Files are read within a limit and written whole or not at all."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from repair.core.errors import FormatError
from repair.core.io import atomic_writer, make_private, read_bytes, replace_file, write_bytes


def test_a_written_file_is_read_back_and_no_temporary_file_remains(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "story.txt"
    write_bytes(path, b"one")
    write_bytes(path, b"two")
    assert read_bytes(path) == b"two"
    assert [each.name for each in path.parent.iterdir()] == ["story.txt"]


def test_permissions_survive_a_write(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_bytes(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_follows_the_users_mask(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_bytes(tmp_path / "story.txt", b"new")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "story.txt").stat().st_mode) == 0o640


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_bytes(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


def test_a_failed_write_leaves_the_old_file_and_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(FormatError, match=r"story.txt: The file cannot be written \(no space left on device\)"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="The file cannot be written"):
        write_bytes(tmp_path, b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"), [("missing.txt", "There is no such file"), (".", "is a folder"), ("nul\0.txt", "cannot be read")]
)
def test_an_unreadable_file_is_named(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=words):
        read_bytes(tmp_path / name)


def test_size_is_checked_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)  # a sparse file: small on the disk, but too large for memory
    with pytest.raises(FormatError, match=r"has 1,099,511,627,776 bytes, more than the 10,000,000 allowed"):
        read_bytes(path)


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FormatError, match="neither a file nor a folder"):
        read_bytes(tmp_path / "pipe")


def test_an_error_while_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "names.gaz"
    path.write_bytes(b"old")

    def write() -> None:
        with atomic_writer(path) as stream:
            stream.write(b"half")
            raise KeyError("a fault of the caller")

    with pytest.raises(KeyError, match="a fault of the caller"):
        write()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["names.gaz"]


def test_a_leftover_temporary_file_is_replaced_and_a_link_there_is_not_followed(tmp_path: Path) -> None:
    path, stage, elsewhere = tmp_path / "a.txt", tmp_path / ".a.txt.part", tmp_path / "elsewhere.txt"
    elsewhere.write_bytes(b"mine")
    stage.symlink_to(elsewhere)
    with atomic_writer(path, stage=stage) as stream:
        stream.write(b"new")
    assert path.read_bytes() == b"new"
    assert elsewhere.read_bytes() == b"mine"
    assert not os.path.lexists(stage)


def test_with_a_given_temporary_path_a_link_is_replaced_and_its_target_unchanged(tmp_path: Path) -> None:
    elsewhere, path = tmp_path / "elsewhere.txt", tmp_path / "a.txt"
    elsewhere.write_bytes(b"mine")
    path.symlink_to(elsewhere)
    with atomic_writer(path, stage=tmp_path / ".a.part") as stream:
        stream.write(b"new")
    assert elsewhere.read_bytes() == b"mine"
    assert path.read_bytes() == b"new"


def test_a_private_file_loses_all_permissions_but_those_of_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)
    write_bytes(path, b"new", private=True)
    write_bytes(tmp_path / "fresh", b"new", private=True)
    assert {each.stat().st_mode & 0o777 for each in (path, tmp_path / "fresh")} == {0o600}


@pytest.mark.parametrize(
    ("mode", "after"), [(None, 0o600), (0o644, 0o600), (0o664, 0o660), (0o660, 0o660), (0o600, 0o600), (0o400, 0o400)]
)
def test_a_replaced_file_keeps_write_permission_for_its_group_only(
    tmp_path: Path, mode: int | None, after: int
) -> None:
    path = tmp_path / "desk.sqlite"
    if mode is not None:
        path.write_bytes(b"x")
        path.chmod(mode)
    make_private(path)
    assert path.stat().st_mode & 0o777 == after and path.read_bytes() == (b"" if mode is None else b"x")


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """Yield the path of a named pipe with the permissions 622, and the descriptor of somebody who reads it."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    path.chmod(0o622)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield path, reader
    os.close(reader)


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("linked", [False, True])
def test_a_pipe_is_written_to_and_not_replaced(pipe: tuple[Path, int], *, linked: bool, private: bool) -> None:
    path, reader = pipe
    target = path
    if linked:
        target = path.with_name("link")
        target.symlink_to(path)
    write_bytes(target, b"copy", private=private)
    assert os.read(reader, 10) == b"copy"
    assert stat.S_ISFIFO(path.stat().st_mode)
    assert stat.S_IMODE(path.stat().st_mode) == 0o622


def test_a_finished_file_does_not_take_the_place_of_a_pipe(pipe: tuple[Path, int]) -> None:
    path, _ = pipe
    stage = path.with_name("stage")
    stage.write_bytes(b"copy")
    with pytest.raises(OSError, match="not supported"):
        replace_file(stage, path)
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_socket_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        with pytest.raises(FormatError, match="socket: The file cannot be written"):
            write_bytes(path, b"copy")
    assert stat.S_ISSOCK(path.stat().st_mode)


def test_a_pipe_keeps_its_permissions_where_a_private_file_is_wanted(pipe: tuple[Path, int]) -> None:
    path, _ = pipe
    make_private(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o622
