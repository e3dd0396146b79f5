"""`repair` finds mangled names in machine-translated news copy and proposes the right ones.

    >>> import repair
    >>> gazetteer = repair.Gazetteer.build(["NATO Secretary General Mark Rutte spoke."])  # doctest: +SKIP
    >>> repair.Repairer(gazetteer).suggest("NATO chief Mark Latte spoke.")  # doctest: +SKIP

This module only re-exports, and imports nothing until a name is asked for, so that `import repair` is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from repair.core.version import __version__ as __version__

if TYPE_CHECKING:
    from repair.core.errors import ConfigError, EditError, FormatError, GazetteerError, ModelError, RepairError
    from repair.core.types import Document, Edit, Finding, Name, Repaired, Suggestion
    from repair.formats import read
    from repair.gazetteer import Gazetteer
    from repair.pipeline.options import Options
    from repair.pipeline.repairer import Repairer


_HOME = {
    "ConfigError": "core.errors",
    "Document": "core.types",
    "Edit": "core.types",
    "EditError": "core.errors",
    "Finding": "core.types",
    "FormatError": "core.errors",
    "Gazetteer": "gazetteer",
    "GazetteerError": "core.errors",
    "ModelError": "core.errors",
    "Name": "core.types",
    "Options": "pipeline.options",
    "RepairError": "core.errors",
    "Repaired": "core.types",
    "Repairer": "pipeline.repairer",
    "Suggestion": "core.types",
    "read": "formats",
}

__all__ = [
    "ConfigError",
    "Document",
    "Edit",
    "EditError",
    "Finding",
    "FormatError",
    "Gazetteer",
    "GazetteerError",
    "ModelError",
    "Name",
    "Options",
    "RepairError",
    "Repaired",
    "Repairer",
    "Suggestion",
    "read",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    """Import a public name from its home the first time it is used."""
    if name in _HOME:
        return getattr(import_module(f"repair.{_HOME[name]}"), name)
    raise AttributeError(f"module 'repair' has no attribute {name!r}")
