"""The kind of a copy decides which calibration curve its suggestions get."""

from __future__ import annotations

import pytest
from core_fixtures import copy_context

from repair.core.copy_kind import CopyKind

SOURCE = (
    "The port of Larvik reopened on Monday after the storm, Minister Anna Havlovec said. Ferries sail again from noon, "
    "and the harbour master expects forty ships this week. Trains to the harbour run every hour. "
)
OTHER = "Nobody saw the match. It rained for hours and the crowd went home by bus, singing of better days. "
SPOKEN = "so um the port of larvik uh you know it reopened on monday after the the storm and um yeah we are happy "
SCANNED = "Tne p0rt cf Larvik rcopened on M0nday aftcr thc stcrm, Minster Anra Havlcvec sald to tne rcporters. "


@pytest.mark.parametrize(
    ("copy", "sources", "kind"),
    [
        (SOURCE * 3, [SOURCE], CopyKind.COVERED),
        (OTHER * 6, [SOURCE], CopyKind.LOOSE),
        (SOURCE, [SOURCE], CopyKind.BRIEF),
        (OTHER, [SOURCE], CopyKind.BRIEF_LOOSE),
        (SOURCE * 3, [], CopyKind.LISTED),
        (SPOKEN * 6, [SOURCE], CopyKind.SPOKEN),
        (SCANNED * 6, [SOURCE], CopyKind.SCANNED),
    ],
)
def test_the_kind_of_a_copy(copy: str, sources: list[str], kind: CopyKind) -> None:
    assert copy_context(copy, *sources).kind is kind
