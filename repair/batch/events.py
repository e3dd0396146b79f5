"""Copy as a stream of events, read as it is needed, and the loads in which it goes through the model.

A file begins, gives its pieces and ends; what is left out or cannot be read has events of its own. So an archive
of any size, and any number of files, take no more memory than a few loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from repair.batch.timeouts import time_limit
from repair.core.errors import FormatError, RepairError
from repair.core.types import Document
from repair.formats import STDIN, InputFile
from repair.formats.archive import ReadOptions, Record, records

EMPTY = "{path}: is empty; give a file with a story in it"
UNFORESEEN = "something unforeseen went wrong with it ({kind}: {why}); please report this file"

_DOCUMENTS = 16  # as many go through the model together
_LETTERS = 200_000  # code points; long documents go in smaller loads
_REMEMBERED = 10_000  # refusals that are not said again
_PIECES = 256  # pieces without text do not fill a load


@dataclass(frozen=True, slots=True)
class FileJob:
    """A file to clean: where it is read, and the short name it goes by; ``alone`` tells if it is one story.

    ``target``, ``digest``, ``stamp`` and ``times`` are the ledger's (see ``ledger.Row``); ``told`` is whether its
    lines are in the logs already, because only its output was lost. ``called`` is its name for people, if not its path.
    """

    place: InputFile
    path: Path
    target: str = ""
    digest: str = ""
    stamp: str = ""
    times: int = 1
    told: bool = False
    called: str = ""

    @property
    def name(self) -> str:
        """The path as it was given."""
        return self.called or (self.place.name if self.place.name == STDIN else str(self.place.path))


@dataclass(frozen=True, slots=True)
class FileStarted:
    """The pieces of ``job`` follow; ``alone``: there is only one."""

    job: FileJob
    alone: bool


@dataclass(frozen=True, slots=True)
class RecordRead:
    """One piece of the file at hand."""

    job: FileJob
    piece: Record


@dataclass(frozen=True, slots=True)
class FileEnded:
    """The file at hand has been read whole, or could not be (``error``)."""

    job: FileJob
    error: RepairError | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that needs nothing: ``why`` in a few words."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Something that cannot be cleaned at all."""

    error: RepairError


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing more to read just now: what is on its way must not wait for more."""


Event = FileStarted | RecordRead | FileEnded | Skipped | Failed | Pause
Admit = Callable[[InputFile], FileJob | Skipped]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Events in order, with the documents among them that are to go through the model together.

    ``archive``: they are records of one archive, from a place that is the same in every run.
    """

    events: tuple[Event, ...]
    documents: tuple[Document, ...]
    pause: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class ChunkReader:
    """How copy is read: the form it has, who admits a file, and seconds allowed for each piece.

    ``watching``: the same files come again and again, and what has been said of one is not repeated.
    """

    options: ReadOptions
    admit: Admit
    seconds: float | None = None
    watching: bool = False
    _said: dict[str, str] = field(default_factory=dict)

    def events(self, places: Iterable[InputFile | FormatError | Pause]) -> Iterator[Event]:
        """Yield what happens to ``places`` in turn."""
        for place in places:
            if isinstance(place, Pause):
                yield place
            elif isinstance(place, FormatError):
                yield from self._wrong("", place)
            else:
                yield from self._file(place)

    def _file(self, place: InputFile) -> Iterator[Event]:
        try:
            job = self.admit(place)
        except RepairError as error:
            yield from self._wrong(str(place.path), error)
            return
        if isinstance(job, Skipped):
            if not self.watching:
                yield job
            return
        begun = False
        try:
            stream = self._pieces(job.path)
            first, second = next(stream, None), next(stream, None)
            _refuse_nothing(job, first, second)
            yield FileStarted(job, alone=second is None)
            begun = True
            for piece in (first, second):
                if piece is not None:
                    yield RecordRead(job, piece)
            for piece in stream:
                yield RecordRead(job, piece)
        except RepairError as error:
            if not begun:
                yield FileStarted(job, alone=True)
            yield FileEnded(job, _named(job, error))
            return
        yield FileEnded(job)

    def _wrong(self, name: str, error: RepairError) -> Iterator[Event]:
        words = str(error)
        if self.watching:
            if self._said.get(name or words) == words:
                return
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            self._said[name or words] = words
        yield Failed(error)

    def _pieces(self, path: Path) -> Iterator[Record]:
        """Yield the pieces of a file, each within its time; what a reader did not foresee is the file's trouble."""
        stream = iter(records(path, self.options))
        while True:
            try:
                with time_limit(self.seconds):
                    piece = next(stream, None)
            except RepairError:
                raise
            except Exception as error:
                raise RepairError(UNFORESEEN.format(kind=type(error).__name__, why=_one_line(error))) from error
            if piece is None:
                return
            yield piece


def chunks(events: Iterable[Event]) -> Iterator[Chunk]:
    """Yield ``events`` in loads of some `_DOCUMENTS` documents.

    A pause ends a load. An archive begins one and ends one, so that its loads are the same in every run.
    """
    held: list[Event] = []
    documents: list[Document] = []
    letters, archive = 0, False
    for event in events:
        if isinstance(event, FileStarted) and not event.alone and held:
            yield Chunk(tuple(held), tuple(documents))
            held, documents, letters = [], [], 0
        archive = archive or (isinstance(event, FileStarted) and not event.alone)
        held.append(event)
        if isinstance(event, RecordRead) and event.piece.reading is not None:
            documents.append(event.piece.reading.document)
            letters += len(event.piece.reading.document.text)
        pause, over = isinstance(event, Pause), archive and isinstance(event, FileEnded)
        if pause or over or len(documents) >= _DOCUMENTS or letters >= _LETTERS or len(held) >= _PIECES:
            yield Chunk(tuple(held), tuple(documents), pause, archive)
            held, documents, letters, archive = [], [], 0, archive and not over
    if held:
        yield Chunk(tuple(held), tuple(documents), archive=archive)


def _refuse_nothing(job: FileJob, first: Record | None, second: Record | None) -> None:
    """Raise what is wrong with a file of a single piece that cannot be read, or of none."""
    if second is not None:
        return
    if first is not None and first.error is not None:
        raise first.error
    if first is None or (first.reading is not None and not first.reading.document.text.strip()):
        raise FormatError(EMPTY.format(path=job.name))


def _named(job: FileJob, error: RepairError) -> RepairError:
    """Return ``error`` with the file's name before its words, if they lack it."""
    words = str(error)
    if str(job.path) != job.name:
        words = words.replace(str(job.path), job.name)
    return error if words.startswith(job.name) and words == str(error) else FormatError(with_name(job.name, words))


def with_name(name: str, words: str) -> str:
    """Return ``words`` with ``name`` before them, if they lack it."""
    return words if words.startswith(name) else f"{name}: {words}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
