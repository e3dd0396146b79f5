"""`repair clean`: make the certain repairs, queue the rest; an original is only written over when asked.

Parses what was typed; a batch is put together in ``clean_setup``, and run in ``repair.batch``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.clean_ray import clean_on_ray
from repair.cli.clean_setup import CleanOptions, clean_files, clean_stdin
from repair.cli.in_place import home_of, tell_log
from repair.cli.options import Clean
from repair.cli.output import ExitStatus, exit_status, say
from repair.cli.progress import BatchReporter, ProgressStyle
from repair.cli.sources import originals_of
from repair.cli.target import OutputTarget
from repair.core.config import Config
from repair.core.errors import FormatError
from repair.formats import STDIN

OTHER_REPORT = "give another file to --report"
NEEDS_BOOKS = "{option} needs the books of a batch; give --out DIR or --in-place"


def clean_cli(
    copy: options.Copy = None,
    sources: options.Sources = None,
    gazetteer: options.GazetteerFile = None,
    database: options.Database = None,
    model: options.ModelFolder = None,
    out: options.Out = None,
    in_place: options.InPlace = False,
    diff: options.ShowDiff = False,
    format: Annotated[
        options.ListFormat, typer.Option("--format", help="How to list what was left: text or jsonl.")
    ] = options.ListFormat.TEXT,
    quiet: Clean.Quiet = False,
    format_in: Clean.FormatIn = None,
    text_field: Clean.TextField = None,
    workers: Clean.Workers = 1,
    watch: Clean.Watch = False,
    settle: Clean.Settle = 2.0,
    seconds: Clean.Seconds = 60.0,
    engine: Clean.Engine = options.EngineName.LOCAL,
    log: Clean.Log = None,
    report: Clean.Report = None,
    apply_at: options.ApplyAt = None,
    review_at: options.ReviewAt = None,
    flag: options.Flag = None,
    config: options.ConfigFile = None,
    exit_code: options.ExitCode = False,
) -> None:
    """Write COPY with its certain repairs made, and list what a person should look at.

    With --out, books are kept in its folder .repair: every edit in audit.jsonl, what was left in queue.jsonl, and
    which files are finished; a run that was stopped, by whatever, goes on where it was when started again.
    With --in-place they are kept in .repair in the folder that all of COPY is in, or else in the working folder, and
    `repair undo` with that folder takes every edit back; --log names another place.
    What is listed has its place in the repaired copy. When standard output is taken, by a diff or by copy
    from standard input, the list is on standard error.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when something was repaired or listed.
    """
    from repair.formats.archive import ReadOptions

    settings = session.resolve_settings(
        config,
        sources=sources,
        gazetteer=gazetteer,
        database=database,
        model=model,
        apply_at=apply_at,
        review_at=review_at,
        flag=flag,
    )
    form = ReadOptions(format=format_in, text_fields=tuple(text_field or ()), max_bytes=settings.max_bytes)
    manner = CleanOptions(
        OutputTarget(out, in_place, diff),
        form,
        as_lines=format is options.ListFormat.JSONL,
        quiet=quiet,
        workers=workers,
        seconds=seconds or None,
        log=log,
        report=report,
        watch=watch,
        settle=settle,
        on_ray=engine is options.EngineName.RAY,
    )
    raise typer.Exit(exit_status(clean(copy or [], settings, manner), tell_found=exit_code))


def clean(copy: Sequence[str], settings: Config, manner: CleanOptions) -> int:
    """Repair each document of ``copy`` and put it where ``manner`` says; return the exit code."""
    if not copy:
        raise FormatError(session.NO_COPY)
    from_stdin, target = STDIN in copy, manner.target
    target.check(from_stdin=from_stdin, from_files=any(each != STDIN for each in copy))
    if target.in_place:
        manner = replace(manner, home=home_of(copy))
    if target.out is not None:
        originals_of(copy, out=target.out).refuse(target.out)
    for option, given in (("--watch", manner.watch), ("--report", manner.report is not None)):
        if given and manner.books is None:
            raise FormatError(NEEDS_BOOKS.format(option=option))
    style = ProgressStyle(
        diff=target.diff,
        listing=not manner.quiet,
        as_lines=manner.as_lines,
        to_stderr=from_stdin or target.diff,
        written=target != OutputTarget(diff=True),
    )
    tally, told = ExitStatus(), BatchReporter(style)
    if from_stdin:
        signature = clean_stdin(settings, manner, (tally, told))
    elif manner.on_ray:
        signature = clean_on_ray(copy, settings, manner, (tally, told))
    else:
        signature = clean_files(copy, settings, manner, (tally, told))
    told.sum_up()
    say(signature)
    if target.in_place and manner.books is not None and told.totals.edits:
        tell_log(manner.books)
    if manner.report is not None and manner.books is not None:
        from repair.batch.report_page import write_report

        originals_of(copy, settings.sources, settings.gazetteer).refuse(manner.report, instead=OTHER_REPORT)
        write_report(manner.books, manner.report)
    tally.failed += told.failed
    tally.found += told.totals.found
    return tally.exit_code
