"""Importers of other distributions: which of them claims a list of names.

The built-in importers are in `repair.gazetteer.importers`. Only the beginning of a file is read here.
"""

from __future__ import annotations

from io import BufferedReader
from pathlib import Path
from typing import cast

from repair.core.errors import ConfigError
from repair.core.plugins import IMPORTERS, load_plugins
from repair.core.protocols import Importer
from repair.formats.compression import open_decompressed, uncompressed_name
from repair.formats.record import ReadOptions
from repair.formats.sniffing import HEAD_BYTES, FileHead

NOT_AN_IMPORTER = "The plug-in {name!r} is not an importer: it lacks {missing}. Update or uninstall its package."


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
