"""The words directly next to a name in the sources of a story, cached, since a copy may repeat the name often."""

from __future__ import annotations

from collections import Counter, defaultdict

from repair.core.computed_once import computed_once
from repair.pipeline.story import StoryContext
from repair.text.wordlists import PARTICLES

NAME_SEPARATORS = frozenset((" ", "-"))  # the separators between words of a name


class SourceNeighbours:
    """The neighbours of one name in the sources.

    Attributes:
        before: How often each separator is between a word (as printed) and the name after it.
        after: The same for a word after the name.
        with_particle: For each particle (folded), how often it is printed before the name, as in "De Bruyne".
    """

    def __init__(self, context: StoryContext, name: str) -> None:
        self.before: dict[str, Counter[str]] = defaultdict(Counter)
        self.after: dict[str, Counter[str]] = defaultdict(Counter)
        self.with_particle: dict[str, Counter[str]] = defaultdict(Counter)
        for number, ngram in context.ngrams.get(name, ()):
            analysis = context.texts[number]
            if ngram.low:
                word, separator = analysis.tokens[ngram.low - 1], analysis.gap(ngram.low - 1)
                if separator in NAME_SEPARATORS:
                    self.before[word.text][separator] += 1
                if word.fold in PARTICLES:
                    self.with_particle[word.fold][analysis.surface(ngram.low - 1, ngram.high)] += 1
            if ngram.high < len(analysis.tokens) and (separator := analysis.gap(ngram.high - 1)) in NAME_SEPARATORS:
                self.after[analysis.tokens[ngram.high].text][separator] += 1


@computed_once
def source_neighbours(context: StoryContext, name: str) -> SourceNeighbours:
    """Return the neighbours of a name in the texts of a story."""
    return SourceNeighbours(context, name)
