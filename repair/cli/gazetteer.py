"""`repair gazetteer build|import|show|export`: the store of known names as a file that people can read and edit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options, session
from repair.cli.output import FAILED, NOTHING, ExitStatus, data, number, rich_data, say
from repair.cli.sources import OTHER_FILE, originals_of, read_sources
from repair.core.errors import GazetteerError
from repair.core.types import Kind
from repair.formats.record import ReadOptions

if TYPE_CHECKING:
    from repair.core.types import Name

COLUMNS = ("canonical", "kind", "spelling", "short", "count", "titles", "sources", "vouched_by")

NO_SOURCES = "no clean sources; name the files or folders to take names from"
_MOST_TOLD = 10

app = typer.Typer(
    help="Build, look into and export a gazetteer: the names that clean sources vouch for.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class TableFormat(StrEnum):
    """The forms in which a gazetteer can be taken elsewhere."""

    CSV = "csv"
    JSONL = "jsonl"


SourcePaths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Clean stories: files, folders, archives, patterns; - is standard input."),
]
Stored = Annotated[Path, typer.Argument(metavar="FILE", help="A gazetteer made with `repair gazetteer build`.")]


@app.command("build")
def build_cli(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The gazetteer file to write.")],
    sources: SourcePaths = None,
    format_in: Annotated[
        str | None, typer.Option("--format-in", metavar="FORM", help="The form of PATH; without it the content tells.")
    ] = None,
    text_field: Annotated[
        list[str] | None,
        typer.Option("--text-field", metavar="NAME", help="A field or column that holds text; may be given again."),
    ] = None,
    config: options.ConfigFile = None,
) -> None:
    """Take the names out of clean stories into one file; the same stories always give the same bytes."""
    settings = session.resolve_settings(config)
    form = ReadOptions(format=format_in, text_fields=tuple(text_field or ()), max_bytes=settings.max_bytes)
    raise typer.Exit(build(sources or [], form, out))


@app.command("import")
def import_cli(
    lists: Annotated[
        list[Path],
        typer.Argument(
            metavar="LIST...", help="Tables (.tsv, .csv), TBX, or JSON Lines of open name lists; packed or not."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The gazetteer file to write.")],
    kind: Annotated[
        Kind, typer.Option("--kind", help="What the names are that the list does not say it of.")
    ] = Kind.OTHER,
    lang: Annotated[
        str,
        typer.Option(
            "--lang", metavar="LANG", help="The language of the spellings to prefer, where lists have several."
        ),
    ] = "en",
) -> None:
    """Take names over from lists that others keep, in all their languages and scripts, however long the lists are.

    Understood are the entities of FollowTheMoney (OpenSanctions), Wikidata's labels and aliases, and plain objects.
    """
    raise typer.Exit(import_lists(lists, out, kind=kind, lang=lang))


@app.command("show")
def show_cli(
    gazetteer: Stored,
    query: Annotated[str | None, typer.Argument(metavar="NAME", help="Show only names that read like this.")] = None,
) -> None:
    """List the names in a gazetteer with their kinds, counts, other spellings, titles and sources."""
    raise typer.Exit(show(gazetteer, query))


@app.command("export")
def export_cli(
    gazetteer: Stored,
    format: Annotated[TableFormat, typer.Option("--format", help="csv or jsonl.")] = TableFormat.CSV,
) -> None:
    """Write a gazetteer to standard output as a table, one spelling a row."""
    raise typer.Exit(export(gazetteer, format))


def build(sources: Sequence[str], form: ReadOptions, out: Path) -> int:
    """Build a gazetteer from ``sources``, read as ``form`` says, and save it as ``out``; return the exit code."""
    if not sources:
        raise GazetteerError(NO_SOURCES)
    from repair.translation.multilingual import merge_scripts

    originals_of((), sources).refuse(out, instead=OTHER_FILE.format(option="--out"))
    tally = ExitStatus()
    documents = read_sources(sources, tally, form=form)
    gazetteer = merge_scripts(session.build_gazetteer(documents))
    gazetteer.save(out)
    say(f"{out}: {number(len(gazetteer.names), 'name')} from {number(len(documents), 'source')}")
    return FAILED if tally.failed else NOTHING


def import_lists(lists: Sequence[Path], out: Path, *, kind: Kind, lang: str) -> int:
    """Import ``lists`` into one gazetteer file ``out``; return the exit code."""
    originals_of((), (), *lists).refuse(out, instead=OTHER_FILE.format(option="--out"))
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.importers import read_list

    tally = ExitStatus()

    def trouble(words: str) -> None:
        if tally.failed < _MOST_TOLD:
            tally.trouble(words)
        else:
            tally.failed += 1

    entries = (entry for path in lists for entry in read_list(path, lang=lang, trouble=trouble))
    gazetteer = Gazetteer.from_entries(entries, out, kind=kind)
    if tally.failed > _MOST_TOLD:
        say(f"error: {number(tally.failed - _MOST_TOLD, 'more line')} left out")
    say(f"{out}: {number(len(gazetteer.names), 'name')} from {number(len(lists), 'list')}")
    return FAILED if tally.failed else NOTHING


def show(path: Path, query: str | None) -> int:
    """Print the names in the gazetteer at ``path``, or those like ``query``; return the exit code."""
    from repair.gazetteer import Gazetteer

    gazetteer = Gazetteer.load(path)
    names = gazetteer.find(query) if query is not None else gazetteer.names
    for name in names:
        _show_name(name)
    everything = number(len(gazetteer.names), "name")
    say(everything if query is None else f"{len(names):,} of {everything}")
    return NOTHING


def export(path: Path, form: TableFormat) -> int:
    """Print the gazetteer at ``path`` as a table; return the exit code."""
    from repair.gazetteer import Gazetteer

    rows = list(spelling_rows(Gazetteer.load(path).names))
    if form is TableFormat.JSONL:
        for row in rows:
            data(json.dumps(row, ensure_ascii=False) + "\n")
        return NOTHING
    table = io.StringIO()
    writer = csv.DictWriter(table, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: "; ".join(value) if isinstance(value, list) else value for key, value in row.items()})
    data(table.getvalue())
    return NOTHING


def spelling_rows(names: Iterable[Name]) -> Iterator[dict[str, str | int | bool | list[str]]]:
    """Yield a row for each spelling of each name; ``titles`` and ``sources`` are lists."""
    for name in names:
        for alias in name.aliases:
            yield {
                "canonical": name.canonical,
                "kind": name.kind.value,
                "spelling": alias.surface,
                "short": alias.short,
                "count": alias.count,
                "titles": list(name.titles),
                "sources": sorted({seen.source for seen in alias.seen}),
                "vouched_by": name.vouched_by or "",
            }


def _show_name(name: Name) -> None:
    """Print one name: its spelling, kind and count, then what else is known of it."""
    from rich.text import Text

    from repair.core.display import visible

    entry = Text(visible(name.canonical), "bold")
    entry = Text.assemble(entry, f"  {name.kind.value}, seen {number(name.count, 'time')}\n")
    others = [f"{visible(alias.surface)} ({alias.count})" for alias in name.aliases if alias.surface != name.canonical]
    if others:
        entry.append(f"    also: {', '.join(others)}\n")
    if name.titles:
        entry.append(f"    titles: {', '.join(visible(title) for title in name.titles)}\n")
    sources = sorted({seen.source for alias in name.aliases for seen in alias.seen})
    if sources:
        entry.append(f"    in: {', '.join(visible(source) for source in sources)}\n", "dim")
    rich_data(entry)
