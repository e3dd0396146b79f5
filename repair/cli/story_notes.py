"""Takes what the pipeline logs about whole stories out of its log, for reports that have a place for it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncovered_stories() -> Iterator[dict[str, str]]:
    """Collect, while the block runs, the closest source of each document whose story no source reports, by its id."""
    closest: dict[str, str] = {}

    def take(record: logging.LogRecord) -> bool:
        document = getattr(record, "uncovered_document", None)
        if document is None:
            return True
        closest[document] = getattr(record, "closest_source", "?")
        return False

    log = logging.getLogger("repair")
    log.addFilter(take)
    try:
        yield closest
    finally:
        log.removeFilter(take)
