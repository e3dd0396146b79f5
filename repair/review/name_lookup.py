"""Looks names up in the gazetteer of the desk: names similar to the typed text, and whether a source has a name.

No name is judged here; the editor chooses.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from repair.gazetteer import Gazetteer
from repair.gazetteer.name_search import terms_of
from repair.text.name_key import key

_ROWS = 200  # names read for one word
_TERMS = 30  # words of the gazetteer that are compared with one typed word
_LEAST = 0.35  # cosine similarity from which a word is taken for what is typed
_MAX_TYPED = 8  # words of a typed name that are looked up


@dataclass(frozen=True, slots=True)
class NearName:
    """A name of the gazetteer that is like what was typed, and how like (0-1)."""

    name: str
    likeness: float


def near_names(gazetteer: Gazetteer, typed: str, *, limit: int = 8) -> tuple[NearName, ...]:
    """Return the names most like what is typed, or that it is the beginning of; the likest first.

    Args:
        gazetteer: The names.
        typed: A name or its beginning, as typed or as printed in the copy.
        limit: How many names to return at most.
    """
    index = gazetteer.name_search
    words = [term for word in key(typed).split()[:_MAX_TYPED] for term in terms_of(word)]
    if not words:
        return ()
    best: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for position, word in enumerate(words):
        for match in index.search(word, limit=_TERMS, least=_LEAST):
            likeness = 1.0 if index.term(match.term).startswith(word) else match.similarity
            for row in index.rows(match.term, _ROWS):
                best[row][position] = max(best[row].get(position, 0.0), likeness)
    ranked = sorted(best.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    by_text: dict[str, NearName] = {}
    for row, scores in ranked[: 4 * limit]:
        name = gazetteer.names[row].canonical
        by_text.setdefault(name, NearName(name, sum(scores.values()) / len(words)))
    return tuple(by_text.values())[:limit]


def in_gazetteer(gazetteer: Gazetteer, name: str) -> bool:
    """Return whether the gazetteer has a name, or every word of it."""
    return gazetteer.listed(name) > 0 or all(gazetteer.listed(word) > 0 for word in name.split())
