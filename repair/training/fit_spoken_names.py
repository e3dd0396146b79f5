"""Fits the confidence of names in transcripts of speech (``models/speech-2``).

Run ``python -m repair.training.fit_spoken_names BENCH OUT`` with a benchmark of transcripts, each with a list of names.
Boosted trees weigh the features of `repair.pipeline.rules.spoken_features`; the card has their scores, cross-validated
by story. Nothing at run time imports this module; it needs the ``train`` extra.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from repair.channel.model_dir import sha256
from repair.core.io import write_bytes
from repair.pipeline.rules.spoken_candidates import SpokenNames, candidates
from repair.pipeline.rules.spoken_features import FEATURES, SpokenCandidate
from repair.pipeline.rules.spoken_model import FORMAT, MODEL, SPOKEN_MODEL, probabilities
from repair.pipeline.rules.spoken_names import chosen
from repair.pipeline.tree_files import TREES, write_trees
from repair.pipeline.trees import TreeEnsemble
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.transcripts import is_transcript
from repair.training.evaluation.benchmark import BenchmarkItem, Proposal, judge
from repair.training.evaluation.benchmark_file import load
from repair.training.fit_ranker import TreeParams, fit_trees

_PARAMS = TreeParams(rounds=300, rate=0.05, leaves=16, depth=6, fits=3)
_THRESHOLDS = (0.55, 0.7, 0.8, 0.9)
_PERSON = "PERSON"


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
    if not is_transcript(copy.text, copy.folds):
        return None
    spellings = [line.strip() for clean in item.clean for line in clean.splitlines() if line.strip()]
    found = tuple(candidates(copy, SpokenNames.of(spellings, lexicon), lexicon))
    right = []
    for candidate in found:
        proposals = judge(item, [_proposal(copy, candidate, 1.0)]).proposals
        right.append(float(bool(proposals) and proposals[0].correct))
    return LabelledTranscript(item, found, tuple(right), copy)


def fit(transcripts: Sequence[LabelledTranscript]) -> TreeEnsemble:
    """Return trees that predict which candidates are right."""
    rows = [candidate.features for transcript in transcripts for candidate in transcript.candidates]
    labels = np.asarray([right for transcript in transcripts for right in transcript.right])
    return fit_trees(FEATURES, np.asarray(rows).reshape(-1, len(FEATURES)), labels, np.ones(len(labels)), _PARAMS)


def cross_validated(transcripts: Sequence[LabelledTranscript]) -> dict[str, dict[str, float]]:
    """Return the scores at several thresholds; no model scores a story that it was fitted on."""
    outcomes: list[_Outcome] = []
    for story in sorted({transcript.item.story for transcript in transcripts}):
        model = fit([transcript for transcript in transcripts if transcript.item.story != story])
        for transcript in transcripts:
            if transcript.item.story == story:
                outcomes += _outcomes(transcript, model)
    people = sum(gold.type == _PERSON for transcript in transcripts for gold in transcript.item.gold)
    return {str(threshold): _scores(outcomes, threshold, people) for threshold in _THRESHOLDS}


class _Outcome(NamedTuple):
    """A suggestion: its confidence (0-1), whether it is right, and whether it is at the name of a person."""

    confidence: float
    is_right: bool
    is_person: bool


def _outcomes(transcript: LabelledTranscript, model: TreeEnsemble) -> list[_Outcome]:
    """Return the outcome of each suggestion for a transcript."""
    proposals = [
        _proposal(transcript.analysis, candidate, confidence)
        for candidate, confidence in chosen(transcript.candidates, probabilities(transcript.candidates, model))
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


def main(bench: Path, out: Path) -> None:
    """Fit on a benchmark file and write the model directory."""
    lexicon = Lexicon.load()
    transcripts = [
        transcript for transcript in (labelled(item, lexicon) for item in load(bench)) if transcript is not None
    ]
    model = fit(transcripts)
    write_trees(out / MODEL, model, FORMAT)
    card = {
        "name": SPOKEN_MODEL,
        "format": FORMAT,
        "data": {bench.name: sha256(bench)},
        "sha256": {name: sha256(out / name) for name in (MODEL, TREES)},
        "figures": "cross-validated by story, of the transcripts among the documents",
        "transcripts": len(transcripts),
        "scores": cross_validated(transcripts),
    }
    write_bytes(out / "card.json", (json.dumps(card, indent=2) + "\n").encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
