"""A batch put together from what was typed: books, hands, writer and reader.

Opens and closes things; what is done with them is in ``repair.batch``.
"""

from __future__ import annotations

import hashlib
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import ExitStatus, raw_data, waiting
from repair.cli.progress import BatchReporter, bar
from repair.cli.sources import originals_of, standard_input
from repair.cli.target import OutputTarget
from repair.core.config import Config
from repair.formats import STDIN, InputFile, is_supported

if TYPE_CHECKING:
    from repair.batch.events import Admit
    from repair.batch.ledger import Ledger
    from repair.batch.worker import Worker
    from repair.batch.writers import FileWriter
    from repair.formats.archive import ReadOptions


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """How a batch is run: where copy goes, how it is read, by how many processes, and what is told of it.

    ``seconds`` is the time one document may take, ``settle`` that after which a file is complete; ``log`` is the
    folder of the books (None: beside the output), ``report`` the page to write at the end; ``on_ray`` is whether other
    machines do the work. ``home`` is the folder that books about originals written over lie in.
    """

    target: OutputTarget
    form: ReadOptions
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
    def books(self) -> Path | None:
        """The folder of the books, None when none are kept."""
        from repair.batch.ledger import FOLDER

        if self.log is not None:
            return self.log
        folder = self.target.out or (self.home if self.target.in_place else None)
        return folder / FOLDER if folder is not None else None


def clean_files(
    copy: Sequence[str], settings: Config, manner: CleanOptions, told: tuple[ExitStatus, BatchReporter]
) -> str:
    """Clean the files that ``copy`` stands for, with books or without; return the signature."""
    from repair.batch.events import ChunkReader
    from repair.batch.run import BatchSettings, run
    from repair.batch.watch import Watch, arrivals
    from repair.formats.discovery import FileSearch, discover

    tally, telling = told
    search = FileSearch(is_supported, manner.target.out)
    with ExitStack() as stack:
        stack.enter_context(_ended_by_signal())
        # Before the books are opened, so that nothing is left behind where the names cannot be.
        hands = _hands(copy, settings, manner, (tally, stack))
        ledger = _books(manner, telling)
        if ledger is not None:
            stack.callback(ledger.close)
        known = len(ledger.troubles) if ledger is not None else 0
        writer, admit = _writer(copy, settings, manner, (ledger, hands))
        reader = ChunkReader(manner.form, admit, manner.seconds, watching=manner.watch)
        batch = BatchSettings(reader, _remembering(hands, ledger, admit), writer, telling)
        try:
            if manner.watch:
                run(batch, arrivals(copy, search, Watch(manner.settle)))
            else:
                telling.show(stack.enter_context(bar(discover(copy, search))))
                run(batch, discover(copy, search))
        except KeyboardInterrupt:
            if not manner.watch:  # watching has no other end
                raise
        for words in ledger.troubles[known:] if ledger is not None else ():
            telling.trouble(words)
        return hands.about.signature


def clean_stdin(settings: Config, manner: CleanOptions, told: tuple[ExitStatus, BatchReporter]) -> str:
    """Clean standard input and give it to standard output, byte for byte as it came but for the edits."""
    from repair.batch.admission import Free
    from repair.batch.events import ChunkReader
    from repair.batch.run import BatchSettings, run
    from repair.batch.writers import InPlaceWriter

    tally, telling = told
    content = standard_input(settings.max_bytes)
    with ExitStack() as stack:
        path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="repair-")), "standard-input")
        path.write_bytes(content)
        hands = _hands((), settings, manner, (tally, stack))
        reader = ChunkReader(manner.form, Free(), manner.seconds)
        run(BatchSettings(reader, hands, InPlaceWriter(manner.form), telling), [InputFile(path, STDIN)])
        if telling.totals.files:
            raw_data(path.read_bytes())
        return hands.about.signature


def _books(manner: CleanOptions, telling: BatchReporter) -> Ledger | None:
    """Open the books, if any are kept, and tell what an earlier run could not finish."""
    if manner.books is None:
        return None
    from repair.batch.ledger import Ledger

    ledger = Ledger(manner.books, manner.target.out)
    for words in ledger.troubles:
        telling.trouble(words)
    return ledger


def _hands(copy: Sequence[str], settings: Config, manner: CleanOptions, around: tuple[ExitStatus, ExitStack]) -> Worker:
    """Return whoever will look for names: this process, or several."""
    from repair.batch.process_pool import ProcessPool
    from repair.batch.worker import LocalWorker, RepairerSpec, time_limit_of

    tally, stack = around
    time_limit_of()
    if manner.workers < 2:
        return LocalWorker(session.open_repairer(settings, tally, copy=copy), manner.seconds)
    options = session.options_of(settings)
    if settings.gazetteer is not None:
        path = Path(settings.gazetteer)
    else:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="repair-"))
        path = Path(folder, "gazetteer")
        session.open_gazetteer(settings, tally, copy=copy).save(path)
    model = Path(settings.model) if settings.model is not None else None
    crew = ProcessPool(
        RepairerSpec(path, model, options, session.open_memory(settings)), manner.workers, manner.seconds
    )
    stack.callback(crew.close)
    with waiting("Starting the processes"):
        _ = crew.about
    return crew


def _writer(
    copy: Sequence[str], settings: Config, manner: CleanOptions, parts: tuple[Ledger | None, Worker]
) -> tuple[FileWriter, Admit]:
    """Return who writes, and who decides what has to be cleaned at all."""
    from repair.batch.admission import Admission, Free
    from repair.batch.writers import LedgerWriter, NoWriter

    ledger, hands = parts
    if ledger is None:
        return NoWriter(), Free()
    decides = (hands.about, settings.flag, manner.form.format, manner.form.text_fields)
    key = hashlib.sha256(repr(decides).encode()).hexdigest()[:16]
    run = ledger.fact("run") + 1
    ledger.keep(run=run)
    # A person who names originals to be written over once more wants to see again what is left in them.
    again = manner.target.in_place and manner.log is None and not manner.watch
    originals = originals_of(copy, settings.sources, settings.gazetteer, out=manner.target.out)
    admission = Admission(ledger, key, run, watching=manner.watch, again=again, originals=originals)
    return LedgerWriter(admission, manner.form, hands.about), admission


def _remembering(hands: Worker, ledger: Ledger | None, admit: Admit) -> Worker:
    """Return ``hands`` that remember what was found in unfinished archives, if books are kept."""
    from repair.batch.admission import Admission
    from repair.batch.answer_cache import CachingWorker

    if ledger is None or not isinstance(admit, Admission):
        return hands
    return CachingWorker(hands, ledger, admit.settings)


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """End the block as Ctrl-C would when the system asks the process to end."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread, which alone may
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
