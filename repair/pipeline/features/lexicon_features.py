"""Lexicon features of a form and of a name, each by itself, from lists of words, people and places.

The comparison of the two is in ``feature_extraction``.
"""

from __future__ import annotations

from collections.abc import Sequence

from repair.core.caches import text_cache
from repair.pipeline.detection import CopyContext, SuspectForm
from repair.pipeline.name_context import NameContext
from repair.text.lexicon import Lexicon
from repair.text.wordlists import NON_NAMES


def form_features(copy_context: CopyContext, form: SuspectForm) -> dict[str, float]:
    """Return the features of a suspect form, from the copy and the lexicon, that do not depend on a name."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    words = form.fold.replace("-", " ").split()
    surface = copy.surface(*form.places[0])
    return {
        "form_word": min(lexicon.word(word) for word in words),
        "form_lower": sum(copy.lowers.get(word, 0) for word in words),
        "form_sentence_initial": sum(copy.tokens[low].first for low, _ in form.places) / len(form.places),
        "form_person": min(map(lexicon.personal_name, words)),
        "form_place": max(lexicon.place(form.fold), min(lexicon.place(word) for word in words)),
        "form_demonym": any(lexicon.demonym(word) for word in words),
        "form_in_sources": min(copy_context.weights.document_frequency.get(word, 0) for word in words),
        "form_capitals": len(surface) > 1 and surface.isupper(),
        **_bearer_counts("form", lexicon, words),
    }


def name_features(copy_context: CopyContext, name: NameContext) -> dict[str, float]:
    """Return the features of a name that do not depend on the form; measured once per story."""
    cache = copy_context.story_cache
    if cache.base is not None and not copy_context.story.context.adds_to(name.text, name.spelling.split):
        cache = cache.base
    cached = cache.lexicon_features.get(name.text)
    if cached is None:
        cached = cache.lexicon_features[name.text] = _measured(copy_context, name)
    return cached


def _measured(copy_context: CopyContext, name: NameContext) -> dict[str, float]:
    story, words = copy_context.story, name.spelling.split
    return {
        "name_rarity": max(map(copy_context.rarity, words)),
        "listed": copy_context.listed(name.text),
        "name_lower": max((story.lowers.get(word, 0) for word in words if word not in NON_NAMES), default=9),
        "name_sentence_initial": name.sentence_initial,
        **_list_features(copy_context.lexicon, name.spelling.folded),
    }


@text_cache(maxsize=20_000)
def _list_features(lexicon: Lexicon, folded: str) -> dict[str, float]:
    """Return the features of a folded name that depend on the lists alone; the caller must not change the result."""
    words = folded.replace("-", " ").split()
    return {
        "name_person": max(map(lexicon.personal_name, words)),
        "name_word": max((lexicon.word(word) for word in words if word not in NON_NAMES), default=5),
        "name_demonym": any(lexicon.demonym(word) for word in words),
        "name_place": max(lexicon.place(folded), min(lexicon.place(word) for word in words)),
        **_bearer_counts("name", lexicon, words),
    }


def _bearer_counts(whose: str, lexicon: Lexicon, words: Sequence[str]) -> dict[str, float]:
    """Return how many people and places the lexicon knows by the rarest of the words (log2)."""
    people, places = zip(*map(lexicon.name_counts, words), strict=True)
    return {f"{whose}_person_count": min(people), f"{whose}_place_count": min(places)}
