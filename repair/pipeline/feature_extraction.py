"""Measuring the evidence: a pairing of a form and a name in, one row of numbers out.

One function a kind of evidence: the word, what stands around, the story, the world. The columns are
explained in ``evidence``; the scorer's and the contest's are filled in later, by ``suggest``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

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
from repair.text.spelling_keys import spelling_keys
from repair.text.wordlists import NON_NAMES

_LATER = dict.fromkeys(DEFERRED, 0.0)


def extract(scene: CopyContext, pairing: Candidate) -> FeatureVector:
    """Return the evidence row of one pairing; the channel and contest columns are 0 until filled in."""
    return next(extract_all(scene, [pairing]))


def extract_all(scene: CopyContext, pairings: Iterable[Candidate]) -> Iterator[FeatureVector]:
    """Yield the evidence row of each pairing; what is told of a form, a name or a sentence is worked out once."""
    page = FeatureExtractor(scene)
    for pairing in pairings:
        form, name = page.form(pairing.form), page.name(pairing.text)
        values: dict[str, float] = _spelling_features(form, name.carried)
        values |= _context_features(page, form, name)
        values |= _alignment_features(page, name.carried, pairing.facings[: 2 * MAX_OCCURRENCES])
        values |= _story_features(page, form, name, pairing)
        values |= form.world
        values |= name.world
        values["commoner"] = max(values["name_bearers"], values["name_towns"]) - max(
            values["form_bearers"], values["form_towns"]
        )
        values |= _LATER
        yield FeatureVector(pairing, values)


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

    def __init__(self, scene: CopyContext) -> None:
        self.scene = scene
        self._forms: dict[str, FormStats] = {}
        self._names: dict[str, NameStats] = {}
        self._places: dict[tuple[int, int], AlignedPlace] = {}
        self._strangers: dict[int, int] = {}
        self._rivals: dict[tuple[int, int, int], int] = {}
        self._unknowns: dict[tuple[int, int, int], int] = {}

    def form(self, form: SuspectForm) -> FormStats:
        """Return what is told of a form."""
        known = self._forms.get(form.fold)
        if known is None:
            known = self._forms[form.fold] = FormStats(self, form)
        return known

    def name(self, text: str) -> NameStats:
        """Return what is told of a name of the story."""
        known = self._names.get(text)
        if known is None:
            known = self._names[text] = NameStats(self.scene, name_contexts(self.scene.story, text))
        return known

    def place(self, low: int, high: int) -> AlignedPlace:
        """Look around one place of a form."""
        known = self._places.get((low, high))
        if known is None:
            copy, weights = self.scene.copy, self.scene.weights
            sentence, around = copy.sentence_of[low], Neighbours.of(copy, low, high)
            words = [(word, distance, weights[word]) for word, distance in context_window(copy, low, high).items()]
            start, length = copy.sentences[sentence].start, len(copy.sentences[sentence])
            known = self._places[low, high] = AlignedPlace(
                sentence,
                around,
                None if around.before is None else copy.folds[around.before],
                None if around.after is None else copy.folds[around.after],
                words,
                sum(weight / (1 + 0.4 * (distance - 1)) for _, distance, weight in words) + 1e-6,
                sum(self.scene.strange[start:low]),
                (low - start) / length,
            )
        return known

    def strangers(self, sentence: int) -> int:
        """How many different strange words a sentence of the copy has."""
        known = self._strangers.get(sentence)
        if known is None:
            copy, strange = self.scene.copy, self.scene.strange
            known = len({copy.folds[n] for n in copy.sentences[sentence] if strange[n]})
            self._strangers[sentence] = known
        return known

    def rivals(self, number: int, sentence: int, here: int) -> int:
        """How many capital words of a source sentence, its first left out, the copy's sentence lacks."""
        known = self._rivals.get((number, sentence, here))
        if known is None:
            names = self.scene.story.readings[number].names_in(sentence)
            known = self._rivals[number, sentence, here] = len(names - self.scene.copy.words[here])
        return known

    def unknowns(self, number: int, at: int, here: int) -> int:
        """How many capital words before word ``at`` of a source sentence, its first left out, the copy's lacks."""
        known = self._unknowns.get((number, at, here))
        if known is None:
            reading, words = self.scene.story.readings[number], self.scene.copy.words[here]
            start = reading.sentences[reading.sentence_of[at]].start
            tokens = reading.tokens[start + 1 : at]
            known = sum(token.capital and token.fold not in words for token in tokens)
            self._unknowns[number, at, here] = known
        return known


class FormStats:
    """What is told of a form by the copy and by the world."""

    def __init__(self, page: FeatureExtractor, form: SuspectForm) -> None:
        self.form, self.keys, self.backwards = form, spelling_keys(form.fold), form.joined[::-1]
        self.places = [page.place(low, high) for low, high in form.places[:MAX_OCCURRENCES]]
        copy = page.scene.copy
        self.whole = sum(is_maximal(copy, low, high) for low, high in form.places[:MAX_OCCURRENCES]) / len(self.places)
        self.sentences = {copy.sentence_of[low] for low, _ in form.places}
        self.world = _form_world(page.scene, form)


class NameStats:
    """What is told of a name of the story by all of the copy and by the world."""

    def __init__(self, scene: CopyContext, name: NameContext) -> None:
        self._scene = scene
        self.carried = name
        words, copy, story = name.words, scene.copy, scene.story
        self.elsewhere = sum(len(copy.places.get(word, ())) for word in words) / len(words)
        self.top = max(story.words.get(word, 0) for word in words)
        self.world = _name_world(scene, name)

    @cached_property
    def sentences(self) -> set[int]:
        """The copy sentences that are told by a sentence with the name and do not have the name themselves."""
        copy, story = self._scene.copy, self._scene.story
        found: set[int] = set()
        for number, gram in self.carried.places:
            told = self._scene.told_by[number].get(story.readings[number].sentence_of[gram.low])
            if told is not None:
                word = story.readings[number].folds[gram.low]
                found |= {sentence for sentence in told if word not in copy.words[sentence]}
        return found


def _spelling_features(known: FormStats, name: NameContext) -> dict[str, float]:
    form, one, other = known.form, known.form.joined, name.joined
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return {
        "start_alike": JaroWinkler.similarity(one, other),
        "end_alike": JaroWinkler.similarity(known.backwards, name.backwards),
        "alike": similarity(one, other),
        "letters_off": Levenshtein.distance(one, other),
        "consonants": similarity(form.bones, name.bones) if form.bones else 0.0,
        "first_letter": one[0] == other[0],
        "same_start": same,
        "length_ratio": len(other) / len(one),
        "form_length": len(one),
        "name_length": len(other),
        "form_words": form.words,
        "name_words": len(name.split),
        "variant": not known.keys.isdisjoint(name.keys),
        "stem": same / min(len(one), len(other)) if same >= 4 else 0.0,
    }


def _context_features(page: FeatureExtractor, form: FormStats, name: NameStats) -> dict[str, float]:
    """Evidence from the neighbours of the form and of the name, over their places."""
    rarity = page.scene.rarity
    lefts, rights = name.carried.beside
    left_names, right_names = name.carried.names_beside
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
    } | _frame(page.scene, form, name.carried)


def _closest_forms(word: str, others: Iterable[str]) -> float:
    return max(JaroWinkler.similarity(word, other) for other in others)


def _frame(scene: CopyContext, form: FormStats, name: NameContext) -> dict[str, float]:
    """Whether the form completes a listed name: how many of its other words stand there, and how rare they are."""
    words, rarest = 0, 0.0
    befores, afters = name.frames
    for (low, high), place in zip(form.form.places, form.places, strict=False):
        before, after = place.before, place.after
        if (before is None or before not in befores) and (after is None or after not in afters):
            continue  # nothing beside the form stands beside the name
        for at, (number, gram) in enumerate(name.places[:MAX_OCCURRENCES]):
            if (before is not None and befores[at] == before) or (after is not None and afters[at] == after):
                wide = expand_to_full_name(scene, low, high, scene.story.readings[number], gram)
                if wide is not None:
                    words = max(words, len(wide.anchors))
                    rarest = max(rarest, max(scene.rarity(scene.copy.folds[n]) for n in wide.anchors))
    return {"frame": words, "frame_rarity": rarest}


def _alignment_features(
    page: FeatureExtractor, name: NameContext, facings: Iterable[AlignedOccurrence]
) -> dict[str, float]:
    """Evidence from the source sentences that tell the form's and have the name."""
    readings = page.scene.story.readings
    context, position, sentence, sentence_words, rank = 0.0, 1.0, 0.0, 0.0, 9
    rivals, strangers = [], []
    for at, (where, number, gram, partner, _) in enumerate(facings):
        place, theirs = page.place(*where), readings[number].sentences[partner.sentence]
        context = max(context, _context(place, name.near(number, gram)))
        position = min(position, abs(place.share - (gram.low - theirs.start) / len(theirs)))
        sentence = max(sentence, partner.strength)
        sentence_words = max(sentence_words, partner.likeness)
        rivals.append(page.rivals(number, partner.sentence, place.sentence))
        strangers.append(page.strangers(place.sentence))
        if at < MAX_OCCURRENCES:
            rank = min(rank, abs(place.unknowns - page.unknowns(number, gram.low, place.sentence)))
    return {
        "context": context,
        "position": position,
        "sentence": sentence,
        "sentence_words": sentence_words,
        "rivals": min(rivals, default=20),
        "strangers": min(strangers, default=20),
        "rank": rank,
    }


def _context(place: AlignedPlace, theirs: dict[str, int]) -> float:
    """Share of the weight of the words around the form that stands around the name too, near ones more."""
    shared = 0.0
    for word, distance, weight in place.near:
        if word in theirs:
            shared += weight / (1 + 0.2 * (distance + theirs[word] - 2))
    return shared / place.weight


def _story_features(page: FeatureExtractor, form: FormStats, name: NameStats, pairing: Candidate) -> dict[str, float]:
    """Evidence from the story as a whole."""
    found, count = name.carried, max(1, len(page.scene.story.readings))
    shared = form.sentences & name.sentences
    faced = {facing.place for facing in pairing.facings} if len(form.form.places) > 1 else pairing.facings[:1]
    return {
        "facing": len(faced) / len(form.form.places),
        "missing": any(facing.missing for facing in pairing.facings),
        "elsewhere": name.elsewhere,
        "name_count": len(found.places) / count,
        "form_count": len(form.form.places),
        "sources": found.sources / count,
        "whole_name": found.whole,
        "whole_form": form.whole,
        "cohesion": len(found.places) / max(1, name.top),
        "shared": 2 * len(shared) / (len(form.sentences) + len(name.sentences)) if name.sentences else 0.0,
        "told": page.scene.told,
    }


def _form_world(scene: CopyContext, form: SuspectForm) -> dict[str, float]:
    copy, background = scene.copy, scene.background
    words = form.fold.replace("-", " ").split()
    surface = copy.surface(*form.places[0])
    return {
        "form_word": min(background.word(word) for word in words),
        "form_lower": sum(copy.lowers.get(word, 0) for word in words),
        "form_opens": sum(copy.tokens[low].first for low, _ in form.places) / len(form.places),
        "form_person": min(max(background.given(word), background.surname(word)) for word in words),
        "form_place": max(background.place(form.fold), min(background.place(word) for word in words)),
        "form_people": any(background.demonym(word) for word in words),
        "form_known": min(scene.weights.spread.get(word, 0) for word in words),
        "form_capitals": len(surface) > 1 and surface.isupper(),
        **_bearers("form", background, words),
    }


def _name_world(scene: CopyContext, name: NameContext) -> dict[str, float]:
    worlds = scene.common.worlds
    known = worlds.get(name.text)
    if known is None:
        known = worlds[name.text] = _world_of(scene, name)
    return known


def _world_of(scene: CopyContext, name: NameContext) -> dict[str, float]:
    background, story, words = scene.background, scene.story, name.split
    return {
        "name_person": max(max(background.given(word), background.surname(word)) for word in words),
        "name_rarity": max(scene.rarity(word) for word in words),
        "listed": scene.listed(name.text),
        "name_word": max((background.word(word) for word in words if word not in NON_NAMES), default=5),
        "name_lower": max((story.lowers.get(word, 0) for word in words if word not in NON_NAMES), default=9),
        "name_opens": name.opens,
        "name_people": any(background.demonym(word) for word in words),
        "name_place": max(background.place(name.folded), min(background.place(word) for word in words)),
        **_bearers("name", background, words),
    }


def _bearers(whose: str, background: Lexicon, words: Sequence[str]) -> dict[str, float]:
    """How many names of the world hold the rarest of the words."""
    people, places = zip(*map(background.bearers, words), strict=True)
    return {f"{whose}_bearers": min(people), f"{whose}_towns": min(places)}
