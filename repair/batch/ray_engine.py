"""The batch on many machines: Ray Data hands shards to actors, each of which has loaded the model once.

Ray only decides who cleans which shard when; what is written follows from the shard alone (see ``shard_worker``), so an
actor or a machine that dies costs time and nothing else. How to run it on a cluster is in the README beside this file.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repair.batch.shard_worker import ShardResult, ShardTarget, work
from repair.batch.shards import Shard, join
from repair.batch.worker import LocalWorker, RepairerSpec, time_limit_of
from repair.core.errors import ConfigError, ModelError

if TYPE_CHECKING:
    from repair.pipeline.feedback import Feedback
    from repair.pipeline.repairer import Options

NO_RAY = "--engine ray needs Ray, which is not installed; run: pip install 'repair[ray]'"
NO_CLUSTER = (
    "the Ray cluster at {address} does not answer or does not know us ({why}); see whether it runs, "
    "and whether it wants a token (RAY_AUTH_MODE=token, and the token's file on this machine)"
)
NO_CPU = "the cluster has {cpus:g} CPUs, and {workers} actors need one each; give fewer with --workers"

_ROW = 4  # shards that an actor is given at a time; small files go through the model together


@dataclass(frozen=True, slots=True)
class RayRepairerSpec:
    """All that an actor needs to open its repairer: bytes of the gazetteer's file, model folder, options, decisions.

    The model folder (None: the shipped one) must be there on every machine.
    """

    gazetteer: bytes
    model: Path | None
    options: Options
    memory: Feedback | None = None


@dataclass(frozen=True, slots=True)
class RayOptions:
    """How many actors work, each of which takes a CPU of its own (None: one for each CPU), and for which cluster.

    ``address`` is that of Ray's head ("auto": the one this machine belongs to; None: a cluster of this machine alone).
    """

    actors: int | None = None
    address: str | None = None


class Cleaner:
    """An actor: it opens its repairer when it is made, and is then called with rows of shards."""

    def __init__(self, kit: Any, yard: ShardTarget) -> None:
        import ray

        time_limit_of()
        held: RayRepairerSpec = ray.get(kit)
        # The file is mapped by the gazetteer and so has to stay as long as the actor.
        self._folder = tempfile.TemporaryDirectory(prefix="repair-")
        path = Path(self._folder.name, "gazetteer")
        path.write_bytes(held.gazetteer)
        repairer = RepairerSpec(path, held.model, held.options, held.memory).open()
        self._hands, self._yard = LocalWorker(repairer, yard.seconds), yard

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Clean the shards of a batch of rows; return a row of results for each."""
        names = list(batch)
        rows = zip(*(batch[name].tolist() for name in names), strict=True)
        shards = [Shard(**dict(zip(names, row, strict=True))) for row in rows]
        done = [asdict(result) for result in work(shards, self._yard, self._hands)]
        for one in done:
            one["troubles"] = "\n".join(one["troubles"])
        return {key: [one[key] for one in done] for key in done[0]}


def clean_shards(
    shards: Sequence[Shard], kit: RayRepairerSpec, yard: ShardTarget, fleet: RayOptions
) -> Iterator[ShardResult]:
    """Clean ``shards`` on a cluster and yield what came of each as it is done; then write the logs as one."""
    if not shards:
        return
    ray = _ray()
    ours = not ray.is_initialized()
    if ours:
        _join(ray, fleet.address)
    try:
        yield from _run(ray, shards, (kit, yard), fleet)
    finally:
        if ours:
            ray.shutdown()
    names = [shard.name for shard in shards]
    for log in ("audit", "queue"):
        join((yard.part(name, log) for name in names), f"{yard.out}/.repair/{log}.jsonl")


def _join(ray: Any, address: str | None) -> None:
    """Join the cluster at ``address``, or that of RAY_ADDRESS, or make one of this machine."""
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", configure_logging=True)
    except ConnectionError as error:
        known = address or os.environ.get("RAY_ADDRESS", "")
        raise ConfigError(NO_CLUSTER.format(address=known, why=" ".join(str(error).split()))) from error


def _run(
    ray: Any, shards: Sequence[Shard], what: tuple[RayRepairerSpec, ShardTarget], fleet: RayOptions
) -> Iterator[ShardResult]:
    kit, yard = what
    cpus = float(ray.cluster_resources().get("CPU", 0))
    actors = fleet.actors or max(int(cpus), 1)
    # Whole CPUs only: actors with fractions of one leave a machine of one CPU without room for anything else, and
    # a pool that can never be filled waits for ever without a word.
    if actors > cpus:
        raise ConfigError(NO_CPU.format(cpus=cpus, workers=actors))
    held = ray.put(kit)  # kept here, so that an actor that is made again finds it
    rows = [asdict(shard) for shard in shards]
    # Each block is made here with so many rows and no more: left to itself Ray merges many small rows into one block,
    # and a block is the work of one actor. Made here, they also need no CPU that the actors hold.
    blocks = max(-(-len(rows) // _ROW), min(actors, len(rows)))
    data = ray.data.from_items(rows, override_num_blocks=blocks)
    cleaned = data.map_batches(
        Cleaner,
        fn_constructor_args=(held, yard),
        batch_size=None,
        batch_format="numpy",
        compute=ray.data.ActorPoolStrategy(size=actors),
        num_cpus=1,
        zero_copy_batch=True,
    )
    for row in cleaned.iter_rows():
        troubles = tuple(words for words in row.pop("troubles").split("\n") if words)
        yield ShardResult(**row, troubles=troubles)


def settings_of(kit: RayRepairerSpec, form: Iterable[object]) -> tuple[str, str]:
    """Return the hash of all that decides the outcome beside the copy, and the signature, of a kit."""
    with tempfile.TemporaryDirectory(prefix="repair-") as name:
        path = Path(name, "gazetteer")
        path.write_bytes(kit.gazetteer)
        about = LocalWorker(RepairerSpec(path, kit.model, kit.options, kit.memory).open()).about
    return hashlib.sha256(repr((about, *form)).encode()).hexdigest()[:16], about.signature


def _ray() -> Any:
    """Return Ray, with what it would send home and show turned off."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    # It warns that an actor's arguments could be lost; the driver keeps them. What goes wrong comes as an exception.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise ModelError(NO_RAY) from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray
