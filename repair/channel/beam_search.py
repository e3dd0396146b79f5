"""Looking for the likeliest texts that a network may tell: best-first beam search.

The likeliest beginning is carried on first, and at most so many of one length, so what is found is what a beam of that
width would find; but the search ends as soon as no beginning that is left could win. C. Meister et al., "Best-First
Beam Search" (2020). The network is asked elsewhere, here its answers are put in order; and since most of what it tells
is what it was told, it is asked at once about a beginning and about how that would go on as a copy.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from repair.channel.transformer import END, PAD


class Hypothesis(NamedTuple):
    """Pieces told so far, the start piece first, and what they cost (nats, not below 0).

    ``way`` holds where the network keeps what it made of each piece but the last, the newest first; ``at`` is the piece
    of what was read that a copy would tell next.
    """

    cost: float
    pieces: tuple[int, ...]
    way: tuple[int, ...]
    at: int


class Request(NamedTuple):
    """Pieces whose last is to be read, and where the network keeps each, the last first."""

    pieces: tuple[int, ...]
    way: tuple[int, ...]


class ExpansionScores(NamedTuple):
    """Where the network keeps what it made of a piece, and the likeliest to follow with their scores (nats)."""

    place: int
    following: Sequence[tuple[int, float]]


class BeamSearch:
    """The likeliest beginnings of one text, and the likeliest whole texts: ``done``, as (score in nats, pieces)."""

    def __init__(self, read: Sequence[int], width: int, count: int, longest: int) -> None:
        """Look for ``count`` texts of at most ``longest`` pieces; carry on at most ``width`` beginnings of a length.

        ``read`` are the pieces, with the end, of what the network was told.
        """
        self._read, self._count = read, count
        self._limit = math.inf  # what costs so much, and will never cost less, is worse than the texts that are there
        self._room = [width] * longest
        self._open = [Hypothesis(0.0, (PAD,), (), 0)]
        self._answers: dict[tuple[int, ...], ExpansionScores] = {}
        self.done: list[tuple[float, tuple[int, ...]]] = []

    def ask(self, most: int, ahead: int, place: int) -> Iterator[Request]:
        """Yield what the network is to read next, no piece before those that stand before it; none: it is over.

        It is about so many of the likeliest beginnings, each with so many pieces of how it may go on; what is made of
        them is kept at ``place`` and after it. What is found does not depend on how much is asked at once.
        """
        self._carry_on()
        asked: set[tuple[int, ...]] = set()
        for beginning in heapq.nsmallest(most, self._open):
            pieces, way = beginning.pieces, beginning.way
            for following in (*self._read[beginning.at : -1], END)[:ahead]:
                if len(pieces) > len(self._room) or pieces in self._answers or pieces in asked:
                    break
                asked.add(pieces)
                way = (place, *way)
                place += 1
                yield Request(pieces, way)
                pieces = (*pieces, following)

    def answer(self, asked: Request, following: Sequence[tuple[int, float]]) -> None:
        """Take what may follow what was asked about: pieces with their scores (nats), the likeliest first.

        A piece behind as many others as may be carried on of a length never would be.
        """
        self._answers[asked.pieces] = ExpansionScores(asked.way[0], following)

    def _carry_on(self) -> None:
        """Carry on the likeliest beginning for as long as the network has told what may follow it."""
        while self._open:
            likeliest = self._open[0]
            if likeliest.cost >= self._limit:
                self._open.clear()
            elif len(likeliest.pieces) > len(self._room) or not self._room[len(likeliest.pieces) - 1]:
                heapq.heappop(self._open)
            elif likeliest.pieces in self._answers:
                heapq.heappop(self._open)
                self._room[len(likeliest.pieces) - 1] -= 1
                self._grow(likeliest, self._answers.pop(likeliest.pieces))
            else:
                return

    def _grow(self, beginning: Hypothesis, answer: ExpansionScores) -> None:
        way = (answer.place, *beginning.way)
        for piece, score in answer.following:
            cost = beginning.cost - score
            if cost >= self._limit:
                return
            pieces = (*beginning.pieces, piece)
            if piece != END:
                heapq.heappush(self._open, Hypothesis(cost, pieces, way, self._next(beginning.at, piece)))
                continue
            self.done = sorted([*self.done, (-cost, pieces)], reverse=True)[: self._count]
            if len(self.done) == self._count:
                self._limit = -self.done[-1][0]

    def _next(self, at: int, piece: int) -> int:
        """Return which piece a copy tells after ``piece``, where it would have told that with the number ``at``."""
        if piece != self._read[at]:
            if at and piece == self._read[at - 1]:
                return at  # the piece before was put in
            if at + 1 < len(self._read) and piece == self._read[at + 1]:
                return min(at + 2, len(self._read) - 1)  # one was left out
        return min(at + 1, len(self._read) - 1)
