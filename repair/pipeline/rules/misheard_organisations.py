"""Organisations of which one word was misheard: "Work University", where the story has York University only.

The word is an ordinary one a letter from the right one, so that the ranker takes it for right. The kind of organisation
is the same, the story has one name of that kind, and copy and sources describe it alike. Always for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.namesakes.statements import is_described_alike
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.lexicon import UNCOMMON_WORD, Lexicon
from repair.text.normalize import fold
from repair.text.wordlists import ORGANISATION_WORDS

_MISHEARD = RuleReason(0.6, "kind", "the sources have {name} and no other name of this kind")
_FEWEST_LETTERS = 4  # of a word that was misheard
_MOST_PLACES = 100  # of a kind of organisation in one text that are examined


def propose_misheard_organisations(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each "Word Kind" of the copy that is a letter from the one "Name Kind" of the story."""
    copy_context = context.copy_context
    copy, lexicon = copy_context.copy, copy_context.lexicon
    names: dict[str, str | None] = {}
    for kind in sorted(ORGANISATION_WORDS & copy.places.keys()):
        for at in copy.places[kind][:_MOST_PLACES]:
            low = at - 1
            if low < 0 or not (copy_context.suspicious[low] and copy.tokens[at].capital and copy.gap(low) == " "):
                continue
            if copy.has_capital_before(low):
                continue  # a part of a longer name
            word = copy.folds[low]
            if len(word) < _FEWEST_LETTERS or lexicon.word(word) < UNCOMMON_WORD or lexicon.place(word):
                continue
            if kind not in names:
                names[kind] = _only_name(copy_context, kind)
            name = names[kind]
            if name is None or not _is_misheard(word, fold(name).split()[0], lexicon):
                continue
            if is_described_alike(copy_context, (low, at + 1), name):
                yield suggest_name(context, _MISHEARD.propose(low, at + 1, name, kind=Kind.ORGANISATION))


def _is_misheard(word: str, right: str, lexicon: Lexicon) -> bool:
    """Whether two words are a letter apart, and not one English word in two spellings: "Labour", "Labor"."""
    return OSA.distance(word, right) == 1 and (word[0] != right[0] or not lexicon.word(right))


def _only_name(copy_context: CopyContext, kind: str) -> str | None:
    """Return the one name of two words in the story that ends in a kind of organisation and that the copy lacks."""
    names: dict[str, str] = {}
    for analysis in copy_context.story.sources:
        for at in analysis.places.get(kind, ())[:_MOST_PLACES]:
            if at == 0 or not analysis.tokens[at].capital or analysis.gap(at - 1) != " ":
                continue
            text = analysis.surface(at - 1, at + 1)
            if analysis.tokens[at - 1].capital and copy_context.listed(text) == FULL_NAME:
                names.setdefault(fold(text), text)
    if len(names) != 1:
        return None
    ((folded, name),) = names.items()
    return None if folded.split()[0] in copy_context.copy.places else name
