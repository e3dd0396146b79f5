"""Protocols: the interfaces between the packages, and the extension points for other distributions.

Formats, engines, rules and importers are found through entry points (see `repair.core.plugins`). Imports only types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, BinaryIO, Protocol, runtime_checkable

from repair.core.channel_types import DirectionScores, GeneratedName, Query
from repair.core.copy_kind import CopyKind
from repair.core.types import Suggestion

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

    from sqlalchemy import Connection

    from repair.core.errors import GazetteerError
    from repair.formats.document import SourceDocument
    from repair.formats.record import ReadOptions, Record
    from repair.formats.sniffing import FileHead
    from repair.gazetteer.entries import ListEntry
    from repair.pipeline.rules.rule_context import RuleContext
    from repair.pipeline.trees import Floats
    from repair.translation.engines.base import Mask


class Scorer(Protocol):
    """A channel model: log-probabilities (nats) of names for a printed form. It applies no threshold."""

    @property
    def name(self) -> str:
        """The name and the hash of the weights, as printed in signatures."""

    def directions(self, queries: Sequence[Query]) -> Sequence[DirectionScores]:
        """Return the log-probabilities (nats) of each query's candidates, in both directions."""

    def generate_all(self, surfaces: Sequence[str], *, count: int = 3) -> Sequence[Sequence[GeneratedName]]:
        """Return up to ``count`` likely originals of each surface form, best first."""


class Ranker(Protocol):
    """Decides which candidate a form in the copy refers to, if any, and with what confidence; passed to `Repairer`.

    Rows are features in the order of `repair.pipeline.features.feature_table.PRUNE_COLUMNS` (pruning), its `COLUMNS`
    (ranking) and `repair.pipeline.decoding_values.DECISION_COLUMNS` (decisions).
    """

    @property
    def name(self) -> str:
        """Name and version, or hash of the weights, as printed in signatures."""

    def prune(self, rows: Floats) -> Floats:
        """Return the probability (0-1) of each candidate, by the features that need no channel model.

        *Shape:* ``(rows, columns)`` → ``(rows,)``. Improbable candidates are dropped and not scored any further.
        """

    def rank(self, rows: Floats) -> Floats:
        """Return the probability (0-1) that the form refers to each candidate, by all features.

        *Shape:* ``(rows, columns)`` → ``(rows,)``.
        """

    def decide(self, rows: Floats) -> Floats:
        """Return the probability (0-1) that each correction, of one form or several, is right.

        *Shape:* ``(rows, columns)`` → ``(rows,)``.
        """

    def calibrate(
        self, probabilities: Sequence[float] | Floats, is_known: Sequence[bool], *, kind: CopyKind = CopyKind.COVERED
    ) -> Floats:
        """Return the confidence (0-1) of each correction of one copy.

        *Shape:* ``(rows,)``, ``(rows,)`` → ``(rows,)``.

        Args:
            probabilities: The result of `decide`, pooled over the occurrences of a form.
            is_known: Whether each form is in a list of words or names.
            kind: The kind of copy.
        """

    def contributions(
        self, candidates: Sequence[Sequence[float]], corrections: Sequence[Sequence[float]]
    ) -> Sequence[Mapping[str, float]]:
        """Return how much each feature supports (positive) or opposes each correction, in nats.

        Args:
            candidates: For each correction the row of its weakest candidate, in the form for `rank`.
            corrections: The row of each correction, in the form for `decide`.
        """


class Rule(Protocol):
    """Proposes changes to names by a pattern; passed to `Repairer`, or installed.

    Register a class, or a function without arguments that returns a rule, under the entry-point group ``repair.rules``.
    """

    @property
    def follows_flags(self) -> bool:
        """Whether the rule runs after names that no source has were flagged, so that it sees the flags."""

    def propose(self, context: RuleContext) -> Iterable[Suggestion]:
        """Yield suggestions; those below the review threshold, or over another suggestion, are dropped.

        Args:
            context: The copy with its story, the gazetteer, and the suggestions made so far.
        """


class DecisionStore(Protocol):
    """A database of stories, suggestions and decisions, which the review desk and the export of decisions use.

    It has the tables of `repair.decisions.schema`. These modules query it through SQLAlchemy connections, from several
    threads at a time.
    """

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection that sees one snapshot of the database.

        Raises:
            StoreError: The database did not respond; nothing was changed.
        """

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a connection whose changes are committed together when the block ends, and rolled back if it fails.

        Raises:
            StoreError: The database did not respond; nothing was changed.
        """


class Format(Protocol):
    """A file format with one story per file.

    Register an object with these members under the entry-point group ``repair.formats``; the name of the entry point
    is the name of the format (as in `SourceDocument.format`). Registered formats take precedence over the built-in
    ones, so that they can claim a dialect of XML or JSON.
    """

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name extensions in lower case, with their dot; they decide where the content is not distinctive."""

    def sniff(self, head: FileHead) -> bool:
        """Tell by the beginning of a file whether it has this format; must be cheap and must not raise."""

    def read(self, name: str, raw: bytes, *, source: str = "") -> SourceDocument:
        """Return the story in ``raw``.

        Args:
            name: Path of the file as the user gave it; error messages begin with it.
            raw: All bytes of the file, unpacked.
            source: Name of the publication or file, for ``Document.source``.

        Raises:
            FormatError: The story cannot be read with certainty.
        """


class RecordSink(Protocol):
    """Writes the records of one file back, in their order."""

    def put(self, record: Record, content: bytes) -> None:
        """Write ``record``, whose bytes are now ``content`` (equal to ``record.raw`` if nothing was edited)."""


class RecordFormat(Protocol):
    """A file format with many stories, one in each record; registered like `Format`."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name extensions in lower case, with their dot."""

    def sniff(self, head: FileHead) -> bool:
        """Tell by the beginning of a file whether it has this format; must be cheap and must not raise."""

    def records(self, path: Path, stream: BufferedReader, options: ReadOptions) -> Iterator[Record]:
        """Yield the records of a file in order; a damaged record has an error and does not stop the others.

        Args:
            path: Path of the file, for messages and for formats that need random access.
            stream: The unpacked bytes of the file, from their beginning.
            options: Names of text fields and limits on sizes.

        Raises:
            FormatError: The file as a whole cannot be read.
        """

    def sink(self, path: Path, out: BinaryIO) -> AbstractContextManager[RecordSink]:
        """Open a sink that writes the records of the file ``path`` to ``out``, compressed like ``path``.

        When no record has changed, ``out`` must have the bytes of ``path`` at the end.
        `repair.formats.sinks.byte_sink` does this for formats whose records together are the bytes of the file.
        """


class Importer(Protocol):
    """A reader of lists of names: a house list, an export of an archive, a database of officials.

    Register an object with these members under the entry-point group ``repair.importers``. In ``repair gazetteer
    import``, registered importers take precedence over the built-in ones. Where sources are read (``repair gazetteer
    build``, ``--sources``), a file that an importer claims is a source with one name per line.
    """

    def sniff(self, head: FileHead) -> bool:
        """Tell by the beginning and the extension of a file whether it is such a list; must be cheap and not raise."""

    def entries(
        self, path: Path, stream: BufferedReader, *, lang: str, on_error: Callable[[GazetteerError], None]
    ) -> Iterator[ListEntry]:
        """Yield the entries of a list one by one, so that a list may be larger than memory.

        Args:
            path: Path of the list, for messages.
            stream: The unpacked bytes of the list, from their beginning.
            lang: Two-letter code (ISO 639-1) of the language in which canonical spellings are preferred.
            on_error: Called with an error for each line that is skipped.

        Raises:
            GazetteerError: The list as a whole cannot be read.
        """


class Engine(Protocol):
    """A machine translation engine.

    Register a function that opens one under the entry-point group ``repair.engines``: it takes the text that follows
    ``NAME:`` in ``--engine NAME:ARGUMENT`` (empty without one) and keyword ``limits``, and returns an engine or raises
    `EngineError`. The name of the entry point is the ``NAME``.
    """

    @property
    def name(self) -> str:
        """Name and version (or hash of the weights), as printed in signatures."""

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        """Return the placeholders that survive a translation from ``src`` to ``tgt``, the most reliable first.

        Args:
            src: Two-letter code (ISO 639-1) of the language of the text.
            tgt: Two-letter code of the language of the translation.
        """

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        """Return a translation for each sentence; "" where the engine has none.

        Args:
            sentences: Sentences without line breaks.
            src: Two-letter code (ISO 639-1) of their language.
            tgt: Two-letter code of the language to translate into.

        Raises:
            EngineError: The engine cannot translate.
        """


@runtime_checkable
class BiasingEngine(Protocol):
    """An engine that can raise the probability of given words in its output."""

    def translate_favouring(self, sentence: str, names: Sequence[str], src: str, tgt: str) -> str:
        """Return a translation of one sentence in which every word of ``names`` is more probable than by default."""
