"""Simple baselines on the same names, for comparison with the repairer.

Each capitalised word or pair of words that is not in the clean texts is replaced by the most similar name or part of a
name, if it is similar enough: by Jaro-Winkler, or with the same double metaphone code (L. Philips, 2000). They use no
context and decide each word alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.training.evaluation.benchmark import Proposal

JARO_WINKLER, METAPHONE = "jaro-winkler", "double metaphone"
_SHORTEST = 4  # letters of a word that a baseline considers


@dataclass(frozen=True, slots=True)
class Peer:
    """A baseline: its name, and a function from a form to the best name and its score (0-1), or None."""

    name: str
    best: Callable[[str], tuple[str, float] | None]


def name_parts(texts: Iterable[str]) -> list[str]:
    """Return the names of clean texts and their words, sorted: the word list of a baseline."""
    parts: set[str] = set()
    for text in texts:
        reading = AnalyzedText(text)
        for run in reading.runs:
            tokens = [reading.tokens[number] for number in run]
            if len(tokens) > 1 or not tokens[0].first:
                parts.update(token.text for token in tokens if len(token.text) >= _SHORTEST and token.capital)
                parts.add(reading.surface(run.start, run.stop))
    return sorted(parts)


def jaro_winkler(names: Sequence[str]) -> Peer:
    """Return the baseline that takes the name with the highest Jaro-Winkler similarity."""
    folded = [fold(name) for name in names]

    @lru_cache(maxsize=50_000)
    def best(form: str) -> tuple[str, float] | None:
        found = process.extractOne(fold(form), folded, scorer=JaroWinkler.normalized_similarity, score_cutoff=0.7)
        return (names[found[2]], float(found[1])) if found else None

    return Peer(JARO_WINKLER, best)


def double_metaphone(names: Sequence[str]) -> Peer:
    """Return the baseline that takes, of the names with the same primary code, the most similar one."""
    from metaphone import doublemetaphone

    table: dict[str, list[str]] = defaultdict(list)
    for name in names:
        code = doublemetaphone(fold(name))[0]
        if len(code) > 1:
            table[code].append(name)

    @lru_cache(maxsize=50_000)
    def best(form: str) -> tuple[str, float] | None:
        same = table.get(doublemetaphone(fold(form))[0], [])
        scored = [(JaroWinkler.normalized_similarity(fold(form), fold(name)), name) for name in same]
        return (max(scored)[1], max(scored)[0]) if scored else None

    return Peer(METAPHONE, best)


def proposals(text: str, peer: Peer, known: frozenset[str], background: Lexicon) -> Iterator[Proposal]:
    """Yield the proposals of a baseline for a text; ``known`` are the folded words of the clean texts."""
    reading = AnalyzedText(text)
    for number, token in enumerate(reading.tokens):
        if not token.capital or token.fold in known or len(token.text) < _SHORTEST:
            continue
        if token.first and background.word(token.fold):
            continue
        options = [(number, number + 1)]
        if number + 1 < len(reading.tokens) and reading.joinable(number, number + 1):
            options += [(number, number + 2)] * reading.tokens[number + 1].capital
        scored = [(peer.best(reading.surface(*span)), span) for span in options]
        found = [(answer[1], answer[0], span) for answer, span in scored if answer is not None]
        if found:
            score, name, (low, high) = max(found)
            yield Proposal(reading.tokens[low].start, reading.tokens[high - 1].end, name, score)
