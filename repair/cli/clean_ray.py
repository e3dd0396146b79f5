"""`repair clean --engine ray`: the same batch on many machines, reported like any other."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import ExitStatus, write_message
from repair.cli.progress import BatchReporter
from repair.cli.settings import options_of
from repair.core.config import Config
from repair.core.display import quantity
from repair.core.errors import FormatError
from repair.core.messages import TAKEN
from repair.core.types import Action
from repair.formats import is_supported

if TYPE_CHECKING:
    from repair.batch.shard_worker import ShardResult
    from repair.batch.shards import Shard
    from repair.cli.clean_setup import CleanOptions

OUT_ONLY = "--engine ray cannot be combined with {option}; it needs --out DIR (or an address)"
PLANNED = "The copy was divided into {shards}."
NO_OUT = "--engine ray writes into a folder; give --out DIR (or an address)"


def clean_on_ray(
    copy: Sequence[str], settings: Config, *, options: CleanOptions, status: ExitStatus, reporter: BatchReporter
) -> str:
    """Clean ``copy`` on a cluster, or on this machine as one; return the repairer's signature.

    The arguments are those of `repair.cli.clean_setup.clean_files`.
    """
    from repair.batch.ray_engine import RayOptions, RayRepairerSpec, clean_shards, settings_of
    from repair.batch.shard_worker import ShardTarget
    from repair.batch.shards import address, local_folder
    from repair.core.folder_lock import FolderLock

    _refuse_local_options(options)
    spec = RayRepairerSpec(
        gazetteer=_gazetteer_bytes(settings, status, options.seconds),
        model=Path(settings.model) if settings.model is not None else None,
        options=options_of(settings),
        feedback=session.open_feedback(settings),
    )
    settings_hash, signature = settings_of(spec, (options.read_options.format, options.read_options.text_fields))
    target = ShardTarget(address(str(options.target.out)), options.read_options, settings_hash, options.seconds)
    shards = _plan_shards(copy, target.out, reporter)
    ray_options = RayOptions(options.workers if options.workers > 1 else None)
    out = local_folder(target.out)
    with FolderLock([out] if out is not None else ()):
        for result in clean_shards(shards, spec, target=target, options=ray_options):
            _count(result, reporter)
    return signature


def _count(result: ShardResult, reporter: BatchReporter) -> None:
    """Add what came of a shard to the counts, and report its errors."""
    from repair.batch.admission import FINISHED

    counters = reporter.counters
    counters.documents += result.documents
    counters.edits += result.edits
    counters.actions[Action.REVIEW] += result.queued
    counters.actions[Action.FLAG] += result.flagged
    if result.before:
        counters.skipped[FINISHED] += 1
    for error in result.errors:
        counters.fail(error)
        reporter.error(error)


def _refuse_local_options(options: CleanOptions) -> None:
    """Raise `FormatError` for options that only one machine can carry out."""
    target = options.target
    for option, is_given in (
        ("--in-place", target.in_place),
        ("--diff", target.diff),
        ("--watch", options.watch),
        ("--log", options.log is not None),
        ("--report", options.report is not None),
    ):
        if is_given:
            raise FormatError.of(OUT_ONLY, option=option)
    if target.out is None:
        raise FormatError.of(NO_OUT)


def _gazetteer_bytes(settings: Config, status: ExitStatus, seconds: float | None) -> bytes:
    """Return the bytes of the gazetteer file, which is built first if there are only sources."""
    if settings.gazetteer is not None:
        session.open_gazetteer(settings, status)  # reports a damaged file before the cluster is used
        return Path(settings.gazetteer).read_bytes()
    with tempfile.TemporaryDirectory(prefix="repair-") as folder:
        path = Path(folder, "gazetteer")
        session.open_gazetteer(settings, status, seconds=seconds).save(path)
        return path.read_bytes()


def _plan_shards(copy: Sequence[str], out: str, reporter: BatchReporter) -> list[Shard]:
    """Return the shards of ``copy``; a second file with the same output is reported as an error."""
    from repair.batch.shards import Shard, plan
    from repair.formats.discovery import FileSearch

    shards: dict[str, Shard] = {}
    for shard in plan(copy, FileSearch(is_supported, Path(out))):
        if not isinstance(shard, Shard):
            reporter.error(shard)
        elif shards.get(shard.name, shard).source != shard.source:
            reporter.error(FormatError.of(TAKEN, path=shard.source, target=f"{out}/{shard.name}"))
        else:
            shards[shard.name] = shard
    if shards:
        write_message(PLANNED.format(shards=quantity(len(shards), "shard")))
    return list(shards.values())
