"""Finding names of a gazetteer in a text to be translated: as listed, inflected, respelled, or transliterated.

Each name comes with the form that it has in the translation. Names that only look like names are found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from repair.core.replacement_style import fit
from repair.core.types import Kind, Name, Span
from repair.gazetteer import Gazetteer
from repair.text.lexicon import COMMON_WORD, Lexicon
from repair.text.normalize import fold
from repair.text.tokens import Token
from repair.translation.base_forms import base_forms, whole_base_forms
from repair.translation.cross_script import CrossScriptMatcher

_MAX_WORDS = 7  # of a name
_MAX_INFLECTED_WORDS = 3  # of a name, each with any ending
_MAX_UNSPACED = 14  # code points of a name in a script without spaces
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
    """A name in a text to be translated.

    Attributes:
        span: Its place in the text (code points).
        surface: The name as it stands there.
        target: The form that it has in the translation.
        kind: What it names.
        in_gazetteer: Whether the gazetteer has it; otherwise it only has the shape of a name.
    """

    span: Span
    surface: str
    target: str
    kind: Kind
    in_gazetteer: bool = False


@dataclass(frozen=True, slots=True)
class GazetteerNames:
    """Finds the names of one gazetteer in texts that are translated from ``src`` (None: unknown) into ``tgt``.

    Languages are two-letter codes.
    """

    gazetteer: Gazetteer
    matcher: CrossScriptMatcher
    src: str | None
    tgt: str

    def find(self, text: str, tokens: Sequence[Token]) -> list[SourceName]:
        """Return the names in ``text``, whose tokens are ``tokens``, in order of place; none overlap."""
        names = list(self._listed(text, tokens))
        names += _apart(self._inflected(text, tokens), names)
        names += _apart(self._in_other_scripts(text), names)
        if self.tgt == "en":
            names += _apart(self._respelled(text, tokens), names)
        return sorted(names, key=lambda name: name.span)

    # --- as the gazetteer has them

    def _listed(self, text: str, tokens: Sequence[Token]) -> Iterator[SourceName]:
        """Yield the longest names that the gazetteer has in this very form, from left to right."""
        at, full_names = 0, set[str]()
        uncertain: list[SourceName] = []
        while at < len(tokens):
            longest = self._longest(text, tokens, at)
            if longest is None:
                yield from self._in_unspaced(tokens[at])
                at += 1
                continue
            end, name = longest
            span = Span(tokens[at].start, tokens[end - 1].end)
            surface = text[span.start : span.end]
            target = fit(_target(name, surface, self.tgt), text, span)
            source_name = SourceName(span, surface, target, name.kind, in_gazetteer=True)
            is_surname = end - at == 1 and _is_part(name, surface) and name.kind is Kind.PERSON
            if is_surname and tokens[at].first and _LATIN.search(surface):
                # At the beginning of a sentence it may be an ordinary word, unless the whole name stands elsewhere.
                uncertain.append(source_name)
            else:
                full_names |= {token.fold for token in tokens[at:end]} if end - at > 1 else set()
                yield source_name
            at = end
        yield from (source_name for source_name in uncertain if fold(source_name.surface) in full_names)

    def _longest(self, text: str, tokens: Sequence[Token], at: int) -> tuple[int, Name] | None:
        """Return where the longest name that begins with token ``at`` ends (number of the next token), and the name."""
        if tokens[at].text[0].islower():
            return None
        for end in range(min(at + _MAX_WORDS, len(tokens)), at, -1):
            if tokens[end - 1].text[0].islower() or tokens[end - 1].sentence != tokens[at].sentence:
                continue
            surface = text[tokens[at].start : tokens[end - 1].end]
            names = [name for name in self.gazetteer.find(surface) if _LATIN.search(name.canonical)]
            if names and len(surface) > 1:
                return end, max(names, key=lambda name: (name.kind is Kind.PERSON, name.count))
        return None

    def _in_unspaced(self, token: Token) -> Iterator[SourceName]:
        """Yield the names within a token of a script that does not separate words by spaces."""
        run = token.text
        if not _UNSPACED.search(run):
            return
        low = 0
        while low < len(run):
            for high in range(min(len(run), low + _MAX_UNSPACED), low + 1, -1):
                surface = run[low:high]
                names = [name for name in self.gazetteer.find(surface) if _LATIN.search(name.canonical)]
                if names:
                    span = Span(token.start + low, token.start + high)
                    target = _target(names[0], surface, self.tgt)
                    yield SourceName(span, surface, target, names[0].kind, in_gazetteer=True)
                    low = high
                    break
            else:
                low += 1

    # --- in other forms

    def _inflected(self, text: str, tokens: Sequence[Token]) -> Iterator[SourceName]:
        """Yield inflected names of people and places, from left to right; whole names before surnames."""
        at = 0
        while at < len(tokens):
            end, name = self._longest_inflected(tokens, at) or (at + 1, None)
            if name is not None:
                span = Span(tokens[at].start, tokens[end - 1].end)
                is_surname = end - at == 1 and " " in name.canonical
                target = name.canonical.split()[-1] if is_surname else name.canonical
                surface = text[span.start : span.end]
                yield SourceName(span, surface, fit(target, text, span), name.kind, in_gazetteer=True)
            at = end

    def _longest_inflected(self, tokens: Sequence[Token], at: int) -> tuple[int, Name] | None:
        """Return where the inflected name that begins with token ``at`` ends (next token), and the name."""
        if not tokens[at].text[0].isupper():
            return None
        for end in range(min(at + _MAX_INFLECTED_WORDS, len(tokens)), at, -1):
            run = tokens[at:end]
            if not _may_be_name(run):
                continue
            if len(run) == 1 and (run[0].first or len(run[0].text) < 4):
                return None
            words = [token.text for token in run]
            for form in whole_base_forms(words, self.src) if len(run) > 1 else base_forms(words[0], self.src):
                name = self._name_of(form, is_whole=len(run) > 1)
                if name is not None:
                    return end, name
        return None

    def _name_of(self, form: str, *, is_whole: bool) -> Name | None:
        """Return the person or place called ``form``: by name, by surname, or in another romanisation."""
        for name in self.gazetteer.find(form):
            if name.kind in (Kind.PERSON, Kind.PLACE):
                return name
        if not is_whole and (bearer := self.matcher.unique_bearer(form)) is not None:
            return bearer
        other = self.matcher.alternate_spelling(form)
        return other.name if other is not None and (" " in other.target) is is_whole else None

    def _in_other_scripts(self, text: str) -> Iterator[SourceName]:
        """Yield the names that another script writes by their sound."""
        for match in self.matcher.find(text):
            surface = text[match.span.start : match.span.end]
            yield SourceName(match.span, surface, match.target, match.name.kind, in_gazetteer=True)

    def _respelled(self, text: str, tokens: Sequence[Token]) -> Iterator[SourceName]:
        """Yield people whose names stand there in another romanisation, whole names before surnames."""
        at = 0
        while at < len(tokens):
            low, at = at, at + 1
            for end in range(min(low + _MAX_INFLECTED_WORDS, len(tokens)), low, -1):
                run = tokens[low:end]
                is_weak = len(run) == 1 and (run[0].first or len(run[0].text) < 5)
                if is_weak or not _may_be_name(run):
                    continue
                span = Span(run[0].start, run[-1].end)
                surface = text[span.start : span.end]
                other = self.matcher.alternate_spelling(surface)
                if other is not None and (" " in other.target) is (len(run) > 1):
                    yield SourceName(span, surface, fit(other.target, text, span), other.name.kind, in_gazetteer=True)
                    at = end
                    break


def _may_be_name(run: Sequence[Token]) -> bool:
    """Tell whether tokens have capitals and stand in one sentence."""
    return run[-1].sentence == run[0].sentence and all(token.text[0].isupper() for token in run)


def _apart(names: Iterable[SourceName], others: Sequence[SourceName]) -> list[SourceName]:
    """Return those of ``names`` that overlap none of ``others``."""
    return [name for name in names if not any(overlaps(name.span, other.span) for other in others)]


def overlaps(span: Span, other: Span) -> bool:
    """Tell whether two spans share a code point."""
    return span.start < other.end and other.start < span.end


def has_local_name(name: SourceName, lexicon: Lexicon) -> bool:
    """Tell whether other languages have their own word for a place or organisation: Londres, la OTAN, Banco Mundial."""
    if name.kind is Kind.PERSON or not _LATIN.search(name.surface):
        return False
    words = [fold(word) for word in re.split(r"[\s-]+", name.surface)]
    if name.kind is Kind.PLACE:
        size = lexicon.place(" ".join(words))
        return place_is_translated(words, size) if len(words) > 1 else size >= 2
    return name.surface.isupper() or (len(words) > 1 and any(lexicon.word(word) >= COMMON_WORD for word in words))


def place_is_translated(words: Sequence[str], size: int) -> bool:
    """Tell whether other languages have their own name for a place of several words.

    Args:
        words: The folded words of its name.
        size: Its size class in the lexicon (4: a country or a metropolis).
    """
    return size >= 4 and not (words[0] in ARTICLES or _COMMON_PARTS.isdisjoint(words))


def _is_part(name: Name, surface: str) -> bool:
    """Tell whether ``surface`` is one word of a longer name."""
    return " " not in surface and " " in name.canonical


def _target(name: Name, surface: str, tgt: str) -> str:
    """Return the form of ``name`` that replaces ``surface`` in the language ``tgt``.

    The canonical spellings of the gazetteer are English. Other languages in Latin letters keep the form of the text.
    """
    latin = [alias for alias in name.aliases if _LATIN.search(alias.surface)]
    if _LATIN.search(surface):
        if tgt != "en" or (fold(surface) == fold(name.canonical) and name.kind is not Kind.PLACE):
            return surface
        if not _is_part(name, surface):
            return name.canonical
    parts = name.canonical.split()
    if _is_part(name, surface) and name.kind is Kind.PERSON and not re.search(r"[\s・·]", surface):
        if fold(surface) in map(fold, parts):
            return surface
        shorts = [alias.surface for alias in latin if alias.short] or [parts[-1]]
        return max(shorts, key=lambda short: JaroWinkler.similarity(fold(short), fold(surface)))
    return name.canonical if not _LATIN.search(surface) or name.kind is not Kind.PERSON else surface
