"""Every format goes through the batch: copy without edits keeps its bytes, and undo restores the original."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from batch_fixtures import BatchFolders, clean, log

from repair.batch.batch_undo import EXACT, INSIDE, BatchUndo, RestoredFile
from repair.formats import InputFile

WORDS = "NATO chief Mark Latte met Zoë in town."
QUIET = "Nothing happened to Zoë in town."


def _jsonl(words: str) -> bytes:
    records = [
        {"id": 1, "body": words},
        {"id": 2, "body": QUIET, "more": [1.50, {"x": "Latte"}]},
        {"id": 3, "body": words},
    ]
    return b"\n\n".join(json.dumps(record, ensure_ascii=record["id"] == 3).encode() for record in records)


FORMS: dict[str, Callable[[str], bytes]] = {
    "story.txt": lambda words: words.encode("utf-16"),
    "story.html": lambda words: (
        f"<!doctype html><HTML><head><title>x</title><body><p class=a>{words.replace('ë', '&euml;')}<br>And\r\n</body>"
    ).encode(),
    "story.xml": lambda words: (
        f'<?xml version="1.0" encoding="ISO-8859-1"?>\n<nitf><head/><body><body.content><p  id = "a">{words}</p>'
        "<!-- x --></body.content></body></nitf>"
    ).encode("latin-1"),
    "feed.xml": lambda words: (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item><title>News</title>'
        f"<description><![CDATA[<p>{words}</p>]]></description></item></channel></rss>"
    ).encode(),
    "items.xml": lambda words: (
        "<rss><channel><title>Wire</title>"
        + f"<item><title>News</title><description><![CDATA[<p>{words}</p>]]></description></item>\n" * 2
        + "</channel></rss>"
    ).encode(),
    "item.json": lambda words: json.dumps(
        {"uri": "urn:x", "headline": words, "body_xhtml": f"<p>{words}</p>"}, indent=1
    ).encode(),
    "clip.srt": lambda words: f"1\r\n00:00:01,000 --> 00:00:02,000\r\n{words}\r\n\r\n".encode(),
    "clip.vtt": lambda words: f"WEBVTT\n\n00:01.000 --> 00:02.000\n<i>{words}</i>\n".encode(),
    "archive.jsonl": _jsonl,
    "archive.csv": lambda words: f'id,body\r\n1,"{words} ""so"""\r\n2,{QUIET}\r\n'.encode(),
    "archive.jsonl.gz": lambda words: gzip.compress(_jsonl(words), compresslevel=1),
    "story.txt.gz": lambda words: gzip.compress(words.encode()),
    "archive.jsonl.zst": lambda words: zstandard.ZstdCompressor(level=1).compress(_jsonl(words)),
}


def unpacked(raw: bytes) -> bytes:
    """Return the content of a compressed file."""
    if raw.startswith(b"\x1f\x8b"):
        return gzip.decompress(raw)
    if raw.startswith(b"\x28\xb5\x2f\xfd"):
        return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(raw), read_across_frames=True).read()
    return raw


def cleaned(work: Path, name: str, raw: bytes) -> tuple[BatchFolders, Path]:
    """Clean one file in its place and return where it is."""
    path = work / "in" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    folders = BatchFolders(path.parent, None, work / "books")
    totals, listener = clean(folders, files=iter([InputFile(path, name)]))
    assert listener.errors == []
    assert totals.documents
    return folders, path


@pytest.mark.parametrize("name", FORMS)
def test_copy_without_names_keeps_its_bytes(tmp_path: Path, name: str) -> None:
    raw = FORMS[name](QUIET)
    _, path = cleaned(tmp_path, name, raw)
    assert path.read_bytes() == raw


@pytest.mark.parametrize("name", FORMS)
def test_an_edit_changes_only_its_own_bytes_and_can_be_undone(tmp_path: Path, name: str) -> None:
    raw = FORMS[name](WORDS)
    folders, path = cleaned(tmp_path, name, raw)
    after = unpacked(path.read_bytes())
    edits = [line for line in log(folders, "audit.jsonl") if line["what"] == "edit"]
    assert edits
    for edit in edits:
        assert (edit["surface"], edit["replacement"]) == ("Mark Latte", "Mark Rutte")
        assert (edit["before"], edit["after"]) == ("Latte", "Rutte")  # of the name, the word that differs alone
    code = "utf-16-le" if name == "story.txt" else "utf-8"
    old, new = "Mark Latte".encode(code), "Mark Rutte".encode(code)
    assert after == unpacked(raw).replace(old, new)
    undoing = BatchUndo(tmp_path / "books")
    results = list(undoing.restore())
    undoing.close()
    assert [result.how for result in results if isinstance(result, RestoredFile)] in ([EXACT], [INSIDE])
    assert unpacked(path.read_bytes()) == unpacked(raw)
    if not name.endswith((".gz", ".zst")):
        assert path.read_bytes() == raw


@pytest.mark.parametrize("level", [1, 3, 9, 19])
@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize("checked", [True, False])
def test_a_zstandard_file_gets_its_bytes_back(tmp_path: Path, level: int, streamed: bool, checked: bool) -> None:
    compressor = zstandard.ZstdCompressor(level=level, write_checksum=checked)
    content = (_jsonl(WORDS) + b"\n") * 40
    if streamed:
        stream = compressor.compressobj()
        raw = stream.compress(content) + stream.flush()
    else:
        raw = compressor.compress(content)
    _, path = cleaned(tmp_path, "archive.jsonl.zst", raw)
    undoing = BatchUndo(tmp_path / "books")
    (result,) = undoing.restore()
    undoing.close()
    assert isinstance(result, RestoredFile) and result.how == EXACT
    assert path.read_bytes() == raw


def test_a_name_split_by_markup_is_left_to_an_editor(tmp_path: Path) -> None:
    raw = b"<!doctype html><body><p>NATO chief Mark <b>Lat</b>te met <b>Mark</b> Latte.</p></body>"
    folders, path = cleaned(tmp_path, "story.html", raw)
    assert path.read_bytes() == raw.replace(b"</b> Latte", b"</b> Rutte")
    (queued,) = [line for line in log(folders, "queue.jsonl") if line["surface"] == "Mark Latte"]
    assert queued["action"] == "review"
    assert "markup" in json.dumps(queued["reasons"])


def test_a_name_that_the_encoding_cannot_hold_is_left_to_an_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import conftest

    from repair.core.types import Action

    monkeypatch.setattr(conftest, "KNOWN_MANGLES", (("Erdogan", "Erdoğan", 0.99, Action.APPLY),))
    raw = "Erdogan café".encode("cp1252")
    folders, path = cleaned(tmp_path, "story.txt", raw)
    assert path.read_bytes() == raw
    (queued,) = log(folders, "queue.jsonl")
    assert queued["action"] == "review" and "encoding" in json.dumps(queued["reasons"])


def test_a_bad_record_keeps_its_bytes_and_the_others_are_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.jsonl"
    path.parent.mkdir()
    good = json.dumps({"body": WORDS}).encode()
    raw = b"\n".join([good, b'{"body": "broken', good, json.dumps({"body": "REFUSE Latte"}).encode(), b""])
    path.write_bytes(raw)
    folders = BatchFolders(path.parent, tmp_path / "out")
    totals, listener = clean(folders)
    assert (totals.documents, totals.edits, len(listener.errors)) == (2, 2, 2)
    assert listener.errors[0].startswith(f"{path}, record 1: ")
    expected = raw.replace(b"Mark Latte", b"Mark Rutte")
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == expected
    assert [line["record"] for line in log(folders, "audit.jsonl") if line["what"] == "edit"] == [0, 2]
