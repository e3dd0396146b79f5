"""Files of a folder that are not read are counted and named; a pipeline never loses copy that cannot be cleaned."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Run

WIRE = b"\x01a0042\x02^Latte speaks<\n   PARIS (XY) _ Mark Latte left.\n\x03\x04"
NITF = b'<?xml version="1.0"?>\n<nitf><body><body.content><p>Mark Latte left.</p></body.content></body></nitf>'


def test_a_folder_run_names_what_it_skips_and_reads_what_shows_its_format(desk: Path, run: Run) -> None:
    folder = desk / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "story.txt").write_bytes(b"Mark Latte left.")
    (folder / "1234.tst").write_bytes(WIRE)
    (folder / "deep" / "0007").write_bytes(NITF)
    for name in (
        "README",
        "photo.jpg",
        "mail.msg",
        "data.xyz",
        "deep/package.lock",
        "half.part",
        ".hidden",
        "notes.md",
    ):
        (folder / name).write_bytes(b'{"text": "Mark Latte"}')
    for name in ("old.zip", "more.tar.gz"):
        (folder / name).write_bytes(b"packed")
    os.mkfifo(folder / "pipe")
    result = run("clean", "in", "--out", "out", "--sources", "clean.txt")
    assert result.code == 0, result.words
    assert (
        "Rutte" in (desk / "out" / "1234.tst").read_text() and "Rutte" in (desk / "out" / "deep" / "0007").read_text()
    )
    line, archives = [each for each in result.words.splitlines() if each.startswith("Not read: ")]
    assert archives == "Not read: 2 archives (in/more.tar.gz, in/old.zip). Unpack them into a folder."
    assert line.startswith("Not read: 6 files of unknown format (in/")
    assert "and 1 more" in line and "half.part" not in line and ".hidden" not in line
    listed = run("suggest", "in/deep", "--sources", "clean.txt")
    assert "Not read: 1 file of unknown format (in/deep/package.lock)" in listed.words
    alone = run("clean", "in/data.xyz", "--input-format", "json", "--out", "other", "--sources", "clean.txt")
    assert alone.code == 0 and b"Mark Rutte" in (desk / "other" / "data.xyz").read_bytes()


@pytest.mark.parametrize(
    ("copy", "reason"),
    [
        (b"", "is empty"),
        (b"REFUSE Mark Latte\n", "this text is refused"),
        (b'<?xml version="1.0"?><invoice>Mark Latte</invoice>', "kind of XML is not read"),
    ],
)
def test_copy_that_cannot_be_cleaned_goes_through_a_pipeline_unchanged(
    desk: Path, run: Run, copy: bytes, reason: str
) -> None:
    result = run("clean", "-", "--sources", "clean.txt", stdin=copy)
    assert (result.code, result.data) == (2, copy)
    assert reason in result.words


def test_a_pipeline_corrects_what_it_can_and_names_skipped_files(desk: Path, run: Run) -> None:
    copy = b"<!doctype html><p>Mark Latte met Kiel Starmer. Mark La<b>tte</b> left.</p>"
    result = run("clean", "-", "--sources", "clean.txt", stdin=copy)
    assert result.code == 0
    assert result.data == copy.replace(b"Mark Latte", b"Mark Rutte")
    assert "Kiel Starmer → Keir Starmer" in result.words and "Mark Latte → Mark Rutte" in result.words
