"""The extension points: those that the documentation names exist, with the members that it names."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from repair.core import plugins

PAGE = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
HEADER = "| extension | protocol | module | entry point |"


class Extension(NamedTuple):
    """A row of the table of extension points, as Markdown."""

    what: str
    protocol: str
    module: str
    entry_point: str


def _table() -> list[Extension]:
    """Return the rows under the header of the table of extension points."""
    rows = PAGE.split(f"{HEADER}\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return [Extension(*(cell.strip() for cell in row.strip("|").split("|"))) for row in rows]


TABLE = _table()


def test_every_protocol_and_member_in_the_table_of_extensions_exists() -> None:
    members = [(row.module.strip("`"), re.findall(r"`([A-Z]\w+)\.(\w+)", row.protocol)) for row in TABLE]
    assert sum(bool(pairs) for _, pairs in members) >= 8
    for module, pairs in members:
        for protocol, member in pairs:
            assert hasattr(getattr(import_module(module), protocol), member), f"{module}.{protocol}.{member}"


def test_the_entry_points_in_the_table_are_those_that_are_loaded() -> None:
    groups = {group for row in TABLE for group in re.findall(r"`(repair\.\w+)`", row.entry_point)}
    assert groups == {plugins.FORMATS, plugins.ENGINES, plugins.RULES, plugins.IMPORTERS}
