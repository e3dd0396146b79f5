"""Damaged names: "Erdo?an" for Erdoğan, names with characters that were lost or decoded wrongly.

Such a name is always for review: with the only name of the sources that fits, or as a flag where none or several fit or
a neighbouring word of the name is suspicious too. `repair.text.damage` and `repair.text.cut_words` find the damaged
words, ``damaged_word_lookup`` the names that fit, and ``misread_names`` those that were read in another encoding.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from repair.core.replacement_style import fit
from repair.core.span_set import SpanSet
from repair.core.types import Alternative, Document, Kind, Reason, Span, Suggestion
from repair.pipeline import explanation
from repair.pipeline.detection import CopyContext
from repair.pipeline.unverified.damaged_word_lookup import DamagedWordLookup
from repair.pipeline.unverified.misread_names import misread_names
from repair.text.cut_words import words_with_signs
from repair.text.damage import LOST, Damaged, damaged_words
from repair.text.normalize import fold

DAMAGED = "damaged"
RESTORED = "characters were lost in transfer; {name} is the only name in the sources that fits"
UNCLEAR = "characters were lost in transfer"
UNIQUE = 0.9  # confidence in the only name that fits; not calibrated, so it is never applied without a person
_LONGEST_NAME = 200  # code points of neighbouring damaged words that are one name
_MOST_BESIDE = 8  # corrections after a damaged word that are part of its name
_MOST_ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """The damaged words of one name, in code points, and the names that fit.

    ``is_certain`` is False where a neighbouring word of the name may be wrong too. A name that was read in another
    encoding (``is_misread``) is certain, whatever its neighbours.
    """

    start: int
    end: int
    names: tuple[str, ...]
    is_certain: bool = True
    is_misread: bool = False


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
    misread = _misread(copy_context)
    places = _joined(copy_context.copy.text, [*_places(copy_context), *misread])
    remaining = {suggestion.span.start: suggestion for suggestion in suggestions}
    ending = {suggestion.span.end: suggestion for suggestion in suggestions}
    added: list[Suggestion] = []
    for place in places:
        place = _with_neighbours(copy_context.copy.text, place, remaining, ending)
        is_certain = place.is_misread or (place.is_certain and not _suspicious_beside(copy_context, place))
        place = replace(place, is_certain=is_certain)
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
    lookup = DamagedWordLookup(copy_context)
    for word in damaged_words(copy_context.copy.text):
        names = lookup.names(word)
        if not names and copy_context.copy.text.startswith("? ", word.end):  # "L?szl? Kelemen"
            longer = Damaged(word.start, word.end + 1, word.pattern + LOST)
            names = lookup.names(longer)
            word = longer if names else word
        if names or (LOST in word.pattern and _looks_like_name(copy_context, word)):
            yield _Place(word.start, word.end, names)
    for word in (*_cut_off(copy_context), *words_with_signs(copy_context.copy.text)):
        names = lookup.names(word)
        if names:
            yield _Place(word.start, word.end, names)


def _misread(copy_context: CopyContext) -> Iterator[_Place]:
    """Yield the names that were read in another encoding."""
    for start, end, name in misread_names(copy_context):
        yield _Place(start, end, (name,), is_misread=True)


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


def _joined(text: str, places: list[_Place]) -> list[_Place]:
    """Return the places in order; neighbours separated by one space become one: "Rodr?guez Vel?zquez"."""
    joined: list[_Place] = []
    for place in sorted(places, key=lambda place: place.start):
        last = joined[-1] if joined else None
        if last and place.start < last.end:
            continue
        beside = last is not None and last.end + 1 == place.start and text[last.end] == " "
        if last and beside and len(last.names) == len(place.names) == 1 and place.end - last.start <= _LONGEST_NAME:
            names = (f"{last.names[0]} {place.names[0]}",)
            joined[-1] = _Place(last.start, place.end, names, is_misread=last.is_misread and place.is_misread)
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
