"""`repair explain`: for every name-like span, what it was taken for and why it was changed or left alone."""

from __future__ import annotations

from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.output import ExitStatus, data, exit_status, rich_data, say
from repair.core.config import Config
from repair.core.errors import RepairError


def explain_cli(
    copy: options.Copy = None,
    sources: options.Sources = None,
    gazetteer: options.GazetteerFile = None,
    database: options.Database = None,
    model: options.ModelFolder = None,
    format: Annotated[
        options.ListFormat, typer.Option("--format", help="How to tell it: text or jsonl.")
    ] = options.ListFormat.TEXT,
    apply_at: options.ApplyAt = None,
    review_at: options.ReviewAt = None,
    flag: options.Flag = None,
    config: options.ConfigFile = None,
    exit_code: options.ExitCode = False,
) -> None:
    """Tell the whole story of every name in COPY: known, left alone, doubtful or repaired, and on what evidence.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when there is something to suggest.
    """
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
    code = explain(copy or [], settings, as_lines=format is options.ListFormat.JSONL)
    raise typer.Exit(exit_status(code, tell_found=exit_code))


def explain(copy: list[str], settings: Config, *, as_lines: bool = False) -> int:
    """Explain each document of ``copy`` on standard output; return the exit code."""
    from repair.cli.reports.terminal import findings_report
    from repair.core.serialize import finding_line

    tally = ExitStatus()
    places = session.find_places(copy)
    repairer = session.open_repairer(settings, tally, copy=copy)
    for story in session.read_stories(places, settings, tally):
        name, document = story.reading.name, story.reading.document
        try:
            findings = repairer.explain(document)
        except RepairError as error:
            tally.trouble(session.named(story, error))
            continue
        tally.found += sum(finding.suggestion is not None for finding in findings)
        if as_lines:
            for finding in findings:
                data(finding_line(name, finding))
        else:
            rich_data(findings_report(name, document.text, findings))
    if not as_lines:
        say(repairer.signature)
    return tally.exit_code
