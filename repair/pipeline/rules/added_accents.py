"""Accents that a name does not have: "Omar García Harfúch", where the sources have Omar García Harfuch.

Desks and outlets leave accents out or write another one that they can type, but add none. A source without any may have
left them out, so that it shows nothing; one that has them in another word of the same name shows where they belong.
Accents of scanned prints are in the package ``scans``.
"""

from __future__ import annotations

from collections.abc import Iterator

from repair.core.copy_kind import CopyKind
from repair.core.types import Suggestion
from repair.pipeline.accents import accents
from repair.pipeline.alignment import NameList
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import next_name
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_NAME

_ADDED = RuleReason(0.65, "accents", "the sources write it with fewer accents: {name}")
_MOST_PLACES = 40  # of a word in the sources that are examined
_MOST_WORDS = 3  # of a name on either side of the word


def propose_added_accents(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each word with more accents than all sources, lists left out, write it with."""
    copy_context = context.copy_context
    copy = copy_context.copy
    if copy.text.isascii() or copy_context.is_in_another_language or copy_context.kind is CopyKind.SCANNED:
        return
    for at in copy.capital_at:
        token = copy.tokens[at]
        if token.text.isascii() or not accents(token.text) or not copy_context.story.words.get(token.fold):
            continue
        if copy_context.lexicon.given(token.fold) >= COMMON_NAME:
            continue  # given names have accents in one language and none in another: "Ján", "Jan"
        name = _spelling_of_sources(copy_context, token.text)
        if name is not None and len(name) == len(token.text):
            yield suggest_name(context, _ADDED.propose(at, at + 1, name))


def _spelling_of_sources(copy_context: CopyContext, word: str) -> str | None:
    """Return how all sources spell a word, without accents and in a name that has some; None where they do not."""
    texts = copy_context.story.texts
    found = occurrences(copy_context.story, word, _MOST_PLACES)
    places = [place for place in found if not isinstance(texts[place.text], NameList)]
    spellings = {place.ngram.text for place in places}
    if len(spellings) != 1 or not all(map(str.isascii, spellings)):
        return None
    shows_accents = any(_has_accents_beside(texts[place.text], place.ngram.low) for place in places)
    return spellings.pop() if shows_accents else None


def _has_accents_beside(source: AnalyzedText, at: int) -> bool:
    """Return whether another word of the same name has accents."""
    for step in (-1, 1):
        beside = next_name(source, at, step)
        for _ in range(_MOST_WORDS):
            if beside is None:
                break
            if accents(source.tokens[beside].text):
                return True
            beside = next_name(source, beside, step)
    return False
