"""The batch on many machines: Ray Data hands shards to actors, each of which has loaded the model once.

Ray only decides which actor cleans which shard when. The files that are written depend on the shard alone (see
``shard_worker``), so an actor or a machine that dies only costs time.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repair.batch.shard_worker import ShardResult, ShardTarget, work
from repair.batch.shards import Shard, concatenate
from repair.batch.worker import LocalWorker, RepairerSpec, collect_garbage_rarely
from repair.core.errors import ConfigError, ModelError, restored
from repair.core.extras import needs_package

if TYPE_CHECKING:
    from repair.pipeline.feedback.feedback_values import Feedback
    from repair.pipeline.options import Options
    from repair.pipeline.repairer import Repairer

NO_CLUSTER = (
    "the Ray cluster at {address} does not answer or refuses the connection ({why}); check that it is running, "
    "and whether it needs a token (RAY_AUTH_MODE=token, and the token file on this machine)"
)
NO_CPU = "the cluster has {cpus:g} CPUs, but {workers} actors need one each; give a smaller number to --workers"

_SHARDS_PER_BLOCK = 4  # shards that an actor gets at a time; small files go through the model together


@dataclass(frozen=True, slots=True)
class RayRepairerSpec:
    """Everything that an actor needs to open its repairer.

    Attributes:
        gazetteer: Bytes of the gazetteer file.
        model: Model directory, which must exist on every machine; None is the shipped model.
        options: The repairer's options.
        feedback: The feedback from earlier decisions, if any.
    """

    gazetteer: bytes
    model: Path | None
    options: Options
    feedback: Feedback | None = None

    def open(self, folder: Path) -> Repairer:
        """Return the repairer; its gazetteer is a mapped file in ``folder``, which must exist as long as it is used."""
        path = folder / "gazetteer"
        path.write_bytes(self.gazetteer)
        return RepairerSpec(path, self.model, self.options, self.feedback).open()


@dataclass(frozen=True, slots=True)
class RayOptions:
    """The cluster and the number of actors.

    Attributes:
        actors: Number of actors, each of which takes one CPU; None is one for each CPU of the cluster.
        address: Address of Ray's head node; "auto" is the cluster that this machine belongs to, None a new cluster of
            this machine alone.
    """

    actors: int | None = None
    address: str | None = None


class Cleaner:
    """An actor: it opens its repairer when it is created, and is then called with batches of shards."""

    def __init__(self, spec: Any, target: ShardTarget) -> None:
        import ray

        collect_garbage_rarely()
        self._folder = tempfile.TemporaryDirectory(prefix="repair-")
        repairer = ray.get(spec).open(Path(self._folder.name))
        self._worker, self._target = LocalWorker(repairer), target

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Clean the shards in the columns of ``batch``; return columns with their results."""
        names = list(batch)
        rows = zip(*(batch[name].tolist() for name in names), strict=True)
        shards = [Shard(**dict(zip(names, row, strict=True))) for row in rows]
        results = [asdict(result) for result in work(shards, self._target, self._worker)]
        for result in results:
            result["errors"] = json.dumps([error.data() for error in result["errors"]])
        return {key: [result[key] for result in results] for key in results[0]}


def clean_shards(
    shards: Sequence[Shard], spec: RayRepairerSpec, *, target: ShardTarget, options: RayOptions
) -> Iterator[ShardResult]:
    """Clean ``shards`` on a cluster and yield each result when it is ready; then merge the logs of all.

    Args:
        shards: The parts of the copy.
        spec: How each machine opens its repairer.
        target: Where output and logs are stored, and how copy is read.
        options: The cluster, and how many processes work.

    Raises:
        ModelError: If Ray is not installed.
        ConfigError: If the cluster does not answer, or has too few CPUs.
    """
    if not shards:
        return
    ray = _import_ray()
    connects = not ray.is_initialized()
    if connects:
        _connect(ray, options.address)
    try:
        yield from _run(ray, shards, spec, target=target, options=options)
    finally:
        if connects:
            ray.shutdown()
    names = [shard.name for shard in shards]
    for log in ("audit", "queue"):
        concatenate((target.part(name, log) for name in names), f"{target.out}/.repair/{log}.jsonl")


def settings_of(spec: RayRepairerSpec, read_options: Iterable[object]) -> tuple[str, str]:
    """Return the hash of everything besides the copy that determines the outcome, and the repairer's signature.

    Args:
        spec: How the repairer is opened.
        read_options: The options for reading files: format and text fields.
    """
    with tempfile.TemporaryDirectory(prefix="repair-") as folder:
        signature = LocalWorker(spec.open(Path(folder))).signature
    return hashlib.sha256(repr((signature, *read_options)).encode()).hexdigest()[:16], signature.signature


def _connect(ray: Any, address: str | None) -> None:
    """Connect to the cluster at ``address`` or RAY_ADDRESS, or start a cluster on this machine."""
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", configure_logging=True)
    except ConnectionError as error:
        given_address = address or os.environ.get("RAY_ADDRESS", "")
        raise ConfigError.of(NO_CLUSTER, address=given_address, why=error) from error


def _run(
    ray: Any, shards: Sequence[Shard], spec: RayRepairerSpec, *, target: ShardTarget, options: RayOptions
) -> Iterator[ShardResult]:
    cpus = float(ray.cluster_resources().get("CPU", 0))
    actors = options.actors or max(int(cpus), 1)
    # Whole CPUs only: actors with fractions of a CPU leave nothing free on a machine with one CPU, and a pool that can
    # never be filled waits forever without a message.
    if actors > cpus:
        raise ConfigError.of(NO_CPU, cpus=cpus, workers=actors)
    stored_spec = ray.put(spec)  # held by the driver, so that an actor that is restarted finds it
    rows = [asdict(shard) for shard in shards]
    # The number of blocks is fixed here: Ray would merge small rows into one block, which is the work of one actor.
    # Blocks made here also need no CPU; the actors use all of them.
    blocks = max(-(-len(rows) // _SHARDS_PER_BLOCK), min(actors, len(rows)))
    data = ray.data.from_items(rows, override_num_blocks=blocks)
    cleaned = data.map_batches(
        Cleaner,
        fn_constructor_args=(stored_spec, target),
        batch_size=None,
        batch_format="numpy",
        compute=ray.data.ActorPoolStrategy(size=actors),
        num_cpus=1,
        zero_copy_batch=True,
    )
    for row in cleaned.iter_rows():
        errors = tuple(restored(error) for error in json.loads(row.pop("errors")))
        yield ShardResult(**row, errors=errors)


def _import_ray() -> Any:
    """Return the module ``ray``, with its telemetry and progress output turned off."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    # Ray warns that an actor's arguments could be lost, but the driver holds them. Real errors arrive as exceptions.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise needs_package(ModelError, "--engine ray needs", "ray", extra="ray") from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    return ray
