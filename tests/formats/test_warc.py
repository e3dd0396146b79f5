"""Archives of the web as sources: their HTML pages are read, and a bad record stops itself alone."""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from repair.core.errors import FormatError
from repair.formats.archive import ReadOptions, Record
from repair.formats.archive import records as pieces
from repair.formats.warc import responses as records

writer = pytest.importorskip("warcio.warcwriter", reason="warcio is not installed")
from warcio.statusandheaders import StatusAndHeaders  # noqa: E402

PAGE = "<!doctype html><title>Rutte speaks</title><p>Mark Rutte met {who} in Paris."


def archive(
    pages: Sequence[tuple[bytes, dict[str, str]]], *, packed: bool = False, status: str = "200 OK"
) -> list[bytes]:
    """Return the records of an archive: its description, and the request and response of each page."""
    written_records = []

    def write_record(kind: str, address: str, payload: bytes, headers: StatusAndHeaders | None) -> None:
        out = io.BytesIO()
        warc = writer.WARCWriter(out, gzip=packed)
        warc.write_record(
            warc.create_warc_record(
                address, kind, payload=io.BytesIO(payload), http_headers=headers, length=len(payload)
            )
        )
        written_records.append(out.getvalue())

    write_record("warcinfo", "a.warc", b"software: x\r\n", None)
    for number, (payload, headers) in enumerate(pages):
        address = f"https://news.example/{number}"
        request_headers = StatusAndHeaders("GET / HTTP/1.1", [("Host", "news.example")], is_http_request=True)
        write_record("request", address, b"", request_headers)
        all_headers = {"Content-Type": "text/html", **headers}
        write_record(
            "response", address, payload, StatusAndHeaders(status, list(all_headers.items()), protocol="HTTP/1.1")
        )
    return written_records


def read(path: Path, raw: bytes, **options: int) -> tuple[list[Record], list[str]]:
    path.write_bytes(raw)
    read_records = list(pieces(path, ReadOptions(**options), sources=True))  # type: ignore[arg-type]
    return [piece for piece in read_records if piece.source_document], [
        str(piece.error) for piece in read_records if piece.error
    ]


def addresses_and_texts(read_records: Sequence[Record]) -> list[tuple[str, str]]:
    return [
        (piece.source_document.document.source, piece.source_document.document.text)
        for piece in read_records
        if piece.source_document
    ]


PAGES = [
    (PAGE.format(who="Zoë").encode(), {"Content-Type": "text/html; charset=utf-8"}),
    (PAGE.format(who="Zoë").encode("cp1252"), {"Content-Type": "Text/HTML; charset=ISO-8859-1"}),
    (gzip.compress(PAGE.format(who="Keir").encode()), {"Content-Encoding": "gzip"}),
    (b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode()), {"Transfer-Encoding": "chunked"}),
    (b"\xff\xd8 no story", {"Content-Type": "image/jpeg"}),
    (b"<html><script>no()</script></html>", {}),
]
STORIES = [
    ("https://news.example/0", "Rutte speaks\n\nMark Rutte met Zoë in Paris."),
    ("https://news.example/1", "Rutte speaks\n\nMark Rutte met Zoë in Paris."),
    ("https://news.example/2", "Rutte speaks\n\nMark Rutte met Keir in Paris."),
    ("https://news.example/3", "Rutte speaks\n\nMark Rutte met {who} in Paris."),
]


@pytest.mark.parametrize("packing", ["", "each", "whole", "zst"])
def test_pages_are_read_with_their_addresses_and_other_records_are_skipped(tmp_path: Path, packing: str) -> None:
    raw = b"".join(archive(PAGES, packed=packing == "each"))
    raw = {"whole": gzip.compress, "zst": zstandard.ZstdCompressor().compress}.get(packing, bytes)(raw)
    # The name of the file does not matter.
    pages, errors = read(tmp_path / "crawl.bin", raw)
    assert (addresses_and_texts(pages), errors) == (STORIES, [])
    assert {piece.source_document.format for piece in pages if piece.source_document} == {"warc"}
    assert len({piece.source_document.document.id for piece in pages if piece.source_document}) == len(STORIES)


def test_an_error_page_is_no_story(tmp_path: Path) -> None:
    assert read(tmp_path / "a.warc", b"".join(archive(PAGES, status="404 Not Found"))) == ([], [])


def test_a_web_archive_cannot_be_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(archive(PAGES)))
    with pytest.raises(FormatError, match="Give the file to --sources"):
        list(pieces(path, ReadOptions()))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("harm", ["cut", "bits", "length", "no length"])
def test_a_bad_record_is_skipped_alone(tmp_path: Path, harm: str, packed: bool) -> None:
    written_records = archive(PAGES[:3], packed=packed)
    bad = gzip.decompress(written_records[4]) if packed else written_records[4]
    match harm:
        case "cut":
            bad = bad[:-60]
        case "length":
            bad = bad.replace(b"Content-Length: ", b"Content-Length: 9", 1)
        case "no length":
            bad = bad.replace(b"Content-Length: ", b"Content-Size: ", 1)
        case "bits":
            bad = bad[:-40] if not packed else bad
    written_records[4] = gzip.compress(bad) if packed else bad
    if harm == "bits" and packed:
        written_records[4] = written_records[4][:60] + b"\x00" * 60 + written_records[4][120:]
    pages, errors = read(tmp_path / "a.warc", b"".join(written_records))
    assert addresses_and_texts(pages) == [STORIES[0], STORIES[2]]
    assert errors and all(words.startswith((f"{tmp_path}/a.warc: ", f"{tmp_path}/a.warc, ")) for words in errors)


def test_an_archive_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    for packed in (False, True):
        raw = b"".join(archive(PAGES[:2], packed=packed))
        pages, errors = read(tmp_path / "a.warc", raw[:-150])
        assert addresses_and_texts(pages) == STORIES[:1]
        assert len(errors) <= 1


def test_a_record_longer_than_allowed_is_reported_and_not_held_in_memory(tmp_path: Path) -> None:
    long: tuple[bytes, dict[str, str]] = (b"<p>" + b"Mark Rutte. " * 30_000, {})
    pages, errors = read(tmp_path / "a.warc", b"".join(archive([long, *PAGES[:1]])), max_bytes=100_000)
    assert [text for _, text in addresses_and_texts(pages)] == [STORIES[0][1]]
    assert len(errors) == 1 and "more than 100,000 bytes" in errors[0]
    bomb = (gzip.compress(b"<p>" + b"a" * 300_000), {"Content-Encoding": "gzip"})
    pages, errors = read(tmp_path / "b.warc", b"".join(archive([bomb, *PAGES[:1]])), max_bytes=100_000)
    assert len(pages) == 1 and "more than 100,000 bytes" in errors[0]


def test_a_record_without_an_address_is_reported_in_plain_words(tmp_path: Path) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Mark Rutte left.</p>"
    bad = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(page), page)
    pages, errors = read(tmp_path / "a.warc", bad + b"".join(archive(PAGES[:1])))
    assert len(pages) == 1
    assert len(errors) == 1 and "an unexpected form" in errors[0] and "NoneType" not in errors[0]


def test_a_page_with_an_unknown_compression_is_reported(tmp_path: Path) -> None:
    pages, errors = read(tmp_path / "a.warc", b"".join(archive([(b"x", {"Content-Encoding": "br"}), PAGES[0]])))
    assert len(pages) == 1 and "br" in errors[0]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    raw = b"".join(archive([(b"<p>" + b"a" * 9_000_000, {})], packed=True))
    with pytest.raises(FormatError, match="decompression bomb"):
        read(tmp_path / "a.warc.gz", raw)


def test_a_file_that_is_not_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(FormatError, match="has no record"):
        list(pieces(path, ReadOptions(), sources=True))


GOOD = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
TRASH = st.sampled_from([b"WARC/1.0\r\n", b"\r\n", b"Content-Length: 5\r\n", b"Content-Length: 90\r\n", b"x" * 30])


@given(st.lists(TRASH, max_size=12))
def test_any_bytes_are_read_through_and_the_good_records_after_them(trash: list[bytes]) -> None:
    raw = b"".join(trash) + b"\r\n\r\n" + GOOD + GOOD
    good_records = [record for record, why in records(io.BufferedReader(io.BytesIO(raw)), 1000) if record and not why]
    assert good_records[-1:] == [GOOD[:-4]]
