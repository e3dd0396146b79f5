"""Sources in any format: each record of an archive and each web page is a source, for `--sources` and a gazetteer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from repair.cli.app import app
from repair.cli.output import ExitStatus
from repair.cli.sources import read_sources
from repair.core.errors import GazetteerError
from repair.formats import archive
from repair.formats.record import ReadOptions, Record
from repair.gazetteer import Gazetteer, extract
from repair.text.analysis import AnalyzedText
from repair.text.mentions import find_occurrences

RUNNER = CliRunner()
STORY = "NATO Secretary General Mark Rutte met {who} in Prague. Rutte left for {where}."


def records() -> list[dict[str, str]]:
    return [
        {"id": "1", "title": "Rutte speaks", "text": STORY.format(who="Keir Starmer", where="Rome")},
        {"id": "2", "text": ""},
        {"id": "3", "text": STORY.format(who="Emmanuel Macron", where="Oslo"), "published": "2024-11-25T10:00:00Z"},
    ]


def write_copy(folder: Path) -> Path:
    lines = "".join(json.dumps(record) + "\n" for record in records())
    (folder / "a.jsonl").write_text(lines)
    (folder / "b.csv").write_text("text\n" + "".join(f'"{record["text"]}"\n' for record in records()))
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (folder / "d.txt.gz").write_bytes(gzip.compress(STORY.format(who="x", where="y").encode()))
    (folder / "e.txt").write_text(STORY.format(who="x", where="y"))
    return folder


def test_each_record_of_an_archive_is_a_source_with_its_number(tmp_path: Path) -> None:
    tally = ExitStatus()
    sources = read_sources([str(write_copy(tmp_path))], tally)
    assert [document.source for document in sources] == [
        *("a.jsonl, record 0", "a.jsonl, record 2", "b.csv, record 1", "b.csv, record 3"),
        *("c.jsonl.gz, record 0", "c.jsonl.gz, record 2", "d.txt.gz", "e.txt"),
    ]
    assert sources[1].date == "2024-11-25"
    assert tally.failed == 0


def test_parquet_is_a_source(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(records()), tmp_path / "a.parquet")
    sources = read_sources([str(tmp_path / "a.parquet")], ExitStatus())
    assert [document.source for document in sources] == ["a.parquet, record 0", "a.parquet, record 2"]


def test_bad_records_are_reported_and_the_others_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "broken\n' * 14 + json.dumps(records()[0]) + "\n")
    tally = ExitStatus()
    assert len(read_sources([str(path)], tally)) == 1
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 11 and tally.failed == 11
    assert errors[0].startswith(f"error: {path}, record 0: ") and errors[-1] == (
        f"error: {path}: 4 more records could not be read. Correct them, or leave the file out."
    )


def test_sources_that_are_all_bad_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "broken\n{"text": "broken\n')
    with pytest.raises(GazetteerError, match="None of the sources"):
        read_sources([str(tmp_path)], ExitStatus())


def test_a_given_format_outranks_detection(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<p>Mark <b>Rutte</b> left.</p>")
    assert read_sources([str(path)], ExitStatus())[0].text == "Mark Rutte left."
    plain = read_sources([str(path)], ExitStatus(), read_options=ReadOptions(format="text"))
    assert plain[0].text == path.read_text()


def test_a_gazetteer_is_built_of_archives_and_its_fields_can_be_named(tmp_path: Path) -> None:
    path, out = tmp_path / "a.jsonl", tmp_path / "names.gaz"
    path.write_text("".join(json.dumps({"matter": record["text"]}) + "\n" for record in records()))
    result = RUNNER.invoke(app, ["gazetteer", "build", str(path), "--out", str(out)])
    assert (
        result.exit_code == 2
        and "Name one of these with --text-field of `clean` or `gazetteer build`: matter" in result.stderr
    )
    result = RUNNER.invoke(app, ["gazetteer", "build", str(path), "--text-field", "matter", "--out", str(out)])
    assert (result.exit_code, result.stderr.splitlines()[-1].endswith("from 2 sources.")) == (0, True)
    assert "a.jsonl, record 0" in RUNNER.invoke(app, ["gazetteer", "show", str(out), "Mark Rutte"]).stdout


def test_a_source_at_which_a_reader_fails_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = archive.records

    def fail(path: Path, options: ReadOptions, *, sources: bool = False) -> Iterator[Record]:
        if path.name == "bad.txt":
            raise ZeroDivisionError("division by zero")
        yield from read(path, options, sources=sources)

    monkeypatch.setattr(archive, "records", fail)
    for name in ("bad.txt", "good.txt"):
        (tmp_path / name).write_text("Yesterday Torsten Wiklander opened the bridge at Haparanda.")
    status = ExitStatus()
    (document,) = read_sources([str(tmp_path)], status)
    assert document.source == "good.txt" and status.failed == 1


def test_a_source_that_takes_too_long_is_left_out_of_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def hang(analysis: AnalyzedText, *rest: Any) -> Any:
        while "Endless" in analysis.text:
            pass
        return find_occurrences(analysis, *rest)

    monkeypatch.setattr(extract, "find_occurrences", hang)
    (tmp_path / "a.txt").write_text("Yesterday Torsten Wiklander opened the bridge at Haparanda.")
    (tmp_path / "b.txt").write_text("Endless words were said by Anatol Rusnac in Chisinau on Friday.")
    out = tmp_path / "names.gaz"
    result = RUNNER.invoke(app, ["gazetteer", "build", str(tmp_path), "--out", str(out), "--timeout", "0.3"])
    assert result.exit_code == 2
    assert (
        "b.txt: The document took longer than the 0.3 seconds allowed" in result.stderr
        and "from 1 source" in result.stderr
    )
    names = {name.canonical for name in Gazetteer.load(out).names}
    assert "Torsten Wiklander" in names and "Anatol Rusnac" not in names
