"""Reports a batch: what was found on standard output, errors and a progress bar on standard error.

The bar shows the progress, the speed and the remaining time; it appears only on a terminal.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from repair.batch.counters import RunCounters
from repair.cli.output import write_data, write_error, write_message, write_raw, write_report
from repair.core.display import quantity
from repair.core.errors import RepairError
from repair.formats import InputFile

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from repair.batch.events import FileJob
    from repair.batch.outcome import CleanedRecord
    from repair.batch.run import DocumentRef
    from repair.core.types import Edit, Suggestion
    from repair.formats import SourceDocument

_COMPRESSED_SUFFIXES = (".gz", ".zst")
_COMPRESSION_RATIO = 4  # unpacked bytes for each compressed byte: an estimate, for the bar only

FILE_DONE = "{name}: {corrections} made, {left:,} left to review."
RECORD = "{name}, record {number}"
SKIPPED = "Skipped: {counts}."
NOT_CLEANED = "Not cleaned: {counts}."
WAITING = (
    "Corrected, but not in place yet: {files} in .repair/stage. Run the command again when the output folder can be "
    "written."
)
LEFT_ALONE = "Corrected, but left alone because somebody has changed them: {files}. Run the command again."


@dataclass(frozen=True, slots=True)
class ProgressStyle:
    """What is reported of each document.

    Attributes:
        diff: Print what changes as a diff.
        listing: List the suggestions left to an editor.
        as_lines: List them as JSON lines, else as text.
        to_stderr: List them on standard error, because standard output has other data.
        written: Cleaned copy is written, so the list has offsets of the cleaned text.
        each_file: Write a line on standard error for each file that is finished.
    """

    diff: bool = False
    listing: bool = True
    as_lines: bool = False
    to_stderr: bool = False
    written: bool = True
    each_file: bool = False


class BatchReporter:
    """Reports a batch as it runs, and sums it up at the end."""

    def __init__(self, style: ProgressStyle) -> None:
        self.counters = RunCounters()
        self.failed = 0
        self.waiting = 0  # outputs that could not be moved to their places
        self.left_alone = 0  # files that were changed by somebody else before their outputs could replace them
        self._reported = (0, 0, 0)  # corrections, suggestions left and files, as last reported
        self._style = style
        self._bar: ProgressBar | None = None

    def show(self, bar: ProgressBar | None) -> None:
        """Move this bar from now on."""
        self._bar = bar

    def error(self, error: RepairError) -> None:
        """Write one line about what could not be cleaned."""
        self.failed += 1
        write_error(error)

    def notice(self, message: str) -> None:
        """Write one line."""
        write_message(message)

    def document_cleaned(self, document: DocumentRef, source_document: SourceDocument, cleaned: CleanedRecord) -> None:
        """Print what changed in a document and what is left to an editor."""
        style = self._style
        if style.diff and cleaned.edits:
            _write_diff(document, source_document, cleaned.edits)
        if not style.listing or not cleaned.remaining:
            return
        if style.written:
            _list(document.output, document.record, cleaned.remaining, style)
        else:
            _list(document.file, document.record, cleaned.remaining_before, style)

    def record_processed(self, job: FileJob, size: int) -> None:
        """Move the bar by ``size`` bytes."""
        if self._bar is not None:
            compressed = job.path.suffix.lower() in _COMPRESSED_SUFFIXES
            self._bar.advance(size / _COMPRESSION_RATIO if compressed else size, self.counters)

    def file_ended(self, job: FileJob | None, counters: RunCounters) -> None:
        """Remember what has been counted, and write a line about the file if that is wanted."""
        self.counters = counters
        edits, open_suggestions, files = counters.edits, sum(counters.actions.values()), counters.files
        if self._style.each_file and job is not None and files > self._reported[2]:
            made, left = quantity(edits - self._reported[0], "correction"), open_suggestions - self._reported[1]
            write_message(FILE_DONE.format(name=job.name, corrections=made, left=left))
        self._reported = edits, open_suggestions, files

    def summarize(self) -> None:
        """Write how many corrections were made, what is left to an editor, and what was skipped or failed, and why."""
        from repair.cli.reports.terminal import summary_of

        counters = self.counters
        made = f"{quantity(counters.edits, 'correction')} {'made' if self._style.written else 'would be made'}"
        write_message(summary_of(counters.actions, counters.documents, first=made))
        if counters.skipped:
            counts = (f"{quantity(count, 'file')} ({why})" for why, count in counters.skipped.most_common())
            write_message(SKIPPED.format(counts=", ".join(counts)))
        if counters.failed:  # files, and records of archives
            counts = (f"{count:,} ({why})" for why, count in counters.failed.most_common())
            write_message(NOT_CLEANED.format(counts=", ".join(counts)))
        if self.waiting:
            write_message(WAITING.format(files=quantity(self.waiting, "file")))
        if self.left_alone:
            write_message(LEFT_ALONE.format(files=quantity(self.left_alone, "file")))


class ProgressBar:
    """A bar on standard error; a separate thread adds up the sizes of the files (bytes)."""

    def __init__(self, progress: Progress, files: Iterable[InputFile | object]) -> None:
        self._progress = progress
        self._task: TaskID = progress.add_task("Cleaning", total=None, counts="")
        self._total = 0
        threading.Thread(target=self._add_up, args=(iter(files),), daemon=True).start()

    def advance(self, size: float, counters: RunCounters) -> None:
        """Move on by ``size`` bytes."""
        counts = f"{counters.documents:,} documents, {counters.edits:,} corrections"
        self._progress.update(self._task, advance=size, counts=counts)

    def _add_up(self, files: Iterator[InputFile | object]) -> None:
        for file in files:
            if isinstance(file, InputFile):
                # A file that has no size now is reported when it is read.
                with contextlib.suppress(OSError):
                    self._total += file.path.stat().st_size
        self._progress.update(self._task, total=self._total)


@contextmanager
def progress_bar(files: Iterable[InputFile | object]) -> Iterator[ProgressBar | None]:
    """Show a bar for ``files`` while the block runs, if standard error is a terminal."""
    if not sys.stderr.isatty():
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
        TextColumn("{task.fields[counts]}"),
    )
    # A report on the same terminal is printed above the bar; anywhere else it must reach its own stream.
    console, same_terminal = Console(stderr=True), sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, redirect_stdout=same_terminal) as progress:
        yield ProgressBar(progress, files)


def _write_diff(document: DocumentRef, source_document: SourceDocument, edits: Sequence[Edit]) -> None:
    """Print a diff: of the file itself or, for a record of an archive, of its text."""
    from repair.cli.reports.diff import unified_diff
    from repair.cli.reports.file_diff import file_diff

    if document.record is None:
        write_raw(file_diff(replace(source_document, name=document.file), edits))
    else:
        write_data(unified_diff(_with_record(document.file, document.record), source_document.document.text, edits))


def _with_record(name: str, record: int | None) -> str:
    return name if record is None else f"{name}#{record}"


def _list(name: str, record: int | None, suggestions: Sequence[Suggestion], style: ProgressStyle) -> None:
    """List the suggestions left to an editor; on standard error where standard output has other data."""
    from repair.cli.reports.terminal import brief_report
    from repair.core.serialize import suggestion_line

    if style.as_lines and not style.to_stderr:
        for suggestion in suggestions:
            write_data(suggestion_line(_with_record(name, record), suggestion))
    else:
        shown = name if record is None else RECORD.format(name=name, number=record)
        write_report(brief_report(shown, suggestions), stderr=style.to_stderr)
