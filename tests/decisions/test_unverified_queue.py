"""Queries of the unverified names."""

from __future__ import annotations

from pathlib import Path

from queue_fixtures import COPY, OTHER, fill

from repair.decisions import unverified_names
from repair.decisions.store import DatabaseStore


def test_names_are_counted_searched_and_paged(tmp_path: Path) -> None:
    with DatabaseStore(tmp_path / "desk.sqlite") as store:
        fill(store, COPY, OTHER, OTHER + "More.\n")
        vexley, petrekin = unverified_names.names(store)
        assert (vexley.surface, vexley.count, vexley.stories) == ("Ann Vexley", 2, 2)
        assert unverified_names.names(store, page=1, size=1) == (petrekin,)
        assert unverified_names.names(store, search="VEXL") == (vexley,)
        assert (unverified_names.count(store), unverified_names.count(store, "vexl")) == (2, 1)
        assert len(unverified_names.places(store, "ann vexley")) == 2
        (place, text), *_ = unverified_names.places(store, "Petrekin")
        assert text[place.suggestion.span.start :].startswith("Petrekin")
        assert unverified_names.known_names(store, "rut") == ("Mark Rutte", "Rutte")
        assert unverified_names.known_names(store, "…") == ()
