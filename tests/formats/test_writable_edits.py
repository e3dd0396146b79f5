"""Edits that a file cannot take are left out, and the others are applied."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import Run

from repair.core.edits import narrow_edits
from repair.core.errors import EditError
from repair.core.types import Edit, Span
from repair.formats import SourceDocument, parse
from repair.formats.writable_edits import writable_edits

RAW = b"<!doctype html><body><p>Mark <b>Lat</b>te met Garc&iacute;a Harfush and D\xc3\xa9c\xc3\xa8s Lotte.</p></body>"


def test_an_edit_broken_by_markup_is_refused_alone() -> None:
    source_document = parse("story.html", RAW)
    text = source_document.document.text
    edits: list[Edit] = []
    for number, (before, after) in enumerate(
        [("Mark Latte", "Mark Rutte"), ("García Harfush", "García Harfuch"), ("Décès Lotte", "Décès Lotto")]
    ):
        start = text.index(before)
        edits += narrow_edits(Span(start, start + len(before)), before, after, str(number))
    result = writable_edits(source_document, edits)
    assert list(result.refused) == ["0"]
    content = source_document.write_verified(result.edits)
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


def _many_names(count: int) -> tuple[SourceDocument, list[Edit]]:
    """Return a story in Windows-1252, and an edit of each name; every other edit is one that the file cannot take."""
    source_document = parse("story.txt", b"Zo\xeb Ana spoke. " + b"Ana left. " * (count - 1))
    places = [match.start() for match in re.finditer("Ana", source_document.document.text)]
    names = ("Eva", "Łucja")
    return source_document, [
        Edit(Span(at, at + 3), "Ana", names[number % 2], str(number)) for number, at in enumerate(places)
    ]


def test_edits_that_do_not_fit_their_places_cost_no_writing_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    source_document, edits = _many_names(100)
    written: list[int] = []
    verified = SourceDocument.write_verified

    def counted(document: SourceDocument, edits: Sequence[Edit]) -> bytes:
        written.append(len(edits))
        return verified(document, edits)

    monkeypatch.setattr(SourceDocument, "write_verified", counted)
    result = writable_edits(source_document, edits)
    assert written == [50] and len(result.edits) == 50
    assert set(result.refused) == {edit.suggestion_id for edit in edits[1::2]}


def test_of_overlapping_edits_the_first_is_written() -> None:
    source_document = parse("story.txt", b"Ana Sol left.")
    edits = [Edit(Span(0, 7), "Ana Sol", "Ana Sal", "1"), Edit(Span(4, 7), "Sol", "Sul", "2")]
    result = writable_edits(source_document, edits)
    assert [edit.suggestion_id for edit in result.edits] == ["1"] and list(result.refused) == ["2"]
    assert writable_edits(source_document, edits[::-1]).refused.keys() == {"1"}


def test_a_file_is_written_a_limited_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    source_document, edits = _many_names(1_000)
    attempts: list[int] = []

    def refused(self: SourceDocument, edits: list[Edit]) -> bytes:
        attempts.append(len(edits))
        raise EditError.of("the file is not as it should be", path="story.txt")

    monkeypatch.setattr(SourceDocument, "write_verified", refused)
    result = writable_edits(source_document, edits)
    assert not result.edits and len(result.refused) == 1_000 and len(attempts) < 200
