"""Writes data to standard output and messages to standard error, and counts what decides the exit status."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from repair.core.display import visible
from repair.core.errors import RepairError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NOTHING, FOUND, FAILED = 0, 1, 2
WRAP_INDENT = 10  # indent of continuation lines of a report (columns)

Item = TypeVar("Item")

# The messages of commands on standard error, for an additional log file; not propagated, to avoid writing them twice.
MESSAGES = logging.getLogger("repair.messages")
MESSAGES.propagate = False
MESSAGES.setLevel(logging.INFO)
MESSAGES.addHandler(logging.NullHandler())


@dataclass(slots=True)
class ExitStatus:
    """What has happened so far in one call: ``found`` counts suggestions or changes, ``failed`` counts errors."""

    found: int = 0
    failed: int = 0

    def report_error(self, error: RepairError) -> None:
        """Write one line about an error and count it; the call goes on."""
        self.failed += 1
        write_error(error)

    @property
    def exit_code(self) -> int:
        """2 after any error, else 1 if anything was found, else 0."""
        if self.failed:
            return FAILED
        return FOUND if self.found else NOTHING


def exit_status(code: int, *, report_found: bool) -> int:
    """Return the exit status of the process: the one place that decides what a script sees.

    Args:
        code: What the command returned: 0 (nothing found), 1 (something found or changed) or 2 (an error).
        report_found: Whether `--exit-code` was given; without it a command that did its job ends with 0.

    >>> exit_status(1, report_found=False), exit_status(1, report_found=True), exit_status(2, report_found=False)
    (0, 1, 2)
    """
    return NOTHING if code == FOUND and not report_found else code


def write_data(text: str) -> None:
    """Write ``text`` to standard output."""
    sys.stdout.write(text)


def write_raw(content: bytes) -> None:
    """Write the bytes of a cleaned document to standard output, in its own encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def write_report(text: Text, *, stderr: bool = False) -> None:
    """Write a report: coloured and wrapped on a terminal, plain and unwrapped elsewhere; to stderr, it is a message."""
    if stderr and not MESSAGES.isEnabledFor(logging.INFO):
        return
    stream = sys.stderr if stderr else sys.stdout
    if not stream.isatty():
        stream.write(text.plain)
        return
    from rich.console import Console

    console = Console(file=stream, highlight=False)
    for line in text.split("\n"):
        console.print(*wrapped(line, console), sep="\n", soft_wrap=True)


def wrapped(line: Text, console: Console) -> list[Text]:
    """Return a line of a report wrapped at words to the width of the console; what follows the first is indented."""
    from rich.text import Text

    first, *others = line.wrap(console, console.width)
    if not others:
        return [first]
    start = len(line.plain) - len(line.plain[len(first.plain) :].lstrip())
    rest = line[start:].wrap(console, max(console.width - WRAP_INDENT, 1))
    return [first, *(Text(" " * WRAP_INDENT).append_text(part) for part in rest)]


def write_error(error: RepairError) -> None:
    """Write the sentence of an error to standard error, on one line."""
    write_message(f"error: {error}", logging.ERROR)


def write_message(message: str, level: int = logging.INFO) -> None:
    """Write one line to standard error, with control characters escaped, unless ``level`` is below that of the log."""
    if not MESSAGES.isEnabledFor(level):
        return
    sys.stdout.flush()
    sys.stderr.write(visible(message) + "\n")
    MESSAGES.log(level, "%s", message)


@contextmanager
def progress_display(label: str, *, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show ``label`` and the progress on standard error while the block runs, if it is a terminal.

    The block gets a function that takes how many of ``total`` are done. Without a total, the display only moves.
    """
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.update(task, completed=done)


def with_progress(items: Iterable[Item], *, total: int, label: str, silent: bool = False) -> Iterator[Item]:
    """Yield ``items`` and show a progress bar on standard error if it is a terminal and no report would be torn.

    Args:
        items: What to yield.
        total: How many there are.
        label: The text next to the bar.
        silent: Whether nothing is written to standard output until the last of them.
    """
    if total < 2 or not sys.stderr.isatty() or (sys.stdout.isatty() and not silent):
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=label, total=total, console=Console(stderr=True), transient=True)
