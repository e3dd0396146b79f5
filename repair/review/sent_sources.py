"""The sources that programs send to a running desk, in addition to those that the desk was started with.

They are kept in memory until the desk stops. Where there are too many, the oldest are dropped.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from repair.core.caches import empty_caches_after
from repair.core.errors import ConfigError, TimeLimitError
from repair.core.timeouts import call_within
from repair.core.types import Document
from repair.gazetteer import Gazetteer
from repair.gazetteer.editing import merge_gazetteers
from repair.pipeline.repairer import Repairer

MAX_SOURCES = 500
MAX_LENGTH = 10_000_000  # code points of all sources together
MAX_NAMES = 100_000  # names of a gazetteer that sources are added to; a larger one takes too long to merge

TOO_SLOW = (
    "the sources that were sent take longer to read than the {seconds:g} seconds allowed, so they were left out; send "
    "fewer or shorter ones"
)
TOO_MANY_NAMES = (
    "the gazetteer of this desk has {count:,} names, too many to add sources to while it runs (at most {most:,}); "
    "put the sources into the folder of --sources and start repair review again"
)


class SentSources:
    """The sources that were sent, and repairers that know them; safe to share between threads.

    Args:
        model: The model directory of a repairer for a desk that was started without sources; None for the shipped one.
    """

    def __init__(self, model: str | Path | None = None) -> None:
        self._model = model
        self._documents: dict[str, Document] = {}
        self._read: dict[str, Document] = {}  # those that the last repairer knows
        self._lock = threading.Lock()
        self._version = 0
        self._merged: tuple[int, Repairer | None] = (0, None)

    @property
    def version(self) -> int:
        """A number that changes whenever a source is added."""
        return self._version

    def add(self, documents: Iterable[Document], base: Repairer | None) -> int:
        """Keep sources, and return how many were not known yet.

        Args:
            documents: The sources; their ids are hashes of their content.
            base: The repairer of the desk; None if it was started without sources.

        Raises:
            ConfigError: If the gazetteer of the desk is too large to be added to.
        """
        if base is not None and len(base.gazetteer.names) > MAX_NAMES:
            raise ConfigError.of(TOO_MANY_NAMES, count=len(base.gazetteer.names), most=MAX_NAMES)
        with self._lock:
            new = {document.id: document for document in documents if document.id not in self._documents}
            self._documents.update(new)
            self._drop_oldest()
            self._version += bool(new)
        return len(new)

    def repairer(self, base: Repairer | None, *, seconds: float | None = None) -> Repairer | None:
        """Return a repairer that knows the names of ``base`` and of the sources that were sent; None without either.

        Args:
            base: The repairer of the desk.
            seconds: Time allowed for reading sources that were sent since the last call; None is no limit.

        Raises:
            TimeLimitError: Reading them takes too long; they are left out from now on.
        """
        with self._lock:
            version, merged = self._merged
            if version != self._version:
                documents = self._documents.copy()
                try:
                    merged = call_within(seconds, lambda: self._over(base))
                except TimeLimitError:
                    self._documents = self._read.copy()
                    self._merged = (self._version, merged)
                    raise TimeLimitError.of(TOO_SLOW, seconds=seconds) from None
                self._read, self._merged = documents, (self._version, merged)
        return merged if merged is not None else base

    def _over(self, base: Repairer | None) -> Repairer:
        gazetteer = Gazetteer.build(self._documents.values())
        for document in self._documents.values():
            empty_caches_after(document.text)
        if base is None:
            return Repairer(gazetteer, scorer=self._model)
        return base.with_gazetteer(merge_gazetteers([base.gazetteer, gazetteer]))

    def _drop_oldest(self) -> None:
        length = sum(len(document.text) for document in self._documents.values())
        while len(self._documents) > MAX_SOURCES or length > MAX_LENGTH:
            oldest = next(iter(self._documents))
            length -= len(self._documents.pop(oldest).text)
