"""`repair gazetteer add|remove|rename|merge`: changes that a person makes to a gazetteer file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.cli import options
from repair.cli.output import NOTHING, write_message
from repair.cli.sources import OTHER_FILE, originals_of
from repair.core.display import quantity
from repair.core.types import Kind

if TYPE_CHECKING:
    from repair.gazetteer import Gazetteer

CHANGED = "{path}: Wrote {names}; there were {before:,} before."
MERGED = "{path}: Wrote {names} from {gazetteers}."

Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="FILE", help="Write the changed gazetteer here instead of over FILE."),
]


def add_cli(
    gazetteer: options.GazetteerPath,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names to add; quote those of several words.")],
    kind: Annotated[
        Kind | None, typer.Option("--kind", help="Kind of the names; by default it is guessed for each.")
    ] = None,
    out: Out = None,
) -> None:
    """Add names to a gazetteer, so that they are not flagged and can be proposed."""
    from repair.gazetteer.editing import add_names

    raise typer.Exit(change(gazetteer, out, lambda before: add_names(before, names, kind=kind)))


def remove_cli(
    gazetteer: options.GazetteerPath,
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Names or spellings to remove, exactly as spelled.")
    ],
    out: Out = None,
) -> None:
    """Remove names from a gazetteer and from the sentences of its sources, so that they are no longer proposed."""
    from repair.gazetteer.editing import remove_name

    def remove_all(before: Gazetteer) -> Gazetteer:
        for name in names:
            before = remove_name(before, name)
        return before

    raise typer.Exit(change(gazetteer, out, remove_all))


def rename_cli(
    gazetteer: options.GazetteerPath,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The name as it is spelled in the gazetteer.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new spelling.")],
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the old spelling as an alias, also in the sources.")
    ] = False,
    out: Out = None,
) -> None:
    """Change the spelling of a name in a gazetteer, also in the sentences of its sources."""
    from repair.gazetteer.editing import rename

    raise typer.Exit(change(gazetteer, out, lambda before: rename(before, old, new, keep=keep)))


def merge_cli(
    gazetteers: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Gazetteers, or tables that `export` wrote.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The gazetteer file to write.")],
) -> None:
    """Merge gazetteers into one that holds the names and sources of all of them."""
    raise typer.Exit(merge(gazetteers, out))


def change(path: Path, out: Path | None, changed: Callable[[Gazetteer], Gazetteer]) -> int:
    """Write a changed gazetteer over the file ``path``, or to ``out``; return the exit code.

    Args:
        path: The gazetteer file.
        out: Where to write; None means to replace ``path``.
        changed: Returns the changed gazetteer.
    """
    from repair.gazetteer import Gazetteer

    before = Gazetteer.load(path)
    count = len(before.names)
    after = changed(before)
    save_like(after, path, out or path)
    names = quantity(len(after.names), "name")
    write_message(CHANGED.format(path=out or path, names=names, before=count))
    return NOTHING


def save_like(gazetteer: Gazetteer, path: Path, target: Path) -> None:
    """Write a gazetteer to ``target`` in the form of the file ``path``: packed, or as text."""
    from repair.gazetteer.packed_index import is_packed
    from repair.gazetteer.packed_writer import pack

    if is_packed(path):
        pack(target, gazetteer.names, gazetteer.sources, confirmed=False)
    else:
        gazetteer.save(target)


def merge(paths: Sequence[Path], out: Path) -> int:
    """Merge the gazetteers in ``paths`` into the file ``out``; return the exit code."""
    originals_of((), (), *paths).refuse(out, instead=OTHER_FILE.format(option="--out"))
    from repair.gazetteer.editing import merge_gazetteers

    merged = merge_gazetteers(map(load, paths))
    save_like(merged, paths[0], out)
    names, merged_from = quantity(len(merged.names), "name"), quantity(len(paths), "gazetteer")
    write_message(MERGED.format(path=out, names=names, gazetteers=merged_from))
    return NOTHING


def load(path: Path) -> Gazetteer:
    """Return the gazetteer in a gazetteer file or in a table that `export` wrote."""
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.export_table import is_export, read_export

    return read_export(path) if is_export(path) else Gazetteer.load(path)
