"""`repair suggest`: report which names look mangled and what they probably should be; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from repair.cli import options, session
from repair.cli.output import ExitStatus, exit_status, write_data, write_message, write_raw, write_report
from repair.cli.with_settings import NAME_OPTIONS, THRESHOLD_OPTIONS, with_settings
from repair.core.config import Config
from repair.core.display import shown_path, visible
from repair.core.messages import ABOUT

if TYPE_CHECKING:
    from repair.cli.session import CheckedStory
    from repair.core.types import Suggestion

HIDDEN_VARIANTS = "{count} not shown, because the copy may have another spelling that is right. --variants shows them."


@with_settings(*NAME_OPTIONS, "format", then=THRESHOLD_OPTIONS)
def suggest_cli(
    copy: options.Copy = None,
    *,
    settings: Config,
    seconds: options.Timeout = session.DOCUMENT_SECONDS,
    variants: options.Variants = False,
    verbose: options.Verbose = False,
    exit_code: options.ExitCode = False,
) -> None:
    """Report the names in COPY that look mangled, each with a suggestion, its confidence, reasons and sources.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when something was found.
    """
    code = suggest(copy or [], settings, variants=variants, verbose=verbose, seconds=seconds or None)
    raise typer.Exit(exit_status(code, report_found=exit_code))


def suggest(
    copy: list[str],
    settings: Config,
    *,
    variants: bool = False,
    verbose: bool = False,
    seconds: float | None = session.DOCUMENT_SECONDS,
) -> int:
    """Check ``copy`` and print the report in the format of ``settings``; return the exit code.

    Args:
        copy: Files, folders and patterns as they were typed, or "-" for standard input.
        settings: The settings in force.
        variants: Show spelling variants in every format.
        verbose: Show all evidence in the report for people.
        seconds: Time allowed for one document, or one source; None is no limit.
    """
    status = ExitStatus()
    files = session.find_files(copy)
    repairer = session.open_repairer(settings, status, copy=copy, seconds=seconds)
    stories = session.read_stories(files, settings, status, seconds=seconds)
    checked = session.suggest_each(repairer, stories, status)
    hidden: list[Suggestion] = []
    if not variants and settings.format != "jsonl":
        checked = session.without_variants(checked, hidden)
    if settings.format in ("jsonl", "diff", "sarif"):
        checked = _with_messages(checked)
    match settings.format:
        case "jsonl":
            _write_lines(checked)
        case "diff":
            _write_diff(checked)
        case "sarif":
            _write_sarif(checked, repairer.signature)
        case _:
            _write_text(checked, verbose=verbose)
            if hidden:
                count = (
                    "1 possible spelling variant is"
                    if len(hidden) == 1
                    else f"{len(hidden):,} possible spelling variants are"
                )
                write_message(HIDDEN_VARIANTS.format(count=count))
            write_message(repairer.signature)
    return status.exit_code


def _with_messages(checked: Iterable[CheckedStory]) -> Iterator[CheckedStory]:
    """Yield each story after writing the notices about it as messages, for formats that have no place for them."""
    for result in checked:
        for notice in result.notices:
            write_message(ABOUT.format(name=visible(shown_path(result.name)), notice=notice.text))
        yield result


def _write_text(checked: Iterable[CheckedStory], *, verbose: bool) -> None:
    """Print the report for people, document by document, and the summary at the end."""
    from repair.cli.reports.terminal import brief_report, suggestions_report, summary
    from repair.formats.file_positions import placed_in_file

    all_suggestions: list[Suggestion] = []
    documents = 0
    for result in checked:
        documents += 1
        all_suggestions += result.suggestions
        placed = placed_in_file(result.suggestions, result.story.source_document)
        if verbose and placed:
            write_report(suggestions_report(result.name, result.text, placed, notices=result.notices))
        elif placed or result.notices:
            write_report(brief_report(result.name, placed, notices=result.notices))
    write_message(summary(all_suggestions, documents))


def _write_lines(checked: Iterable[CheckedStory]) -> None:
    """Print a JSON line for each suggestion, document by document."""
    from repair.cli.reports.json_lines import placed_line
    from repair.formats.file_positions import FilePositions

    for result in checked:
        positions = FilePositions(result.story.source_document)
        for suggestion in result.suggestions:
            write_data(placed_line(result.name, suggestion, positions, result.notices))


def _write_diff(checked: Iterable[CheckedStory]) -> None:
    """Print what would change if every suggestion were accepted, certain or not."""
    from repair.cli.reports.file_diff import file_diff
    from repair.core.edits import edits_of
    from repair.core.types import Action

    for result in checked:
        edits = edits_of(result.text, result.suggestions, actions=(Action.APPLY, Action.REVIEW, Action.VARIANT))
        write_raw(file_diff(result.story.source_document, edits))


def _write_sarif(checked: Iterable[CheckedStory], signature: str) -> None:
    """Print one SARIF log of all documents."""
    from repair.cli.reports.sarif import CheckedFile, sarif
    from repair.core.version import __version__

    files = (CheckedFile(result.name, result.suggestions, result.story.source_document) for result in checked)
    write_data(sarif(files, version=__version__, signature=signature))
