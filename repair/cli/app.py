"""The `repair` command: what it is called with, the commands it has, and how every failure ends in one line.

The commands themselves are in `repair/commands/`.
"""

from __future__ import annotations

import os
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
from repair.cli.options import ManyPaths
from repair.cli.output import FAILED, prepare_streams, say
from repair.cli.review import review_cli
from repair.cli.suggest import suggest_cli
from repair.cli.synthesize import garble_cli
from repair.cli.train import train_cli
from repair.cli.translate import translate_cli
from repair.cli.undo import undo_cli
from repair.core.errors import RepairError
from repair.core.version import __version__

_STOPPED = 130  # what a shell reports for a command stopped with Ctrl-C

UNEXPECTED = "error: something unforeseen went wrong ({kind}: {why}); run again with --debug and report it"
NO_MEMORY = "error: out of memory; check fewer or smaller files at a time"


class RepairGroup(TyperGroup):
    """The top command: below it errors are exceptions, above it there is one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and turn what it raises into words for the person who must act."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # here a broken pipe can still be answered
        except RepairError as error:
            return _end(ctx, f"error: {error}", error)
        except BrokenPipeError:
            # The reader has seen enough; the interpreter must not complain again when it flushes.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FAILED) from None
        except KeyboardInterrupt as error:
            return _end(ctx, "stopped", error, code=_STOPPED)
        except MemoryError as error:
            return _end(ctx, NO_MEMORY, error)
        except Exception as error:
            if type(error).__module__.split(".")[0] in ("typer", "click"):
                raise  # an exit code or a usage error, which typer words itself
            return _end(ctx, UNEXPECTED.format(kind=type(error).__name__, why=error), error)


def _end(ctx: Any, words: str, error: BaseException, *, code: int = FAILED) -> NoReturn:
    """Say ``words`` and leave with ``code``; with `--debug` the traceback follows."""
    say(words)
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


def _version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        sys.stdout.write(f"repair {__version__}\n")
        raise typer.Exit()


@app.callback()
def top(
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from; may stand anywhere.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Find mangled names in machine-translated news copy and propose the right ones from clean sources.

    Exit status: 0 when the command did its job, 2 on an error. With --exit-code, 1 when something was found or changed.
    """


app.command("suggest", cls=ManyPaths, short_help="Report mangled names and proposals; change nothing.")(suggest_cli)
app.command("explain", cls=ManyPaths, short_help="Tell why each name was changed or left alone.")(explain_cli)
app.command("clean", cls=ManyPaths, short_help="Make the certain repairs and list the rest.")(clean_cli)
app.command("apply", short_help="Carry out suggestions that a person went through.")(apply_cli)
app.command("translate", cls=ManyPaths, short_help="Translate copy with its names kept.")(translate_cli)
app.command("garble", short_help="Mangle clean copy as translation does, with labels.")(garble_cli)
app.command("undo", short_help="Put cleaned copy back as it was.")(undo_cli)
app.command("review", cls=ManyPaths, short_help="Go through suggestions on a page, or in the terminal.")(review_cli)
app.add_typer(gazetteer.app, name="gazetteer", short_help="Build, look into and export a gazetteer.")
app.command("train", short_help="Train the model that ranks names.")(train_cli)
app.command("calibrate", short_help="Learn what each piece of evidence is worth.")(calibrate_cli)
app.command("evaluate", short_help="Measure on copy with labelled names.")(evaluate_cli)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    # The model's matrices are small: more threads than one gain nothing on an idle machine, and on a busy one
    # they wait for each other for seconds. Must be said before numpy is first imported; a user's choice stands.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app(args=_debug_first(given), prog_name="repair")


def _debug_first(arguments: list[str]) -> list[str]:
    """Return ``arguments`` with `--debug` at the front, wherever it stood.

    >>> _debug_first(["suggest", "a.txt", "--debug"])
    ['--debug', 'suggest', 'a.txt']
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    rest = [argument for argument in arguments[:end] if argument != "--debug"]
    return ["--debug"] * (len(rest) < end) + rest + arguments[end:]
