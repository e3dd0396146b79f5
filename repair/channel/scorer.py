"""The channel model at run time: how likely is it that this printed form stands for that name, or for itself?

A score joins log p(clean | surface) and log p(surface | clean), nats, each summed over the letters of what is told
and its end; NIL is the surface itself. The model directory is sealed by checksums, read from disk alone, and scored in
numpy (see ``channel.network``; the card of the shipped model compares other runtimes). No threshold is applied here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from safetensors import SafetensorError
from safetensors.numpy import load_file

from repair.channel.beam_search import BeamSearch, Request
from repair.channel.model_dir import UNREADABLE, read_card, read_json
from repair.channel.transformer import END, PAD, EncoderOutput, Floats, Ids, Network, Shape, Step
from repair.channel.vocabulary import BACKWARD, spell
from repair.core.errors import ModelError
from repair.core.resources import shipped_model
from repair.core.types import Query

__all__ = ["ChannelModel", "Query"]

SHIPPED = "channel-1"
# Weight of the backward direction among candidates, and against NIL; chosen on real mangled names of a development set.
_RANK_SHARE = 0.8
_NIL_SHARE = 0.3
_BATCH_LETTERS = 1024  # letters of clean names scored in one pass: large enough to be quick, small enough to pad little
_UNEVEN = 1.25  # times the shortest of a pass the longest may be, for both are padded to one length
_WORTH_A_PASS = 100  # letters that make a pass of their own cheaper than padding them
_LONGEST = 40  # letters a generated name may have
_TOGETHER = 64  # surfaces whose originals are made up together
_CARRIED_ON, _AHEAD = 2, 2  # beginnings of each that are carried on at once, and by so many pieces;
_MOST, _FARTHEST = 5, 48  # for one alone that many, since a pass of the network over little text costs its reading
_REMEMBERED = 100_000  # pairs whose score is remembered
Pair = tuple[str, str]


class ChannelModel:
    """Scores candidates and makes up likely originals; safe to share between threads."""

    def __init__(self, network: Network, pieces: sentencepiece.SentencePieceProcessor, *, name: str) -> None:
        self.name = name
        self._network = network
        self._pieces = pieces
        self._known: dict[Pair, float] = {}

    @classmethod
    def load(cls, path: Path | None = None) -> ChannelModel:
        """Load and verify a model directory, by default the shipped one; ``ModelError`` says what is wrong with it."""
        path = shipped_model(SHIPPED) if path is None else path
        card = read_card(path)
        try:
            weights = load_file(path / "model.safetensors")
            pieces = sentencepiece.SentencePieceProcessor(model_file=str(path / "spiece.model"))
        except (SafetensorError, OSError, RuntimeError) as error:
            raise ModelError(UNREADABLE.format(path=path, error=error)) from error
        network = Network(weights, _shape(read_json(path, "config.json")))
        return cls(network, pieces, name=f"{card.get('name', path.name)}@{card['sha256']['model.safetensors'][:8]}")

    def score(self, queries: Sequence[Query]) -> tuple[tuple[float, ...], ...]:
        """Return, for each query, the score (nats) of each candidate and, last, of NIL.

        The two directions are good for different things. How likely the surface comes *of* a candidate ranks candidates
        best, since it favours neither short nor common ones. What the surface is likely to *stand for* tells best
        whether it is mangled at all. So candidates stand to each other as the mean by ``_RANK_SHARE`` has it, and the
        best of them stands to NIL as the mean by ``_NIL_SHARE`` has it. ``directions`` gives both unmixed.
        """
        asked = self._asked(
            [pair for query in queries for pair in (*_forward(query), *_backward(query), _itself(query))]
        )
        return tuple(
            _join([asked[p] for p in _forward(query)], [asked[p] for p in (*_backward(query), _itself(query))])
            for query in queries
        )

    def directions(self, queries: Sequence[Query]) -> tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]:
        """Return, for each query, log p(candidate | surface) of each candidate, NIL last, then backward without NIL."""
        asked = self._asked([pair for query in queries for pair in (*_forward(query), *_backward(query))])
        return tuple(
            (tuple(asked[p] for p in _forward(query)), tuple(asked[p] for p in _backward(query))) for query in queries
        )

    def _asked(self, pairs: Sequence[Pair]) -> dict[Pair, float]:
        """Return log p(second | first), nats, of each pair; what was asked lately is not worked out again."""
        known = {pair: score for pair in pairs if (score := self._known.get(pair)) is not None}
        new = dict.fromkeys((pair for pair in pairs if pair not in known), 0.0)
        if new:
            self._fill(new)
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known.update(new)
        return known | new

    def _fill(self, asked: dict[Pair, float]) -> None:
        """Put log p(second | first), nats, of every pair of texts into ``asked``, like lengths together."""
        readings = {text: self._encode(text) for pair in asked for text in pair}
        wanted: dict[str, list[Pair]] = defaultdict(list)
        for pair in asked:
            wanted[pair[0]].append(pair)
        sources = sorted(wanted, key=lambda text: len(readings[text]))
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

    def _totals(self, memory: EncoderOutput, tgt: Ids) -> Floats:
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
        return self.generate_all([surface], count=count)[0]

    def generate_all(self, surfaces: Sequence[str], *, count: int = 3) -> list[tuple[tuple[str, float], ...]]:
        """Return what `generate` returns for each of several surfaces, all of them worked out together."""
        found: list[tuple[tuple[str, float], ...]] = []
        for first in range(0, len(surfaces), _TOGETHER):
            found += self._generated(surfaces[first : first + _TOGETHER], count)
        return found

    def _generated(self, surfaces: Sequence[str], count: int) -> list[tuple[tuple[str, float], ...]]:
        read, width = [self._encode(spell(surface)) for surface in surfaces], max(4, 2 * count)
        memory = self._network.encode(_pad(read))
        searches = going = [BeamSearch(each, width, count, _LONGEST) for each in read]
        begun, made = self._network.begin(), 0
        while asked := _asked_of(going, made):
            left = sorted({owner for owner, _ in asked})
            if 2 * len(left) <= len(going):  # those that have come to an end are no longer looked at
                going, memory = [going[owner] for owner in left], memory.rows(np.asarray(left))
                asked = [(left.index(owner), each) for owner, each in asked]
            pieces = np.asarray([each.pieces[-1] for _, each in asked])
            step = Step(np.asarray([owner for owner, _ in asked]), pieces, _pad([each.way for _, each in asked], -1))
            begun = begun.with_room(made + len(asked))
            logs = self._network.step(memory, begun, step)
            best = np.argsort(-logs, axis=1)[:, : width + 1]
            told = zip(best.tolist(), np.take_along_axis(logs, best, axis=1).tolist(), strict=True)
            for (owner, each), following in zip(asked, told, strict=True):
                going[owner].answer(each, list(zip(*following, strict=True)))
            made += len(asked)
        return [tuple((self._text(ids), score) for score, ids in search.done) for search in searches]

    def _encode(self, text: str) -> list[int]:
        return [*self._pieces.encode(text), END]

    def _text(self, ids: Sequence[int]) -> str:
        text = self._pieces.decode([each for each in ids if each > END])
        return " ".join(word[:1].upper() + word[1:] for word in text.split())


def _asked_of(searches: Sequence[BeamSearch], place: int) -> list[tuple[int, Request]]:
    """Return what each search, by its number, wants to be read next; it is kept at ``place`` and after it."""
    asked: list[tuple[int, Request]] = []
    most, ahead = max(_CARRIED_ON, _MOST // len(searches)), max(_AHEAD, _FARTHEST // len(searches))
    for number, search in enumerate(searches):
        asked += [(number, each) for each in search.ask(most, ahead, place + len(asked))]
    return asked


def _forward(query: Query) -> list[Pair]:
    """The candidates, NIL last, told of the surface."""
    surface = spell(query.surface)
    return [*((surface, spell(text)) for text in query.candidates), (surface, surface)]


def _backward(query: Query) -> list[Pair]:
    """The surface told of each candidate."""
    surface = spell(query.surface)
    return [(BACKWARD + spell(text), surface) for text in query.candidates]


def _itself(query: Query) -> Pair:
    """The surface told of itself."""
    surface = spell(query.surface)
    return BACKWARD + surface, surface


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
    """Cut sequences, sorted by length, into runs of like length and about ``_BATCH_LETTERS`` letters once padded."""
    blocks: list[range] = []
    start = 0
    for at in range(len(sequences)):
        full = (at + 1 - start) * len(sequences[at]) > _BATCH_LETTERS and at > start
        shortest = len(sequences[start])
        if full or ((at - start) * shortest > _WORTH_A_PASS and len(sequences[at]) > _UNEVEN * shortest):
            blocks.append(range(start, at))
            start = at
    if sequences:
        blocks.append(range(start, len(sequences)))
    return blocks


def _pad(sequences: Sequence[Sequence[int]], padding: int = PAD) -> Ids:
    """Return sequences as one padded array. *Shape:* ``(batch, longest)``."""
    out = np.full((len(sequences), max(map(len, sequences))), padding, np.int64)
    for row, sequence in enumerate(sequences):
        out[row, : len(sequence)] = sequence
    return out
