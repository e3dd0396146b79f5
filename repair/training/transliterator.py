"""A transliterator learned from pairs of names; it reads native script into Latin letters.

Method: M. Bisani and H. Ney, "Joint-sequence models for grapheme-to-phoneme conversion", Speech Communication 50
(2008). Pairs are aligned into graphones (Latin piece, native piece) by expectation maximisation; an n-gram model over
graphones, with Witten-Bell smoothing, then scores Latin spellings of a native one. It holds no rules of any language.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from repair.channel.tokenizers import Romanization, Tokens

Graphone = tuple[str, Tokens]

# (Latin letters, native tokens) one graphone may hold; silent native letters take no Latin one.
_SHAPES = ((0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (1, 2), (2, 2))
_START = -1
_END = -2
_FLOOR = 1e-8  # probability of a graphone that was not seen in the last round


@dataclass(frozen=True, slots=True)
class Aligned:
    """A pair of a Latin word and its native tokens."""

    latin: str
    native: Tokens


class _Step(NamedTuple):
    """A step of a beam search: the position after it, the number of the graphone, and the text that it writes."""

    end: int
    graphone: int
    text: str


class Transliterator:
    """Pair n-gram over graphones; ``fit`` once, then ``to_latin``."""

    def __init__(self, *, order: int = 4) -> None:
        self.order = order
        self.graphones: list[Graphone] = []
        self._counts: list[dict[tuple[int, ...], Counter[int]]] = []
        self._memo: dict[tuple[tuple[int, ...], int], float] = {}
        self._by_native: dict[Tokens, list[int]] = {}
        self._table: dict[Graphone, float] = {}

    def fit(self, pairs: Sequence[Aligned], *, rounds: int = 4, sample: int = 6000, floor: float = -4.2) -> int:
        """Learn from ``pairs`` and return the number that could be aligned.

        Args:
            pairs: Latin words and their native tokens.
            rounds: Rounds of expectation maximisation.
            sample: Pairs, drawn with a fixed seed, on which the alignment is learned; it converges with fewer than all.
            floor: The least mean log-probability of an aligned pair, in nats a symbol.
        """
        subset = random.Random(1).sample(pairs, min(sample, len(pairs)))
        table: dict[Graphone, float] = {}
        for _ in range(rounds):
            table = _expect(subset, table)
        self._table = table
        aligned = [path for pair in pairs if (path := _best_path(pair, table, floor)) is not None]
        seen = Counter(graphone for path in aligned for graphone in path)
        self.graphones = [graphone for graphone, count in seen.most_common() if count > 1]
        index = {graphone: number for number, graphone in enumerate(self.graphones)}
        paths = [[index[g] for g in path] for path in aligned if all(g in index for g in path)]
        self._count(paths)
        self._index()
        return len(paths)

    @property
    def table(self) -> dict[Graphone, float]:
        """The unigram probability of each graphone."""
        return dict(self._table)

    def plausible(self, pair: Aligned, *, floor: float = -4.2) -> bool:
        """Return whether the two sides of a pair can be one name; ``floor`` as for `fit`."""
        return _best_path(pair, self._table, floor) is not None

    def _count(self, paths: Iterable[Sequence[int]]) -> None:
        self._counts = [defaultdict(Counter) for _ in range(self.order)]
        for path in paths:
            line = [_START] * (self.order - 1) + list(path) + [_END]
            for at in range(self.order - 1, len(line)):
                for size in range(self.order):
                    self._counts[size][tuple(line[at - size : at])][line[at]] += 1
        self._memo = {}

    def _index(self) -> None:
        by_native: dict[Tokens, list[int]] = defaultdict(list)
        for number, (_, native) in enumerate(self.graphones):  # most frequent first
            by_native[native].append(number)
        self._by_native = dict(by_native)

    def _log(self, history: tuple[int, ...], symbol: int) -> float:
        """Return the log-probability (nats) of a graphone after the last ``order - 1`` ones."""
        key = (history, symbol)
        cached = self._memo.get(key)
        if cached is None:
            cached = self._memo[key] = math.log(self._probability(history, symbol))
        return cached

    def _probability(self, history: tuple[int, ...], symbol: int) -> float:
        probability = 1.0 / (len(self.graphones) + 1)
        for size in range(len(history) + 1):
            counts = self._counts[size].get(history[len(history) - size :])
            if not counts:
                break
            total = counts.total()
            weight = total / (total + len(counts) * (1.0 if size else 0.2))
            probability = weight * counts.get(symbol, 0) / total + (1 - weight) * probability
        return probability

    def to_latin(self, native: Tokens, *, count: int = 10, beam: int = 8) -> list[Romanization]:
        """Return up to ``count`` likely Latin spellings of native tokens, best first; ``beam`` hypotheses are kept."""
        steps: list[list[_Step]] = []
        for at in range(len(native)):
            matches = []
            for size in (1, 2):
                for number in self._by_native.get(native[at : at + size], ())[:24] if at + size <= len(native) else ():
                    matches.append(_Step(at + size, number, self.graphones[number][0]))
            steps.append(matches)
        return self._search(steps, count=count, beam=beam)

    def _search(self, steps: list[list[_Step]], *, count: int, beam: int) -> list[Romanization]:
        """Return the best spellings by beam search from left to right; ``steps`` has those from each position."""
        keep = self.order - 1
        columns: list[dict[tuple[tuple[int, ...], str], float]] = [{} for _ in range(len(steps) + 1)]
        columns[0][((_START,) * keep, "")] = 0.0
        for at, options in enumerate(steps):
            best = sorted(columns[at].items(), key=lambda item: -item[1])[:beam]
            for (history, text), score in best:
                for target, number, piece in options:
                    state = ((*history, number)[-keep:], text + piece)
                    value = score + self._log(history, number)
                    if value > columns[target].get(state, -math.inf):
                        columns[target][state] = value
        final: dict[str, float] = {}
        for (history, text), score in columns[-1].items():
            value = score + self._log(history, _END)
            final[text] = max(value, final.get(text, -math.inf))
        ranked = sorted(final.items(), key=lambda item: -item[1])[:count]
        mass = sum(math.exp(value - ranked[0][1]) for _, value in ranked) if ranked else 1.0
        return [Romanization(text, math.exp(value - ranked[0][1]) / mass) for text, value in ranked]


def _initial_weight(latin: int, native: int) -> float:
    """Return the initial weight of the shape of a graphone: short and one-to-one is likely."""
    return float(0.1 ** (abs(latin - 1.6) + (latin == 0) + (native != 1)))


class _Arc(NamedTuple):
    """A graphone that fits somewhere in a pair, and its probability.

    ``start`` and ``end`` are places before and after it: how many letters of the Latin and of the native spelling
    precede each.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    graphone: Graphone
    weight: float


def _arcs(pair: Aligned, table: dict[Graphone, float]) -> Iterable[_Arc]:
    """Yield every graphone that fits somewhere in ``pair``, in order of its start."""
    rows, columns = len(pair.latin), len(pair.native)
    for i in range(rows + 1):
        for j in range(columns + 1):
            for dx, dy in _SHAPES:
                if i + dx <= rows and j + dy <= columns:
                    graphone = (pair.latin[i : i + dx], pair.native[j : j + dy])
                    weight = table.get(graphone, _FLOOR) if table else _initial_weight(dx, dy)
                    yield _Arc((i, j), (i + dx, j + dy), graphone, weight)


def _expect(pairs: Sequence[Aligned], table: dict[Graphone, float]) -> dict[Graphone, float]:
    """Do one round of expectation maximisation and return the new graphone probabilities."""
    totals: dict[Graphone, float] = defaultdict(float)
    for pair in pairs:
        forward: dict[tuple[int, int], float] = {(0, 0): 1.0}
        used = []
        for arc in _arcs(pair, table):
            reach = forward.get(arc.start)
            if reach:
                forward[arc.end] = forward.get(arc.end, 0.0) + reach * arc.weight
                used.append(arc)
        goal = (len(pair.latin), len(pair.native))
        whole = forward.get(goal, 0.0)
        if whole <= 0:
            continue
        backward: dict[tuple[int, int], float] = {goal: 1.0}
        for start, end, graphone, weight in reversed(used):
            ahead = backward.get(end)
            if ahead:
                backward[start] = backward.get(start, 0.0) + weight * ahead
                totals[graphone] += forward[start] * weight * ahead / whole
    mass = sum(totals.values())
    return {graphone: count / mass for graphone, count in totals.items() if count > 1e-3}


def _best_path(pair: Aligned, table: dict[Graphone, float], floor: float) -> list[Graphone] | None:
    """Return the likeliest graphones of ``pair``, None when they are unlikely (a symbol below ``floor`` nats)."""
    best: dict[tuple[int, int], float] = {(0, 0): 0.0}
    last: dict[tuple[int, int], _Arc] = {}  # the last arc of the best path to a place
    for arc in _arcs(pair, table):
        reach = best.get(arc.start)
        if reach is not None:
            value = reach + math.log(arc.weight)
            if value > best.get(arc.end, -math.inf):
                best[arc.end] = value
                last[arc.end] = arc
    at = (len(pair.latin), len(pair.native))
    if at not in best or best[at] / max(1, sum(at)) < floor:
        return None
    path: list[Graphone] = []
    while at != (0, 0):
        path.append(last[at].graphone)
        at = last[at].start
    return path[::-1]
