"""Benchmark files: the fields of a line, and the messages for invalid files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from repair.core.errors import FormatError
from repair.training.evaluation.benchmark import Gold, Proposal, judge
from repair.training.evaluation.benchmark_file import load, read_benchmarks

TEXT = "Torsten Vikrander opened it. Vikrander's ferry, the Odin Star, is sold to Kiev."

LINE = {
    "id": "a",
    "pair": "sv-en",
    "doc": "d1",
    "text": TEXT,
    "clean": ["Wiklander opened it."],
    "gold": [{"start": 0, "end": 17, "clean": "Torsten Wiklander", "accept": ["T. Wiklander"], "type": "person"}],
    "variants": [{"start": 74, "end": 78}],
}


@pytest.mark.parametrize("name", ["bench.jsonl", "bench.jsonl.gz"])
def test_a_file_is_read_with_or_without_compression(name: str, tmp_path: Path) -> None:
    raw = (
        json.dumps(LINE)
        + "\n\n"
        + json.dumps({"id": "b", "text": "x", "clean": "one text", "gold": [], "variants": []})
        + "\n"
    ).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    first, second = load(path)
    assert first.gold == (Gold(0, 17, "Torsten Wiklander", ("T. Wiklander",), "person", ""),)
    assert first.variants == ((74, 78),)
    assert first.story == "sv-en/d1"
    assert first.words == len(TEXT.split())
    assert (second.clean, second.gold, second.doc) == (("one text",), (), "b")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "it is not JSON"),
        (b'{"id": "a", "text": "x"}', "it has no clean"),
        (b'{"text": "x", "clean": []}', "it has no id"),
        (b'{"id": "a", "text": "x", "clean": [], "gold": {}}', "gold is not a list of objects"),
        (b'{"id": "a", "text": "x", "clean": [], "gold": [7]}', "gold is not a list of objects"),
        (b'{"id": "a", "text": "x", "clean": 7}', "clean is not a list"),
        (b'{"id": "a", "text": "x", "clean": [], "gold": [{"start": "one", "end": 2, "clean": "y"}]}', "start is not"),
        (b'{"id": "a", "text": "x", "clean": [], "gold": [{"start": 0, "end": 1}]}', "has no clean"),
        (b'{"id": "a", "text": "x", "clean": [], "variants": [{"start": 0}]}', "variants has no end"),
        (b'{"id": "a", "text": "x", "clean": [], "words": 2.5}', "words is not a whole number"),
        (b"[]", "it is not an object"),
        (b"null", "it is not an object"),
        (b'"text"', "it is not an object"),
        (b"[" * 100_000, "recursion"),
    ],
)
def test_a_line_that_is_not_labelled_copy_is_refused_with_its_number(raw: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "bench.jsonl"
    path.write_bytes(b'{"id": "first", "text": "x", "clean": []}\n\n' + raw)
    with pytest.raises(FormatError, match=rf"bench\.jsonl, line 3: .*{reason}.*\. Give one JSON object"):
        load(path)


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", "Zürich".encode("latin-1")])
def test_a_file_of_bytes_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "bench.jsonl").write_bytes(raw)
    with pytest.raises(FormatError, match="not a benchmark file"):
        load(tmp_path / "bench.jsonl")


def test_a_line_without_labels_is_copy_without_mangled_names(tmp_path: Path) -> None:
    (tmp_path / "bench.jsonl").write_text(json.dumps({"id": "b", "text": "x", "clean": []}), encoding="utf-8")
    assert load(tmp_path / "bench.jsonl")[0].gold == ()


def test_a_damaged_compressed_file_is_refused(tmp_path: Path) -> None:
    raw = bytearray(gzip.compress(json.dumps(LINE).encode()))
    raw[20:40] = b"\xff" * 20
    (tmp_path / "bench.jsonl.gz").write_bytes(bytes(raw))
    with pytest.raises(FormatError, match="not a benchmark file"):
        load(tmp_path / "bench.jsonl.gz")


def test_a_file_that_is_missing_or_not_compressed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="There is no such file"):
        load(tmp_path / "none.jsonl")
    (tmp_path / "plain.gz").write_text(json.dumps(LINE), encoding="utf-8")
    with pytest.raises(FormatError, match="not a benchmark file"):
        load(tmp_path / "plain.gz")


def test_a_folder_is_refused_and_an_empty_file_too(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"is a folder\. Name the benchmark files in it"):
        load(tmp_path)
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(FormatError, match="has no lines"):
        load(tmp_path / "empty.jsonl")


def test_settings_are_named_after_files_or_their_paths_where_names_are_equal(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    paths = [tmp_path / "short.jsonl", tmp_path / "ocr_dev.jsonl", tmp_path / "old" / "short.jsonl"]
    for path in paths:
        path.write_text(json.dumps(LINE), encoding="utf-8")
    assert [each.setting for each in read_benchmarks(paths)] == [str(paths[0]), "ocr", str(paths[2])]
    assert [each.setting for each in read_benchmarks(paths[:2])] == ["short", "ocr"]


def test_a_label_past_the_end_of_the_text_is_accepted(tmp_path: Path) -> None:
    line = {"id": "a", "text": "Odda", "clean": [], "gold": [{"start": 0, "end": 6, "clean": "Oda"}]}
    (tmp_path / "bench.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (item,) = load(tmp_path / "bench.jsonl")
    assert judge(item, [Proposal(0, 4, "Oda", 0.9)]).corrected == (True,)
