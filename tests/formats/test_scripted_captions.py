"""Captions in SubStation Alpha and LRC: what is shown is read, and only the bytes of an edit change."""

from __future__ import annotations

import pytest

from repair.core.errors import EditError, FormatError
from repair.core.types import Edit, Span
from repair.formats import SourceDocument, parse
from repair.formats.registry import format_of

ASS = r"""[Script Info]
; Latte wrote this
Title: Latte in Paris
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Latte,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:01.00,0:00:03.00,Latte,,0,0,0,,Latte again
Dialogue: 0,0:00:01.00,0:00:03.00,Latte,Latte,0,0,0,,{\i1}Mark Latte{\i0}, the envoy,\Nspoke to\hthe {\an8\fs20}Allies
Dialogue: 0,0:00:03.50,0:00:05.00,Latte,,0,0,0,,in Paris & left.
Dialogue: 1,0:00:05.00,0:00:06.00,Latte,,0,0,0,,{\p1}m 0 0 l 100 0{\p0}
Dialogue: 0,0:00:09.00,0:00:11.00,Latte,,0,0,0,,Zoë {\k20}La{\k30}tte stayed.

[Fonts]
Dialogue: 0,0:00:09.00,0:00:11.00,Latte,,0,0,0,,Latte in a font
""".replace("\n", "\r\n")
LRC = """[ti:Latte]
[ar: Mark Latte]
[00:01.00]Mark Latte spoke
[00:03.5] to the <00:04.00>Allies <00:04.50>in Paris
Latte is not shown
[00:06.00]
[00:09:10][01:09.10]Zoë Latte stayed.
"""


def edit(source_document: SourceDocument, before: str, after: str) -> Edit:
    start = source_document.document.text.index(before)
    return Edit(Span(start, start + len(before)), before, after, "s")


def test_the_dialogue_of_substation_alpha_is_read_alone() -> None:
    assert format_of("a.txt", ASS.encode()) == format_of("a.ssa", b"") == "ass"
    source_document = parse("a.ass", ASS.encode())
    expected = "Mark Latte, the envoy, spoke to the Allies in Paris & left.\n\nZoë Latte stayed."
    assert source_document.document.text == expected
    assert {run.role for run in source_document.runs} == {"caption"}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_edit_in_substation_alpha_changes_its_bytes_alone(codec: str) -> None:
    source_document = parse("a.ass", ASS.encode(codec))
    assert source_document.write([]) == source_document.raw
    written = source_document.write_verified([edit(source_document, "Mark Latte", "Mark Rutté")])
    assert written == ASS.replace("}Mark Latte", "}Mark Rutté").encode(codec)


@pytest.mark.parametrize(
    ("dialogue", "text"),
    [
        (r"{a{b}Mark Latte", "Mark Latte"),
        (r"Mark {one{two}Latte}", "Mark Latte}"),
        (r"Mark {Latte\Nleft", "Mark {Latte left"),
    ],
)
def test_an_override_block_ends_at_the_first_closing_brace(dialogue: str, text: str) -> None:
    captions = f"[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,{dialogue}\n"
    assert parse("a.ass", captions.encode()).document.text == text


def test_a_word_between_whose_syllables_a_code_stands_is_not_edited() -> None:
    source_document = parse("a.ass", ASS.encode())
    start = source_document.document.text.rindex("Latte")
    assert not source_document.is_editable(Span(start, start + 5))


@pytest.mark.parametrize("replacement", [r"Mark \Rutte", "Mark {Rutte}", "Mark\nRutte"])
def test_codes_are_not_written_into_dialogue(replacement: str) -> None:
    source_document = parse("a.ass", ASS.encode())
    with pytest.raises(EditError):
        source_document.write_verified([edit(source_document, "Mark Latte", replacement)])


@pytest.mark.parametrize(
    ("fields", "line", "text"),
    [
        ("Format: Start, End, Text", "Dialogue: 0:00:01.00,0:00:02.00,Ana, left.", "Ana, left."),
        ("", "Dialogue: Marked=0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Ana left.", "Ana left."),
        ("Format: Start, End, Text", "Dialogue: soon,later,{Ana} left.", "left."),
        ("Format: Start, End, Text", "Dialogue: soon,later,Ana { left.", "Ana { left."),
        ("Format: Text", r"Dialogue: {\pos(1,2)}Ana{\p0} left.", "Ana left."),
        ("format: start, end, text", "DIALOGUE: 0:00:01.00,0:00:02.00,Ana, left.", "Ana, left."),
        ("Format: Text", "Dialogue: {" + "Bo " * 3_000 + "}Ana left.", "Ana left."),
        ("Format: Text", r"Dialogue: {\p 1}m 0 0 l 100 0{\p 0}Ana left.", "Ana left."),
    ],
)
def test_the_text_is_the_last_field(fields: str, line: str, text: str) -> None:
    captions = f"[Script Info]\n[events]\n{fields}\n{line}\n"
    assert parse("a.ass", captions.encode()).document.text.strip() == text


@pytest.mark.parametrize("lines", ["", "Dialogue: 0,1\n", "Comment: 0,0:00:01.00,0:00:02.00,,,0,0,0,,Ana\n"])
def test_substation_alpha_without_dialogue_is_refused(lines: str) -> None:
    with pytest.raises(FormatError, match=r"a\.ass: The file has no captions"):
        parse("a.ass", f"[Script Info]\n[Events]\n{lines}".encode())


def test_substation_alpha_whose_last_field_is_not_the_text_is_refused() -> None:
    captions = b"[Script Info]\n[Events]\nFormat: Text, Start, End\nDialogue: Ana left.,0:00:01.00,0:00:02.00\n"
    with pytest.raises(FormatError, match=r"a\.ass: The last field of a line “Format:” under \[Events\] is not Text"):
        parse("a.ass", captions)


def test_comments_before_the_first_section_hide_no_substation_alpha() -> None:
    assert format_of("a.txt", b"; by Ana\r\n;\r\n\r\n" + ASS.encode()) == "ass"
    assert format_of("a.txt", b"; by Ana\nthe [Script Info]\n") == "text"


@pytest.mark.parametrize("line", ["Mark [00:02.00] Latte", "<00:01>Mark<00:02>Latte", "Mark[00:02:50]Latte<00:03>"])
def test_a_time_within_a_line_of_lrc_is_no_text_and_divides_words(line: str) -> None:
    assert parse("a.lrc", f"[00:01.00]{line}\n".encode()).document.text == "Mark Latte"


def test_the_lines_of_lrc_with_a_time_are_read() -> None:
    assert format_of("a.lrc", LRC.encode()) == "lrc"
    source_document = parse("a.lrc", LRC.encode())
    assert source_document.document.text == "Mark Latte spoke to the Allies in Paris\n\nZoë Latte stayed."
    written = source_document.write_verified([edit(source_document, "Zoë Latte", "Zoë Rutté")])
    assert written == LRC.replace("Zoë Latte", "Zoë Rutté").encode()


def test_times_in_prose_do_not_make_it_lrc() -> None:
    assert format_of("call.txt", b"[00:01.00] Good morning.\nThank you all.\n") == "text"


def test_lrc_without_times_is_refused() -> None:
    with pytest.raises(FormatError, match=r"a\.lrc: The file has no lines with times"):
        parse("a.lrc", b"[ar:Ana]\nAna left.\n")


@pytest.mark.parametrize("name", ["a.scc", "a.stl"])
def test_captions_in_codes_are_refused(name: str) -> None:
    with pytest.raises(FormatError, match=rf"{name}: \.\w+ files are not read"):
        parse(name, b"Scenarist_SCC V1.0\n\n00:00:00:00\t9420 9420 94ae 94ae\n")
