"""`repair apply`: carry out suggestions that were written to a file, after a person has checked them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.in_place import home_of, report_log
from repair.cli.output import ExitStatus, exit_status, quantity, write_message
from repair.cli.sources import originals_of
from repair.cli.target import OutputTarget, TextWriter
from repair.core.config import Config
from repair.core.edits import apply, edits_of, is_applied
from repair.core.errors import EditError, FormatError
from repair.core.serialize import PlacedSuggestion, parse_suggestions
from repair.core.types import Action, Edit
from repair.formats import STDIN, InputFile, SourceDocument
from repair.formats.writable_edits import writable_edits

NOT_FROM_STDIN = (
    "{path}: line {line} is about copy from standard input, which is no longer available; save that copy as a file"
)
ALREADY = "{path}: already repaired; nothing to do"

SuggestionsFile = Annotated[
    str, typer.Argument(metavar="FILE", help="Suggestions from `repair suggest --format jsonl`; - is standard input.")
]
Every = Annotated[
    bool,
    typer.Option("--all", help="Also make the repairs marked review; delete the lines that you reject first."),
]

Variants = Annotated[
    bool, typer.Option("--variants", help="Also change spelling variants to the spelling of the sources.")
]


def apply_cli(
    suggestions: SuggestionsFile,
    out: options.Out = None,
    in_place: options.InPlace = False,
    diff: options.ShowDiff = False,
    every: Every = False,
    variants: Variants = False,
    config: options.ConfigFile = None,
    exit_code: options.ExitCode = False,
) -> None:
    """Make the repairs listed in FILE in the copy that it names; delete or change lines of FILE by hand first.

    Copy that has changed since is left alone.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when something was changed.
    """
    settings = session.resolve_settings(config)
    actions = [Action.APPLY, *([Action.REVIEW] if every else []), *([Action.VARIANT] if variants else [])]
    code = apply_file(suggestions, settings, OutputTarget(out, in_place, diff), actions=actions)
    raise typer.Exit(exit_status(code, report_found=exit_code))


def apply_file(path: str, settings: Config, target: OutputTarget, *, actions: Collection[Action]) -> int:
    """Carry out suggestions in the copy that they name, and return the exit code.

    Args:
        path: A file of suggestions, or "-" for standard input.
        settings: The settings in force.
        target: Where repaired copy goes.
        actions: Suggestions with other actions are not carried out.
    """
    from repair.batch.decision_writer import Applied, write_logged

    status = ExitStatus()
    by_document = _read_suggestions(path, settings)
    files = [InputFile(Path(name), Path(name).name) for name in by_document]
    inputs = {each.input for group in by_document.values() for each in group if each.input}
    writer = TextWriter(target, files, originals=originals_of((), (), path, *inputs))
    ledgers: list[Path] = []
    for story in session.read_stories(files, settings, status):
        placed = by_document[story.reading.name]
        try:
            writable = writable_edits(story.reading, edits_for(story.reading, placed, actions))
            writer.put(story, apply(story.reading.document.text, writable.edits), writable.edits)
            if target.in_place and writable.edits:
                applied = Applied(story.reading, writable.edits, [each.suggestion for each in placed])
                ledgers.append(write_logged(applied, home_of(by_document), max_bytes=settings.max_bytes))
        except (EditError, FormatError) as error:
            status.report_error(session.with_story_name(story, error))
            continue
        for reason in writable.refused.values():
            status.report_error(session.with_story_name(story, reason))
        status.found += len({edit.suggestion_id for edit in writable.edits})
    made = "made" if target.out is not None or target.in_place else "would be made"
    write_message(f"{quantity(status.found, 'repair')} {made}")
    for ledger in dict.fromkeys(ledgers):
        report_log(ledger)
    return status.exit_code


def edits_for(
    reading: SourceDocument, placed: Sequence[PlacedSuggestion], actions: Collection[Action]
) -> tuple[Edit, ...]:
    """Return the edits for one document, none if all of them have been made already.

    Raises:
        EditError: If the document has changed since the suggestions were made.
    """
    text, suggestions = reading.document.text, [each.suggestion for each in placed]
    try:
        return edits_of(text, suggestions, actions=tuple(actions))
    except EditError:
        edits = [
            Edit(each.span, each.surface, each.replacement, each.id)
            for each in suggestions
            if each.replacement is not None and each.action in actions
        ]
        if not is_applied(text, edits):
            raise
        write_message(ALREADY.format(path=reading.name))
        return ()


def _read_suggestions(path: str, settings: Config) -> dict[str, list[PlacedSuggestion]]:
    """Return the suggestions in the file ``path`` by the document that they are about."""
    by_document: dict[str, list[PlacedSuggestion]] = {}
    for placed in parse_suggestions(path, session.read_text(path, settings)):
        if placed.document == STDIN:
            raise FormatError(NOT_FROM_STDIN.format(path=path, line=placed.line))
        by_document.setdefault(str(Path(placed.document)), []).append(placed)
    return by_document
