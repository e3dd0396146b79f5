"""Reliability plots: a picture in the format of the file name, deterministic."""

from __future__ import annotations

from pathlib import Path

import pytest

from repair.training.evaluation.benchmark import JudgedProposal, Proposal
from repair.training.evaluation.reliability_plot import save_reliability_plot

pytest.importorskip("matplotlib", reason="plots need the peers extra")


@pytest.mark.parametrize(("name", "start"), [("plot.svg", b"<?xml"), ("plot.png", b"\x89PNG")])
def test_the_same_suggestions_give_the_same_picture(name: str, start: bytes, tmp_path: Path) -> None:
    judged = [JudgedProposal(Proposal(0, 1, "x", confidence), True, confidence > 0.5) for confidence in (0.2, 0.6, 0.9)]
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        save_reliability_plot(judged, tmp_path / folder / name, title="short")
    first, second = ((tmp_path / folder / name).read_bytes() for folder in ("first", "second"))
    assert first == second and first.startswith(start)


def test_a_picture_has_a_title(tmp_path: Path) -> None:
    save_reliability_plot([JudgedProposal(Proposal(0, 1, "x", 0.9), True, True)], tmp_path / "plot.svg", title="short")
    svg = (tmp_path / "plot.svg").read_text(encoding="utf-8")
    assert "short" in svg and "expected calibration error 0.100, 1 suggestions" in svg
