"""The confidence in a correction learned from decisions, and the wording of its reason, for ``feedback_effects``."""

from __future__ import annotations

from collections.abc import Sequence

from repair.core.types import Kind
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.feedback.feedback_values import LearnedCorrection
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.tokens import Token

_ACRONYM = 4  # letters up to which an acronym may mean something else in another story
_ENOUGH_EDITORS = 2  # who made the same correction, however unlike the name is
_RESEMBLES = 0.5  # similarity (indel, 0-1) of the changed words and those of the name
_NEVER_SURE = 0.999  # greatest confidence, since people make mistakes too

CORRECTED_BEFORE = "{who} corrected it to this name before{where}{when}"


def is_certain(learned: LearnedCorrection, tokens: tuple[Token, ...], distinctive_names: set[str]) -> bool:
    """Return whether a form may be corrected without a person: it is not a title and has no other meaning."""
    if learned.kind is Kind.TITLE:
        return False
    if is_distinctive(tokens):
        return True
    # A surname that is also a word is certain where the full name is in the same copy.
    whole = {fold(word) for name in distinctive_names for word in name.split()}
    return all(fold(word) in whole for word in learned.replacement.split())


def is_supported(learned: LearnedCorrection) -> bool:
    """Return whether a correction has more support than one person's decision, so that it may be certain.

    Two people made it, a source had the name, or the words that it changes resemble those of the name. A typing error
    of one editor ("Banana") must not become certain.

    >>> from repair.core.types import Kind
    >>> is_supported(LearnedCorrection("Mark Latte", "Mark Rutte", Kind.PERSON, ("Ada",)))
    True
    >>> is_supported(LearnedCorrection("Mark Latte", "Mark Banana", Kind.PERSON, ("Ada",)))
    False
    """
    if len(set(learned.by)) >= _ENOUGH_EDITORS or learned.evidence:
        return True
    before, after = fold(learned.surface).split(), fold(learned.replacement).split()
    removed = "".join(word for word in before if word not in after)
    added = "".join(word for word in after if word not in before)
    if not removed or not added:
        return before != after and bool(set(before) & set(after))
    return similarity(removed, added) >= _RESEMBLES


def is_distinctive(tokens: tuple[Token, ...]) -> bool:
    """Return whether a form has several words, or one that is not a known word, place, name or short acronym."""
    lexicon = Lexicon.load()
    return len(tokens) > 1 or any(
        not (token.text.isupper() and len(token.text) <= _ACRONYM) and not lexicon.knows(token.fold) for token in tokens
    )


def trust(learned: LearnedCorrection) -> float:
    """Return the confidence (0-1) in a correction; it rises with the number of editors and stories."""
    support = len(learned.by) + learned.stories
    return min(_NEVER_SURE, (support + 1) / (support + 1.1))


def reason_text(learned: LearnedCorrection) -> str:
    """Return the text of the reason: who made the correction before, where and when."""
    where = f" in {learned.stories} stories" if learned.stories > 1 else ""
    return CORRECTED_BEFORE.format(
        who=people(learned.by), where=where, when=f", last on {learned.last}" if learned.last else ""
    )


def people(by: Sequence[str]) -> str:
    """Return the first of some editors, with the number of the others."""
    return by[0] if len(by) == 1 else f"{by[0]} and {len(by) - 1} more"
