"""Subword corruption: pieces of a name dropped, repeated, inserted or replaced, as weak models do with rare names.

It is most frequent in translations from low-resource languages in Latin script (Hausa, Icelandic, Czech): Bjartmar
becomes Bjelmars, Mlada Boleslav Medoboleslav, Beyonce Beyonc. Pieces are syllable-like and are drawn by frequency.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

_PIECE = re.compile(r"[^aeiouy]*[aeiouy]+(?:[^aeiouy]+$|[^aeiouy](?=[^aeiouy]))?|[^aeiouy]+")


def pieces(name: str) -> list[str]:
    """Cut a folded word into syllable-like pieces.

    >>> pieces("bjartmar"), pieces("verstappen"), pieces("ng")
    (['bjart', 'mar'], ['ver', 'stap', 'pen'], ['ng'])
    """
    cut: list[str] = []
    for piece in _PIECE.findall(name):
        # Of a consonant cluster, all but the last letter go to the piece before.
        head = re.match(r"[^aeiouy]*", piece)
        onset = head.group() if head else ""
        if (
            cut
            and len(onset) > 1
            and not onset.startswith(("ch", "sh", "th", "br", "tr", "kr", "gr", "pr", "dr", "st"))
        ):
            cut[-1] += onset[:-1]
            piece = onset[-1] + piece[len(onset) :]
        cut.append(piece)
    return cut


class SyllableCorruptor:
    """Replaces pieces of a name by pieces of other real names."""

    def __init__(self, names: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        tails: Counter[str] = Counter()
        for name in names:
            cut = pieces(name)
            counts.update(cut)
            if len(cut) > 1:
                tails[cut[-1]] += 1
        self._all = _Sampler(counts)
        by_letter: dict[str, Counter[str]] = defaultdict(Counter)
        for piece, count in counts.items():
            by_letter[piece[0]][piece] += count
            by_letter["-" + piece[-1]][piece] += count
        self._near = {key: _Sampler(counted) for key, counted in by_letter.items()}
        self._tails = _Sampler(tails)

    def corrupt(self, name: str, rng: random.Random) -> str:
        """Replace, drop, insert or repeat pieces of a folded word."""
        cut = pieces(name)
        for _ in range(1 if len(cut) < 3 or rng.random() < 0.7 else 2):
            at = rng.randrange(len(cut))
            roll = rng.random()
            if roll < 0.5:
                cut[at] = self._replacement(cut[at], rng)
            elif roll < 0.74 and len(cut) > 1:
                del cut[at]
            elif roll < 0.86:
                cut.insert(at + 1, self._all.draw(rng))
            elif roll < 0.92:
                cut.insert(at, cut[at])
            else:
                cut[at] = _drop_letter(cut[at], rng)
        return "".join(cut)

    def change_ending(self, name: str, rng: random.Random) -> str:
        """Cut the ending of a word, repeat it, or replace it by the ending of another."""
        cut = pieces(name)
        roll = rng.random()
        if roll < 0.42 or len(cut) == 1:
            return name[: max(1 if rng.random() < 0.1 else 3, len(name) - rng.choice((1, 1, 2, 2, 3, 4)))]
        if roll < 0.55:
            return "".join(cut[:-1])
        if roll < 0.62:
            return name + cut[-1] * rng.choice((1, 1, 2, 3))
        stem = cut[: max(1, len(cut) - rng.choice((1, 1, 1, 2)))]
        return "".join(stem) + self._tails.draw(rng)

    def _replacement(self, piece: str, rng: random.Random) -> str:
        roll = rng.random()
        if roll < 0.45:
            return self._near[piece[0]].draw(rng) if piece[0] in self._near else piece
        if roll < 0.75:
            return self._near["-" + piece[-1]].draw(rng) if "-" + piece[-1] in self._near else piece
        return self._all.draw(rng) if roll < 0.9 else _drop_letter(piece, rng)


class _Sampler:
    """Draws keys by frequency."""

    def __init__(self, counts: Counter[str]) -> None:
        self._keys = [key for key, _ in counts.most_common(6000)]
        total = 0.0
        self._sums: list[float] = []
        for key in self._keys:
            total += counts[key] ** 0.75  # flattened, so that rare pieces are drawn a little more often
            self._sums.append(total)

    def draw(self, rng: random.Random) -> str:
        return rng.choices(self._keys, cum_weights=self._sums)[0]


def _drop_letter(piece: str, rng: random.Random) -> str:
    """Drop one letter of a piece."""
    if len(piece) < 2:
        return piece
    at = rng.randrange(len(piece))
    return piece[:at] + piece[at + 1 :]
