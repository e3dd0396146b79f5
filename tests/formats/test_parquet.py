"""Parquet: the rows of a table are read as records, and written back row for row with only the edited cells changed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from repair.core.errors import FormatError
from repair.core.types import Edit, Span
from repair.formats.archive import ReadOptions, Record, open_sink, records

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

BODIES = ["Mark Latte left.", None, "<p>Zoë &amp; <b>Mark</b> Latte</p>", "", "Calm."] * 3


def table() -> Any:
    """Return a table with all kinds of columns, of which two hold a story."""
    schema = pa.schema(
        [
            pa.field("id", pa.int64(), nullable=False, metadata={b"unit": b"none"}),
            pa.field("title", pa.dictionary(pa.int32(), pa.string())),
            pa.field("body", pa.large_string()),
            pa.field("published", pa.timestamp("us")),
            pa.field("tags", pa.list_(pa.string())),
            pa.field("raw", pa.binary()),
        ],
        metadata={b"desk": b"Latte"},
    )
    count = len(BODIES)
    columns = {
        "id": list(range(count)),
        "title": ["Latte speaks", "Calm", None] * (count // 3),
        "body": BODIES,
        "published": [1_700_000_000_000_000] * count,
        "tags": [["Latte", None], None, []] * (count // 3),
        "raw": [b"Latte\x00", None, b""] * (count // 3),
    }
    return pa.table(columns, schema)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "archive.parquet"
    pq.write_table(
        table(), path, row_group_size=4, compression={"body": "zstd", "id": "none"}, use_dictionary=["title"]
    )
    return path


def rewritten(path: Path, target: Path, change: Callable[[Record], bytes], **settings: Any) -> list[Record]:
    options = ReadOptions(**settings)
    read_records = []
    with open_sink(path, target, options) as sink:
        for piece in records(path, options):
            sink.put(piece, change(piece))
            read_records.append(piece)
    return read_records


def renamed(piece: Record) -> bytes:
    """Return the bytes of the record with Latte replaced by Rutte where possible."""
    if piece.source_document is None:
        return piece.raw
    text, changes, at = piece.source_document.document.text, [], -1
    while (at := text.find("Latte", at + 1)) >= 0:
        changes.append(Edit(Span(at, at + 5), "Latte", "Rutté", "s"))
    return piece.source_document.write_verified(changes)


def test_rows_are_read_with_their_titles_and_dates(path: Path) -> None:
    rows = list(records(path, ReadOptions()))
    assert [piece.number for piece in rows] == list(range(15))
    first, second, third = (piece.source_document for piece in rows[:3])
    assert first and second and third
    assert first.document.text == "Latte speaks\n\nMark Latte left."
    assert (first.format, first.document.date) == ("parquet", "2023-11-14")
    assert (second.document.text, third.document.text) == ("Calm", "Zoë & Mark Latte")
    assert len({piece.source_document.document.id for piece in rows if piece.source_document}) == sum(
        piece.source_document is not None for piece in rows
    )


def test_a_table_that_did_not_change_keeps_its_bytes(path: Path, tmp_path: Path) -> None:
    rewritten(path, tmp_path / "out.parquet", lambda piece: piece.raw)
    assert (tmp_path / "out.parquet").read_bytes() == path.read_bytes()


def test_an_edit_changes_its_cell_alone_and_the_table_stays_laid_out_as_it_was(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    rewritten(path, target, renamed)
    old, new = pq.ParquetFile(path), pq.ParquetFile(target)
    assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
    before, after = old.read().to_pylist(), new.read().to_pylist()
    for row in before:
        for name in ("title", "body"):
            row[name] = row[name] and row[name].replace("Latte", "Rutté")
    assert after == before
    assert new.metadata.num_row_groups == old.metadata.num_row_groups
    for group in range(old.metadata.num_row_groups):
        old_group, new_group = old.metadata.row_group(group), new.metadata.row_group(group)
        assert old_group.num_rows == new_group.num_rows
        packed = [[each.column(at).compression for at in range(each.num_columns)] for each in (old_group, new_group)]
        assert packed[0] == packed[1]


def test_one_row_can_be_changed_alone(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    rewritten(path, target, lambda piece: renamed(piece) if piece.number == 10 else piece.raw, text_fields=("body",))
    before, after = pq.read_table(path).to_pylist(), pq.read_table(target).to_pylist()
    assert [at for at, row in enumerate(after) if row != before[at]] == [10]
    assert after[10]["body"] == "Mark Rutté left." and after[10]["title"] == before[10]["title"]


def test_a_table_without_rows_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "empty.parquet"
    pq.write_table(table().slice(0, 0), path)
    assert rewritten(path, tmp_path / "out.parquet", renamed) == []
    assert (tmp_path / "out.parquet").read_bytes() == path.read_bytes()


def test_a_missing_column_is_reported_with_the_text_columns(path: Path) -> None:
    with pytest.raises(FormatError, match=r"No column story has text in it.*: title, body"):
        list(records(path, ReadOptions(text_fields=("story",))))
    with pytest.raises(FormatError, match="No column id has text"):
        list(records(path, ReadOptions(text_fields=("id",))))


def test_a_row_longer_than_allowed_is_skipped_alone(path: Path) -> None:
    rows = list(records(path, ReadOptions(max_bytes=40)))
    assert [piece.number for piece in rows if piece.error] and [piece.number for piece in rows if piece.source_document]
    assert all("more than 40 bytes" in str(piece.error) for piece in rows if piece.error)


def test_a_damaged_or_compressed_table_is_refused(path: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.parquet"
    torn.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(FormatError, match="is damaged, or not Parquet"):
        list(records(torn, ReadOptions()))
    packed = tmp_path / "archive.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(FormatError, match="Decompress the file first"):
        list(records(packed, ReadOptions()))


def test_damage_in_the_middle_is_reported_and_nothing_is_written(path: Path, tmp_path: Path) -> None:
    raw = bytearray(path.read_bytes())
    # The pages lie before the footer, which stays whole.
    raw[40:400] = b"\xff" * 360
    path.write_bytes(raw)
    target = tmp_path / "out.parquet"
    with pytest.raises(FormatError, match="is damaged"):
        rewritten(path, target, renamed)
    assert not target.exists()


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_a_row_that_is_not_utf8_is_left_out_and_keeps_its_bytes(kind: Any, tmp_path: Path) -> None:
    raw = pa.array([b"Mark Latte left.", b"Zo\xeb stayed.", b"Calm."], pa.binary())
    column = raw.view(pa.string())
    column = column.cast(kind) if pa.types.is_dictionary(kind) else raw.cast(pa.large_binary()).view(pa.large_string())
    path, out = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pq.write_table(pa.table({"text": column}), path)
    rows = list(records(path, ReadOptions()))
    assert [str(row.error or "") for row in rows] == [
        "",
        f"{path}, record 1: The row has text that is not UTF-8, so it is left out. Write the table again.",
        "",
    ]
    with open_sink(path, out, ReadOptions()) as sink:
        for row in rows:
            sink.put(row, row.raw.replace(b"Latte", b"Rutte"))
    rewritten_table = pq.read_table(out)
    assert rewritten_table.schema == pq.read_table(path).schema
    plain = rewritten_table.column("text").combine_chunks()
    plain = plain.dictionary_decode() if pa.types.is_dictionary(plain.type) else plain
    assert plain.cast(pa.large_binary()).to_pylist() == [b"Mark Rutte left.", b"Zo\xeb stayed.", b"Calm."]
