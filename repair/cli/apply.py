"""`repair apply`: carry out suggestions that were written to a file, after a person has been through it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from repair.cli import options, session
from repair.cli.in_place import home_of, tell_log
from repair.cli.output import ExitStatus, exit_status, number, say
from repair.cli.sources import originals_of
from repair.cli.target import OutputTarget, TextWriter
from repair.core.config import Config
from repair.core.edits import apply, edits_of, is_applied
from repair.core.errors import EditError, FormatError
from repair.core.serialize import PlacedSuggestion, parse_suggestions
from repair.core.types import Action, Edit
from repair.formats import STDIN, InputFile, SourceDocument
from repair.formats.writable import writable_edits

NOT_FROM_STDIN = "{path}: line {line} is for copy from standard input, which is gone; save that copy as a file"
ALREADY = "{path}: already repaired; nothing to do"

SuggestionsFile = Annotated[
    str, typer.Argument(metavar="FILE", help="Suggestions from `repair suggest --format jsonl`; - is standard input.")
]
Every = Annotated[
    bool, typer.Option("--all", help="Carry out those marked review too: you have deleted the lines you refuse.")
]

Variants = Annotated[
    bool, typer.Option("--variants", help="Carry out spelling variants too: the sources' spelling becomes the copy's.")
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
    """Carry out the suggestions in FILE (lines may be deleted or changed by hand first) on the copy they name.

    Copy that no longer reads as it did is left alone.

    Exit status: 0 done, 2 an error; with --exit-code, 1 when something was changed.
    """
    settings = session.resolve_settings(config)
    actions = [Action.APPLY, *([Action.REVIEW] if every else []), *([Action.VARIANT] if variants else [])]
    code = apply_file(suggestions, settings, OutputTarget(out, in_place, diff), actions=actions)
    raise typer.Exit(exit_status(code, tell_found=exit_code))


def apply_file(path: str, settings: Config, target: OutputTarget, *, actions: Sequence[Action]) -> int:
    """Carry out those suggestions in the file ``path`` whose action is one of ``actions``; return the exit code."""
    from repair.batch.applied import Applied, write_logged

    tally = ExitStatus()
    by_document: dict[str, list[PlacedSuggestion]] = {}
    for placed in parse_suggestions(path, session.read_text(path, settings)):
        if placed.document == STDIN:
            raise FormatError(NOT_FROM_STDIN.format(path=path, line=placed.line))
        by_document.setdefault(str(Path(placed.document)), []).append(placed)
    places = [InputFile(Path(name), Path(name).name) for name in by_document]
    inputs = {each.input for every in by_document.values() for each in every if each.input}
    writer = TextWriter(target, places, originals=originals_of((), (), path, *inputs))
    books: list[Path] = []
    for story in session.read_stories(places, settings, tally):
        try:
            wanted = edits_for(story.reading, by_document[story.reading.name], actions)
            writable = writable_edits(story.reading, wanted)
            writer.put(story, apply(story.reading.document.text, writable.edits), writable.edits)
            if target.in_place and writable.edits:
                every = [placed.suggestion for placed in by_document[story.reading.name]]
                applied = Applied(story.reading, writable.edits, every)
                books.append(write_logged(applied, home_of(by_document), max_bytes=settings.max_bytes))
        except (EditError, FormatError) as error:
            tally.trouble(session.named(story, error))
            continue
        for reason in writable.refused.values():
            tally.trouble(session.named(story, reason))
        tally.found += len({edit.suggestion_id for edit in writable.edits})
    done = "made" if target.out is not None or target.in_place else "would be made"
    say(f"{number(tally.found, 'repair')} {done}")
    for folder in dict.fromkeys(books):
        tell_log(folder)
    return tally.exit_code


def edits_for(
    reading: SourceDocument, placed: Sequence[PlacedSuggestion], actions: Sequence[Action]
) -> tuple[Edit, ...]:
    """Return the edits for one document, none if all of them have been made already."""
    text, suggestions = reading.document.text, [each.suggestion for each in placed]
    try:
        return edits_of(text, suggestions, actions=actions)
    except EditError:
        wanted = [
            Edit(each.span, each.surface, each.replacement, each.id)
            for each in suggestions
            if each.replacement is not None and each.action in actions
        ]
        if not is_applied(text, wanted):
            raise
        say(ALREADY.format(path=reading.name))
        return ()
