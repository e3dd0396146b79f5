"""The options that several commands share, each written down once, and how `--sources` takes many paths.

Only declares; `session.py` gives them meaning.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand


class ReportFormat(StrEnum):
    """The forms in which suggestions can be told."""

    TEXT = "text"
    JSONL = "jsonl"
    DIFF = "diff"
    SARIF = "sarif"


class ListFormat(StrEnum):
    """The forms in which a list of findings can be told."""

    TEXT = "text"
    JSONL = "jsonl"


Copy = Annotated[
    list[str] | None,
    typer.Argument(metavar="COPY", help="Files, folders or patterns to check; - is standard input."),
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--sources",
        metavar="PATH...",
        help="Clean stories that tell the same news: files, folders, archives, patterns; every path up to the next "
        "option, so that COPY or QUEUE stands before it, or after --.",
    ),
]
GazetteerFile = Annotated[
    Path | None, typer.Option("--gazetteer", metavar="FILE", help="Names built before with `repair gazetteer build`.")
]
Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="What people decided in `repair review`: a SQLite file, or postgresql+psycopg://USER@HOST/NAME.",
    ),
]
ModelFolder = Annotated[
    Path | None, typer.Option("--model", metavar="DIR", help="Model directory; without it the shipped model.")
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings file; without it the nearest repair.toml, or pyproject.toml."
    ),
]
ShowConfig = Annotated[bool, typer.Option("--show-config", help="Print the settings in force and stop.")]
ApplyAt = Annotated[
    float | None, typer.Option("--apply-at", min=0, max=1, help="Confidence (0-1) from which a repair is certain.")
]
ReviewAt = Annotated[
    float | None, typer.Option("--review-at", min=0, max=1, help="Confidence (0-1) from which it is suggested at all.")
]
Flag = Annotated[
    bool | None, typer.Option("--flag/--no-flag", help="Point out names that no source has (on by default).")
]
Variants = Annotated[
    bool,
    typer.Option(
        "--variants",
        help="Also show spellings of another romanisation, which may be right (JSON Lines always has them).",
    ),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the repaired copies into this folder.")]
InPlace = Annotated[
    bool,
    typer.Option("--in-place", help="Write over the originals; every edit is logged, and `repair undo` takes it back."),
]
ShowDiff = Annotated[bool, typer.Option("--diff", help="Print what changes as a unified diff.")]
ExitCode = Annotated[
    bool,
    typer.Option("--exit-code", help="Exit with status 1 instead of 0 when something was found or changed."),
]


class EngineName(StrEnum):
    """What does the work of a batch."""

    LOCAL = "local"
    RAY = "ray"


class Clean:
    """The options of `repair clean` alone."""

    Quiet = Annotated[bool, typer.Option("--quiet", help="Do not list what was left; with --out it is in the queue.")]
    FormatIn = Annotated[
        str | None, typer.Option("--format-in", metavar="FORM", help="The form of COPY; without it the content tells.")
    ]
    TextField = Annotated[
        list[str] | None,
        typer.Option("--text-field", metavar="NAME", help="A field or column that holds copy; may be given again."),
    ]
    Workers = Annotated[int, typer.Option("--workers", min=1, max=512, help="Processes that look for names.")]
    Watch = Annotated[
        bool, typer.Option("--watch", help="Clean what arrives in the folders COPY once it is complete, until stopped.")
    ]
    Settle = Annotated[
        float,
        typer.Option("--settle", metavar="SECONDS", min=0, help="With --watch: files unchanged so long are complete."),
    ]
    Seconds = Annotated[
        float, typer.Option("--seconds", min=0, help="Time one document may take before it is given up; 0 is no limit.")
    ]
    Log = Annotated[
        Path | None,
        typer.Option(
            "--log",
            metavar="DIR",
            help="Where the books of a batch lie; without it in .repair under --out, or in the folder of COPY.",
        ),
    ]
    Engine = Annotated[
        EngineName,
        typer.Option("--engine", help="Where the work is done: processes of this machine, or Ray with its cluster."),
    ]
    Report = Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write a page of figures and plots (HTML).")
    ]


class ManyPaths(TyperCommand):
    """A command whose `--sources` takes every path that follows it, up to the next option or `--`.

    A shell makes `--sources a.txt b.txt` of `--sources *.txt`: b.txt must never become copy, let alone be edited in
    place. Copy stands before `--sources`, or after `--`.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeat the option before each of its paths, then parse as usual."""
        takes_value = {
            name for param in self.params if not getattr(param, "is_flag", True) for name in getattr(param, "opts", ())
        }
        return super().parse_args(ctx, spread_sources(args, takes_value))


def spread_sources(arguments: list[str], takes_value: set[str]) -> list[str]:
    """Return ``arguments`` with `--sources` repeated before each path that belongs to it.

    Args:
        arguments: What follows the name of the command.
        takes_value: The options whose next argument is their value, `--sources` among them.

    >>> spread_sources(["a.txt", "--sources", "b", "c", "--format", "text"], {"--sources", "--format"})
    ['a.txt', '--sources', 'b', '--sources', 'c', '--format', 'text']
    >>> spread_sources(["--sources=b", "c", "--", "a.txt"], {"--sources"})
    ['--sources=b', '--sources', 'c', '--', 'a.txt']
    """
    spread: list[str] = []
    in_sources = value_next = False
    for at, argument in enumerate(arguments):
        if argument == "--":
            return spread + arguments[at:]
        is_option = argument.startswith("-") and argument != "-"
        if value_next:
            value_next = False
        elif is_option:
            in_sources = argument == "--sources" or argument.startswith("--sources=")
            value_next = argument in takes_value
        elif in_sources:
            spread.append("--sources")
        spread.append(argument)
    return spread
