"""The log of a command that runs as a service: its level, and a log file in addition to standard error.

Lines of the file have the time (UTC) and the level. After a file has been rotated, a new file is opened at its path.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging.handlers import WatchedFileHandler
from pathlib import Path

from repair.cli.options import LogLevel
from repair.cli.output import MESSAGES
from repair.cli.sources import originals_of
from repair.core.config import Config
from repair.core.display import visible
from repair.core.errors import ConfigError, RepairError
from repair.core.io import UNWRITABLE, make_folder

OTHER_LOG_FILE = "give another file to --log-file"
_FORMAT = "%(asctime)sZ %(levelname)s %(message)s"
_PACKAGE = logging.getLogger("repair")


class _OneLine(logging.Formatter):
    """Writes a record on one line, with control characters escaped, and after it the traceback of an exception."""

    @staticmethod
    def converter(seconds: float | None) -> time.struct_time:
        """Return a time in UTC."""
        return time.gmtime(seconds)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name of the standard library
        """Return the line."""
        return visible(super().formatMessage(record))


def refuse_log_file(path: Path | None, copy: Sequence[str], settings: Config) -> None:
    """Raise `FormatError` if the log file is copy, or one of the files that copy is checked against."""
    if path is not None:
        originals_of(copy, settings.sources, settings.gazetteer).refuse(path, instead=OTHER_LOG_FILE)


@contextmanager
def service_log(level: LogLevel, path: Path | None) -> Iterator[None]:
    """Write messages from ``level`` on, while the block runs, to standard error and to the file ``path``, if given.

    Raises:
        ConfigError: If the file cannot be written.
    """
    to_stderr = logging.StreamHandler()
    to_stderr.setFormatter(_OneLine("%(message)s"))
    added: list[tuple[logging.Logger, logging.Handler]] = [(_PACKAGE, to_stderr)]
    if path is not None:
        to_file = _file_handler(path)
        added += [(_PACKAGE, to_file), (MESSAGES, to_file)]
    before = _PACKAGE.level, MESSAGES.level
    least = max(level.number, logging.ERROR) if MESSAGES.level >= logging.ERROR else level.number  # `--quiet`
    for logger, handler in added:
        logger.addHandler(handler)
    _PACKAGE.setLevel(least)
    MESSAGES.setLevel(least)
    try:
        yield
    except RepairError as error:
        MESSAGES.error("error: %s", error)  # the caller that ends the command writes it to standard error
        raise
    finally:
        for logger, handler in added:
            logger.removeHandler(handler)
            handler.close()
        _PACKAGE.setLevel(before[0])
        MESSAGES.setLevel(before[1])


def _file_handler(path: Path) -> logging.Handler:
    try:
        make_folder(path.parent)
        handler = WatchedFileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise ConfigError.of(UNWRITABLE, path=path, why=error) from error
    handler.setFormatter(_OneLine(_FORMAT, "%Y-%m-%dT%H:%M:%S"))
    return handler
