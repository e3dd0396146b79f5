"""Callers of a transcript, found by the operator's words around the name: "comes from the line of … with Lakeside".

An operator announces each caller in the same words, before and after the name. The words between them are called a
*slot* here: whatever they are, they are the name of the caller, and no part of them is a name of its own. So a slot is
filled with a person of the list (the names of the gazetteer, which for a transcript is often a list of names without
sentences) on a weaker likeness in sound than words elsewhere need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from repair.pipeline.rules.speech.spoken_features import SpokenCandidate
from repair.pipeline.rules.speech.spoken_list import SpokenName, SpokenNames, joined
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_NAME, Lexicon
from repair.text.pronunciation import pronunciation, sound_similarities, sound_similarity, vowel_pronunciation

_ANNOUNCING = frozenset(("question", "questions"))
_FARTHEST = 6  # words before "from" among which the question is announced
_AFFILIATED = frozenset(("with", "from"))  # words between the caller and the employer
_NO_NAMES = frozenset("a an the our your my this".split())  # words that open no name
_PAUSES = frozenset("and oh uh um yeah ok okay well so i'm".split())  # words that end no name
_LONGEST = 5  # words of a name
_MOST_SLOTS = 50  # of a copy
# Levels of certainty, the highest first: the least evidence for a person (see `_Match`), its least excess over the
# evidence for anybody else, and the confidence (0-1) of a suggestion that reaches both, as measured on calls.
_LEVELS = ((0.9, 0.1, 0.85), (0.7, 0.15, 0.65))
# What a shared first word, and a shared last word, add to the evidence. A similarity in sound counts 0-1.
_FIRST_SHARE, _LAST_SHARE = 0.25, 0.1
# The least similarity in sound of the given names where the surname is right, or where the given name heard is itself
# a frequent one; and of the surnames where the surname heard is a frequent one.
_LEAST_FIRST, _LEAST_SURNAME = 0.5, 0.65


class FilledSlot(NamedTuple):
    """A slot with the person of the list whose name fills it, as a candidate, and the confidence in it (0-1)."""

    candidate: SpokenCandidate
    confidence: float


class _Match(NamedTuple):
    """A person of the list, and the evidence that the words of a slot are the name.

    The evidence is the similarity in sound of the whole (0-1) plus what `_shared` adds for words in common.
    """

    evidence: float
    name: SpokenName


def name_slots(copy: AnalyzedText) -> Iterator[tuple[int, int]]:
    """Yield the slots of a copy in order, as half-open token ranges: the words that must be the name of a caller."""
    folds, found = copy.folds, 0
    for low in range(2, len(folds)):
        if found == _MOST_SLOTS:
            return
        if not _announces_caller(folds, low) or folds[low] in _NO_NAMES:
            continue
        following = range(low + 1, min(low + _LONGEST + 2, len(folds)))
        close = high = next((at for at in following if folds[at] in _AFFILIATED), low)
        while high > low and folds[high - 1] in _PAUSES:
            high -= 1
        words = copy.text[copy.tokens[low].start : copy.tokens[close].start]
        if high > low and not any(mark in words for mark in ";:?!\n"):
            found += 1
            yield low, high


def _announces_caller(folds: Sequence[str], low: int) -> bool:
    """Whether the words before a token announce the name of a caller."""
    if folds[low - 1] == "of":
        return folds[low - 2] == "line"
    before = folds[max(0, low - 1 - _FARTHEST) : low - 1]
    return folds[low - 1] == "from" and "from" not in before and not _ANNOUNCING.isdisjoint(before)


def filled_slots(copy: AnalyzedText, names: SpokenNames, lexicon: Lexicon) -> list[FilledSlot]:
    """Return the slots whose words are no listed name and sound most like one person of the list.

    Args:
        copy: A transcript.
        names: The people of the list, by sound.
        lexicon: Known words and names.
    """
    people = [name for name in names.people if name.is_person]
    filled = []
    for low, high in name_slots(copy) if people else ():
        words = copy.folds[low:high]
        if _has_listed_name(words, names):
            continue
        best, margin = _best(words, people)
        if not _is_possible(words, best.name, lexicon) or _is_given_name(words, names, best):
            continue
        for evidence, least_margin, confidence in _LEVELS:
            if best.evidence >= evidence and margin >= least_margin:
                filled.append(FilledSlot(SpokenCandidate(low, high, best.name.text, "whole"), confidence))
                break
    return filled


def _has_listed_name(words: Sequence[str], names: SpokenNames) -> bool:
    """Whether all of the words occur in names of the list, or several in a row are such a name: it is right then."""
    if all(word in names.words.all for word in words):
        return True
    return any(
        joined(words[low:high]).removesuffix("'s") in names.joined
        for low in range(len(words) - 1)
        for high in range(low + 2, len(words) + 1)
    )


def _is_given_name(words: Sequence[str], names: SpokenNames, best: _Match) -> bool:
    """Whether the words of a slot sound more like a given name of the list than like the best full name."""
    heard = pronunciation("".join(words))
    return any(sound_similarity(heard, single.sounds) >= best.evidence for single in names.singles)


def _best(words: Sequence[str], people: Sequence[SpokenName]) -> tuple[_Match, float]:
    """Return the person whom the words of a slot speak for most, and by how much more than for the next one."""
    heard = pronunciation("".join(words))
    similarities = sound_similarities([heard] * len(people), [name.whole for name in people]).tolist()
    matches = sorted(
        (
            _Match(similarity + _shared(words, name), name)
            for similarity, name in zip(similarities, people, strict=True)
        ),
        key=lambda match: (-match.evidence, match.name.text),
    )
    return matches[0], matches[0].evidence - (matches[1].evidence if len(matches) > 1 else 0.0)


def _shared(words: Sequence[str], name: SpokenName) -> float:
    """Return what the first and the last word of a slot add to the evidence for a name.

    The first words count as the same when they sound alike and begin with the same letter, since a recogniser cannot
    hear whether a given name is spelt "Stephen" or "Steven". The last words, surnames, must be equal.
    """
    first = pronunciation(words[0]) == name.sounds[0] and words[0][0] == name.folds[0][0]
    return _FIRST_SHARE * first + _LAST_SHARE * (words[-1] == name.folds[-1])


def _is_possible(words: Sequence[str], name: SpokenName, lexicon: Lexicon) -> bool:
    """Whether the words of a slot may be a garbled form of the name, rather than the right name of somebody else.

    They are somebody else's where the given name or the surname heard is a frequent one that sounds otherwise than that
    of the name: "Ruth Miller" is no garbled Ruth Calloway. One word alone says too little to exclude a name.
    """
    if len(words) == 1:
        return True
    if words[-1] == name.folds[-1]:
        heard, right = "".join(words[:-1]), "".join(name.folds[:-1])
        return sound_similarity(pronunciation(heard), pronunciation(right)) >= _LEAST_FIRST
    if (
        lexicon.given(words[0]) >= COMMON_NAME
        and sound_similarity(pronunciation(words[0]), name.sounds[0]) < _LEAST_FIRST
    ):
        return False
    if len(words) > 2 or lexicon.surname(words[1]) < COMMON_NAME:
        return True
    surname = vowel_pronunciation("".join(name.folds[1:]))
    return sound_similarity(vowel_pronunciation(words[1]), surname) >= _LEAST_SURNAME
