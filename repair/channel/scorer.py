"""The channel model at run time: the score of each name for a printed form, and of the form itself (NIL).

A score combines log p(name | form) and log p(form | name), in nats, each summed over the output pieces and the end. The
model directory is verified by checksums, read from disk only, and run in numpy (`repair.channel.transformer`; the card
of the shipped model compares other runtimes). No threshold is applied here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from safetensors import SafetensorError
from safetensors.numpy import load_file

from repair.channel.model_dir import NOT_A_MODEL, UNREADABLE, read_card, read_json, read_number
from repair.channel.padding import blocks, padded
from repair.channel.tensor_operations import Floats
from repair.channel.transformer import END, PAD, EncoderOutput, Ids, Network, Shape
from repair.channel.vocabulary import BACKWARD, spell
from repair.core.channel_types import DirectionScores, Query
from repair.core.errors import ModelError
from repair.core.resources import shipped_model

__all__ = ["ChannelModel", "Query"]

SHIPPED = "channel-1"
# Weight of log p(form | name) among candidates, and against NIL; chosen on mangled names of a development set.
_RANK_WEIGHT = 0.8
_NIL_WEIGHT = 0.3
_MAX_CACHED_PAIRS = 100_000
_MAX_SIZE = 100_000  # of any number in a configuration
_OTHER_PIECES = "its vocabulary has more pieces than its weights"
_NOT_FINITE = "its scores are not finite numbers"
Pair = tuple[str, str]


class ChannelModel:
    """Scores candidates and generates likely originals of a form; safe to share between threads."""

    def __init__(
        self, network: Network, pieces: sentencepiece.SentencePieceProcessor, *, name: str, path: Path | None = None
    ) -> None:
        self.name = name
        self._path = path
        self._network = network
        self._pieces = pieces
        self._cached: dict[Pair, float] = {}

    @classmethod
    def load(cls, path: Path | None = None) -> ChannelModel:
        """Load and verify a model directory, by default the shipped one; raise `ModelError` if it is unusable."""
        path = shipped_model(SHIPPED) if path is None else path
        card = read_card(path)
        try:
            weights = load_file(path / "model.safetensors")
            pieces = sentencepiece.SentencePieceProcessor(model_file=str(path / "spiece.model"))
        except (SafetensorError, OSError, RuntimeError) as error:
            raise ModelError.of(UNREADABLE, path=path, error=error) from error
        shape = _shape(read_json(path, "config.json"), path / "config.json")
        name = f"{card.get('name', path.name)}@{card['sha256']['model.safetensors'][:8]}"
        try:
            model = cls(Network(weights, shape), pieces, name=name, path=path)
            model._try_out(weights)
        except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
            why = f"no tensor {error}" if isinstance(error, KeyError) else error
            raise ModelError.of(NOT_A_MODEL, path=path / "model.safetensors", why=why) from error
        return model

    def _try_out(self, weights: Mapping[str, Any]) -> None:
        """Score one pair to detect tensors that are missing or do not fit together; raise `ValueError` or KeyError."""
        if self._pieces.get_piece_size() > len(weights["shared.weight"]):
            raise ValueError(_OTHER_PIECES)
        # Numpy warns of values that are not finite; the result is checked below instead.
        with np.errstate(all="ignore"):
            scores = self._scores([("a", "a")])
        if not all(map(math.isfinite, scores.values())):
            raise ValueError(_NOT_FINITE)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the path of the model directory, not the weights."""
        return ChannelModel.load, (self._path,)

    def score(self, queries: Sequence[Query]) -> tuple[tuple[float, ...], ...]:
        """Return, for each query, the score (nats) of each candidate and, last, of NIL.

        log p(surface | candidate) ranks candidates best, because it favours neither short nor common names.
        log p(candidate | surface) shows best whether the surface is mangled at all. So candidates are ranked by a mean
        with ``_RANK_WEIGHT``, and the best is compared with NIL by a mean with ``_NIL_WEIGHT``. `directions` returns
        both log-probabilities separately.
        """
        scores = self._scores(
            [pair for query in queries for pair in (*_forward(query), *_backward(query), _itself(query))]
        )
        return tuple(
            _join([scores[p] for p in _forward(query)], [scores[p] for p in (*_backward(query), _itself(query))])
            for query in queries
        )

    def directions(self, queries: Sequence[Query]) -> tuple[DirectionScores, ...]:
        """Return the log-probabilities (nats) of each query's candidates, in both directions."""
        scores = self._scores([pair for query in queries for pair in (*_forward(query), *_backward(query))])
        results = []
        for query in queries:
            *names, nil = (scores[pair] for pair in _forward(query))
            results.append(DirectionScores(tuple(names), nil, tuple(scores[pair] for pair in _backward(query))))
        return tuple(results)

    def _scores(self, pairs: Sequence[Pair]) -> dict[Pair, float]:
        """Return log p(second | first), in nats, of each pair; recent results are cached."""
        cached = {pair: score for pair in pairs if (score := self._cached.get(pair)) is not None}
        new = dict.fromkeys((pair for pair in pairs if pair not in cached), 0.0)
        if new:
            self._fill(new)
            if len(self._cached) > _MAX_CACHED_PAIRS:
                self._cached.clear()
            self._cached.update(new)
        return cached | new

    def _fill(self, scores: dict[Pair, float]) -> None:
        """Compute log p(second | first), in nats, of every pair in ``scores``, texts of similar length together."""
        pieces = {text: self._encode(text) for pair in scores for text in pair}
        by_source: dict[str, list[Pair]] = defaultdict(list)
        for pair in scores:
            by_source[pair[0]].append(pair)
        sources = sorted(by_source, key=lambda text: len(pieces[text]))
        for block in blocks([pieces[source] for source in sources]):
            encoded_sources = sources[block.start : block.stop]
            memory = self._network.encode(padded([pieces[source] for source in encoded_sources]))
            row_of = {source: row for row, source in enumerate(encoded_sources)}
            # A source is encoded once, and decoded with each text that it is paired with.
            encoded_pairs = [pair for source in encoded_sources for pair in by_source[source]]
            encoded_pairs.sort(key=lambda pair: len(pieces[pair[1]]))
            for part in blocks([pieces[second] for _, second in encoded_pairs]):
                chosen = encoded_pairs[part.start : part.stop]
                rows = memory.rows(np.asarray([row_of[first] for first, _ in chosen]))
                totals = self._totals(rows, padded([pieces[second] for _, second in chosen]))
                scores.update(zip(chosen, map(float, totals), strict=True))

    def _totals(self, memory: EncoderOutput, tgt: Ids) -> Floats:
        """Return the log-probability (nats) of each row of ``tgt``. *Shape:* ``(batch, longest)`` → ``(batch,)``.

        The decoder is given the target shifted by one piece, as in training: `PAD` starts it.
        """
        prefix = np.concatenate([np.full((len(tgt), 1), PAD, np.int64), tgt[:, :-1]], axis=1)
        logs = self._network.decode(memory, prefix)
        picked = np.take_along_axis(logs, tgt[..., None], axis=-1)[..., 0]
        totals: Floats = np.where(tgt == PAD, np.float32(0), picked).sum(axis=1)
        return totals

    def _encode(self, text: str) -> list[int]:
        return [*self._pieces.encode(text), END]


def _forward(query: Query) -> list[Pair]:
    """Return the pairs (surface, candidate), with NIL last."""
    surface = spell(query.surface)
    return [*((surface, spell(text)) for text in query.candidates), (surface, surface)]


def _backward(query: Query) -> list[Pair]:
    """Return the pairs (candidate, surface)."""
    surface = spell(query.surface)
    return [(BACKWARD + spell(text), surface) for text in query.candidates]


def _itself(query: Query) -> Pair:
    """Return the pair (surface, surface) of the backward direction."""
    surface = spell(query.surface)
    return BACKWARD + surface, surface


def _join(forward: Sequence[float], backward: Sequence[float]) -> tuple[float, ...]:
    """Return one score (nats) for each candidate from both directions; NIL is last in all three.

    The candidates keep the differences of the mean that ranks them. All are shifted by the same amount, so that the
    best has the score of the other mean, by which it is compared with NIL.

    Args:
        forward: log p(candidate | surface) of each candidate, and of the surface itself (NIL).
        backward: log p(surface | candidate) of the same.
    """
    nil = _mean(forward[-1], backward[-1], _NIL_WEIGHT)
    ranks = [_mean(*both, _RANK_WEIGHT) for both in zip(forward[:-1], backward[:-1], strict=True)]
    if not ranks:
        return (nil,)
    best = ranks.index(max(ranks))
    shift = _mean(forward[best], backward[best], _NIL_WEIGHT) - ranks[best]
    return (*(rank + shift for rank in ranks), nil)


def _mean(forward: float, backward: float, backward_weight: float) -> float:
    return (1 - backward_weight) * forward + backward_weight * backward


def _shape(config: Mapping[str, Any], path: Path) -> Shape:
    """Return the shape in a configuration; raise `ModelError` if a number is missing or out of range."""

    def size(key: str) -> int:
        return int(read_number(config, key, path, lowest=1, highest=_MAX_SIZE))

    return Shape(
        heads=size("num_heads"),
        encoder_layers=size("num_layers"),
        decoder_layers=size("num_decoder_layers"),
        buckets=size("relative_attention_num_buckets"),
        farthest=size("relative_attention_max_distance"),
        epsilon=float(read_number(config, "layer_norm_epsilon", path, lowest=0.0, highest=1.0)),
    )
