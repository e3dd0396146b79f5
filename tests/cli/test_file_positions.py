"""Positions in reports for other programs are those of the file, and fixes and diffs can be applied to it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import Run

from repair.decisions import queue
from repair.decisions.store import DatabaseStore

STORY = "Zoë said — Mark Latte met “Kiel Starmer”.\r\n\r\n😀 Mark Latte left; Petrekin & Latte stayed.\r\n"
HTML = (
    '<!doctype html>\n<html><head><meta charset="windows-1252"><title>Zo&euml; on Mark Latte</title></head>\r\n<body>'
    "<!-- Mark Latte -->\n<p>Caf\xe9 &amp; Mark <b>Latte</b> met\nKiel&nbsp;Starmer.</p><p>Petrekin</p></body></html>\n"
)
FILES = {
    "story.txt": STORY.encode(),
    "bom.txt": STORY.encode("utf-8-sig"),
    "wide.txt": STORY.encode("utf-16"),
    "old.txt": STORY.replace("😀", "§").encode("cp1252"),
    "my story.html": HTML.encode("cp1252"),
    "feed.xml": (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        "<title>W</title>\n<item><title>😀 Mark Latte</title><description>&lt;p&gt;Zo&amp;euml; met\n Mark Latte "
        "&amp;amp; Kiel Starmer&lt;/p&gt;</description></item></channel></rss>"
    ).encode(),
}
FILES["talk.srt"] = (
    "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Zoë met Mark Latte</i>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n"
    "and Kiel Starmer.\r\nMark Latte left.\r\n"
).encode()
FILES["letter.eml"] = (
    b"From: desk@example.com\nSubject: Mark Latte\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    b"Content-Transfer-Encoding: quoted-printable\n\nZo=C3=AB met Mark Latte and=\n Kiel Starmer.\n\nMark Latte left.\n"
)
CODECS = {"bom.txt": "utf-8-sig", "wide.txt": "utf-16", "old.txt": "cp1252", "my story.html": "cp1252"}


@pytest.fixture
def copy(desk: Path, request: pytest.FixtureRequest) -> Path:
    """Return one of the files, in the working folder."""
    name: str = request.param
    path = desk / name
    path.write_bytes(FILES[name])
    return path


def corrected(copy: Path, run: Run) -> bytes:
    """Return the bytes of ``copy`` with every suggestion applied that can be."""
    lines = run("suggest", copy.name, "--sources", "clean.txt", "--format", "jsonl").data
    assert run("apply", "-", "--all", "--out", "applied", stdin=lines).code == 0
    return (copy.parent / "applied" / copy.name).read_bytes()


@pytest.mark.parametrize("copy", FILES, indirect=True)
def test_json_lines_have_line_column_and_offsets_of_the_file(copy: Path, run: Run) -> None:
    raw = copy.read_bytes()
    codec = CODECS.get(copy.name, "utf-8")
    text = raw.decode(codec)
    lines = run("suggest", copy.name, "--sources", "clean.txt", "--format", "jsonl").data.decode().splitlines()
    assert len(lines) > 2
    for line in map(json.loads, lines):
        place = line["in_file"]
        first = line["surface"].split()[0]
        assert text[place["start"] :].startswith(first)
        plain = {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(codec, codec)
        assert raw[place["start_byte"] : place["end_byte"]].decode(plain) == text[place["start"] : place["end"]]
        own = text.split("\n")[line["line"] - 1]
        assert own[line["column"] - 1 :].startswith(first)
        assert text[: place["end"]].endswith(line["surface"].split()[-1])
        assert (line["unit"], place["unit"]) == ("code points", "code points of the decoded file")


def assert_places(report: str, text: str) -> int:
    """Check that each position in a report is that of its form in ``text``; return the number of positions."""
    text = text.removeprefix("\ufeff")
    lines = re.findall(r"^ *(\d+):(\d+) +(\w+)", report, re.MULTILINE)
    for line, column, word in lines:
        assert text.split("\n")[int(line) - 1][int(column) - 1 :].startswith(word), (line, column, word)
    for line, column in re.findall(r"(?:also at|,) (\d+):(\d+)", report):
        assert re.match("Mark|Kiel|Latte", text.split("\n")[int(line) - 1][int(column) - 1 :])
    return len(lines)


@pytest.mark.parametrize("copy", FILES, indirect=True)
@pytest.mark.parametrize("command", [("suggest",), ("suggest", "-v"), ("explain",)])
def test_the_report_for_people_has_lines_and_columns_of_the_file(
    copy: Path, run: Run, command: tuple[str, ...]
) -> None:
    text = copy.read_bytes().decode(CODECS.get(copy.name, "utf-8"))
    name, *options = command
    assert assert_places(run(name, copy.name, "--sources", "clean.txt", *options).text, text) > 1


@pytest.mark.parametrize("copy", FILES, indirect=True)
@pytest.mark.parametrize("written", [True, False])
def test_what_clean_leaves_has_lines_and_columns_of_the_file_that_is_listed(
    copy: Path, run: Run, written: bool
) -> None:
    target = ("--out", "out") if written else ("--diff",)
    result = run("clean", copy.name, "--sources", "clean.txt", *target)
    shown = copy.parent / "out" / copy.name if written else copy
    text = shown.read_bytes().decode(CODECS.get(copy.name, "utf-8"))
    assert assert_places(result.text if written else result.words, text) >= 1


@pytest.mark.parametrize("copy", FILES, indirect=True)
def test_the_review_page_has_lines_of_the_cleaned_file_also_for_changes_made_already(copy: Path, run: Run) -> None:
    run("clean", copy.name, "--sources", "clean.txt", "--out", "out")
    run("review", "out/.repair/queue.jsonl", "--database", "desk.sqlite", "--export", "desk.jsonl")
    text = (copy.parent / "out" / copy.name).read_bytes().decode(CODECS.get(copy.name, "utf-8")).split("\n")
    with DatabaseStore("desk.sqlite") as store:
        (entry,) = queue.entries(store)
        cases = queue.in_story(store, entry.id)
    assert any(case.applied_text for case in cases)
    for case in cases:
        word = (case.applied_text or case.suggestion.surface).split()[0]
        line = text[case.suggestion.line - 1].removeprefix("\ufeff")
        assert line[case.suggestion.column - 1 :].startswith(word)


@pytest.mark.parametrize("copy", FILES, indirect=True)
def test_the_fixes_of_sarif_can_be_applied(copy: Path, run: Run) -> None:
    log = json.loads(run("suggest", copy.name, "--sources", "clean.txt", "--format", "sarif").data)
    driver = log["runs"][0]["tool"]["driver"]
    assert driver["version"] == driver["semanticVersion"]
    codec = CODECS.get(copy.name, "utf-8")
    raw = copy.read_bytes()
    text = raw.decode(codec)
    fixes = [
        (replacement["deletedRegion"], replacement["insertedContent"]["text"])
        for result in log["runs"][0]["results"]
        for fix in result.get("fixes", ())
        for replacement in fix["artifactChanges"][0]["replacements"]
    ]
    assert len(fixes) > 1
    rows = text.split("\n")
    for region, after in sorted(fixes, key=lambda fix: -fix[0]["charOffset"]):
        start, length = region["charOffset"], region["charLength"]
        assert rows[region["startLine"] - 1][region["startColumn"] - 1 :].startswith(text[start : start + length])
        text = text[:start] + after + text[start + length :]
    assert text == corrected(copy, run).decode(codec)


@pytest.mark.parametrize("program", ["git", "patch"])
@pytest.mark.parametrize("copy", FILES, indirect=True)
def test_a_diff_is_taken_by_git_and_patch(copy: Path, run: Run, program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    diff = run("suggest", copy.name, "--sources", "clean.txt", "--format", "diff").data
    expected = corrected(copy, run)
    call = ["git", "apply", "-"] if program == "git" else ["patch", "--binary", "-p1"]
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(copy.parent.parent), "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(call, input=diff, cwd=copy.parent, env=environment, check=True, capture_output=True)
    assert copy.read_bytes() == expected


@pytest.mark.parametrize("copy", ["story.txt"], indirect=True)
def test_a_diff_of_a_path_with_two_dots_is_taken_by_git(
    copy: Path, run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    arguments = ("--sources", str(copy.parent / "clean.txt"), "--format", "diff")
    expected = corrected(copy, run)
    inside = run("suggest", f"../{copy.parent.name}/{copy.name}", *arguments).data
    assert inside.startswith(f"--- a/{copy.name}\n".encode())
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    outside = run("suggest", os.path.relpath(copy), *arguments).data
    assert outside.startswith(f"--- {copy.resolve()}\n".encode())
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "apply", "-"], input=outside, cwd="/", env=environment, check=True, capture_output=True)
    assert copy.read_bytes() == expected
