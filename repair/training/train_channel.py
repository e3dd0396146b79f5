"""Trains the channel model, a small T5 encoder-decoder over characters: pairs in, model directory out.

It learns both directions at once: the clean name from the mangled form and, after a mark, the mangled form from the
clean name. A run is seeded, writes checkpoints, and resumes from the last one; a recipe may start from the weights of
another model of its size. Matrices are updated by Muon (`repair.training.muon`), the other parameters by AdamW; the
shipped weights are their running average. Needs the ``train`` extra. Whether a repair is made is decided elsewhere.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import math
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sentencepiece
import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from safetensors.torch import load_file
from transformers import T5Config, T5ForConditionalGeneration

from repair.channel.model_dir import read_card
from repair.channel.vocabulary import BACKWARD
from repair.core.errors import ConfigError
from repair.core.io import atomic_writer
from repair.training import model_card, pairs
from repair.training.batches import END, PAD, Corpus, TrainingBatch, make_vocabulary
from repair.training.muon import Muon
from repair.training.pairs import Pair, PairsConfig

Floats = npt.NDArray[np.float64]
_log = logging.getLogger(__name__)
_CHECKPOINT = "checkpoint.pt"
_EVALUATION_BATCH = 250
_DECIDED_WEIGHT = 25  # a pair from a decision counts as much as this many synthetic ones
_IGNORED = -100  # the label that the loss of torch ignores
_HALF = "AVX512" in torch.backends.cpu.get_cpu_capability()  # elsewhere bfloat16 is emulated: 3 times slower on AVX2
_OTHER_SIZE = (
    "{path} has no weights of the size of this recipe; its section [model] must be that of the model it starts from"
)


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """The size of the network; ``width`` and ``hidden`` are units, ``hidden`` of the feed-forward layers."""

    width: int = 192
    hidden: int = 768  # feed-forward
    heads: int = 4
    encoder_layers: int = 4
    decoder_layers: int = 2
    dropout: float = 0.05


@dataclass(frozen=True, slots=True)
class RunConfig:
    """The schedule of a run. ``pairs``, ``warmup`` and ``evaluate_every`` count pairs, not steps."""

    pairs: int = 1_500_000
    batch: int = 256
    muon_rate: float = 3e-3
    adam_rate: float = 2e-3
    warmup: int = 20_000
    cooldown: float = 0.5  # the last share of the run, over which the rates fall to 0
    average: float = 0.998  # decay of the running average of the weights in a step
    evaluate_every: int = 100_000
    threads: int = 2
    seed: int = 1
    start: str = ""  # a model directory whose weights are trained further; empty: fresh ones

    def base(self) -> str:
        """Return the version of the model that the run starts from, or an empty string."""
        return str(read_card(Path(self.start).expanduser())["version"]) if self.start else ""


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """A whole recipe, as read from TOML."""

    name: str
    pairs: PairsConfig
    model: ModelConfig = field(default_factory=ModelConfig)
    run: RunConfig = field(default_factory=RunConfig)


def read_config(path: Path) -> TrainConfig:
    """Read a recipe from TOML; a relative cache is relative to the working folder.

    Raises:
        ConfigError: The file cannot be read, or a key is unknown or missing.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: is not a readable training recipe ({error})") from error
    _refuse_unknown(path, "", table, ("name", "pairs", "model", "run"))
    section = {name: dict(table.get(name, {})) for name in ("pairs", "model", "run")}
    for name, kind in (("pairs", PairsConfig), ("model", ModelConfig), ("run", RunConfig)):
        _refuse_unknown(path, f"{name}.", section[name], tuple(each.name for each in dataclasses.fields(kind)))
    if "name" not in table or "cache" not in section["pairs"]:
        raise ConfigError(f"{path}: a recipe needs the keys name and pairs.cache")
    section["pairs"]["cache"] = Path(section["pairs"]["cache"]).expanduser()
    return TrainConfig(
        table["name"], PairsConfig(**section["pairs"]), ModelConfig(**section["model"]), RunConfig(**section["run"])
    )


def _refuse_unknown(path: Path, prefix: str, table: dict[str, Any], allowed: tuple[str, ...]) -> None:
    for key in table:
        if key not in allowed:
            raise ConfigError(f"{path}: unknown key {prefix}{key}; allowed are {', '.join(allowed)}")


def make_model(config: ModelConfig, *, pieces: int) -> T5ForConditionalGeneration:
    """Return a fresh network over a vocabulary of ``pieces`` characters."""
    shape = T5Config(
        vocab_size=pieces,
        d_model=config.width,
        d_kv=config.width // config.heads,
        d_ff=config.hidden,
        num_heads=config.heads,
        num_layers=config.encoder_layers,
        num_decoder_layers=config.decoder_layers,
        relative_attention_num_buckets=24,
        relative_attention_max_distance=40,
        dropout_rate=config.dropout,
        feed_forward_proj="relu",
        tie_word_embeddings=False,
        decoder_start_token_id=PAD,
        pad_token_id=PAD,
        eos_token_id=END,
    )
    model = T5ForConditionalGeneration(shape)
    with torch.no_grad():
        model.lm_head.weight.mul_(config.width**-0.5)  # T5 initialises it with 1, which gives overconfident predictions
    return model


def losses(model: T5ForConditionalGeneration, batch: TrainingBatch) -> torch.Tensor:
    """Return -log p(labels | inputs) of each row, in nats. *Shape:* ``(rows, longest)`` → ``(rows,)``."""
    inputs, labels = torch.from_numpy(batch.inputs), torch.from_numpy(batch.labels)
    labels = labels.masked_fill(labels == PAD, _IGNORED)
    with torch.autocast("cpu", torch.bfloat16, enabled=_HALF):
        logits = model(input_ids=inputs, attention_mask=inputs.ne(PAD).long(), labels=labels).logits
    flat = torch.nn.functional.cross_entropy(
        logits.float().flatten(0, 1), labels.flatten(), ignore_index=_IGNORED, reduction="none"
    )
    return flat.view(labels.shape).sum(1)


class Trainer:
    """The state of a run, as a checkpoint stores it: network, optimisers, averaged weights."""

    def __init__(self, config: TrainConfig, *, pieces: int) -> None:
        self.config = config
        self.step = 0
        self.curve: list[dict[str, float]] = []
        self.model = make_model(config.model, pieces=pieces)
        matrices = [
            p for n, p in self.model.named_parameters() if p.ndim == 2 and ".layer." in n and "relative" not in n
        ]
        chosen = {id(p) for p in matrices}
        others = [p for p in self.model.parameters() if id(p) not in chosen]
        run = config.run
        self.muon = Muon(matrices, lr=run.muon_rate)
        self.adam = torch.optim.AdamW(others, lr=run.adam_rate, weight_decay=0.0, betas=(0.9, 0.98))
        self.average = {name: p.detach().clone() for name, p in self.model.named_parameters()}

    def rate(self) -> float:
        """Return the factor of the learning rates at this step (0-1): warm-up, constant, then down to 0."""
        run = self.config.run
        seen = self.step * run.batch
        left = (run.pairs - seen) / max(1.0, run.cooldown * run.pairs)
        return max(0.0, min(1.0, (seen + run.batch) / max(1, run.warmup), left))

    def learn(self, batch: TrainingBatch) -> float:
        """Take one step and return the loss, in nats a piece."""
        share = self.rate()
        for optimiser, full in ((self.muon, self.config.run.muon_rate), (self.adam, self.config.run.adam_rate)):
            for group in optimiser.param_groups:
                group["lr"] = full * share
        loss = losses(self.model, batch).sum() / float((batch.labels != PAD).sum())
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimiser in (self.muon, self.adam):
            optimiser.step()  # type: ignore[no-untyped-call,unused-ignore]
            optimiser.zero_grad(set_to_none=True)
        self.step += 1
        decay = min(self.config.run.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                self.average[name].lerp_(parameter, 1 - decay)
        return float(loss.detach())

    def save(self, path: Path) -> None:
        """Write a checkpoint atomically."""
        state = {"step": self.step, "curve": self.curve, "average": self.average, "model": self.model.state_dict()}
        with atomic_writer(path) as stream:
            torch.save(state | {"muon": self.muon.state_dict(), "adam": self.adam.state_dict()}, stream)

    def start(self, path: Path) -> None:
        """Load the weights of the model directory ``path``.

        Raises:
            ModelError: The directory is damaged.
            ConfigError: The model has another size.
        """
        read_card(path)
        weights = load_file(path / "model.safetensors")
        missing = self.model.state_dict().keys() - weights.keys()
        try:
            self.model.load_state_dict(weights, strict=False)
        except RuntimeError as error:
            raise ConfigError(_OTHER_SIZE.format(path=path)) from error
        if any("embed_tokens" not in name for name in missing):  # a second name of the shared embedding
            raise ConfigError(_OTHER_SIZE.format(path=path))
        self.average = {name: p.detach().clone() for name, p in self.model.named_parameters()}

    def restore(self, path: Path) -> None:
        """Load the state from a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.step, self.curve, self.average = state["step"], state["curve"], state["average"]
        self.model.load_state_dict(state["model"])
        self.muon.load_state_dict(state["muon"])
        self.adam.load_state_dict(state["adam"])

    def averaged(self) -> T5ForConditionalGeneration:
        """Return a copy of the network with the averaged weights, in evaluation mode."""
        copy = make_model(self.config.model, pieces=self.model.config.vocab_size)
        copy.load_state_dict(self.model.state_dict() | self.average)
        return copy.eval()


def evaluate(model: T5ForConditionalGeneration, corpus: Corpus, *, mark: int | None = None) -> Floats:
    """Return -log p of each pair, in nats: of the clean name, or with ``mark`` of the mangled form."""
    out = np.zeros(len(corpus))
    rows = np.argsort(corpus.src.lengths + corpus.tgt.lengths, kind="stable")
    with torch.inference_mode():
        for at in range(0, len(rows), _EVALUATION_BATCH):
            part = rows[at : at + _EVALUATION_BATCH]
            batch = corpus.forward(part) if mark is None else corpus.backward(part, mark=mark)
            out[part] = losses(model, batch).numpy()
    return out


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
    corpus = Corpus.of(chain(pairs.training(recipe.pairs), list(decided) * _DECIDED_WEIGHT), pieces)
    if decided:
        _log.info("%d pairs from decisions, each %d times", len(decided), _DECIDED_WEIGHT)
    trainer = Trainer(recipe, pieces=len(pieces))
    if (out / _CHECKPOINT).exists():
        trainer.restore(out / _CHECKPOINT)
        _log.info("resuming from step %d", trainer.step)
    elif recipe.run.start:
        trainer.start(Path(recipe.run.start).expanduser())
        _log.info("starting from the weights of %s", recipe.run.base())
    held = Corpus.of(pairs.held(recipe.pairs), pieces)
    _run(trainer, corpus, held=held, mark=pieces.encode(BACKWARD)[0], out=out)
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


def _run(trainer: Trainer, corpus: Corpus, *, held: Corpus, mark: int, out: Path) -> None:
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
            forward, backward = float(evaluate(model, held).mean()), float(evaluate(model, held, mark=mark).mean())
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


def _scores(trainer: Trainer, held: list[Pair], pieces: sentencepiece.SentencePieceProcessor) -> dict[str, float]:
    """Return the mean -log p of held-out pairs, in nats a name: both directions, and forward by route."""
    model, corpus = trainer.averaged(), Corpus.of(held, pieces)
    nll = evaluate(model, corpus)
    back = evaluate(model, corpus, mark=pieces.encode(BACKWARD)[0])
    routes = np.array([pair.route for pair in held])
    scores = {f"nll_{route}": round(float(nll[routes == route].mean()), 3) for route in sorted(set(routes))}
    return {"nll": round(float(nll.mean()), 3), "nll_backward": round(float(back.mean()), 3)} | scores


def _log_to(path: Path) -> None:
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
