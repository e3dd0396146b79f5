"""Names of a gazetteer in a text that is to be translated: as it has them, inflected, respelled, or transliterated.

Each with the form in which it shall stand in the translation. What has names of its own in other languages is told
from what has not; what only looks like a name is found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import JaroWinkler

from repair.core.edits import fit
from repair.core.types import Kind, Name, Span
from repair.gazetteer import Gazetteer
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.tokens import Token
from repair.translation.cross_script import CrossScriptMatcher
from repair.translation.inflection import bases, whole_bases

_LONGEST_NAME = 7  # words
_LONGEST_INFLECTED = 3  # words, each of which may have any ending
_LONGEST_RUN = 14  # code points of a name in a script without spaces
ARTICLES = frozenset("el la los las san santa".split())  # of places that have one name in many languages
# The parts of names that languages translate.
_COMMON_PARTS = frozenset(
    "new south north east west northern southern united great saudi cape city republic island islands ivory states "
    "kingdom emirates sea gulf vatican czech".split()
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")


@dataclass(frozen=True, slots=True)
class SourceName:
    """A name in a text to be translated: its span (code points), its form there, and the form that shall stand.

    ``known``: whether the gazetteer has it; otherwise its shape alone speaks for it.
    """

    span: Span
    surface: str
    target: str
    kind: Kind
    known: bool = False


def listed(
    text: str, tokens: Sequence[Token], gazetteer: Gazetteer, way: tuple[str | None, str], ties: CrossScriptMatcher
) -> list[SourceName]:
    """Return the names of ``gazetteer`` in ``text``; ``way``: its language, if known, and that which it goes into."""
    src, tgt = way
    found = list(_exact(text, tokens, gazetteer, tgt))
    found += _apart(_inflected(text, tokens, gazetteer, ties, src), found)
    tied = ties.find(text)
    names = (
        SourceName(one.span, text[one.span.start : one.span.end], one.target, one.name.kind, known=True) for one in tied
    )
    found += _apart(names, found)
    if tgt == "en":
        found += _apart(_alternate_spelling(text, tokens, ties), found)
    return sorted(found, key=lambda name: name.span)


def _apart(names: Iterator[SourceName], found: Sequence[SourceName]) -> list[SourceName]:
    """Return those of ``names`` that lie apart from all that is found."""
    return [name for name in names if not any(overlap(name.span, other.span) for other in found)]


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans share a code point."""
    return one.start < other.end and other.start < one.end


def _inflected(
    text: str, tokens: Sequence[Token], gazetteer: Gazetteer, ties: CrossScriptMatcher, src: str | None
) -> Iterator[SourceName]:
    """Yield people and places whose names stand in some case, from left to right; whole names before surnames."""
    at = 0
    while at < len(tokens):
        upto, name = _longest_inflected(tokens, at, gazetteer, ties, src) or (at + 1, None)
        if name is not None:
            span = Span(tokens[at].start, tokens[upto - 1].end)
            surface = text[span.start : span.end]
            short = upto - at == 1 and " " in name.canonical
            target = name.canonical.split()[-1] if short else name.canonical
            yield SourceName(span, surface, fit(target, text, span), name.kind, known=True)
        at = upto


def _alternate_spelling(text: str, tokens: Sequence[Token], ties: CrossScriptMatcher) -> Iterator[SourceName]:
    """Yield people whom another school spells otherwise, whole names before surnames."""
    at = 0
    while at < len(tokens):
        low, at = at, at + 1
        for upto in range(min(low + _LONGEST_INFLECTED, len(tokens)), low, -1):
            run = tokens[low:upto]
            alone = len(run) == 1 and (run[0].first or len(run[0].text) < 5)
            if alone or run[-1].sentence != run[0].sentence or not all(token.text[0].isupper() for token in run):
                continue
            span = Span(run[0].start, run[-1].end)
            told = ties.respelled(text[span.start : span.end])
            if told is not None and (" " in told[1]) is (len(run) > 1):
                yield SourceName(span, text[span.start : span.end], fit(told[1], text, span), told[0].kind, known=True)
                at = upto
                break


def _longest_inflected(
    tokens: Sequence[Token], at: int, gazetteer: Gazetteer, ties: CrossScriptMatcher, src: str | None
) -> tuple[int, Name] | None:
    """Return where the name that token ``at`` begins in some case ends, and the name."""
    if not tokens[at].text[0].isupper():
        return None
    for upto in range(min(at + _LONGEST_INFLECTED, len(tokens)), at, -1):
        run = tokens[at:upto]
        if run[-1].sentence != tokens[at].sentence or not all(token.text[0].isupper() for token in run):
            continue
        if len(run) == 1 and (run[0].first or len(run[0].text) < 4):
            return None
        words = [token.text for token in run]
        for form in whole_bases(words, src) if len(run) > 1 else bases(words[0], src):
            names = [name for name in gazetteer.find(form) if name.kind in (Kind.PERSON, Kind.PLACE)]
            if len(run) == 1 and not names and (bearer := ties.bearer(form)) is not None:
                names = [bearer]
            elif not names and (told := ties.respelled(form)) is not None and (" " in told[1]) is (len(run) > 1):
                names = [told[0]]
            if names:
                return upto, names[0]
    return None


def _exact(text: str, tokens: Sequence[Token], gazetteer: Gazetteer, tgt: str) -> Iterator[SourceName]:
    """Yield the longest names that the gazetteer has just so, from left to right."""
    at, full = 0, set[str]()
    waiting: list[SourceName] = []
    while at < len(tokens):
        found = _longest(text, tokens, at, gazetteer)
        if found is None:
            yield from _unspaced(tokens[at], gazetteer, tgt)
            at += 1
            continue
        upto, name = found
        span = Span(tokens[at].start, tokens[upto - 1].end)
        one = SourceName(span, text[span.start : span.end], "", name.kind, known=True)
        one = replace(one, target=fit(_target(name, one.surface, tgt), text, span))
        alone = upto - at == 1 and _short(name, one.surface) and name.kind is Kind.PERSON
        if alone and tokens[at].first and _LATIN.search(one.surface):
            # A surname that opens a sentence may be a plain word: it wants the whole name somewhere.
            waiting.append(one)
        else:
            full |= {token.fold for token in tokens[at:upto]} if upto - at > 1 else set()
            yield one
        at = upto
    yield from (one for one in waiting if fold(one.surface) in full)


def _longest(text: str, tokens: Sequence[Token], at: int, gazetteer: Gazetteer) -> tuple[int, Name] | None:
    """Return where the longest name that begins with token ``at`` ends, and the name."""
    if tokens[at].text[0].islower():
        return None
    for upto in range(min(at + _LONGEST_NAME, len(tokens)), at, -1):
        if tokens[upto - 1].text[0].islower() or tokens[upto - 1].sentence != tokens[at].sentence:
            continue
        surface = text[tokens[at].start : tokens[upto - 1].end]
        names = [name for name in gazetteer.find(surface) if _LATIN.search(name.canonical)]
        if names and len(surface) > 1:
            return upto, max(names, key=lambda name: (name.kind is Kind.PERSON, name.count))
    return None


def _unspaced(token: Token, gazetteer: Gazetteer, tgt: str) -> Iterator[SourceName]:
    """Yield the names within a run of a script that parts no words by spaces."""
    run = token.text
    if not _UNSPACED.search(run):
        return
    low = 0
    while low < len(run):
        for high in range(min(len(run), low + _LONGEST_RUN), low + 1, -1):
            names = [name for name in gazetteer.find(run[low:high]) if _LATIN.search(name.canonical)]
            if names:
                span = Span(token.start + low, token.start + high)
                yield SourceName(span, run[low:high], _target(names[0], run[low:high], tgt), names[0].kind, known=True)
                low = high
                break
        else:
            low += 1


def worldly(name: SourceName, background: Lexicon) -> bool:
    """Tell whether other languages have their own word for a place or body: Londres, la OTAN, Banco Mundial."""
    if name.kind is Kind.PERSON or not _LATIN.search(name.surface):
        return False
    words = [fold(word) for word in re.split(r"[\s-]+", name.surface)]
    if name.kind is Kind.PLACE:
        size = background.place(" ".join(words))
        return translated(words, size) if len(words) > 1 else size >= 2
    return name.surface.isupper() or (len(words) > 1 and any(background.word(word) >= 3 for word in words))


def _short(name: Name, surface: str) -> bool:
    """Tell whether ``surface`` is but a part of the name."""
    return " " not in surface and " " in name.canonical


def _target(name: Name, surface: str, tgt: str) -> str:
    """Return the form of ``name`` that shall stand for ``surface`` in the language ``tgt``.

    The gazetteer's canonical spellings are English. Another language in Latin letters keeps the form that it is given.
    """
    latin = [alias for alias in name.aliases if _LATIN.search(alias.surface)]
    if _LATIN.search(surface):
        if tgt != "en" or (fold(surface) == fold(name.canonical) and name.kind is not Kind.PLACE):
            return surface
        if not _short(name, surface):
            return name.canonical
    parts = name.canonical.split()
    if _short(name, surface) and name.kind is Kind.PERSON and not re.search(r"[\s・·]", surface):
        if fold(surface) in map(fold, parts):
            return surface
        shorts = [alias.surface for alias in latin if alias.short] or [parts[-1]]
        return max(shorts, key=lambda short: JaroWinkler.similarity(fold(short), fold(surface)))
    return name.canonical if not _LATIN.search(surface) or name.kind is not Kind.PERSON else surface


def translated(words: Sequence[str], size: int) -> bool:
    """Tell whether other languages have their own name for a place of this size (4: a country or a metropolis)."""
    return size >= 4 and not (words[0] in ARTICLES or _COMMON_PARTS.isdisjoint(words))
