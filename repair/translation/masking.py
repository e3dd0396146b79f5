"""Hide names from an engine, translate, and verify that each stands exactly once in what comes back.

The ways of hiding are the engine's own, tried in turn for the sentences that lost a name by the one before. A sentence
that loses one by all of them is translated with nothing hidden, and mended where the engine's own rendering of the
name shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import JaroWinkler

from repair.core.types import Kind, Span
from repair.text.normalize import fold
from repair.translation.engines import BiasingEngine, Engine, Mask
from repair.translation.gazetteer_names import SourceName

STOOD, MENDED, LOST = "stood", "mended", "lost"

_SHRINK, _STRETCH = 8, 12  # no translation is so many times shorter or longer than its original
_ALIKE = 0.87  # Jaro-Winkler similarity from which words of a draft are taken for a mangled name of the original
_CLEAR = 0.03  # by which it must be more alike than any other words of the draft


@dataclass(frozen=True, slots=True)
class MaskedSentence:
    """A sentence to translate, with the names in it; their spans are code points of this sentence."""

    text: str
    names: tuple[SourceName, ...] = ()


@dataclass(frozen=True, slots=True)
class NamePlacement:
    """A name with its place in the translation, None when it is lost, and how it came there (the mask's name)."""

    name: SourceName
    span: Span | None
    how: str


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """The translation of a sentence and what became of its names.

    ``untold``: the engine gave nothing that can be a translation, and the text is the original's.
    """

    text: str
    placed: tuple[NamePlacement, ...] = ()
    untold: bool = False


def translate_with_names(
    engine: Engine, sentences: Sequence[MaskedSentence], src: str, tgt: str
) -> list[TranslatedSentence]:
    """Return a translation for each sentence in which its names are kept, mended or told to be lost."""
    done: dict[int, TranslatedSentence] = {}
    plain = [at for at, sentence in enumerate(sentences) if not sentence.names]
    if plain:
        lines = engine.translate([sentences[at].text for at in plain], src, tgt)
        for at, line in zip(plain, lines, strict=True):
            done[at] = (
                TranslatedSentence(line)
                if _sensible(line, sentences[at].text)
                else TranslatedSentence(sentences[at].text, untold=True)
            )
    left = [at for at in range(len(sentences)) if at not in done]
    for mask in engine.masks(src, tgt) if left else ():
        hidden = {at: hide for at in left if (hide := _mask_names(sentences[at], mask)) is not None}
        lines = _through(engine, mask, [(hide, sentences[at]) for at, hide in hidden.items()], src, tgt)
        for (at, hide), line in zip(hidden.items(), lines, strict=True):
            kept = _unmask_names(sentences[at], hide, line, mask.name)
            if kept is not None and _sensible(kept.text, sentences[at].text):
                done[at] = kept
        left = [at for at in left if at not in done]
    if left:
        drafts = engine.translate([sentences[at].text for at in left], src, tgt)
        for at, line in zip(left, drafts, strict=True):
            if _sensible(line, sentences[at].text):
                done[at] = _mend(engine, sentences[at], line, src, tgt)
            else:
                done[at] = TranslatedSentence(sentences[at].text, untold=True)
    return [done[at] for at in range(len(sentences))]


def _sensible(line: str, original: str) -> bool:
    """Tell whether ``line`` can be a translation at all: not empty, and neither far too short nor far too long."""
    return bool(line.strip()) and len(line) * _SHRINK >= len(original) and len(line) <= _STRETCH * len(original) + 200


@dataclass(frozen=True, slots=True)
class _Hidden:
    """A sentence with a word in the place of each name, and those words in the order of the names."""

    text: str
    words: tuple[str, ...]


def _through(
    engine: Engine, mask: Mask, asked: Sequence[tuple[_Hidden, MaskedSentence]], src: str, tgt: str
) -> list[str]:
    """Return the translations of sentences with their names hidden."""
    if not asked:
        return []
    if mask.biased:
        if not isinstance(engine, BiasingEngine):
            return ["" for _ in asked]
        return [engine.translate_favouring(hide.text, hide.words, src, tgt) for hide, _ in asked]
    return engine.translate([hide.text for hide, _ in asked], src, tgt)


def _mask_names(sentence: MaskedSentence, mask: Mask) -> _Hidden | None:
    """Return the sentence with its names hidden; None when the mask has not enough words that it lacks."""
    taken = fold(sentence.text)
    pools = {
        person: [word for word in words if fold(word) not in taken]
        for person, words in ((True, mask.people), (False, mask.places))
    }
    bare = not mask.people
    pieces, words, done = [], [], 0
    for name in sentence.names:
        word = name.target if bare else _pick(pools[name.kind is Kind.PERSON], name)
        if not word:
            return None
        # One pool may hold what the other does; a word stands for one name.
        for pool in pools.values():
            if word in pool:
                pool.remove(word)
        words.append(word)
        pieces += [sentence.text[done : name.span.start], word]
        done = name.span.end
    return _Hidden("".join([*pieces, sentence.text[done:]]), tuple(words))


def _pick(pool: Sequence[str], name: SourceName) -> str | None:
    """Return the word of ``pool`` most like the name to a grammar: ending alike, so that it is taken for her or him."""
    ends = fold(name.surface.split()[0]).endswith("a")
    return next((word for word in pool if word.endswith("a") is ends), pool[0] if pool else None)


def _places(word: str, text: str) -> list[Span]:
    """Return where ``word`` stands as a word of its own, whatever its case."""
    found = re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return [Span(*match.span()) for match in found]


def _unmask_names(sentence: MaskedSentence, hidden: _Hidden, line: str, how: str) -> TranslatedSentence | None:
    """Return the translation with the names in their places; None unless each stands exactly once."""
    spots: list[tuple[Span, SourceName]] = []
    for word in dict.fromkeys(hidden.words):
        names = [name for name, other in zip(sentence.names, hidden.words, strict=True) if other == word]
        found = [span for span in _places(word, line) if not _within(span, word, hidden.words, line)]
        if len(found) != len(names):
            return None
        spots += zip(found, names, strict=True)
    spots.sort(key=lambda spot: spot[0])
    if any(one[0].end > other[0].start for one, other in pairwise(spots)):
        return None
    return _put(line, [(span, name, how) for span, name in spots])


def _within(span: Span, word: str, words: Sequence[str], line: str) -> bool:
    """Tell whether a place of ``word`` lies in that of a longer one: "Guerra" in "Juan Guerra"."""
    longer = [other for other in words if len(other) > len(word) and fold(word) in fold(other)]
    return any(
        place.start <= span.start and span.end <= place.end for other in longer for place in _places(other, line)
    )


def _put(
    line: str, spots: Sequence[tuple[Span, SourceName, str]], lost: Sequence[SourceName] = ()
) -> TranslatedSentence:
    """Return ``line`` with each name at its spot, in the order of the spots."""
    pieces: list[str] = []
    placed: list[NamePlacement] = []
    done = length = 0
    for span, name, how in spots:
        pieces += [line[done : span.start], name.target]
        length += span.start - done
        placed.append(NamePlacement(name, Span(length, length + len(name.target)), how))
        length += len(name.target)
        done = span.end
    return TranslatedSentence(
        "".join([*pieces, line[done:]]), (*placed, *(NamePlacement(name, None, LOST) for name in lost))
    )


def _mend(engine: Engine, sentence: MaskedSentence, line: str, src: str, tgt: str) -> TranslatedSentence:
    """Return the unprotected draft, with names put where the engine's rendering of each one alone stands in it."""
    renderings = engine.translate([name.surface for name in sentence.names], src, tgt)
    spots, lost = find_spots(line, sentence.names, renderings)
    return _put(line, spots, lost)


Spot = tuple[Span, SourceName, str]


def find_spots(
    line: str, names: Sequence[SourceName], renderings: Sequence[str]
) -> tuple[list[Spot], list[SourceName]]:
    """Return where in a draft each name stands, or what became of it, and the names that are nowhere.

    ``renderings`` is what the engine makes of each name alone. A spot is a span (code points of ``line``), the name,
    and whether it stood or is to be mended.
    """
    renderings = [rendering.rstrip(" .") for rendering in renderings]
    # What is said of several names, or is all that is said, is no name's rendering.
    told = {name.surface: rendering for name, rendering in zip(names, renderings, strict=True)}
    vague = {each for each in told.values() if list(told.values()).count(each) > 1} | {line.rstrip(" .")}
    spots: list[Spot] = []
    lost: list[SourceName] = []
    for at in sorted(range(len(names)), key=lambda at: -len(names[at].surface)):
        name = names[at]
        forms = ((name.target, STOOD), (name.surface, MENDED), (renderings[at], MENDED))
        for form, how in forms:
            if how is MENDED and form != name.surface and form in vague:
                continue
            free = [span for span in _places(form, line) if form and not any(_cross(span, spot[0]) for spot in spots)]
            if len(free) == 1 or (free and how is STOOD):
                spots.append((free[0], name, how))
                break
        else:
            alike = [span for span in _alike(name.target, line) if not any(_cross(span, spot[0]) for spot in spots)]
            if alike:
                spots.append((alike[0], name, MENDED))
            else:
                lost.append(name)
    return sorted(spots, key=lambda spot: spot[0]), sorted(lost, key=lambda name: name.span)


def _alike(target: str, line: str) -> list[Span]:
    """Return where the draft has the name in all but a few letters, best first; nothing where that is doubtful."""
    size = len(target.split())
    words = list(re.finditer(r"\w[\w'’-]*", line))
    found: list[tuple[float, Span]] = []
    for at in range(len(words) - size + 1):
        span = Span(words[at].start(), words[at + size - 1].end())
        surface = line[span.start : span.end]
        if all(word.group()[0].isupper() for word in (words[at], words[at + size - 1])):
            found.append((JaroWinkler.similarity(fold(target), fold(surface)), span))
    found = sorted((each for each in found if each[0] >= _ALIKE), key=lambda each: -each[0])
    if len(found) > 1 and found[0][0] - found[1][0] < _CLEAR and not _cross(found[0][1], found[1][1]):
        return []
    return [span for _, span in found]


def _cross(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
