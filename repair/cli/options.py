"""The options that several commands share, each declared once.

Only declares them; `session` gives them meaning.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from repair.cli.plain_help import NO_STANDARD_STREAM

LONGEST_SECONDS = 10_000_000  # about four months; timers of the system take little more


class ReportFormat(StrEnum):
    """The forms in which suggestions can be reported."""

    TEXT = "text"
    JSONL = "jsonl"
    DIFF = "diff"
    SARIF = "sarif"


def input_format(name: str | None) -> str | None:
    """Return the name of a file format as given, None for none; raise `typer.BadParameter` if it is unknown."""
    if name is None:
        return None
    from repair.core.errors import FormatError
    from repair.formats import UNKNOWN_FORMAT
    from repair.formats.registry import record_formats, story_formats

    known = {**story_formats(), **record_formats()}
    if name not in known:
        raise typer.BadParameter(str(FormatError.of(UNKNOWN_FORMAT, format=name, known=", ".join(known))))
    return name


def database_url(value: str | None) -> str | None:
    """Return the address of a database as given; raise `typer.BadParameter` for "-", which would be a file."""
    if value == "-":
        raise typer.BadParameter(NO_STANDARD_STREAM)
    return value


def file_or_standard_output(path: Path | None) -> Path | None:
    """Return the path of an output file, None for standard output, which may be given as "-"."""
    return None if path == Path("-") else path


class ListFormat(StrEnum):
    """The forms in which a list of suggestions or findings can be written."""

    TEXT = "text"
    JSONL = "jsonl"


class TableFormat(StrEnum):
    """The forms in which a gazetteer can be exported."""

    CSV = "csv"
    JSONL = "jsonl"


class EngineName(StrEnum):
    """Where the work of a batch is done."""

    LOCAL = "local"
    RAY = "ray"


class LogLevel(StrEnum):
    """The lowest level of messages that are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def number(self) -> int:
        """The level of the standard library."""
        return int(logging.getLevelNamesMapping()[self.value.upper()])


Copy = Annotated[
    list[str] | None,
    typer.Argument(metavar="COPY", help="Files, folders or patterns to check; - means standard input."),
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--sources",
        metavar="PATH...",
        help="Clean stories about the same news: files, folders, archives, patterns. Takes all paths up to the next "
        "option, so put COPY or QUEUE before it, or after --.",
    ),
]
ReportFormatOption = Annotated[
    ReportFormat | None,
    typer.Option(
        "--format", help="Format of the report: text (default), jsonl, diff (as if all were accepted) or sarif."
    ),
]
GazetteerFile = Annotated[
    Path | None, typer.Option("--gazetteer", metavar="FILE", help="A gazetteer made with `repair gazetteer build`.")
]
GazetteerPath = Annotated[Path, typer.Argument(metavar="FILE", help="A gazetteer made with `repair gazetteer build`.")]
Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        callback=database_url,
        help="The database of decisions made in `repair review`: a SQLite file, or postgresql+psycopg://USER@HOST/NAME.",
    ),
]
ModelFolder = Annotated[
    Path | None, typer.Option("--model", metavar="DIR", help="A model directory instead of the built-in model.")
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings file instead of the nearest repair.toml or pyproject.toml."
    ),
]
ShowConfig = Annotated[bool, typer.Option("--show-config", help="Print the settings in force and exit.")]
ApplyAt = Annotated[
    float | None,
    typer.Option(
        "--apply-at",
        metavar="CONFIDENCE",
        min=0,
        max=1,
        help="Confidence (0-1) from which a correction counts as certain.",
    ),
]
ReviewAt = Annotated[
    float | None,
    typer.Option(
        "--review-at", metavar="CONFIDENCE", min=0, max=1, help="Confidence (0-1) from which a correction is suggested."
    ),
]
Flag = Annotated[
    bool | None, typer.Option("--flag/--no-flag", help="Report names that are not in any source (on by default).")
]
Variants = Annotated[
    bool,
    typer.Option(
        "--variants",
        help="Also show spelling variants, such as another romanisation, which may be right "
        "(JSON Lines always include them).",
    ),
]
Verbose = Annotated[
    bool,
    typer.Option("-v", "--verbose", help="Report every place with its sentence, reasons, sources and alternatives."),
]
VerboseExplanation = Annotated[
    bool, typer.Option("-v", "--verbose", help="Show the sentence and the sources of each name, too.")
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="DIR", file_okay=False, help="Write the corrected copy into this folder."),
]
InPlace = Annotated[
    bool,
    typer.Option(
        "--in-place", help="Change the originals. Every correction is logged, and `repair undo` takes it back."
    ),
]
ShowDiff = Annotated[bool, typer.Option("--diff", help="Print the changes as a unified diff.")]
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        min=0,
        max=LONGEST_SECONDS,
        metavar="SECONDS",
        help="Time limit for each document, in all that is done with it, in seconds; 0 means no limit.",
    ),
]
ExitCode = Annotated[
    bool,
    typer.Option("--exit-code", help="Exit with status 1 instead of 0 when something was found or changed."),
]


TextField = Annotated[
    list[str] | None,
    typer.Option(
        "--text-field", metavar="NAME", help="Name of a field or column that holds text. Can be given several times."
    ),
]


class Clean:
    """The options of `repair clean` alone."""

    FormatIn = Annotated[
        str | None,
        typer.Option(
            "--input-format",
            metavar="FORMAT",
            callback=input_format,
            help="Format of COPY; by default it is detected.",
        ),
    ]
    Workers = Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=512, help="Number of processes that check copy.")
    ]
    Watch = Annotated[
        bool,
        typer.Option(
            "--watch", help="Watch the folders given as COPY, and clean each file that arrives; Ctrl-C ends it."
        ),
    ]
    Settle = Annotated[
        float,
        typer.Option(
            "--settle",
            metavar="SECONDS",
            min=0,
            max=LONGEST_SECONDS,
            help="With --watch, a file counts as complete when it has not changed for this many seconds.",
        ),
    ]
    Log = Annotated[
        Path | None,
        typer.Option(
            "--log",
            metavar="DIR",
            help="Folder of the ledger. By default it is .repair in the folder of --out, or in the folder of COPY.",
        ),
    ]
    Engine = Annotated[
        EngineName,
        typer.Option("--engine", help="Where the work is done: local (this machine) or ray (a Ray cluster)."),
    ]
    Report = Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write a report page with figures and plots (HTML).")
    ]


LogLevelOption = Annotated[
    LogLevel,
    typer.Option(
        "--log-level", metavar="LEVEL", help="Lowest level of messages to write: debug, info, warning or error."
    ),
]
LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log-file",
        metavar="FILE",
        help="Also append messages to this file, with time and level. The file can be rotated.",
    ),
]
