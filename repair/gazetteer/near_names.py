"""Finds names that a person searches for: as typed, as a part of a longer name, or in a similar spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from repair.core.types import Name
from repair.text.name_key import key
from repair.text.normalize import folded_words
from repair.text.phonetics import squash

if TYPE_CHECKING:
    from repair.gazetteer import Gazetteer

_MAX_SCANNED = 300_000  # names that are searched for a part; in a longer list only whole words are found
_MIN_SIMILARITY = 0.45  # cosine from which a word has a similar spelling


def names_containing(gazetteer: Gazetteer, text: str) -> tuple[Name, ...]:
    """Return the names with ``text`` as a part of one of their spellings; case, accents and hyphens are ignored."""
    wanted = key(text).replace(" ", "")
    if not wanted or len(gazetteer.names) > _MAX_SCANNED:
        return ()
    return tuple(
        name for name in gazetteer.names if any(wanted in key(alias.surface).replace(" ", "") for alias in name.aliases)
    )


def names_near(gazetteer: Gazetteer, text: str, *, limit: int = 10) -> tuple[Name, ...]:
    """Return the names that ``text`` may be a misspelling of, the most similar first.

    Args:
        gazetteer: The names.
        text: The search text; every word of it must be similar to a word of the name.
        limit: The largest number of names.
    """
    search = gazetteer.name_search
    scores: dict[int, float] | None = None
    for word in folded_words(text):
        similar: dict[int, float] = {}
        for match in search.search(squash(word), least=_MIN_SIMILARITY):
            for row in search.rows(match.term, 1000):
                similar[row] = max(similar.get(row, 0.0), match.similarity)
        if scores is None:
            scores = similar
        else:
            scores = {row: min(score, similar[row]) for row, score in scores.items() if row in similar}
    ranked = sorted((scores or {}).items(), key=lambda item: (-item[1], item[0]))
    return tuple(gazetteer.name_at(row) for row, _ in ranked[:limit])
