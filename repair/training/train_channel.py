"""Trains the channel model by a recipe: pairs in, model directory out.

The model learns both directions at once: the clean name from the mangled form and, after a mark, the mangled form from
the clean name. A run is seeded, writes checkpoints, and resumes from the last one; a recipe may start from the weights
of another model of its size. Needs the ``train`` extra. Whether a correction is made is decided elsewhere.
"""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from repair.channel.vocabulary import BACKWARD
from repair.training import model_card, pairs
from repair.training.batches import Corpus, TrainingBatch, make_vocabulary
from repair.training.pairs import Pair
from repair.training.recipe import read_config
from repair.training.trainer import Trainer, negative_log_likelihoods

_log = logging.getLogger(__name__)
_CHECKPOINT = "checkpoint.pt"
_DECISION_WEIGHT = 25  # a pair from a decision counts as much as this many synthetic ones


def train(config: Path, out: Path, decided: Sequence[Pair] = ()) -> None:
    """Train by a recipe and write a model directory; a run that was interrupted resumes from its checkpoint.

    Args:
        config: The recipe, a TOML file.
        out: The folder of the model and its checkpoint.
        decided: Pairs from decisions of editors, added to the synthetic ones of the recipe.
    """
    recipe = read_config(config)
    out.mkdir(parents=True, exist_ok=True)
    _log_to(out / "train.log")
    torch.set_num_threads(recipe.run.threads)
    torch.manual_seed(recipe.run.seed)
    pairs.write(recipe.pairs)
    make_vocabulary(out / "spiece.model")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(out / "spiece.model"))
    corpus = Corpus.of(chain(pairs.training(recipe.pairs), list(decided) * _DECISION_WEIGHT), pieces)
    if decided:
        _log.info("%d pairs from decisions, each %d times", len(decided), _DECISION_WEIGHT)
    trainer = Trainer(recipe, pieces=len(pieces))
    if (out / _CHECKPOINT).exists():
        trainer.restore(out / _CHECKPOINT)
        _log.info("resuming from step %d", trainer.step)
    elif recipe.run.start:
        trainer.start(Path(recipe.run.start).expanduser())
        _log.info("starting from the weights of %s", recipe.run.base())
    held_out = Corpus.of(pairs.held(recipe.pairs), pieces)
    _run(trainer, corpus, held_out=held_out, mark=pieces.encode(BACKWARD)[0], out=out)
    ship(config, out, decided)


def ship(config: Path, out: Path, decided: Sequence[Pair] = ()) -> None:
    """Write the model directory from the checkpoint in ``out``, whether the run is finished or not."""
    recipe = read_config(config)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(out / "spiece.model"))
    trainer = Trainer(recipe, pieces=len(pieces))
    trainer.restore(out / _CHECKPOINT)
    scores = _scores(trainer, pairs.held(recipe.pairs), pieces)
    drawn = pairs.checksum(recipe.pairs)
    if decided:  # the card identifies the data of the weights
        drawn = hashlib.sha256(repr((drawn, decided)).encode()).hexdigest()
    model_card.write(
        out,
        recipe=config,
        model=trainer.averaged(),
        curve=trainer.curve,
        scores=scores,
        drawn=drawn,
        base=recipe.run.base(),
    )


def _run(trainer: Trainer, corpus: Corpus, *, held_out: Corpus, mark: int, out: Path) -> None:
    """Train until all pairs of the recipe are seen, with evaluations and checkpoints in between."""
    run = trainer.config.run
    every = max(1, run.evaluate_every // run.batch)
    steps = math.ceil(run.pairs / run.batch)
    started, recent = time.monotonic(), 0.0
    batches = corpus.batches(batch=run.batch, seed=run.seed, mark=mark, skip=trainer.step)
    for batch in _progress(batches, trainer.step, steps):
        trainer.model.train()
        loss = trainer.learn(batch)
        recent = loss if not recent else 0.99 * recent + 0.01 * loss
        if trainer.step % every == 0 or trainer.step == steps:
            model = trainer.averaged()
            forward = float(negative_log_likelihoods(model, held_out).mean())
            backward = float(negative_log_likelihoods(model, held_out, mark=mark).mean())
            point = {"pairs": trainer.step * run.batch, "train": recent, "held": forward, "backward": backward}
            trainer.curve.append(point)
            seconds = time.monotonic() - started
            _log.info(
                "pairs %(pairs)d  loss %(train).4f nats/piece  held-out %(held).3f, backward %(backward).3f "
                "nats/name  %(seconds).0f s",
                point | {"seconds": seconds},
            )
            trainer.save(out / _CHECKPOINT)


def _progress(batches: Iterator[TrainingBatch], done: int, steps: int) -> Iterator[TrainingBatch]:
    """Yield the remaining batches and show progress on stderr."""
    columns = (TextColumn("training"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("train", total=steps, completed=done)
        for _ in range(done, steps):
            yield next(batches)
            progress.advance(task)


def _scores(trainer: Trainer, held_out: list[Pair], pieces: sentencepiece.SentencePieceProcessor) -> dict[str, float]:
    """Return the mean -log p of held-out pairs, in nats per name: both directions, and forward by route."""
    model, corpus = trainer.averaged(), Corpus.of(held_out, pieces)
    nll = negative_log_likelihoods(model, corpus)
    backward = negative_log_likelihoods(model, corpus, mark=pieces.encode(BACKWARD)[0])
    routes = np.array([pair.route for pair in held_out])
    scores = {f"nll_{route}": round(float(nll[routes == route].mean()), 3) for route in sorted(set(routes))}
    return {"nll": round(float(nll.mean()), 3), "nll_backward": round(float(backward.mean()), 3)} | scores


def _log_to(path: Path) -> None:
    """Send the log of the run to a file, too."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
