"""The batch on Ray gives the results of one machine, row for row, even when an actor and a machine die.

These start a cluster, take minutes, and need the `ray` extra.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_fixtures import BatchFolders, clean, snapshot, wanted

from repair.batch.shard_worker import ShardTarget
from repair.batch.shards import Shard, plan
from repair.batch.worker import LocalWorker, RepairerSpec
from repair.formats.archive import ReadOptions
from repair.formats.discovery import FileSearch
from repair.gazetteer import Gazetteer
from repair.pipeline.options import Options

ray = pytest.importorskip("ray")

SAMPLES = Path(__file__).parents[2] / "samples"
FORM = ReadOptions(text_fields=("body",))


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Return a cluster of two machines with one CPU each, and connect to it."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.second = cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with an archive of 120 records, each with a number of its own, and a few stories."""
    folder = tmp_path / "in"
    folder.mkdir()
    texts = [(SAMPLES / "copy" / name).read_text(encoding="utf-8") for name in ("paris.txt", "hakodate.txt")]
    with open(folder / "archive.jsonl", "w", encoding="utf-8") as stream:
        for number in range(120):
            stream.write(json.dumps({"id": number, "body": f"{texts[number % 2]} No. {number}."}) + "\n")
    for number in range(5):
        (folder / f"{number}.txt").write_text(texts[0], encoding="utf-8")
    return folder


def test_every_document_exactly_once_though_an_actor_and_a_machine_die(
    tmp_path: Path, copy: Path, cluster: Any
) -> None:
    from repair.batch.ray_engine import RayOptions, RayRepairerSpec, clean_shards, settings_of

    gazetteer = tmp_path / "names"
    sources = [path.read_text(encoding="utf-8") for path in sorted((SAMPLES / "sources").iterdir())]
    Gazetteer.build(sources).save(gazetteer)
    spec = RayRepairerSpec(gazetteer.read_bytes(), None, Options())
    target = ShardTarget(str(tmp_path / "ray"), FORM, settings_of(spec, ())[0])
    shards = [item for item in plan([str(copy)], FileSearch(wanted), 15_000) if isinstance(item, Shard)]
    done = tmp_path / "ray" / ".repair" / "done"
    deaths: list[str] = []

    def murder() -> None:
        wait_for(done, 0.2 * len(shards))
        for process in actors():
            os.kill(process, signal.SIGKILL)
            deaths.append("actor")
            break
        wait_for(done, 0.5 * len(shards))
        cluster.remove_node(cluster.second, allow_graceful=False)
        deaths.append("machine")

    thread = threading.Thread(target=murder, daemon=True)
    thread.start()
    results = list(clean_shards(shards, spec, target=target, options=RayOptions(actors=2)))
    thread.join()
    assert deaths == ["actor", "machine"]
    assert Counter(item.name for item in results) == Counter(item.name for item in shards)

    local = BatchFolders(copy, tmp_path / "local")
    totals, _ = clean(local, LocalWorker(RepairerSpec(gazetteer, None, Options()).open()))
    assert sum(item.documents for item in results) == totals.documents == 125
    assert sum(item.edits for item in results) == totals.edits > 100
    names = [item.name for item in shards if item.name.startswith("archive")]
    rows = b"".join((tmp_path / "ray" / name).read_bytes() for name in names)
    assert rows == (tmp_path / "local" / "archive.jsonl").read_bytes()
    stories = {name: digest for name, digest in snapshot(tmp_path / "local").items() if name.endswith(".txt")}
    assert {name: digest for name, digest in snapshot(tmp_path / "ray").items() if name.endswith(".txt")} == stories
    edits = [
        Counter(
            (line["before"], line["after"], line["start"], line["confidence"]) for line in lines(books / "audit.jsonl")
        )
        for books in (tmp_path / "ray" / ".repair", local.ledger)
    ]
    assert edits[0] == edits[1]
    again = list(clean_shards(shards, spec, target=target, options=RayOptions(actors=1)))
    assert all(item.before for item in again)


def wait_for(folder: Path, count: float) -> None:
    while not folder.exists() or len(list(folder.iterdir())) < count:
        time.sleep(0.05)


def actors() -> list[int]:
    """Return the processes of the actors that clean."""
    processes = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if words.startswith(b"ray::") and b"MapWorker" in words:
                processes.append(int(entry.name))
    return processes


def lines(path: Path) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if line["what"] == "edit"]
