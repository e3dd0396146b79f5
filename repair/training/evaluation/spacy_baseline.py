"""A pipeline that a user might build instead: spaCy finds the names, Jaro-Winkler similarity corrects them.

Entities of the copy that the sources do not contain are replaced by the most similar entity of the sources. It needs
spaCy and one of its English model packages; neither is installed or downloaded here.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from repair.text.tokens import tokenize
from repair.training.evaluation.baselines import Baseline, BaselineSources, Proposer, jaro_winkler
from repair.training.evaluation.benchmark import Proposal, list_rows

NAME = "spaCy NER + Jaro-Winkler"
_LABELS = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC"})
_SIZES = ("trf", "lg", "md", "sm")  # of model packages, the most accurate first
_ARTICLES = ("the ", "The ", "a ", "A ")
_POSSESSIVES = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class _Entity:
    """An entity of a text: its place (code points) and its surface, without article and possessive."""

    start: int
    surface: str


def installed_model() -> str | None:
    """Return the most accurate English model package of spaCy that is installed; None without spaCy or a model."""
    if importlib.util.find_spec("spacy") is None:
        return None
    import spacy

    models = [name for name in spacy.util.get_installed_models() if name.startswith("en_")]
    return min(models, key=_rank, default=None)


def _rank(model: str) -> tuple[int, str]:
    size = model.rpartition("_")[2]
    return (_SIZES.index(size) if size in _SIZES else len(_SIZES)), model


def spacy_pipeline(model: str) -> Baseline:
    """Return the baseline on a model package of spaCy."""
    import spacy

    pipeline = spacy.load(model)

    @lru_cache(maxsize=4_096)
    def entities(text: str) -> tuple[_Entity, ...]:
        return tuple(_entities(pipeline(text)))

    def fit(sources: BaselineSources) -> Proposer:
        surfaces = {entity.surface for text in sources.texts for entity in entities(text)}
        match = lru_cache(maxsize=50_000)(jaro_winkler(sorted(surfaces.union(list_rows(sources.lists)))))

        def propose(text: str) -> list[Proposal]:
            proposals = []
            for entity in entities(text):
                in_sources = all(token.fold in sources.words for token in tokenize(entity.surface))
                best = None if in_sources else match(entity.surface)
                if best is not None and best.name != entity.surface:
                    end = entity.start + len(entity.surface)
                    proposals.append(Proposal(entity.start, end, best.name, best.similarity))
            return proposals

        return propose

    return Baseline(NAME, f"spacy:{spacy.__version__},{model}:{pipeline.meta['version']}", fit)


def _entities(document: Any) -> Iterator[_Entity]:
    """Yield the entities of an analysed text that are names."""
    for span in document.ents:
        surface, start = span.text, span.start_char
        if span.label_ not in _LABELS or "\n" in surface:
            continue
        for article in _ARTICLES:
            if surface.startswith(article):
                surface, start = surface[len(article) :], start + len(article)
                break
        for possessive in _POSSESSIVES:
            surface = surface.removesuffix(possessive)
        if surface:
            yield _Entity(start, surface)
