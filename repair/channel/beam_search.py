"""Best-first beam search for the most probable outputs of the channel model.

The most probable hypothesis is expanded first, at most a fixed number of each length, so the result is that of a beam
of that width; the search ends as soon as no open hypothesis can win (Meister et al., "Best-First Beam Search", 2020).
The search requests expansions and receives the results; the network runs elsewhere. Because most outputs copy their
input, it also requests the continuations of a copy in advance.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from repair.channel.transformer import END, PAD


class Hypothesis(NamedTuple):
    """A partial output.

    Attributes:
        cost: Negative log-probability (nats, at least 0).
        pieces: Piece ids, the start piece first.
        cache_slots: Rows of the key-value cache for each piece but the last, the newest first.
        copy_position: Index of the input piece that a copy of the input would output next.
    """

    cost: float
    pieces: tuple[int, ...]
    cache_slots: tuple[int, ...]
    copy_position: int


class Request(NamedTuple):
    """Pieces of which the network reads the last, and the cache row of each piece, the last piece first."""

    pieces: tuple[int, ...]
    cache_slots: tuple[int, ...]


class ExpansionScores(NamedTuple):
    """The cache row of a piece, and the most probable next pieces with their log-probabilities (nats)."""

    cache_slot: int
    following: Sequence[tuple[int, float]]


class BeamOutput(NamedTuple):
    """A finished output: its log-probability (nats), and its pieces."""

    score: float
    pieces: tuple[int, ...]


class BeamSearch:
    """The search for one input; ``outputs`` are the best ones so far, best first."""

    def __init__(self, input_pieces: Sequence[int], *, width: int, count: int, max_pieces: int) -> None:
        """Start a search.

        Args:
            input_pieces: Piece ids of the input, including the end piece.
            width: Largest number of hypotheses of one length that are expanded.
            count: Number of outputs.
            max_pieces: Largest number of pieces of an output.
        """
        self._input, self._count = input_pieces, count
        self._limit = math.inf  # cost of the worst output found; a hypothesis never becomes cheaper
        self._beam_quota = [width] * max_pieces  # expansions left for each length
        self._open = [Hypothesis(0.0, (PAD,), (), 0)]
        self._answers: dict[tuple[int, ...], ExpansionScores] = {}
        self.outputs: list[BeamOutput] = []

    def requests(self, *, hypotheses: int, ahead: int, first_slot: int) -> Iterator[Request]:
        """Yield the expansions that the search needs next, prefixes first; none when the search is over.

        The outputs do not depend on how many expansions are requested at once.

        Args:
            hypotheses: Number of the most probable hypotheses to request.
            ahead: Number of pieces of each to request, following the input.
            first_slot: Cache row for the first request; the others take the next rows.
        """
        self._expand()
        requested: set[tuple[int, ...]] = set()
        for hypothesis in heapq.nsmallest(hypotheses, filter(self._may_win, self._open)):
            pieces, slots = hypothesis.pieces, hypothesis.cache_slots
            for following in (*self._input[hypothesis.copy_position : -1], END)[:ahead]:
                if len(pieces) > len(self._beam_quota) or pieces in self._answers or pieces in requested:
                    break
                requested.add(pieces)
                slots = (first_slot, *slots)
                first_slot += 1
                yield Request(pieces, slots)
                pieces = (*pieces, following)

    def _may_win(self, hypothesis: Hypothesis) -> bool:
        """Return whether a hypothesis is cheap enough, and the beam has room at its length."""
        length = len(hypothesis.pieces)
        return hypothesis.cost < self._limit and length <= len(self._beam_quota) and self._beam_quota[length - 1] > 0

    def receive(self, request: Request, following: Sequence[tuple[int, float]]) -> None:
        """Store the result of a request.

        Args:
            request: The request.
            following: The most probable next pieces with their log-probabilities (nats), best first; at most
                ``width`` + 1 of them are used.
        """
        self._answers[request.pieces] = ExpansionScores(request.cache_slots[0], following)

    def _expand(self) -> None:
        """Expand the most probable hypothesis as long as its expansion scores are available."""
        while self._open:
            best = self._open[0]
            if best.cost >= self._limit:
                self._open.clear()
            elif not self._may_win(best):
                heapq.heappop(self._open)
            elif best.pieces in self._answers:
                heapq.heappop(self._open)
                self._beam_quota[len(best.pieces) - 1] -= 1
                self._grow(best, self._answers.pop(best.pieces))
            else:
                return

    def _grow(self, hypothesis: Hypothesis, expansion: ExpansionScores) -> None:
        """Add the expansions of a hypothesis to the open hypotheses or to the outputs."""
        slots = (expansion.cache_slot, *hypothesis.cache_slots)
        for piece, score in expansion.following:
            cost = hypothesis.cost - score
            if cost >= self._limit:
                return
            pieces = (*hypothesis.pieces, piece)
            if piece != END:
                heapq.heappush(
                    self._open,
                    Hypothesis(cost, pieces, slots, self._next_copy_position(hypothesis.copy_position, piece)),
                )
                continue
            self.outputs = sorted([*self.outputs, BeamOutput(-cost, pieces)], reverse=True)[: self._count]
            if len(self.outputs) == self._count:
                self._limit = -self.outputs[-1].score

    def _next_copy_position(self, at: int, piece: int) -> int:
        """Return the copy position after ``piece``, where a copy would have output input piece ``at``."""
        if piece != self._input[at]:
            if at and piece == self._input[at - 1]:
                return at  # the previous piece was an insertion
            if at + 1 < len(self._input) and piece == self._input[at + 1]:
                return min(at + 2, len(self._input) - 1)  # an input piece was deleted
        return min(at + 1, len(self._input) - 1)
