"""Plug-ins: objects that other distributions offer under an entry-point group of this package.

Loads them by group; the package that owns the group uses them. A plug-in runs with the rights of the process, so the
user of `repair` decides which to install; only installed plug-ins are loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from repair.core.errors import ConfigError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

FORMATS = "repair.formats"
ENGINES = "repair.engines"
RULES = "repair.rules"
IMPORTERS = "repair.importers"

CANNOT_LOAD = "the plug-in {name!r} ({value}) cannot be loaded ({why}); update or uninstall its package"


@lru_cache(maxsize=8)
def load_plugins(group: str) -> Mapping[str, object]:
    """Return the objects that installed distributions register under ``group``.

    The installed distributions are searched once per process; `reload_plugins` makes the next call search again.

    Args:
        group: An entry-point group, such as `FORMATS`.

    Returns:
        The loaded objects by the name of their entry point, sorted by name.

    Raises:
        ConfigError: A plug-in cannot be imported.
    """
    plugins: dict[str, object] = {}
    for entry in sorted(_entry_points().select(group=group)):
        try:
            plugins[entry.name] = entry.load()
        # A plug-in is foreign code: whatever it raises, only the person who installed it can solve the problem.
        except Exception as error:
            raise ConfigError.of(CANNOT_LOAD, name=entry.name, value=entry.value, why=error) from error
    return plugins


def reload_plugins() -> None:
    """Clear the list of installed plug-ins, after it has changed in this process."""
    load_plugins.cache_clear()
    _entry_points.cache_clear()


@lru_cache(maxsize=1)
def _entry_points() -> EntryPoints:
    """Return the entry points of all installed distributions; reading them takes about 20 milliseconds."""
    from importlib.metadata import entry_points

    return cast("EntryPoints", entry_points())  # in Python 3.11 groups, which have select() too
