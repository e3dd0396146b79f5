"""`repair explain`: for every name in copy, why it was changed or left alone."""

from __future__ import annotations

from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.output import ExitStatus, exit_status, write_data, write_message, write_report
from repair.cli.with_settings import NAME_OPTIONS, THRESHOLD_OPTIONS, with_settings
from repair.core.config import Config
from repair.core.errors import RepairError


@with_settings(*NAME_OPTIONS, then=THRESHOLD_OPTIONS)
def explain_cli(
    copy: options.Copy = None,
    *,
    settings: Config,
    format: Annotated[
        options.ListFormat, typer.Option("--format", help="Format of the explanation: text or jsonl.")
    ] = options.ListFormat.TEXT,
    verbose: options.VerboseExplanation = False,
    seconds: options.Timeout = session.DOCUMENT_SECONDS,
    exit_code: options.ExitCode = False,
) -> None:
    """Explain every name in COPY: whether it is known, doubtful, corrected or left alone, and on what evidence.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when there is something to suggest.
    """
    as_lines = format is options.ListFormat.JSONL
    code = explain(copy or [], settings, as_lines=as_lines, verbose=verbose, seconds=seconds or None)
    raise typer.Exit(exit_status(code, report_found=exit_code))


def explain(
    copy: list[str],
    settings: Config,
    *,
    as_lines: bool = False,
    verbose: bool = False,
    seconds: float | None = session.DOCUMENT_SECONDS,
) -> int:
    """Explain each document of ``copy`` on standard output; return the exit code.

    Args:
        copy: Files, folders and patterns as they were typed, or "-" for standard input.
        settings: The settings in force.
        as_lines: Write JSON lines instead of text.
        verbose: Show the sentence and the sources of each name, too; JSON lines always have the sources.
        seconds: Time allowed for one document, or one source; None is no limit.
    """
    from repair.cli.reports.terminal import findings_report
    from repair.core.serialize import finding_line
    from repair.formats.file_positions import FilePositions

    status = ExitStatus()
    files = session.find_files(copy)
    repairer = session.open_repairer(settings, status, copy=copy, seconds=seconds)
    for story in session.read_stories(files, settings, status, seconds=seconds):
        name, document = story.source_document.name, story.source_document.document
        try:
            with story.budget.spending():
                findings = repairer.explain(document)
        except RepairError as error:
            status.report_error(error.within(story.source_document.name))
            continue
        status.found += sum(finding.suggestion is not None for finding in findings)
        if as_lines:
            for finding in findings:
                write_data(finding_line(name, finding))
        else:
            place_of = FilePositions(story.source_document).line_and_column
            write_report(findings_report(name, findings, place_of, text=document.text if verbose else None))
    if not as_lines:
        write_message(repairer.signature)
    return status.exit_code
