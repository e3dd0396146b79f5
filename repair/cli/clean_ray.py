"""`repair clean --engine ray`: the same batch on many machines, told of as any other."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import ExitStatus, say
from repair.cli.progress import BatchReporter
from repair.core.config import Config
from repair.core.errors import FormatError
from repair.core.types import Action
from repair.formats import is_supported

if TYPE_CHECKING:
    from repair.batch.shards import Shard
    from repair.cli.clean_setup import CleanOptions

OUT_ONLY = "--engine ray writes into a folder; give --out DIR (or an address), and neither {option}"


def clean_on_ray(
    copy: Sequence[str], settings: Config, manner: CleanOptions, told: tuple[ExitStatus, BatchReporter]
) -> str:
    """Clean ``copy`` on a cluster, or on this machine as one; return the signature."""
    from repair.batch.ray_engine import RayOptions, RayRepairerSpec, clean_shards, settings_of
    from repair.batch.shard_worker import ShardTarget
    from repair.batch.shards import address

    tally, telling = told
    _refuse(manner)
    kit = RayRepairerSpec(
        _gazetteer(settings, tally),
        Path(settings.model) if settings.model is not None else None,
        session.options_of(settings),
        session.open_memory(settings),
    )
    key, signature = settings_of(kit, (manner.form.format, manner.form.text_fields))
    yard = ShardTarget(address(str(manner.target.out)), manner.form, key, manner.seconds)
    shards = _shards(copy, yard.out, telling)
    totals = telling.totals
    for result in clean_shards(shards, kit, yard, RayOptions(manner.workers if manner.workers > 1 else None)):
        totals.documents += result.documents
        totals.edits += result.edits
        totals.actions[Action.REVIEW] += result.queued
        totals.actions[Action.FLAG] += result.flagged
        totals.left["finished before"] += result.before
        for words in result.troubles:
            totals.skip(words.partition(": ")[0], words)
            telling.trouble(words)
    totals.left = +totals.left  # without what was counted nought times
    return signature


def _refuse(manner: CleanOptions) -> None:
    """Refuse what only one machine can do."""
    target = manner.target
    for option, given in (
        ("--in-place", target.in_place),
        ("--diff", target.diff),
        ("--watch", manner.watch),
        ("--log", manner.log is not None),
        ("--report", manner.report is not None),
    ):
        if given or target.out is None:
            raise FormatError(OUT_ONLY.format(option=option))


def _gazetteer(settings: Config, tally: ExitStatus) -> bytes:
    """Return the bytes of the gazetteer's file, which is built first where there are only sources."""
    if settings.gazetteer is not None:
        session.open_gazetteer(settings, tally)  # says what is wrong with it, if anything is
        return Path(settings.gazetteer).read_bytes()
    with tempfile.TemporaryDirectory(prefix="repair-") as folder:
        path = Path(folder, "gazetteer")
        session.open_gazetteer(settings, tally).save(path)
        return path.read_bytes()


def _shards(copy: Sequence[str], out: str, telling: BatchReporter) -> list[Shard]:
    """Return the shards of ``copy``; two files of one name are not written over each other."""
    from repair.batch.admission import TAKEN
    from repair.batch.shards import Shard, plan
    from repair.formats.discovery import FileSearch

    found: dict[str, Shard] = {}
    for shard in plan(copy, FileSearch(is_supported, Path(out))):
        if not isinstance(shard, Shard):
            telling.trouble(str(shard))
        elif found.get(shard.name, shard).source != shard.source:
            telling.trouble(TAKEN.format(path=shard.source, target=f"{out}/{shard.name}"))
        else:
            found[shard.name] = shard
    if found:
        say(f"{len(found):,} shards")
    return list(found.values())
