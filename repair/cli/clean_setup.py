"""Puts a batch together from what was typed: ledger, worker, writer and reader.

Opens and closes the components of a batch; ``repair.batch`` does the work.
"""

from __future__ import annotations

import hashlib
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli.hot_folder import changes_of, reloading, watch_folders
from repair.cli.in_place import folders_of
from repair.cli.output import ExitStatus, write_raw
from repair.cli.progress import BatchReporter, progress_bar
from repair.cli.skipped_files import SkippedFiles
from repair.cli.sources import originals_of, standard_input
from repair.cli.target import OutputTarget
from repair.cli.worker_opener import WorkerOpener
from repair.core.config import Config
from repair.formats import STDIN, InputFile, is_supported

if TYPE_CHECKING:
    from repair.batch.events import AdmissionPolicy
    from repair.batch.ledger import Ledger
    from repair.batch.log_lines import Signature
    from repair.batch.worker import Worker
    from repair.batch.writers import FileWriter
    from repair.core.folder_lock import FolderLock
    from repair.formats.archive import ReadOptions


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """How a batch is run.

    Attributes:
        target: Where cleaned copy goes.
        read_options: How copy is read.
        as_lines: List suggestions as JSON lines.
        quiet: List no suggestions.
        workers: Number of processes, or of Ray actors.
        seconds: Time allowed for one document; None is no limit.
        log: Folder of the ledger; None is beside the output.
        report: The report page to write at the end.
        watch: Watch folders for copy that arrives.
        settle: Seconds without a change after which a watched file is complete.
        on_ray: Let a Ray cluster do the work.
        home: The folder with the `.repair` folder of the ledger for copy that is cleaned in place.
    """

    target: OutputTarget
    read_options: ReadOptions
    as_lines: bool = False
    quiet: bool = False
    workers: int = 1
    seconds: float | None = None
    log: Path | None = None
    report: Path | None = None
    watch: bool = False
    settle: float = 2.0
    on_ray: bool = False
    home: Path | None = None

    @property
    def ledger_folder(self) -> Path | None:
        """The folder of the ledger, None when none is kept."""
        from repair.batch.ledger import FOLDER

        if self.log is not None:
            return self.log
        folder = self.target.out or (self.home if self.target.in_place else None)
        return folder / FOLDER if folder is not None else None


def clean_files(
    copy: Sequence[str], settings: Config, *, options: CleanOptions, status: ExitStatus, reporter: BatchReporter
) -> str:
    """Clean the files that ``copy`` stands for; return the repairer's signature.

    Args:
        copy: Files, folders and patterns as they were typed.
        settings: The settings in force.
        options: How the batch is run.
        status: Counts the errors in sources.
        reporter: Reports documents, errors and counts.
    """
    from repair.batch.events import ChunkReader
    from repair.batch.run import BatchSettings, run
    from repair.formats.discovery import FileSearch, discover

    skipped = SkippedFiles()
    search = FileSearch(is_supported, options.target.out, options.log, on_skipped=skipped.add)
    with ExitStack() as stack:
        stack.enter_context(_stop_on_sigterm())
        changes = changes_of(settings, options.settle) if options.watch else None
        # The worker is opened first, so that no ledger is left behind where there are no names.
        opener = WorkerOpener(copy, settings, options.workers, options.seconds)
        stack.callback(opener.close)
        worker = opener.open(status)
        stack.enter_context(_lock_folders(copy, options))
        ledger = _open_ledger(options, reporter)
        if ledger is not None:
            stack.callback(ledger.close)
        writer, admit = _open_writer(copy, settings, options, ledger=ledger, worker=worker)
        reader = ChunkReader(options.read_options, admit, options.seconds, watching=options.watch)
        cached = _with_cache(worker, ledger, admit)
        if changes is not None:
            record = partial(_use_signature, settings=settings, options=options, writer=writer, admit=admit)
            cached = reloading(cached, changes, opener, lambda new: _with_cache(record(new), ledger, admit))
        batch = BatchSettings(reader, cached, writer, reporter)
        try:
            if options.watch:
                watch_folders(batch, copy, search, options.settle, quiet=options.quiet, skipped=skipped)
            else:
                reporter.show(stack.enter_context(progress_bar(discover(copy, search))))
                run(batch, discover(copy, search))
                skipped.report()
        except KeyboardInterrupt:
            if not options.watch:  # watching has no other end
                raise
        _report_ledger_errors(ledger, reporter)
        return cached.signature.signature


def clean_stdin(settings: Config, *, options: CleanOptions, status: ExitStatus, reporter: BatchReporter) -> str:
    """Clean standard input to standard output, keeping every byte but those of the edits; return the signature.

    Copy that cannot be cleaned is written unchanged and reported.

    The arguments are those of `clean_files`.
    """
    from repair.batch.admission import AdmitAll
    from repair.batch.events import ChunkReader
    from repair.batch.run import BatchSettings, run
    from repair.batch.writers import InPlaceWriter

    content = standard_input(settings.max_bytes)
    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="repair-")), "standard-input")
        path.write_bytes(content)
        opener = WorkerOpener((), settings, options.workers, options.seconds)
        stack.callback(opener.close)
        worker = opener.open(status)
        reader = ChunkReader(options.read_options, AdmitAll(), options.seconds)
        run(BatchSettings(reader, worker, InPlaceWriter(options.read_options), reporter), [InputFile(path, STDIN)])
        # Copy that cannot be cleaned is passed on unchanged: the next program of a pipeline must not lose it.
        write_raw(path.read_bytes())
        return worker.signature.signature


def _lock_folders(copy: Sequence[str], options: CleanOptions) -> FolderLock:
    """Keep other runs away from the folders in which files are changed."""
    from repair.core.folder_lock import FolderLock

    if options.target.out is not None:
        return FolderLock([options.target.out])
    return FolderLock(folders_of(copy) if options.target.in_place else ())


def _open_ledger(options: CleanOptions, reporter: BatchReporter) -> Ledger | None:
    """Open the ledger, if one is kept, and report what an earlier run could not finish."""
    if options.ledger_folder is None:
        return None
    from repair.batch.ledger import Ledger

    ledger = Ledger(options.ledger_folder, options.target.out)
    _report_ledger_errors(ledger, reporter)
    return ledger


def _report_ledger_errors(ledger: Ledger | None, reporter: BatchReporter) -> None:
    """Report the errors of the ledger that have not been reported yet."""
    if ledger is not None:
        while ledger.errors:
            reporter.error(ledger.errors.pop(0))
            reporter.waiting += 1
        while ledger.refusals:
            reporter.error(ledger.refusals.pop(0))
            reporter.left_alone += 1


def _open_writer(
    copy: Sequence[str], settings: Config, options: CleanOptions, *, ledger: Ledger | None, worker: Worker
) -> tuple[FileWriter, AdmissionPolicy]:
    """Return the writer, and what decides whether a file must be cleaned."""
    from repair.batch.admission import Admission, AdmitAll
    from repair.batch.ledger_writer import LedgerWriter
    from repair.batch.writers import NoWriter

    if ledger is None:
        return NoWriter(), AdmitAll()
    settings_hash = _settings_hash(worker.signature, settings, options)
    run = ledger.number("run") + 1
    ledger.set_numbers(run=run)
    # A person who cleans the same originals in place again wants to see the remaining suggestions again.
    clean_finished = options.target.in_place and options.log is None and not options.watch
    originals = originals_of(copy, settings.sources, settings.gazetteer, out=options.target.out)
    admission = Admission(
        ledger, settings_hash, run, watching=options.watch, clean_finished=clean_finished, originals=originals
    )
    return LedgerWriter(admission, options.read_options, worker.signature), admission


def _settings_hash(signature: Signature, settings: Config, options: CleanOptions) -> str:
    """Return the hash of everything besides the copy that determines the outcome."""
    decisive = (signature, settings.flag, options.read_options.format, options.read_options.text_fields)
    return hashlib.sha256(repr(decisive).encode()).hexdigest()[:16]


def _use_signature(
    worker: Worker, *, settings: Config, options: CleanOptions, writer: FileWriter, admit: AdmissionPolicy
) -> Worker:
    """Have the ledger record that copy is cleaned with ``worker`` from now on, and return it."""
    from repair.batch.admission import Admission
    from repair.batch.ledger_writer import LedgerWriter

    if isinstance(writer, LedgerWriter) and isinstance(admit, Admission):
        writer.signature = worker.signature
        admit.use_settings(_settings_hash(worker.signature, settings, options))
    return worker


def _with_cache(worker: Worker, ledger: Ledger | None, admit: AdmissionPolicy) -> Worker:
    """Return ``worker`` with a cache for unfinished archives, if a ledger is kept."""
    from repair.batch.admission import Admission
    from repair.batch.answer_cache import CachingWorker

    if ledger is None or not isinstance(admit, Admission):
        return worker
    return CachingWorker(worker, ledger, admit.settings)


@contextmanager
def _stop_on_sigterm() -> Iterator[None]:
    """End the block as Ctrl-C would when the system asks the process to end."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    try:
        previous = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # only the main thread can set a handler
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
