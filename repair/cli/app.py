"""The `repair` command: its commands and global options, and how every failure ends as one line.

Each command is a module of this package; nothing is computed here.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from repair.cli import gazetteer
from repair.cli.apply import apply_cli
from repair.cli.calibrate import calibrate_cli
from repair.cli.clean import clean_cli
from repair.cli.evaluate import evaluate_cli
from repair.cli.explain import explain_cli
from repair.cli.option_names import current_options
from repair.cli.output import FAILED, NOTHING, write_message
from repair.cli.plain_help import PlainCommand, plain_error
from repair.cli.quiet import with_quiet
from repair.cli.review import review_cli
from repair.cli.sources_option import ManyPaths
from repair.cli.standard_streams import discard_output, prepare_streams
from repair.cli.suggest import suggest_cli
from repair.cli.synthesize import garble_cli
from repair.cli.train import train_cli
from repair.cli.translate import translate_cli
from repair.cli.undo import undo_cli
from repair.core.errors import RepairError, reason_of
from repair.core.version import __version__

_INTERRUPTED = 130  # what a shell reports for a command stopped with Ctrl-C

DISK = "a file cannot be read or written ({why}); check the disk, its free space and its permissions"
DATABASE = "a database file cannot be used ({why}); check the disk, its free space and its permissions"
UNEXPECTED = (
    "error: Something unexpected went wrong ({kind}: {why}). Run the command again with --debug, and report the output."
)
STOPPED = "Stopped."
NO_MEMORY = "error: There is not enough memory. Check fewer or smaller files at a time."


class RepairGroup(TyperGroup):
    """The top command: below it errors are exceptions, above it there is one line and an exit status."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """Read the arguments; `--help` and `--version` write to standard output already here."""
        try:
            return super().make_context(*arguments, **options)
        except BrokenPipeError:
            discard_output()
            raise typer.Exit(NOTHING) from None
        except OSError as error:
            write_message(f"error: {RepairError.of(DISK, path=error.filename or '', why=error)}", logging.ERROR)
            discard_output()
            raise typer.Exit(FAILED) from None

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and turn an exception into a message for the person who must act."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # here a broken pipe can still be handled
        except RepairError as error:
            return _end(ctx, f"error: {error}", error)
        except BrokenPipeError:
            discard_output()
            raise typer.Exit(NOTHING) from None
        except KeyboardInterrupt as error:
            return _end(ctx, STOPPED, error, code=_INTERRUPTED)
        except MemoryError as error:
            return _end(ctx, NO_MEMORY, error)
        except OSError as error:
            return _end(ctx, f"error: {RepairError.of(DISK, path=error.filename or '', why=error)}", error)
        except sqlite3.Error as error:
            return _end(ctx, f"error: {RepairError.of(DATABASE, why=error)}", error)
        except Exception as error:
            if type(error).__module__.split(".")[0] in ("typer", "click"):
                # An exit status or a usage error, which typer reports.
                if isinstance(message := getattr(error, "message", None), str):
                    error.message = plain_error(message)  # type: ignore[attr-defined]
                raise
            return _end(ctx, UNEXPECTED.format(kind=type(error).__name__, why=reason_of(error)), error)


def _end(ctx: Any, message: str, error: BaseException, *, code: int = FAILED) -> NoReturn:
    """Write ``message`` and end with ``code``; with `--debug` the traceback follows."""
    write_message(message, logging.ERROR)
    if ctx.params.get("debug"):
        traceback.print_exception(error)
    raise typer.Exit(code)


app = typer.Typer(
    cls=RepairGroup,
    name="repair",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(given: bool) -> None:
    """Print the version and exit."""
    if given:
        sys.stdout.write(f"repair {__version__}\n")
        sys.stdout.flush()
        raise typer.Exit()


@app.callback()
def top(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error. Can be given anywhere in the command.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("-V", "--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Find mangled names in machine-translated news copy, and suggest the right ones from clean sources.

    Exit status: 0 when the command did its job, 2 on an error. With --exit-code, 1 when something was found or changed.
    """


app.command("suggest", cls=ManyPaths, short_help="Report mangled names with suggestions; change nothing.")(
    with_quiet(suggest_cli)
)
app.command("explain", cls=ManyPaths, short_help="Explain why each name was changed or left alone.")(
    with_quiet(explain_cli)
)
app.command("clean", cls=ManyPaths, short_help="Make the certain corrections and queue the rest for an editor.")(
    with_quiet(clean_cli)
)
app.command("apply", cls=PlainCommand, short_help="Make the corrections in a list that a person has checked.")(
    with_quiet(apply_cli)
)
app.command("translate", cls=ManyPaths, short_help="Translate copy and keep its names right.")(
    with_quiet(translate_cli)
)
app.command("garble", cls=PlainCommand, short_help="Mangle the names in clean copy and label them, for tests.")(
    with_quiet(garble_cli)
)
app.command("undo", cls=PlainCommand, short_help="Restore copy as it was before it was cleaned.")(with_quiet(undo_cli))
app.command("review", cls=ManyPaths, short_help="Review suggestions in the browser or the terminal.")(
    with_quiet(review_cli)
)
app.add_typer(gazetteer.app, name="gazetteer", short_help="Build, inspect, edit, import and export gazetteers.")
app.command("train", cls=PlainCommand, short_help="Train the model that compares spellings.")(with_quiet(train_cli))
app.command("calibrate", cls=PlainCommand, short_help="Learn the weight of each piece of evidence.")(
    with_quiet(calibrate_cli)
)
app.command("evaluate", cls=PlainCommand, short_help="Measure precision and recall on labelled copy.")(
    with_quiet(evaluate_cli)
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit status; None takes the arguments of the process."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    # The model's matrices are small: more threads than one gain nothing on an idle machine, and on a busy one they
    # wait for each other for seconds. Must be set before numpy is first imported; the user's own choice stands.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app(args=_debug_first(current_options(given)), prog_name="repair")


def _debug_first(arguments: list[str]) -> list[str]:
    """Return ``arguments`` with `--debug` at the front, wherever it was.

    >>> _debug_first(["suggest", "a.txt", "--debug"])
    ['--debug', 'suggest', 'a.txt']
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    rest = [argument for argument in arguments[:end] if argument != "--debug"]
    return ["--debug"] * (len(rest) < end) + rest + arguments[end:]
