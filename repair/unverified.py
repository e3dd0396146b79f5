"""Names nobody vouches for: person-like spans of the copy that no source and no list of the world carries.

They are flagged and never changed: a name can be right and unknown. What a span is taken for otherwise
(carried by the sources, known to the world, an ordinary word) is said here too, for ``repair explain``.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from repair.background import Background
from repair.gazetteer import Gazetteer
from repair.mentions import find, find_near, read
from repair.newswords import BRIDGES
from repair.newswords import PARTICLES as JOINING
from repair.reading import PARTICLES, Reading
from repair.stories import Story
from repair.text import fold, tokenize
from repair.types import Kind, Mention, Outcome, Span
from repair.variants import spelling_keys

_SMALL = (BRIDGES | JOINING | {"the"}) - PARTICLES  # lower-case words that may stand inside a name
_SHORTEST = 4  # letters of a lone strange word that is flagged


@dataclass(frozen=True, slots=True)
class Standing:
    """What a mention was taken for, and why, in words."""

    mention: Mention
    outcome: Outcome
    words: str


def standings(
    copy: Reading, story: Story, gazetteer: Gazetteer, background: Background, document_id: str
) -> list[Standing]:
    """Return what each name-like span of the copy is without any repair."""
    mentions = find(copy.text, background, evidence=gazetteer.evidence, document_id=document_id)
    return [_standing(mention, story, gazetteer, background) for mention in mentions]


def unverified(
    copy: Reading, story: Story, gazetteer: Gazetteer, background: Background, document_id: str
) -> list[Standing]:
    """Return those of the `standings` that are unverified; only words that the story lacks are looked at."""
    lacking = _lacking(copy, story)
    if not lacking:
        return []
    reading = read(copy.text, copy.tokens)
    mentions = find_near(reading, lacking, background, evidence=gazetteer.evidence, document_id=document_id)
    found = (_standing(mention, story, gazetteer, background) for mention in mentions)
    return [standing for standing in found if standing.outcome is Outcome.UNVERIFIED]


def _lacking(copy: Reading, story: Story) -> list[int]:
    """Return the words (their numbers, rising) that could stand in a name and that the story does not carry."""
    text, tokens = copy.text, copy.tokens
    tied = [number for number, token in enumerate(tokens) if text[token.start - 1] in "-." and number > 0]
    small = chain.from_iterable(copy.places[word] for word in _SMALL & copy.places.keys())
    told: dict[str, bool] = {}
    found = []
    for number in sorted({*copy.capital_at, *tied, *small}):
        word = tokens[number].text
        if word not in told:
            told[word] = tokens[number].fold not in PARTICLES and not _carried(word, story)
        if told[word]:
            found.append(number)
    return found


def _standing(mention: Mention, story: Story, gazetteer: Gazetteer, background: Background) -> Standing:
    names = gazetteer.find(mention.surface)
    if names:
        name = max(names, key=lambda name: name.count)
        vouched = f"vouched for by {name.vouched_by}" if name.vouched_by else f"the sources carry it {name.count} times"
        return Standing(mention, Outcome.KNOWN, f"{name.canonical}: {vouched}")
    tokens = [token for token in tokenize(mention.surface) if token.fold not in PARTICLES]
    words = [token.fold for token in tokens]
    strange = [token.fold for token in tokens if not _carried(token.text, story)]
    if not strange:
        return Standing(mention, Outcome.KNOWN, "the sources carry its words")
    if background.place(mention.surface.lower()) or all(background.place(word) >= 2 for word in words):
        return Standing(mention, Outcome.NIL, "a place of that name exists")
    if len(words) > 1 and mention.kind is Kind.PERSON and not all(background.word(word) >= 3 for word in strange):
        return Standing(mention, Outcome.UNVERIFIED, "reads like a person; no source carries this name")
    if all(background.word(word) or background.demonym(word) for word in strange):
        return Standing(mention, Outcome.NIL, "ordinary words")
    if len(words) == 1 and mention.kind is Kind.PERSON and _nobody_knows(words[0], background) and _alone(mention):
        return Standing(mention, Outcome.UNVERIFIED, "no source and no list of names carries this name")
    return Standing(mention, Outcome.NIL, "no source carries it, and nothing says what it should be")


def _carried(word: str, story: Story) -> bool:
    """Whether the story carries a word, also as another school spells it."""
    return bool(story.words.get(fold(word))) or not story.keys.isdisjoint(spelling_keys(word))


def _nobody_knows(word: str, background: Background) -> bool:
    known = background.given(word) or background.surname(word) or background.place(word) or background.word(word)
    return not known and len(word) >= _SHORTEST and word.isalpha()


def _alone(mention: Mention) -> bool:
    """Whether the span is one plain capitalised word, no acronym and no compound."""
    letters = mention.surface
    return letters[:1].isupper() and letters[1:].islower()


class Taken:
    """Spans of a text already spoken for, none overlapping, asked whether another span touches one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def touches(self, span: Span) -> bool:
        """Whether ``span`` shares a character with any of the spans."""
        at = bisect.bisect_left(self._spans, (span.end, 0))
        return at > 0 and self._spans[at - 1][1] > span.start
