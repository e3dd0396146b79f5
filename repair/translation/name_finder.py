"""Find the names in a text that is to be translated, and the form in which each shall stand in the translation.

Names come from a gazetteer, in whatever languages and scripts it has them, or are told by their shape: people by a
given name, places by their fame. A place or a body that the engine may know a name for is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from repair.core.types import Kind, Mention, Span
from repair.gazetteer import Gazetteer
from repair.text import mentions
from repair.text.lexicon import Lexicon
from repair.text.normalize import fold
from repair.text.tokens import Token, tokenize
from repair.text.wordlists import PARTICLES
from repair.translation.cross_script import CrossScriptMatcher
from repair.translation.gazetteer_names import ARTICLES, SourceName, listed, overlap, translated, worldly

_JOINERS = frozenset("y e and et und ed и та و &".split())
# How places end that English calls otherwise: La Haya, Casa Blanca.
_OWN_WORD = frozenset("haya habana meca coruna india cairo argentina blanca".split())
# Words that open sentences, and that are kept as the first of two words: "La Paz", "De Gaulle".
_ARTICLES = frozenset("de el la las los le der das y".split())
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


def find_names(
    text: str,
    *,
    tgt: str,
    src: str | None = None,
    gazetteer: Gazetteer | None = None,
    background: Lexicon | None = None,
    ties: CrossScriptMatcher | None = None,
) -> tuple[SourceName, ...]:
    """Return the names of ``text`` that are to be kept, in order of place.

    ``src`` and ``tgt`` are the languages it is in, if that is known, and goes into; ``ties`` are the gazetteer's, for
    whoever reads many texts with one.
    """
    background = background or Lexicon.load()
    tokens = tokenize(text)
    known: list[SourceName] = []
    shaped = list(_shaped(text, tgt, background))
    if gazetteer is not None:
        ties = ties or CrossScriptMatcher(gazetteer, background=background)
        known = listed(text, tokens, gazetteer, (src, tgt), ties)
        shaped = [_respelled(name, ties) for name in shaped] if tgt == "en" else shaped
    if tgt != "en":
        known = [name for name in known if not worldly(name, background)]
    found = [name for name in shaped if not any(_wins(other, name) for other in known)]
    found += [name for name in known if not any(overlap(name.span, other.span) for other in found)]
    return tuple(sorted([*found, *_alone(text, tokens, found)], key=lambda name: name.span))


def _respelled(name: SourceName, ties: CrossScriptMatcher) -> SourceName:
    """Return the name as the gazetteer spells it, where it is the same by the rules of another school."""
    told = ties.respelled(name.surface) if name.kind is Kind.PERSON else None
    return name if told is None else replace(name, target=told[1], known=True)


def _wins(listed: SourceName, shaped: SourceName) -> bool:
    """Tell whether a listed name stands and a shaped one beside it does not: unless the latter is the longer person."""
    if not overlap(listed.span, shaped.span):
        return False
    inside = shaped.span.start <= listed.span.start and listed.span.end <= shaped.span.end
    return not inside or " " in listed.surface or shaped.span == listed.span


# --- by shape


def _shaped(text: str, tgt: str, background: Lexicon) -> Iterator[SourceName]:
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


def _kept_place(words: Sequence[str], surface: str, tgt: str, background: Lexicon, *, opens: bool) -> bool:
    """Tell whether a place goes by just this name in all languages that write in Latin letters."""
    if len(words) < 2:
        return False
    if words[-1] in _OWN_WORD:
        return False
    size = background.place(" ".join(words))
    if size >= 2:
        return tgt == "en" or not translated(words, size)
    # Within a sentence a capital article is part of a name, whatever it names: El Alto, El País.
    return words[0] in ARTICLES and not opens and not surface.isupper() and surface.split()[-1][0].isupper()


def _widened(span: Span, text: str, background: Lexicon) -> Span:
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
    if before is None or before.group(2).lower() in _OPENERS or not background.given(fold(before.group(2))):
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
    return word in _OPENERS and not (word in _ARTICLES and len(part) == 2)


def _person(words: Sequence[str], surface: str, background: Lexicon, *, opens: bool) -> bool:
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
    surnames: dict[str, tuple[SourceName, str]] = {}
    for name in found:
        words, targets = name.surface.split(), name.target.split()
        if name.kind is not Kind.PERSON or len(words) < 2:
            continue
        for word in words[1:]:
            if fold(word) not in PARTICLES:
                # A name that is spelled otherwise in the translation has its last word for the surname's.
                told = "" if name.surface == name.target else targets[-1] if word == words[-1] else None
                if told is not None:
                    surnames[fold(word)] = name, told
    for token in tokens:
        span = Span(token.start, token.end)
        if token.fold not in surnames or not token.text[0].isupper():
            continue
        if token.first and token.text.lower() in _OPENERS:
            continue
        if not any(overlap(span, other.span) for other in found):
            name, told = surnames[token.fold]
            yield SourceName(span, token.text, told or token.text, Kind.PERSON, name.known)
