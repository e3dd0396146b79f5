"""Find the names in a text that is to be translated, and the form in which each shall stand in the translation.

Names come from a gazetteer, in whatever languages and scripts it has them, or are told by their shape: people by a
given name, places by their fame. A place or a body that the engine may know a name for is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import JaroWinkler

from repair import mentions
from repair.apply import fit
from repair.background import Background
from repair.gazetteer import Gazetteer
from repair.text import Token, fold, tokenize
from repair.types import Kind, Mention, Name, Span

_LONGEST_NAME = 7  # words
_LONGEST_RUN = 14  # code points of a name in a script without spaces
_JOINERS = frozenset("y e and et und ed и та و &".split())
_ARTICLES = frozenset("el la los las san santa".split())  # of places that have one name in many languages
# How places end that English calls otherwise (La Haya, Casa Blanca), and the parts of names that languages translate.
_OWN_WORD = frozenset("haya habana meca coruna india cairo argentina blanca".split())
_COMMON_PARTS = frozenset(
    "new south north east west northern southern united great saudi cape city republic island islands ivory states "
    "kingdom emirates sea gulf vatican czech".split()
)
_PARTICLES = frozenset(
    "de del della di da do dos das la las los el al bin ibn abu von van der den zu le du des y".split()
)
# Words that begin sentences with a capital and are no part of the name after them; our own list, six languages.
_OPENERS = frozenset(
    "el la los las un una ayer hoy mañana según cuando mientras tras para pero como con sin desde hasta entre "
    "ante también además así aunque si no ni ya en de por sobre su sus este esta esto ese esa aquel the a an "
    "yesterday today tomorrow when while after before but as with without from until between also according since "
    "although if in on at by for his her their its this that these those le les une hier selon quand pendant "
    "après mais comme avec sans dans son sa ses ce cette der die das ein eine gestern heute laut nach aber mit "
    "ohne wie am im o os uma ontem hoje segundo quando com sem il lo gli ieri oggi secondo dopo ma senza y e and "
    "et und tanto ambos both".split()
)
_NEXT = re.compile(r" ([A-ZÀ-Þ][\w'’-]+)")
_PREVIOUS = re.compile(r"(?:(\w+)[ ,]+)?\b([A-ZÀ-Þ][\w'’-]+) $")
_MONTHS = frozenset("april may june august".split())
_DATING = frozenset("in since until till last next early late mid".split())
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


def find_names(
    text: str, *, tgt: str, gazetteer: Gazetteer | None = None, background: Background | None = None
) -> tuple[SourceName, ...]:
    """Return the names of ``text`` that are to be kept, in order of place; ``tgt`` is the language it goes into."""
    background = background or Background.load()
    tokens = tokenize(text)
    listed = list(_listed(text, tokens, gazetteer, tgt)) if gazetteer is not None else []
    if tgt != "en":
        listed = [name for name in listed if not _worldly(name, background)]
    shaped = list(_shaped(text, tgt, background))
    found = [name for name in shaped if not any(_wins(other, name) for other in listed)]
    found += [name for name in listed if not any(_overlap(name.span, other.span) for other in found)]
    return tuple(sorted([*found, *_alone(text, tokens, found)], key=lambda name: name.span))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _wins(listed: SourceName, shaped: SourceName) -> bool:
    """Tell whether a listed name stands and a shaped one beside it does not: unless the latter is the longer person."""
    if not _overlap(listed.span, shaped.span):
        return False
    inside = shaped.span.start <= listed.span.start and listed.span.end <= shaped.span.end
    return not inside or " " in listed.surface or shaped.span == listed.span


# --- by the gazetteer


def _listed(text: str, tokens: Sequence[Token], gazetteer: Gazetteer, tgt: str) -> Iterator[SourceName]:
    """Yield the longest names of the gazetteer from left to right."""
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
        names = gazetteer.find(surface)
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
            names = gazetteer.find(run[low:high])
            if names:
                span = Span(token.start + low, token.start + high)
                yield SourceName(span, run[low:high], _target(names[0], run[low:high], tgt), names[0].kind, known=True)
                low = high
                break
        else:
            low += 1


def _worldly(name: SourceName, background: Background) -> bool:
    """Tell whether other languages have their own word for a place or body: Londres, la OTAN, Banco Mundial."""
    if name.kind is Kind.PERSON or not _LATIN.search(name.surface):
        return False
    words = [fold(word) for word in re.split(r"[\s-]+", name.surface)]
    if name.kind is Kind.PLACE:
        size = background.place(" ".join(words))
        return _translated(words, size) if len(words) > 1 else size >= 2
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
        if tgt != "en" or fold(surface) == fold(name.canonical):
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


# --- by shape


def _shaped(text: str, tgt: str, background: Background) -> Iterator[SourceName]:
    """Yield what looks like a person's full name, and places that English knows under just this name."""
    for mention in mentions.find(text, background):
        for span in _split(mention, text):
            span = _widened(span, text, background)
            surface = text[span.start : span.end]
            words = [fold(word) for word in re.split(r"[\s-]+", surface)]
            if _person(words, surface, background, opens=span.start == mention.sentence.start):
                yield SourceName(span, surface, surface, Kind.PERSON)
            elif _kept_place(words, surface, tgt, background, opens=span.start == mention.sentence.start):
                yield SourceName(span, surface, surface, Kind.PLACE)


def _kept_place(words: Sequence[str], surface: str, tgt: str, background: Background, *, opens: bool) -> bool:
    """Tell whether a place goes by just this name in all languages that write in Latin letters."""
    if len(words) < 2:
        return False
    if words[-1] in _OWN_WORD:
        return False
    size = background.place(" ".join(words))
    if size >= 2:
        return tgt == "en" or not _translated(words, size)
    # Within a sentence a capital article is part of a name, whatever it names: El Alto, El País.
    return words[0] in _ARTICLES and not opens and not surface.isupper() and surface.split()[-1][0].isupper()


def _translated(words: Sequence[str], size: int) -> bool:
    """Tell whether other languages have their own name for a place of this size (4: a country or a metropolis)."""
    return size >= 4 and not (words[0] in _ARTICLES or _COMMON_PARTS.isdisjoint(words))


def _widened(span: Span, text: str, background: Background) -> Span:
    """Return a single word with the given name before it or the surname after it: "June Black", "Theresa King"."""
    if " " in text[span.start : span.end]:
        return span
    after = _NEXT.match(text, span.end)
    if (
        after
        and fold(after.group(1)) != "day"
        and background.given(fold(text[span.start : span.end]))
        and background.surname(fold(after.group(1)))
    ):
        return Span(span.start, after.end())
    before = _PREVIOUS.search(text, max(0, span.start - 40), span.start)
    if before is None or not background.given(fold(before.group(2))):
        return span
    dated = fold(before.group(2)) in _MONTHS and (before.group(1) or "in").lower() in _DATING
    return span if dated else Span(before.start(2), span.end)


def _split(mention: Mention, text: str) -> Iterator[Span]:
    """Yield the parts of a mention between joining words, without words that only open a sentence."""
    words = [
        Span(mention.span.start + match.start(), mention.span.start + match.end())
        for match in re.finditer(r"\S+", mention.surface)
    ]
    part: list[Span] = []
    for word in [*words, None]:
        if word is not None and text[word.start : word.end] not in _JOINERS:
            part.append(word)
            continue
        while part and (part[0].start == mention.sentence.start or part[0] is not words[0]) and _opener(text, part):
            part = part[1:]
        if part:
            yield Span(part[0].start, part[-1].end)
        part = []


def _opener(text: str, part: Sequence[Span]) -> bool:
    """Tell whether the first word of a part only opens the sentence: "La Paz" keeps its article."""
    word = text[part[0].start : part[0].end].lower()
    return word in _OPENERS and not (word in _PARTICLES and len(part) == 2)


def _person(words: Sequence[str], surface: str, background: Background, *, opens: bool) -> bool:
    """Tell whether the words are a given name and what follows one; ``opens``: whether they open a sentence."""
    if not 2 <= len(words) <= 6 or not surface[0].isupper():
        return False
    first, last = words[0], surface.split()[-1]
    if not last[0].isupper() or first in _OPENERS or background.given(first) < 1:
        return False
    # "June" and "Will" are given names before a surname, where their capitals do not come from the sentence.
    surname = background.surname(fold(last)) >= 1 or background.word(fold(last)) == 0
    return background.word(first) < 3 or (surname and not opens) or (background.given(first) >= 3 and surname)


def _alone(text: str, tokens: Sequence[Token], found: Sequence[SourceName]) -> Iterator[SourceName]:
    """Yield the surnames that stand alone of people whose whole names the text has."""
    surnames = {}
    for name in found:
        words = name.surface.split()
        if name.kind is Kind.PERSON and len(words) > 1:
            surnames.update({fold(word): name for word in words[1:] if fold(word) not in _PARTICLES})
    for token in tokens:
        span = Span(token.start, token.end)
        if token.fold not in surnames or not token.text[0].isupper():
            continue
        if token.first and token.text.lower() in _OPENERS:
            continue
        if not any(_overlap(span, other.span) for other in found):
            yield SourceName(span, token.text, token.text, Kind.PERSON, surnames[token.fold].known)
