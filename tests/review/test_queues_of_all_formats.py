"""Every suggestion that a batch queues, in any format, can be reviewed, saved, applied and undone."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from batch_fixtures import BatchFolders, clean, log
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repair.core.errors import RepairError
from repair.core.types import Verdict
from repair.decisions import queue
from repair.decisions.models import State
from repair.decisions.queue_models import Filters
from repair.decisions.store import DatabaseStore
from repair.formats import InputFile
from repair.formats.archive import ReadOptions, records
from repair.review.queue_files import read_queue_file
from repair.review.session import ReviewSession

SENTENCES = ("Kiel Starmer met Zoë in town.", "Petrekin reported.", "Mark Latte left.", "Nothing happened.")
stories = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5)


def _jsonl(texts: Sequence[str]) -> bytes:
    return b"".join(json.dumps({"body": text, "id": n}).encode() + b"\n\n" for n, text in enumerate(texts))


def _csv(texts: Sequence[str]) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows([["id", "body"], *([n, f'{text} "So", he said.'] for n, text in enumerate(texts))])
    return table.getvalue().encode("utf-8-sig")


def _parquet(texts: Sequence[str]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"id": list(range(len(texts))), "body": list(texts)}), out, row_group_size=2)
    return out.getvalue()


def _wire(texts: Sequence[str]) -> bytes:
    messages = (
        f"\x16\x16\x01a{n:04}\x02^Town<\r\n   PARIS (XY) _ {text}\r\n\x03\x04\r\n" for n, text in enumerate(texts)
    )
    return "".join(messages).encode("cp1252")


def _html(texts: Sequence[str]) -> bytes:
    # Markup splits one of the names, which only an editor can correct.
    paragraphs = "".join(f"<p>{text.replace('Mark', '<b>M</b>ark')}</p>\r\n" for text in texts)
    return f"<!doctype html><html><body>{paragraphs}<p>Ki<i>el</i> Starmer</p></body></html>".encode()


def _feed(texts: Sequence[str]) -> bytes:
    items = "\r\n".join(
        f"<item><title>No {n}</title><description><![CDATA[<p>{text}</p>]]></description></item>"
        for n, text in enumerate(texts)
    )
    return f"<rss><channel><title>The Quay</title>{items}</channel></rss>\n".encode()


FORMATS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "story.txt": lambda texts: "\r\n".join(texts).encode("utf-16"),
    "story.html": _html,
    "story.txt.gz": lambda texts: gzip.compress("\n".join(texts).encode()),
    "record.json": lambda texts: json.dumps({"x": 1, "body": list(texts)}).encode(),
    "archive.jsonl": _jsonl,
    "archive.jsonl.gz": lambda texts: gzip.compress(_jsonl(texts)),
    "archive.jsonl.zst": lambda texts: zstandard.ZstdCompressor().compress(_jsonl(texts)),
    "archive.csv": _csv,
    "archive.parquet": _parquet,
    "wire.anpa": _wire,
    "feed.rss": _feed,
}


def texts_of(path: Path) -> list[str]:
    """Return the texts of the records of a file."""
    options = ReadOptions(text_fields=("body",))
    return [
        record.source_document.document.text for record in records(path, options) if record.source_document is not None
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(texts=stories)
def test_every_queued_line_is_reviewed_and_saved_into_a_copy_of_its_file(
    tmp_path_factory: pytest.TempPathFactory, name: str, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("batch")
    (folder / "in" / "desk").mkdir(parents=True)
    (folder / "in" / "desk" / name).write_bytes(FORMATS[name](texts))
    clean(
        BatchFolders(folder / "in", folder / "out"),
        files=None if name.endswith((".txt", ".gz", ".jsonl")) else _found(folder),
    )
    queued = log(BatchFolders(folder / "in", folder / "out"), "queue.jsonl")
    errors: list[RepairError] = []
    with DatabaseStore(folder / "desk.sqlite") as store:
        path = folder / "out" / ".repair" / "queue.jsonl"
        added = read_queue_file(store, path, path.read_text("utf-8"), limit=10_000_000, on_error=errors.append)
        assert (added.suggestions, errors) == (len(queued), [])
        edits = [
            line for line in log(BatchFolders(folder / "in", folder / "out"), "audit.jsonl") if line["what"] == "edit"
        ]
        assert added.changes == len({(line["record"], line["suggestion"]) for line in edits})
        assert added.stories == len({line["record"] for line in (*queued, *edits)})
        session = ReviewSession(store, "Ada", folder / "saved")
        _check_put_back(session, FORMATS[name](texts), packed=name.endswith((".gz", ".zst", ".parquet")))
        _check_saved(session, folder / "out" / "desk" / name)


def _found(folder: Path) -> list[InputFile]:
    return [InputFile(path, path.relative_to(folder / "in").as_posix()) for path in (folder / "in").rglob("*.*")]


def _check_put_back(session: ReviewSession, original: bytes, *, packed: bool) -> None:
    """Revert all changes of the batch, compare the file with the original, and undo that."""
    put_back = [
        item
        for entry in queue.entries(session.store, Filters(state=State.CHANGED))
        for item in queue.in_story(session.store, entry.id)
        if item.applied_text is not None
    ]
    stories = {item.story_id for item in put_back}
    for item in put_back:
        session.decide(item.suggestion.id, Verdict.REJECT)
    if put_back and not packed:
        assert session.cleaned(session.look(put_back[0].story_id)) == original
    for _ in put_back:
        session.undo()
    assert stories == {entry.id for entry in queue.entries(session.store, Filters(state=State.CHANGED))}


def _check_saved(session: ReviewSession, cleaned: Path) -> None:
    """Accept every proposal, save each story, and compare the saved file with the cleaned one."""
    for entry in queue.entries(session.store, Filters()):
        view = session.open(entry.id)
        assert session.cleaned(view) == cleaned.read_bytes()  # nothing is decided yet in this story's file
        break
    by_hand = 0
    assert session.out is not None
    for entry in queue.entries(session.store, Filters()):
        view = session.open(entry.id)
        for item in view.items:
            queued = queue.find(session.store, item.suggestion.id)
            assert queued is not None
            if item.applied_text is None and not item.flag and queued.state is State.OPEN:
                session.decide(item.suggestion.id, Verdict.ACCEPT)
        saved = session.write(session.look(entry.id))
        by_hand += len(saved.by_hand)
        assert saved.path.relative_to(session.out) == Path("desk", cleaned.name)
    if not list(session.out.rglob("*")):
        return
    expected = [text.replace("Kiel Starmer", "Keir Starmer") for text in texts_of(cleaned)]
    texts = texts_of(session.out / "desk" / cleaned.name)
    if by_hand:
        assert cleaned.name == "story.html"
        texts = [text.replace("Kiel Starmer", "Keir Starmer") for text in texts]
    assert texts == expected


@pytest.mark.parametrize("name", FORMATS)
def test_apply_takes_every_queued_line_and_undo_gives_the_bytes_back(
    name: str, tmp_path: Path, fake_core: None, run: Run
) -> None:
    (tmp_path / "clean.txt").write_text("Mark Rutte met Keir Starmer.", encoding="utf-8")
    (tmp_path / "in").mkdir()
    original = FORMATS[name](
        ["Mark Latte met Zoë.", "Kiel Starmer left.", SENTENCES[3], "Kiel Starmer, Petrekin, Zoë."]
    )
    (tmp_path / "in" / name).write_bytes(original)
    fields = ("--text-field", "body") if "archive" in name or "record" in name else ()
    assert run("clean", "in", "--out", "out", "--sources", "clean.txt", *fields).code == 0
    cleaned = (tmp_path / "out" / name).read_bytes()
    split = name == "story.html"

    elsewhere = run("apply", "out/.repair/queue.jsonl", "--all", "--out", "applied")
    assert elsewhere.code == (2 if split else 0), elsewhere.words
    assert "2 corrections made." in elsewhere.words
    expected = [text.replace("Kiel", "Keir", 1 if split else -1) for text in texts_of(tmp_path / "out" / name)]
    if split:
        expected = [texts_of(tmp_path / "out" / name)[0].replace("Kiel Starmer", "Keir Starmer", 2)]
    assert texts_of(tmp_path / "applied" / name) == expected
    assert (tmp_path / "out" / name).read_bytes() == cleaned

    in_place = run("apply", "out/.repair/queue.jsonl", "--all", "--in-place")
    assert in_place.code == (2 if split else 0), in_place.words
    assert texts_of(tmp_path / "out" / name) == expected
    (tmp_path / "in" / name).unlink()  # so that only the log can restore it
    undone = run("undo", "out")
    assert undone.code == 0, undone.words
    (tmp_path / "in" / name).write_bytes(original)
    assert texts_of(tmp_path / "out" / name) == texts_of(tmp_path / "in" / name)
    if not name.endswith((".gz", ".zst", ".parquet")):
        assert (tmp_path / "out" / name).read_bytes() == original


@pytest.mark.parametrize("name", ["wire.anpa", "feed.rss"])
def test_a_file_of_several_stories_that_was_corrected_as_one_is_undone(
    name: str, tmp_path: Path, fake_core: None, run: Run
) -> None:
    (tmp_path / "clean.txt").write_text("Mark Rutte met Keir Starmer.", encoding="utf-8")
    original = FORMATS[name](["Nothing happened.", "Mark Latte met Zoë.", "Kiel Starmer left."])
    (tmp_path / name).write_bytes(original)
    suggested = run("suggest", name, "--sources", "clean.txt", "--format", "jsonl")
    (tmp_path / "list.jsonl").write_bytes(suggested.data)
    assert run("apply", "list.jsonl", "--all", "--in-place").code == 0
    assert b"Mark Rutte" in (tmp_path / name).read_bytes()
    undone = run("undo", ".")
    assert (undone.code, (tmp_path / name).read_bytes()) == (0, original), undone.words
