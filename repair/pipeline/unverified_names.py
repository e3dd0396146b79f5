"""Unverified names: names of people in the copy that no source and no list of names has.

They are flagged and never changed, since a name can be right and unknown. Every other name-like span is classified too
(in the sources, a known place, ordinary words), for ``repair explain``.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from repair.core.display import percent
from repair.core.protocols import Scorer
from repair.core.types import Action, Alternative, Document, Kind, Mention, Outcome, Reason, Span, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import SourceStory
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.mentions import find, find_near
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys
from repair.text.tokens import tokenize
from repair.text.wordlists import BRIDGES, INNER_WORDS, NON_NAMES

_SMALL = (BRIDGES | INNER_WORDS) - NON_NAMES  # lower-case words inside names that are looked up in the sources
DOUBTFUL_AT = 0.25  # confidence from which a form is flagged as likely to be garbled
MAY_BE = "no source has it; it may stand for {name} ({confidence})"
UNTOLD_NAME = "no list of names has it, and none of the sources reports this story"
_LEAST_WORDS = 40  # words of a copy from which its closest source shows whether its story is covered
# Cosine. Of 150 human translations with sources of other stories, 3 in 4 are below; of 22 stories of other outlets, 0.
_SAME_STORY = 0.2
_SHORTEST = 4  # letters of a single unknown word that is flagged


@dataclass(frozen=True, slots=True)
class ClassifiedMention:
    """A mention, its outcome, and the reason, in words for an editor."""

    mention: Mention
    outcome: Outcome
    words: str


def classify_mentions(
    copy: AnalyzedText, story: SourceStory, gazetteer: Gazetteer, lexicon: Lexicon, document_id: str
) -> list[ClassifiedMention]:
    """Return the classification of each name-like span of the copy, regardless of any suggestion."""
    mentions = find(copy.text, lexicon, evidence=gazetteer.evidence, document_id=document_id)
    return [_classify(mention, story, gazetteer, lexicon) for mention in mentions]


def unverified(
    copy: AnalyzedText, story: SourceStory, gazetteer: Gazetteer, lexicon: Lexicon, document_id: str
) -> list[ClassifiedMention]:
    """Return the unverified mentions of `classify_mentions`; only words that the story lacks are examined."""
    lacking = _lacking(copy, story)
    if not lacking:
        return []
    mentions = find_near(copy, lacking, lexicon, evidence=gazetteer.evidence, document_id=document_id)
    classified = (_classify(mention, story, gazetteer, lexicon) for mention in mentions)
    flagged = [each for each in classified if each.outcome is Outcome.UNVERIFIED]
    if not is_untold(copy, story):
        return flagged
    # Sources about other events confirm no name, so only names that no list has are flagged.
    return [replace(each, words=UNTOLD_NAME) for each in flagged if _is_unattested(each.mention, lexicon)]


def is_untold(copy: AnalyzedText, story: SourceStory) -> bool:
    """Return whether there are sources and none reports the copy's story; False where the copy is too short."""
    if not story.sources or len(copy.tokens) < _LEAST_WORDS:
        return False
    return max(story.affinities, default=0.0) < _SAME_STORY


def _is_unattested(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a person's full name has a given name and a surname that no list has."""
    words = [token.fold for token in tokenize(mention.surface) if token.fold not in NON_NAMES]
    return mention.kind is Kind.PERSON and len(words) > 1 and all(_is_unknown(word, lexicon) for word in words)


def doubtful(
    copy_context: CopyContext, decided: Iterable[ScoredCorrection], *, review_at: float, document_id: str
) -> list[ClassifiedMention]:
    """Return the forms that are likely to be garbled names, though no name of the sources is likely enough.

    Args:
        copy_context: The copy and its story.
        decided: The scored corrections of the copy.
        review_at: Confidence (0-1) from which a correction is suggested, so that it needs no flag.
        document_id: The id of the document.
    """
    copy = copy_context.copy
    mentions = []
    for scored in decided:
        correction = scored.correction
        if not DOUBTFUL_AT <= scored.confidence < review_at or correction.is_attested_name:
            continue
        if any(copy_context.lexicon.word(word) for word in copy.folds[correction.low : correction.high]):
            continue  # an ordinary word is rarely a garbled name
        surface = copy.text[correction.start : correction.end]
        mention = Mention(document_id, Span(correction.start, correction.end), surface)
        words = MAY_BE.format(name=correction.replacement, confidence=percent(scored.confidence))
        mentions.append(ClassifiedMention(mention, Outcome.UNVERIFIED, words))
    return mentions


def _lacking(copy: AnalyzedText, story: SourceStory) -> list[int]:
    """Return the numbers of the words, rising, that may be part of a name and that the story lacks."""
    text, tokens = copy.text, copy.tokens
    tied = [number for number, token in enumerate(tokens) if text[token.start - 1] in "-." and number > 0]
    small = chain.from_iterable(copy.places[word] for word in _SMALL & copy.places.keys())
    is_lacking: dict[str, bool] = {}
    lacking = []
    for number in sorted({*copy.capital_at, *tied, *small}):
        word = tokens[number].text
        if word not in is_lacking:
            is_lacking[word] = tokens[number].fold not in NON_NAMES and not _in_story(word, story)
        if is_lacking[word]:
            lacking.append(number)
    return lacking


def _classify(mention: Mention, story: SourceStory, gazetteer: Gazetteer, lexicon: Lexicon) -> ClassifiedMention:
    names = gazetteer.find(mention.surface)
    if names:
        name = max(names, key=lambda name: name.count)
        times = "once" if name.count == 1 else f"{name.count} times"
        support = f"confirmed by {name.vouched_by}" if name.vouched_by else f"the sources have it {times}"
        return ClassifiedMention(mention, Outcome.KNOWN, f"{name.canonical}: {support}")
    tokens = [token for token in tokenize(mention.surface) if token.fold not in NON_NAMES]
    words = [token.fold for token in tokens]
    suspicious = [token.fold for token in tokens if not _in_story(token.text, story)]
    if not suspicious:
        return ClassifiedMention(mention, Outcome.KNOWN, "the sources have all its words")
    if lexicon.place(mention.surface.lower()) or all(lexicon.place(word) >= 2 for word in words):
        return ClassifiedMention(mention, Outcome.NIL, "there is a place of this name")
    if len(words) > 1 and mention.kind is Kind.PERSON and not all(lexicon.word(word) >= 3 for word in suspicious):
        return ClassifiedMention(mention, Outcome.UNVERIFIED, "looks like a person's name; no source has it")
    if all(lexicon.word(word) or lexicon.demonym(word) for word in suspicious):
        return ClassifiedMention(mention, Outcome.NIL, "ordinary words")
    if all(_is_unknown(word, lexicon) for word in suspicious) and all(_is_plain_word(token.text) for token in tokens):
        return ClassifiedMention(mention, Outcome.UNVERIFIED, "no source and no list of names has it")
    return ClassifiedMention(
        mention, Outcome.NIL, "no source has it, and no name in the sources is close enough to suggest"
    )


def _in_story(word: str, story: SourceStory) -> bool:
    """Whether the story has a word, also in another romanisation."""
    return bool(story.words.get(fold(word))) or not story.keys.isdisjoint(spelling_keys(word))


def _is_unknown(word: str, lexicon: Lexicon) -> bool:
    is_known = lexicon.given(word) or lexicon.surname(word) or lexicon.place(word) or lexicon.word(word)
    return not is_known and len(word) >= _SHORTEST and word.isalpha()


def _is_plain_word(word: str) -> bool:
    """Whether a word is capitalised, and neither an acronym nor a compound."""
    return word[:1].isupper() and word[1:].islower()


class SpanSet:
    """A set of spans of a text, none overlapping, for testing whether another span touches one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def touches(self, span: Span) -> bool:
        """Return whether ``span`` shares a character with any of the spans."""
        at = bisect.bisect_left(self._spans, (span.end, 0))
        return at > 0 and self._spans[at - 1][1] > span.start

    def add(self, span: Span) -> None:
        """Add a span that touches none of the others."""
        bisect.insort(self._spans, (span.start, span.end))


FLAG_WORDS = "unverified"
_LONGEST_GUESSED = 40  # letters
_MAX_CACHED = 20_000  # forms whose originals are cached


class NBestSuggester:
    """Generates possible originals of forms with the channel model, in batches, and caches them."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._cached: dict[tuple[str, int], tuple[Alternative, ...]] = {}

    def guess(self, surfaces: Iterable[str], count: int) -> dict[str, tuple[Alternative, ...]]:
        """Return for each form up to ``count`` possible originals, with the model's uncalibrated probability (0-1)."""
        wanted = dict.fromkeys(surfaces)
        if not count:
            return dict.fromkeys(wanted, ())
        guesses = {surface: self._cached.get((surface, count)) for surface in wanted}
        new = [form for form, cached in guesses.items() if cached is None and len(form) <= _LONGEST_GUESSED]
        if len(self._cached) > _MAX_CACHED:
            self._cached.clear()
        for surface, generated in zip(new, self._scorer.generate_all(new, count=count + 1), strict=True):
            others = [name for name in generated if fold(name.text) != fold(surface)][:count]
            guesses[surface] = tuple(Alternative(name.text, round(math.exp(name.score), 4)) for name in others)
            self._cached[surface, count] = guesses[surface] or ()
        return {surface: alternatives or () for surface, alternatives in guesses.items()}


def is_flag(suggestion: Suggestion) -> bool:
    """Return whether a suggestion is the flag of an unverified name."""
    return suggestion.action is Action.FLAG and [reason.key for reason in suggestion.reasons] == [FLAG_WORDS]


def flag(document: Document, classified: ClassifiedMention, signature: str) -> Suggestion:
    """Return the flag of an unverified name, without possible originals."""
    mention = classified.mention
    return Suggestion.at(
        document,
        mention.span,
        None,
        identity=FLAG_WORDS,
        kind=mention.kind if mention.kind is not Kind.OTHER else Kind.PERSON,
        reasons=(Reason(FLAG_WORDS, classified.words, 0.0),),
        signature=signature,
    )
