"""`repair garble`: make mangled copy with labels out of clean copy, for training, tests and demonstrations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.output import FAILED, NOTHING, ExitStatus, write_data, write_message
from repair.cli.sources import OTHER_FILE, originals_of
from repair.cli.with_settings import with_settings
from repair.core.config import Config
from repair.core.display import quantity
from repair.core.errors import ConfigError, RepairError
from repair.core.io import write_bytes

if TYPE_CHECKING:
    from repair.training.synthesize import SynthesisOptions

NO_LANGUAGE = (
    "--through {lang!r} is not a language that names can be mangled like without an engine; give one of {known}, or an "
    "engine with --engine"
)


@with_settings()
def garble_cli(
    copy: Annotated[
        list[str] | None,
        typer.Argument(metavar="COPY", help="Clean stories: files, folders or patterns; - means standard input."),
    ] = None,
    *,
    through: Annotated[
        str,
        typer.Option(
            "--through", metavar="LANG", help="Mangle as if COPY had been translated from this language, such as ja."
        ),
    ] = "ja",
    src: Annotated[str, typer.Option("--from", metavar="LANG", help="The language of COPY.")] = "en",
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="ENGINE",
            help="Translate there and back with this engine (see `repair translate`); by default only names are "
            "mangled.",
        ),
    ] = None,
    share: Annotated[
        float,
        typer.Option(
            "--share", metavar="SHARE", min=0, max=1, help="Share of names to mangle (0-1), without an engine."
        ),
    ] = 0.5,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, help="Random seed; the same seed gives the same result.")
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE",
            callback=options.file_or_standard_output,
            help="Write to this file instead of standard output.",
        ),
    ] = None,
    seconds: options.Timeout = 600.0,
    settings: Config,
) -> None:
    """Mangle the names in COPY as machine translation does, and write labelled JSON Lines for `repair evaluate`.

    Exit status: 0 done, 2 an error.
    """
    from repair.training.corruption.by_language import LANGUAGES
    from repair.training.synthesize import SynthesisOptions

    if engine is None and through not in LANGUAGES:
        raise ConfigError.of(NO_LANGUAGE, lang=through, known=", ".join(sorted(LANGUAGES)), key="--through")
    synthesis = SynthesisOptions(through, src, share, seed)
    raise typer.Exit(garble(copy or [], settings, synthesis=synthesis, engine=engine, out=out, seconds=seconds or None))


def garble(
    copy: list[str],
    settings: Config,
    *,
    synthesis: SynthesisOptions,
    engine: str | None,
    out: Path | None,
    seconds: float | None = None,
) -> int:
    """Mangle ``copy`` and write the lines of a benchmark; return the exit code.

    Args:
        copy: Files, folders and patterns as they were typed, or "-" for standard input.
        settings: The settings in force.
        synthesis: How to mangle.
        engine: Translates there and back; None mangles only names.
        out: File for the lines; None is standard output.
        seconds: Time limit for each document, in seconds; None is no limit.
    """
    from repair.training.synthesize import record, synthesize
    from repair.translation.engines import open_engine

    if out is not None:
        originals_of(copy).refuse(out, instead=OTHER_FILE.format(option="--out"))
    opened = open_engine(engine) if engine is not None else None
    status, lines, labels = ExitStatus(), [], 0
    for story in session.read_stories(session.find_files(copy), settings, status, seconds=seconds):
        try:
            with story.budget.spending():
                item = synthesize(story.source_document.document, synthesis, opened)
        except RepairError as error:
            status.report_error(error.within(story.source_document.name))
            continue
        labels += len(item.gold)
        lines.append(json.dumps(record(item), ensure_ascii=False) + "\n")
    if out is not None:
        write_bytes(out, "".join(lines).encode("utf-8", "replace"))
    else:
        write_data("".join(lines))
    write_message(f"Mangled {quantity(labels, 'name')} in {quantity(len(lines), 'text')}.")
    return FAILED if status.failed else NOTHING
