"""The extension points: those that the documentation names exist, with the members that it names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from repair.core import plugins, protocols

PAGE = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
HEADER = "| extension | protocol | entry point |"


class Extension(NamedTuple):
    """A row of the table of extension points, as Markdown."""

    what: str
    protocol: str
    entry_point: str


def _table() -> list[Extension]:
    """Return the rows under the header of the table of extension points."""
    rows = PAGE.split(f"{HEADER}\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return [Extension(*(cell.strip() for cell in row.strip("|").split("|"))) for row in rows]


TABLE = _table()


def test_every_protocol_and_member_in_the_table_of_extensions_exists() -> None:
    members = [re.findall(r"`([A-Z]\w+)\.(\w+)", row.protocol) for row in TABLE]
    assert sum(bool(found) for found in members) >= 8
    for protocol, member in (pair for found in members for pair in found):
        assert hasattr(getattr(protocols, protocol), member), f"{protocol}.{member}"


def test_the_entry_points_in_the_table_are_those_that_are_loaded() -> None:
    groups = {group for row in TABLE for group in re.findall(r"`(repair\.\w+)`", row.entry_point)}
    assert groups == {plugins.FORMATS, plugins.ENGINES, plugins.RULES, plugins.IMPORTERS}
