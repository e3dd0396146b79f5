"""Candidates of names in transcripts of speech: which words sound like which person of a list.

Speech recognition may get the first word of a name right, the last word, or none, or write a given name in another
spelling. Each kind of candidate has the features that `spoken_names` weights; nothing is decided here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from repair.pipeline.rules.speech.right_names import RightNames
from repair.pipeline.rules.speech.similar_sounds import Sounds, similar_pairs
from repair.pipeline.rules.speech.spoken_draft import Draft
from repair.pipeline.rules.speech.spoken_features import SpokenCandidate, with_features
from repair.pipeline.rules.speech.spoken_frames import (
    EDGES,
    TITLES,
    VERBS_OF_SPEECH,
    announces_person,
    frame_before,
    is_titled,
)
from repair.pipeline.rules.speech.spoken_list import MOST_WORDS, SingleName, SpokenName, SpokenNames, joined
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COUNTRY, VERY_FREQUENT_WORD, Lexicon
from repair.text.nicknames import SHORT_FORMS
from repair.text.phonetics import squash
from repair.text.pronunciation import pronunciation, sound_similarities, sound_similarity
from repair.text.wordlists import TITLE_ENDS

# Similarity in sound of the rest of a name, of a whole name, and of a given name; lower where a person is announced.
_LEAST_PART, _LEAST_PART_FRAMED = 0.6, 0.4
_LEAST_WHOLE, _LEAST_WHOLE_FRAMED = 0.75, 0.63
_LEAST_SINGLE, _LEAST_SINGLE_FRAMED, _LEAST_SURNAME = 0.8, 0.65, 0.5
_LEAST = 0.5  # of any candidate but those with a part that was recognised
_EDGE = 0.1  # by which words that open or end with one of EDGES must be more similar
_MOST_SINGLE_WORDS = 3
_LEAST_LISTED = 0.9  # of words that other names of the list have
_LEAST_LETTERS = 8  # of a name that one word may refer to
_MOST_ALIKE = 40  # names compared at a word: of those whose first word sounds like it, or whose last word it is


def candidates(copy: AnalyzedText, names: SpokenNames, lexicon: Lexicon) -> list[SpokenCandidate]:
    """Return the words of a transcript that sound like a person of the list, each with that person.

    Args:
        copy: The transcript.
        names: The people of the list, by sound.
        lexicon: Known words and names.
    """
    sounds = [pronunciation(word) for word in copy.folds]
    announced = [announces_person(frame_before(copy.folds, low)) for low in range(len(copy.folds))]
    window = _Window(copy, names, lexicon, sounds, announced, RightNames.of(copy, names))
    drafts: list[Draft] = []
    for low in range(len(copy.folds)):
        drafts += _after_first(window, low)
        drafts += _before_last(window, low)
    drafts += _singles(window)
    drafts += _wholes(window)
    return with_features(copy, drafts, names.words, lexicon)


@dataclass(frozen=True, slots=True)
class _Window:
    """A transcript and the names; ``sounds`` and ``announced`` (whether a person is announced) are for each token."""

    copy: AnalyzedText
    names: SpokenNames
    lexicon: Lexicon
    sounds: Sequence[str]
    announced: Sequence[bool]
    right: RightNames

    def has_edge(self, low: int, high: int) -> bool:
        """Whether the first or the last word is one that names rarely begin or end with."""
        return self.copy.folds[low] in EDGES or self.copy.folds[high - 1] in EDGES

    def is_possible(self, low: int, high: int) -> bool:
        """Whether the words may be one name: no punctuation but a full stop between them, and no right name in them."""
        copy = self.copy
        words = copy.folds[low:high]
        if high > len(copy.folds) or words[0] in TITLES or not VERBS_OF_SPEECH.isdisjoint(words):
            return False
        if not self.right.allow(low, high):
            return False
        between = copy.text[copy.tokens[low].end : copy.tokens[high - 1].start]
        if any(mark in between for mark in ";:?!\n()") or between.count(". ") > 1:
            return False
        return joined(words) not in self.names.joined

    def is_other_word(self, number: int) -> bool:
        """Whether a word is one that is heard for no given name: a function word, a country, or "JPMorgan"."""
        word, text = self.copy.folds[number], self.copy.tokens[number].text
        has_initials = text[:2].isupper() and not text.isupper()
        return word in EDGES or has_initials or self.lexicon.place(word) >= COUNTRY

    def is_very_frequent_word(self, number: int) -> bool:
        """Whether a word is so frequent in English that nobody hears it for a name, and nobody's name."""
        word = self.copy.folds[number]
        return self.lexicon.word(word) >= VERY_FREQUENT_WORD and not self.lexicon.personal_name(word)

    def is_listed(self, low: int, high: int) -> bool:
        """Whether all the words occur in names of the list, so that only an equal sound makes them another name."""
        return all(word in self.names.words.all for word in self.copy.folds[low:high])

    def has_name(self, low: int, high: int, name: SpokenName) -> bool:
        """Whether some of the words, also with a possessive ending, are the name in its right spelling.

        The word before and the word after count too: "Lisa Holm" is right in "Anna Lisa Holm" where Annalisa is listed.
        """
        folds, right = self.copy.folds, joined(name.folds)
        return any(
            joined(folds[first:last]).removesuffix("'s") == right
            for first in range(max(0, low - 1), high)
            for last in range(first + 1, min(high + 1, len(folds)) + 1)
        )

    def is_framed(self, low: int, high: int) -> bool:
        """Whether the words before or after announce a person."""
        return self.announced[low] or "mentioned" in self.copy.folds[high : high + 2]

    def least_part(self, low: int, high: int) -> float:
        """Return the least similarity in sound of the part of a name that was not recognised."""
        if self.is_listed(low, high):
            return _LEAST_LISTED
        return _LEAST_PART_FRAMED if self.is_framed(low, high) else _LEAST_PART

    def least_single(self, low: int, high: int, single: SingleName) -> float:
        """Return the least similarity in sound of a name of one word; more than 1 where it cannot be."""
        if single.kind == "surname" and not is_titled(self.copy.folds, low):
            return math.inf
        if self.is_listed(low, high):
            return _LEAST_LISTED
        if single.kind == "surname":
            least = _LEAST_SURNAME
        else:
            least = _LEAST_SINGLE_FRAMED if self.is_framed(low, high) else _LEAST_SINGLE
        return least + _EDGE * self.has_edge(low, high)


def _after_first(window: _Window, low: int) -> Iterator[Draft]:
    """Yield the names whose first word is at ``low``, with words after it that sound like the rest."""
    folds = window.copy.folds
    names = window.names.by_first.get(window.sounds[low], ())[:_MOST_ALIKE]
    if not names:
        return
    spellings = Counter(name.folds[0] for name in names)
    rests = {
        high: pronunciation("".join(folds[low + 1 : high]))
        for high in range(low + 2, low + MOST_WORDS + 2)
        if window.is_possible(low, high)
    }
    for name in names:
        exact = folds[low] == name.folds[0]
        if not exact and folds[low][0] != name.folds[0][0] and len(name.sounds[0]) < 3:
            continue
        best: tuple[float, float, int] | None = None
        for high in range(low + 2, low + len(name.folds) + 2):
            if high not in rests:
                continue
            similarity = sound_similarity(rests[high], name.rest)
            least = window.least_part(low, high) + _EDGE * (folds[high - 1] in EDGES)
            # Of parts that sound equal, "Calla" and "Calla way" for Calloway, that with more of the letters is better.
            letters = Indel.normalized_similarity("".join(folds[low + 1 : high]), "".join(name.folds[1:]))
            if similarity < least or (best is not None and (similarity, letters) <= best[:2]):
                continue
            if not window.has_name(low, high, name):
                best = (similarity, letters, high)
        if best is not None:
            rivals = spellings[name.folds[0]] - 1
            yield Draft(low, best[2], name.text, name.folds, "rest", best[0], exact, rivals)


def _before_last(window: _Window, low: int) -> Iterator[Draft]:
    """Yield the names whose last word follows words from ``low`` on that sound like the others.

    The full or the short form of a given name is right beside the surname: "Samuel Holm" for Sam Holm. A title or
    another very frequent word is no given name: "council member holm".
    """
    folds = window.copy.folds
    if folds[low] in EDGES or folds[low] in TITLE_ENDS or window.is_very_frequent_word(low):
        return
    for high in range(low + 2, min(low + MOST_WORDS + 1, len(folds)) + 1):
        names = window.names.by_last.get(folds[high - 1], ())[:_MOST_ALIKE]
        if not names or not window.is_possible(low, high):
            continue
        sounds = pronunciation("".join(folds[low : high - 1]))
        for name in names:
            if folds[low] == name.folds[0] or name.folds[0] in SHORT_FORMS.get(folds[low], ()):
                continue
            similarity = sound_similarity(sounds, pronunciation("".join(name.folds[:-1])))
            if similarity < window.least_part(low, high):
                continue
            if not window.has_name(low, high, name):
                yield Draft(low, high, name.text, name.folds, "first", similarity, True)


def _singles(window: _Window) -> Iterator[Draft]:
    """Yield the names of one word that sound like up to three words: given names, and surnames after titles."""
    folds, singles = window.copy.folds, window.names.singles
    ranges = [
        (low, high)
        for low in range(len(folds))
        for high in range(low + 1, min(low + _MOST_SINGLE_WORDS, len(folds)) + 1)
        if not (high == low + 1 and window.is_other_word(low)) and window.is_possible(low, high)
    ]
    if not ranges or not singles:
        return
    counts = Counter(single.sounds for single in singles)
    # Two words for a name of one are no difference, so that three are compared with it too.
    heard = Sounds(
        [pronunciation("".join(folds[low:high])) for low, high in ranges],
        [min(2, high - low) for low, high in ranges],
    )
    for row, column, similarity in _pairs(heard, Sounds([single.sounds for single in singles], [1] * len(singles))):
        (low, high), single = ranges[row], singles[column]
        if similarity < window.least_single(low, high, single) or _is_of_name(folds[low:high], single.fold):
            continue
        rivals = counts[single.sounds] - 1
        yield Draft(low, high, single.text, (single.fold,), single.kind, similarity, similarity == 1.0, rivals)


def _pairs(heard: Sounds, names: Sounds) -> Iterator[tuple[int, int, float]]:
    """Yield the numbers of words and names that sound alike, and how alike (0-1)."""
    pairs = similar_pairs(heard, names)
    similarities = sound_similarities(
        [heard.strings[row] for row, _ in pairs], [names.strings[column] for _, column in pairs]
    ).tolist()
    for (row, column), similarity in zip(pairs, similarities, strict=True):
        if similarity >= _LEAST:
            yield row, column, similarity


def _is_of_name(words: Sequence[str], name: str) -> bool:
    """Return whether folded words are a name without its hyphen, or one of its parts: "jean marc" is Jean-Marc."""
    parts = name.split("-")
    return "".join(words) == "".join(parts) or (len(words) == 1 and words[0] in parts)


def _wholes(window: _Window) -> Iterator[Draft]:
    """Yield the names without any recognised word, each with words that sound like the whole name."""
    people, folds = window.names.people, window.copy.folds
    ranges = [
        (low, high)
        for low in range(len(folds))
        for high in range(low + 1, low + MOST_WORDS + 1)
        if window.is_possible(low, high)
    ]
    if not people or not ranges:
        return
    heard = Sounds(
        [pronunciation("".join(folds[low:high])) for low, high in ranges], [high - low for low, high in ranges]
    )
    names = Sounds([name.whole for name in people], [len(name.folds) for name in people])
    for row, column, similarity in _pairs(heard, names):
        (low, high), name = ranges[row], people[column]
        if high - low == 1 and len(squash("".join(name.folds))) < _LEAST_LETTERS:
            continue
        if folds[low] == name.folds[0] or folds[high - 1] == name.folds[-1] or window.has_name(low, high, name):
            continue
        least = _LEAST_WHOLE_FRAMED if window.is_framed(low, high) else _LEAST_WHOLE
        if window.is_listed(low, high):
            least = _LEAST_LISTED
        if similarity >= least + _EDGE * window.has_edge(low, high):
            yield Draft(low, high, name.text, name.folds, "whole", similarity)
