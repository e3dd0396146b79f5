"""Holders of titles: "Frederick Mertz, the German chancellor", where the sources have Friedrich Merz with that title.

Both parts of a garbled name may be real names, so that spelling alone is not enough. The title next to the name
decides where the sources name one holder and both parts are similar. The suggestion is always for review.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz.distance import Indel

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.rules.source_titles import same_person, titles_of
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.title_mentions import TitleMention

# Of 15 such suggestions in the labelled copy 14 were right, most of which the ranker proposes too.
_SAME_TITLE = RuleReason(0.8, "office", "the sources have {name} with the same title")
_LEAST_PART = 0.5  # similarity in letters of given names, and of surnames
_LEAST_WHOLE = 0.65  # of whole names
_LEAST_SURNAME = 0.62  # of surnames beside the same given name, whose bearers may have one title: two senators


def propose_title_holders(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each person whose title the sources give to somebody of a similar name."""
    copy_context = context.copy_context
    if not any(copy_context.suspicious):
        return
    copy = copy_context.copy
    holders: Mapping[tuple[str, str], str] | None = None
    for mention in titles_of(copy, copy_context.lexicon):
        if mention.name is None or mention.former_or_interim or not any(copy_context.suspicious[slice(*mention.name)]):
            continue
        if holders is None:
            holders = _holders(copy_context)
        name = holders.get((mention.title, mention.body))
        surface = copy.surface(*mention.name)
        if not (mention.body and name and copy_context.listed(name)):
            continue  # a name that a person removed from the gazetteer is not proposed
        if _is_garbled(surface, name, copy_context.lexicon):
            proposed = _SAME_TITLE.propose(*mention.name, name, kind=Kind.PERSON)
            yield suggest_name(context, proposed)


def _holders(copy_context: CopyContext) -> dict[tuple[str, str], str]:
    """Return the full name of the holder of each title and body, where all sources name the same person."""
    names: dict[tuple[str, str], list[str]] = {}
    for analysis in copy_context.story.sources:
        for mention in titles_of(analysis, copy_context.lexicon):
            if mention.name is not None and not mention.former_or_interim:
                names.setdefault(_key(mention), []).append(analysis.surface(*mention.name))
    holders = {}
    for key, found in names.items():
        full = max(found, key=lambda name: len(name.split()))
        if len(full.split()) > 1 and all(same_person(name, full) for name in found):
            holders[key] = full
    return holders


def _key(mention: TitleMention) -> tuple[str, str]:
    return mention.title, mention.body


def _is_garbled(surface: str, name: str, lexicon: Lexicon) -> bool:
    """Whether two full names are similar as a whole, in their first and in their last words, but no variants.

    Where the surname is the same, a different real given name is a variant or means another person. So does an unlike
    surname after the same given name.
    """
    one, other = fold(surface).split(), fold(name).split()
    if len(one) < 2 or len(one) != len(other) or same_person(surface, name):
        return False
    if one[-1] == other[-1] and lexicon.given(one[0]):
        return False
    surnames = (one[-1].rpartition("-")[2], other[-1].rpartition("-")[2])  # without an article: "al-Sudani"
    if one[0] == other[0] and Indel.normalized_similarity(*surnames) < _LEAST_SURNAME:
        return False
    parts = (Indel.normalized_similarity(one[at], other[at]) for at in (0, -1))
    return all(part >= _LEAST_PART for part in parts) and (
        Indel.normalized_similarity("".join(one), "".join(other)) >= _LEAST_WHOLE
    )
