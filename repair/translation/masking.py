"""Hide names from an engine, translate, and verify that each stands exactly once in the translation.

The masks of the engine are tried in turn, each for the sentences in which the one before lost a name. A sentence that
loses one with every mask is translated without, and its names are corrected where the engine's rendering is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from repair.core.types import Kind, Span
from repair.text.normalize import fold
from repair.translation.engines import BiasingEngine, Engine, Mask
from repair.translation.gazetteer_names import SourceName, overlaps

INTACT, CORRECTED, LOST = "intact", "corrected", "lost"  # methods of a `NamePlacement` beside the names of masks

# A translation this many times shorter or longer than its original is no translation; short ones may be longer.
_SHRINK, _STRETCH, _ALWAYS_ALLOWED = 8, 12, 200  # the last in code points
_MIN_SIMILARITY = 0.87  # Jaro-Winkler similarity from which words of a draft are a mangled name of the original
_MIN_LEAD = 0.03  # by which they must be more similar than any other words of the draft


@dataclass(frozen=True, slots=True)
class MaskedSentence:
    """A sentence to translate and the names in it, whose spans are code points of this sentence."""

    text: str
    names: tuple[SourceName, ...] = ()


@dataclass(frozen=True, slots=True)
class NamePlacement:
    """A name, its place in the translation (None: lost), and the name of the mask that kept it."""

    name: SourceName
    span: Span | None
    method: str


class FoundName(NamedTuple):
    """A name of the original in a draft: its span there (code points), the name, and the method that kept it."""

    span: Span
    name: SourceName
    method: str


class NameSearchResult(NamedTuple):
    """The names of a sentence that were found in its draft, in order of place, and those that were not."""

    found: list[FoundName]
    lost: list[SourceName]


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """The translation of a sentence, and the places of its names there.

    ``untranslated``: whether the engine gave no usable translation, so that the text is the original.
    """

    text: str
    placements: tuple[NamePlacement, ...] = ()
    untranslated: bool = False


def translate_with_names(
    engine: Engine, sentences: Sequence[MaskedSentence], src: str, tgt: str
) -> list[TranslatedSentence]:
    """Return a translation for each sentence, in which each name is kept, corrected, or reported as lost.

    Args:
        engine: The engine that translates.
        sentences: The sentences, in any number.
        src: Two-letter code of their language.
        tgt: Two-letter code of the language to translate into.

    Raises:
        EngineError: The engine cannot translate.
    """
    done: dict[int, TranslatedSentence] = {}  # by the number of the sentence
    plain = [at for at, sentence in enumerate(sentences) if not sentence.names]
    if plain:
        lines = engine.translate([sentences[at].text for at in plain], src, tgt)
        for at, line in zip(plain, lines, strict=True):
            is_usable = _is_plausible(line, sentences[at].text)
            done[at] = TranslatedSentence(line) if is_usable else _untranslated(sentences[at])
    remaining = [at for at, sentence in enumerate(sentences) if sentence.names]
    for mask in engine.masks(src, tgt) if remaining else ():
        hidden = {at: hide for at in remaining if (hide := _mask_names(sentences[at], mask)) is not None}
        lines = _translate_masked(engine, mask, [(hide, sentences[at]) for at, hide in hidden.items()], src, tgt)
        for (at, hide), line in zip(hidden.items(), lines, strict=True):
            unmasked = _unmask_names(sentences[at], hide, line, mask.name)
            if unmasked is not None and _is_plausible(unmasked.text, sentences[at].text):
                done[at] = unmasked
        remaining = [at for at in remaining if at not in done]
    if remaining:
        drafts = engine.translate([sentences[at].text for at in remaining], src, tgt)
        for at, line in zip(remaining, drafts, strict=True):
            if _is_plausible(line, sentences[at].text):
                done[at] = _correct_names(engine, sentences[at], line, src, tgt)
            else:
                done[at] = _untranslated(sentences[at])
    return [done[at] for at in range(len(sentences))]


def _untranslated(sentence: MaskedSentence) -> TranslatedSentence:
    return TranslatedSentence(sentence.text, untranslated=True)


def _is_plausible(line: str, original: str) -> bool:
    """Tell whether ``line`` can be a translation: not empty, and neither far too short nor far too long."""
    return (
        bool(line.strip())
        and len(line) * _SHRINK >= len(original)
        and len(line) <= _STRETCH * len(original) + _ALWAYS_ALLOWED
    )


@dataclass(frozen=True, slots=True)
class _Hidden:
    """A sentence with placeholders instead of its names, and the placeholders in the order of the names."""

    text: str
    words: tuple[str, ...]


def _translate_masked(
    engine: Engine, mask: Mask, masked: Sequence[tuple[_Hidden, MaskedSentence]], src: str, tgt: str
) -> list[str]:
    """Return the translations of sentences with hidden names."""
    if not masked:
        return []
    if mask.biased:
        if not isinstance(engine, BiasingEngine):
            return ["" for _ in masked]
        return [engine.translate_favouring(hide.text, hide.words, src, tgt) for hide, _ in masked]
    return engine.translate([hide.text for hide, _ in masked], src, tgt)


def _mask_names(sentence: MaskedSentence, mask: Mask) -> _Hidden | None:
    """Return the sentence with its names hidden; None if the mask has too few words that the sentence lacks.

    A mask without words puts the right names themselves into the sentence, which an engine often copies.
    """
    folded_text = fold(sentence.text)
    pools = {  # by whether the words stand for people
        person: [word for word in words if fold(word) not in folded_text]
        for person, words in ((True, mask.people), (False, mask.places))
    }
    pieces, words, done = [], [], 0
    for name in sentence.names:
        word = name.target if not mask.people else _pick(pools[name.kind is Kind.PERSON], name)
        if not word:
            return None
        # A word may be in both pools, and corresponds to one name only.
        for pool in pools.values():
            if word in pool:
                pool.remove(word)
        words.append(word)
        pieces += [sentence.text[done : name.span.start], word]
        done = name.span.end
    return _Hidden("".join([*pieces, sentence.text[done:]]), tuple(words))


def _pick(pool: Sequence[str], name: SourceName) -> str | None:
    """Return a word of ``pool`` with the grammatical gender of the name, judged by its ending, or else any word."""
    ends = fold(name.surface.split()[0]).endswith("a")
    return next((word for word in pool if word.endswith("a") is ends), pool[0] if pool else None)


def _places(word: str, text: str) -> list[Span]:
    """Return the places of ``word`` as a whole word, in any case."""
    matches = re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return [Span(*match.span()) for match in matches]


def _unmask_names(sentence: MaskedSentence, hidden: _Hidden, line: str, method: str) -> TranslatedSentence | None:
    """Return the translation with the names restored; None unless each placeholder stands exactly once."""
    found: list[FoundName] = []
    for word in dict.fromkeys(hidden.words):
        names = [name for name, other in zip(sentence.names, hidden.words, strict=True) if other == word]
        spans = [span for span in _places(word, line) if not _within(span, word, hidden.words, line)]
        if len(spans) != len(names):
            return None
        found += [FoundName(span, name, method) for span, name in zip(spans, names, strict=True)]
    found.sort(key=lambda place: place.span)
    if any(first.span.end > other.span.start for first, other in pairwise(found)):
        return None
    return _with_targets(line, found)


def _within(span: Span, word: str, words: Sequence[str], line: str) -> bool:
    """Tell whether a place of ``word`` is part of a longer one: "Guerra" in "Juan Guerra"."""
    longer = [other for other in words if len(other) > len(word) and fold(word) in fold(other)]
    return any(
        place.start <= span.start and span.end <= place.end for other in longer for place in _places(other, line)
    )


def _with_targets(line: str, found: Sequence[FoundName], lost: Sequence[SourceName] = ()) -> TranslatedSentence:
    """Return ``line`` with the right form of each name at its place; names are in order of place."""
    pieces: list[str] = []
    placed: list[NamePlacement] = []
    done = length = 0
    for span, name, method in found:
        pieces += [line[done : span.start], name.target]
        length += span.start - done
        placed.append(NamePlacement(name, Span(length, length + len(name.target)), method))
        length += len(name.target)
        done = span.end
    return TranslatedSentence(
        "".join([*pieces, line[done:]]), (*placed, *(NamePlacement(name, None, LOST) for name in lost))
    )


def _correct_names(engine: Engine, sentence: MaskedSentence, line: str, src: str, tgt: str) -> TranslatedSentence:
    """Return a draft without masks, with each name in place of the engine's rendering of it."""
    renderings = engine.translate([name.surface for name in sentence.names], src, tgt)
    return _with_targets(line, *find_names_in_draft(line, sentence.names, renderings))


def find_names_in_draft(line: str, names: Sequence[SourceName], renderings: Sequence[str]) -> NameSearchResult:
    """Find each name in a draft that was translated without masks.

    Args:
        line: The draft of a sentence.
        names: The names in its original.
        renderings: What the engine makes of each name by itself.

    Returns:
        The names that were found, `INTACT` or to be `CORRECTED`, and those that were not.
    """
    renderings = [rendering.rstrip(" .") for rendering in renderings]
    # A rendering of several names, or of the whole sentence, belongs to no name.
    by_surface = {name.surface: rendering for name, rendering in zip(names, renderings, strict=True)}
    vague = {rendering for rendering, count in Counter(by_surface.values()).items() if count > 1} | {line.rstrip(" .")}
    found: list[FoundName] = []
    lost: list[SourceName] = []
    # The longest first, because a shorter name may be a part of it.
    for name, rendering in sorted(zip(names, renderings, strict=True), key=lambda pair: -len(pair[0].surface)):
        own_rendering = rendering if rendering == name.surface or rendering not in vague else ""
        place = _find_in_draft(line, name, own_rendering, [earlier.span for earlier in found])
        if place is not None:
            found.append(place)
        else:
            lost.append(name)
    return NameSearchResult(sorted(found, key=lambda place: place.span), sorted(lost, key=lambda name: name.span))


def _find_in_draft(line: str, name: SourceName, rendering: str, taken: Sequence[Span]) -> FoundName | None:
    """Return where a draft has a name: right, as in the original, as rendered alone, or nearly right; None for nowhere.

    Args:
        line: The draft.
        name: The name.
        rendering: What the engine makes of it alone; empty where that is of no use.
        taken: The places of other names.
    """

    def free(spans: Sequence[Span]) -> list[Span]:
        return [span for span in spans if not any(overlaps(span, other) for other in taken)]

    for form, method in ((name.target, INTACT), (name.surface, CORRECTED), (rendering, CORRECTED)):
        spans = free(_places(form, line)) if form else []
        # A wrong form that stands twice may be another word.
        if len(spans) == 1 or (spans and method is INTACT):
            return FoundName(spans[0], name, method)
    similar = free(_similar_spans(name.target, line))
    return FoundName(similar[0], name, CORRECTED) if similar else None


def _similar_spans(target: str, line: str) -> list[Span]:
    """Return where the draft has the name but for a few letters, best first; nothing where two are close."""
    size = len(target.split())
    words = list(re.finditer(r"\w[\w'’-]*", line))
    ranked: list[tuple[float, Span]] = []
    for at in range(len(words) - size + 1):
        span = Span(words[at].start(), words[at + size - 1].end())
        surface = line[span.start : span.end]
        if all(word.group()[0].isupper() for word in (words[at], words[at + size - 1])):
            ranked.append((JaroWinkler.similarity(fold(target), fold(surface)), span))
    ranked = sorted((scored for scored in ranked if scored[0] >= _MIN_SIMILARITY), key=lambda scored: -scored[0])
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MIN_LEAD and not overlaps(ranked[0][1], ranked[1][1]):
        return []
    return [span for _, span in ranked]
