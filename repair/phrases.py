"""Names made of ordinary words, translated anew on the way: "Coalition of Ambitiousness" for "… of the Willing".

Such a name keeps its head and loses its tail, and no likeness of letters tells. A phrase "Head of Tail" of
the copy is proposed to be the one name of the story with that head, when the story has no such tail. Always
for review: the evidence is the frame, not the word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from repair import wording
from repair.candidates import Scene
from repair.reading import Gram, Reading
from repair.text import fold, line_and_column
from repair.types import Action, Kind, Reason, Span, Suggestion

_LONGEST_TAIL = 3  # capital words of a tail
_QUOTES = "\"“”«»„'‘’"
# On 788,000 words of real machine output the frame fired on two phrases, both fair wordings and neither in quotation
# marks; so without them it stays under the usual threshold of review. Too few to be called calibrated.
PLAIN, QUOTED = 0.30, 0.55
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


def propose_phrases(scene: Scene, *, document_id: str, signature: str) -> Iterator[Suggestion]:
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


def _phrases(reading: Reading) -> Iterator[Phrase]:
    tokens = reading.tokens
    for of in reading.places.get("of", ()):
        low = of - 1
        if (
            low < 0
            or not tokens[low].capital
            or of + 1 >= len(tokens)
            or tokens[of].text != "of"
            or not reading.joined(low, of)
        ):
            continue
        if low > 0 and tokens[low - 1].capital and reading.joined(low - 1, low):
            continue  # a longer name: "Security Council of …"
        at = of + 2 if tokens[of + 1].text == "the" else of + 1
        high = at
        while (
            high < len(tokens) and high - at < _LONGEST_TAIL and tokens[high].capital and reading.joined(high - 1, high)
        ):
            high += 1
        if high > at:
            yield Phrase(low, high, tokens[low].fold, tuple(reading.folds[at:high]))


def _names(scene: Scene) -> dict[str, dict[str, list[tuple[int, Gram]]]]:
    """From the head of each listed "Head of Tail" name of the story to its spellings (by fold) and their places."""
    found: dict[str, dict[str, list[tuple[int, Gram]]]] = {}
    seen: dict[tuple[str, str], str] = {}
    for number, reading in enumerate(scene.story.readings):
        for phrase in _phrases(reading):
            text = reading.surface(phrase.low, phrase.high)
            if scene.names.listed(text) == 2:
                spelling = seen.setdefault((phrase.head, fold(text)), text)
                table = found.setdefault(phrase.head, {})
                table.setdefault(spelling, []).append((number, Gram(phrase.low, phrase.high, text)))
    return found


def _suggestion(scene: Scene, phrase: Phrase, place: tuple[int, Gram], text: str, names: tuple[str, str]) -> Suggestion:
    copy = scene.copy
    start, end = copy.tokens[phrase.low].start, copy.tokens[phrase.high - 1].end
    line, column = line_and_column(copy.text, start)
    quoted = copy.text[max(0, start - 1) : start] in _QUOTES and start > 0
    surface = copy.text[start:end]
    witness = wording.Stretch(start, end, text, text)
    return Suggestion(
        id=wording.identify(names[0], str(start), surface, text),
        document_id=names[0],
        span=Span(start, end),
        line=line,
        column=column,
        surface=surface,
        replacement=text,
        confidence=QUOTED if quoted else PLAIN,
        kind=Kind.ORGANISATION,
        action=Action.REVIEW,
        evidence=wording.witnesses(scene, witness),
        reasons=(Reason("frame", f"the story has one name “{text.split()[0]} of …”, and not this one", 0.0),),
        signature=names[1],
    )
