"""Fits the confidence of names in transcripts of speech (``models/speech-3``).

Run ``python -m repair.training.fit_spoken_names BENCH OUT`` with a benchmark of transcripts, each with a list of names.
With a third argument, the folder of `repair calibrate --folds`, the models without a fold of calls are written there.
Boosted trees weigh the features of `repair.pipeline.rules.speech.spoken_features`. What several recognisers wrote of
one call is never divided between fitting and scoring: the card has the scores cross-validated by call, and the
confidence is calibrated on the same predictions. Nothing at run time imports this module; it needs the ``train``
extra.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from repair.channel.model_dir import sha256
from repair.core.io import write_bytes
from repair.pipeline.ranking.tree_files import TREES, write_trees
from repair.pipeline.ranking.trees import Floats, TreeEnsemble, logistic
from repair.pipeline.rules.speech.spoken_candidates import candidates
from repair.pipeline.rules.speech.spoken_features import FEATURES, SpokenCandidate
from repair.pipeline.rules.speech.spoken_list import SpokenNames
from repair.pipeline.rules.speech.spoken_model import FORMAT, MODEL, SPOKEN_MODEL
from repair.pipeline.rules.speech.spoken_names import chosen
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.transcripts import is_transcript
from repair.training.evaluation.benchmark import BenchmarkItem, Proposal, judge
from repair.training.evaluation.benchmark_file import load
from repair.training.evaluation.folds import FOLDS, fold_of, spoken_model_without
from repair.training.fit_ranker import TreeParams, fit_trees

# More alike in sound and letters, and the name found elsewhere, never lower the confidence; more doubtful words, and
# better names for the same words, never raise it.
_RISING = frozenset(
    ("similarity", "whole similarity", "margin", "vowel similarity", "name margin", "window margin",
     "similarity elsewhere", "consonants alike", "sounds alike from the start", "same first sound", "same first sounds",
     "same last sound", "same last sounds", "letters alike", "letters alike from the start", "same first letter",
     "exact", "framed", "repeated")
)  # fmt: skip
_FALLING = frozenset(
    ("better names", "difference in sounds", "word difference", "frequency", "lowest frequency", "opens with an edge",
     "closes with an edge", "rivals", "heard words listed", "divided")
)  # fmt: skip
_PARAMS = TreeParams(rounds=200, rate=0.07, leaves=8, depth=4, fits=3, rising=_RISING, falling=_FALLING)
_THRESHOLDS = (0.55, 0.7, 0.8, 0.9)
_PERSON = "PERSON"
_STEPS, _RIDGE = 30, 1e-6  # of Newton's method


@dataclass(frozen=True, slots=True)
class LabelledTranscript:
    """A transcript with its candidates, and for each whether it is right (1 or 0)."""

    item: BenchmarkItem
    candidates: tuple[SpokenCandidate, ...]
    right: tuple[float, ...]
    analysis: AnalyzedText


def labelled(item: BenchmarkItem, lexicon: Lexicon) -> LabelledTranscript | None:
    """Return a document with its labelled candidates; None if it is no transcript."""
    copy = AnalyzedText(item.text)
    if not is_transcript(copy.text, copy.tokens):
        return None
    spellings = [line.strip() for clean in item.clean for line in clean.splitlines() if line.strip()]
    found = tuple(candidates(copy, SpokenNames.of(spellings, lexicon), lexicon))
    right = []
    for candidate in found:
        proposal = _proposal(copy, candidate, 1.0)
        if not any(proposal.start < gold.end and gold.start < proposal.end for gold in item.gold):
            right.append(0.0)
            continue
        proposals = judge(item, [proposal]).proposals
        right.append(float(bool(proposals) and proposals[0].correct))
    return LabelledTranscript(item, found, tuple(right), copy)


def fit(transcripts: Sequence[LabelledTranscript]) -> TreeEnsemble:
    """Return trees that predict which candidates are right."""
    rows = [candidate.features for transcript in transcripts for candidate in transcript.candidates]
    labels = np.asarray([right for transcript in transcripts for right in transcript.right])
    return fit_trees(FEATURES, np.asarray(rows).reshape(-1, len(FEATURES)), labels, np.ones(len(labels)), _PARAMS)


def cross_validated(transcripts: Sequence[LabelledTranscript]) -> list[Floats]:
    """Return the log-odds of the candidates of each transcript; no model scores a call that it was fitted on."""
    models = {
        call: fit([transcript for transcript in transcripts if transcript.item.doc != call])
        for call in sorted({transcript.item.doc for transcript in transcripts})
    }
    return [
        models[transcript.item.doc].logits(np.asarray([each.features for each in transcript.candidates]))
        if transcript.candidates
        else np.zeros(0)
        for transcript in transcripts
    ]


class Calibration(NamedTuple):
    """A line that makes probabilities of log-odds (Platt 1999); ``shift`` in nats."""

    slope: float
    shift: float

    @classmethod
    def of(cls, logits: Floats, labels: Floats) -> Calibration:
        """Fit the line by Newton's method.

        Args:
            logits: Log-odds of rows that the model was not fitted on.
            labels: For each row 0 or 1.
        """
        columns = np.stack((logits, np.ones(len(logits))), axis=1)
        weights = np.array((1.0, 0.0))
        for _ in range(_STEPS):
            predicted = logistic(columns @ weights)
            hessian = columns.T @ (columns * (predicted * (1.0 - predicted))[:, None]) + _RIDGE * np.eye(2)
            step = np.linalg.solve(hessian, columns.T @ (predicted - labels))
            weights -= step / max(1.0, float(np.abs(step).max()))  # Longer steps may diverge.
        return cls(*weights.tolist())

    def applied(self, model: TreeEnsemble) -> TreeEnsemble:
        """Return the model with calibrated log-odds."""
        nodes = replace(model.nodes, value=model.nodes.value * self.slope)
        return replace(model, constant=model.constant * self.slope + self.shift, nodes=nodes)


def calibrated(transcripts: Sequence[LabelledTranscript], logits: Sequence[Floats]) -> Calibration:
    """Return the calibration of the candidates that are chosen; the best of several is less probable than it seems.

    Args:
        transcripts: The transcripts.
        logits: For each, the log-odds of its candidates, from a model that was not fitted on its call.
    """
    best: list[tuple[float, float]] = []
    for transcript, values in zip(transcripts, logits, strict=True):
        right = dict(zip(transcript.candidates, transcript.right, strict=True))
        best += [(value, right[candidate]) for candidate, value in chosen(transcript.candidates, values.tolist())]
    columns = np.asarray(best).reshape(-1, 2)
    return Calibration.of(columns[:, 0], columns[:, 1])


def scores(transcripts: Sequence[LabelledTranscript], logits: Sequence[Floats]) -> dict[str, dict[str, float]]:
    """Return the scores at several thresholds.

    Args:
        transcripts: The transcripts.
        logits: For each, the calibrated log-odds of its candidates, from a model that was not fitted on its call.
    """
    outcomes = [
        outcome
        for transcript, values in zip(transcripts, logits, strict=True)
        for outcome in _outcomes(transcript, logistic(values).tolist())
    ]
    people = sum(gold.type == _PERSON for transcript in transcripts for gold in transcript.item.gold)
    return {str(threshold): _scores(outcomes, threshold, people) for threshold in _THRESHOLDS}


class _Outcome(NamedTuple):
    """A suggestion: its confidence (0-1), whether it is right, and whether it is at the name of a person."""

    confidence: float
    is_right: bool
    is_person: bool


def _outcomes(transcript: LabelledTranscript, confidences: Sequence[float]) -> list[_Outcome]:
    """Return the outcome of each suggestion for a transcript, by the confidences (0-1) of its candidates."""
    proposals = [
        _proposal(transcript.analysis, candidate, confidence)
        for candidate, confidence in chosen(transcript.candidates, confidences)
        if confidence >= min(_THRESHOLDS)
    ]
    people = [gold for gold in transcript.item.gold if gold.type == _PERSON]
    return [
        _Outcome(
            judged.proposal.confidence,
            judged.correct,
            any(judged.proposal.start < gold.end and gold.start < judged.proposal.end for gold in people),
        )
        for judged in judge(transcript.item, proposals).proposals
    ]


def _scores(outcomes: Sequence[_Outcome], threshold: float, people: int) -> dict[str, float]:
    """Return the scores of the suggestions at a threshold; ``people`` is the number of mangled names of people."""
    reached = [outcome for outcome in outcomes if outcome.confidence >= threshold]
    right = sum(outcome.is_right for outcome in reached)
    return {
        "suggestions": len(reached),
        "right": right,
        "precision": round(right / max(1, len(reached)), 4),
        "recall_of_people": round(
            sum(outcome.is_right and outcome.is_person for outcome in reached) / max(1, people), 4
        ),
    }


def _proposal(copy: AnalyzedText, candidate: SpokenCandidate, confidence: float) -> Proposal:
    start, end = copy.tokens[candidate.low].start, copy.tokens[candidate.high - 1].end
    return Proposal(start, end, candidate.name, confidence)


def write_folds(transcripts: Sequence[LabelledTranscript], folder: Path) -> None:
    """Write for each fold of calls the model that is fitted and calibrated on the others, for `evaluate --folds`.

    Args:
        transcripts: The transcripts.
        folder: The folder with a folder for each fold.
    """
    for fold in range(FOLDS):
        others = [transcript for transcript in transcripts if fold_of(transcript.item.doc) != fold]
        calibration = calibrated(others, cross_validated(others))
        write_trees(spoken_model_without(fold, folder) / MODEL, calibration.applied(fit(others)), FORMAT)


def main(bench: Path, out: Path, folds: Path | None = None) -> None:
    """Fit on a benchmark file and write the model directory; with ``folds``, those of the folds, too."""
    lexicon = Lexicon.load()
    transcripts = [
        transcript for transcript in (labelled(item, lexicon) for item in load(bench)) if transcript is not None
    ]
    logits = cross_validated(transcripts)
    calibration = calibrated(transcripts, logits)
    write_trees(out / MODEL, calibration.applied(fit(transcripts)), FORMAT)
    card = {
        "name": SPOKEN_MODEL,
        "format": FORMAT,
        "data": {bench.name: sha256(bench)},
        "sha256": {name: sha256(out / name) for name in (MODEL, TREES)},
        "figures": "cross-validated by call, of the transcripts among the documents",
        "transcripts": len(transcripts),
        "scores": scores(transcripts, [values * calibration.slope + calibration.shift for values in logits]),
    }
    write_bytes(out / "card.json", (json.dumps(card, indent=2) + "\n").encode())
    if folds is not None:
        write_folds(transcripts, folds)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
