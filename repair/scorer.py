"""The channel model at run time: how likely is it that this printed form stands for that name, or for itself?

A score joins log p(clean | surface) and log p(surface | clean), nats, each summed over the letters of what is told
and its end; NIL is the surface itself. The model directory is sealed by checksums, read from disk alone, and scored in
numpy (see ``channel.network``; the card of the shipped model compares other runtimes). No threshold is applied here.
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

from .channel.alphabet import BACKWARD, spell
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
# Weight of the backward direction among candidates, and against NIL; chosen on real mangled names of a development set.
_RANK_SHARE = 0.8
_NIL_SHARE = 0.3
_BATCH_LETTERS = 4096  # letters of clean names scored in one pass
_LONGEST = 40  # letters a generated name may have


class ChannelScorer:
    """Scores candidates and makes up likely originals; safe to share between threads."""

    def __init__(self, network: Network, pieces: sentencepiece.SentencePieceProcessor, *, name: str) -> None:
        self.name = name
        self._network = network
        self._pieces = pieces

    @classmethod
    def load(cls, path: Path | None = None) -> ChannelScorer:
        """Load and verify a model directory, by default the shipped one; ``ModelError`` says what is wrong with it."""
        path = shipped_model(SHIPPED) if path is None else path
        card = _read_json(path, "card.json")
        if card.get("directory_format") != DIRECTORY_FORMAT:
            raise ModelError(_VERSION.format(path=path, found=card.get("directory_format"), wanted=DIRECTORY_FORMAT))
        for name in SEALED:
            if not (path / name).is_file():
                raise ModelError(_MISSING.format(path=path, name=name))
            if sha256(path / name) != card.get("sha256", {}).get(name):
                raise ModelError(_DAMAGED.format(path=path / name))
        try:
            weights = load_file(path / "model.safetensors")
            pieces = sentencepiece.SentencePieceProcessor(model_file=str(path / "spiece.model"))
        except (SafetensorError, OSError, RuntimeError) as error:
            raise ModelError(_UNREADABLE.format(path=path, error=error)) from error
        network = Network(weights, _shape(_read_json(path, "config.json")))
        return cls(network, pieces, name=f"{card.get('name', path.name)}@{card['sha256']['model.safetensors'][:8]}")

    def score(self, queries: Sequence[Query]) -> tuple[tuple[float, ...], ...]:
        """Return, for each query, the score (nats) of each candidate and, last, of NIL.

        The two directions are good for different things. How likely the surface comes *of* a candidate ranks candidates
        best, since it favours neither short nor common ones. What the surface is likely to *stand for* tells best
        whether it is mangled at all. So candidates stand to each other as the mean by ``_RANK_SHARE`` has it, and the
        best of them stands to NIL as the mean by ``_NIL_SHARE`` has it. ``directions`` gives both unmixed.
        """
        return tuple(_join(there, back) for there, back in self.directions(queries))

    def directions(self, queries: Sequence[Query]) -> tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]:
        """Return, for each query, log p(candidate | surface) of each candidate, NIL last, then the same backward."""
        asked: dict[tuple[str, str], float] = {}
        plan: list[tuple[list[tuple[str, str]], list[tuple[str, str]]]] = []
        for query in queries:
            surface = spell(query.surface)
            texts = [*map(spell, query.candidates), surface]
            plan.append(([(surface, text) for text in texts], [(BACKWARD + text, surface) for text in texts]))
            asked.update(dict.fromkeys(plan[-1][0] + plan[-1][1], 0.0))
        if asked:
            self._fill(asked)
        return tuple((tuple(asked[p] for p in there), tuple(asked[p] for p in back)) for there, back in plan)

    def _fill(self, asked: dict[tuple[str, str], float]) -> None:
        """Put log p(second | first), nats, of every pair of texts into ``asked``, like lengths together."""
        readings = {text: self._encode(text) for pair in asked for text in pair}
        sources = sorted({first for first, _ in asked}, key=lambda text: len(readings[text]))
        wanted: dict[str, list[tuple[str, str]]] = {source: [] for source in sources}
        for pair in asked:
            wanted[pair[0]].append(pair)
        for block in _blocks([readings[source] for source in sources]):
            inside = sources[block.start : block.stop]
            memory = self._network.encode(_pad([readings[source] for source in inside]))
            rows = {source: row for row, source in enumerate(inside)}
            here = sorted(
                (pair for source in inside for pair in wanted[source]), key=lambda pair: len(readings[pair[1]])
            )
            for part in _blocks([readings[second] for _, second in here]):
                chosen = here[part.start : part.stop]
                own = memory.rows(np.asarray([rows[first] for first, _ in chosen]))
                totals = self._totals(own, _pad([readings[second] for _, second in chosen]))
                asked.update(zip(chosen, map(float, totals), strict=True))

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


def _join(there: Sequence[float], back: Sequence[float]) -> tuple[float, ...]:
    """Make one score (nats) a text of its two directions, NIL last in all three."""
    nil = _mean(there[-1], back[-1], _NIL_SHARE)
    ranks = [_mean(one, other, _RANK_SHARE) for one, other in zip(there[:-1], back[:-1], strict=True)]
    if not ranks:
        return (nil,)
    best = ranks.index(max(ranks))
    shift = _mean(there[best], back[best], _NIL_SHARE) - ranks[best]
    return (*(rank + shift for rank in ranks), nil)


def _mean(there: float, back: float, share: float) -> float:
    return (1 - share) * there + share * back


def _read_json(path: Path, name: str) -> dict[str, Any]:
    if not (path / name).is_file():
        raise ModelError(_MISSING.format(path=path, name=name))
    try:
        table = json.loads((path / name).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(_UNREADABLE.format(path=path / name, error=error)) from error
    if not isinstance(table, dict):
        raise ModelError(_UNREADABLE.format(path=path / name, error="not an object"))
    return table


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
