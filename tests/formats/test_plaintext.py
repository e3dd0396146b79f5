"""Plain text: encodings, refused files, and edits that change only their own bytes."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

import repair
from repair.core.errors import EditError, FormatError
from repair.core.types import Edit, Span
from repair.formats import InputFile, discover, parse, read_copy

STORY = "Zoë: “Mark Latte’s plan”\r\nLatte left.\r\n"
ENCODINGS = [
    ("UTF-8", STORY.encode("utf-8")),
    ("UTF-8 with BOM", codecs.BOM_UTF8 + STORY.encode("utf-8")),
    ("UTF-16", codecs.BOM_UTF16_LE + STORY.encode("utf-16-le")),
    ("UTF-16", codecs.BOM_UTF16_BE + STORY.encode("utf-16-be")),
    ("Windows-1252", STORY.encode("cp1252")),
]


def edit(text: str, before: str, after: str) -> Edit:
    start = text.index(before)
    return Edit(Span(start, start + len(before)), before, after, "s")


@pytest.mark.parametrize(("label", "raw"), ENCODINGS, ids=["utf8", "bom", "utf16le", "utf16be", "cp1252"])
def test_text_in_every_encoding_is_read_and_written_back_unchanged(label: str, raw: bytes) -> None:
    source_document = parse("a.txt", raw)
    assert (source_document.label, source_document.document.text) == (label, STORY)
    assert source_document.write([]) == raw
    change = edit(STORY, "Latte", "Rutté")
    changed = source_document.write([change])
    assert source_document.reparse(changed).document.text == STORY.replace("Latte", "Rutté", 1)
    places = source_document.runs[0].byte_offsets
    start, length = places[change.span.start], places[change.span.end] - places[change.span.start]
    assert changed[:start] == raw[:start]
    assert changed.endswith(raw[start + length :])


def test_offsets_count_code_points_not_bytes_or_surrogates() -> None:
    text = "😀 é e\u0301 Latte"
    for codec in ("utf-8", "utf-16"):
        source_document = parse("a.txt", text.encode(codec))
        assert source_document.write([edit(text, "Latte", "Rutte")]) == text.replace("Latte", "Rutte").encode(codec)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"%PDF-1.7 ...", "is a PDF. Copy its text"),
        (b"PK\x03\x04...", "office document. Unpack it and give the folder with its files, or save it as plain text"),
        (b"{\\rtf1 Hello}", "rich text"),
        (b"\x1f\x8b\x08\x08", "gzip, which this command does not unpack. Use repair clean."),
        (b"abc\0def", "has NUL characters"),
        ("abc".encode("utf-16-le"), "UTF-16 without its mark"),
        (codecs.BOM_UTF16_LE + "a\0b".encode("utf-16-le"), "has NUL characters"),
        (codecs.BOM_UTF32_LE + "abc".encode("utf-32-le"), "UTF-32"),
        (bytes(range(1, 32)) * 9, "is binary"),
        (codecs.BOM_UTF16_LE + b"a\0b", "byte 4: The text is damaged UTF-16"),
        (codecs.BOM_UTF16_LE + b"a\0\x00\xd8b\0", "byte 4: The text is damaged UTF-16"),
        (codecs.BOM_UTF8 + b"caf\xe9", "byte 6: The text is damaged UTF-8 with BOM"),
        ("Zoë and Zoë ".encode() + b"\xe2\x80", "byte 14: The text is damaged UTF-8"),
        ("Jan Baś and Jan Ba".encode() + b"\xc5", "byte 19: The text is damaged UTF-8"),
        (b"half a character: \xed\xa0\x80", "byte 18: The text is damaged UTF-8"),
        ("Two bytes of a café ".encode() + b"\xff\xfe are bad", "byte 21: The text is damaged UTF-8"),
        ("She said \u201cno\u201d. ".encode() + b"\xe9\xe8\xea are bad", "byte 19: The text is damaged UTF-8"),
        (b"caf\xe9 \x81", "byte 5: The text is neither UTF-8 nor Windows-1252"),
    ],
)
def test_binary_files_are_refused(raw: bytes, words: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse("a.txt", raw)
    assert words in str(caught.value)
    assert caught.value.path == "a.txt"


@pytest.mark.parametrize(
    "text",
    [
        "Élan, “CAFÉ”",
        "It is called “CAFÉ” in town.",
        "RENÉ… est né à Orléans, près du café",
        "OS IRMÃOS DA CANÇÃO”, já não é só isto",
        "« É » – né",
    ],
)
def test_letters_before_quotation_marks_are_no_damaged_utf_8(text: str) -> None:
    source_document = parse("a.txt", text.encode("cp1252"))
    assert source_document.document.text == text and source_document.label == "Windows-1252"


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "a\x0bb\x0cc\x1cd\x85e\u2028f", "\x1b[31mred", "\u202eevitagen\u202c", "e\u0301", "\ufffd"]
)
def test_unusual_text_is_read_and_written_back(text: str) -> None:
    raw = text.encode()
    assert parse("a.txt", raw).write([]) == raw


def test_a_letter_the_encoding_lacks_is_refused_before_anything_is_written() -> None:
    source_document = parse("a.txt", STORY.encode("cp1252"))
    with pytest.raises(EditError, match=r"a.txt: 'Łukasz' cannot be written in Windows-1252"):
        source_document.write([edit(STORY, "Latte", "Łukasz")])


def test_stale_and_overlapping_edits_are_refused() -> None:
    source_document = parse("a.txt", b"Mark Latte")
    with pytest.raises(EditError, match="is no longer 'Rutte'"):
        source_document.write([Edit(Span(5, 10), "Rutte", "Latte", "s")])
    with pytest.raises(EditError, match="overlap at 5"):
        source_document.write([Edit(Span(0, 10), "Mark Latte", "x", "s"), Edit(Span(5, 10), "Latte", "Rutte", "t")])


def test_read_gives_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(STORY.encode("utf-16"))
    (tmp_path / "b.txt").write_bytes(STORY.encode("cp1252"))
    first, second = repair.read(tmp_path / "a.txt"), repair.read(str(tmp_path / "b.txt"))
    assert first.text == second.text == STORY
    assert first.id == second.id  # the same text is the same document, wherever it lies
    assert first.source.endswith("a.txt")


@pytest.mark.parametrize("name", ["a.PDF", "a.docx", "a.odt"])
def test_unsupported_formats_are_refused_by_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("Mark Latte", encoding="utf-8")
    with pytest.raises(FormatError, match=r"files are not read\. Save the story as plain text"):
        read_copy(tmp_path / name)


def test_folders_and_patterns_are_expanded_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.TXT", ".hidden.txt", "note.md", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    folder = [place.name for place in discover([str(tmp_path)]) if isinstance(place, InputFile)]
    assert folder == ["a.txt", "b.txt", "sub/c.TXT"]
    pattern = [place.name for place in discover([str(tmp_path / "*.txt")]) if isinstance(place, InputFile)]
    assert pattern == ["a.txt", "b.txt"]
    twice = list(discover([str(tmp_path / "a.txt"), str(tmp_path), str(tmp_path / "sub" / ".." / "a.txt")]))
    assert len(twice) == 3


def test_a_name_with_brackets_is_not_taken_for_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "[1].txt").write_text("x", encoding="utf-8")
    assert [place.name for place in discover([str(tmp_path / "[1].txt")]) if isinstance(place, InputFile)] == [
        "[1].txt"
    ]


def test_arguments_without_a_file_are_reported_in_order(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    reports = [str(each) for each in discover([str(tmp_path / "empty"), str(tmp_path / "*.txt"), "gone.txt"])]
    assert "The folder has no copy" in reports[0]
    assert "No file matches this pattern" in reports[1]
    assert "gone.txt" in reports[2]
