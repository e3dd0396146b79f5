"""Hostile input: one line that names the file and the remedy, exit status 2, nothing lost, the other files done.

Unusual text (byte order marks, line ends, control characters) is not an error: it is read and kept unchanged.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CLEAN, COPY, Run

ROOT = Path(__file__).parents[2]
REFUSED = {
    "empty.txt": (b"", "The file is empty. Give a file with a story in it."),
    "blank.txt": (b" \r\n\t\n", "The file is empty. Give a file with a story in it."),
    "mark-only.txt": (b"\xef\xbb\xbf", "The file is empty. Give a file with a story in it."),
    "nul.txt": (
        b"Mark \0 Latte",
        "The file has NUL characters, so it is binary, or UTF-16 without its mark. Save it as UTF-8",
    ),
    "binary.txt": (bytes(range(1, 32)) * 40, "The file is binary, not text. Give plain text."),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "has NUL characters"),
    "office.txt": (b"PK\x03\x04rest", "is a zip or an office document. Unpack it"),
    "cut.txt": ("Zoë, Zoë, Zo".encode() + b"\xc3", "byte 14: The text is damaged UTF-8. Save it again as UTF-8."),
    "surrogate.txt": (b"Mark \xed\xa0\xbd Latte", "byte 5: The text is damaged UTF-8"),
    "odd-utf16.txt": (b"\xff\xfeM\0a", "byte 4: The text is damaged UTF-16"),
    "half-utf16.txt": (b"\xff\xfeM\0\x3d\xd8a\0", "byte 4: The text is damaged UTF-16"),
    "undefined.txt": (b"Mark\x81 L\xe4tte", "byte 4: The text is neither UTF-8 nor Windows-1252. Save it as UTF-8"),
    "many.zip": (b"PK\x03\x04rest", ".zip files are not opened. Unpack it, and give the folder with its files."),
    "many.tar": (b"a.txt\0" * 200, ".tar files are not opened. Unpack it"),
    "many.tar.gz": (gzip.compress(b"a.txt\0" * 200), ".tar files are not opened. Unpack it"),
    "many.tgz": (gzip.compress(b"a.txt\0" * 200), ".tgz files are not opened. Unpack it"),
    "many.rar": (b"Rar!\x1a\x07\0", ".rar files are not opened. Unpack it"),
    "7z.txt": (b"7z\xbc\xaf\x27\x1c rest", "is a 7z archive. Unpack it"),
    "page.odt": (b"<p>Mark Latte</p>", ".odt files are not read. Save the story as plain text"),
    "long.txt": (b"Mark Latte " * 1_000_000, "has 11,000,000 bytes, more than the 10,000,000 allowed. Split it"),
}
ODD = {
    "UTF-8 with a mark": "\ufeffMark Latte\n".encode(),
    "UTF-16, little end first": "\ufeffMark Latte\n".encode("utf-16-le"),
    "UTF-16, big end first": "\ufeffMark Latte\n".encode("utf-16-be"),
    "Windows-1252": "“Mark Latte”, said Zoë\n".encode("cp1252"),
    "CRLF": b"One\r\nMark Latte\r\n",
    "CR": b"One\rMark Latte\r",
    "mixed line ends": b"One\r\nTwo\nMark Latte\r",
    "control characters": b"\x1b[31mMark Latte\x1b[0m\x07\x08\x7f and much more text\n",
    "right-to-left marks": "\u202eevah\u202c \u200fMark Latte\u200e \u2067x\u2069\n".encode(),
    "NFD": "Zoe\u0308 and Mark Latte a\u0301\n".encode(),
    "separators": "a\x0b\x0c\x1c\x85\u2028\u2029Mark Latte\n".encode(),
    "astral": "😀𝕄 Mark Latte 👩‍👩‍👧\n".encode(),
    "no line end": b"Mark Latte",
    "zero width": "Mark Latte\u200b \u2060\u00ad\n".encode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_is_named_and_the_others_are_checked(name: str, desk: Path, run: Run) -> None:
    raw, words = REFUSED[name]
    (desk / name).write_bytes(raw)
    result = run("clean", name, "copy.txt", "--sources", "clean.txt", "--in-place")
    errors = [line for line in result.words.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert errors[0].startswith((f"error: {name}: ", f"error: {name}, byte "))
    assert words in errors[0]
    assert result.code == 2
    assert (desk / name).read_bytes() == raw
    assert (desk / "copy.txt").read_text(encoding="utf-8") == COPY.replace("Latte", "Rutte")


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_source_is_named_and_the_others_are_used(name: str, desk: Path, run: Run) -> None:
    (desk / name).write_bytes(REFUSED[name][0])
    result = run("suggest", "copy.txt", "--sources", name, "clean.txt", "--format", "jsonl")
    assert result.words.startswith((f"error: {name}: ", f"error: {name}, byte "))
    assert result.words.count("\n") == 1
    assert (result.code, result.data.count(b"\n")) == (2, 4)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_story_is_no_list_of_suggestions(codec: str, desk: Path, run: Run) -> None:
    (desk / "story.txt").write_bytes(COPY.encode(codec))
    result = run("apply", "story.txt", "--in-place")
    assert (result.code, result.words.count("\n")) == (2, 1)
    assert result.words.startswith("error: story.txt: This is not a list of suggestions. Give a file that ")


def test_a_list_of_suggestions_may_be_saved_as_utf_16(desk: Path, run: Run) -> None:
    lines = run("suggest", "copy.txt", "--sources", "clean.txt", "--format", "jsonl").text
    (desk / "list.jsonl").write_bytes(lines.encode("utf-16"))
    assert run("apply", "list.jsonl", "--all", "--in-place").code == 0
    assert "Mark Rutte" in (desk / "copy.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "packing"), [("a.jsonl.gz", "gzip"), ("a.jsonl.zst", "Zstandard")])
def test_a_packed_file_is_left_to_the_command_that_unpacks_it(name: str, packing: str, desk: Path, run: Run) -> None:
    (desk / name).write_bytes(b"\x28\xb5\x2f\xfd rest" if packing == "Zstandard" else gzip.compress(b"{}"))
    expected = (
        f"error: {name}: The file is packed with {packing}, which this command does not unpack. Use repair clean."
    )
    assert expected in run("suggest", name, "--sources", "clean.txt").words


def test_a_damaged_line_of_json_lines_is_named_by_its_line_in_the_file(desk: Path, run: Run) -> None:
    (desk / "a.jsonl").write_bytes(b'{"body": "Mark Latte left."}\n\n{"body": bad}\n')
    result = run("clean", "a.jsonl", "--sources", "clean.txt", "--out", "done")
    assert "a.jsonl, record 2: The text is not valid JSON (line 3, column 10 should hold a value)" in result.words


@pytest.mark.parametrize("name", ODD)
def test_unusual_characters_are_read_and_kept(name: str, desk: Path, run: Run) -> None:
    raw = ODD[name]
    (desk / "copy.txt").write_bytes(raw)
    result = run("clean", "copy.txt", "--sources", "clean.txt", "--in-place")
    assert "error" not in result.words
    assert result.code == 0
    codec = "utf-16-le" if raw[:1] == b"\xff" else "utf-16-be" if raw[:1] == b"\xfe" else "ascii"
    assert (desk / "copy.txt").read_bytes() == raw.replace("Latte".encode(codec), "Rutte".encode(codec))


@pytest.mark.parametrize("name", ODD)
def test_positions_are_those_of_the_decoded_text(name: str, desk: Path, run: Run) -> None:
    raw = ODD[name]
    result = run("suggest", "-", "--sources", "clean.txt", "--format", "jsonl", stdin=raw)
    (record,) = (json.loads(line) for line in result.text.splitlines())
    codec = "utf-16" if raw[:1] in b"\xff\xfe" else "cp1252" if name == "Windows-1252" else "utf-8-sig"
    assert raw.decode(codec)[record["start"] : record["end"]] == "Mark Latte"


def test_a_guessed_encoding_is_reported(desk: Path, run: Run) -> None:
    (desk / "copy.txt").write_bytes("Zoë".encode("cp1252"))
    assert (
        "copy.txt: The file is not UTF-8, so it was read as Windows-1252"
        in run("suggest", "copy.txt", "--sources", "clean.txt").words
    )


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["nowhere"], "error: nowhere: There is no such file. Check the path.\n"),
        (
            ["hollow"],
            "error: hollow: The folder has no copy in it (.txt, .html, .xml and so on). Give one that has.\n",
        ),
        (["*.story"], "error: *.story: No file matches this pattern. Check it.\n"),
        (["empty.txt"], "error: empty.txt: The file is empty. Give a file with a story in it.\n"),
        (["copy.txt"], "copy.txt: This file is part of COPY, so it is not used as a source.\n"),
    ],
)
def test_without_a_usable_source_there_are_no_suggestions(sources: list[str], words: str, desk: Path, run: Run) -> None:
    (desk / "hollow").mkdir()
    (desk / "empty.txt").write_bytes(b"")
    result = run("clean", "copy.txt", "--in-place", "--sources", *sources)
    assert result.code == 2
    assert result.words == words + (
        "error: None of the sources could be used. Give clean stories about the same news.\n"
    )
    assert (desk / "copy.txt").read_text(encoding="utf-8") == COPY


def test_sources_without_names_are_reported(desk: Path, run: Run) -> None:
    (desk / "clean.txt").write_text("nothing to see here\n", encoding="utf-8")
    result = run("suggest", "copy.txt", "--sources", "clean.txt")
    assert (result.code, result.words) == (
        2,
        "error: The sources have no names in them. Give clean stories about the same news.\n",
    )


def test_a_folder_without_permission_is_named_and_the_others_are_checked(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk / "locked").mkdir()
    (desk / "locked" / "story.txt").write_text("Mark Latte", encoding="utf-8")
    if os.geteuid() == 0:  # root may read everything, so the error of the system is simulated
        scandir = os.scandir

        def refuse(path: str) -> object:
            if os.path.basename(path) == "locked":
                raise PermissionError(13, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr("os.scandir", refuse)
    else:
        (desk / "locked").chmod(0)
    result = run("suggest", "locked", "copy.txt", "--sources", "clean.txt", "--format", "diff")
    if os.geteuid() != 0:
        (desk / "locked").chmod(0o700)
    assert "error: locked: The folder cannot be read (permission denied). Check its permissions.\n" in result.words
    assert result.code == 2
    assert "+NATO chief Mark Rutte" in result.text


def test_a_folder_that_cannot_be_written_loses_nothing(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", refuse)
    before = {path.name: path.read_bytes() for path in desk.iterdir()}
    result = run("clean", "copy.txt", "--sources", "clean.txt", "--in-place")
    assert result.code == 2
    assert "copy.txt: The file cannot be written (permission denied), so the output is kept" in result.words
    assert "Corrected, but not in place yet: 1 file in .repair/stage" in result.words
    assert {name: (desk / name).read_bytes() for name in before} == before


def test_an_edit_that_the_encoding_cannot_hold_is_left_to_an_editor(
    desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repair.core.types import Action

    monkeypatch.setattr("conftest.KNOWN_MANGLES", (("Lukas", "Łukasz", 0.99, Action.APPLY),))
    (desk / "old.txt").write_bytes("“Lukas”".encode("cp1252"))
    (desk / "new.txt").write_bytes("“Lukas”".encode())
    result = run("clean", "old.txt", "new.txt", "--sources", "clean.txt", "--in-place")
    assert "Checked 2 documents: 1 correction made, 1 to review." in result.words
    assert (desk / "old.txt").read_bytes() == "“Lukas”".encode("cp1252")
    assert (desk / "new.txt").read_bytes() == "“Łukasz”".encode()
    assert result.code == 0


ODD_NAMES = pytest.mark.parametrize(
    "name", ["bad\udcff.txt", "a\nb.txt", "-x.txt", "e\u0301.txt", "[a].txt", "~.txt", " .txt"]
)


@ODD_NAMES
def test_unusual_file_names_work(name: str, desk: Path, run: Run) -> None:
    try:
        (desk / name).write_text(COPY, encoding="utf-8")
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system has no such names")
    for form in ("text", "jsonl", "diff", "sarif"):
        result = run("suggest", f"./{name}", "--sources", "clean.txt", "--format", form)
        assert result.code == 0
        assert result.data  # in a diff, a file name stands as its bytes
    result = run("suggest", f"./{name}", "--sources", "clean.txt", "--format", "jsonl")
    assert run("apply", "-", "--in-place", stdin=result.data).code == 0
    assert (desk / name).read_text(encoding="utf-8") == COPY.replace("Latte", "Rutte")


@ODD_NAMES
def test_sources_may_have_unusual_file_names(name: str, desk: Path, run: Run) -> None:
    (desk / "sources").mkdir()
    try:
        (desk / "clean.txt").rename(desk / "sources" / name)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system has no such names")
    for form in ("text", "jsonl", "sarif"):
        result = run("suggest", "copy.txt", "--sources", "sources", "--format", form)
        assert result.code == 0 and b"Rutte" in result.data, result.words
    assert run("gazetteer", "build", "sources", "-o", "names.gaz").code == 0
    assert b"Rutte" in run("gazetteer", "export", "names.gaz").data
    assert run("clean", "copy.txt", "--gazetteer", "names.gaz", "--out", "out").code == 0
    assert "Rutte" in (desk / "out" / "copy.txt").read_text(encoding="utf-8")


def test_a_line_of_fifty_million_bytes_is_refused(desk: Path, run: Run) -> None:
    with (desk / "line.txt").open("wb") as stream:
        for _ in range(50):
            stream.write(b"Mark Latte spoke. " * 55_556)
    result = run("suggest", "line.txt", "copy.txt", "--sources", "clean.txt", "--format", "jsonl")
    assert "error: line.txt: The file has 50,000,400 bytes, more than the 10,000,000 allowed" in result.words
    assert (result.code, result.data.count(b"\n")) == (2, 4)


def test_endless_standard_input_is_cut_off(desk: Path, run: Run) -> None:
    (desk / "repair.toml").write_text("max_bytes = 1000\n", encoding="utf-8")
    result = run("suggest", "-", "--sources", "clean.txt", stdin=b"x" * 2000)
    assert result.code == 2
    assert "standard input: There are more than the 1,000 bytes allowed" in result.words


@pytest.mark.slow
def test_a_line_of_fifty_million_bytes_is_read_when_allowed(desk: Path, run: Run) -> None:
    line = b"Nobody of that name was there at all. " * 1_300_000 + b"Mark Latte left."
    (desk / "line.txt").write_bytes(line)
    (desk / "repair.toml").write_text("max_bytes = 100000000\n", encoding="utf-8")
    assert run("clean", "line.txt", "--sources", "clean.txt", "--in-place").code == 0
    assert run("suggest", "line.txt", "--sources", "clean.txt", "--format", "diff").code == 0
    assert (desk / "line.txt").read_bytes() == line.replace(b"Latte", b"Rutte")


# --- with the real core


@pytest.fixture
def real_desk(tmp_path: Path) -> Path:
    """Return a folder with one clean story and one mangled one, with the real core."""
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "copy.txt").write_text(COPY, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("content", [None, b"", b"\0\1\2", b"{}", b'{"format": 999}', b"[" * 100_000, b"\xff\xfe"])
def test_a_missing_or_damaged_gazetteer_is_named(content: bytes | None, real_desk: Path, run: Run) -> None:
    if content is not None:
        (real_desk / "names.gaz").write_bytes(content)
    for command in (
        ["clean", "copy.txt", "--in-place", "--gazetteer", "names.gaz"],
        ["gazetteer", "show", "names.gaz"],
        ["gazetteer", "export", "names.gaz"],
    ):
        result = run(*command)
        assert result.words.startswith("error: names.gaz")
        assert result.words.count("\n") == 1
        assert (result.code, result.data) == (2, b"")
    assert (real_desk / "copy.txt").read_text(encoding="utf-8") == COPY


def test_a_gazetteer_cut_short_is_damaged(real_desk: Path, run: Run) -> None:
    assert run("gazetteer", "build", "clean.txt", "--out", "names.gaz").code == 0
    whole = (real_desk / "names.gaz").read_bytes()
    (real_desk / "names.gaz").write_bytes(whole[: len(whole) // 2])
    result = run("gazetteer", "show", "names.gaz")
    assert result.code == 2
    assert result.words.startswith("error: names.gaz")


def test_a_gazetteer_built_again_is_the_same(real_desk: Path, run: Run) -> None:
    for out in ("one.gaz", "two.gaz"):
        assert run("gazetteer", "build", "clean.txt", "--out", out).code == 0
    assert (real_desk / "one.gaz").read_bytes() == (real_desk / "two.gaz").read_bytes()


@pytest.mark.parametrize("state", ["missing", "empty", "a file", "no card", "bad card"])
def test_a_missing_or_damaged_model_is_named(state: str, real_desk: Path, run: Run) -> None:
    model = real_desk / "model"
    if state == "a file":
        model.write_bytes(b"x")
    elif state != "missing":
        model.mkdir()
    if state == "no card":
        (model / "model.safetensors").write_bytes(b"x")
    elif state == "bad card":
        (model / "card.json").write_bytes(b"{")
    result = run("clean", "copy.txt", "--in-place", "--sources", "clean.txt", "--model", "model")
    assert result.code == 2
    assert result.words.startswith("error: ") and "model" in result.words
    assert result.words.count("\n") == 1
    assert (real_desk / "copy.txt").read_text(encoding="utf-8") == COPY


def test_a_lone_surrogate_in_a_string_is_accepted() -> None:
    import repair

    gazetteer = repair.Gazetteer.build([CLEAN])
    suggestions = repair.Repairer(gazetteer).suggest("Mark \ud800 Latte met Kiel Starmer.")
    assert all(isinstance(each, repair.Suggestion) for each in suggestions)


@pytest.mark.slow
def test_a_long_line_takes_bounded_memory(real_desk: Path) -> None:
    """One line of five million bytes through the real core, in a process of its own to measure it."""
    line = ("Nobody of that name was there at all. " * 130 + "So said Kiel Starmer. ") * 1_000
    (real_desk / "copy.txt").write_text(line, encoding="utf-8")
    script = (
        "import resource, sys; from repair.cli.app import main\n"
        "try: main(['suggest', 'copy.txt', '--sources', 'clean.txt', '--format', 'jsonl'])\n"
        "except SystemExit as end: code = end.code\n"
        "print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=real_desk,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    code, kilobytes = done.stderr.split()[-2:]
    assert code in ("0", "1", "2")
    assert int(kilobytes) < 2_000_000


def test_an_unknown_format_is_one_usage_error(desk: Path, run: Run) -> None:
    for command in (("clean", "copy.txt", "--out", "out"), ("gazetteer", "build", "clean.txt", "--out", "names.gaz")):
        result = run(*command, "--input-format", "bogus")
        assert result.code == 2
        assert result.words.count("There is no format 'bogus'. The formats are: webvtt") == 1
    assert not (desk / "out").exists()


def test_a_file_cannot_be_the_folder_of_the_output(desk: Path, run: Run) -> None:
    (desk / "taken").write_text("mine")
    result = run("clean", "copy.txt", "--sources", "clean.txt", "--out", "taken")
    assert result.code == 2
    assert "'taken' is a file" in result.words
    assert (desk / "taken").read_text() == "mine"


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_language_that_is_no_code_is_an_error_of_the_option(desk: Path, run: Run, option: str) -> None:
    codes = {"--from": "es", "--to": "en"} | {option: "spanish"}
    rest = [word for pair in codes.items() for word in pair]
    result = run("translate", "copy.txt", *rest, "--engine", "apertium")
    assert result.code == 2
    assert f"{option} must be a language code, such as es for Spanish, not 'spanish'." in result.words
    assert "copy.txt" not in result.words
