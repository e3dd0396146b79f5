"""`repair garble`: mangled copy out of clean copy, with what was mangled told, for training, tests and shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.output import FAILED, NOTHING, ExitStatus, data, number, say
from repair.cli.sources import OTHER_FILE, originals_of
from repair.core.config import Config
from repair.core.errors import RepairError
from repair.core.io import write_bytes

if TYPE_CHECKING:
    from repair.training.synthesize import SynthesisOptions


def garble_cli(
    copy: Annotated[
        list[str] | None,
        typer.Argument(metavar="COPY", help="Clean stories: files, folders, patterns; - is standard input."),
    ] = None,
    through: Annotated[
        str, typer.Option("--through", metavar="LANG", help="The language that the copy comes back from, as in ja.")
    ] = "ja",
    src: Annotated[str, typer.Option("--from", metavar="LANG", help="The language of COPY.")] = "en",
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="ENGINE",
            help="Translate there and back with this, as in `repair translate`; without it only names are mangled.",
        ),
    ] = None,
    share: Annotated[
        float, typer.Option("--share", min=0, max=1, help="Which part of the names is mangled, without an engine.")
    ] = 0.5,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed mangles the same way.")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write here instead of to standard output.")
    ] = None,
    config: options.ConfigFile = None,
) -> None:
    """Mangle COPY as machine translation does, and label what was mangled, one story a line, for `repair evaluate`.

    Exit status: 0 done, 2 an error.
    """
    from repair.training.synthesize import SynthesisOptions

    settings = session.resolve_settings(config)
    raise typer.Exit(garble(copy or [], SynthesisOptions(through, src, share, seed), engine, settings, out))


def garble(copy: list[str], asked: SynthesisOptions, engine: str | None, settings: Config, out: Path | None) -> int:
    """Mangle ``copy`` as ``asked`` and write the benchmark's lines; return the exit code."""
    from repair.training import synthesize as work
    from repair.translation.engines import open_engine

    if out is not None:
        originals_of(copy).refuse(out, instead=OTHER_FILE.format(option="--out"))
    opened = open_engine(engine) if engine is not None else None
    tally, lines, labels = ExitStatus(), [], 0
    for story in session.read_stories(session.find_places(copy), settings, tally):
        try:
            item = work.synthesize(story.reading.document, asked, opened)
        except RepairError as error:
            tally.trouble(session.named(story, error))
            continue
        labels += len(item.gold)
        lines.append(json.dumps(work.record(item), ensure_ascii=False) + "\n")
    if out is not None:
        write_bytes(out, "".join(lines).encode("utf-8", "replace"))
    else:
        data("".join(lines))
    say(f"{number(labels, 'mangled name')} in {number(len(lines), 'text')}")
    return FAILED if tally.failed else NOTHING
