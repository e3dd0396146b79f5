"""Reliability plots: how often suggestions of each confidence are correct, drawn with matplotlib where it is installed.

A calibrated tool lies on the diagonal: of its suggestions of 80 % confidence, 80 % are correct.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from repair.core.io import write_bytes
from repair.training.evaluation.benchmark import JudgedProposal
from repair.training.evaluation.metrics import calibration_error, reliability


def can_plot() -> bool:
    """Tell whether matplotlib is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def save_reliability_plot(judged: Sequence[JudgedProposal], path: Path, *, title: str = "") -> None:
    """Draw the reliability of suggestions and write it to ``path``; the same suggestions give the same bytes.

    Args:
        judged: The suggestions with the verdict of the labels.
        path: The picture, ``.svg`` or ``.png``.
        title: The title; the calibration error and the number of suggestions are added.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    bins = reliability(judged)
    summary = f"expected calibration error {calibration_error(judged):.3f}, {len(judged)} suggestions"
    with matplotlib.rc_context({"svg.hashsalt": "repair", "svg.fonttype": "none"}):
        figure, axes = pyplot.subplots(figsize=(4.5, 4.5))
        axes.plot([0, 1], [0, 1], color="lightgrey")
        axes.plot(
            [reliability_bin.confidence for reliability_bin in bins],
            [reliability_bin.correct for reliability_bin in bins],
            marker="o",
        )
        for reliability_bin in bins:
            place = (reliability_bin.confidence, reliability_bin.correct)
            axes.annotate(str(reliability_bin.total), place, textcoords="offset points", xytext=(6, -10), fontsize=8)
        axes.set_xlabel("confidence")
        axes.set_ylabel("share that is correct")
        axes.set_title(f"{title}\n{summary}".strip(), fontsize=10)
        figure.tight_layout()
        picture = BytesIO()
        kind = path.suffix.removeprefix(".")
        figure.savefig(picture, format=kind, dpi=110, metadata={"Date": None} if kind == "svg" else None)
        pyplot.close(figure)
    write_bytes(path, picture.getvalue())
