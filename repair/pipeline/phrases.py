"""Names made of ordinary words, translated anew on the way: "Coalition of Ambitiousness" for "… of the Willing".

Such a name keeps its head and loses its tail, and no likeness of letters tells. A phrase "Head of Tail" of
the copy is proposed to be the one name of the story with that head, when the story has no such tail. Likewise
the person of whose two words one is an ordinary word and was translated ("Sign Rutte" for Mark Rutte), where the
sentence that tells this one has that name. Always for review: the evidence is the frame, not the word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import JaroWinkler

from repair.core.types import Action, Kind, Reason, Span, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline import explanation
from repair.pipeline.detection import CopyContext
from repair.text.analysis import AnalyzedText, NameNgram
from repair.text.normalize import fold
from repair.text.tokens import line_and_column

TOLD = "the matching source sentence has {name}; “{word}” is also an ordinary word and was probably translated"
_LONGEST_TAIL = 3  # capital words of a tail
_UNLIKE = 0.75  # Jaro-Winkler similarity from which the one may be the other mangled, which is judged by its letters
_TELLING = 0.5  # likeness from which a sentence surely tells this one
_EVERYDAY = 3  # frequency class of a word that engines use
_ORDINARY = 2  # frequency class from which an engine translates a word of a name
_QUOTES = "\"“”«»„'‘’"
# On 788,000 words of real machine output the frame fired on two phrases, both fair wordings and neither in quotation
# marks; so without them it stays under the usual threshold of review. Too few to be called calibrated.
PLAIN, QUOTED = 0.30, 0.55
# On the same output a person's name fires once, rightly; on 168,000 words of human translation beside another of the
# same story, never. Too few for more than review.
TRANSLATED = 0.55
_GENERIC = frozenset(
    "university ministry department institute bank republic city state court house kingdom prime minister chief head "
    "president director minister secretary member king queen prince duke bishop archbishop mayor governor day battle "
    "county district province church cathedral college school faculty academy museum museum lord speaker statue".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """ "Head of Tail" in a text: half-open token range, and the folded head and tail."""

    low: int
    high: int
    head: str
    tail: tuple[str, ...]


def propose_phrases(copy_context: CopyContext, *, document_id: str, signature: str) -> Iterator[Suggestion]:
    """Yield a suggestion for each phrase of the copy whose head belongs to one other name of the story."""
    phrases = [
        phrase
        for phrase in _phrases(copy_context.copy)
        if phrase.head not in _GENERIC and not any(copy_context.story.words.get(word) for word in phrase.tail)
    ]
    names = _names(copy_context) if phrases else {}
    for phrase in phrases:
        cached = names.get(phrase.head, {})
        if len(cached) != 1:
            continue
        ((text, places),) = cached.items()
        if all(copy_context.lexicon.word(word) or not copy_context.lexicon.surname(word) for word in phrase.tail):
            yield _suggestion(copy_context, phrase, places[0], text, (document_id, signature))


def _phrases(analyzed: AnalyzedText) -> Iterator[Phrase]:
    tokens = analyzed.tokens
    for of in analyzed.places.get("of", ()):
        low = of - 1
        if (
            low < 0
            or not tokens[low].capital
            or of + 1 >= len(tokens)
            or tokens[of].text != "of"
            or not analyzed.joinable(low, of)
        ):
            continue
        if low > 0 and tokens[low - 1].capital and analyzed.joinable(low - 1, low):
            continue  # a longer name: "Security Council of …"
        at = of + 2 if tokens[of + 1].text == "the" else of + 1
        high = at
        while (
            high < len(tokens)
            and high - at < _LONGEST_TAIL
            and tokens[high].capital
            and analyzed.joinable(high - 1, high)
        ):
            high += 1
        if high > at:
            yield Phrase(low, high, tokens[low].fold, tuple(analyzed.folds[at:high]))


def _names(copy_context: CopyContext) -> dict[str, dict[str, list[tuple[int, NameNgram]]]]:
    """From the head of each listed "Head of Tail" name of the story to its spellings (by fold) and their places."""
    by_head: dict[str, dict[str, list[tuple[int, NameNgram]]]] = {}
    seen: dict[tuple[str, str], str] = {}
    for number, analyzed in enumerate(copy_context.story.texts):
        for phrase in _phrases(analyzed):
            text = analyzed.surface(phrase.low, phrase.high)
            if copy_context.names.listed(text) == 2:
                spelling = seen.setdefault((phrase.head, fold(text)), text)
                table = by_head.setdefault(phrase.head, {})
                table.setdefault(spelling, []).append((number, NameNgram(phrase.low, phrase.high, text)))
    return by_head


def propose_translated(
    copy_context: CopyContext, gazetteer: Gazetteer, *, document_id: str, signature: str
) -> Iterator[Suggestion]:
    """Yield a suggestion for each person of the copy of whose two words one was translated as an ordinary word."""
    copy = copy_context.copy
    for low in copy.capital_at:
        high = low + 2
        if high > len(copy.tokens) or not copy.joints[low] or not copy.tokens[low + 1].capital:
            continue
        if high < len(copy.tokens) and copy.tokens[high].capital and copy.joinable(low + 1, high):
            continue
        for translated in (0, 1):
            match = (
                _meant(copy_context, low, translated)
                if not copy_context.story.words.get(copy.folds[low + translated])
                else None
            )
            people = gazetteer.find(match[1].text) if match is not None else ()
            if match is not None and any(name.kind is Kind.PERSON for name in people):
                phrase = Phrase(low, high, copy.folds[low], ())
                text = match[1].text
                suggestion = _suggestion(copy_context, phrase, match, text, (document_id, signature))
                reason = Reason("translated", TOLD.format(name=text, word=text.split()[translated]), 0.0)
                yield replace(suggestion, confidence=TRANSLATED, kind=Kind.PERSON, reasons=(reason,))


def _meant(copy_context: CopyContext, low: int, translated: int) -> tuple[int, NameNgram] | None:
    """Return the person whose name the two words at ``low`` are but for the word ``odd`` (0 or 1), and its place.

    None unless the sentences that tell this one have one such name, and the word that it has is an ordinary one
    unlike that of the copy, which is a name of nobody.
    """
    copy, lexicon = copy_context.copy, copy_context.lexicon
    wrong, shared = copy.folds[low + translated], copy.folds[low + 1 - translated]
    if lexicon.given(wrong) or lexicon.surname(wrong) or lexicon.place(wrong):
        return None
    # A given name comes back as an everyday word. A surname that is a word may be another's: Donald Tusk.
    if lexicon.word(wrong) < _EVERYDAY if translated == 0 else lexicon.word(wrong) > 0:
        return None
    sentence = copy.sentence_of[low]
    matches: dict[str, tuple[int, NameNgram]] = {}
    for number, analyzed in enumerate(copy_context.story.texts):
        telling = {each.sentence for each in copy_context.alignments[number][sentence] if each.similarity >= _TELLING}
        for at in analyzed.places.get(shared, ()):
            pair = (at, at + 1) if translated else (at - 1, at)
            if pair[0] < 0 or pair[1] >= len(analyzed.tokens) or not analyzed.joinable(*pair):
                continue
            text = analyzed.surface(pair[0], pair[1] + 1)
            if analyzed.sentence_of[at] in telling and copy_context.listed(text) == 2:
                matches.setdefault(fold(text), (number, NameNgram(pair[0], pair[1] + 1, text)))
    if len(matches) != 1:
        return None
    ((words, place),) = matches.items()
    right = words.split()
    unlike = len(right) == 2 and JaroWinkler.similarity(right[translated], wrong) < _UNLIKE
    return place if unlike and lexicon.word(right[translated]) >= _ORDINARY else None


def _suggestion(
    copy_context: CopyContext, phrase: Phrase, place: tuple[int, NameNgram], text: str, names: tuple[str, str]
) -> Suggestion:
    copy = copy_context.copy
    start, end = copy.tokens[phrase.low].start, copy.tokens[phrase.high - 1].end
    line, column = line_and_column(copy.text, start)
    quoted = copy.text[max(0, start - 1) : start] in _QUOTES and start > 0
    surface = copy.text[start:end]
    return Suggestion(
        id=explanation.content_id(names[0], str(start), surface, text),
        document_id=names[0],
        span=Span(start, end),
        line=line,
        column=column,
        surface=surface,
        replacement=text,
        confidence=QUOTED if quoted else PLAIN,
        kind=Kind.ORGANISATION,
        action=Action.REVIEW,
        evidence=explanation.supporting_sources(copy_context, (text,)),
        reasons=(Reason("frame", f"the only “{text.split()[0]} of …” in the sources is another", 0.0),),
        signature=names[1],
    )
