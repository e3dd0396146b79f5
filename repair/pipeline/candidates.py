"""Strange forms in copy, and the names of the story each of them might stand for.

A form is strange when no source of the story carries it; candidates are the names that stand in the
source sentences which tell the form's sentences and are missing from them, and the names of the story
that look or sound like it. Nothing is scored here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler

from repair.pipeline.alignment import SentenceMatch
from repair.pipeline.detection import ARTICLE, CopyContext, SuspectForm
from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import NameNgram
from repair.text.normalize import fold
from repair.text.phonetics import consonant_skeleton, squash

LOOKS_ALIKE = 0.78  # Jaro-Winkler similarity from which a name anywhere in the story is a candidate


class AlignedOccurrence(NamedTuple):
    """A candidate standing in a source sentence that tells the sentence of the form."""

    place: tuple[int, int]
    reading: int
    gram: NameNgram
    partner: SentenceMatch
    missing: bool  # none of the candidate's words stands in the copy's sentence


@dataclass(slots=True)
class Candidate:
    """One form beside one candidate, with the places where they face each other."""

    form: SuspectForm
    text: str
    facings: list[AlignedOccurrence] = field(default_factory=list)


def candidates(scene: CopyContext, form: SuspectForm) -> list[Candidate]:
    """Return the candidates of one form, those that face it first."""
    found: dict[str, Candidate] = {}
    for place in form.places:
        here = scene.copy.sentence_of[place[0]]
        for number in range(len(scene.story.readings)):
            for partner in scene.partners[number][here]:
                for gram, missing in scene.fresh(number, partner.sentence, here):
                    if gram.high - gram.low <= form.words + 2:
                        pairing = found.get(gram.text)
                        if pairing is None:
                            pairing = found[gram.text] = Candidate(form, gram.text)
                        pairing.facings.append(AlignedOccurrence(place, number, gram, partner, missing))
    for text in similar_spellings(scene.story, form):
        if text not in found and scene.listed(text):
            found[text] = Candidate(form, text)
    return [pairing for pairing in found.values() if squash(fold(pairing.text)) not in ("", form.joined)]


class _Spellings:
    """All name-like n-grams of a story laid out so that one form is compared with all of them at once."""

    def __init__(self, story: SourceStory) -> None:
        folded = [(text, fold(text)) for text in story.grams]
        named = [(text, each, squash(each)) for text, each in folded if not each.startswith(ARTICLE + " ")]
        self.texts = [text for text, _, joined in named if joined]
        self.joined = [joined for _, _, joined in named if joined]
        self.lengths = np.asarray(list(map(len, self.joined)), dtype=np.intp)
        self.by_bones: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(each for _, each, joined in named if joined):
            self.by_bones[consonant_skeleton(each)].append(number)


_LAID_OUT: WeakKeyDictionary[StoryContext, _Spellings] = WeakKeyDictionary()


def similar_spellings(story: SourceStory, form: SuspectForm) -> list[str]:
    """Return the n-grams of a story whose letters or consonants are near the form's, wherever they stand."""
    spellings = _LAID_OUT.get(story.told)
    if spellings is None:
        spellings = _LAID_OUT[story.told] = _Spellings(story)
    if not spellings.texts:
        return []
    alike = process.cdist([form.joined], spellings.joined, scorer=JaroWinkler.similarity, dtype=np.float64)[0]
    near = alike > LOOKS_ALIKE
    if len(form.bones) > 1:
        near[spellings.by_bones.get(form.bones, [])] = True
    own = len(form.joined)
    near &= np.abs(spellings.lengths - own) <= 0.6 * np.maximum(spellings.lengths, own)
    return [spellings.texts[number] for number in np.flatnonzero(near).tolist()]


def similarity(one: str, other: str) -> float:
    """Return the normalised indel similarity of two strings, 0-1 (1 when both are empty)."""
    return Indel.normalized_similarity(one, other)
