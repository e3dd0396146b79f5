"""Accents that a scanned print lost or changed: "Orban", "Vojtéch", "BeneSovsko", where the sources have Orbán, ….

A wrong accent, or a capital for a letter with one, is a misreading. A plain letter may be the spelling of the paper, so
that it is a spelling variant where the copy has no accents, and a misreading where it has kept others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from repair.core.types import Action, Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.letter_shapes import misread_marks
from repair.text.normalize import fold

# Of 15 such suggestions in scanned stories 9 are labelled right, and the others read right.
_CHANGED = RuleReason(0.65, "accents", "the scan has changed an accent; the sources have {name}")
_LOST = _CHANGED._replace(confidence=0.62, text="the scan has lost an accent; the sources have {name}")
_MISREAD = _CHANGED._replace(confidence=0.7, text="a letter with an accent was misread; the sources have {name}")
_PLAIN = _CHANGED._replace(confidence=0.56, text="the sources write it with accents: {name}")
_FEWEST_LETTERS = 5  # of a word in which a misread letter is sought
_MOST_NAMES = 200  # names with accents of which a word may be a misreading


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


def propose_misread_accents(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each unknown word that is a name whose letters with marks were misread: "Corufia".

    Nobody writes "fi" for "ñ", so that the copy needs no other sign of a scan. Letters that differ in their marks alone
    are no misreading: people write é for ě.
    """
    copy_context = context.copy_context
    lexicon, story, tokens = copy_context.lexicon, copy_context.story, copy_context.copy.tokens
    copy = copy_context.copy
    words = [word for word in copy.vocabulary.keys() - story.words.keys() if not lexicon.knows(word)]
    places = sorted(chain.from_iterable(map(copy.places.__getitem__, words)))
    unknown = [number for number in places if len(tokens[number].text) >= _FEWEST_LETTERS]
    names = [(name, misread_marks(name)) for name in _marked_names(copy_context)] if unknown else []
    readings = [(name, pattern) for name, pattern in names if pattern is not None][:_MOST_NAMES]
    found = {text: _name_read_as(text, readings) for text in {tokens[number].text for number in unknown} if readings}
    for number in unknown:
        name = found.get(tokens[number].text)
        if name is not None and fold(name) != tokens[number].fold:
            yield suggest_name(context, _MISREAD.propose(number, number + 1, name))


def _name_read_as(text: str, readings: Sequence[tuple[str, re.Pattern[str]]]) -> str | None:
    """Return the only name that a word may be a misreading of, in its most frequent spelling."""
    found = [name for name, pattern in readings if pattern.fullmatch(text) or pattern.fullmatch(text.capitalize())]
    return found[0] if len({fold(name) for name in found}) == 1 else None


def _marked_names(copy_context: CopyContext) -> list[str]:
    """Return the words that the sources have with a capital and a letter that is not plain, the most frequent first."""
    texts = (analysis.tokens[number].text for analysis in copy_context.story.sources for number in analysis.capital_at)
    return [text for text, _ in Counter(text for text in texts if not text.isascii()).most_common()]


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
