"""Titles that the sources contradict: "German Prime Minister Friedrich Merz" where every source has Chancellor.

A title is corrected only where the story gives the same person another title of the same country or body that excludes
the title in the copy, and nothing supports that title. Such suggestions are always for review.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from repair.core.types import Citation, Kind, Reason, Span, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.detection import CopyContext
from repair.pipeline.explanation import MAX_CITATIONS
from repair.pipeline.namesakes.statements import are_of_other_events
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.rules.source_titles import SourceTitle, SourceTitles, titles_of
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.title_mentions import TitleMention, find_titles
from repair.text.title_terms import ABBREVIATIONS, ADDRESSES, SAME, excludes
from repair.text.tokens import snippet

# What each reason adds to the log-odds. In labelled machine output, all 32 titles suggested from one source, in 9
# stories, were right. So few stories support a probability of (9 + 1) / (9 + 2), and one source alone stays a little
# below that, since the tables of titles were edited with these stories in view.
LOG_ODDS = {"office": 1.9, "agreed": 0.25, "body": 0.15}
_MOST_MENTIONS = 40  # mentions of a title that are weighed
_IN_LOWER_CASE = frozenset("of the for".split())  # words of a title whose other words have capitals


@dataclass(frozen=True, slots=True)
class _TitleConflict:
    """A title of the copy, the mentions that contradict it, and the confidence (0-1) in the name next to it."""

    mention: TitleMention
    evidence: tuple[SourceTitle, ...]
    name_confidence: float


def propose_titles(context: RuleContext) -> tuple[Suggestion, ...]:
    """Return a suggestion for each title of the copy that its sources contradict; none overlaps another suggestion.

    A title is checked with the name as the earlier suggestions correct it. Where the sources report other events, only
    a title of the same country or organisation is.
    """
    copy_context = context.copy_context
    needs_body = are_of_other_events(copy_context)
    story, names = SourceTitles.of_story(copy_context), _Suggestions(context.suggestions)
    contradicted: dict[tuple[str, str, str, bool], tuple[SourceTitle, ...]] = {}
    suggestions_made = []
    for mention in titles_of(copy_context.copy, copy_context.lexicon):
        start, end = copy_context.copy.tokens[mention.low].start, copy_context.copy.tokens[mention.high - 1].end
        if mention.name is None or mention.former_or_interim or names.touching(start, end):
            continue
        person, name_confidence = _person(copy_context, mention, names)
        key = (person, mention.title, mention.body, mention.before)
        if key not in contradicted:
            contradicted[key] = tuple(_contradicted(story, mention, person, context.gazetteer)[:_MOST_MENTIONS])
        evidence = contradicted[key]
        if evidence and (not needs_body or any(_has_body_of(mention, title) for title in evidence)):
            conflict = _TitleConflict(mention, evidence, name_confidence)
            suggestions_made.append(_suggestion(context, conflict))
    return tuple(suggestions_made)


def _person(copy_context: CopyContext, mention: TitleMention, suggestions: _Suggestions) -> tuple[str, float]:
    """Return the name next to a title, with the suggestions accepted, and their confidence (0-1)."""
    low, high = mention.name or (0, 1)
    start, end = copy_context.copy.tokens[low].start, copy_context.copy.tokens[high - 1].end
    text, at, name_confidence = "", start, 1.0
    for suggestion in suggestions.touching(start, end):
        if suggestion.replacement is not None:
            text += copy_context.copy.text[at : suggestion.span.start] + suggestion.replacement
            at, name_confidence = suggestion.span.end, min(name_confidence, suggestion.confidence or 0.0)
    return (text + copy_context.copy.text[at:end]).strip(), name_confidence


class _Suggestions:
    """The suggestions for names, indexed by place; none overlaps another."""

    def __init__(self, suggestions: Sequence[Suggestion]) -> None:
        self._ordered = sorted(suggestions, key=lambda suggestion: suggestion.span)
        self._starts = [suggestion.span.start for suggestion in self._ordered]

    def touching(self, start: int, end: int) -> Sequence[Suggestion]:
        """Return the suggestions that share a character with a half-open range of code points, in order."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if low and self._ordered[low - 1].span.end > start:
            low -= 1
        return self._ordered[low:high]


def _contradicted(story: SourceTitles, mention: TitleMention, person: str, gazetteer: Gazetteer) -> list[SourceTitle]:
    """Return the mentions that give a person another title of the same body; none where any doubt remains."""
    source_titles = story.of(person)
    if not source_titles or any(
        not excludes(source_title.mention.title, mention.title) for source_title in source_titles
    ):
        return []
    evidence = [
        source_title
        for source_title in source_titles
        if source_title.mention.before and not source_title.mention.former_or_interim
    ]
    if len({SAME.get(source_title.mention.title, source_title.mention.title) for source_title in evidence}) != 1:
        return []
    if evidence[0].mention.title in ADDRESSES and not any(
        source_title.wording[0].isupper() for source_title in evidence
    ):
        return []
    bodies = {source_title.mention.body for source_title in evidence} - {""}
    if mention.body and bodies and bodies != {mention.body}:
        return []
    if not mention.before and mention.body not in bodies:
        return []  # "Macron, the German chancellor, and …" is a list
    if story.may_hold(person, mention.title) or _listed(story.lexicon, mention, person, gazetteer):
        return []
    return evidence


def _listed(lexicon: Lexicon, mention: TitleMention, person: str, gazetteer: Gazetteer) -> bool:
    """Return whether the gazetteer lists somebody of this name with the title in the copy."""
    titles = {title for name in gazetteer.find(person) for title in name.titles}
    return any(each.title == mention.title for title in titles for each in find_titles(AnalyzedText(title), lexicon))


def _suggestion(context: RuleContext, conflict: _TitleConflict) -> Suggestion:
    """Return the suggestion for a contradicted title."""
    copy, mention = context.copy_context.copy, conflict.mention
    start, end = copy.tokens[mention.low].start, copy.tokens[mention.high - 1].end
    surface = copy.printed[start:end]
    replacement = _cased(_wording(conflict), surface)
    reasons = _reasons(conflict, replacement)
    confidence = 1.0 / (1.0 + math.exp(-sum(reason.weight for reason in reasons)))
    return Suggestion.at(
        context.document,
        Span(start, end),
        replacement,
        confidence=confidence,
        kind=Kind.TITLE,
        evidence=_citations(conflict),
        reasons=reasons,
        signature=context.signature,
    )


def _reasons(conflict: _TitleConflict, replacement: str) -> tuple[Reason, ...]:
    """Return the reasons for a title; their weights (nats) add up to the log-odds of its confidence."""
    text = f"the sources call {conflict.evidence[0].name} {replacement}; none of them gives the title in the copy"
    reasons = [Reason("office", text, LOG_ODDS["office"])]
    if len({id(source_title.analysis) for source_title in conflict.evidence}) > 1:
        reasons.append(Reason("agreed", "more than one source agrees", LOG_ODDS["agreed"]))
    if any(_has_body_of(conflict.mention, source_title) for source_title in conflict.evidence):
        reasons.append(Reason("body", "copy and source name the same country or organisation", LOG_ODDS["body"]))
    total = sum(reason.weight for reason in reasons)
    name = math.log(max(conflict.name_confidence, 1e-6) / max(1.0 - conflict.name_confidence, 1e-6))
    if name < total:  # the confidence in a title is at most that in the name next to it
        reasons.append(Reason("name", "the name next to it is itself a correction", round(name - total, 4)))
    return tuple(reasons)


def _has_body_of(mention: TitleMention, source_title: SourceTitle) -> bool:
    """Whether a title of the copy has the country or organisation of one of the sources."""
    return bool(mention.body) and source_title.mention.body == mention.body


def _wording(conflict: _TitleConflict) -> str:
    """Return the title as most of the mentions print it, not abbreviated where any is not."""
    wordings = Counter(
        source_title.wording for source_title in conflict.evidence if fold(source_title.wording) not in ABBREVIATIONS
    )
    return max(wordings, key=lambda w: (wordings[w], w)) if wordings else conflict.evidence[0].mention.title


def _cased(wording: str, surface: str) -> str:
    """Return a title in lower case or capitals where the copy's is, else with a capital on each word but "of"."""
    if surface.islower():
        return wording.lower()
    if surface.isupper() and len(surface) > 4:
        return wording.upper()
    return " ".join(w if w in _IN_LOWER_CASE else w[:1].upper() + w[1:] for w in wording.split())


def _citations(conflict: _TitleConflict) -> tuple[Citation, ...]:
    """Return the first mention in each source, for up to `MAX_CITATIONS` sources."""
    citations: dict[int, Citation] = {}
    for source_title in conflict.evidence:
        if id(source_title.analysis) not in citations and len(citations) < MAX_CITATIONS:
            low, high = source_title.mention.low, source_title.mention.high
            tokens = source_title.analysis.tokens
            excerpt = snippet(source_title.analysis.text, tokens[low].start, tokens[high - 1].end)
            citations[id(source_title.analysis)] = Citation(
                source_title.analysis.source, excerpt, source_title.analysis.date
            )
    return tuple(citations.values())
