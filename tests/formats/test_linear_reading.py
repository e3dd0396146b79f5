"""Archives that once took quadratic time: open quotes, fill characters, typesetting marks and endless headers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from growth_fixtures import steps

from repair.formats.archive import ReadOptions, records


def _rows(count: int) -> bytes:
    return b"id,text\n" + b'a","\n' * count


def _long_rows(count: int) -> bytes:
    return b"id,text\n" + b'1,"Ana Sol spoke.\n' * count + b'2,"""x\n'


def _fill(count: int) -> bytes:
    return b"\x01a0042\x02Ana\x03" + b"\x16" * 20 * count + b"x"


def _marks(count: int) -> bytes:
    return b"\x01a0042\x02Ana\n" + b"<" * 20 * count + b"x\x03"


def _headers(count: int) -> bytes:
    return b"WARC/1.0\r\nWARC-Type: response\r\n" * count


def _unending_header(count: int) -> bytes:
    return b"WARC/1.0\r\n" + b"x: y\r\n" * count


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", _rows),
        ("a.csv", _long_rows),
        ("a.anpa", _fill),
        ("a.anpa", _marks),
        ("a.warc", _headers),
        ("a.warc", _unending_header),
    ],
)
def test_reading_an_archive_takes_linear_time(name: str, content: Callable[[int], bytes], tmp_path: Path) -> None:
    path = tmp_path / name

    def cost(count: int) -> int:
        path.write_bytes(content(count))
        return steps(lambda: list(records(path, ReadOptions(), sources=name.endswith(".warc"))))

    cost(10)
    costs = [cost(count) for count in (250, 500, 1_000)]
    assert costs[2] < 2.3 * costs[1] < 2.3 * 2.3 * costs[0]


def _read(path: Path, content: bytes, options: ReadOptions | None = None) -> list[tuple[bytes, str]]:
    path.write_bytes(content)
    return [(each.raw, str(each.error or "")) for each in records(path, options or ReadOptions())]


def test_rows_after_an_open_quote_are_rows_again(tmp_path: Path) -> None:
    rows = _read(tmp_path / "a.csv", b'id,text\n1,"Ana\n2,Ben\n3,"Cy\nspoke"\n4,"Dee" x\n5,Eve\n')
    assert [raw for raw, _ in rows] == [
        b"id,text\n",
        b'1,"Ana\n',
        b"2,Ben\n",
        b'3,"Cy\nspoke"\n',
        b'4,"Dee" x\n',
        b"5,Eve\n",
    ]
    assert [bool(error) for _, error in rows] == [False, True, False, False, True, False]


def test_a_row_longer_than_the_limit_ends_with_its_first_line(tmp_path: Path) -> None:
    rows = _read(
        tmp_path / "a.csv", b'id,text\n1,"Ana\n' + b"spoke\n" * 9 + b'now"\n2,Ben\n', ReadOptions(max_bytes=40)
    )
    assert rows[1][0] == b'1,"Ana\n' and "not closed" in rows[1][1]
    assert [raw for raw, _ in rows[2:]] == [*[b"spoke\n"] * 9, b'now"\n', b"2,Ben\n"]


def test_fill_characters_belong_to_the_message_after_them(tmp_path: Path) -> None:
    first, second = b"\x16\x16\x01a0042\x02Ana\x03", b"\x16\x16\x01a0043\x02Ben\x03\x16"
    assert [raw for raw, _ in _read(tmp_path / "a.anpa", first + second)] == [first, second]
