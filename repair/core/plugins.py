"""Plug-ins: objects that other distributions offer under an entry-point group of this package.

Loads them by group and leaves their use to the package that owns the group. A plug-in runs with the rights of the
process, so installing one is a decision of whoever runs `repair`; nothing is loaded that is not installed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from repair.core.errors import ConfigError

FORMATS = "repair.formats"
ENGINES = "repair.engines"

CANNOT_LOAD = "The plug-in {name!r} ({value}) cannot be loaded ({why}). Update or uninstall its package."


@lru_cache(maxsize=8)
def load_plugins(group: str) -> Mapping[str, object]:
    """Return the objects that installed distributions register under ``group``.

    The installed distributions are searched once per process and group. Call ``load_plugins.cache_clear()`` to search
    again.

    Args:
        group: An entry-point group, such as `FORMATS`.

    Returns:
        The loaded objects by the name of their entry point, sorted by name.

    Raises:
        ConfigError: A plug-in cannot be imported.
    """
    from importlib.metadata import entry_points

    plugins: dict[str, object] = {}
    for entry in sorted(entry_points(group=group)):
        try:
            plugins[entry.name] = entry.load()
        # A plug-in is foreign code: whatever it raises, the person who installed it has to act.
        except Exception as error:
            why = " ".join(str(error).split()) or type(error).__name__
            raise ConfigError.of(CANNOT_LOAD, name=entry.name, value=entry.value, why=why) from error
    return plugins
