"""Importers of other distributions: their protocol, and which of them claims a list of names.

The built-in importers are in `repair.gazetteer.importers`. Only the beginning of a file is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Protocol, cast

from repair.core.errors import ConfigError, GazetteerError
from repair.core.plugins import IMPORTERS, load_plugins
from repair.formats.compression import open_decompressed, uncompressed_name
from repair.formats.record import ReadOptions
from repair.formats.sniffing import HEAD_BYTES, FileHead
from repair.gazetteer.entries import ListEntry

NOT_AN_IMPORTER = "The plug-in {name!r} is not an importer: it lacks {missing}. Update or uninstall its package."


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


def importer_of(path: Path, stream: BufferedReader) -> Importer | None:
    """Return the first importer, by the name of its entry point, that claims a list; None if none does.

    Args:
        path: Path of the list, whose extension may decide.
        stream: The unpacked bytes of the list; its position does not change.

    Raises:
        ConfigError: A plug-in cannot be loaded, or is not an importer.
    """
    importers = installed_importers()
    if not importers:
        return None
    head = FileHead(stream.peek(HEAD_BYTES)[:HEAD_BYTES], uncompressed_name(path).suffix.lower())
    return next((importer for importer in importers if importer.sniff(head)), None)


def is_claimed(path: Path) -> bool:
    """Return whether an installed importer claims the file; without importers the file is not opened.

    Raises:
        ConfigError: A plug-in cannot be loaded, or is not an importer.
        FormatError: The file cannot be read.
    """
    if not installed_importers():
        return False
    with open_decompressed(path, ReadOptions()) as stream:
        return importer_of(path, stream) is not None


def installed_importers() -> tuple[Importer, ...]:
    """Return the importers that installed distributions register, by the name of their entry point.

    Raises:
        ConfigError: A plug-in cannot be loaded, or is not an importer.
    """
    importers = []
    for name, plugin in load_plugins(IMPORTERS).items():
        missing = [member for member in ("sniff", "entries") if not hasattr(plugin, member)]
        if missing:
            raise ConfigError.of(NOT_AN_IMPORTER, name=name, missing=", ".join(missing))
        importers.append(cast("Importer", plugin))
    return tuple(importers)
