"""Files that once took quadratic time: open quotes, fill characters, endless headers, long keys and declarations."""

from __future__ import annotations

import contextlib
import email.message
import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from growth_fixtures import steps
from growth_law import executions, super_linear

from repair.core.errors import FormatError
from repair.core.types import Edit, Span
from repair.formats import parse
from repair.formats.archive import ReadOptions, records
from repair.formats.discovery import discover
from repair.formats.text_runs import NoTextError


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


def test_a_long_key_is_not_repeated_for_each_field_below_it(tmp_path: Path) -> None:
    fields = ", ".join(f'"k{number}": "Ana"' for number in range(500))
    path = tmp_path / "a.json"
    path.write_text(f'{{"text": "Ana Sol.", "{"k" * 100_000}": {{{fields}}}}}', encoding="utf-8")
    tracemalloc.start()
    try:
        (record,) = records(path, ReadOptions())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert record.source_document is not None and record.source_document.document.text == "Ana Sol."
    assert peak < 10_000_000  # bytes; the names of all fields with their keys would be 50 million


@pytest.mark.parametrize(
    ("declaration", "root", "message"),
    [
        (f"<!DOCTYPE nitf [<!ATTLIST p x CDATA '{'y' * 2_000}'>]>", "<nitf>", "declares long default attributes (x)"),
        ("", f'<nitf xmlns="{"n" * 2_000}">', "declares a long namespace (nnnn"),
    ],
)
def test_declarations_that_make_a_small_file_large_are_refused(declaration: str, root: str, message: str) -> None:
    story = f"{declaration}{root}<body><body.content><p>Ana Sol.</p></body.content></body></nitf>"
    with pytest.raises(FormatError, match=re.escape(message)):
        parse("a.xml", story.encode())
    usual = "<!DOCTYPE nitf [<!ATTLIST p x CDATA 'y'>]>" + story.removeprefix(declaration).replace(root, "<nitf>")
    assert parse("a.xml", usual.encode()).document.text == "Ana Sol."


@pytest.mark.parametrize("end", ["\n\n<p>Ana Sol.</p>", ""])
def test_long_parameters_of_a_mail_header_are_cut(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    parameters = email.message._parseparam  # type: ignore[attr-defined]

    def counted(text: str) -> object:
        lengths.append(len(text))
        return parameters(text)

    monkeypatch.setattr(email.message, "_parseparam", counted)
    mail = f"From: Ana\nMIME-Version: 1.0\nContent-Type: text/html{';' * 150_000}{end}"
    with contextlib.suppress(NoTextError):
        assert parse("a.eml", mail.encode()).document.text == "Ana Sol." and end
    assert 0 < max(lengths) < 3_000


def test_a_message_of_many_parts_is_one_text() -> None:
    part = "--b\nContent-Type: text/plain\n\n{}\n"
    head = "From: Ana\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    mail = head + part.format("Ana") + part.format("  ") + part.format("Sol") + "--b--\n"
    source_document = parse("a.eml", mail.encode())
    assert source_document.document.text == "Ana\n\nSol"
    edit = Edit(Span(5, 8), "Sol", "Sal", "1")
    assert source_document.write_verified([edit]) == mail.replace("Sol", "Sal").encode()


def test_folders_given_as_arguments_are_searched_in_linear_time(tmp_path: Path) -> None:
    for number in range(80):
        (tmp_path / f"{number:02}").mkdir()
        (tmp_path / f"{number:02}" / "a.txt").write_bytes(b"Ana")
    counts = [
        executions(lambda size=size: list(discover([str(tmp_path / f"{number:02}") for number in range(size)])))  # type: ignore[misc]
        for size in (20, 40, 80)
    ]
    assert not super_linear(counts)
