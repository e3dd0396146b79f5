"""Titles are repairs too: "German Prime Minister Friedrich Merz" where every source says Chancellor.

A title is doubted only when the story gives this very person another office of the same country or body,
one that excludes the copy's, and nothing anywhere lends him the copy's. Only ever for a person to review.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

from repair.core.types import Action, Kind, Reason, Span, Suggestion, Witness
from repair.gazetteer import Gazetteer
from repair.pipeline.detection import CopyContext
from repair.pipeline.explanation import MAX_WITNESSES, content_id
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.office_terms import ABBREVIATIONS, ADDRESSES, SAME, excludes
from repair.text.offices import OfficeMention, find_offices
from repair.text.spelling_keys import same_name
from repair.text.tokens import line_and_column, snippet

# What each piece of evidence adds to the log-odds of a proposal. On labelled machine output all 32 titles proposed
# on one source's word, over 9 stories, read right: so few stories vouch for (9 + 1) / (9 + 2), and one source alone
# stays a little below that, since the tables of offices were pruned with these stories in view.
LOG_ODDS = {"office": 1.9, "agreed": 0.25, "body": 0.15}
_SMALL = frozenset("of the for".split())


@dataclass(frozen=True, slots=True)
class _SourceOffice:
    """An office in one of the story's sources."""

    reading: AnalyzedText
    holding: OfficeMention
    name: str  # beside it, empty when it stands alone

    @property
    def wording(self) -> str:
        return self.reading.surface(self.holding.low, self.holding.high)


def _name(reading: AnalyzedText, holding: OfficeMention) -> str:
    return reading.surface(*holding.name) if holding.name else ""


@dataclass(frozen=True, slots=True)
class _TitleConflict:
    """A title of the copy, the source places that contradict it, and how sure the name beside it is (0-1)."""

    holding: OfficeMention
    seen: tuple[_SourceOffice, ...]
    sure: float


class _OfficeStory:
    """What the story's sources say of offices."""

    def __init__(self, scene: CopyContext) -> None:
        self.scene = scene

    @cached_property
    def seen(self) -> list[_SourceOffice]:
        background = self.scene.background
        return [_SourceOffice(r, h, _name(r, h)) for r in self.scene.story.readings for h in _read(r, background)]

    def of(self, person: str) -> list[_SourceOffice] | None:
        """What the sources call a person; None when two people could be meant."""
        mine = [one for one in self.seen if one.name and same_person(person, one.name)]
        full = [one.name for one in mine if len(one.name.split()) > 1]
        return mine if all(same_person(full[0], name) for name in full) else None

    def loose(self, office: str, person: str) -> bool:
        """Whether an office is named that could be this person's: in a sentence with him, or nobody else's."""
        mine = [one for one in self.seen if one.holding.office == office]
        others = [one for one in mine if one.name and not same_person(person, one.name)]
        last = fold(person.split()[-1])
        for one in mine:
            if one.name and not same_person(person, one.name):
                continue
            sentence = one.reading.sentence_of[one.holding.low]
            if not others or one.name or last in one.reading.words[sentence]:
                return True
        return False


def _read(reading: AnalyzedText, background: Lexicon) -> list[OfficeMention]:
    """The offices that a source names; a source that tells the story of many copies is read once."""
    known = _READ.get(reading)
    if known is None:
        known = _READ[reading] = find_offices(reading, background)
    return known


_READ: WeakKeyDictionary[AnalyzedText, list[OfficeMention]] = WeakKeyDictionary()


def propose_titles(
    scene: CopyContext, suggestions: Sequence[Suggestion], gazetteer: Gazetteer, *, document_id: str, signature: str
) -> tuple[Suggestion, ...]:
    """Return the titles of a copy that contradict its sources, none of them over a suggestion already made.

    ``suggestions`` are those for the document's names: a title is read beside the name as it will stand.
    """
    story = _OfficeStory(scene)
    found = []
    for holding in find_offices(scene.copy, scene.background):
        if holding.name is None or holding.passing or _covered(scene, holding, suggestions):
            continue
        person, sure = _person(scene, holding, suggestions)
        seen = _contradicted(story, holding, person, gazetteer)
        if seen:
            found.append(_word(scene, _TitleConflict(holding, tuple(seen), sure), (document_id, signature)))
    return tuple(found)


def _covered(scene: CopyContext, holding: OfficeMention, suggestions: Sequence[Suggestion]) -> bool:
    start, end = scene.copy.tokens[holding.low].start, scene.copy.tokens[holding.high - 1].end
    return any(one.span.start < end and start < one.span.end for one in suggestions)


def _person(scene: CopyContext, holding: OfficeMention, suggestions: Sequence[Suggestion]) -> tuple[str, float]:
    """The name beside a title as it will stand once the suggestions are accepted, and how sure they are (0-1)."""
    low, high = holding.name or (0, 1)
    start, end = scene.copy.tokens[low].start, scene.copy.tokens[high - 1].end
    text, at, sure = "", start, 1.0
    for one in sorted(suggestions, key=lambda one: one.span):
        if one.replacement is not None and one.span.start < end and start < one.span.end:
            text += scene.copy.text[at : one.span.start] + one.replacement
            at, sure = one.span.end, min(sure, one.confidence)
    return (text + scene.copy.text[at:end]).strip(), sure


@lru_cache(maxsize=50_000)
def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same name, or one the other's surname."""
    mine, theirs = sorted((one.split(), other.split()), key=len)
    if not mine:
        return False
    if len(mine) > 1:
        return same_name(one, other) or all(any(same_name(a, b) for b in theirs) for a in mine)
    return same_name(mine[0], theirs[-1])


def _contradicted(
    story: _OfficeStory, holding: OfficeMention, person: str, gazetteer: Gazetteer
) -> list[_SourceOffice]:
    """The source places that give a person another office of the same body; none when any doubt is left."""
    mine = story.of(person)
    if not mine or any(not excludes(one.holding.office, holding.office) for one in mine):
        return []
    evidence = [one for one in mine if one.holding.before and not one.holding.passing]
    if len({SAME.get(one.holding.office, one.holding.office) for one in evidence}) != 1:
        return []
    if evidence[0].holding.office in ADDRESSES and not any(one.wording[0].isupper() for one in evidence):
        return []
    bodies = {one.holding.body for one in evidence} - {""}
    if holding.body and bodies and bodies != {holding.body}:
        return []
    if not holding.before and holding.body not in bodies:
        return []  # "Macron, the German chancellor, and …" is a list
    if story.loose(holding.office, person) or _listed(story.scene.background, holding, person, gazetteer):
        return []
    return evidence


def _listed(background: Lexicon, holding: OfficeMention, person: str, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has seen this person, or anybody so called, with the copy's title."""
    titles = {title for name in gazetteer.find(person) for title in name.titles}
    return any(
        one.office == holding.office for title in titles for one in find_offices(AnalyzedText(title), background)
    )


def _word(scene: CopyContext, case: _TitleConflict, context: tuple[str, str]) -> Suggestion:
    """Put a contradiction into words; ``context`` is document id and signature."""
    copy, holding = scene.copy, case.holding
    document_id, signature = context
    start, end = copy.tokens[holding.low].start, copy.tokens[holding.high - 1].end
    surface = copy.text[start:end]
    replacement = _cased(_wording(case), surface)
    line, column = line_and_column(copy.text, start)
    reasons = _reasons(case, replacement)
    confidence = 1.0 / (1.0 + math.exp(-sum(reason.weight for reason in reasons)))
    return Suggestion(
        id=content_id(document_id, str(start), surface, replacement),
        document_id=document_id,
        span=Span(start, end),
        line=line,
        column=column,
        surface=surface,
        replacement=replacement,
        confidence=round(confidence, 4),
        kind=Kind.TITLE,
        action=Action.REVIEW,
        evidence=_witnesses(case),
        reasons=reasons,
        signature=signature,
    )


def _reasons(case: _TitleConflict, replacement: str) -> tuple[Reason, ...]:
    told = f"the story calls {case.seen[0].name} {replacement}, nowhere what the copy says"
    found = [Reason("office", told, LOG_ODDS["office"])]
    if len({id(one.reading) for one in case.seen}) > 1:
        found.append(Reason("agreed", "more than one source says so", LOG_ODDS["agreed"]))
    if case.holding.body and any(one.holding.body == case.holding.body for one in case.seen):
        found.append(Reason("body", "copy and source name the same country or body", LOG_ODDS["body"]))
    total = sum(reason.weight for reason in found)
    name = math.log(max(case.sure, 1e-6) / max(1.0 - case.sure, 1e-6))
    if name < total:  # a title stands and falls with the name it is read beside
        found.append(Reason("name", "the name beside it is a repair itself", round(name - total, 4)))
    return tuple(found)


def _wording(case: _TitleConflict) -> str:
    wordings = Counter(one.wording for one in case.seen if fold(one.wording) not in ABBREVIATIONS)
    return max(wordings, key=lambda w: (wordings[w], w)) if wordings else case.seen[0].holding.office


def _cased(wording: str, surface: str) -> str:
    if surface.islower():
        return wording.lower()
    if surface.isupper() and len(surface) > 4:
        return wording.upper()
    return " ".join(w if w in _SMALL else w[:1].upper() + w[1:] for w in wording.split())


def _witnesses(case: _TitleConflict) -> tuple[Witness, ...]:
    found: dict[int, Witness] = {}
    for one in case.seen:
        if id(one.reading) not in found and len(found) < MAX_WITNESSES:
            low, high = one.holding.low, one.holding.high
            tokens = one.reading.tokens
            words = snippet(one.reading.text, tokens[low].start, tokens[high - 1].end)
            found[id(one.reading)] = Witness(one.reading.source, words, one.reading.date)
    return tuple(found.values())
