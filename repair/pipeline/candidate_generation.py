"""Candidate generation: the names that a suspect form could refer to.

They are the names in the source sentences that match the form's sentence, where the copy lacks them, and the names of
the story that are similar in spelling or sound. Nothing is scored here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler

from repair.core.computed_once import computed_once
from repair.pipeline.alignment import SentenceMatch
from repair.pipeline.detection import CopyContext, SuspectForm
from repair.pipeline.name_context import name_spelling, next_name
from repair.pipeline.story import SourceStory, StoryContext
from repair.pipeline.story_cache import ARTICLE
from repair.text.name_ngrams import NameNgram
from repair.text.phonetics import consonant_skeleton

MIN_SIMILARITY = 0.68  # Jaro-Winkler similarity above which any name of the story is a candidate
MAX_PLACES = 12  # places of a form, and of a word next to it, that are examined
# Names of similar spelling for one form; ordinary stories have fewer than ten. Without a limit, a copy of many forms
# beside sources with many names alike would be compared pair by pair.
MAX_SIMILAR = 64


class AlignedOccurrence(NamedTuple):
    """An occurrence of a candidate in a source sentence that matches a sentence with the form.

    ``place`` is the place of the form in the copy (token range), ``source`` the number of the text, ``ngram`` the
    place of the candidate there.
    """

    place: tuple[int, int]
    source: int
    ngram: NameNgram
    match: SentenceMatch
    missing: bool  # the copy's sentence has none of the candidate's words


@dataclass(slots=True)
class Candidate:
    """A name that a form may refer to, with its occurrences in sentences aligned with those of the form."""

    form: SuspectForm
    text: str
    aligned: list[AlignedOccurrence] = field(default_factory=list)


def candidates(copy_context: CopyContext, form: SuspectForm) -> list[Candidate]:
    """Return the candidates of one form, those in aligned sentences first."""
    by_text: dict[str, Candidate] = {}
    longest = form.words + 2
    for place in form.places:
        sentence = copy_context.copy.sentence_of[place[0]]
        for number in range(len(copy_context.story.texts)):
            for match in copy_context.alignments[number][sentence]:
                for ngram, missing in copy_context.unmatched_ngrams(number, match.sentence, sentence):
                    if ngram.high - ngram.low <= longest:
                        candidate = by_text.get(ngram.text)
                        if candidate is None:
                            candidate = by_text[ngram.text] = Candidate(form, ngram.text)
                        candidate.aligned.append(AlignedOccurrence(place, number, ngram, match, missing))
    for text in (*similar_spellings(copy_context.story, form), *companion_names(copy_context, form)):
        if text not in by_text and copy_context.listed(text):
            by_text[text] = Candidate(form, text)
    return [candidate for candidate in by_text.values() if _is_other_name(name_spelling(candidate.text).joined, form)]


def _is_other_name(joined: str, form: SuspectForm) -> bool:
    """Return whether a name, folded and without spaces, is not the form itself, and more than an initial."""
    return len(joined) > 1 and joined != form.joined


def companion_names(copy_context: CopyContext, form: SuspectForm) -> list[str]:
    """Return the names that the sources have next to a word that is next to the form in the copy.

    With "Tomioka Yoshiaki" in the copy and "Giyu Tomioka" in a source, "Yoshiaki" may refer to "Giyu", whatever its
    letters.
    """
    names: dict[str, None] = {}
    copy = copy_context.copy
    for low, high in form.places[:MAX_PLACES]:
        for at, step in ((low, -1), (high - 1, 1)):
            beside = next_name(copy, at, step)
            if beside is None or copy_context.suspicious[beside] or len(copy.folds[beside]) < 2:
                continue
            for analysis in copy_context.story.texts:
                for place in analysis.places.get(copy.folds[beside], ())[:MAX_PLACES]:
                    for side in (-1, 1):
                        other = next_name(analysis, place, side)
                        if other is not None and analysis.folds[other] not in copy.words[copy.sentence_of[low]]:
                            names[analysis.tokens[other].text] = None
    return list(names)


class _SpellingTable:
    """The name-like n-grams that a context adds to its base, arranged so that a form is compared with all at once."""

    def __init__(self, context: StoryContext) -> None:
        self.texts: list[str] = []
        self.joined: list[str] = []  # each text folded, without spaces
        self.by_skeleton: dict[str, list[int]] = defaultdict(list)  # consonants → numbers of the texts
        article = ARTICLE + " "
        ngrams = context.ngrams
        for (text, joined), folded in zip(ngrams.added_letters, ngrams.added.values(), strict=True):
            if joined and not folded.startswith(article):
                self.by_skeleton[consonant_skeleton(folded)].append(len(self.texts))
                self.texts.append(text)
                self.joined.append(joined)
        self.lengths = np.asarray(list(map(len, self.joined)), dtype=np.intp)

    def similar(self, form: SuspectForm) -> list[str]:
        """Return the n-grams that are similar to the form in letters or equal to it in consonants.

        They are the `MAX_SIMILAR` most similar ones, in the order of the story.
        """
        if not self.texts:
            return []
        alike = process.cdist([form.joined], self.joined, scorer=JaroWinkler.similarity, dtype=np.float64)[0]
        near = alike > MIN_SIMILARITY
        if len(form.skeleton) > 1:
            near[self.by_skeleton.get(form.skeleton, [])] = True
        own = len(form.joined)
        near &= np.abs(self.lengths - own) <= 0.6 * np.maximum(self.lengths, own)
        numbers = np.flatnonzero(near)
        if len(numbers) > MAX_SIMILAR:
            numbers = np.sort(numbers[np.argsort(-alike[numbers], kind="stable")[:MAX_SIMILAR]])
        return [self.texts[number] for number in numbers.tolist()]


_spelling_table = computed_once(_SpellingTable)


def similar_spellings(story: SourceStory, form: SuspectForm) -> list[str]:
    """Return the n-grams of a story that are similar to the form in letters or equal to it in consonants."""
    similar: list[str] = []
    for context in story.context.layers:
        similar += _spelling_table(context).similar(form)
    return similar


def similarity(first: str, second: str) -> float:
    """Return the normalised indel similarity of two strings, 0-1 (1 when both are empty)."""
    return Indel.normalized_similarity(first, second)
