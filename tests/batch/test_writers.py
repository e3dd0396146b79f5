"""Where outputs are staged until they replace the originals."""

from __future__ import annotations

from pathlib import Path

from repair.batch.writers import stage_beside


def test_originals_with_long_names_wait_in_places_of_their_own(tmp_path: Path) -> None:
    first, second = tmp_path / ("a" * 200 + "1.txt"), tmp_path / ("a" * 200 + "2.txt")
    assert stage_beside(first) != stage_beside(second)
    assert stage_beside(first) == stage_beside(tmp_path / "." / first.name)
    assert stage_beside(first).parent == first.parent
    assert len(stage_beside(tmp_path / ("\U0001d11e" * 60)).name.encode()) <= 255
