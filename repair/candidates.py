"""Strange forms in copy, and the names of the story each of them might stand for.

A form is strange when no source of the story carries it; candidates are the names that stand in the
source sentences which tell the form's sentences and are missing from them, and the names of the story
that look or sound like it. Nothing is scored here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Protocol

from rapidfuzz.distance import Indel, JaroWinkler

from repair.background import Background
from repair.reading import MAX_GRAM, PARTICLES, Gram, Reading
from repair.stories import Partner, Story, Weights, align
from repair.text import Token, fold
from repair.variants import spelling_keys

LOOKS_ALIKE = 0.78  # Jaro-Winkler similarity from which a name anywhere in the story is a candidate
_CONTRACTION = re.compile(r"'(?:re|ll|ve|m|d|t)$")
HONORIFICS = frozenset("mr mrs ms miss dr sir lord lady prof professor st saint".split())
MAX_FORM = 3  # words of a strange form


@dataclass(frozen=True, slots=True)
class Form:
    """A strange form of the copy: its folded text and every place, as half-open token ranges."""

    fold: str
    joined: str
    bones: str
    places: tuple[tuple[int, int], ...]

    @property
    def words(self) -> int:
        """How many words the form has."""
        return self.places[0][1] - self.places[0][0]


@dataclass(frozen=True, slots=True)
class Facing:
    """A candidate standing in a source sentence that tells the sentence of the form."""

    place: tuple[int, int]
    reading: int
    gram: Gram
    partner: Partner
    missing: bool  # none of the candidate's words stands in the copy's sentence


@dataclass(slots=True)
class Pairing:
    """One form beside one candidate, with the places where they face each other."""

    form: Form
    text: str
    facings: list[Facing] = field(default_factory=list)


class Names(Protocol):
    """What a gazetteer says of a text."""

    def listed(self, text: str) -> int:
        """Return 2 for a name it lists, 1 for a part of one, 0 for neither."""

    def vouched(self, text: str) -> bool:
        """Whether a person, and not a source, says that this is a right name."""


class Scene:
    """A copy beside its story: the alignment, and which words of the copy are strange to the story."""

    def __init__(self, copy: Reading, story: Story, weights: Weights, background: Background, names: Names) -> None:
        self.copy, self.story, self.weights, self.background = copy, story, weights, background
        self.names = names
        self.partners = [align(copy, reading, weights) for reading in story.readings]
        self.strange = [self._strange(number) for number in range(len(copy.tokens))]
        self._strange_openings()
        self._spare_vouched()

    @cached_property
    def told(self) -> float:
        """How closely the sources tell the copy: the mean over its sentences of the best likeness, 0-1."""
        count = len(self.copy.words)
        best = (max((p.likeness for told in self.partners for p in told[n]), default=0.0) for n in range(count))
        return sum(best) / count if count else 0.0

    @cached_property
    def told_by(self) -> list[dict[int, set[int]]]:
        """For each reading, from one of its sentences to the copy sentences that it tells best of all."""
        tables: list[dict[int, set[int]]] = []
        for partners in self.partners:
            table: dict[int, set[int]] = defaultdict(set)
            for sentence, told in enumerate(partners):
                if told:
                    table[told[0].sentence].add(sentence)
            tables.append(dict(table))
        return tables

    def _strange(self, number: int) -> bool:
        token = self.copy.tokens[number]
        word = token.fold
        tied = number > 0 and self.copy.hyphened(number - 1, number)  # "Rokudo-cho"
        if not (token.capital or tied) or word.isdigit() or word in HONORIFICS or self._carried(token):
            return False
        if _CONTRACTION.search(word) or (tied and not token.capital and self.background.word(word) >= 2):
            return False
        if token.first and self.background.word(word) >= 2 and not self._runs_on(number):
            return False  # an ordinary word that a sentence opens with
        return len(word) > 1

    def _strange_openings(self) -> None:
        """Count the opening of a sentence as strange too where the copy has the same form strange elsewhere."""
        odd = {token.fold for token, strange in zip(self.copy.tokens, self.strange, strict=True) if strange}
        for number, token in enumerate(self.copy.tokens):
            if token.first and token.capital and token.fold in odd and not self.copy.lowers.get(token.fold):
                self.strange[number] = True

    def _spare_vouched(self) -> None:
        """Take what a person vouched for as known, though no source of the story carries it."""
        for run in self.copy.runs:
            if not any(self.strange[number] for number in run):
                continue
            for low in run:
                for high in range(low + 1, min(low + MAX_GRAM, run.stop) + 1):
                    if self.names.vouched(self.copy.surface(low, high)):
                        self.strange[low:high] = [False] * (high - low)

    def _carried(self, token: Token) -> bool:
        """Whether the story carries the word, also in the plural or as another school spells it."""
        word = token.fold
        if self.story.words.get(word):
            return True
        capitals = self.story.capitals
        if capitals.get(word + "s") or (word.endswith("s") and capitals.get(word[:-1])):
            return True
        return len(token.text) > 2 and not self.story.keys.isdisjoint(spelling_keys(token.text))

    def _runs_on(self, number: int) -> bool:
        """Whether a capital word follows that one name could take in."""
        following = number + 1
        return (
            following < len(self.copy.tokens)
            and self.copy.joined(number, following)
            and self.copy.tokens[following].capital
        )


def forms(scene: Scene) -> list[Form]:
    """Return the strange forms of the copy: each strange stretch of a run, and its parts up to three words."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    copy = scene.copy
    for run in copy.runs:
        for low, high in _stretches(run, scene.strange):
            spans = {(low, high)} if high - low > MAX_FORM else set()
            for length in range(1, min(MAX_FORM, high - low) + 1):
                spans |= {(at, at + length) for at in range(low, high - length + 1)}
            if low > 0 and copy.folds[low - 1] in PARTICLES and copy.joined(low - 1, low):
                spans.add((low - 1, high))  # "de Brayne" for "De Bruyne"
            for span in sorted(spans):
                if not _mixed(copy, *span):
                    places[fold(copy.surface(*span))].append(span)
    found = []
    for text, where in places.items():
        joined = run_together(text)
        if joined and joined not in scene.story.joined:
            found.append(Form(text, joined, bones(text), tuple(where)))
    return found


def _mixed(copy: Reading, low: int, high: int) -> bool:
    """Whether a short acronym stands before a plain name ("WR Stephon"): a role and a name, not one form."""
    if high - low < 2 or not copy.joined(low, low + 1) or copy.hyphened(low, low + 1):
        return False
    first, rest = copy.tokens[low].text, copy.tokens[low + 1 : high]
    return first.isupper() and 1 < len(first) <= 3 and all(not token.text.isupper() for token in rest)


def _stretches(run: range, strange: Sequence[bool]) -> Iterator[tuple[int, int]]:
    low = -1
    for number in (*run, run.stop):
        odd = number < run.stop and strange[number]
        if odd and low < 0:
            low = number
        elif not odd and low >= 0:
            yield low, number
            low = -1


def pairings(scene: Scene, form: Form) -> list[Pairing]:
    """Return the candidates of one form, those that face it first."""
    found: dict[str, Pairing] = {}
    for place in form.places:
        sentence = scene.copy.sentence_of[place[0]]
        words = scene.copy.words[sentence]
        for number, reading in enumerate(scene.story.readings):
            for partner in scene.partners[number][sentence]:
                for gram in reading.grams_by_sentence.get(partner.sentence, ()):
                    if gram.high - gram.low > form.words + 2 or not scene.names.listed(gram.text):
                        continue
                    fresh = [w for w in reading.folds[gram.low : gram.high] if w not in words and w not in PARTICLES]
                    if fresh:
                        pairing = found.setdefault(gram.text, Pairing(form, gram.text))
                        missing = len(fresh) == gram.high - gram.low
                        pairing.facings.append(Facing(place, number, gram, partner, missing))
    for text in scene.story.grams:
        if text not in found and looks_alike(form, text) and scene.names.listed(text):
            found[text] = Pairing(form, text)
    return [pairing for pairing in found.values() if run_together(fold(pairing.text)) not in ("", form.joined)]


def looks_alike(form: Form, text: str) -> bool:
    """Whether a candidate's letters or consonants are near the form's, wherever it stands."""
    folded = fold(text)
    joined = run_together(folded)
    if not joined or abs(len(joined) - len(form.joined)) > 0.6 * max(len(joined), len(form.joined)):
        return False
    if JaroWinkler.similarity(form.joined, joined) > LOOKS_ALIKE:
        return True
    return len(form.bones) > 1 and form.bones == bones(folded)


def run_together(folded: str) -> str:
    """Return a folded form without its spaces, hyphens and apostrophes."""
    return folded.replace(" ", "").replace("-", "").replace("'", "")


_SOUNDS = (
    ("shch", "S"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("ph", "f"), ("th", "t"),
    ("ck", "k"), ("qu", "k"), ("gh", "g"), ("kh", "h"), ("x", "ks"), ("c", "k"), ("q", "k"), ("v", "b"),
    ("w", "b"), ("l", "r"), ("j", "Z"), ("dz", "Z"), ("z", "s"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouy]+")
_REPEATS = re.compile(r"(.)\1+")


@lru_cache(maxsize=100_000)
def bones(folded: str) -> str:
    """Return the consonants of a folded form by coarse sound: l = r, b = v = w, doubled ones single.

    >>> bones("rutte"), bones("latte")
    ('rt', 'rt')
    """
    text = run_together(folded)
    for letters, sound in _SOUNDS:
        text = text.replace(letters, sound)
    return _REPEATS.sub(r"\1", _VOWELS.sub("", text))


def likeness(one: str, other: str) -> float:
    """Return the normalised indel similarity of two strings, 0-1 (1 when both are empty)."""
    return Indel.normalized_similarity(one, other)
