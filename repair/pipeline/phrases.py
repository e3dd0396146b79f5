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

TOLD = "the sentence that tells this one has {name}; “{word}” is an ordinary word, and was translated"
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


def propose_phrases(scene: CopyContext, *, document_id: str, signature: str) -> Iterator[Suggestion]:
    """Yield a suggestion for each phrase of the copy whose head belongs to one other name of the story."""
    phrases = [
        phrase
        for phrase in _phrases(scene.copy)
        if phrase.head not in _GENERIC and not any(scene.story.words.get(word) for word in phrase.tail)
    ]
    names = _names(scene) if phrases else {}
    for phrase in phrases:
        known = names.get(phrase.head, {})
        if len(known) != 1:
            continue
        ((text, places),) = known.items()
        if all(scene.background.word(word) or not scene.background.surname(word) for word in phrase.tail):
            yield _suggestion(scene, phrase, places[0], text, (document_id, signature))


def _phrases(reading: AnalyzedText) -> Iterator[Phrase]:
    tokens = reading.tokens
    for of in reading.places.get("of", ()):
        low = of - 1
        if (
            low < 0
            or not tokens[low].capital
            or of + 1 >= len(tokens)
            or tokens[of].text != "of"
            or not reading.joinable(low, of)
        ):
            continue
        if low > 0 and tokens[low - 1].capital and reading.joinable(low - 1, low):
            continue  # a longer name: "Security Council of …"
        at = of + 2 if tokens[of + 1].text == "the" else of + 1
        high = at
        while (
            high < len(tokens)
            and high - at < _LONGEST_TAIL
            and tokens[high].capital
            and reading.joinable(high - 1, high)
        ):
            high += 1
        if high > at:
            yield Phrase(low, high, tokens[low].fold, tuple(reading.folds[at:high]))


def _names(scene: CopyContext) -> dict[str, dict[str, list[tuple[int, NameNgram]]]]:
    """From the head of each listed "Head of Tail" name of the story to its spellings (by fold) and their places."""
    found: dict[str, dict[str, list[tuple[int, NameNgram]]]] = {}
    seen: dict[tuple[str, str], str] = {}
    for number, reading in enumerate(scene.story.readings):
        for phrase in _phrases(reading):
            text = reading.surface(phrase.low, phrase.high)
            if scene.names.listed(text) == 2:
                spelling = seen.setdefault((phrase.head, fold(text)), text)
                table = found.setdefault(phrase.head, {})
                table.setdefault(spelling, []).append((number, NameNgram(phrase.low, phrase.high, text)))
    return found


def propose_translated(
    scene: CopyContext, gazetteer: Gazetteer, *, document_id: str, signature: str
) -> Iterator[Suggestion]:
    """Yield a suggestion for each person of the copy of whose two words one was translated as an ordinary word."""
    copy = scene.copy
    for low in copy.capital_at:
        high = low + 2
        if high > len(copy.tokens) or not copy.joints[low] or not copy.tokens[low + 1].capital:
            continue
        if high < len(copy.tokens) and copy.tokens[high].capital and copy.joinable(low + 1, high):
            continue
        for odd in (0, 1):
            found = _meant(scene, low, odd) if not scene.story.words.get(copy.folds[low + odd]) else None
            people = gazetteer.find(found[1].text) if found is not None else ()
            if found is not None and any(name.kind is Kind.PERSON for name in people):
                phrase = Phrase(low, high, copy.folds[low], ())
                text = found[1].text
                suggestion = _suggestion(scene, phrase, found, text, (document_id, signature))
                reason = Reason("translated", TOLD.format(name=text, word=text.split()[odd]), 0.0)
                yield replace(suggestion, confidence=TRANSLATED, kind=Kind.PERSON, reasons=(reason,))


def _meant(scene: CopyContext, low: int, odd: int) -> tuple[int, NameNgram] | None:
    """Return the person whose name the two words at ``low`` are but for the word ``odd`` (0 or 1), and its place.

    None unless the sentences that tell this one have one such name, and the word that it has is an ordinary one
    unlike that of the copy, which is a name of nobody.
    """
    copy, background = scene.copy, scene.background
    wrong, kept = copy.folds[low + odd], copy.folds[low + 1 - odd]
    if background.given(wrong) or background.surname(wrong) or background.place(wrong):
        return None
    # A given name comes back as an everyday word. A surname that is a word may be another's: Donald Tusk.
    if background.word(wrong) < _EVERYDAY if odd == 0 else background.word(wrong) > 0:
        return None
    sentence = copy.sentence_of[low]
    found: dict[str, tuple[int, NameNgram]] = {}
    for number, reading in enumerate(scene.story.readings):
        telling = {each.sentence for each in scene.partners[number][sentence] if each.likeness >= _TELLING}
        for at in reading.places.get(kept, ()):
            pair = (at, at + 1) if odd else (at - 1, at)
            if pair[0] < 0 or pair[1] >= len(reading.tokens) or not reading.joinable(*pair):
                continue
            text = reading.surface(pair[0], pair[1] + 1)
            if reading.sentence_of[at] in telling and scene.listed(text) == 2:
                found.setdefault(fold(text), (number, NameNgram(pair[0], pair[1] + 1, text)))
    if len(found) != 1:
        return None
    ((words, place),) = found.items()
    right = words.split()
    unlike = len(right) == 2 and JaroWinkler.similarity(right[odd], wrong) < _UNLIKE
    return place if unlike and background.word(right[odd]) >= _ORDINARY else None


def _suggestion(
    scene: CopyContext, phrase: Phrase, place: tuple[int, NameNgram], text: str, names: tuple[str, str]
) -> Suggestion:
    copy = scene.copy
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
        evidence=explanation.supporting_sources(scene, (text,)),
        reasons=(Reason("frame", f"the story has one name “{text.split()[0]} of …”, and not this one", 0.0),),
        signature=names[1],
    )
