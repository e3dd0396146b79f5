"""Edits that a file cannot take are left out, and the others are applied."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Run

from repair.core.edits import narrow_edits
from repair.core.types import Edit, Span
from repair.formats import parse
from repair.formats.writable_edits import writable_edits

RAW = b"<!doctype html><body><p>Mark <b>Lat</b>te met Garc&iacute;a Harfush and D\xc3\xa9c\xc3\xa8s Lotte.</p></body>"


def test_an_edit_broken_by_markup_is_refused_alone() -> None:
    reading = parse("story.html", RAW)
    text = reading.document.text
    edits: list[Edit] = []
    for number, (before, after) in enumerate(
        [("Mark Latte", "Mark Rutte"), ("García Harfush", "García Harfuch"), ("Décès Lotte", "Décès Lotto")]
    ):
        start = text.index(before)
        edits += narrow_edits(Span(start, start + len(before)), before, after, str(number))
    result = writable_edits(reading, edits)
    assert list(result.refused) == ["0"]
    content = reading.write_verified(result.edits)
    assert content == RAW.replace(b"Harfush", b"Harfuch").replace(b"Lotte", b"Lotto")


def test_apply_makes_the_other_edits_of_the_file(tmp_path: Path, run: Run) -> None:
    copy = tmp_path / "story.html"
    copy.write_bytes(RAW)
    text = parse("story.html", RAW).document.text
    lines = []
    for before, after in [("Mark Latte", "Mark Rutte"), ("García Harfush", "García Harfuch")]:
        start = text.index(before)
        lines.append(
            {
                "document": str(copy),
                "start": start,
                "end": start + len(before),
                "surface": before,
                "replacement": after,
                "action": "apply",
            }
        )
    queue = tmp_path / "suggestions.jsonl"
    queue.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    result = run("apply", str(queue), "--out", str(tmp_path / "out"))
    assert (tmp_path / "out" / "story.html").read_bytes() == RAW.replace(b"Harfush", b"Harfuch")
    assert result.code == 2 and "broken by markup" in result.words
