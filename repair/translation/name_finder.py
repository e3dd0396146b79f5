"""Finding the names in a text to be translated, and the form that each has in the translation.

Names come from a gazetteer, in any language and script, or are recognised by their shape: people by a given name,
places by their size. A place or organisation that the engine probably has a name for is left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from repair.core.types import Kind, Mention, Span
from repair.gazetteer import Gazetteer
from repair.text import mentions
from repair.text.lexicon import COMMON_WORD, VERY_COMMON_NAME, Lexicon
from repair.text.normalize import fold
from repair.text.tokens import Token, tokenize
from repair.text.wordlists import PARTICLES
from repair.translation.cross_script import CrossScriptMatcher
from repair.translation.gazetteer_names import (
    ARTICLES,
    GazetteerNames,
    SourceName,
    has_local_name,
    overlaps,
    place_is_translated,
)

_JOINERS = frozenset("y e and et und ed и та و &".split())
# Last words of places that English calls by another name: La Haya, Casa Blanca.
_TRANSLATED_ENDINGS = frozenset("haya habana meca coruna india cairo argentina blanca".split())
# Words that open sentences, and that are kept as the first of two words: "La Paz", "De Gaulle".
_ARTICLES = frozenset("de el la las los le der das y".split())
# Words that begin a sentence and are not part of the name after them, in six languages.
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
_PREVIOUS = re.compile(r"(?:(?<!\w)(\w++)[ ,]++)?\b([A-ZÀ-Þ][\w'’-]++) $")
_MONTHS = frozenset("april may june august".split())
_DATE_WORDS = frozenset("in since until till last next early late mid".split())


def find_names(
    text: str,
    *,
    tgt: str,
    src: str | None = None,
    gazetteer: Gazetteer | None = None,
    lexicon: Lexicon | None = None,
    matcher: CrossScriptMatcher | None = None,
) -> tuple[SourceName, ...]:
    """Return the names of ``text`` that the translation keeps, in order of place.

    Args:
        text: The text to be translated.
        tgt: Two-letter code of the language to translate into.
        src: Two-letter code of the language of the text, if it is known.
        gazetteer: Names of clean sources; without it, names are recognised by their shape alone.
        lexicon: Given names, surnames, places and words; by default the one of the package.
        matcher: A matcher for ``gazetteer``, to be shared between texts.
    """
    lexicon = lexicon or Lexicon.load()
    tokens = tokenize(text)
    listed: list[SourceName] = []
    shaped = list(_shaped(text, tgt, lexicon))
    if gazetteer is not None:
        matcher = matcher or CrossScriptMatcher(gazetteer, lexicon=lexicon)
        listed = GazetteerNames(gazetteer, matcher, src, tgt).find(text, tokens)
        shaped = [_with_preferred_spelling(name, matcher) for name in shaped] if tgt == "en" else shaped
    if tgt != "en":
        listed = [name for name in listed if not has_local_name(name, lexicon)]
    names = [name for name in shaped if not any(_outranks(other, name) for other in listed)]
    names += [name for name in listed if not any(overlaps(name.span, other.span) for other in names)]
    return tuple(sorted([*names, *_lone_surnames(text, tokens, names)], key=lambda name: name.span))


def _with_preferred_spelling(name: SourceName, matcher: CrossScriptMatcher) -> SourceName:
    """Return a person's name with the spelling of the gazetteer, if that has it in another romanisation."""
    other = matcher.alternate_spelling(name.surface) if name.kind is Kind.PERSON else None
    return name if other is None else replace(name, target=other.target, in_gazetteer=True)


def _outranks(listed: SourceName, shaped: SourceName) -> bool:
    """Tell whether a listed name replaces an overlapping one by shape: unless it is one word of that longer name."""
    if not overlaps(listed.span, shaped.span):
        return False
    inside = shaped.span.start <= listed.span.start and listed.span.end <= shaped.span.end
    return not inside or " " in listed.surface or shaped.span == listed.span


# --- by shape


def _shaped(text: str, tgt: str, lexicon: Lexicon) -> Iterator[SourceName]:
    """Yield what looks like the full name of a person, and places with the same name in all Latin-script languages."""
    for mention in mentions.find(text, lexicon):
        for span in _split(mention, text):
            span = _with_neighbour(span, text, lexicon)
            surface = text[span.start : span.end]
            words = [fold(word) for word in re.split(r"[\s-]+", surface)]
            if _is_person(words, surface, lexicon, initial=span.start == mention.sentence.start):
                yield SourceName(span, surface, surface, Kind.PERSON)
            elif _is_same_everywhere(words, surface, tgt, lexicon, initial=span.start == mention.sentence.start):
                yield SourceName(span, surface, surface, Kind.PLACE)


def _is_same_everywhere(words: Sequence[str], surface: str, tgt: str, lexicon: Lexicon, *, initial: bool) -> bool:
    """Tell whether a place has the same name in all languages that write in Latin letters."""
    if len(words) < 2:
        return False
    if words[-1] in _TRANSLATED_ENDINGS:
        return False
    size = lexicon.place(" ".join(words))
    if size >= 2:
        return tgt == "en" or not place_is_translated(words, size)
    # Within a sentence, a capital article is part of a name: El Alto, El País.
    return words[0] in ARTICLES and not initial and not surface.isupper() and surface.split()[-1][0].isupper()


def _with_neighbour(span: Span, text: str, lexicon: Lexicon) -> Span:
    """Return the span of a single word, extended by the given name before it or the surname after it ("June Black")."""
    if " " in text[span.start : span.end]:
        return span
    after = _NEXT.match(text, span.end)
    if (
        after
        and fold(after.group(1)) != "day"
        and lexicon.given(fold(text[span.start : span.end]))
        and lexicon.surname(fold(after.group(1)))
    ):
        return Span(span.start, after.end())
    before = _PREVIOUS.search(text, max(0, span.start - 40), span.start)
    if before is None or before.group(2).lower() in _OPENERS or not lexicon.given(fold(before.group(2))):
        return span
    dated = fold(before.group(2)) in _MONTHS and (before.group(1) or "in").lower() in _DATE_WORDS
    return span if dated else Span(before.start(2), span.end)


def _split(mention: Mention, text: str) -> Iterator[Span]:
    """Yield the parts of a mention between conjunctions, without sentence-initial words that are no names."""
    words = [
        Span(mention.span.start + match.start(), mention.span.start + match.end())
        for match in re.finditer(r"\S+", mention.surface)
    ]
    part: list[Span] = []
    for word in [*words, None]:
        if word is not None and text[word.start : word.end] not in _JOINERS:
            part.append(word)
            continue
        while part and (part[0].start == mention.sentence.start or part[0] is not words[0]) and _is_opener(text, part):
            part = part[1:]
        if part:
            yield Span(part[0].start, part[-1].end)
        part = []


def _is_opener(text: str, part: Sequence[Span]) -> bool:
    """Tell whether the first word of a part is only the first word of the sentence: "La Paz" keeps its article."""
    word = text[part[0].start : part[0].end].lower()
    return word in _OPENERS and not (word in _ARTICLES and len(part) == 2)


def _is_person(words: Sequence[str], surface: str, lexicon: Lexicon, *, initial: bool) -> bool:
    """Tell whether words are a given name and surnames; ``initial``: whether they begin a sentence."""
    if not 2 <= len(words) <= 6 or not surface[0].isupper():
        return False
    first, last = words[0], surface.split()[-1]
    if not last[0].isupper() or first in _OPENERS or lexicon.given(first) < 1:
        return False
    # "June" and "Will" are given names only before a surname, and not where the sentence gives them their capital.
    surname = lexicon.surname(fold(last)) >= 1 or lexicon.word(fold(last)) == 0
    return (
        lexicon.word(first) < COMMON_WORD
        or (surname and not initial)
        or (lexicon.given(first) >= VERY_COMMON_NAME and surname)
    )


def _lone_surnames(text: str, tokens: Sequence[Token], names: Sequence[SourceName]) -> Iterator[SourceName]:
    """Yield the surnames, standing alone, of people whose whole names are in the text."""
    surnames: dict[str, tuple[SourceName, str]] = {}
    for name in names:
        words, targets = name.surface.split(), name.target.split()
        if name.kind is not Kind.PERSON or len(words) < 2:
            continue
        for word in words[1:]:
            if fold(word) not in PARTICLES:
                # Of a name that is respelled, only the last word is sure to be its surname.
                if name.surface == name.target:
                    surnames[fold(word)] = name, ""
                elif word == words[-1]:
                    surnames[fold(word)] = name, targets[-1]
    for token in tokens:
        span = Span(token.start, token.end)
        if token.fold not in surnames or not token.text[0].isupper():
            continue
        if token.first and token.text.lower() in _OPENERS:
            continue
        if not any(overlaps(span, other.span) for other in names):
            name, target = surnames[token.fold]
            yield SourceName(span, token.text, target or token.text, Kind.PERSON, name.in_gazetteer)
