"""Properties of edits: without edits the bytes stay, undo reverses apply, and text outside the edits is unchanged."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from repair.cli.reports.diff import unified_diff
from repair.core.display import visible
from repair.core.edits import apply, is_applied, undo
from repair.core.errors import FormatError
from repair.core.replacement_style import fit
from repair.core.types import Edit, Span
from repair.formats import parse

# Texts that stories can hold: any letters, plenty of line ends, quotes and marks, no NUL and no half characters.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.text(st.one_of(LETTERS, st.sampled_from("\r\n \t'’‘“”.,éßİıŁ\u0301\u202e\u200d😀AZaz")), max_size=80)
# "utf-16" writes its mark itself; the others are read without one, or by fallback.
CODECS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
PLAIN = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}  # without the mark


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """Draw a text and edits that fit it, in any order."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), unique=True, max_size=8)))
    edits = []
    for number, (start, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False)):
        after = draw(TEXTS.filter(bool))
        edits.append(Edit(Span(start, end), text[start:end], after, str(number)))
    return text, draw(st.permutations(edits))


@given(TEXTS, CODECS)
def test_no_edits_mean_the_same_bytes(text: str, codec: str) -> None:
    try:
        raw = text.encode(codec)
        source_document = parse("a.txt", raw)
    except (UnicodeEncodeError, FormatError):
        assume(False)
    assert source_document.write([]) == raw


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_written_back_unchanged(raw: bytes) -> None:
    try:
        source_document = parse("a.txt", raw)
    except FormatError:
        return
    assert source_document.write([]) == raw
    assert source_document.reparse(raw).document.text == source_document.document.text


@given(edited(), CODECS)
def test_only_the_bytes_of_an_edit_change(case: tuple[str, list[Edit]], codec: str) -> None:
    text, edits = case
    try:
        raw = text.encode(codec)
        source_document = parse("a.txt", raw)
        assume(source_document.document.text == text)
        for edit in edits:
            edit.after.encode(codec)
    except (UnicodeEncodeError, FormatError):
        assume(False)
    if codec == "cp1252" and raw.isascii():
        codec = "utf-8"  # as which a file of ASCII alone is read, and what an edit brings is written
    written = source_document.write_verified(edits)
    assert source_document.reparse(written).document.text == apply(text, edits)
    # Piece by piece: what lies between two edits is the same run of bytes.
    start = source_document.runs[0].byte_offsets[0]
    at_old, at_new, done = start, start, 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        unchanged = len(text[done : edit.span.start].encode(PLAIN.get(codec, codec)))
        assert raw[at_old : at_old + unchanged] == written[at_new : at_new + unchanged]
        at_old += unchanged + len(edit.before.encode(PLAIN.get(codec, codec)))
        at_new += unchanged + len(edit.after.encode(PLAIN.get(codec, codec)))
        done = edit.span.end
    assert raw[at_old:] == written[at_new:]


@given(edited())
def test_undo_reverses_apply(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = apply(text, edits)
    assert undo(after, edits) == text
    assert is_applied(after, edits)


@given(edited())
def test_outside_the_edits_nothing_moves(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    after = apply(text, edits)
    at, done = 0, 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        between = text[done : edit.span.start]
        assert after[at : at + len(between)] == between
        at += len(between) + len(edit.after)
        done = edit.span.end
    assert after[at:] == text[done:]


@given(TEXTS.filter(bool), TEXTS.filter(bool), TEXTS, TEXTS)
def test_fitting_twice_is_fitting_once(surface: str, replacement: str, before: str, after: str) -> None:
    text, span = before + surface + after, Span(len(before), len(before) + len(surface))
    once = fit(replacement, text, span)
    assert fit(once, text, span) == once


@given(TEXTS)
def test_displayed_text_has_no_control_characters(text: str) -> None:
    shown = visible(text)
    assert "\x1b" not in shown
    assert "\n" not in shown
    assert visible(shown) == shown


@given(edited())
def test_the_diff_adds_up(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    diff = unified_diff("a.txt", text, edits)
    removed = sum(line.startswith("-") for line in diff.split("\n")[2:])
    added = sum(line.startswith("+") for line in diff.split("\n")[2:])
    after = apply(text, edits)
    assert added - removed == len(_lines(after)) - len(_lines(text))


@pytest.mark.skipif(shutil.which("git") is None, reason="patches are tried out with git")
@settings(max_examples=25, deadline=None)
@given(case=edited())
def test_a_diff_can_be_patched(case: tuple[str, list[Edit]], tmp_path_factory: pytest.TempPathFactory) -> None:
    text, edits = case
    folder: Path = tmp_path_factory.mktemp("patch")
    (folder / "a.txt").write_bytes(text.encode())
    diff = unified_diff("a.txt", text, edits)
    assume(diff and apply(text, edits) != text)
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    done = subprocess.run(
        ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"],
        input=diff.encode(),
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (folder / "a.txt").read_bytes() == apply(text, edits).encode()


def _lines(text: str) -> list[str]:
    """Return the lines of ``text``, only a line feed ending one."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
