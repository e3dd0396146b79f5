"""Reads benchmark files: JSON Lines, also gzipped, with the fields that docs/evaluation.md describes.

A file is one setting, named after the file. A file that is not a benchmark is refused with the line and the reason.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.io import read_bytes
from repair.training.evaluation.benchmark import BenchmarkItem, CharSpan, Gold, UnverifiableName

_FOLDER = "this is a folder; name the benchmark files in it"
_MAX_BYTES = 4_000_000_000
_DAMAGED = "the file is not a benchmark file ({why}); give JSON Lines in UTF-8, plain or compressed with gzip"
_EMPTY = "the file has no lines; give one JSON object per line, with id, text, clean and gold"
_BAD_LINE = "the line is not labelled copy: {why}; give one JSON object per line, with id, text, clean and gold"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark file that has been read.

    Attributes:
        path: The file.
        setting: The name of its setting.
        items: Its lines.
        sha256: The hash of the file's bytes, which identifies the data in signatures.
    """

    path: Path
    setting: str
    items: tuple[BenchmarkItem, ...]
    sha256: str


def setting_of(path: Path) -> str:
    """Return the name of a benchmark file's setting: its stem, without the mark of a development set.

    >>> setting_of(Path("ocr_dev.jsonl.gz"))
    'ocr'
    """
    return path.name.split(".")[0].removesuffix("_dev")


def read_benchmarks(paths: Sequence[Path]) -> list[Benchmark]:
    """Read benchmark files; files whose settings have one name are told apart by their paths.

    Raises:
        FormatError: A path is not a benchmark file.
    """
    benchmarks = []
    for path in paths:
        raw = _bytes(path)
        benchmarks.append(Benchmark(path, setting_of(path), tuple(_items(path, raw)), hashlib.sha256(raw).hexdigest()))
    names = Counter(benchmark.setting for benchmark in benchmarks)
    return [
        replace(benchmark, setting=str(benchmark.path)) if names[benchmark.setting] > 1 else benchmark
        for benchmark in benchmarks
    ]


def load(path: Path) -> list[BenchmarkItem]:
    """Read the lines of one benchmark file (``.jsonl``, also gzipped).

    Raises:
        FormatError: The path is not a benchmark file.
    """
    return _items(path, _bytes(path))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise FormatError.of(_FOLDER, path=path)
    return read_bytes(path, limit=_MAX_BYTES)


def _items(path: Path, raw: bytes) -> list[BenchmarkItem]:
    try:
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise FormatError.of(_DAMAGED, path=path, why=error) from error
    items = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            items.append(_item(json.loads(line)))
        except json.JSONDecodeError as error:
            raise FormatError.of(
                _BAD_LINE, path=path, place=f"line {number:,}", why=f"it is not JSON ({error.msg})"
            ) from error
        except (ValueError, RecursionError) as error:
            raise FormatError.of(_BAD_LINE, path=path, place=f"line {number:,}", why=error) from error
    if not items:
        raise FormatError.of(_EMPTY, path=path)
    return items


def _item(record: object) -> BenchmarkItem:
    """Return the item of one line.

    Raises:
        ValueError: A field is missing or malformed; the message says which.
    """
    if not isinstance(record, dict):
        raise ValueError("it is not an object")
    for key in ("id", "text", "clean"):
        if key not in record:
            raise ValueError(f"it has no {key}")
    text = str(record["text"])
    return BenchmarkItem(
        id=str(record["id"]),
        pair=str(record.get("pair", "")),
        doc=str(record.get("doc", record["id"])),
        words=_number(record, "words") if "words" in record else len(text.split()),
        text=text,
        clean=tuple(str(clean) for clean in _list(record, "clean")),
        gold=tuple(_gold(label) for label in _labels(record, "gold")),
        variants=tuple(_span(label, "variants") for label in _labels(record, "variants")),
        listed=record.get("listed") is True,
        unverifiable=tuple(
            UnverifiableName(*_span(label, "unverifiable"), label.get("mangled", True) is True)
            for label in _labels(record, "unverifiable")
        ),
    )


def _gold(label: Mapping[str, object]) -> Gold:
    start, end = _span(label, "gold")
    if "clean" not in label:
        raise ValueError("a label of gold has no clean")
    return Gold(
        start,
        end,
        str(label["clean"]),
        tuple(str(other) for other in _list(label, "accept")),
        str(label.get("type", "other")),
        str(label.get("garble", "")),
    )


def _span(label: Mapping[str, object], key: str) -> CharSpan:
    for name in ("start", "end"):
        if name not in label:
            raise ValueError(f"a label of {key} has no {name}")
    # A span past the end of the text is an error of the labels; it is harmless, because nothing overlaps with it.
    return CharSpan(_number(label, "start"), _number(label, "end"))


def _labels(record: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = record.get(key, [])
    if not isinstance(value, list) or not all(isinstance(label, dict) for label in value):
        raise ValueError(f"{key} is not a list of objects")
    return value


def _list(record: Mapping[str, object], key: str) -> list[object]:
    """Return the list under ``key``; a single text is a list of one."""
    value = record.get(key)
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise ValueError(f"{key} is not a list")
    return value


def _number(record: Mapping[str, object], key: str) -> int:
    value = record[key]
    if not isinstance(value, int | str):
        raise ValueError(f"{key} is not a whole number")
    try:
        return int(value)
    except ValueError:
        raise ValueError(f"{key} is not a whole number") from None
