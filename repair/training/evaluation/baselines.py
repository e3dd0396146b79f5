"""Other tools over the same names, for comparison: Jaro-Winkler, double metaphone and SymSpell.

A name matcher replaces each capitalised word, or pair of words, that the sources do not contain by the most similar
name of the sources, or part of a name, if it is similar enough. It uses no context and judges each word alone.
`repair.training.evaluation.spacy_baseline` has the pipeline that finds names with an entity recogniser instead.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.tokens import tokenize
from repair.training.evaluation.benchmark import BenchmarkItem, Proposal, list_rows

_MIN_LETTERS = 4  # of a word that a matcher considers
_MIN_SIMILARITY = 0.7  # Jaro-Winkler; no threshold below it is ever the best one
_MAX_DISTANCE = 3  # edits that SymSpell bridges

Proposer = Callable[[str], list[Proposal]]  # from a copy to the proposals of a tool


@dataclass(frozen=True)
class BaselineSources:
    """The names that a tool may propose.

    Attributes:
        texts: Clean texts.
        lists: Lists of names, one a line.
    """

    texts: tuple[str, ...]
    lists: tuple[str, ...] = ()

    @classmethod
    def of(cls, items: Iterable[BenchmarkItem]) -> BaselineSources:
        """Return the sources of some lines of a benchmark together, each once."""
        clean = dict.fromkeys((text, item.listed) for item in items for text in item.clean)
        return cls(tuple(text for text, listed in clean if not listed), tuple(text for text, listed in clean if listed))

    @cached_property
    def names(self) -> list[str]:
        """The names of the sources and the words of those names, sorted."""
        names = set(list_rows(self.lists))
        for text in [*self.texts, *names]:
            analysis = AnalyzedText(text)
            for run in analysis.runs:
                tokens = [analysis.tokens[number] for number in run]
                # A lone capitalised word at the start of a sentence is rarely a name; in a list it is one.
                if len(tokens) > 1 or not tokens[0].first or text in names:
                    names.update(token.text for token in tokens if len(token.text) >= _MIN_LETTERS and token.capital)
                    names.add(analysis.surface(run.start, run.stop))
        return sorted(names)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the sources, folded; no tool changes them."""
        return frozenset(token.fold for text in (*self.texts, *self.lists) for token in tokenize(text))


@dataclass(frozen=True, slots=True)
class Baseline:
    """A tool to compare with.

    Attributes:
        name: Its name in reports.
        version: The library that it is built on with its version, for signatures.
        fit: Prepares it for sources.
    """

    name: str
    version: str
    fit: Callable[[BaselineSources], Proposer]


@dataclass(frozen=True, slots=True)
class Match:
    """The name that a matcher found for a form, and how similar it is (0-1)."""

    name: str
    similarity: float


def name_matchers() -> list[Baseline]:
    """Return the name matchers whose libraries are installed."""
    matchers = [_baseline("Jaro-Winkler", "rapidfuzz", jaro_winkler)]
    if importlib.util.find_spec("metaphone") is not None:
        matchers.append(_baseline("double metaphone", "metaphone", double_metaphone))
    if importlib.util.find_spec("symspellpy") is not None:
        matchers.append(_baseline(f"SymSpell, distance {_MAX_DISTANCE}", "symspellpy", symspell))
    return matchers


def _baseline(name: str, library: str, matcher: Callable[[Sequence[str]], Callable[[str], Match | None]]) -> Baseline:
    lexicon = Lexicon.load()

    def fit(sources: BaselineSources) -> Proposer:
        match = lru_cache(maxsize=50_000)(matcher(sources.names))
        return lambda text: list(_proposals(text, match, sources.words, lexicon))

    return Baseline(name, f"{library}:{version(library)}", fit)


def jaro_winkler(names: Sequence[str]) -> Callable[[str], Match | None]:
    """Return the function from a form to the name with the highest Jaro-Winkler similarity."""
    folded = [fold(name) for name in names]

    def match(form: str) -> Match | None:
        best = process.extractOne(
            fold(form), folded, scorer=JaroWinkler.normalized_similarity, score_cutoff=_MIN_SIMILARITY
        )
        return Match(names[best[2]], float(best[1])) if best else None

    return match


def double_metaphone(names: Sequence[str]) -> Callable[[str], Match | None]:
    """Return the function from a form to the most similar of the names with its primary code (L. Philips, 2000)."""
    from metaphone import doublemetaphone

    by_code: dict[str, list[str]] = defaultdict(list)
    for name in names:
        code = doublemetaphone(fold(name))[0]
        if len(code) > 1:
            by_code[code].append(name)

    def match(form: str) -> Match | None:
        candidates = by_code.get(doublemetaphone(fold(form))[0], [])
        scored = [(JaroWinkler.normalized_similarity(fold(form), fold(name)), name) for name in candidates]
        return Match(max(scored)[1], max(scored)[0]) if scored else None

    return match


def symspell(names: Sequence[str]) -> Callable[[str], Match | None]:
    """Return the function from a form to a name at the least edit distance, of three edits at most (W. Garbe, 2012).

    The similarity is the share of the longer spelling's letters that no edit touches.
    """
    from symspellpy import SymSpell, Verbosity

    by_fold: dict[str, str] = {}
    index = SymSpell(max_dictionary_edit_distance=_MAX_DISTANCE)
    for name in names:
        if by_fold.setdefault(fold(name), name) is name:
            index.create_dictionary_entry(fold(name), 1)

    def match(form: str) -> Match | None:
        folded = fold(form)
        suggestions = index.lookup(folded, Verbosity.CLOSEST, max_edit_distance=_MAX_DISTANCE)
        matches = [
            Match(by_fold[suggestion.term], 1 - suggestion.distance / max(len(folded), len(suggestion.term)))
            for suggestion in suggestions
        ]
        return max(matches, key=lambda match: match.similarity, default=None)

    return match


def _proposals(
    text: str, match: Callable[[str], Match | None], source_words: frozenset[str], lexicon: Lexicon
) -> Iterator[Proposal]:
    """Yield the proposals of a matcher for a copy; ``source_words`` are the folded words of the sources."""
    analysis = AnalyzedText(text)
    for number, token in enumerate(analysis.tokens):
        if not token.capital or token.fold in source_words or len(token.text) < _MIN_LETTERS:
            continue
        if token.first and lexicon.word(token.fold):
            continue
        spans = [(number, number + 1)]
        if number + 1 < len(analysis.tokens) and analysis.joinable(number, number + 1):
            spans += [(number, number + 2)] * analysis.tokens[number + 1].capital
        matches = [(best.similarity, best.name, span) for span in spans if (best := match(analysis.surface(*span)))]
        if matches:
            similarity, name, (low, high) = max(matches)
            yield Proposal(analysis.tokens[low].start, analysis.tokens[high - 1].end, name, similarity)
