"""`repair gazetteer show|export`: the names in a gazetteer file, for people and as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options
from repair.cli.output import NOTHING, write_data, write_message, write_report
from repair.core.display import quantity

if TYPE_CHECKING:
    from repair.core.types import Name
    from repair.gazetteer import Gazetteer

NEAR = "No name is spelled {query!r}. The closest spellings are:"
LISTED, LISTED_OF = "Listed {names}.", "Listed {count:,} of {names}."


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


def export_cli(
    gazetteer: options.GazetteerPath,
    format: Annotated[options.TableFormat, typer.Option("--format", help="csv or jsonl.")] = options.TableFormat.CSV,
) -> None:
    """Write a gazetteer to standard output as a table that can be edited and built again.

    A row holds a spelling of a name or, at the end, a source with its text.
    """
    raise typer.Exit(export(gazetteer, format))


def show(path: Path, query: str | None) -> int:
    """Print the names in the gazetteer at ``path``, or those like ``query``; return the exit code."""
    from repair.gazetteer import Gazetteer

    gazetteer = Gazetteer.load(path)
    names = _names_like(gazetteer, query) if query is not None else gazetteer.names
    for name in names:
        _show_name(name)
    total = quantity(len(gazetteer.names), "name")
    write_message(LISTED.format(names=total) if query is None else LISTED_OF.format(count=len(names), names=total))
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
