"""Looking for the likeliest texts that a network may tell: best-first beam search.

The likeliest beginning is carried on first, and at most so many of one length, so what is found is what a beam of that
width would find; but the search ends as soon as no beginning that is left could win, after half of the beam's steps.
C. Meister et al., "Best-First Beam Search" (2020). The network is asked elsewhere; here its answers are put in order.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from typing import NamedTuple

from .network import END, PAD


class Beginning(NamedTuple):
    """Pieces told so far, the start piece first, and what they cost (nats, not below 0).

    ``way`` holds where the network keeps what it made of each piece but the last, the newest first.
    """

    cost: float
    pieces: tuple[int, ...]
    way: tuple[int, ...] = ()


class Search:
    """The likeliest beginnings of one text, and the likeliest whole texts: ``done``, as (score in nats, pieces)."""

    def __init__(self, width: int, count: int, longest: int) -> None:
        """Look for ``count`` texts of at most ``longest`` pieces; carry on at most ``width`` beginnings of a length."""
        self._count = count
        self._limit = math.inf  # what costs so much, and will never cost less, is worse than the texts that are there
        self._room = [width] * longest
        self._open = [Beginning(0.0, (PAD,))]
        self.done: list[tuple[float, tuple[int, ...]]] = []

    def take(self, most: int) -> list[Beginning]:
        """Return the likeliest beginnings that are to be carried on, at most so many; none when the search is over."""
        taken: list[Beginning] = []
        while self._open and len(taken) < most:
            likeliest = heapq.heappop(self._open)
            if likeliest.cost >= self._limit:
                self._open.clear()
            elif self._room[len(likeliest.pieces) - 1]:
                self._room[len(likeliest.pieces) - 1] -= 1
                taken.append(likeliest)
        return taken

    def grow(self, beginning: Beginning, place: int, following: Iterable[tuple[int, float]]) -> None:
        """Take what may follow a beginning: pieces with their scores (nats), the likeliest first.

        ``place`` is where the network keeps what it made of the beginning's last piece. A piece behind as many others
        as may be carried on of a length never would be.
        """
        way, full = (place, *beginning.way), len(beginning.pieces) == len(self._room)
        for piece, score in following:
            cost = beginning.cost - score
            if cost >= self._limit:
                return
            if piece == END:
                self.done = sorted([*self.done, (-cost, (*beginning.pieces, piece))], reverse=True)[: self._count]
                if len(self.done) == self._count:
                    self._limit = -self.done[-1][0]
            elif not full:
                heapq.heappush(self._open, Beginning(cost, (*beginning.pieces, piece), way))
