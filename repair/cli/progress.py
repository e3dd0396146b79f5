"""How a batch tells of itself: what was found on standard output, troubles and a bar on standard error.

The bar shows what is done, how fast, and how long the rest will take; it is for people and appears only to them.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from repair.batch.counters import RunCounters
from repair.cli.output import data, number, rich_data, say
from repair.formats import InputFile

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from repair.batch.events import FileJob
    from repair.batch.outcome import CleanedRecord
    from repair.batch.run import DocumentRef
    from repair.core.types import Suggestion
    from repair.formats import SourceDocument

_PACKED = (".gz", ".zst")
_RATIO = 4  # bytes unpacked to one packed, for the bar; made up

LEFT = "left as they are: {told}"
SKIPPED = "could not be cleaned: {told}"


@dataclass(frozen=True, slots=True)
class ProgressStyle:
    """What is told of each document: a diff, and a list of what is left, as text or as lines of JSON.

    ``to_stderr``: the list goes there, since standard output is taken; ``written``: its places are those of the text
    as cleaned, for that is what is there from now on.
    """

    diff: bool = False
    listing: bool = True
    as_lines: bool = False
    to_stderr: bool = False
    written: bool = True


class BatchReporter:
    """Tells of a batch as it runs, and sums it up."""

    def __init__(self, style: ProgressStyle) -> None:
        self.totals = RunCounters()
        self.failed = 0
        self._style = style
        self._bar: ProgressBar | None = None

    def show(self, bar: ProgressBar | None) -> None:
        """Move this bar from now on."""
        self._bar = bar

    def trouble(self, words: str) -> None:
        """Say in one line what could not be cleaned."""
        self.failed += 1
        say(f"error: {words}")

    def notice(self, words: str) -> None:
        """Say something in one line."""
        say(words)

    def cleaned(self, name: DocumentRef, reading: SourceDocument, outcome: CleanedRecord) -> None:
        """Print what changed in a document and what is left of it."""
        style = self._style
        if style.diff and outcome.edits:
            from repair.cli.reports.diff import unified_diff

            data(unified_diff(_numbered(name.file, name.record), reading.document.text, outcome.edits))
        if not style.listing or not outcome.rest:
            return
        if style.written:
            _list(_numbered(name.copy, name.record), outcome.text, outcome.rest, style)
        else:
            _list(_numbered(name.file, name.record), reading.document.text, outcome.left, style)

    def passed(self, job: FileJob, size: int) -> None:
        """Move the bar."""
        if self._bar is not None:
            packed = job.path.suffix.lower() in _PACKED
            self._bar.advance(size / _RATIO if packed else size, self.totals)

    def ended(self, job: FileJob | None, totals: RunCounters) -> None:
        """Remember what has been counted."""
        self.totals = totals

    def sum_up(self) -> None:
        """Say how many repairs were made, what was left to a person, and what could not be cleaned and why."""
        from repair.cli.reports.terminal import tally_of

        totals = self.totals
        done = "made" if self._style.written else "would be made"
        say(f"{number(totals.edits, 'repair')} {done}; {tally_of(totals.actions, totals.documents)}")
        for words, counts in ((LEFT, totals.left), (SKIPPED, totals.skipped)):
            if counts:
                told = ", ".join(f"{count:,} ({why})" for why, count in counts.most_common())
                say(words.format(told=told))


class ProgressBar:
    """A bar on standard error; ``sizes`` of what there is to do are added up beside the work, in bytes."""

    def __init__(self, progress: Progress, sizes: Iterable[InputFile | object]) -> None:
        self._progress = progress
        self._task: TaskID = progress.add_task("Cleaning", total=None, told="")
        self._total = 0
        threading.Thread(target=self._count, args=(iter(sizes),), daemon=True).start()

    def advance(self, size: float, totals: RunCounters) -> None:
        """Move on by ``size`` bytes."""
        told = f"{totals.documents:,} documents, {totals.edits:,} repairs"
        self._progress.update(self._task, advance=size, told=told)

    def _count(self, places: Iterator[InputFile | object]) -> None:
        for place in places:
            if isinstance(place, InputFile):
                # What cannot be counted will be told of when it is read.
                with contextlib.suppress(OSError):
                    self._total += place.path.stat().st_size
        self._progress.update(self._task, total=self._total)


@contextmanager
def bar(places: Iterable[InputFile | object] | None) -> Iterator[ProgressBar | None]:
    """Show a bar for ``places`` (None: nobody knows how many) while the block runs, if a person is looking."""
    if not sys.stderr.isatty() or places is None:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}"),
    )
    # A report on the same terminal is printed above the bar; anywhere else it must reach its own stream.
    console, both = Console(stderr=True), sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, redirect_stdout=both) as progress:
        yield ProgressBar(progress, places)


def _numbered(name: str, record: int | None) -> str:
    return name if record is None else f"{name}#{record}"


def _list(name: str, text: str, rest: Sequence[Suggestion], style: ProgressStyle) -> None:
    """Tell what was left for a person; on standard error where standard output is taken."""
    from repair.cli.reports.terminal import suggestions_report
    from repair.core.serialize import suggestion_line

    if style.as_lines and not style.to_stderr:
        for suggestion in rest:
            data(suggestion_line(name, suggestion))
    else:
        rich_data(suggestions_report(name, text, rest), stderr=style.to_stderr)
