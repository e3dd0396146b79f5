"""Data to standard output, words to standard error, and the tally that becomes the exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from repair.core.display import visible
from repair.core.errors import RepairError

if TYPE_CHECKING:
    from rich.text import Text

NOTHING, FOUND, FAILED = 0, 1, 2

Item = TypeVar("Item")


@dataclass(slots=True)
class ExitStatus:
    """What has happened so far in one call: ``found`` counts suggestions, ``failed`` counts errors."""

    found: int = 0
    failed: int = 0

    def trouble(self, error: RepairError | str) -> None:
        """Say in one line what went wrong, and remember it; the call goes on."""
        self.failed += 1
        say(f"error: {error}")

    @property
    def exit_code(self) -> int:
        """2 after any error, else 1 if anything was found, else 0."""
        if self.failed:
            return FAILED
        return FOUND if self.found else NOTHING


def exit_status(code: int, *, tell_found: bool) -> int:
    """Return the status to leave the process with: the one place that decides what a script sees.

    Args:
        code: What the command returned: 0 (nothing found), 1 (something found or changed) or 2 (an error).
        tell_found: Whether `--exit-code` was given; without it a command that did its job leaves with 0.

    >>> exit_status(1, tell_found=False), exit_status(1, tell_found=True), exit_status(2, tell_found=False)
    (0, 1, 2)
    """
    return NOTHING if code == FOUND and not tell_found else code


def prepare_streams() -> None:
    """Let both streams take any text: data that is not for a terminal is UTF-8, whatever the machine's habit."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        # In JSON a lone surrogate (of a file name) comes out as \\udcxx, which is what JSON wants.
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def data(text: str) -> None:
    """Write ``text`` to standard output."""
    sys.stdout.write(text)


def raw_data(content: bytes) -> None:
    """Write the bytes of a repaired document to standard output, in its own encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def rich_data(text: Text, *, stderr: bool = False) -> None:
    """Write a report: in colour and wrapped on a terminal, plain and unwrapped elsewhere."""
    stream = sys.stderr if stderr else sys.stdout
    if not stream.isatty():
        stream.write(text.plain)
        return
    from rich.console import Console

    Console(file=stream, highlight=False).print(text, end="", soft_wrap=True)


def say(words: str) -> None:
    """Write one line of words to standard error, with nothing in it that a terminal would obey."""
    sys.stdout.flush()
    sys.stderr.write(visible(words) + "\n")


def number(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> number(1, "name"), number(0, "name")
    ('1 name', '0 names')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


@contextmanager
def waiting(words: str, *, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show ``words`` and how far it is on standard error while the block runs, if a person is looking.

    The block is given a function to tell how many of ``total`` are done; without a total, all moves and nothing counts.
    """
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words, total=total)
        yield lambda done: progress.update(task, completed=done)


def counted(items: Iterable[Item], *, total: int, words: str, silent: bool = False) -> Iterator[Item]:
    """Yield ``items``, with a bar on standard error if a person is looking and no report would run through it.

    ``silent`` promises that nothing is printed until the last of them.
    """
    if total < 2 or not sys.stderr.isatty() or (sys.stdout.isatty() and not silent):
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=words, total=total, console=Console(stderr=True), transient=True)
