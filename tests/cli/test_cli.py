"""The command line: transcripts in `tests/cli/transcripts/`, exit codes, and properties of every command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import CLEAN, COPY, Run

from repair.core.version import __version__

ROOT = Path(__file__).parents[2]
TRANSCRIPTS = sorted(Path(__file__).parent.joinpath("transcripts").glob("*.toml"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(path: Path, desk: Path, run: Run) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, text in case.get("files", {}).items():
        desk.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        desk.joinpath(name).write_text(text, encoding="utf-8", newline="")
    before = {each.name for each in desk.rglob("*")}
    result = run(*case["arguments"], stdin=case.get("stdin", "").encode())
    assert result.words == case["stderr"]
    assert result.text == case["stdout"]
    assert result.code == case["code"]
    for name, text in case.get("after", {}).items():
        assert desk.joinpath(name).read_bytes().decode("utf-8") == text
    new = {each.relative_to(desk).as_posix() for each in desk.rglob("*") if each.name not in before and each.is_file()}
    new = {name for name in new if ".repair/" not in name}  # the ledger of a batch, which tests/batch reads
    assert new <= set(case.get("after", {}))


def test_jsonl_has_exactly_the_keys_promised(desk: Path, run: Run) -> None:
    result = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl")
    records = [json.loads(line) for line in result.text.splitlines()]
    promised = (
        "document start end line column surface replacement edits confidence kind action alternatives evidence reasons "
        "signature unit in_file"
    )
    assert [set(record) for record in records] == [set(promised.split())] * 4
    assert all(COPY[record["start"] : record["end"]] == record["surface"] for record in records)
    assert {record["unit"] for record in records} == {"code points"}
    assert [record["action"] for record in records] == ["apply", "review", "apply", "flag"]
    assert records[3]["replacement"] is None


def test_applying_the_jsonl_of_suggest_repairs_the_copy_once(desk: Path, run: Run) -> None:
    lines = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").data
    (desk / "found.jsonl").write_bytes(lines)
    first = run("apply", "found.jsonl", "--in-place")
    once = (desk / "copy.txt").read_text(encoding="utf-8")
    second = run("apply", "found.jsonl", "--in-place")
    assert once == COPY.replace("Latte", "Rutte")
    assert (first.code, second.code) == (0, 0)
    assert "are already in the file" in second.words
    assert (desk / "copy.txt").read_text(encoding="utf-8") == once


def test_apply_all_also_makes_the_repairs_marked_review(desk: Path, run: Run) -> None:
    lines = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").data
    result = run("apply", "-", "--all", "--out", "repaired", stdin=lines)
    assert result.code == 0
    assert (desk / "repaired" / "copy.txt").read_text(encoding="utf-8") == COPY.replace("Latte", "Rutte").replace(
        "Kiel", "Keir"
    )


def test_apply_leaves_copy_that_has_changed_since(desk: Path, run: Run) -> None:
    lines = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").data
    (desk / "copy.txt").write_text("New: " + COPY, encoding="utf-8")
    result = run("apply", "-", "--in-place", stdin=lines)
    assert result.code == 2
    assert "copy.txt: The text at 11 is no longer 'Mark Latte'" in result.words
    assert (desk / "copy.txt").read_text(encoding="utf-8") == "New: " + COPY


CHECKS = (["suggest"], ["explain"], ["clean", "--diff"])


@pytest.mark.parametrize("command", CHECKS, ids=lambda command: command[0])
def test_exit_status_1_needs_the_option_exit_code(command: list[str], desk: Path, run: Run) -> None:
    (desk / "right.txt").write_text(CLEAN, encoding="utf-8")
    name, *rest = command
    for copy, with_option, expected in (
        ("copy.txt", [], 0),
        ("copy.txt", ["--exit-code"], 1),
        ("right.txt", ["--exit-code"], 0),
        ("missing.txt", [], 2),
        ("missing.txt", ["--exit-code"], 2),
    ):
        assert run(name, copy, *rest, *with_option, "--sources", "clean.txt").code == expected, (copy, with_option)


def test_exit_status_1_of_apply_and_undo_needs_the_option_exit_code(desk: Path, run: Run) -> None:
    lines = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").data
    assert run("apply", "-", "--in-place", "--exit-code", stdin=lines).code == 1
    assert run("apply", "-", "--in-place", "--exit-code", stdin=lines).code == 0
    assert run("undo", ".", "--exit-code").code == 1
    assert run("undo", ".", "--exit-code").code == 0


def test_undoing_a_batch_without_corrections_says_so(desk: Path, run: Run) -> None:
    (desk / "plain.txt").write_text("Nothing was decided.\n", encoding="utf-8")
    run("clean", "plain.txt", "--sources", "clean.txt", "--out", "out")
    assert run("undo", "out").words == "Nothing to undo: the audit log has no corrections that are not undone yet.\n"


def test_clean_twice_changes_nothing_more(desk: Path, run: Run) -> None:
    run("clean", "copy.txt", "--sources", "clean.txt", "--in-place")
    once = (desk / "copy.txt").read_bytes()
    stamp = os.stat(desk / "copy.txt").st_mtime_ns
    result = run("clean", "copy.txt", "--sources", "clean.txt", "--in-place")
    assert (desk / "copy.txt").read_bytes() == once == COPY.replace("Latte", "Rutte").encode()
    assert os.stat(desk / "copy.txt").st_mtime_ns == stamp
    assert result.words.startswith("Checked 1 document: 0 corrections made, 1 to review, 1 unverified.")


def test_the_suggestions_of_clean_can_be_applied_to_its_output(desk: Path, run: Run) -> None:
    listed = run("clean", "copy.txt", "--sources", "clean.txt", "--out", "out", "--format", "jsonl")
    result = run("apply", "-", "--all", "--in-place", stdin=listed.data)
    assert result.code == 0
    assert "Mark Rutte and Keir Starmer" in (desk / "out" / "copy.txt").read_text(encoding="utf-8")
    assert (desk / "copy.txt").read_text(encoding="utf-8") == COPY


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "no place for the corrected copy"),
        (("--out", "."), "will not overwrite it"),
        (("--out", "x", "--in-place"), "Give one of them"),
    ],
)
def test_clean_needs_a_place_to_write_to(arguments: tuple[str, ...], words: str, desk: Path, run: Run) -> None:
    result = run("clean", "copy.txt", "--sources", "clean.txt", *arguments)
    assert result.code == 2
    assert words in result.words
    assert (desk / "copy.txt").read_text(encoding="utf-8") == COPY


def test_two_copies_of_one_name_do_not_overwrite_each_other(desk: Path, run: Run) -> None:
    for folder in ("a", "b"):
        (desk / folder).mkdir()
        (desk / folder / "story.txt").write_text(f"{folder}: Mark Latte", encoding="utf-8")
    result = run("clean", "a/story.txt", "b/story.txt", "--sources", "clean.txt", "--out", "out")
    assert result.code == 2
    assert "b/story.txt: This run has already written out/story.txt" in result.words
    assert (desk / "out" / "story.txt").read_text(encoding="utf-8") == "a: Mark Rutte"


def test_cleaned_folders_keep_their_structure(desk: Path, run: Run) -> None:
    for name in ("in/a/story.txt", "in/b/story.txt"):
        (desk / name).parent.mkdir(parents=True)
        (desk / name).write_text(name + ": Mark Latte", encoding="utf-8")
    assert run("clean", "in", "--sources", "clean.txt", "--out", "out").code == 0
    assert (desk / "out" / "b" / "story.txt").read_text(encoding="utf-8") == "in/b/story.txt: Mark Rutte"


def test_clean_gives_standard_input_back_in_its_own_encoding(desk: Path, run: Run) -> None:
    story = "Zoë met Mark Latte.\r\n".encode("utf-16")
    result = run("clean", "-", "--sources", "clean.txt", stdin=story)
    assert result.data == "Zoë met Mark Rutte.\r\n".encode("utf-16")
    assert result.code == 0


def test_copy_is_not_its_own_source(desk: Path, run: Run) -> None:
    result = run("suggest", "copy.txt", "--sources", "copy.txt", "clean.txt")
    assert result.code == 0
    assert "copy.txt: This file is part of COPY, so it is not used as a source" in result.words


def test_settings_are_the_defaults_of_options(desk: Path, run: Run) -> None:
    (desk / "repair.toml").write_text('sources = ["clean.txt"]\nformat = "jsonl"\nflag = false\n', encoding="utf-8")
    assert run("suggest", "copy.txt").text.count('"document"') == 3
    assert run("suggest", "copy.txt", "--flag").text.count('"document"') == 4
    shown = run("suggest", "copy.txt", "--review-at", "0.25", "--show-config").text
    assert tomllib.loads(shown)["review_at"] == 0.25
    assert tomllib.loads(shown)["apply_at"] == 0.9
    crossed = run("suggest", "copy.txt", "--apply-at", "0.4")
    assert crossed.code == 2
    assert "--review-at (0.5) is above --apply-at (0.4)" in crossed.words


def test_a_gazetteer_can_be_built_shown_exported_and_used(desk: Path, run: Run) -> None:
    assert run("gazetteer", "build", "clean.txt", "--out", "names.gaz").code == 0
    assert run("gazetteer", "show", "names.gaz", "rutte").text.startswith("Mark Rutte  person, seen 1 time\n")
    assert run("gazetteer", "show", "names.gaz", "nobody").words == "Listed 0 of 2 names.\n"
    table = run("gazetteer", "export", "names.gaz").text.splitlines()
    assert table[0] == "canonical,kind,spelling,short,count,titles,sources,confirmed_by,seen,source,date,text"
    assert "Mark Rutte,person,Mark Rutte,False,1,,,,,,," in table
    row = json.loads(run("gazetteer", "export", "names.gaz", "--format", "jsonl").text.splitlines()[0])
    assert row["canonical"] == "Keir Starmer"
    assert run("suggest", "copy.txt", "--gazetteer", "names.gaz").code == 0


@pytest.mark.skipif(shutil.which("git") is None, reason="patches are tried out with git")
def test_diff_can_be_patched(desk: Path, run: Run) -> None:
    diff = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "diff").data
    (desk / "copy.txt").write_text(COPY, encoding="utf-8")
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(desk.parent)}
    subprocess.run(["git", "apply", "-"], input=diff, cwd=desk, env=environment, check=True)
    assert (desk / "copy.txt").read_text(encoding="utf-8") == COPY.replace("Latte", "Rutte").replace("Kiel", "Keir")


def test_an_unexpected_error_is_one_line_and_a_traceback_needs_debug(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("no reason")

    monkeypatch.setattr("repair.cli.session.open_repairer", fail)
    quiet = run("suggest", "copy.txt", "--sources", "clean.txt")
    assert (quiet.code, quiet.words.count("\n")) == (2, 1)
    assert "ZeroDivisionError" in quiet.words
    loud = run("suggest", "copy.txt", "--sources", "clean.txt", "--debug")
    assert loud.code == 2
    assert "Traceback" in loud.words


def test_a_refused_document_does_not_stop_the_others(desk: Path, run: Run) -> None:
    (desk / "bad.txt").write_text("REFUSE", encoding="utf-8")
    for command in (["suggest"], ["explain"], ["clean", "--diff"]):
        result = run(command[0], "bad.txt", "copy.txt", *command[1:], "--sources", "clean.txt")
        assert result.code == 2
        assert "error: bad.txt: This text is refused.\n" in result.words
        assert "Rutte" in result.text


def test_a_closed_pipe_is_not_a_crash() -> None:
    command = f"{sys.executable} -m repair --help | head -c 1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    script = 'import repair.cli.app as app; app.main(["translate", "--list-engines"])'
    command = f"set -o pipefail; {sys.executable} -c '{script}' | true"
    assert subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False).returncode == 0


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of bash, in which `repair` is this package; its status is that of the first part of a pipe."""
    script = f'repair() {{ {sys.executable} -m repair "$@"; }}; {command}; exit ${{PIPESTATUS[0]}}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_that_nobody_reads_or_that_has_no_room_is_no_crash(option: str, tmp_path: Path) -> None:
    assert shell(f"repair {option} | true", tmp_path).returncode == 0
    if Path("/dev/full").exists():
        full = shell(f"repair {option} > /dev/full", tmp_path)
        assert full.returncode == 2 and full.stderr.count("\n") == 1
        assert "no space left on device" in full.stderr


@pytest.mark.parametrize("unread", ["| true", "2>&1 >/dev/null | true", "2>/dev/full"])
def test_a_batch_goes_on_when_its_report_is_not_read(unread: str, desk: Path) -> None:
    if "full" in unread and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    names = [f"{number}.txt" for number in range(3)]
    for name in names:
        (desk / name).write_text(COPY, encoding="utf-8")
    done = shell(f"repair clean {' '.join(names)} missing.txt --sources clean.txt --out out {unread}", desk)
    assert done.returncode == 2  # for the missing file alone
    assert sorted(path.name for path in (desk / "out").glob("*.txt")) == names


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_works_with_closed_standard_streams(closed: str) -> None:
    command = f"{sys.executable} -m repair suggest samples/copy/paris.txt --sources samples/sources {closed}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert ("Kiel Starmer → Keir Starmer" in done.stdout) == (">&-" not in closed.replace("2>&-", ""))
    assert ("Checked 1 document" in done.stderr) == ("2>&-" not in closed)


@pytest.mark.parametrize(
    "options",
    [
        ["-q", "-o", "done", "--input-format", "text", "--timeout", "30"],
        ["--format-in", "text", "--seconds=30", "--out", "done"],
    ],
)
def test_conventional_options_and_their_earlier_names(options: list[str], desk: Path, run: Run) -> None:
    result = run("clean", "copy.txt", *options, "--sources", "clean.txt")
    assert result.code == 0, result.words
    assert (desk / "done" / "copy.txt").exists()
    assert "--format-in" not in run("clean", "--help").text and "--seconds" not in run("clean", "--help").text


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "torch transformers onnxruntime numpy rapidfuzz sentencepiece rich repair.gazetteer repair.pipeline.repairer"
    ).split()
    script = f"import repair, repair.cli.app, sys; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_training_without_its_extra_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "repair.training.train_channel", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    result = run("train", "train.toml", "--out", "model")
    assert result.code == 2
    assert result.words == (
        "error: Training needs the package torch, which is not installed. "
        "Run `pip install -c constraints.txt '.[train]'` in the folder that repair was installed from.\n"
    )


def test_numpy_uses_one_thread_unless_the_user_chose(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    run("--version")
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    run("--version")
    assert os.environ["OPENBLAS_NUM_THREADS"] == "4"


def test_version(run: Run) -> None:
    assert run("--version").text == f"repair {__version__}\n"


def test_the_message_about_an_unknown_format_names_every_format(desk: Path, run: Run) -> None:
    result = run("clean", "copy.txt", "--sources", "clean.txt", "--out", "done", "--format-in", "sheet")
    assert result.code == 2
    assert all(f", {name}" in result.words for name in ("text", "jsonl", "csv", "parquet"))
