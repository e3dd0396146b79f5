"""`repair clean`: make the certain repairs and queue the rest; an original is changed only with `--in-place`.

Parses the arguments; ``clean_setup`` prepares a batch, and ``repair.batch`` runs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.clean_ray import clean_on_ray
from repair.cli.clean_setup import CleanOptions, clean_files, clean_stdin
from repair.cli.in_place import home_of, refuse_log_among_copy, report_log
from repair.cli.options import Clean
from repair.cli.output import ExitStatus, exit_status, write_message
from repair.cli.progress import BatchReporter, ProgressStyle
from repair.cli.quiet import Quiet
from repair.cli.service_log import refuse_log_file, service_log
from repair.cli.sources import originals_of
from repair.cli.standard_streams import outlive_the_reader
from repair.cli.target import OutputTarget
from repair.cli.with_settings import NAME_OPTIONS, THRESHOLD_OPTIONS, with_settings
from repair.core.config import Config
from repair.core.errors import FormatError
from repair.core.overwrite_protection import ELSEWHERE_OR_IN_PLACE
from repair.formats import STDIN

REPORTED = "{path}: Wrote the report of the batch."
OTHER_REPORT = "give another file to --report"
NEEDS_LEDGER = "{option} needs the ledger of a batch; give --out DIR or --in-place"


@with_settings(*NAME_OPTIONS, then=THRESHOLD_OPTIONS)
def clean_cli(
    copy: options.Copy = None,
    *,
    settings: Config,
    out: options.Out = None,
    in_place: options.InPlace = False,
    diff: options.ShowDiff = False,
    format: Annotated[
        options.ListFormat, typer.Option("--format", help="Format of the list: text or jsonl.")
    ] = options.ListFormat.TEXT,
    quiet: Quiet = False,
    format_in: Clean.FormatIn = None,
    text_field: options.TextField = None,
    workers: Clean.Workers = 1,
    watch: Clean.Watch = False,
    settle: Clean.Settle = 2.0,
    seconds: options.Timeout = session.DOCUMENT_SECONDS,
    engine: Clean.Engine = options.EngineName.LOCAL,
    log: Clean.Log = None,
    report: Clean.Report = None,
    log_level: options.LogLevelOption = options.LogLevel.INFO,
    log_file: options.LogFile = None,
    exit_code: options.ExitCode = False,
) -> None:
    """Make the certain corrections in COPY, and list what an editor should check.

    With --out, a ledger is kept in .repair in that folder: every correction in audit.jsonl, what is left to an editor
    in queue.jsonl, and which files are finished. An interrupted run continues where it stopped when you start it again.
    With --in-place, the ledger is in .repair in the folder that holds all of COPY, or else in the working folder, and
    `repair undo` with that folder undoes every correction; --log puts the ledger elsewhere.
    The list gives positions in the corrected copy. It goes to standard error when standard output carries a diff, or
    the corrected copy of standard input. --quiet leaves it out; with --out, the queue has the same suggestions.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when something was corrected or listed.
    """
    from repair.formats.archive import ReadOptions

    clean_options = CleanOptions(
        OutputTarget(out, in_place, diff),
        ReadOptions(format=format_in, text_fields=tuple(text_field or ()), max_bytes=settings.max_bytes),
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
    refuse_log_file(log_file, copy or [], settings)
    with service_log(log_level, log_file):
        code = clean(copy or [], settings, clean_options)
    raise typer.Exit(exit_status(code, report_found=exit_code))


def clean(copy: Sequence[str], settings: Config, options: CleanOptions) -> int:
    """Clean ``copy`` and write it where ``options`` say; return the exit code.

    Args:
        copy: Files, folders and patterns as they were typed, or "-" for standard input.
        settings: The settings in force.
        options: How the batch is run.

    Raises:
        RepairError: If nothing can be cleaned; an error in one file is reported, and the others go on.
    """
    if not copy:
        raise FormatError.of(session.NO_COPY)
    from_stdin, target = STDIN in copy, options.target
    target.check(from_stdin=from_stdin, from_files=any(argument != STDIN for argument in copy))
    if target.in_place:
        options = replace(options, home=home_of(copy))
    if target.out is not None:
        originals_of(copy, out=target.out).refuse(target.out, instead=ELSEWHERE_OR_IN_PLACE)
    for option, is_given in (("--watch", options.watch), ("--report", options.report is not None)):
        if is_given and options.ledger_folder is None:
            raise FormatError.of(NEEDS_LEDGER, option=option)
    if options.report is not None:
        originals_of(copy, settings.sources, settings.gazetteer).refuse(options.report, instead=OTHER_REPORT)
    refuse_log_among_copy(options.log, copy)
    status, reporter = ExitStatus(), BatchReporter(_style(options, from_stdin=from_stdin))
    if options.ledger_folder is not None:
        outlive_the_reader()
    if from_stdin:
        signature = clean_stdin(settings, options=options, status=status, reporter=reporter)
    elif options.on_ray:
        signature = clean_on_ray(copy, settings, options=options, status=status, reporter=reporter)
    else:
        signature = clean_files(copy, settings, options=options, status=status, reporter=reporter)
    reporter.summarize()
    write_message(signature)
    if target.in_place and options.ledger_folder is not None and reporter.counters.edits:
        report_log(options.ledger_folder)
    if options.report is not None and options.ledger_folder is not None:
        from repair.batch.report_page import write_report

        write_report(options.ledger_folder, options.report)
        write_message(REPORTED.format(path=options.report))
    status.failed += reporter.failed
    status.found += reporter.counters.suggestions
    return status.exit_code


def _style(options: CleanOptions, *, from_stdin: bool) -> ProgressStyle:
    """Return what is reported of each document."""
    return ProgressStyle(
        diff=options.target.diff,
        listing=not options.quiet,
        as_lines=options.as_lines,
        to_stderr=from_stdin or options.target.diff,
        written=options.target != OutputTarget(diff=True),
        each_file=options.watch and not options.quiet,
    )
