"""Refits the calibration curves of a ranker on what the whole tool suggests; its models stay as they are.

`repair calibrate` fits the curves on the corrections that decoding returns: the best choice of names for the words of a
copy (``repair.pipeline.decoding``). The stages after it, vetoes and rules among them, drop many wrong ones, so that
those which remain are right more often than their confidence says. Run by hand, once the rules are as they should be:

    python -m repair.training.refit_curves PARALLEL SHORT BRIEF HALF LISTED ... --ranker DIR --folds DIR

PARALLEL, SHORT, BRIEF, HALF and LISTED are files of labelled copy, one for each setting of docs/evaluation.md, in the
order of its table: whole stories with their own sources, one line with all sources, one line that no source has, half
of a story with the other half as source, and one line with a list of names.

``--ranker`` is the folder of ``evidence.json``, ``--folds`` that of `repair calibrate --folds`. The corrections of a
story are made by the ranker that was not fitted on it, and the curves of that ranker are fitted on the other stories.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from repair.channel.model_dir import sha256
from repair.core.copy_kind import CopyKind
from repair.core.display import quantity
from repair.core.io import write_bytes
from repair.pipeline.ranking.ranking_model import CalibrationCurves, RankingModel
from repair.pipeline.ranking.trees import Floats
from repair.training.evaluation.benchmark import judge
from repair.training.evaluation.benchmark_file import Benchmark, read_benchmarks
from repair.training.evaluation.evaluate import EvaluationOptions, suggested
from repair.training.evaluation.folds import FOLDS, fold_of, ranker_without
from repair.training.fit_curves import JudgedCorrection, curves_of
from repair.training.ranker_files import curves_as_json

_EVIDENCE, _CARD = "evidence.json", "card.json"
_DIGITS = 4  # of the confidence of a suggestion


class _Decided(NamedTuple):
    """What a confidence was made of: the kind of copy, whether its form is an attested name, and the probability."""

    kind: CopyKind
    known: bool
    probability: float


@dataclass(frozen=True)
class RecordingCurves(CalibrationCurves):
    """Calibration curves that record what each confidence was made of.

    Attributes:
        decided: By the rounded confidence, what it was made of. Two corrections of one copy with the same confidence
            are nearly always of the same form.
    """

    decided: dict[float, _Decided] = field(default_factory=dict)

    def confidence(
        self, probabilities: Sequence[float] | Floats, is_known: Sequence[bool], *, kind: CopyKind = CopyKind.COVERED
    ) -> Floats:
        """Return the calibrated confidences of the corrections of one copy; see `CalibrationCurves.confidence`."""
        confidences = super().confidence(probabilities, is_known, kind=kind)
        for confidence, probability, known in zip(confidences.tolist(), probabilities, is_known, strict=True):
            self.decided[round(confidence, _DIGITS)] = _Decided(kind, bool(known), float(probability))
        return confidences


def outcomes_of(
    benchmark: Benchmark, rankers: Sequence[RankingModel], on_document: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, JudgedCorrection]]:
    """Yield what the labels say of the suggestions for a benchmark, each with the fold of its story.

    A suggestion is left out where a rule made it, or where a later stage changed its confidence.

    Args:
        benchmark: The labelled copy.
        rankers: The ranker of each fold.
        on_document: Called after each document.
    """
    recording = [replace(ranker, curves=RecordingCurves(ranker.curves.curves)) for ranker in rankers]
    decided = [curves.decided for ranker in recording if isinstance(curves := ranker.curves, RecordingCurves)]
    for item, proposals in suggested(benchmark.items, EvaluationOptions(rankers=recording)):
        fold = fold_of(item.doc)
        for judged in judge(item, proposals).proposals:
            origin = decided[fold].get(round(judged.proposal.confidence, _DIGITS))
            if origin is not None:
                yield fold, JudgedCorrection(origin.known, origin.kind, origin.probability, float(judged.correct))
        decided[fold].clear()
        on_document()


def refit(
    benches: Sequence[Path], ranker: Path, folds: Path, log: Callable[[str], None] = lambda line: None
) -> CalibrationCurves:
    """Refit the curves of the ranker in a folder and of those of the folds, write them, and return those of the former.

    Args:
        benches: Benchmarks of labelled copy; each is a setting.
        ranker: The folder with ``evidence.json`` and its card.
        folds: The folder with the rankers of the folds.
        log: Receives a line about the progress after each benchmark.

    Raises:
        ModelError: When a ranker is missing or damaged.
    """
    rankers = [RankingModel.load(ranker_without(fold, folds)) for fold in range(FOLDS)]
    outcomes: list[tuple[int, JudgedCorrection]] = []
    for benchmark in read_benchmarks(benches):
        judged = list(outcomes_of(benchmark, rankers))
        outcomes += judged
        log(f"{benchmark.path}: {quantity(len(judged), 'suggestion')} judged.")
    for fold in range(FOLDS):
        of_other_folds = [outcome for fold_of_story, outcome in outcomes if fold_of_story != fold]
        _write_curves(curves_of([of_other_folds]), ranker_without(fold, folds))
    curves = curves_of([[outcome for _, outcome in outcomes]])
    _write_curves(curves, ranker / _EVIDENCE)
    _update_card(ranker, benches)
    return curves


def _write_curves(curves: CalibrationCurves, path: Path) -> None:
    """Replace the curves in the file of a ranker."""
    data = json.loads(path.read_bytes())
    data["curves"] = curves_as_json(curves)
    write_bytes(path, (json.dumps(data) + "\n").encode())


def _update_card(folder: Path, benches: Sequence[Path]) -> None:
    """Enter the data of the curves, and the new checksum, into the card of a ranker, where it has one."""
    path = folder / _CARD
    if not path.exists():
        return
    card = json.loads(path.read_bytes())
    card["curves"] = {
        "fitted on": "the suggestions of the whole tool, cross-validated by story",
        "data": {bench.name: sha256(bench) for bench in benches},
    }
    card["sha256"][_EVIDENCE] = sha256(folder / _EVIDENCE)
    write_bytes(path, (json.dumps(card, indent=2) + "\n").encode())


def main() -> None:
    """Read the arguments and refit."""
    parser = argparse.ArgumentParser(description="Refit the calibration curves of a ranker.")
    parser.add_argument("benches", type=Path, nargs="+", metavar="BENCH", help="Labelled copy, one file a setting.")
    parser.add_argument(
        "--ranker", type=Path, required=True, metavar="DIR", help="Folder of evidence.json, whose curves are replaced."
    )
    parser.add_argument(
        "--folds",
        type=Path,
        required=True,
        metavar="DIR",
        help="Folder of the rankers of the folds (repair calibrate --folds), whose curves are replaced too.",
    )
    arguments = parser.parse_args()
    log = Console(stderr=True, markup=False, highlight=False, soft_wrap=True).print
    refit(arguments.benches, arguments.ranker, arguments.folds, log)


if __name__ == "__main__":
    main()
