"""Ukrainians under the Russian form of their given name: "Vladimir Zelensky" where the sources have Volodymyr.

The surname is right, and the sources have it with the Ukrainian given name only. Detection takes the Russian form for
right where a source has it as the name of somebody else. The suggestions are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import introduced_anew
from repair.pipeline.namesakes.statements import is_described_alike
from repair.pipeline.rules.full_names import full_names
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.given_names import ukrainian_forms
from repair.text.spelling_keys import same_name

_RUSSIAN = RuleReason(0.7, "given", "the given name has a Russian form; the sources have {name}")
_UKRAINE = ("ukrain", "kyiv", "kiev")  # beginnings of words of copy about Ukraine
_MOST_PLACES = 40  # of one given name that are examined


def propose_ukrainian_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each given name of a Ukrainian in Russian.

    Others bear such names, too: either the copy is about Ukraine, or a role beside the name is that of the sources.
    """
    copy_context = context.copy_context
    copy = copy_context.copy
    russian = sorted(ukrainian_forms().keys() & copy.places.keys())
    if not russian or not any(word.startswith(_UKRAINE) for word in (*copy.places, *copy_context.story.words)):
        return
    is_about_ukraine = any(word.startswith(_UKRAINE) for word in copy.places)
    names = [words for words in map(str.split, full_names(copy_context).get(2, {})) if len(words) == 2]  # no hyphens
    for word in russian:
        for low in copy.places[word][:_MOST_PLACES]:
            name = _ukrainian_name(copy_context, low, names)
            if name is not None and (is_about_ukraine or is_described_alike(copy_context, (low, low + 2), name)):
                yield suggest_name(context, _RUSSIAN.propose(low, low + 2, name, kind=Kind.PERSON))


def _ukrainian_name(copy_context: CopyContext, low: int, names: list[list[str]]) -> str | None:
    """Return the name of the sources with a surname of the copy, if all have the Ukrainian form of its given name.

    Of several spellings of the surname, that of the copy comes first.
    """
    copy = copy_context.copy
    high = low + 1
    if high == len(copy.tokens) or not copy.joinable(low, high):
        return None
    if not (copy.tokens[low].capital and copy.tokens[high].capital) or introduced_anew(copy_context, high + 1):
        return None
    surname = copy.surface(high, high + 1)
    matches = [name for name in names if same_name(surname, name[1])]
    forms = ukrainian_forms()[copy.folds[low]]
    if not matches or not all(given.lower() in forms for given, _ in matches):
        return None
    as_in_copy = [name for name in matches if name[1] == surname]
    return " ".join((as_in_copy or matches)[0])
