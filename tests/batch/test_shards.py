"""Copy cut into shards: nothing is lost or doubled at a cut, and shards are cleaned as a local batch cleans."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_fixtures import STORY, BatchFolders, FakeOpener, clean, log, wanted, write_copy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repair.batch.shard_worker import ShardTarget, finished, work
from repair.batch.shards import FILE, LINES, Shard, address, concatenate, fetch, load, plan, store
from repair.batch.worker import LocalWorker
from repair.core.errors import FormatError
from repair.formats.archive import ReadOptions
from repair.formats.discovery import FileSearch

fsspec = pytest.importorskip("fsspec")
FORM = ReadOptions(text_fields=("body",))


@pytest.fixture
def memory() -> Iterator[str]:
    """Return the address of an empty object store."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield "memory://desk"
    system.store.clear()


def shards(*copy: str, size: int = 1 << 20) -> list[Shard]:
    planned = list(plan(copy, FileSearch(wanted), size))
    assert not [item for item in planned if isinstance(item, FormatError)]
    return [item for item in planned if isinstance(item, Shard)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # however busy the machine
@given(
    lines=st.lists(st.text(alphabet="aé\U0001f600 ", max_size=12), max_size=20),
    size=st.integers(1, 60),
    last=st.booleans(),
)
def test_every_line_is_in_exactly_one_shard(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], size: int, last: bool
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    raw = "\n".join(lines).encode() + b"\n" * last
    (folder / "a.jsonl").write_bytes(raw)
    parts = []
    for shard in shards(str(folder / "a.jsonl"), size=size):
        fetch(shard, folder / "part")
        parts.append((folder / "part").read_bytes())
        assert shard.kind in (FILE, LINES)
    assert b"".join(parts) == raw
    filled = [part for part in parts if part]
    assert all(part.endswith(b"\n") for part in filled[:-1])


def test_shards_are_cleaned_as_a_local_batch_cleans(
    tmp_path: Path, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    write_copy(tmp_path / "in")
    local = BatchFolders(tmp_path / "in", tmp_path / "out")
    totals, listener = clean(local)
    system = fsspec.filesystem("memory")
    for path in (tmp_path / "in").rglob("*"):
        if path.is_file():
            system.pipe_file(f"/desk/in/{path.relative_to(tmp_path / 'in').as_posix()}", path.read_bytes())
    target = ShardTarget(f"{memory}/out", FORM, "s")
    whole = shards(f"{memory}/in", size=1500)
    results = [
        item
        for at in range(0, len(whole), 5)
        for item in work(whole[at : at + 5], target, LocalWorker(FakeOpener().open()))
    ]
    assert sum(item.documents for item in results) == totals.documents
    assert sum(item.edits for item in results) == totals.edits
    assert sum(len(item.errors) for item in results) == len(listener.errors) == 2
    archive = [item for item in whole if item.name.startswith("archive")]
    assert len(archive) > 2
    joined = b"".join(load(f"{target.out}/{item.name}") or b"" for item in archive)
    assert joined == (tmp_path / "out" / "archive.jsonl").read_bytes()
    for path in (tmp_path / "out").glob("desk*/*.txt"):
        assert load(f"{target.out}/{path.relative_to(tmp_path / 'out').as_posix()}") == path.read_bytes()
    concatenate((target.part(item.name, "audit") for item in whole), f"{target.out}/.repair/audit.jsonl")
    audit = [json.loads(line) for line in (load(f"{target.out}/.repair/audit.jsonl") or b"").splitlines()]
    edits = [(line["before"], line["after"], line["confidence"]) for line in audit if line["what"] == "edit"]
    assert sorted(edits) == sorted(
        (line["before"], line["after"], line["confidence"])
        for line in log(local, "audit.jsonl")
        if line["what"] == "edit"
    )


def test_a_finished_shard_is_skipped_until_it_changes(tmp_path: Path) -> None:
    copy = tmp_path / "in"
    copy.mkdir()
    (copy / "a.txt").write_text(STORY, encoding="utf-8")
    worker, target = LocalWorker(FakeOpener().open()), ShardTarget(str(tmp_path / "out"), FORM, "s")
    (shard,) = shards(str(copy))
    assert finished(shard, target) is None
    assert not work([shard], target, worker)[0].before
    before = (tmp_path / "out" / "a.txt").stat().st_mtime_ns
    again = work([shard], target, worker)[0]
    assert again.before and again.edits == 2
    assert (tmp_path / "out" / "a.txt").stat().st_mtime_ns == before
    assert not work([shard], ShardTarget(target.out, FORM, "other"), worker)[0].before
    (copy / "a.txt").write_text("Latte again", encoding="utf-8")
    (changed,) = shards(str(copy))
    assert not work([changed], target, worker)[0].before
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "Rutte again"


def test_a_bad_shard_is_reported_and_the_others_are_cleaned(tmp_path: Path) -> None:
    write_copy(tmp_path / "in", 4)
    planned = [*shards(str(tmp_path / "in")), Shard(str(tmp_path / "gone.txt"), "gone.txt")]
    results = work(planned, ShardTarget(str(tmp_path / "out"), FORM), LocalWorker(FakeOpener().open()))
    bad = {result.name: result.errors for result in results if result.errors}
    assert set(bad) == {"bad.txt", "empty.txt", "gone.txt"}
    assert bad["bad.txt"][0].path == str(tmp_path / "in" / "bad.txt")
    assert not (tmp_path / "out" / "bad.txt").exists()


def test_parquet_is_cut_between_row_groups(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pa.table({"id": list(range(100)), "body": [f"Latte {n}" for n in range(100)]})
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=10)
    planned = [item for item in plan([str(tmp_path / "a.parquet")], FileSearch(wanted), 400) if isinstance(item, Shard)]
    assert len(planned) > 3
    parts = []
    for shard in planned:
        fetch(shard, tmp_path / "part.parquet")
        parts.append(parquet.read_table(tmp_path / "part.parquet"))
    assert pa.concat_tables(parts) == table


def test_storing_replaces_a_file_in_one_step_and_a_missing_file_loads_as_none(tmp_path: Path, memory: str) -> None:
    (tmp_path / "new").write_bytes(b"new")
    for target in (f"{memory}/x/y", str(tmp_path / "x" / "y")):
        assert load(target) is None
        store(tmp_path / "new", target)
        store(tmp_path / "new", target)
        assert load(target) == b"new"
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["y"]


def test_addresses_survive_conversion_to_paths() -> None:
    assert address(Path("s3://desk/out")) == "s3://desk/out"
    assert address(Path("/desk/out")) == "/desk/out"


def test_an_address_without_files_is_reported(memory: str) -> None:
    planned = list(plan([f"{memory}/nothing", f"{memory}/*.jsonl"], FileSearch(wanted)))
    assert all(isinstance(item, FormatError) for item in planned) and len(planned) == 2


def test_a_cluster_that_does_not_answer_is_reported_in_one_line() -> None:
    from repair.batch.ray_engine import _connect
    from repair.core.errors import ConfigError

    class Deaf:
        def init(self, **options: object) -> None:
            raise ConnectionError("Failed to connect\nto Ray cluster")

    with pytest.raises(ConfigError, match=r"head:6379 does not answer .*\((?i:failed) to connect to Ray cluster\)"):
        _connect(Deaf(), "head:6379")
