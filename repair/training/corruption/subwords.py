"""Subword garbles: pieces of a name lost, repeated, put in or exchanged, as weak models do with rare names.

Seen most from low-resource languages in Latin script (Hausa, Icelandic, Czech): Bjartmar comes out as Bjelmars,
Mlada Boleslav as Medoboleslav, Beyonce as Beyonc. Pieces are syllable-like, drawn as often as names have them.
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
    found: list[str] = []
    for piece in _PIECE.findall(name):
        # A cluster belongs to the left but for its last letter.
        head = re.match(r"[^aeiouy]*", piece)
        onset = head.group() if head else ""
        if (
            found
            and len(onset) > 1
            and not onset.startswith(("ch", "sh", "th", "br", "tr", "kr", "gr", "pr", "dr", "st"))
        ):
            found[-1] += onset[:-1]
            piece = onset[-1] + piece[len(onset) :]
        found.append(piece)
    return found


class SyllableGarbler:
    """Draws pieces of real names in place of right ones."""

    def __init__(self, names: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        tails: Counter[str] = Counter()
        for name in names:
            cut = pieces(name)
            counts.update(cut)
            if len(cut) > 1:
                tails[cut[-1]] += 1
        self._all = _Urn(counts)
        by_letter: dict[str, Counter[str]] = defaultdict(Counter)
        for piece, count in counts.items():
            by_letter[piece[0]][piece] += count
            by_letter["-" + piece[-1]][piece] += count
        self._near = {key: _Urn(found) for key, found in by_letter.items()}
        self._tails = _Urn(tails)

    def garble(self, name: str, rng: random.Random) -> str:
        """Exchange, drop, put in or repeat pieces of a folded word."""
        cut = pieces(name)
        for _ in range(1 if len(cut) < 3 or rng.random() < 0.7 else 2):
            at = rng.randrange(len(cut))
            roll = rng.random()
            if roll < 0.5:
                cut[at] = self._instead(cut[at], rng)
            elif roll < 0.74 and len(cut) > 1:
                del cut[at]
            elif roll < 0.86:
                cut.insert(at + 1, self._all.draw(rng))
            elif roll < 0.92:
                cut.insert(at, cut[at])
            else:
                cut[at] = _lighten(cut[at], rng)
        return "".join(cut)

    def retail(self, name: str, rng: random.Random) -> str:
        """Cut the end of a word, or give it the end of another, or repeat it."""
        cut = pieces(name)
        roll = rng.random()
        if roll < 0.42 or len(cut) == 1:
            return name[: max(1 if rng.random() < 0.1 else 3, len(name) - rng.choice((1, 1, 2, 2, 3, 4)))]
        if roll < 0.55:
            return "".join(cut[:-1])
        if roll < 0.62:
            return name + cut[-1] * rng.choice((1, 1, 2, 3))
        kept = cut[: max(1, len(cut) - rng.choice((1, 1, 1, 2)))]
        return "".join(kept) + self._tails.draw(rng)

    def _instead(self, piece: str, rng: random.Random) -> str:
        roll = rng.random()
        if roll < 0.45:
            return self._near[piece[0]].draw(rng) if piece[0] in self._near else piece
        if roll < 0.75:
            return self._near["-" + piece[-1]].draw(rng) if "-" + piece[-1] in self._near else piece
        return self._all.draw(rng) if roll < 0.9 else _lighten(piece, rng)


class _Urn:
    """Draws keys as often as they were counted."""

    def __init__(self, counts: Counter[str]) -> None:
        self._keys = [key for key, _ in counts.most_common(6000)]
        total = 0.0
        self._sums: list[float] = []
        for key in self._keys:
            total += counts[key] ** 0.75  # rarer pieces a little more often than they are seen
            self._sums.append(total)

    def draw(self, rng: random.Random) -> str:
        return rng.choices(self._keys, cum_weights=self._sums)[0]


def _lighten(piece: str, rng: random.Random) -> str:
    """Drop one letter of a piece."""
    if len(piece) < 2:
        return piece
    at = rng.randrange(len(piece))
    return piece[:at] + piece[at + 1 :]
