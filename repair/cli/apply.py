"""`repair apply`: carry out suggestions that were written to a file, after a person has checked them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.in_place import home_of, report_log
from repair.cli.output import ExitStatus, exit_status, write_message
from repair.cli.sources import originals_of
from repair.cli.target import OutputTarget, TextWriter
from repair.cli.with_settings import with_settings
from repair.core.config import Config
from repair.core.display import quantity
from repair.core.edits import apply
from repair.core.errors import EditError, FormatError, TimeLimitError
from repair.core.serialize import PlacedSuggestion, parse_suggestions
from repair.core.types import Action
from repair.formats import STDIN, InputFile

if TYPE_CHECKING:
    from repair.cli.apply_archive import Application

NOT_FROM_STDIN = "the line is about copy from standard input, which is no longer available; save that copy as a file"

MADE, WOULD_BE_MADE = "{corrections} made.", "{corrections} would be made."

SuggestionsFile = Annotated[
    str,
    typer.Argument(metavar="FILE", help="Suggestions from `repair suggest --format jsonl`; - means standard input."),
]
Every = Annotated[
    bool,
    typer.Option("--all", help="Also make the corrections marked review. Delete the lines that you reject first."),
]

Variants = Annotated[
    bool, typer.Option("--variants", help="Also change spelling variants to the spelling of the sources.")
]


@with_settings()
def apply_cli(
    suggestions: SuggestionsFile,
    *,
    settings: Config,
    out: options.Out = None,
    in_place: options.InPlace = False,
    diff: options.ShowDiff = False,
    every: Every = False,
    variants: Variants = False,
    seconds: options.Timeout = session.DOCUMENT_SECONDS,
    exit_code: options.ExitCode = False,
) -> None:
    """Make the corrections listed in FILE, in the copy that it names. You can delete or edit lines of FILE first.

    Copy that has changed since the suggestions were made is left alone.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when something was changed.
    """
    actions = [Action.APPLY, *([Action.REVIEW] if every else []), *([Action.VARIANT] if variants else [])]
    target = OutputTarget(out, in_place, diff)
    code = apply_file(suggestions, settings, target, actions=actions, seconds=seconds or None)
    raise typer.Exit(exit_status(code, report_found=exit_code))


def apply_file(
    path: str,
    settings: Config,
    target: OutputTarget,
    *,
    actions: Collection[Action],
    seconds: float | None = session.DOCUMENT_SECONDS,
) -> int:
    """Carry out suggestions in the copy that they name, and return the exit code.

    Args:
        path: A file of suggestions, or "-" for standard input.
        settings: The settings in force.
        target: Where repaired copy goes.
        actions: Suggestions with other actions are not carried out.
        seconds: Time allowed for reading one document, and for verifying its edits; None is no limit.
    """
    from repair.batch.decision_writer import finish_interrupted
    from repair.cli.apply_archive import Application, apply_to_archive, is_archive
    from repair.core.folder_lock import FolderLock

    status = ExitStatus()
    by_document = _read_suggestions(path)
    files = [InputFile(Path(name), Path(name).name) for name in by_document]
    inputs = {listed.input for group in by_document.values() for listed in group if listed.input}
    writer = TextWriter(target, files, originals=originals_of((), (), path, *inputs))
    application = Application(target, writer, actions, settings, status, home_of(by_document), seconds)
    if target.in_place:
        for problem in finish_interrupted(by_document, application.home):
            status.report_error(problem)
    archives = {name: placed for name, placed in by_document.items() if is_archive(name, placed, settings)}
    stories = [file for file in files if str(file.path) not in archives]
    # Files that are changed in place are locked one by one, see ``repair.batch.decision_writer``.
    with FolderLock([target.out] if target.out is not None else ()):
        for story in session.read_stories(stories, settings, status, seconds=seconds):
            _apply_to_story(story, by_document[story.source_document.name], application)
        for name, placed in archives.items():
            apply_to_archive(name, placed, application)
    made = MADE if target.out is not None or target.in_place else WOULD_BE_MADE
    write_message(made.format(corrections=quantity(status.found, "correction")))
    for ledger in dict.fromkeys(application.ledgers):
        report_log(ledger)
    return status.exit_code


def _apply_to_story(story: session.ReadStory, placed: Sequence[PlacedSuggestion], application: Application) -> None:
    """Carry out the suggestions for a file that is read as one text."""
    from repair.batch.decision_writer import AppliedFile

    source_document, status = story.source_document, application.status
    try:
        applied, refusals = application.carry_out(source_document, placed, story.budget)
        application.writer.put(story, apply(source_document.document.text, applied.edits), applied.edits)
        application.log(AppliedFile(source_document.name, {0: applied}, application.options()))
    except (EditError, FormatError, TimeLimitError) as error:
        status.report_error(error.within(source_document.name))
        return
    for reason in refusals:
        status.report_error(reason.within(source_document.name))
    status.found += len({edit.suggestion_id for edit in applied.edits})


def _read_suggestions(path: str) -> dict[str, list[PlacedSuggestion]]:
    """Return the suggestions in the file ``path`` by the document that they are about.

    Those from before a batch cleaned a document again are left out: the later ones are for its present text.
    """
    by_document: dict[str, list[PlacedSuggestion]] = {}
    for placed in parse_suggestions(path, session.read_text(path)):
        if placed.document == STDIN:
            raise FormatError.of(NOT_FROM_STDIN, path=path, place=f"line {placed.line:,}")
        by_document.setdefault(str(Path(placed.document)), []).append(placed)
    return {
        document: [placed for placed in listed if not placed.is_superseded_by(listed[-1])]
        for document, listed in by_document.items()
    }
