"""The process of a command: garbage is collected rarely, and not while modules are loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

import repair.cli.app
from repair.__main__ import main


@pytest.fixture(autouse=True)
def _restored_garbage_collector() -> Iterator[None]:
    threshold = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*threshold)
    gc.enable()
    gc.unfreeze()


def test_a_command_runs_with_the_garbage_collector_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, bool]] = []
    before = gc.get_threshold()
    monkeypatch.setattr(repair.cli.app, "main", lambda: seen.append((gc.isenabled(), gc.get_threshold() > before)))
    main()
    assert seen == [(True, True)]
