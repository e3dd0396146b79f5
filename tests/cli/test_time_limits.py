"""Every command ends a document that takes too long, says which it was, and goes on with the others."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import example_engine
import pytest
from conftest import Run
from plugin_fixtures import install

from repair.batch import batch_undo
from repair.core.plugins import ENGINES, reload_plugins
from repair.core.types import Document
from repair.formats import SourceDocument, read_copy
from repair.gazetteer import importers, source_lists
from repair.gazetteer.entries import ListEntry
from repair.pipeline.repairer import Repairer
from repair.training import synthesize

SOURCE = "Yesterday Torsten Wiklander opened the bridge at Haparanda.\n"
COPY = "Yesterday Torsten Vikrander opened the bridge at Haparanda.\n"
ENDLESS = "Endless words were said by Torsten Vikrander in Haparanda.\n"
LIMIT = ("--timeout", "77")


def hang(text: str) -> None:
    """Fire the running timer at once if ``text`` asks for it, as work over the time limit would."""
    if "Endless" in text:
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 77
        signal.raise_signal(signal.SIGALRM)


def hanging(function: Callable[..., Any], text_of: Callable[..., str]) -> Callable[..., Any]:
    """Wrap ``function`` so that it exceeds the time limit where the text of an argument asks for it."""

    def wrapped(*arguments: Any, **named: Any) -> Any:
        hang(text_of(*arguments, **named))
        return function(*arguments, **named)

    return wrapped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a source, a story that can be checked, and one that takes too long."""
    (tmp_path / "copy").mkdir()
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "copy" / "a.txt").write_text(ENDLESS, encoding="utf-8")
    (tmp_path / "copy" / "b.txt").write_text(COPY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def shouting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install an engine that answers in capitals."""
    install(tmp_path / "plugins", monkeypatch, {ENGINES: {"shouting": "example_engine:open_shouting"}})
    reload_plugins()
    yield
    monkeypatch.undo()
    reload_plugins()


@pytest.mark.parametrize(("command", "method"), [("suggest", "check_all"), ("explain", "explain")])
def test_a_story_that_takes_too_long_is_left_out(
    command: str, method: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def text_of(repairer: Repairer, copy: Any) -> str:
        return " ".join(each.text for each in ([copy] if isinstance(copy, Document) else copy))

    monkeypatch.setattr(Repairer, method, hanging(getattr(Repairer, method), text_of))
    result = run(command, "copy", "--sources", "source.txt", "--format", "jsonl", *LIMIT)
    assert result.code == 2
    assert "a.txt: The document took longer than the 77 seconds allowed" in result.words
    assert {json.loads(line)["document"] for line in result.text.splitlines()} == {"copy/b.txt"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("suggest", "copy", "--sources", "source.txt"),
        ("explain", "copy", "--sources", "source.txt"),
        ("apply", "made.jsonl", "--diff", "--all"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_story_that_cannot_be_read_in_time_is_left_out(
    arguments: Sequence[str], folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run("suggest", "copy", "--sources", "source.txt", "--format", "jsonl")
    (folder / "made.jsonl").write_bytes(made.data)
    slow = hanging(read_copy, lambda path, **named: Path(path).read_text(encoding="utf-8"))
    monkeypatch.setattr("repair.cli.session.read_copy", slow)
    result = run(*arguments, *LIMIT)
    assert result.code == 2 and "Wiklander" in result.text
    assert "a.txt: The document took longer than the 77 seconds allowed" in result.words


def test_a_story_that_takes_too_long_is_not_translated(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, shouting: None
) -> None:
    monkeypatch.setattr(
        example_engine.Shouting,
        "translate",
        hanging(example_engine.Shouting.translate, lambda engine, sentences, *rest: " ".join(sentences)),
    )
    result = run("translate", "copy", "--from", "es", "--engine", "shouting", "--out", "out", *LIMIT)
    assert result.code == 2
    assert "a.txt: The document took longer than the 77 seconds allowed" in result.words
    assert [path.name for path in sorted((folder / "out").glob("*.txt"))] == ["b.txt"]


def test_an_entry_that_takes_too_long_ends_the_import(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*arguments: Any, **named: Any) -> Iterator[ListEntry]:
        yield ListEntry("Torsten Wiklander", None, ())
        hang("Endless")

    monkeypatch.setattr(importers, "read_list", endless)
    (tmp_path / "names.csv").write_text("name,kind\nTorsten Wiklander,person\n", encoding="utf-8")
    result = run("gazetteer", "import", "names.csv", "--out", "names.gaz", *LIMIT)
    assert result.code == 2 and not (tmp_path / "names.gaz").exists()
    assert "names.csv: The document took longer than the 77 seconds allowed" in result.words


def test_a_story_of_a_queue_that_takes_too_long_is_left_out(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlalchemy")
    made = run("suggest", "copy", "--sources", "source.txt", "--format", "jsonl")
    (folder / "made.jsonl").write_bytes(made.data)
    slow = hanging(read_copy, lambda path, **named: Path(path).read_text(encoding="utf-8"))
    monkeypatch.setattr("repair.review.queue_files.read_copy", slow)
    result = run("review", "made.jsonl", "--database", "desk.sqlite", "--export", "all.jsonl", *LIMIT)
    assert result.code == 2
    assert "a.txt: The document took longer than the 77 seconds allowed" in result.words
    assert "made.jsonl: Imported 1 story" in result.words


@pytest.mark.parametrize("command", ["clean", "apply"])
def test_a_story_whose_edits_take_too_long_is_left_out(
    command: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run("suggest", "copy", "--sources", "source.txt", "--format", "jsonl")
    (folder / "made.jsonl").write_bytes(made.data)
    slow = hanging(SourceDocument.write_verified, lambda document, edits: document.document.text)
    monkeypatch.setattr(SourceDocument, "write_verified", slow)
    arguments = ("copy", "--sources", "source.txt") if command == "clean" else ("made.jsonl", "--all")
    result = run(command, *arguments, "--out", "out", *LIMIT)
    assert result.code == 2
    assert "a.txt: The document took longer than the 77 seconds allowed" in result.words
    assert [path.name for path in sorted((folder / "out").rglob("*.txt"))] == ["b.txt"]


def test_a_list_that_takes_too_long_is_no_source(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = hanging(source_lists.read_name_list, lambda path, *rest, **named: Path(path).read_text(encoding="utf-8"))
    monkeypatch.setattr(source_lists, "read_name_list", slow)
    (folder / "names.csv").write_text("name\nEndless Vikrander\n", encoding="utf-8")
    result = run("gazetteer", "build", "source.txt", "names.csv", "--out", "names.gaz", *LIMIT)
    assert result.code == 2 and (folder / "names.gaz").exists()
    assert "names.csv: The document took longer than the 77 seconds allowed" in result.words


def test_garble_ends_a_story_that_takes_too_long(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesize, "synthesize", hanging(synthesize.synthesize, lambda document, *_: document.text))
    result = run("garble", str(folder / "copy"), *LIMIT)
    assert result.code == 2 and "a.txt" in result.words and "77 s" in result.words
    assert [json.loads(line)["doc"].endswith("b.txt") for line in result.text.splitlines()] == [True]


def test_undo_leaves_a_file_that_takes_too_long_as_it_is(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("clean", "copy", "--sources", "source.txt", "--out", "out", "--apply-at", "0.6")
    cleaned = {path.name: path.read_bytes() for path in (folder / "out").glob("*.txt")}
    monkeypatch.setattr(
        batch_undo.BatchUndo,
        "_build",
        hanging(batch_undo.BatchUndo._build, lambda undoing, steps, path, stage: path.read_text(encoding="utf-8")),
    )
    result = run("undo", "out", *LIMIT)
    assert result.code == 2 and "a.txt: The document took longer than the 77 seconds allowed" in result.words
    after = {path.name: path.read_bytes() for path in (folder / "out").iterdir() if path.is_file()}
    assert after == cleaned | {"b.txt": COPY.encode()}
    assert cleaned["a.txt"] != ENDLESS.encode() and cleaned["b.txt"] != COPY.encode()
