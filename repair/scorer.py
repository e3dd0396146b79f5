"""The channel model at run time: how likely is it that this printed form stands for that name, or for itself?

A score is log p(clean | surface) in nats, summed over the letters of the clean name and its end; NIL is the surface
itself. The model directory is sealed by checksums, read from disk alone, and scored in numpy (see ``channel.network``;
the card of the shipped model holds the comparison with other runtimes). No threshold is applied here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from safetensors import SafetensorError
from safetensors.numpy import load_file

from .channel.alphabet import spell
from .channel.network import END, PAD, Floats, Ids, Memory, Network, Shape
from .channel.seal import DIRECTORY_FORMAT, SEALED, sha256
from .errors import ModelError
from .paths import shipped_model
from .types import Query

_MISSING = "model directory {path} has no {name}; reinstall the package or name another directory"
_DAMAGED = "{path} does not match the checksum in card.json; reinstall the package or copy the model anew"
_VERSION = "{path} is of directory format {found}, this version reads {wanted}; upgrade repair or train the model anew"
_UNREADABLE = "{path} cannot be read ({error}); reinstall the package or copy the model anew"

__all__ = ["ChannelScorer", "Query"]

SHIPPED = "channel-1"
_BATCH_LETTERS = 4096  # letters of clean names scored in one pass
_LONGEST = 40  # letters a generated name may have


class ChannelScorer:
    """Scores candidates and makes up likely originals; safe to share between threads."""

    def __init__(self, network: Network, pieces: sentencepiece.SentencePieceProcessor, *, name: str) -> None:
        self.name = name
        self._network = network
        self._pieces = pieces

    @classmethod
    def load(cls, path: Path | None = None, *, threads: int = 1) -> ChannelScorer:
        """Load and verify a model directory, by default the shipped one; ``ModelError`` says what is wrong with it.

        ``threads`` is accepted for the sake of callers that share out processors; numpy's own setting rules.
        """
        path = shipped_model(SHIPPED) if path is None else path
        card = _read_json(path, "card.json")
        if card.get("directory_format") != DIRECTORY_FORMAT:
            raise ModelError(_VERSION.format(path=path, found=card.get("directory_format"), wanted=DIRECTORY_FORMAT))
        for name in SEALED:
            if not (path / name).is_file():
                raise ModelError(_MISSING.format(path=path, name=name))
            if sha256(path / name) != card["sha256"].get(name):
                raise ModelError(_DAMAGED.format(path=path / name))
        try:
            weights = load_file(path / "model.safetensors")
            pieces = sentencepiece.SentencePieceProcessor(model_file=str(path / "spiece.model"))
        except (SafetensorError, OSError, RuntimeError) as error:
            raise ModelError(_UNREADABLE.format(path=path, error=error)) from error
        network = Network(weights, _shape(_read_json(path, "config.json")))
        return cls(network, pieces, name=f"{card['name']}@{card['sha256']['model.safetensors'][:8]}")

    def score(self, queries: Sequence[Query]) -> tuple[tuple[float, ...], ...]:
        """Return, for each query, the score (nats) of each candidate and, last, of NIL."""
        sources: dict[str, int] = {}
        asked: dict[tuple[int, str], float] = {}
        plan: list[list[tuple[int, str]]] = []
        for query in queries:
            surface = spell(query.surface)
            row = sources.setdefault(surface, len(sources))
            plan.append([(row, spell(candidate)) for candidate in query.candidates] + [(row, surface)])
            asked.update(dict.fromkeys(plan[-1], 0.0))
        if asked:
            self._fill(list(sources), asked)
        return tuple(tuple(asked[pair] for pair in pairs) for pairs in plan)

    def _fill(self, sources: list[str], asked: dict[tuple[int, str], float]) -> None:
        """Put the score of every (source, clean name) into ``asked``, like lengths together."""
        encoded = [self._encode(source) for source in sources]
        order = sorted(range(len(sources)), key=lambda row: len(encoded[row]))
        rank = {row: place for place, row in enumerate(order)}
        pairs = [(row, text, self._encode(text)) for row, text in asked]
        for block in _blocks([encoded[row] for row in order]):
            memory = self._network.encode(_pad([encoded[order[place]] for place in block]))
            here = sorted((p for p in pairs if block.start <= rank[p[0]] < block.stop), key=lambda pair: len(pair[2]))
            for part in _blocks([pair[2] for pair in here]):
                chosen = here[part.start : part.stop]
                rows = np.asarray([rank[row] - block.start for row, _, _ in chosen])
                totals = self._totals(memory.rows(rows), _pad([ids for _, _, ids in chosen]))
                for (row, text, _), total in zip(chosen, totals, strict=True):
                    asked[row, text] = float(total)

    def _totals(self, memory: Memory, tgt: Ids) -> Floats:
        """Return log p of each padded row of ``tgt``. *Shape:* ``(batch, longest)`` → ``(batch,)``."""
        prefix = np.concatenate([np.full((len(tgt), 1), PAD, np.int64), tgt[:, :-1]], axis=1)
        logs = self._network.decode(memory, prefix)
        picked = np.take_along_axis(logs, tgt[..., None], axis=-1)[..., 0]
        totals: Floats = np.where(tgt == PAD, np.float32(0), picked).sum(axis=1)
        return totals

    def generate(self, surface: str, *, count: int = 3) -> tuple[tuple[str, float], ...]:
        """Return likely originals of ``surface`` by beam search, best first, each with its score (nats).

        They are spelled without accents, words capitalised: made to be looked up, not to be printed.
        """
        memory = self._network.encode(_pad([self._encode(spell(surface))]))
        beam = max(4, 2 * count)
        live: list[tuple[float, tuple[int, ...]]] = [(0.0, (PAD,))]
        done: list[tuple[float, tuple[int, ...]]] = []
        for _ in range(_LONGEST):
            logs = self._network.decode(
                memory.rows(np.zeros(len(live), np.int64)), np.asarray([ids for _, ids in live])
            )
            scores = np.asarray([score for score, _ in live])[:, None] + logs[:, -1]
            best = np.argsort(-scores, axis=None)[: 2 * beam]
            grown = [
                (float(scores.flat[at]), (*live[at // logs.shape[-1]][1], int(at % logs.shape[-1]))) for at in best
            ]
            done += [(score, ids) for score, ids in grown if ids[-1] == END]
            live = [(score, ids) for score, ids in grown if ids[-1] != END][:beam]
            done = sorted(done, reverse=True)[:count]
            if not live or (len(done) == count and done[-1][0] >= live[0][0]):
                break
        return tuple((self._text(ids), score) for score, ids in done)

    def _encode(self, text: str) -> list[int]:
        return [*self._pieces.encode(text), END]

    def _text(self, ids: Sequence[int]) -> str:
        text = self._pieces.decode([each for each in ids if each > END])
        return " ".join(word[:1].upper() + word[1:] for word in text.split())


def _read_json(path: Path, name: str) -> dict[str, Any]:
    if not (path / name).is_file():
        raise ModelError(_MISSING.format(path=path, name=name))
    try:
        table = json.loads((path / name).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(_UNREADABLE.format(path=path / name, error=error)) from error
    return dict(table)


def _shape(config: dict[str, Any]) -> Shape:
    return Shape(
        heads=config["num_heads"],
        encoder_layers=config["num_layers"],
        decoder_layers=config["num_decoder_layers"],
        buckets=config["relative_attention_num_buckets"],
        farthest=config["relative_attention_max_distance"],
        epsilon=config["layer_norm_epsilon"],
    )


def _blocks(sequences: Sequence[Sequence[int]]) -> list[range]:
    """Cut sequences, sorted by length, into runs of about ``_BATCH_LETTERS`` letters once padded."""
    blocks: list[range] = []
    start = 0
    for at in range(len(sequences)):
        if (at + 1 - start) * len(sequences[at]) > _BATCH_LETTERS and at > start:
            blocks.append(range(start, at))
            start = at
    if sequences:
        blocks.append(range(start, len(sequences)))
    return blocks


def _pad(sequences: Sequence[Sequence[int]]) -> Ids:
    """Return sequences as one array padded with 0. *Shape:* ``(batch, longest)``."""
    out = np.full((len(sequences), max(map(len, sequences))), PAD, np.int64)
    for row, sequence in enumerate(sequences):
        out[row, : len(sequence)] = sequence
    return out
