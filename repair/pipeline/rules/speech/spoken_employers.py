"""Employers in calls: "Brian Long with Citigroup" is not Brian Wong, whom the sources know at Goldman Sachs.

An operator names the employer of each caller. Where the sources name one for the person who sounds alike, and it is
another, the caller is somebody else. A list of names has no employers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from repair.gazetteer import Gazetteer
from repair.pipeline.rules.speech.spoken_frames import ROLES
from repair.text.analysis import AnalyzedText
from repair.text.normalize import folded_words
from repair.text.pronunciation import pronunciation, sound_similarity
from repair.text.wordlists import FUNCTION

_AFFILIATED = frozenset("with from of at for".split())  # before an employer
_ROLES = ROLES | frozenset("economist strategist trader banker".split())
_NO_EMPLOYER = FUNCTION | frozenset("please go your line good hi hello morning afternoon evening thank thanks".split())
_MOST_WORDS = 3  # of an employer that are compared
_FARTHEST = 6  # words between a name and its employer in a source
_MOST_PLACES = 20  # of a name in the sources that are read
_ALIKE = 0.75  # similarity in sound (0-1) of two spellings of an employer


def has_other_employer(copy: AnalyzedText, high: int, name: str, gazetteer: Gazetteer) -> bool:
    """Return whether the copy names another employer for a person than the sources do for a name.

    Args:
        copy: The copy.
        high: The first token after the person in the copy.
        name: A name that sounds like the words before it.
        gazetteer: The names, with the sentences of the sources that have them.
    """
    stated = _stated_employer(copy, high)
    if not stated:
        return False
    known = {word for snippet in _snippets(gazetteer, name) for word in _known_employer(AnalyzedText(snippet), name)}
    forms = ["".join(stated[low:high]) for low in range(len(stated)) for high in range(low + 1, len(stated) + 1)]
    return bool(known) and not any(_is_alike(form, known) for form in forms)


def _snippets(gazetteer: Gazetteer, name: str) -> Iterator[str]:
    """Yield passages of the sources with a name."""
    places = (provenance for entry in gazetteer.find(name) for alias in entry.aliases for provenance in alias.seen)
    return map(gazetteer.snippet, islice(places, _MOST_PLACES))


def _stated_employer(copy: AnalyzedText, high: int) -> Sequence[str]:
    """Return the folded words of the employer that a copy names right after a person."""
    if copy.folds[high : high + 1] and copy.folds[high] in _AFFILIATED:
        words = copy.folds[high + 1 : high + 1 + _MOST_WORDS]
        end = next((number for number, word in enumerate(words) if word in _NO_EMPLOYER), len(words))
        return words[:end]
    return ()


def _known_employer(text: AnalyzedText, name: str) -> Iterator[str]:
    """Yield the folded words of the employer that a passage of a source names for a person.

    It follows a preposition after the name ("Brian Wong, an analyst at Goldman Sachs"), or precedes a role before it
    ("Goldman Sachs analyst Brian Wong").
    """
    words = tuple(folded_words(name))
    for low in text.places.get(words[0], ()) if words else ():
        high = low + len(words)
        if tuple(text.folds[low:high]) != words:
            continue
        near = range(high, min(high + _FARTHEST, len(text.folds)))
        start = next((at + 1 for at in near if text.folds[at] in _AFFILIATED), len(text.folds))
        yield from _capitalised(text, range(start, min(start + _MOST_WORDS, len(text.folds))))
        if low and text.folds[low - 1] in _ROLES:
            yield from _capitalised(text, range(low - 2, max(-1, low - 2 - _MOST_WORDS), -1))


def _capitalised(text: AnalyzedText, numbers: range) -> Iterator[str]:
    """Yield the folded words of some tokens in order, up to the first that has no capital or is not beside the last."""
    for number in numbers:
        is_beside = number == numbers[0] or text.gap(min(number, number - numbers.step)) == " "
        if not text.tokens[number].capital or not is_beside:
            return
        yield text.folds[number]


def _is_alike(form: str, known: AbstractSet[str]) -> bool:
    """Whether a form is, or sounds like, one of several words."""
    sounds = pronunciation(form)
    return any(sound_similarity(sounds, pronunciation(word)) >= _ALIKE for word in known)
