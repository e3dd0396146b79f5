"""`repair suggest`: say which names look mangled and what they probably stand for; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.output import ExitStatus, data, exit_status, rich_data, say
from repair.core.config import Config

if TYPE_CHECKING:
    from repair.cli.session import ReadStory
    from repair.core.types import Suggestion


def suggest_cli(
    copy: options.Copy = None,
    sources: options.Sources = None,
    gazetteer: options.GazetteerFile = None,
    database: options.Database = None,
    model: options.ModelFolder = None,
    format: Annotated[
        options.ReportFormat | None,
        typer.Option(
            "--format", help="How to tell it: text (the default), jsonl, diff (every proposal made) or sarif."
        ),
    ] = None,
    apply_at: options.ApplyAt = None,
    review_at: options.ReviewAt = None,
    flag: options.Flag = None,
    variants: options.Variants = False,
    config: options.ConfigFile = None,
    exit_code: options.ExitCode = False,
    show_config: options.ShowConfig = False,
) -> None:
    """Report the mangled names in COPY, each with a proposal, how sure it is, why, and which sources say so.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when something was found.
    """
    settings = session.resolve_settings(
        config,
        sources=sources,
        gazetteer=gazetteer,
        database=database,
        model=model,
        format=format.value if format else None,
        apply_at=apply_at,
        review_at=review_at,
        flag=flag,
    )
    if show_config:
        session.tell_settings(settings)
        return
    raise typer.Exit(exit_status(suggest(copy or [], settings, variants=variants), tell_found=exit_code))


def suggest(copy: list[str], settings: Config, *, variants: bool = False) -> int:
    """Check ``copy`` and print the report in the form that ``settings`` name; return the exit code."""
    tally = ExitStatus()
    places = session.find_places(copy)
    repairer = session.open_repairer(settings, tally, copy=copy)
    checked = session.suggest_each(repairer, session.read_stories(places, settings, tally), tally)
    if not variants and settings.format != "jsonl":
        checked = session.without_variants(checked)
    match settings.format:
        case "jsonl":
            _tell_lines(checked)
        case "diff":
            _tell_diff(checked)
        case "sarif":
            _tell_sarif(checked, repairer.signature)
        case _:
            _tell_people(checked)
            say(repairer.signature)
    return tally.exit_code


def _tell_people(checked: Iterable[tuple[ReadStory, tuple[Suggestion, ...]]]) -> None:
    """Print the report for people as it comes, and the figures at the end."""
    from repair.cli.reports.terminal import suggestions_report, tally

    told: list[Suggestion] = []
    documents = 0
    for story, suggestions in checked:
        documents += 1
        told += suggestions
        if suggestions:
            rich_data(suggestions_report(story.reading.name, story.reading.document.text, suggestions))
    say(tally(told, documents))


def _tell_lines(checked: Iterable[tuple[ReadStory, tuple[Suggestion, ...]]]) -> None:
    """Print a line of JSON for each suggestion as it comes."""
    from repair.core.serialize import suggestion_line

    for story, suggestions in checked:
        for suggestion in suggestions:
            data(suggestion_line(story.reading.name, suggestion))


def _tell_diff(checked: Iterable[tuple[ReadStory, tuple[Suggestion, ...]]]) -> None:
    """Print what every proposal, certain or not, would change."""
    from repair.cli.reports.diff import unified_diff
    from repair.core.edits import edits_of
    from repair.core.types import Action

    for story, suggestions in checked:
        text = story.reading.document.text
        edits = edits_of(text, suggestions, actions=(Action.APPLY, Action.REVIEW, Action.VARIANT))
        data(unified_diff(story.reading.name, text, edits))


def _tell_sarif(checked: Iterable[tuple[ReadStory, tuple[Suggestion, ...]]], signature: str) -> None:
    """Print one SARIF log of everything."""
    from repair.cli.reports.sarif import CheckedFile, sarif
    from repair.core.version import __version__

    documents = (CheckedFile(story.reading.name, suggestions) for story, suggestions in checked)
    data(sarif(documents, version=__version__, signature=signature))
