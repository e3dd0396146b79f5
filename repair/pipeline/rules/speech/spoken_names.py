"""People's names in transcripts of speech: "Jonathan lemurs" and "Scots number" for Jonathan Lamers and Scott Stember.

Speech recognition writes known words for a name that it does not know. Their capitals and letters are weak evidence;
the sound, the part of the name that was recognised, and the words that announce a speaker are better. Only copy that
reads like a transcript is examined, and every suggestion is for review. `repair.training.fit_spoken_names` fits the
confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from repair.core.types import Kind, Reason, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import has_new_trade, introduced_anew
from repair.pipeline.ranking.trees import TreeEnsemble
from repair.pipeline.rules.proposed_names import ProposedName, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.rules.speech.spoken_candidates import candidates
from repair.pipeline.rules.speech.spoken_confidence import (
    is_attested_full_name,
    most_confidence,
    with_homophones,
    with_whole_names,
)
from repair.pipeline.rules.speech.spoken_employers import has_other_employer
from repair.pipeline.rules.speech.spoken_features import SpokenCandidate
from repair.pipeline.rules.speech.spoken_list import SpokenNames
from repair.pipeline.rules.speech.spoken_model import probabilities, shipped_spoken_model
from repair.pipeline.rules.speech.spoken_slots import FilledSlot, filled_slots, name_slots
from repair.pipeline.vetoes.other_people import is_surname_of_other
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.romanisation import EXONYM, SPELLING, is_spelling_variant

_MOST_NAMES = 2_000  # of a gazetteer; among more, some name sounds like almost anything
_FULL_NAME = 2  # words of a name that are always spoken
_ARE_LETTERS = re.compile(r"[A-Z]{2,5},?")
_OTHER_EMPLOYER = 0.3  # the most confidence in somebody whom the sources know at another employer
_REASON_TEXTS = {
    "rest": "it sounds like {name}, whose first word is right",
    "first": "it sounds like {name}, whose last word is right",
    "whole": "it sounds like {name}",
    "given": "it sounds like the given name {name} of the names",
    "surname": "it sounds like the surname {name} of the names",
}


def propose_spoken_names(context: RuleContext, *, model: TreeEnsemble | None = None) -> Iterator[Suggestion]:
    """Yield a suggestion for each name of a person that a transcript has in other words.

    Args:
        context: The copy.
        model: The model of the confidence; None for the shipped one.
    """
    copy_context, gazetteer = context.copy_context, context.gazetteer
    if len(gazetteer.names) > _MOST_NAMES or not copy_context.is_transcript:
        return
    names = _names_of(gazetteer, copy_context.lexicon)
    found = without_parts_of_callers(copy_context.copy, candidates(copy_context.copy, names, copy_context.lexicon))
    confidences = with_whole_names(found, probabilities(found, model or shipped_spoken_model()))
    confidences = with_homophones(copy_context.copy, found, confidences, copy_context.lexicon)
    slots = filled_slots(copy_context.copy, names, copy_context.lexicon)
    for candidate, confidence in chosen(*with_slots(found, confidences, slots)):
        if candidate.kind == "surname" and is_surname_of_other(copy_context, candidate.high - 1, candidate.name):
            continue
        if _is_accepted_spelling(copy_context.copy, candidate) or _is_somebody_else(copy_context, candidate):
            continue
        confidence = min(confidence, _most_confidence(context, candidate))
        text = _REASON_TEXTS[candidate.kind].format(name=candidate.name)
        proposed = ProposedName(
            candidate.low, candidate.high, candidate.name, Kind.PERSON, confidence, Reason("sound", text, 0.0)
        )
        yield suggest_name(context, proposed)


def _is_accepted_spelling(copy: AnalyzedText, candidate: SpokenCandidate) -> bool:
    """Whether the words are the name in another spelling in general use, which is a matter of style: "zelenskiy"."""
    variant = is_spelling_variant(copy.surface(candidate.low, candidate.high), candidate.name)
    return variant is not None and variant.scheme in (SPELLING, EXONYM)


def _is_somebody_else(copy_context: CopyContext, candidate: SpokenCandidate) -> bool:
    """Whether the copy gives the bearer of a name a trade that no source has: "robert kowalchuk a dentist".

    A list of names says nothing of the people in it.
    """
    if copy_context.is_beside_lists:
        return False
    return introduced_anew(copy_context, candidate.high) or has_new_trade(copy_context, candidate.low)


def _most_confidence(context: RuleContext, candidate: SpokenCandidate) -> float:
    """Return the most confidence (0-1) in a candidate, by whether its words may be the right name of somebody else."""
    copy, lexicon = context.copy_context.copy, context.copy_context.lexicon
    is_attested = is_attested_full_name(copy.folds[candidate.low : candidate.high], lexicon)
    if is_attested and has_other_employer(copy, candidate.high, candidate.name, context.gazetteer):
        return _OTHER_EMPLOYER
    return most_confidence(copy, candidate, lexicon)


def with_slots(
    candidates: Sequence[SpokenCandidate], probabilities: Sequence[float], slots: Sequence[FilledSlot]
) -> tuple[list[SpokenCandidate], list[float]]:
    """Return the candidates and probabilities (0-1) of a copy with those of its slots, which exclude others there."""
    taken = {number for slot in slots for number in range(slot.candidate.low, slot.candidate.high)}
    fitted = {(each.low, each.high, each.name): value for each, value in zip(candidates, probabilities, strict=True)}
    kept = [
        (each, value)
        for each, value in zip(candidates, probabilities, strict=True)
        if taken.isdisjoint(range(each.low, each.high))
    ]
    for candidate, confidence in slots:
        kept.append((candidate, max(confidence, fitted.get((candidate.low, candidate.high, candidate.name), 0.0))))
    return [each for each, _ in kept], [value for _, value in kept]


def without_parts_of_callers(copy: AnalyzedText, candidates: Sequence[SpokenCandidate]) -> list[SpokenCandidate]:
    """Return the candidates but given names inside the longer name of a caller: a caller has a full name."""
    inside = {number for low, high in name_slots(copy) if high - low > 1 for number in range(low, high)}
    return [each for each in candidates if each.kind != "given" or inside.isdisjoint(range(each.low, each.high))]


_NAMES: WeakKeyDictionary[Gazetteer, SpokenNames] = WeakKeyDictionary()


def _names_of(gazetteer: Gazetteer, lexicon: Lexicon) -> SpokenNames:
    names = _NAMES.get(gazetteer)
    if names is None:
        spellings = {
            _without_letters(alias.surface): name.kind is Kind.PERSON
            for name in gazetteer.names
            for alias in name.aliases
            if not alias.short
        }
        people = frozenset(spelling for spelling, is_person in spellings.items() if is_person)
        names = _NAMES[gazetteer] = SpokenNames.of(list(spellings), lexicon, people)
    return names


def _without_letters(name: str) -> str:
    """Return a name without the letters after it, which need not be spoken: "Candida Rice KC", "Ann Lee, MP"."""
    words = name.split()
    count = len(words)
    if count <= _FULL_NAME or words[0].isupper():
        return name
    while count > _FULL_NAME and _ARE_LETTERS.fullmatch(words[count - 1]):
        count -= 1
    return " ".join(words[:count]).rstrip(",")


def chosen(
    candidates: Sequence[SpokenCandidate], probabilities: Sequence[float]
) -> Iterator[tuple[SpokenCandidate, float]]:
    """Yield the most probable candidates that do not overlap, each with its probability.

    Args:
        candidates: All candidates of a copy.
        probabilities: For each, the probability (0-1) that its words are the name.
    """
    scored = sorted(
        zip(probabilities, candidates, strict=True),
        key=lambda pair: (-pair[0], pair[1].low, pair[1].high, pair[1].name),
    )
    taken: set[int] = set()
    for probability, candidate in scored:
        places = set(range(candidate.low, candidate.high))
        if not places & taken:
            taken |= places
            yield candidate, probability
