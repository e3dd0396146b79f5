"""Damaged names: "Erdo?an" for Erdoğan, names with characters that were lost or decoded wrongly.

Such a name is always for review: with the only name of the sources that fits, or as a flag where none or several fit or
a neighbouring word of the name is suspicious too. `repair.text.damage` finds the damaged words.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from repair.core.replacement_style import fit
from repair.core.span_set import SpanSet
from repair.core.types import Alternative, Document, Kind, Reason, Span, Suggestion
from repair.pipeline import explanation
from repair.pipeline.detection import CopyContext
from repair.text.analysis import AnalyzedText
from repair.text.damage import LOST, Damaged, damaged_words
from repair.text.normalize import fold

DAMAGED = "damaged"
RESTORED = "characters were lost in transfer; {name} is the only name in the sources that fits"
UNCLEAR = "characters were lost in transfer"
UNIQUE = 0.9  # confidence in the only name that fits; not calibrated, so it is never applied without a person
_MOST_WORDS = 200  # different damaged words of one document that are matched
_MOST_PLACES = 60  # occurrences of a name in one source that are examined
_LONGEST = 40  # code points of a damaged word that is matched
_LONGEST_NAME = 200  # code points of neighbouring damaged words that are one name
_MOST_BESIDE = 8  # corrections after a damaged word that are part of its name
_MOST_ALTERNATIVES = 3
_FEWEST_LETTERS = 2  # remaining letters of a word that is matched


@dataclass(frozen=True, slots=True)
class _Place:
    """The damaged words of one name, in code points, and the names that fit.

    ``is_certain`` is False where a neighbouring word of the name may be wrong too.
    """

    start: int
    end: int
    names: tuple[str, ...]
    is_certain: bool = True


def restored(
    copy_context: CopyContext,
    suggestions: Sequence[Suggestion],
    *,
    document_id: str,
    signature: str,
    flags: bool = True,
) -> list[Suggestion]:
    """Return the suggestions with those for damaged names, which replace any that they touch.

    Args:
        copy_context: The copy and its story.
        suggestions: The suggestions so far, none overlapping.
        document_id: Document id of the new suggestions.
        signature: Their signature.
        flags: Whether damaged names that cannot be restored are flagged.
    """
    places = _joined(copy_context.copy.text, list(_places(copy_context)))
    remaining = {suggestion.span.start: suggestion for suggestion in suggestions}
    ending = {suggestion.span.end: suggestion for suggestion in suggestions}
    added: list[Suggestion] = []
    for place in places:
        place = _with_neighbours(copy_context.copy.text, place, remaining, ending)
        place = replace(place, is_certain=place.is_certain and not _suspicious_beside(copy_context, place))
        if flags or (place.is_certain and len(place.names) == 1):
            added.append(_suggestion(copy_context, place, (document_id, signature)))
    occupied = SpanSet(suggestion.span for suggestion in added)
    return sorted(
        [*(suggestion for suggestion in remaining.values() if not occupied.touches(suggestion.span)), *added],
        key=lambda suggestion: suggestion.span,
    )


def _places(copy_context: CopyContext) -> Iterator[_Place]:
    """Yield the damaged words of the copy that fit a name or look like one.

    Where no name fits a word before a question mark, that ends a question: "Did you speak to Zelinsky? And did he …".
    """
    lookup = _Lookup(copy_context)
    for word in damaged_words(copy_context.copy.text):
        names = lookup.names(word)
        if names or (LOST in word.pattern and _looks_like_name(copy_context, word)):
            yield _Place(word.start, word.end, names)
    for word in _cut_off(copy_context):
        names = lookup.names(word)
        if names:
            yield _Place(word.start, word.end, names)


def _looks_like_name(copy_context: CopyContext, word: Damaged) -> bool:
    """Return whether a damaged word that fits no name is capitalised and not two words of prose ("Really?Yes")."""
    parts = [fold(part) for part in word.pattern.split(LOST) if part]
    if len("".join(parts)) < 3 or not word.pattern.lstrip(LOST)[0].isupper():
        return False
    replaced = LOST in copy_context.copy.text[word.start : word.end]
    return replaced or not all(copy_context.lexicon.word(part) for part in parts)


def _cut_off(copy_context: CopyContext) -> Iterator[Damaged]:
    """Yield the words whose last letter may be a question mark: "Jos? Antonio Meade"."""
    copy = copy_context.copy
    for number in copy.capital_at[:-1]:
        token = copy.tokens[number]
        is_question = copy.text.startswith("? ", token.end) and copy.tokens[number + 1].capital
        if is_question and not copy_context.story.words.get(token.fold):
            yield Damaged(token.start, token.end + 1, token.text + LOST)


class _Lookup:
    """Finds the capitalised words of a story that fit a damaged word."""

    def __init__(self, copy_context: CopyContext) -> None:
        self._copy_context = copy_context
        self._words: dict[str, int] | None = None
        self._cached: dict[str, tuple[str, ...]] = {}

    def names(self, word: Damaged) -> tuple[str, ...]:
        """Return the story's words that fit a damaged word; only those with the same neighbours, if there are any."""
        remaining = word.pattern.replace(LOST, "")
        if len(remaining) < _FEWEST_LETTERS or len(word.pattern) > _LONGEST:
            return ()
        cached = self._cached.get(word.pattern)
        if cached is None:
            if len(self._cached) >= _MOST_WORDS:
                return ()
            cached = self._cached[word.pattern] = self._fitting(word.pattern)
        cut_off = self._copy_context.copy.text[word.end - 1 : word.end] == "?"
        if not cached or (len(cached) == 1 and not cut_off):
            return cached
        beside = tuple(name for name in cached if self._has_same_neighbour(word, name))
        return beside or (() if cut_off else cached)

    def _fitting(self, pattern: str) -> tuple[str, ...]:
        """Return the spellings of the story that fit a pattern, one for each folded form, most frequent first."""
        if self._words is None:
            self._words = {}
            for analysis in self._copy_context.story.sources:
                for number in analysis.capital_at:
                    text = analysis.tokens[number].text
                    self._words[text] = self._words.get(text, 0) + 1
        fits = _expression(pattern)
        spellings: dict[str, str] = {}
        # Of two spellings of a name, the one with more accents is right: accents get lost, but are not invented.
        ranked = sorted(self._words.items(), key=lambda item: (-sum(not c.isascii() for c in item[0]), -item[1]))
        for text, _ in ranked:
            if fits.fullmatch(text.lower()):
                spellings.setdefault(fold(text), text)
        return tuple(sorted(spellings.values(), key=lambda text: -self._copy_context.story.words.get(fold(text), 0)))

    def _has_same_neighbour(self, word: Damaged, name: str) -> bool:
        """Return whether a source has the name next to a word that is next to the damaged word in the copy.

        A word that lost letters, too, is the same where it fits: "Jos? Jer?".
        """
        text = self._copy_context.copy.text
        before = text[max(0, word.start - _LONGEST) : word.start].rstrip(" ").rpartition(" ")[2]
        after = text[word.end : word.end + _LONGEST].lstrip(" ").partition(" ")[0].strip(".,;:!")
        beside = [(step, fits) for step, fits in ((-1, _same_word(before)), (1, _same_word(after))) if fits]
        for analysis in self._copy_context.story.sources:
            for at in analysis.places.get(fold(name), ())[:_MOST_PLACES]:
                if any(fits.fullmatch(_fold_at(analysis, at + step)) for step, fits in beside):
                    return True
        return False


def _fold_at(analysis: AnalyzedText, at: int) -> str:
    return analysis.folds[at] if 0 <= at < len(analysis.folds) else ""


def _same_word(word: str) -> re.Pattern[str] | None:
    """Return the expression for a folded word of the sources that a word of the copy is; None if it has no letters."""
    if not any(map(str.isalpha, word)):
        return None
    if word.isalpha():
        return re.compile(re.escape(fold(word)))
    return re.compile(_expression(word.replace("?", LOST)).pattern + ("?" if word.endswith("?") else ""))


def _expression(pattern: str) -> re.Pattern[str]:
    """Return the expression for spellings that fit a pattern: two lost characters may be one letter."""
    pieces = re.split(f"({LOST}+)", pattern.lower())
    return re.compile(
        "".join(
            rf"[^\W\d_]{{{(len(piece) + 1) // 2},{len(piece)}}}" if piece[:1] == LOST else re.escape(piece)
            for piece in pieces
        )
    )


def _joined(text: str, places: list[_Place]) -> list[_Place]:
    """Return the places in order; neighbours separated by one space become one: "Rodr?guez Vel?zquez"."""
    joined: list[_Place] = []
    for place in sorted(places, key=lambda place: place.start):
        last = joined[-1] if joined else None
        if last and place.start < last.end:
            continue
        beside = last is not None and last.end + 1 == place.start and text[last.end] == " "
        if last and beside and len(last.names) == len(place.names) == 1 and place.end - last.start <= _LONGEST_NAME:
            joined[-1] = _Place(last.start, place.end, (f"{last.names[0]} {place.names[0]}",))
        else:
            joined.append(place)
    return joined


def _with_neighbours(
    text: str, place: _Place, by_start: dict[int, Suggestion], by_end: dict[int, Suggestion]
) -> _Place:
    """Return a place widened by the suggestions for the words right next to it, which are taken out of the tables.

    A name with two errors is not corrected in two halves; a person sees it as a whole.
    """
    left = by_end.get(place.start - 1) if text[place.start - 1 : place.start] == " " else None
    if left is not None and _is_of_name(left):
        names = tuple(f"{left.replacement} {name}" for name in place.names)
        place = replace(place, start=left.span.start, names=names, is_certain=False)
        del by_end[left.span.end], by_start[left.span.start]
    for _ in range(_MOST_BESIDE):
        right = by_start.get(place.end + 1) if text[place.end : place.end + 1] == " " else None
        if right is None or not _is_of_name(right):
            break
        names = tuple(f"{name} {right.replacement}" for name in place.names)
        place = replace(place, end=right.span.end, names=names, is_certain=False)
        del by_end[right.span.end], by_start[right.span.start]
    return place


def _is_of_name(suggestion: Suggestion) -> bool:
    return suggestion.kind is not Kind.TITLE and suggestion.replacement is not None


def _suspicious_beside(copy_context: CopyContext, place: _Place) -> bool:
    """Return whether a neighbouring word of the name is suspicious: "Jos? Exemple" is another José."""
    copy = copy_context.copy
    left = bisect.bisect_left(copy.tokens, place.start, key=lambda token: token.start) - 1
    right = bisect.bisect_left(copy.tokens, place.end, key=lambda token: token.start)
    for number in (left, right):
        if not 0 <= number < len(copy.tokens):
            continue
        token = copy.tokens[number]
        gap = copy.text[place.end : token.start] if number == right else copy.text[token.end : place.start]
        if gap == " " and copy_context.suspicious[number] and not copy_context.lexicon.word(token.fold):
            return True
    return False


def _suggestion(copy_context: CopyContext, place: _Place, context: tuple[str, str]) -> Suggestion:
    """Return the suggestion for a damaged name, or its flag; ``context`` is document id and signature."""
    text = copy_context.copy.printed
    span = Span(place.start, place.end)
    name = fit(place.names[0], text, span) if place.is_certain and len(place.names) == 1 else None
    alternatives = () if name else tuple(Alternative(other, 0.0) for other in place.names[:_MOST_ALTERNATIVES])
    return Suggestion.at(
        Document(context[0], text),
        span,
        name,
        identity=name or DAMAGED,
        confidence=UNIQUE if name else None,
        kind=Kind.PERSON,
        alternatives=alternatives,
        evidence=explanation.supporting_sources(copy_context, place.names) if name else (),
        reasons=(Reason(DAMAGED, RESTORED.format(name=name) if name else UNCLEAR, 0.0),),
        signature=context[1],
    )
