"""Accents that a scanned print lost or changed: "Orban", "Vojtéch", "BeneSovsko", where the sources have Orbán, ….

A wrong accent, or a capital for a letter with one, is a misreading. A plain letter may be the spelling of the paper, so
that it is a spelling variant where the copy has no accents, and a misreading where it has kept others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from repair.core.types import Action, Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.normalize import fold

# Of 15 such suggestions in scanned stories 9 are labelled right, and the others read right.
_CHANGED = RuleReason(0.65, "accents", "the scan has changed an accent; the sources have {name}")
_LOST = _CHANGED._replace(confidence=0.62, text="the scan has lost an accent; the sources have {name}")
_PLAIN = _CHANGED._replace(confidence=0.56, text="the sources write it with accents: {name}")


def propose_accents(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each name of a scanned print that the sources always write with other accents."""
    copy_context = context.copy_context
    tokens = copy_context.copy.tokens
    names = _accented(copy_context)
    keeps_accents = any(names.get(token.fold) == token.text for token in tokens)
    for number in copy_context.copy.capital_at:
        text, name = tokens[number].text, names.get(tokens[number].fold)
        if name is None or text.lower() == name.lower() or len(text) != len(name):
            continue
        is_changed = not text.isascii() or (_has_inner_capital(text) and not _has_inner_capital(name))
        reason = _CHANGED if is_changed else _LOST if keeps_accents else _PLAIN
        suggestion = suggest_name(context, reason.propose(number, number + 1, name))
        if reason is _PLAIN:
            suggestion = replace(suggestion, action=Action.VARIANT, kind=Kind.SPELLING_VARIANT)
        yield suggestion


def _accented(copy_context: CopyContext) -> dict[str, str]:
    """Return the words that all sources write with a capital and the same accents, by their folded form."""
    words: dict[str, str] = {}
    mixed: set[str] = set()
    for analysis in copy_context.story.sources:
        for token in analysis.tokens:
            if words.setdefault(token.fold, token.text) != token.text:
                mixed.add(token.fold)
    return {word: text for word, text in words.items() if word not in mixed and text.lower() != word and _is_name(text)}


def _is_name(text: str) -> bool:
    return text != text.lower() and fold(text) != text.lower()


def _has_inner_capital(word: str) -> bool:
    """Whether a capital follows a small letter."""
    return any(first.islower() and other.isupper() for first, other in pairwise(word))
