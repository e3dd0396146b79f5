"""The documentation is tested: its commands run, its Python runs, its links resolve, its generated parts are fresh.

A block fenced as `console` holds commands: each line, or, where lines begin with `$ `, those lines (the others are its
output). Every command is run, page by page, or listed below with a reason. A file that a page shows with `cat` is made
for it.
"""

from __future__ import annotations

import doctest
import gzip
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from conftest import Run
from test_architecture import COMMANDS, LAYERS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
LONGEST_README = 120

SUGGESTED = re.compile(r" +\d+:\d+ |Checked \d")  # lines of a command's output that a page shows as they are printed
# Commands that no test of this module runs, by how they begin, with the reason.
NOT_RUN = {
    "pip install": "needs a package index; .ci/run installs with the README's command",
    "python3 -m venv": "makes an environment",
    ". venv/bin/activate": "changes the shell",
    "pytest": "these are the tests",
    "mkdocs build": "has a test of its own",
    "python .ci/lock.py": "needs a package index",
    "python benchmarks/": "a measurement that takes minutes",
    "PYTHONPATH=tests python": "a measurement that takes minutes",
    "repair review": "serves until it is stopped; tests/system/test_review_cli.py starts it",
    "createdb": "needs PostgreSQL",
    "apt-get": "installs a program",
    "apertium": "needs Apertium",
    "repair translate": "needs an engine; tests/translation translate with engines of their own",
    "argospm install": "installs a package of languages",
    "libretranslate": "needs LibreTranslate",
    "cat translated/": "shows what an engine translated",
    "export TOKEN": "needs the review page",
    "alias desk": "needs the review page",
    "desk ": "needs the review page; tests/review/test_app.py asks for the same",
    "curl": "needs the review page",
    "repair clean incoming --watch": "watches until it is stopped; tests/batch/test_watch.py",
    "repair undo cleaned samples/copy/hakodate.txt": "the command before it has undone that already",
    "repair clean s3:": "needs an object store",
    "repair gazetteer build sources": "names the reader's own sources",
    "repair gazetteer import house.csv": "names the reader's own lists; tests/gazetteer/test_importers.py",
    "repair apply list.jsonl --variants": "follows the suggestions above",
    "repair clean odd.csv": "needs a table that the page does not show; tests/formats/test_records.py",
    "repair suggest samples/copy/paris.txt --sources samples/sources --database": "needs decisions",
    "repair calibrate": "needs the benchmark, and an hour",
    "python -m repair.training.refit_curves": "needs the benchmark; tests/training/test_refit_curves.py",
    "python -m repair.training.fit_spoken_names": "needs the benchmark; tests/training/test_fit_spoken_names.py",
    "repair evaluate": "needs labelled copy; tests/training/test_evaluate.py",
}


def load(name: str) -> ModuleType:
    """Import a script of docs/tools."""
    spec = importlib.util.spec_from_file_location(name, DOCS / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def console_blocks(path: Path) -> list[list[str]]:
    """Return the lines of a page's console blocks, continued lines joined."""
    blocks = re.findall(r"^ *```console\n(.*?)^ *```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [[line.strip() for line in block.replace("\\\n", " ").splitlines() if line.strip()] for block in blocks]


def commands(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands of a page, each with the output that the page shows."""
    for lines in console_blocks(path):
        if not any(line.startswith("$ ") for line in lines):
            yield from ((line, []) for line in lines)
            continue
        command, output = "", list[str]()
        for line in [*lines, "$ "]:
            if not line.startswith("$"):
                output.append(line)
                continue
            if command:
                yield command, output
            command, output = line.removeprefix("$").strip(), []


def is_run(command: str) -> bool:
    return not any(command.startswith(prefix) for prefix in NOT_RUN)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with the samples, where the pages expect them."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_runs(page: Path, checkout: Path, run: Run) -> None:
    for command, output in commands(page):
        for part in command.split(" && "):
            words = shlex.split(part)
            if words[0] == "cat" and output and is_run(part) and not (checkout / words[-1]).exists():
                (checkout / words[-1]).write_text("\n".join(output) + "\n", encoding="utf-8")
            if not is_run(part) or words[0] == "cat":
                continue
            assert words[0] == "repair", f"{page.name}: {part!r} is neither run nor listed with a reason"
            arguments, _, target = part.partition(" > ")
            result = run(*shlex.split(arguments)[1:])
            assert result.code == 0, (part, result.words)
            reported = {line.rstrip() for line in (result.data.decode("utf-8", "replace") + result.words).splitlines()}
            assert reported.issuperset(line for line in output if SUGGESTED.match(line)), part
            if target:
                (checkout / target.strip()).write_bytes(result.data)


REFUSED = {
    "report.docx": b"PK\x03\x04",
    "scan.txt": b"%PDF-1.7",
    "other.xml": b"<invoice/>",
    "bad.xml": b'<!DOCTYPE nitf [<!ENTITY x "y">]><nitf>&x;</nitf>',
    "bomb.jsonl.gz": gzip.compress(b'{"text": "' + bytes(5_000_000).replace(b"\0", b"a") + b'"}\n'),
    "mixed.txt": b"\xef\xbb\xbfIn that caf\xe9",
}


def test_the_messages_of_the_page_of_formats_are_those_that_are_printed(checkout: Path, run: Run) -> None:
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"These messages were printed by `repair clean`:\n\n```text\n(.*?)```", text, re.DOTALL)
    for name, content in REFUSED.items():
        (checkout / name).write_bytes(content)
    printed = run("clean", *REFUSED, "--sources", "samples/sources", "--out", "cleaned").words.splitlines()
    assert [line for line in printed if line.startswith("error:")] == block.splitlines()


def repair_calls() -> Iterator[tuple[str, list[str]]]:
    """Yield every call of `repair` in the pages, run or not, with the page's name."""
    for page in PAGES:
        for command, _ in commands(page):
            for part in re.split(r" && | \| | > ", command):
                if part.startswith("repair "):
                    yield page.name, shlex.split(part)[1:]


def test_every_command_of_the_pages_exists_with_its_options_and_samples() -> None:
    for page, call in repair_calls():
        path = tuple(call[: 2 if call[0] == "gazetteer" else 1])
        assert path in COMMANDS, (page, call)
        options = {
            option for parameter in COMMANDS[path].params for option in parameter.opts + parameter.secondary_opts
        }
        for argument in call[len(path) :]:
            if argument.startswith("--"):
                assert argument.split("=")[0] in options, (page, call)
            elif argument.startswith("samples/"):
                assert (ROOT / argument).exists(), (page, argument)


def test_every_reason_in_the_page_is_in_use() -> None:
    parts = [part for page in PAGES for command, _ in commands(page) for part in command.split(" && ")]
    unused = {prefix for prefix in NOT_RUN if not any(part.startswith(prefix) for part in parts)}
    assert not unused


# --- Python


def test_the_python_of_the_readme_makes_the_corrections_of_the_first_command_and_of_the_text(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], run: Run
) -> None:
    monkeypatch.chdir(checkout)
    text = README.read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    (said,) = re.findall(r"from Python \((.*)\):", text)
    assert [
        line for each in said.split(", ") for line in [each.removesuffix(" twice")] * (1 + ("twice" in each))
    ] == printed
    clean = next(shlex.split(command)[1:] for command, _ in commands(README) if command.startswith("repair clean"))
    assert run(*clean).code == 0
    before = (checkout / clean[1]).read_text(encoding="utf-8")
    for line in printed:
        wrong, right = line.split(" → ")
        before = before.replace(wrong, right, 1)
    assert (checkout / clean[-1] / Path(clean[1]).name).read_text(encoding="utf-8") == before


def test_the_examples_of_the_python_api_print_what_the_page_says(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(checkout)
    text = (DOCS / "python-api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(>>> .*?)```", text, re.DOTALL)
    assert blocks
    parsed = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "python-api.md", None, 0)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(parsed, out=report.append)
    assert result.failed == 0, "".join(report)


def test_the_python_api_names_everything_public() -> None:
    import repair

    text = (DOCS / "python-api.md").read_text(encoding="utf-8")
    assert not [name for name in repair.__all__ if f"`{name}`" not in text]


# --- the README


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= LONGEST_README


def test_the_opening_lines_are_what_clean_makes(checkout: Path, run: Run) -> None:
    text = README.read_text(encoding="utf-8")
    before, after = re.findall(r"^    (?:before|after) +(.*)$", text, re.MULTILINE)
    clean = next(shlex.split(command)[1:] for command, _ in commands(README) if command.startswith("repair clean"))
    assert before in (checkout / clean[1]).read_text(encoding="utf-8")
    assert run(*clean).code == 0
    written = checkout / clean[clean.index("--out") + 1] / Path(clean[1]).name
    assert after in written.read_text(encoding="utf-8")


def test_the_readme_has_two_set_up_commands_and_continuous_integration_runs_the_second() -> None:
    install, test = (command for command, _ in commands(README) if "pip install" in command)
    assert "repair suggest" in install and "pytest" in test
    assert test in map(str.strip, (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines())


# --- pages


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and MkDocs make them."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_generated_parts_are_fresh() -> None:
    stale = [path.name for path, text in load("generate").pages().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run: python docs/tools/generate.py"


def test_every_generated_table_is_used() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert not [name for name in load("generate").tables() if f"<!-- generated: {name} -->" not in text]


def test_the_architecture_is_described_as_it_is() -> None:
    packages = {package for layer in LAYERS for package in layer if package != "__main__"}
    text = (DOCS / "how-it-works.md").read_text(encoding="utf-8")
    assert not [package for package in packages if f"`{package}`" not in text]
    assert {package for _, layer in load("pictures").LAYERS for package in layer} == packages


def test_pictures_are_small_and_load_nothing() -> None:
    for path in (DOCS / "images").iterdir():
        assert path.stat().st_size < 200_000, path.name
        if path.suffix == ".svg":
            assert "url(" not in re.sub(r"url\(#", "", path.read_text(encoding="utf-8")), path.name


def test_the_pages_build(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path), "-f"]
    done = subprocess.run(
        [*command, str(DOCS / "tools" / "mkdocs.yml")], capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "index.html").exists()


def test_tables_have_reliability_and_kinds_of_garble_where_the_card_has_them() -> None:
    load("generate")  # puts docs/tools on the path
    tables = load("comparison_tables")
    point = {"f1": 0.5, "precision": 0.6, "recall": 0.4, "false_alarms": 0.1}
    tool = {"tool": "naive", "threshold": 0.8, "by_garble": [{"garble": "kana", "total": 4, "recall": 0.25}], **point}
    setting = {
        "at_thresholds": {"0.55": point},
        "by_garble": [{"garble": "kana", "total": 8, "recall": 0.75}],
        "reliability": [{"confidence": 0.95, "correct": 0.9, "total": 10}],
        "calibration_error": 0.05,
        "calibration_band": {"low": 0.01, "high": 0.07},
    }
    assert "| kana | 4 | .75 | .25 |" in tables.garble(setting, [tool])
    assert ".90 (10) | .050 (.010 to .070) |" in tables.reliability({"own": setting}, {"own": "parallel"})
    names, others = {"own": "parallel"}, {"own": [tool]}
    assert "| parallel | .500 (.600 / .400); .1 |" in tables.peers({"own": setting}, [], others, names)
    ours = {"tool": "repair", "gold": 8, **point, "f1": 0.55}
    whole = {
        "setting": tables.PARALLEL,
        "tools": [ours],
        "recall_at_precision": {"0.95": None},
        "calibration_error": 0.02,
        "calibration_band": {"low": 0.01, "high": 0.07},
    }
    assert "| parallel | .550 (.600 / .400); .1 |" in tables.peers({"own": setting}, [whole], others, names)
    assert "| parallel | 8 | .550 (.600 / .400) | .10 | not reached | .020" in tables.whole_tool([whole], names)


def test_the_ablation_has_a_row_for_each_group_of_features_and_a_column_for_each_setting() -> None:
    load("generate")
    tables = load("comparison_tables")
    rows = {"everything": {"own F1": 0.8, "own calibration error": 0.02, "half F1": 0.7}}
    rows["without the lexicon"] = {"own F1": 0.79, "half F1": 0.65}
    table = tables.ablation(rows, {"own": "parallel", "short": "one line", "half": "half"})
    assert table.splitlines()[0] == "| features | parallel | half |"
    assert table.splitlines()[2:] == ["| everything | .800 | .700 |", "| without the lexicon | .790 | .650 |"]


def test_the_values_of_options_have_names_and_no_code_stands_within_code() -> None:
    text = (DOCS / "command-line.md").read_text(encoding="utf-8")
    assert not re.findall(r"`[A-Z]+_[A-Z]+`", text)  # the name of a Python parameter
    assert not re.findall(r"--[a-z-]+`\w", text)
