"""Suggestions in a scanned print, corrected by the shapes of the letters.

A suggestion for a part of a name is widened to the whole name, or the whole word: where "Olymei" is suggested to be
Olympic and the copy has "Olymei: Games", Olympic Games is suggested; the "[" of "[BV" is part of ÍBV. A name that is
much farther in shapes than another is replaced by it. A suggestion that is certain stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from repair.core.types import Action, Span, Suggestion
from repair.pipeline.rules.proposed_names import suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.rules.scans.scanned_accents import propose_misread_accents
from repair.pipeline.rules.scans.scanned_names import DAMAGED, ONE_LETTER, SAME, SAME_SHAPES, propose_scanned_names
from repair.pipeline.rules.scans.scanned_whole_names import WholeName, whole_names
from repair.pipeline.rules.scans.scanned_words import SourceWords
from repair.text.letter_shapes import shape_distance
from repair.text.normalize import fold, folded_words

_MARKS = re.escape("[](){}|/\\&©®$§¥£€@#!~^<>")
_BEFORE = re.compile(f"(?<!\\S)[{_MARKS}]$")  # one mark at the start of a word
_AFTER = re.compile(f"[{_MARKS}]\\w{{0,2}}(?=[.,:;]?(?:\\s|$))")  # a mark and up to two letters at its end
_INNER_SIGN = re.compile("[&@©®§][a-zß-öø-ÿ]")  # a sign that was read for a letter within a word
_UNLIKE = 0.2  # misread letters per letter of a name from which a scan alone does not explain a word
# Of 16 such names that the ranker proposes at .7 and more in scanned stories 8 are right.
_MOST_UNLIKE = 0.62
_LONGEST = 60  # code points of a name whose marks are examined


def widened(context: RuleContext) -> list[Suggestion]:
    """Return the suggestions so far, those for parts of names in a scanned print replaced by wider ones."""
    suggestions = list(context.suggestions)
    if not suggestions:
        return suggestions
    suggestions = _without_weaker(suggestions, propose_misread_accents(context))
    if not context.copy_context.has_misread_letters:
        text = context.document.text
        return [_with_marks(context, each) if _INNER_SIGN.match(text, each.span.end) else each for each in suggestions]
    suggestions = _without_weaker(suggestions, propose_scanned_names(context))
    words = SourceWords(context.copy_context)
    numbers = {token.start: number for number, token in enumerate(context.copy_context.copy.tokens)}
    suggestions = [_with_nearest_name(context, suggestion, words, numbers) for suggestion in suggestions]
    for whole in whole_names(context.copy_context, words):
        suggestions = _with_whole_name(context, suggestions, whole)
    suggestions = [_with_marks(context, suggestion) for suggestion in suggestions]
    if context.copy_context.misspelt_share < DAMAGED:
        return suggestions
    return [_with_doubt(suggestion) for suggestion in suggestions]


def _with_doubt(suggestion: Suggestion) -> Suggestion:
    """Return a suggestion in a damaged print, less confident where its name is far from the words in shapes."""
    name = suggestion.replacement
    if name is None or suggestion.action is not Action.REVIEW or (suggestion.confidence or 0.0) <= _MOST_UNLIKE:
        return suggestion
    if suggestion.span.end - suggestion.span.start > _LONGEST or shape_distance(
        name, suggestion.surface
    ) < _UNLIKE * len(name):
        return suggestion
    return replace(suggestion, confidence=_MOST_UNLIKE)


def _without_weaker(suggestions: Sequence[Suggestion], proposals: Iterable[Suggestion]) -> list[Suggestion]:
    """Return the suggestions without those for which the rule of scanned prints proposes a name more confidently."""
    stronger = sorted((each for each in proposals if each.action is Action.REVIEW), key=lambda each: each.span)
    remaining, at = [], 0
    for suggestion in suggestions:
        while at < len(stronger) and stronger[at].span.end <= suggestion.span.start:
            at += 1
        rival = stronger[at] if at < len(stronger) and stronger[at].span.start < suggestion.span.end else None
        is_weaker = rival is not None and (rival.confidence or 0.0) > (suggestion.confidence or 0.0)
        if suggestion.action is not Action.REVIEW or not is_weaker:
            remaining.append(suggestion)
    return remaining


def _with_nearest_name(
    context: RuleContext, suggestion: Suggestion, words: SourceWords, numbers: Mapping[int, int]
) -> Suggestion:
    """Return a suggestion for one word, with the name of nearly the same shapes if its own name is much farther.

    Args:
        context: The copy.
        suggestion: The suggestion.
        words: The words of the sources.
        numbers: The number of each token of the copy, by its start.
    """
    name, surface = suggestion.replacement, suggestion.surface
    number = numbers.get(suggestion.span.start)
    if number is None or name is None or suggestion.action is not Action.REVIEW:
        return suggestion
    nearest = words.nearest(surface) if context.copy_context.copy.tokens[number].text == surface else None
    if nearest is None or nearest[1] > SAME * len(nearest[0]) or fold(nearest[0]) == fold(name):
        return suggestion
    if shape_distance(name, surface) < nearest[1] + ONE_LETTER:
        return suggestion
    return suggest_name(context, SAME_SHAPES.propose(number, number + 1, nearest[0]))


def _with_whole_name(context: RuleContext, suggestions: Sequence[Suggestion], whole: WholeName) -> list[Suggestion]:
    """Return the suggestions, those for parts of a name replaced by one for the whole."""
    tokens = context.copy_context.copy.tokens
    span = Span(tokens[whole.low].start, tokens[whole.high - 1].end)
    parts = [each for each in suggestions if each.span.start < span.end and span.start < each.span.end]
    words = set(folded_words(whole.name))
    are_parts = all(
        span.start <= each.span.start
        and each.span.end <= span.end
        and each.action is Action.REVIEW
        and words.issuperset(folded_words(each.replacement or ""))
        for each in parts
    )
    if not parts or not are_parts or parts[0].span == span:
        return list(suggestions)
    wide = _at(context, parts[0], span, whole.name)
    return sorted([*(each for each in suggestions if each not in parts), wide], key=lambda each: each.span)


def _with_marks(context: RuleContext, suggestion: Suggestion) -> Suggestion:
    """Return a suggestion with the marks around its word, where these are letters of the name."""
    name, span, text = suggestion.replacement, suggestion.span, context.document.text
    if name is None or suggestion.action is not Action.REVIEW or span.end - span.start > _LONGEST:
        return suggestion
    nearest = min(_around(text, span), key=lambda each: shape_distance(name, text[each.start : each.end]))
    return suggestion if nearest == span else _at(context, suggestion, nearest, name)


def _around(text: str, span: Span) -> Iterator[Span]:
    """Yield a span, with and without the marks before and after it."""
    before = _BEFORE.search(text, max(0, span.start - 2), span.start)
    after = _AFTER.match(text, span.end)
    for start in (span.start, before.start()) if before else (span.start,):
        for end in (span.end, after.end()) if after else (span.end,):
            yield Span(start, end)


def _at(context: RuleContext, suggestion: Suggestion, span: Span, name: str) -> Suggestion:
    """Return a suggestion at another place, for review."""
    return Suggestion.at(
        context.document,
        span,
        name,
        confidence=suggestion.confidence,
        kind=suggestion.kind,
        evidence=suggestion.evidence,
        reasons=suggestion.reasons,
        signature=suggestion.signature,
    )
