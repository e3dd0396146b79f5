"""The network of the channel model in training: a small T5 over characters, its optimisers and its averaged weights.

Matrices are updated by Muon (`repair.training.muon`), the other parameters by AdamW; the weights that ship are a
running average. `repair.training.train_channel` drives it. Needs the ``train`` extra.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file
from transformers import T5Config, T5ForConditionalGeneration

from repair.channel.model_dir import read_card
from repair.core.errors import ConfigError
from repair.core.io import atomic_writer
from repair.training.batches import END, PAD, Corpus, TrainingBatch
from repair.training.muon import Muon
from repair.training.recipe import ModelConfig, TrainConfig

Floats = npt.NDArray[np.float64]
_EVALUATION_BATCH = 250  # pairs
_IGNORED = -100  # the label that the loss of torch ignores
_BFLOAT16 = (
    "AVX512" in torch.backends.cpu.get_cpu_capability()
)  # elsewhere bfloat16 is emulated: 3 times slower on AVX2
_OTHER_SIZE = (
    "the weights have another size than this recipe says; its section [model] must be that of the model it starts from"
)


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
    with torch.autocast("cpu", torch.bfloat16, enabled=_BFLOAT16):
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
        matrix_ids = {id(p) for p in matrices}
        others = [p for p in self.model.parameters() if id(p) not in matrix_ids]
        run = config.run
        self.muon = Muon(matrices, lr=run.muon_rate)
        self.adam = torch.optim.AdamW(others, lr=run.adam_rate, weight_decay=0.0, betas=(0.9, 0.98))
        self.average = {name: p.detach().clone() for name, p in self.model.named_parameters()}

    def rate(self) -> float:
        """Return the factor of the learning rates at this step (0-1): warm-up, constant, then down to 0."""
        run = self.config.run
        seen = self.step * run.batch
        cooldown_share = (run.pairs - seen) / max(1.0, run.cooldown * run.pairs)
        return max(0.0, min(1.0, (seen + run.batch) / max(1, run.warmup), cooldown_share))

    def learn(self, batch: TrainingBatch) -> float:
        """Take one step and return the loss, in nats per token."""
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
            raise ConfigError.of(_OTHER_SIZE, path=path) from error
        if any("embed_tokens" not in name for name in missing):  # a second name of the shared embedding
            raise ConfigError.of(_OTHER_SIZE, path=path)
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


def negative_log_likelihoods(model: T5ForConditionalGeneration, corpus: Corpus, *, mark: int | None = None) -> Floats:
    """Return -log p of each pair, in nats.

    Args:
        model: The network.
        corpus: The pairs.
        mark: The piece that asks for the mangled form of the clean name; without it the clean name is predicted.

    *Shape:* ``(pairs,)``.
    """
    losses_of = np.zeros(len(corpus))
    rows = np.argsort(corpus.src.lengths + corpus.tgt.lengths, kind="stable")
    with torch.inference_mode():
        for at in range(0, len(rows), _EVALUATION_BATCH):
            chosen = rows[at : at + _EVALUATION_BATCH]
            batch = corpus.forward(chosen) if mark is None else corpus.backward(chosen, mark=mark)
            losses_of[chosen] = losses(model, batch).numpy()
    return losses_of
