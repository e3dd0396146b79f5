"""`repair gazetteer`: the store of right names as a file that people can read and edit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.gazetteer_edit import add_cli, merge_cli, remove_cli, rename_cli
from repair.cli.output import FAILED, NOTHING, ExitStatus, quantity, write_data, write_message, write_report
from repair.cli.plain_help import PlainCommand
from repair.cli.quiet import with_quiet
from repair.cli.sources import OTHER_FILE, build_gazetteer, originals_of, read_sources
from repair.cli.with_settings import with_settings
from repair.core.config import Config
from repair.core.errors import GazetteerError, TimeLimitError
from repair.core.timeouts import items_within
from repair.core.types import Kind
from repair.formats.record import ReadOptions

if TYPE_CHECKING:
    from repair.core.types import Name
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.entries import ListEntry
    from repair.gazetteer.importers import ErrorHandler

NEAR = "No name is spelled {query!r}. The closest spellings are:"
NO_SOURCES = "there are no clean sources; give the files or folders to take names from"
MORE_LINES = "error: {count} left out"

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
        help="Clean stories: files, folders, archives or patterns; - is standard input. Also tables made by `export`.",
    ),
]

EntryTimeout = Annotated[
    float,
    typer.Option(
        "--timeout", min=0, metavar="SECONDS", help="Time limit for one entry of a list in seconds; 0 is no limit."
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
        typer.Option("--input-format", metavar="FORMAT", help="Format of PATH; by default it is detected."),
    ] = None,
    text_field: options.TextField = None,
    seconds: options.Timeout = session.DOCUMENT_SECONDS,
) -> None:
    """Collect the names in clean stories into one file; the same stories always give the same bytes."""
    reading = ReadOptions(format=format_in, text_fields=tuple(text_field or ()), max_bytes=settings.max_bytes)
    raise typer.Exit(build(sources or [], reading, out, seconds=seconds or None))


@app.command("import", cls=PlainCommand, short_help="Import names from lists that others keep.")
@with_quiet
def import_cli(
    lists: Annotated[
        list[Path],
        typer.Argument(
            metavar="LIST...",
            help="Tables (.tsv, .csv), TBX, or JSON Lines of open name lists; compressed or not.",
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


@app.command("show", cls=PlainCommand, short_help="List the names in a gazetteer.")
@with_quiet
def show_cli(
    gazetteer: options.GazetteerPath,
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="Show only names that contain this one or, if there are none, names like it."
        ),
    ] = None,
) -> None:
    """List the names in a gazetteer with their kinds, counts, other spellings, titles and sources."""
    raise typer.Exit(show(gazetteer, query))


@app.command("export", cls=PlainCommand, short_help="Write a gazetteer as a table that can be edited.")
@with_quiet
def export_cli(
    gazetteer: options.GazetteerPath,
    format: Annotated[options.TableFormat, typer.Option("--format", help="csv or jsonl.")] = options.TableFormat.CSV,
) -> None:
    """Write a gazetteer to standard output as a table that can be edited and built again.

    A row holds a spelling of a name or, at the end, a source with its text.
    """
    raise typer.Exit(export(gazetteer, format))


def build(sources: Sequence[str], reading: ReadOptions, out: Path, *, seconds: float | None = None) -> int:
    """Build a gazetteer and save it; return the exit code.

    Args:
        sources: Files, folders and patterns as they were typed.
        reading: How the files are read.
        out: The gazetteer file to write.
        seconds: Time allowed for each step with one source; None is no limit.
    """
    if not sources:
        raise GazetteerError.of(NO_SOURCES)
    from repair.translation.multilingual import merge_scripts

    originals_of((), sources).refuse(out, instead=OTHER_FILE.format(option="--out"))
    status = ExitStatus()
    gazetteers, stories = _exported(sources)
    used = sum(len(gazetteer.sources) for gazetteer in gazetteers)
    if stories:
        documents = read_sources(stories, status, reading=reading, seconds=seconds)
        built, guard = build_gazetteer(documents, status, seconds=seconds)
        gazetteers.insert(0, merge_scripts(built, guard))
        used += len(documents) - len(guard.failed)
    gazetteer = gazetteers[0] if len(gazetteers) == 1 else _merged(gazetteers)
    gazetteer.save(out)
    write_message(f"{out}: {quantity(len(gazetteer.names), 'name')} from {quantity(used, 'source')}")
    return FAILED if status.failed else NOTHING


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
        write_message(f"{out}: {quantity(len(restored.names), 'name')} from {quantity(len(lists), 'list')}")
        return NOTHING
    status = ExitStatus()

    def report_line(error: GazetteerError) -> None:
        if status.failed < _MAX_REPORTED:
            status.report_error(error)
        else:
            status.failed += 1

    entries = (entry for path in lists for entry in _entries_within(seconds, path, lang=lang, on_error=report_line))
    gazetteer = Gazetteer.from_entries(entries, out, kind=kind)
    if status.failed > _MAX_REPORTED:
        write_message(MORE_LINES.format(count=quantity(status.failed - _MAX_REPORTED, "more line")))
    write_message(f"{out}: {quantity(len(gazetteer.names), 'name')} from {quantity(len(lists), 'list')}")
    return FAILED if status.failed else NOTHING


def _entries_within(seconds: float | None, path: Path, *, lang: str, on_error: ErrorHandler) -> Iterator[ListEntry]:
    """Yield the entries of a list, each read within ``seconds``; raise `GazetteerError` for one that takes longer."""
    from repair.gazetteer.importers import read_list

    try:
        yield from items_within(seconds, read_list(path, lang=lang, on_error=on_error))
    except TimeLimitError as error:
        raise GazetteerError.like(error).within(path) from error


def show(path: Path, query: str | None) -> int:
    """Print the names in the gazetteer at ``path``, or those like ``query``; return the exit code."""
    from repair.gazetteer import Gazetteer

    gazetteer = Gazetteer.load(path)
    names = _names_like(gazetteer, query) if query is not None else gazetteer.names
    for name in names:
        _show_name(name)
    total = quantity(len(gazetteer.names), "name")
    write_message(total if query is None else f"{len(names):,} of {total}")
    return NOTHING


def _names_like(gazetteer: Gazetteer, query: str) -> Sequence[Name]:
    """Return the names spelled ``query``, then those that contain it; the closest spellings if there are none."""
    from repair.gazetteer.near_names import names_containing, names_near

    by_id = {name.id: name for name in (*gazetteer.find(query), *names_containing(gazetteer, query))}
    if by_id:
        return tuple(by_id.values())
    near = names_near(gazetteer, query)
    if near:
        write_message(NEAR.format(query=query))
    return near


def export(path: Path, format: options.TableFormat) -> int:
    """Print the gazetteer at ``path`` as a table; return the exit code."""
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.export_table import csv_lines, export_rows

    rows = export_rows(Gazetteer.load(path))
    if format is options.TableFormat.JSONL:
        for row in rows:
            write_data(json.dumps(row, ensure_ascii=False) + "\n")
        return NOTHING
    for line in csv_lines(rows):
        write_data(line)
    return NOTHING


def _show_name(name: Name) -> None:
    """Print one name: its spelling, kind and count, then other spellings, titles and sources."""
    from rich.text import Text

    from repair.core.display import visible

    entry = Text(visible(name.canonical), "bold")
    entry = Text.assemble(entry, f"  {name.kind.value}, seen {quantity(name.count, 'time')}\n")
    others = [f"{visible(alias.surface)} ({alias.count})" for alias in name.aliases if alias.surface != name.canonical]
    if others:
        entry.append(f"    also: {', '.join(others)}\n")
    if name.titles:
        entry.append(f"    titles: {', '.join(visible(title) for title in name.titles)}\n")
    sources = sorted({seen.source for alias in name.aliases for seen in alias.seen})
    if sources:
        entry.append(f"    in: {', '.join(visible(source) for source in sources)}\n", "dim")
    write_report(entry)
