"""The extension points: those that the documentation names exist, with the members that it names."""

from __future__ import annotations

import re
from pathlib import Path

from repair.core import plugins, protocols

PAGE = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
TABLE = [line.split("|")[2:4] for line in PAGE.splitlines() if line.startswith("| a")]


def test_every_protocol_and_member_in_the_table_of_extensions_exists() -> None:
    members = [re.findall(r"`([A-Z]\w+)\.(\w+)", cell) for cell, _ in TABLE]
    assert sum(bool(row) for row in members) >= 8
    for protocol, member in (each for row in members for each in row):
        assert hasattr(getattr(protocols, protocol), member), f"{protocol}.{member}"


def test_the_entry_points_in_the_table_are_those_that_are_loaded() -> None:
    groups = {group for _, cell in TABLE for group in re.findall(r"`(repair\.\w+)`", cell)}
    assert groups == {plugins.FORMATS, plugins.ENGINES, plugins.RULES, plugins.IMPORTERS}
