"""The registry of formats: built-in formats, formats of other distributions, and what is refused."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from plugin_fixtures import install

from repair.core.errors import ConfigError, FormatError
from repair.core.types import Edit, Span
from repair.formats import discover, parse, read_copy
from repair.formats.archive import open_sink, records
from repair.formats.discovery import InputFile
from repair.formats.record import ReadOptions
from repair.formats.registry import (
    UNREADABLE_SUFFIXES,
    format_of,
    is_supported,
    record_format_of,
    record_formats,
    reload_formats,
    story_formats,
)

STORY = b"SLUG minister\nMark Latte left.\n"
EXAMPLES = {"slugged": "example_formats:SLUGGED", "slugged-bundle": "example_formats:BUNDLE"}

Install = Callable[[Mapping[str, str]], None]


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    def install_formats(entries: Mapping[str, str]) -> None:
        install(tmp_path / "site", monkeypatch, {"repair.formats": entries})
        reload_formats()

    yield install_formats
    monkeypatch.undo()
    reload_formats()


def test_a_plugin_format_is_sniffed_read_and_spliced(plugins: Install, tmp_path: Path) -> None:
    plugins(EXAMPLES)
    path = tmp_path / "story.txt"
    path.write_bytes(STORY)
    source_document = read_copy(path)
    assert (source_document.format, source_document.document.text) == ("slugged", "Mark Latte left.\n")
    assert (
        source_document.write_verified([Edit(Span(5, 10), "Latte", "Rutte", "s")])
        == b"SLUG minister\nMark Rutte left.\n"
    )
    assert parse("a.txt", STORY, format="slugged").document.text == source_document.document.text


def test_files_of_a_plugin_format_are_found_in_folders(plugins: Install, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    for name in ("a.slug", "b.slugs", "c.photo"):
        (folder / name).write_bytes(STORY)
    assert not is_supported("a.slug")
    plugins(EXAMPLES)
    assert [each.name for each in discover([str(folder)]) if isinstance(each, InputFile)] == ["a.slug", "b.slugs"]


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_records_of_a_plugin_format_are_read_and_written_back(
    plugins: Install, tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    plugins(EXAMPLES)
    path, target = tmp_path / "day.slugs", tmp_path / "out.slugs"
    path.write_bytes(compress(STORY + b"\fSLUG empty\n" + b"\f" + STORY))
    options = ReadOptions()
    with open_sink(path, target, options) as sink:
        for record in records(path, options):
            if record.source_document is None:
                assert isinstance(record.error, FormatError)
                sink.put(record, record.raw)
            else:
                at = record.source_document.document.text.index("Latte")
                sink.put(record, record.source_document.write_verified([Edit(Span(at, at + 5), "Latte", "Rutte", "s")]))
    content = target.read_bytes()
    content = content if compress is bytes else gzip.decompress(content)
    changed = STORY.replace(b"Latte", b"Rutte")
    assert content == changed + b"\fSLUG empty\n\f" + changed


def test_an_unchanged_file_of_a_plugin_format_is_copied_byte_for_byte(plugins: Install, tmp_path: Path) -> None:
    plugins(EXAMPLES)
    path, target = tmp_path / "day.slugs.gz", tmp_path / "out.slugs.gz"
    path.write_bytes(gzip.compress(STORY, mtime=7))
    with open_sink(path, target, ReadOptions()) as sink:
        for record in records(path, ReadOptions()):
            sink.put(record, record.raw)
    assert target.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"html": "example_formats:SLUGGED"}, "has the name of a built-in format"),
        ({"slugged": "example_formats:MARK"}, "neither read\\(\\) nor records\\(\\)"),
        ({"slugged": "no_such_module:FORMAT"}, r"'slugged' \(no_such_module:FORMAT\) cannot be loaded"),
        ({"slugged": "example_formats:NOTHING"}, "cannot be loaded"),
    ],
    ids=["name-taken", "not-a-format", "no-module", "no-object"],
)
def test_a_broken_plugin_is_named(plugins: Install, entries: dict[str, str], words: str) -> None:
    plugins(entries)
    with pytest.raises(ConfigError, match=words):
        parse("a.txt", b"Mark Latte left.")


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FormatError, match=r"no format 'word'. The formats are: webvtt, .*text.*jsonl"):
        parse("a.txt", b"Mark Latte left.", format="word")


def test_every_extension_of_a_record_format_is_refused_as_a_story() -> None:
    suffixes = {suffix for each in record_formats().values() for suffix in each.suffixes}
    assert suffixes - {".warc"} <= UNREADABLE_SUFFIXES
    assert not {suffix for each in story_formats().values() for suffix in each.suffixes} & UNREADABLE_SUFFIXES


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.txt", b'{"body": "Mark"}\n{"body": "left"}\n', "jsonl"),
        ("a.csv", b'{"body": "Mark"}\n{"body": "left"}\n', "csv"),
        ("a.txt", b"PAR1...", "parquet"),
        ("a.txt", b"WARC/1.0\r\n", "warc"),
        ("a.json", b'{"body": "Mark"}\n', None),
        ("a.txt", b"Mark Latte left.", None),
    ],
)
def test_content_decides_where_it_is_telling_and_the_extension_elsewhere(
    name: str, head: bytes, expected: str | None
) -> None:
    assert record_format_of(name, head) == expected
    assert format_of("a.html", b"Mark Latte left.") == "html"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nAna spoke"),
        ("a.warc", b"Ana spoke."),
        ("a.txt", b'{"text": "Ana spoke."}\n{"text": "Ben spoke."}\n'),
        ("a.txt", b"PAR1 Ana spoke."),
    ],
)
def test_many_records_are_not_read_as_one_text(name: str, raw: bytes) -> None:
    with pytest.raises(FormatError, match="hold many stories"):
        parse(name, raw)
