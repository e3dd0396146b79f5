"""Every command words the errors of the system for people: what happened to which file, and what to do next."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest
from conftest import Run

# Paths that no file can be read from or written to, for whoever runs the tests, the administrator included.
AWKWARD = {
    "missing": "nowhere/at-all.txt",
    "under a file": "story.txt/inside.txt",
    "too long": f"{'x' * 300}.txt",
    "a folder": "folder",
    "a link to itself": "loop.txt",
    "a pipe": "pipe.txt",
}
READING = {
    "suggest": ["suggest", "{}", "--sources", "clean.txt"],
    "suggest --sources": ["suggest", "story.txt", "--sources", "{}"],
    "suggest --gazetteer": ["suggest", "story.txt", "--gazetteer", "{}"],
    "suggest --model": ["suggest", "story.txt", "--sources", "clean.txt", "--model", "{}"],
    "suggest --config": ["suggest", "story.txt", "--config", "{}"],
    "explain": ["explain", "{}", "--sources", "clean.txt"],
    "clean": ["clean", "{}", "--sources", "clean.txt", "--out", "out"],
    "apply": ["apply", "{}", "--out", "out"],
    "undo": ["undo", "{}"],
    "translate --engine": ["translate", "story.txt", "--from", "es", "--engine", "./{}"],
    "garble": ["garble", "{}"],
    "review": ["review", "{}", "--database", "db.sqlite", "--export", "all.jsonl"],
    "review --import": ["review", "--import", "{}", "--database", "db.sqlite", "--export", "all.jsonl"],
    "review --proxy-secret": [
        *("review", "--database", "db.sqlite", "--host", "127.0.0.1", "--port", "0", "--user-header", "X-User"),
        *("--proxy", "127.0.0.1", "--proxy-secret", "{}", "--no-browser"),
    ],
    "review --users": [
        *("review", "--database", "db.sqlite", "--host", "127.0.0.1", "--port", "0", "--users", "{}", "--no-browser"),
    ],
    "gazetteer build": ["gazetteer", "build", "{}", "-o", "names.gaz"],
    "gazetteer import": ["gazetteer", "import", "{}", "-o", "names.gaz"],
    "gazetteer show": ["gazetteer", "show", "{}"],
    "gazetteer export": ["gazetteer", "export", "{}"],
    "gazetteer add": ["gazetteer", "add", "{}", "Ada"],
    "gazetteer remove": ["gazetteer", "remove", "{}", "Ada"],
    "gazetteer rename": ["gazetteer", "rename", "{}", "Ada", "Ida"],
    "gazetteer merge": ["gazetteer", "merge", "{}", "-o", "names.gaz"],
    "calibrate": ["calibrate", "{}", "-o", "out"],
    "evaluate": ["evaluate", "{}"],
    "train": ["train", "{}", "-o", "out"],
}
WRITING = {
    "clean --out": ["clean", "story.txt", "--sources", "clean.txt", "--out", "{}"],
    "clean --report": ["clean", "story.txt", "--sources", "clean.txt", "--out", "out", "--report", "{}"],
    "clean --log": ["clean", "story.txt", "--sources", "clean.txt", "--in-place", "--log", "{}"],
    "clean --log-file": ["clean", "story.txt", "--sources", "clean.txt", "--out", "out", "--log-file", "{}"],
    "garble --out": ["garble", "story.txt", "--out", "{}"],
    "gazetteer build": ["gazetteer", "build", "clean.txt", "-o", "{}"],
    "gazetteer import": ["gazetteer", "import", "names.csv", "-o", "{}"],
    "review --database": ["review", "--database", "{}", "--export", "all.jsonl"],
    "review --export": ["review", "--database", "db.sqlite", "--export", "{}.csv"],
}
UNWRITABLE = ("under a file", "too long")
FOR_PROGRAMMERS = re.compile(
    r"errno|traceback|unexpected went wrong|<class|\w+error\(|\[type=|pydantic|sqlalche|object at 0x|b'|"
    r"codec can't",
    re.IGNORECASE,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    story = "The minister Ingrid Thorsrud spoke in Hakodate on Monday. Ingrid Thorsrud was a passenger.\n"
    for name in ("clean.txt", "story.txt"):
        (tmp_path / name).write_text(story, encoding="utf-8")
    (tmp_path / "names.csv").write_text("Ingrid Thorsrud,person\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    return tmp_path


def run_with(run: Run, arguments: list[str], path: str) -> str:
    result = run(*(argument.replace("{}", path) for argument in arguments))
    assert not FOR_PROGRAMMERS.search(result.words), result.words
    return str(result.words)


@pytest.mark.parametrize("path", AWKWARD)
@pytest.mark.parametrize("command", READING)
def test_a_file_that_cannot_be_read_is_named_in_words(command: str, path: str, folder: Path, run: Run) -> None:
    words = run_with(run, READING[command], AWKWARD[path])
    if path != "a folder":  # some commands read folders
        assert "error: " in words or "Not read: " in words
        assert AWKWARD[path][:40] in words, words


@pytest.mark.parametrize("path", UNWRITABLE)
@pytest.mark.parametrize("command", WRITING)
def test_a_file_that_cannot_be_written_is_named_in_words(command: str, path: str, folder: Path, run: Run) -> None:
    words = run_with(run, WRITING[command], AWKWARD[path])
    assert "error: " in words
    assert AWKWARD[path][:40] in words, words


def test_a_port_in_use_is_named_in_words(folder: Path, run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("review", "--database", "db.sqlite", "--port", str(port), "--no-browser")
    assert result.words.endswith(
        f"error: Port {port} on 127.0.0.1 cannot be used (address already in use). Choose another with --port.\n"
    )
