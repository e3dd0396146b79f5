"""Captions, ninjs, JSON Lines, rows and packed files: read with places, and only the bytes of an edit change."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
import zstandard
from growth_fixtures import steps
from hypothesis import given
from hypothesis import strategies as st

from repair.core.errors import EditError, FormatError
from repair.core.types import Edit, Span
from repair.formats import SourceDocument, parse
from repair.formats.archive import ReadOptions, Record, open_sink, pick, records
from repair.formats.json_scanner import NotJsonError, scan_strings

SRT = """1
00:00:01,000 --> 00:00:03,500
<i>Mark Latte</i> spoke to
the Allies in Paris.

2
00:00:04,000 --> 00:00:06,000
{\\an8}Zoë Kowalik & Latte left.
"""
VTT = """WEBVTT - evening news

NOTE Mark Latte is not to be touched here

intro
00:01.000 --> 00:03.500 align:start
<v Reporter>Mark Latte said: 2 &lt; 3 &amp; left.
"""
NINJS = {
    "uri": "urn:Latte",
    "headline": "Latte speaks",
    "body_text": 'Mark Latte said "no" in Zürich \U0001f600.',
    "body_xhtml": "<p>Mark <b>Latte</b> &amp; Co said.</p><p>Latte left.</p>",
    "bodies": [{"contentType": "text/html", "value": "<h1>Latte</h1>"}],
    "associations": [{"description_text": "Mark Latte in Paris", "renditions": [{"href": "http://x/Latte.jpg"}]}],
}


def edit(source_document: SourceDocument, before: str, after: str, *, number: int = 0) -> Edit:
    text = source_document.document.text
    start = -1
    for _ in range(number + 1):
        start = text.index(before, start + 1)
    return Edit(Span(start, start + len(before)), before, after, "s")


def test_captions_are_read_without_their_times_and_marks() -> None:
    assert parse("a.srt", SRT.encode()).document.text == (
        "Mark Latte spoke to the Allies in Paris. Zoë Kowalik & Latte left."
    )
    later = SRT.replace("00:00:04", "00:00:09")
    assert "Paris.\n\nZoë" in parse("a.srt", later.encode()).document.text
    assert parse("a.vtt", VTT.encode()).document.text == "Mark Latte said: 2 < 3 & left."


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_edit_in_a_caption_changes_its_bytes_alone(codec: str, newline: str) -> None:
    raw = SRT.replace("\n", newline).encode(codec)
    source_document = parse("a.srt", raw)
    assert source_document.write([]) == raw
    written = source_document.write_verified([edit(source_document, "Latte", "Rutté", number=1)])
    assert written == SRT.replace("& Latte", "& Rutté").replace("\n", newline).encode(codec)


def test_what_is_written_into_webvtt_is_escaped() -> None:
    source_document = parse("a.vtt", VTT.encode())
    written = source_document.write_verified([edit(source_document, "Latte", "Rutte & <Sons>")])
    assert b"<v Reporter>Mark Rutte &amp; &lt;Sons&gt; said: 2 &lt; 3 &amp; left." in written
    assert b"NOTE Mark Latte is" in written


def test_a_name_over_a_line_break_or_a_tag_is_whole_to_the_eye_but_not_edited() -> None:
    source_document = parse("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nMark\nLatte <b>and</b> Keir\n")
    assert source_document.document.text == "Mark Latte and Keir"
    change = edit(source_document, "Mark Latte", "Mark Rutte")
    assert not source_document.is_editable(change.span)
    with pytest.raises(EditError, match="at 3:1 is broken by markup"):
        source_document.write([change])


def test_ninjs_text_is_read_from_its_fields_alone() -> None:
    source_document = parse("a.json", json.dumps(NINJS).encode())
    assert source_document.format == "ninjs"
    assert source_document.document.text.split("\n\n") == [
        "Latte speaks",
        'Mark Latte said "no" in Zürich \U0001f600.',
        "Mark Latte & Co said.",
        "Latte left.",
        "Latte",
        "Mark Latte in Paris",
    ]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_edit_in_ninjs_changes_its_bytes_alone(ascii_only: bool, codec: str) -> None:
    text = json.dumps(NINJS, ensure_ascii=ascii_only, indent=1)
    source_document = parse("a.json", text.encode(codec))
    assert source_document.write([]) == text.encode(codec)
    written = source_document.write_verified([edit(source_document, "Latte", 'Ruttë "x" \\', number=1)]).decode(codec)
    after = json.dumps('Ruttë "x" \\', ensure_ascii=ascii_only)[1:-1]
    assert written == text.replace("Mark Latte said", f"Mark {after} said", 1)
    marked = source_document.write_verified([edit(source_document, "Latte", "Rutte & <b>", number=3)]).decode(codec)
    assert json.loads(marked)["body_xhtml"].endswith("<p>Rutte &amp; &lt;b&gt; left.</p>")


def test_a_name_broken_by_a_tag_inside_json_is_found_but_not_forced() -> None:
    source_document = parse("a.json", json.dumps(NINJS).encode())
    change = edit(source_document, "Mark Latte & Co", "Mark Rutte & Co")
    assert not source_document.is_editable(change.span)


# NUL cannot be part of a text; it is read as U+FFFD.
SAID = st.text().filter(lambda text: "\0" not in text)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | SAID,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SAID, inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.booleans())
def test_every_string_is_found_as_the_library_reads_it(value: object, ascii_only: bool) -> None:
    def walk(node: object, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], str]]:
        if isinstance(node, str):
            return [(path, node)]
        if isinstance(node, dict):
            return [entry for key, child in node.items() for entry in walk(child, (*path, key))]
        if isinstance(node, list):
            return [entry for number, child in enumerate(node) for entry in walk(child, (*path, number))]
        return []

    text = json.dumps(value, ensure_ascii=ascii_only)
    assert [(string.path, string.text) for string in scan_strings(text)] == walk(value, ())
    for string in scan_strings(text):
        places = [string.offsets[number] for number in range(len(string.text) + 1)]
        assert places == sorted(places)


@pytest.mark.parametrize("text", ["{", "[1,]", '{"a": "\n"}', "[" * 5000, "[" * 150 + "]" * 150, ""])
def test_invalid_or_too_deep_json_is_refused(text: str) -> None:
    with pytest.raises(NotJsonError):
        list(scan_strings(text))
    with pytest.raises(FormatError, match=r"a\.json: "):
        parse("a.json", ("{" + text).encode())


# --- archives


def rewritten(path: Path, target: Path, before: str, after: str, options: ReadOptions | None = None) -> list[Record]:
    options = options or ReadOptions()
    read_records = []
    with open_sink(path, target, options) as sink:
        for piece in records(path, options):
            read_records.append(piece)
            edits = []
            if piece.source_document is not None and before in piece.source_document.document.text:
                edits = [edit(piece.source_document, before, after)]
            sink.put(piece, piece.source_document.write_verified(edits) if piece.source_document else piece.raw)
    return read_records


LINES = (
    b'{"id": 1, "body": "Mark Latte left."}\n'
    b"\n"
    b'{"id": 2, "body": {"deep": "x"}}\r\n'
    b"not json\n"
    b'{"id": 3,   "text": "Z\\u00fcrich: Latte \\ud83d\\ude00"}'
)


def test_json_lines_change_only_in_the_edit_and_a_bad_line_is_skipped_alone(tmp_path: Path) -> None:
    path, target = tmp_path / "a.jsonl", tmp_path / "out" / "a.jsonl"
    path.write_bytes(LINES)
    read_records = rewritten(path, target, "Latte", "Rutté")
    assert b"".join(piece.raw for piece in read_records) == LINES
    assert target.read_bytes() == LINES.replace(b"Latte", b"Rutt\\u00e9")  # in the file's own ASCII
    assert [piece.error is not None for piece in read_records] == [False, False, True, True, False]
    assert len({piece.source_document.document.id for piece in read_records if piece.source_document}) == 2


def test_fields_can_be_named_and_a_missing_one_is_reported_with_the_existing_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"story": {"lead": "Latte", "rest": "left"}, "body": "no"}\n')
    (piece,) = records(path, ReadOptions(text_fields=("story.lead", "story.rest")))
    assert piece.source_document is not None
    assert piece.source_document.document.text == "Latte\n\nleft"
    (piece,) = records(path, ReadOptions(text_fields=("nothing",)))
    assert "story.lead" in str(piece.error)


ROWS = 'id;Title;Body\r\n1;"A ""b""";"Mark Latte; he\nleft ""now"""\r\n2;x;Latte stays\r\n3;;\r\n'


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_rows_keep_their_quoting(tmp_path: Path, codec: str) -> None:
    path, target = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes(ROWS.encode(codec))
    rows = rewritten(path, target, "Latte", "Rutté")
    assert target.read_bytes() == ROWS.replace("Latte", "Rutté").encode(codec)
    assert [piece.number for piece in rows] == [0, 1, 2, 3]
    texts = [piece.source_document.document.text for piece in rows if piece.source_document]
    assert texts == ['A "b"\n\nMark Latte; he\nleft "now"', "x\n\nLatte stays"]
    quoted = rows[1].source_document
    assert quoted is not None
    assert b'Mark "";Rutte""; he' in quoted.write_verified([edit(quoted, "Latte", '";Rutte"')])
    bare = rows[2].source_document
    assert bare is not None
    with pytest.raises(EditError, match="needs quotes"):
        bare.write([edit(bare, "Latte", "Rutte; Mark")])


CELL = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('",;\n'), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_cells_are_read_as_the_library_reads_them(table: list[tuple[str, str]]) -> None:
    import tempfile

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("other", "text"))
    writer.writerows(table)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_bytes(out.getvalue().encode())
        rows = list(records(path, ReadOptions()))
        assert b"".join(piece.raw for piece in rows) == path.read_bytes()
        assert all(piece.error is None for piece in rows)
        # Rows are counted, with the header as row 0, however many lines they take.
        assert [piece.number for piece in rows] == list(range(len(table) + 1))
        texts = [piece.source_document.document.text for piece in rows if piece.source_document]
    assert texts == [text for _, text in table if text.strip()]


def test_an_open_quote_and_a_missing_column_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,"Latte\n2,left\n')
    _, torn, after = records(path, ReadOptions())
    assert "is not closed" in str(torn.error)
    assert after.source_document is not None
    assert after.source_document.document.text == "left"
    with pytest.raises(FormatError, match=r"no column story.*id, text"):
        list(records(path, ReadOptions(text_fields=("story",))))


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_files_are_unpacked_repacked_and_kept_when_nothing_changed(tmp_path: Path, suffix: str) -> None:
    pack = gzip.compress if suffix == ".gz" else zstandard.ZstdCompressor(level=12).compress
    path, target = tmp_path / f"a.srt{suffix}", tmp_path / f"b.srt{suffix}"
    path.write_bytes(pack(SRT.encode()))
    rewritten(path, target, "nobody", "x")
    assert target.read_bytes() == path.read_bytes()
    (piece,) = rewritten(path, target, "Latte", "Rutte")
    assert piece.source_document is not None
    assert piece.source_document.format == "subrip"
    packed = target.read_bytes()
    opened = (
        gzip.decompress(packed) if suffix == ".gz" else zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    )
    assert opened == SRT.replace("Latte", "Rutte", 1).encode()


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_decompression_bombs_and_truncated_files_are_refused_and_leave_nothing(tmp_path: Path, suffix: str) -> None:
    pack = gzip.compress if suffix == ".gz" else zstandard.ZstdCompressor().compress
    bomb = tmp_path / f"a.txt{suffix}"
    bomb.write_bytes(pack(b"a" * 8_000_000))
    target = tmp_path / "out" / "a.txt"
    with pytest.raises(FormatError, match="decompression bomb"):
        rewritten(bomb, target, "x", "y")
    torn = tmp_path / f"b.jsonl{suffix}"
    torn.write_bytes(pack(LINES * 50)[:-9])
    with pytest.raises(FormatError, match="cannot be unpacked"):
        rewritten(torn, target, "x", "y")
    assert not list(tmp_path.glob("out/*"))


def test_a_record_longer_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 5000 + b'"}\n')
    read_records = list(records(path, ReadOptions(max_bytes=1000)))
    errors = [str(piece.error) for piece in read_records if piece.error]
    assert len(errors) == 1
    assert "more than 1,000 bytes" in errors[0]
    assert b"".join(piece.raw for piece in read_records) == path.read_bytes()


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_only_picked_records_are_read(name: str, tmp_path: Path) -> None:
    path, rows = tmp_path / name, [{"text": f"Ana Sol spoke {number} times."} for number in range(1_000)]
    if name == "a.parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pytest.importorskip("pyarrow").Table.from_pylist(rows), path)
    elif name == "a.jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        path.write_text("text\n" + "".join(f"{row['text']}\n" for row in rows), encoding="utf-8")
    everything = {record.number: record.raw for record in records(path, ReadOptions())}
    wanted = [3, 999, 2_000]
    picked = list(pick(path, ReadOptions(), wanted))
    assert [record.number for record in picked] == wanted
    assert [record.raw for record in picked[:2]] == [everything[3], everything[999]]
    assert picked[2].error is not None
    assert steps(lambda: list(pick(path, ReadOptions(), [990]))) < steps(lambda: list(records(path, ReadOptions()))) / 4


def test_a_packed_file_with_wrong_bytes_is_named_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    packed = bytearray(gzip.compress(b"Mark Rutte left."))
    packed[-8] ^= 1  # the checksum
    path.write_bytes(packed)
    with pytest.raises(FormatError, match="its bytes do not fit its checksum"):
        list(records(path, ReadOptions()))
