"""`repair gazetteer`: the store of right names as a file that people can read and edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.gazetteer_edit import add_cli, merge_cli, remove_cli, rename_cli
from repair.cli.gazetteer_show import export_cli, show_cli
from repair.cli.output import FAILED, NOTHING, ExitStatus, write_message
from repair.cli.plain_help import PlainCommand
from repair.cli.quiet import with_quiet
from repair.cli.sources import OTHER_FILE, build_gazetteer, originals_of, read_sources
from repair.cli.with_settings import with_settings
from repair.core.config import Config
from repair.core.display import quantity
from repair.core.errors import GazetteerError, TimeLimitError
from repair.core.timeouts import items_within
from repair.core.types import Kind
from repair.formats.record import ReadOptions

if TYPE_CHECKING:
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.entries import ListEntry
    from repair.gazetteer.list_lines import NoteHandler
    from repair.gazetteer.table_entries import ErrorHandler

NO_SOURCES = "there are no clean sources; give files or folders to take names from"
MORE_LINES = "error: {count}."
MORE_NOTES = "{count} not known."
WRITTEN = "{path}: Wrote {names} from {sources}."

_MAX_REPORTED = 10  # bad lines of lists that are reported one by one

app = typer.Typer(
    help="Build, inspect, edit, import and export gazetteers: the names found in clean sources.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


SourcePaths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        help="Clean stories: files, folders, archives, patterns, or - for standard input; also tables made by export.",
    ),
]

EntryTimeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        min=0,
        max=options.LONGEST_SECONDS,
        metavar="SECONDS",
        help="Time limit for each entry of a list, in seconds; 0 means no limit.",
    ),
]

app.command("add", cls=PlainCommand, short_help="Add names to a gazetteer.")(with_quiet(add_cli))
app.command("remove", cls=PlainCommand, short_help="Remove names from a gazetteer.")(with_quiet(remove_cli))
app.command("rename", cls=PlainCommand, short_help="Change the spelling of a name.")(with_quiet(rename_cli))
app.command("merge", cls=PlainCommand, short_help="Merge gazetteers into one.")(with_quiet(merge_cli))


@app.command("build", cls=PlainCommand, short_help="Collect the names in clean stories into one file.")
@with_quiet
@with_settings()
def build_cli(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The gazetteer file to write.")],
    sources: SourcePaths = None,
    *,
    settings: Config,
    format_in: Annotated[
        str | None,
        typer.Option(
            "--input-format",
            metavar="FORMAT",
            callback=options.input_format,
            help="Format of PATH; by default it is detected.",
        ),
    ] = None,
    text_field: options.TextField = None,
    seconds: options.Timeout = session.DOCUMENT_SECONDS,
) -> None:
    """Collect the names in clean stories into one file; the same stories always give the same bytes."""
    read_options = ReadOptions(format=format_in, text_fields=tuple(text_field or ()), max_bytes=settings.max_bytes)
    raise typer.Exit(build(sources or [], read_options, out, seconds=seconds or None))


@app.command("import", cls=PlainCommand, short_help="Import names from lists that others keep.")
@with_quiet
def import_cli(
    lists: Annotated[
        list[Path],
        typer.Argument(
            metavar="LIST...",
            help="Tables (.tsv, .csv, .xlsx), plain lists (.txt), TBX, or JSON; compressed or not.",
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The gazetteer file to write.")],
    kind: Annotated[Kind, typer.Option("--kind", help="Kind of the names for which the list gives none.")] = Kind.OTHER,
    lang: Annotated[
        str,
        typer.Option("--lang", metavar="LANG", help="Language of the preferred spelling, where a list has several."),
    ] = "en",
    seconds: EntryTimeout = session.DOCUMENT_SECONDS,
) -> None:
    """Import names from other lists, in all their languages and scripts; lists may be of any length.

    JSON Lines may hold FollowTheMoney entities (OpenSanctions), Wikidata labels and aliases, or plain objects.
    """
    raise typer.Exit(import_lists(lists, out, kind=kind, lang=lang, seconds=seconds or None))


app.command("show", cls=PlainCommand, short_help="List the names in a gazetteer.")(with_quiet(show_cli))
app.command("export", cls=PlainCommand, short_help="Write a gazetteer as a table that can be edited.")(
    with_quiet(export_cli)
)


def build(sources: Sequence[str], read_options: ReadOptions, out: Path, *, seconds: float | None = None) -> int:
    """Build a gazetteer and save it; return the exit code.

    Args:
        sources: Files, folders and patterns as they were typed.
        read_options: How the files are read.
        out: The gazetteer file to write.
        seconds: Time allowed for reading one source, and for the names in it; None is no limit.

    Raises:
        GazetteerError: If there are no sources, or no names in them.
    """
    if not sources:
        raise GazetteerError.of(NO_SOURCES)
    from repair.gazetteer.editing import ADDED_ID
    from repair.translation.multilingual import merge_scripts

    originals_of((), sources).refuse(out, instead=OTHER_FILE.format(option="--out"))
    status = ExitStatus()
    gazetteers, stories = _exported(sources)
    used = sum(source.id != ADDED_ID for gazetteer in gazetteers for source in gazetteer.sources)
    if stories:
        documents = read_sources(stories, status, read_options=read_options, seconds=seconds)
        built, guard = build_gazetteer(documents, status, seconds=seconds)
        gazetteers.insert(0, merge_scripts(built, guard))
        used += len(documents) - len(guard.failed)
    gazetteer = gazetteers[0] if len(gazetteers) == 1 else _merged(gazetteers)
    gazetteer.save(out)
    _report_written(out, gazetteer, quantity(used, "source"))
    return FAILED if status.failed else NOTHING


def _report_written(path: Path, gazetteer: Gazetteer, sources: str) -> None:
    """Write how many names a gazetteer file has, and from how many ``sources``, as words."""
    names = quantity(len(gazetteer.names), "name")
    write_message(WRITTEN.format(path=path, names=names, sources=sources))


def _exported(sources: Sequence[str]) -> tuple[list[Gazetteer], list[str]]:
    """Return the gazetteers of those sources that `export` wrote, and the other sources."""
    from repair.gazetteer.export_table import is_export, read_export

    gazetteers: list[Gazetteer] = []
    others: list[str] = []
    for source in sources:
        if is_export(Path(source)):
            gazetteers.append(read_export(Path(source)))
        else:
            others.append(source)
    return gazetteers, others


def _merged(gazetteers: Sequence[Gazetteer]) -> Gazetteer:
    from repair.gazetteer.editing import merge_gazetteers

    return merge_gazetteers(gazetteers)


def import_lists(
    lists: Sequence[Path],
    out: Path,
    *,
    kind: Kind,
    lang: str,
    seconds: float | None = session.DOCUMENT_SECONDS,
) -> int:
    """Import ``lists`` into one gazetteer file; return the exit code.

    Args:
        lists: The files to import.
        out: The gazetteer file to write.
        kind: Kind of the names for which a list gives none.
        lang: Language of the preferred spelling.
        seconds: Time allowed for reading one entry; None is no limit.
    """
    originals_of((), (), *lists).refuse(out, instead=OTHER_FILE.format(option="--out"))
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.editing import merge_gazetteers
    from repair.gazetteer.export_table import is_export, read_export

    if all(map(is_export, lists)):
        restored = merge_gazetteers(map(read_export, lists))
        restored.save(out)
        _report_written(out, restored, quantity(len(lists), "list"))
        return NOTHING
    status = ExitStatus()

    def report_line(error: GazetteerError) -> None:
        if status.failed < _MAX_REPORTED:
            status.report_error(error)
        else:
            status.failed += 1

    notes: list[str] = []

    def report_note(note: str) -> None:
        notes.append(note)
        if len(notes) <= _MAX_REPORTED:
            write_message(note)

    entries = (
        entry
        for path in lists
        for entry in _entries_within(seconds, path, lang=lang, on_error=report_line, on_note=report_note)
    )
    gazetteer = Gazetteer.from_entries(entries, out, kind=kind)
    if status.failed > _MAX_REPORTED:
        write_message(
            MORE_LINES.format(
                count=quantity(status.failed - _MAX_REPORTED, "more line was left out", "more lines were left out")
            )
        )
    if len(notes) > _MAX_REPORTED:
        write_message(MORE_NOTES.format(count=quantity(len(notes) - _MAX_REPORTED, "more kind is", "more kinds are")))
    _report_written(out, gazetteer, quantity(len(lists), "list"))
    return FAILED if status.failed else NOTHING


def _entries_within(
    seconds: float | None, path: Path, *, lang: str, on_error: ErrorHandler, on_note: NoteHandler
) -> Iterator[ListEntry]:
    """Yield the entries of a list, each read within ``seconds``; raise `GazetteerError` for one that takes longer."""
    from repair.gazetteer.importers import read_list

    try:
        yield from items_within(seconds, read_list(path, lang=lang, on_error=on_error, on_note=on_note))
    except TimeLimitError as error:
        raise GazetteerError.like(error).within(path) from error
