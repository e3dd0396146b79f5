"""Measuring the evidence: a pairing of a form and a name in, one row of numbers out.

One function a kind of evidence: the word, what stands around, the story, the world. The columns are
explained in ``evidence``; the scorer's and the contest's are filled in later, by ``suggest``.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from rapidfuzz.distance import JaroWinkler, Levenshtein

from repair.pipeline.boundaries import expand_to_full_name
from repair.pipeline.candidates import AlignedOccurrence, Candidate, similarity
from repair.pipeline.detection import CopyContext, SuspectForm
from repair.pipeline.features import DEFERRED, FeatureVector
from repair.pipeline.name_context import (
    MAX_OCCURRENCES,
    NameContext,
    Neighbours,
    context_window,
    is_maximal,
    name_contexts,
)
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.spelling_keys import spelling_keys
from repair.text.wordlists import NON_NAMES

_LATER = dict.fromkeys(DEFERRED, 0.0)


def extract(copy_context: CopyContext, candidate: Candidate) -> FeatureVector:
    """Return the evidence row of one pairing; the channel and contest columns are 0 until filled in."""
    return next(extract_all(copy_context, [candidate]))


def extract_all(copy_context: CopyContext, candidates: Iterable[Candidate]) -> Iterator[FeatureVector]:
    """Yield the evidence row of each pairing; what is told of a form, a name or a sentence is worked out once."""
    page = FeatureExtractor(copy_context)
    for _, of_form in groupby(candidates, key=lambda candidate: candidate.form.fold):
        yield from _compared(list(_measured(page, of_form)))


def _compared(rows: list[FeatureVector]) -> list[FeatureVector]:
    """Fill in how each name of one form compares with the others by its letters."""
    likeness_of: dict[str, float] = {}
    for row in rows:
        name = squash(fold(row.candidate.text))
        values = row.values
        similarity = (values["alike"] + values["start_alike"] + values["consonants"]) / 3
        likeness_of[name] = max(likeness_of.get(name, 0.0), similarity)
    ranked = sorted(likeness_of.values(), reverse=True)
    for row in rows:
        own = likeness_of[squash(fold(row.candidate.text))]
        best = ranked[0] if ranked[0] > own or len(ranked) < 2 else ranked[1]
        row.values["letter_rank"] = bisect.bisect_left(ranked, -own, key=lambda similarity: -similarity)
        row.values["letter_margin"] = own - (best if len(ranked) > 1 else 0.0)
    return rows


def _measured(page: FeatureExtractor, candidates: Iterable[Candidate]) -> Iterator[FeatureVector]:
    for candidate in candidates:
        form, name = page.form(candidate.form), page.name(candidate.text)
        values: dict[str, float] = _spelling_features(form, name.context)
        values |= _context_features(page, form, name)
        values |= _alignment_features(page, name.context, candidate.aligned[: 2 * MAX_OCCURRENCES])
        values |= _story_features(page, form, name, candidate)
        values |= form.world
        values |= name.world
        values["commoner"] = max(values["name_bearers"], values["name_towns"]) - max(
            values["form_bearers"], values["form_towns"]
        )
        values |= _LATER
        yield FeatureVector(candidate, values)


@dataclass(frozen=True, slots=True)
class AlignedPlace:
    """A place of a form: its sentence, what is around it, and the unknowns that stand before it."""

    sentence: int
    around: Neighbours
    before: str | None
    after: str | None
    near: list[tuple[str, int, float]]  # the words around it, how far off they are, and what they are worth
    weight: float  # of all these, near ones more
    unknowns: int
    share: float  # of the sentence that stands before it


class FeatureExtractor:
    """The copy of a scene with what has been worked out about its forms, its sentences and the story's names."""

    def __init__(self, copy_context: CopyContext) -> None:
        self.copy_context = copy_context
        self._forms: dict[str, FormStats] = {}
        self._names: dict[str, NameStats] = {}
        self._places: dict[tuple[int, int], AlignedPlace] = {}
        self._strangers: dict[int, int] = {}
        self._rivals: dict[tuple[int, int, int], int] = {}
        self._unknowns: dict[tuple[int, int, int], int] = {}

    def form(self, form: SuspectForm) -> FormStats:
        """Return what is told of a form."""
        cached = self._forms.get(form.fold)
        if cached is None:
            cached = self._forms[form.fold] = FormStats(self, form)
        return cached

    def name(self, text: str) -> NameStats:
        """Return what is told of a name of the story."""
        cached = self._names.get(text)
        if cached is None:
            cached = self._names[text] = NameStats(self.copy_context, name_contexts(self.copy_context.story, text))
        return cached

    def place(self, low: int, high: int) -> AlignedPlace:
        """Look around one place of a form."""
        cached = self._places.get((low, high))
        if cached is None:
            copy, weights = self.copy_context.copy, self.copy_context.weights
            sentence, around = copy.sentence_of[low], Neighbours.of(copy, low, high)
            words = [(word, distance, weights[word]) for word, distance in context_window(copy, low, high).items()]
            start, length = copy.sentences[sentence].start, len(copy.sentences[sentence])
            cached = self._places[low, high] = AlignedPlace(
                sentence,
                around,
                None if around.before is None else copy.folds[around.before],
                None if around.after is None else copy.folds[around.after],
                words,
                sum(weight / (1 + 0.4 * (distance - 1)) for _, distance, weight in words) + 1e-6,
                sum(self.copy_context.suspicious[start:low]),
                (low - start) / length,
            )
        return cached

    def strangers(self, sentence: int) -> int:
        """How many different strange words a sentence of the copy has."""
        cached = self._strangers.get(sentence)
        if cached is None:
            copy, suspicious = self.copy_context.copy, self.copy_context.suspicious
            cached = len({copy.folds[n] for n in copy.sentences[sentence] if suspicious[n]})
            self._strangers[sentence] = cached
        return cached

    def rivals(self, number: int, sentence: int, copy_sentence: int) -> int:
        """How many capital words of a source sentence, its first left out, the copy's sentence lacks."""
        cached = self._rivals.get((number, sentence, copy_sentence))
        if cached is None:
            names = self.copy_context.story.texts[number].names_in(sentence)
            cached = self._rivals[number, sentence, copy_sentence] = len(
                names - self.copy_context.copy.words[copy_sentence]
            )
        return cached

    def unknowns(self, number: int, at: int, copy_sentence: int) -> int:
        """How many capital words before word ``at`` of a source sentence, its first left out, the copy's lacks."""
        cached = self._unknowns.get((number, at, copy_sentence))
        if cached is None:
            analyzed, words = self.copy_context.story.texts[number], self.copy_context.copy.words[copy_sentence]
            start = analyzed.sentences[analyzed.sentence_of[at]].start
            tokens = analyzed.tokens[start + 1 : at]
            cached = sum(token.capital and token.fold not in words for token in tokens)
            self._unknowns[number, at, copy_sentence] = cached
        return cached


class FormStats:
    """What is told of a form by the copy and by the world."""

    def __init__(self, page: FeatureExtractor, form: SuspectForm) -> None:
        self.form, self.keys, self.backwards = form, spelling_keys(form.fold), form.joined[::-1]
        self.places = [page.place(low, high) for low, high in form.places[:MAX_OCCURRENCES]]
        copy = page.copy_context.copy
        self.whole = sum(is_maximal(copy, low, high) for low, high in form.places[:MAX_OCCURRENCES]) / len(self.places)
        self.sentences = {copy.sentence_of[low] for low, _ in form.places}
        self.world = _form_world(page.copy_context, form)


class NameStats:
    """What is told of a name of the story by all of the copy and by the world."""

    def __init__(self, copy_context: CopyContext, name: NameContext) -> None:
        self._scene = copy_context
        self.context = name
        words, copy, story = name.words, copy_context.copy, copy_context.story
        self.elsewhere = sum(len(copy.places.get(word, ())) for word in words) / len(words)
        self.top = max(story.words.get(word, 0) for word in words)
        self.world = _name_world(copy_context, name)

    @cached_property
    def sentences(self) -> set[int]:
        """The copy sentences that are told by a sentence with the name and do not have the name themselves."""
        copy, story = self._scene.copy, self._scene.story
        sentences: set[int] = set()
        for number, ngram in self.context.places:
            aligned = self._scene.aligned_sentences[number].get(story.texts[number].sentence_of[ngram.low])
            if aligned is not None:
                word = story.texts[number].folds[ngram.low]
                sentences |= {sentence for sentence in aligned if word not in copy.words[sentence]}
        return sentences


def _spelling_features(stats: FormStats, name: NameContext) -> dict[str, float]:
    form, form_letters, name_letters = stats.form, stats.form.joined, name.joined
    same = 0
    for a, b in zip(form_letters, name_letters, strict=False):
        if a != b:
            break
        same += 1
    return {
        "start_alike": JaroWinkler.similarity(form_letters, name_letters),
        "end_alike": JaroWinkler.similarity(stats.backwards, name.backwards),
        "alike": similarity(form_letters, name_letters),
        "letters_off": Levenshtein.distance(form_letters, name_letters),
        "consonants": similarity(form.skeleton, name.skeleton) if form.skeleton else 0.0,
        "first_letter": form_letters[0] == name_letters[0],
        "same_start": same,
        "length_ratio": len(name_letters) / len(form_letters),
        "form_length": len(form_letters),
        "name_length": len(name_letters),
        "form_words": form.words,
        "name_words": len(name.split),
        "variant": not stats.keys.isdisjoint(name.keys),
        "stem": same / min(len(form_letters), len(name_letters)) if same >= 4 else 0.0,
    }


def _context_features(page: FeatureExtractor, form: FormStats, name: NameStats) -> dict[str, float]:
    """Evidence from the neighbours of the form and of the name, over their places."""
    rarity = page.copy_context.rarity
    lefts, rights = name.context.beside
    left_names, right_names = name.context.names_beside
    left_word = right_word = left_name = right_name = 0.0
    left_like = right_like = -1.0
    neighbours = 0
    for place in form.places:
        around = place.around
        if around.left is not None and around.left in lefts:
            left_word = max(left_word, rarity(around.left))
            neighbours += lefts[around.left]
        if around.right is not None and around.right in rights:
            right_word = max(right_word, rarity(around.right))
            neighbours += rights[around.right]
        if around.left_name is not None and left_names:
            left_like = max(left_like, _closest_forms(around.left_name, left_names))
            left_name = max(left_name, float(around.left_name in left_names))
        if around.right_name is not None and right_names:
            right_like = max(right_like, _closest_forms(around.right_name, right_names))
            right_name = max(right_name, float(around.right_name in right_names))
    return {
        "left_name": left_name,
        "right_name": right_name,
        "left_word": left_word,
        "right_word": right_word,
        "neighbours": neighbours,
        "left_like": left_like,
        "right_like": right_like,
    } | _frame(page.copy_context, form, name.context)


def _closest_forms(word: str, others: Iterable[str]) -> float:
    return max(JaroWinkler.similarity(word, other) for other in others)


def _frame(copy_context: CopyContext, form: FormStats, name: NameContext) -> dict[str, float]:
    """Whether the form completes a listed name: how many of its other words stand there, and how rare they are."""
    words, rarest = 0, 0.0
    befores, afters = name.frames
    for (low, high), place in zip(form.form.places, form.places, strict=False):
        before, after = place.before, place.after
        if (before is None or before not in befores) and (after is None or after not in afters):
            continue  # nothing beside the form stands beside the name
        for at, (number, ngram) in enumerate(name.places[:MAX_OCCURRENCES]):
            if (before is not None and befores[at] == before) or (after is not None and afters[at] == after):
                wide = expand_to_full_name(copy_context, low, high, copy_context.story.texts[number], ngram)
                if wide is not None:
                    words = max(words, len(wide.anchors))
                    rarest = max(rarest, max(copy_context.rarity(copy_context.copy.folds[n]) for n in wide.anchors))
    return {"frame": words, "frame_rarity": rarest}


def _alignment_features(
    page: FeatureExtractor, name: NameContext, aligned: Iterable[AlignedOccurrence]
) -> dict[str, float]:
    """Evidence from the source sentences that tell the form's and have the name."""
    texts = page.copy_context.story.texts
    context, position, sentence, sentence_words, rank = 0.0, 1.0, 0.0, 0.0, 9
    rivals, strangers = [], []
    for at, (where, number, ngram, match, _) in enumerate(aligned):
        place, source_sentence = page.place(*where), texts[number].sentences[match.sentence]
        context = max(context, _context(place, name.near(number, ngram)))
        position = min(position, abs(place.share - (ngram.low - source_sentence.start) / len(source_sentence)))
        sentence = max(sentence, match.score)
        sentence_words = max(sentence_words, match.similarity)
        rivals.append(page.rivals(number, match.sentence, place.sentence))
        strangers.append(page.strangers(place.sentence))
        if at < MAX_OCCURRENCES:
            rank = min(rank, abs(place.unknowns - page.unknowns(number, ngram.low, place.sentence)))
    return {
        "context": context,
        "position": position,
        "sentence": sentence,
        "sentence_words": sentence_words,
        "rivals": min(rivals, default=20),
        "strangers": min(strangers, default=20),
        "rank": rank,
    }


def _context(place: AlignedPlace, name_window: dict[str, int]) -> float:
    """Share of the weight of the words around the form that stands around the name too, near ones more."""
    shared = 0.0
    for word, distance, weight in place.near:
        if word in name_window:
            shared += weight / (1 + 0.2 * (distance + name_window[word] - 2))
    return shared / place.weight


def _story_features(page: FeatureExtractor, form: FormStats, name: NameStats, candidate: Candidate) -> dict[str, float]:
    """Evidence from the story as a whole."""
    context, count = name.context, max(1, len(page.copy_context.story.sources))
    shared = form.sentences & name.sentences
    faced = (
        {occurrence.place for occurrence in candidate.aligned} if len(form.form.places) > 1 else candidate.aligned[:1]
    )
    return {
        "facing": len(faced) / len(form.form.places),
        "missing": any(occurrence.missing for occurrence in candidate.aligned),
        "elsewhere": name.elsewhere,
        "name_count": len(context.told_places) / count,
        "form_count": len(form.form.places),
        "sources": context.sources / count,
        "whole_name": context.whole,
        "whole_form": form.whole,
        "cohesion": len(context.places) / max(1, name.top),
        "shared": 2 * len(shared) / (len(form.sentences) + len(name.sentences)) if name.sentences else 0.0,
        "told": page.copy_context.told,
        "affinity": context.affinity,
        "story_affinity": max(page.copy_context.story.affinities, default=0.0),
        "searched": page.copy_context.story.searched,
        "copy_words": math.log1p(len(page.copy_context.copy.tokens)),
        "copy_capitals": len(page.copy_context.copy.capital_at) / len(page.copy_context.copy.tokens),
    }


def _form_world(copy_context: CopyContext, form: SuspectForm) -> dict[str, float]:
    copy, lexicon = copy_context.copy, copy_context.lexicon
    words = form.fold.replace("-", " ").split()
    surface = copy.surface(*form.places[0])
    return {
        "form_word": min(lexicon.word(word) for word in words),
        "form_lower": sum(copy.lowers.get(word, 0) for word in words),
        "form_opens": sum(copy.tokens[low].first for low, _ in form.places) / len(form.places),
        "form_person": min(max(lexicon.given(word), lexicon.surname(word)) for word in words),
        "form_place": max(lexicon.place(form.fold), min(lexicon.place(word) for word in words)),
        "form_people": any(lexicon.demonym(word) for word in words),
        "form_known": min(copy_context.weights.document_frequency.get(word, 0) for word in words),
        "form_capitals": len(surface) > 1 and surface.isupper(),
        **_bearers("form", lexicon, words),
    }


def _name_world(copy_context: CopyContext, name: NameContext) -> dict[str, float]:
    worlds = copy_context.story_cache.lexicon_features
    cached = worlds.get(name.text)
    if cached is None:
        cached = worlds[name.text] = _world_of(copy_context, name)
    return cached


def _world_of(copy_context: CopyContext, name: NameContext) -> dict[str, float]:
    lexicon, story, words = copy_context.lexicon, copy_context.story, name.split
    return {
        "name_person": max(max(lexicon.given(word), lexicon.surname(word)) for word in words),
        "name_rarity": max(copy_context.rarity(word) for word in words),
        "listed": copy_context.listed(name.text),
        "name_word": max((lexicon.word(word) for word in words if word not in NON_NAMES), default=5),
        "name_lower": max((story.lowers.get(word, 0) for word in words if word not in NON_NAMES), default=9),
        "name_opens": name.opens,
        "name_people": any(lexicon.demonym(word) for word in words),
        "name_place": max(lexicon.place(name.folded), min(lexicon.place(word) for word in words)),
        **_bearers("name", lexicon, words),
    }


def _bearers(whose: str, lexicon: Lexicon, words: Sequence[str]) -> dict[str, float]:
    """How many names of the world hold the rarest of the words."""
    people, places = zip(*map(lexicon.bearers, words), strict=True)
    return {f"{whose}_bearers": min(people), f"{whose}_towns": min(places)}
