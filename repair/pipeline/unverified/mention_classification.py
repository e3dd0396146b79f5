"""Classification of mentions: which name-like spans of a copy are confirmed, and which no source and no list has.

Unverified names are flagged (see ``flags``) and never changed, since a name can be right and unknown. For ``repair
explain``, every other span is classified too: in the sources, a known place, ordinary words. Whether a mention is a
garbled form of a known name is decided by the earlier stages.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from repair.core.computed_once import computed_once
from repair.core.span_set import SpanSet
from repair.core.types import Kind, Mention, Outcome, Span
from repair.gazetteer import Gazetteer
from repair.pipeline.detection import CopyContext
from repair.pipeline.story import SourceStory
from repair.pipeline.unverified.mixed_names import is_mixed, mixed_names
from repair.text.acronyms import is_short_in_capitals
from repair.text.analysis import AnalyzedText
from repair.text.known_organisations import is_known_organisation
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, TOWN, Lexicon
from repair.text.mentions import find, find_near
from repair.text.nicknames import SHORT_FORMS, quoted_nicknames
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys
from repair.text.tokens import tokenize
from repair.text.wordlists import BRIDGES, INNER_WORDS, NON_NAMES

# Lower-case words inside names that are looked up in the sources.
_INNER_LOWER_CASE = (BRIDGES | INNER_WORDS) - NON_NAMES
_JOINT = re.compile(r"[-.](?=[^\W_])")  # the word right after it may be part of the name before it
_START = attrgetter("start")
ALL_WORDS = "the sources have all its words"
MIXED = "the sources have both words, but not as one name"
ANOTHER_SPELLING = "the sources have all its words, but spell some of them in another way"
IN_SOURCES = "the sources have it {times}"
IN_A_LIST = "a list of names has it"
A_PLACE = "it is the name of a known place"
AN_ORGANISATION = "it is the name of a known organisation"
AN_ACRONYM = "an acronym that no source has; acronyms are not flagged"
ORDINARY = "it consists of ordinary words"
A_NICKNAME = "a nickname in quotation marks, which no source needs to have"
AN_AUTHOR = "credits name the authors of the copy, whom no source needs to have"
A_PERSON = "looks like a person's name; no source has it"
NOWHERE = "no source and no list of names has it"
NO_MATCH = "no source has it, and no name in the sources is close enough to suggest"
# The same where the names are those of imported lists, without any story.
_OF_LISTS = {
    A_PERSON: "looks like a person's name; no list of yours has it",
    NOWHERE: "no list of names has it",
    NO_MATCH: "no list of yours has it, and no name in it is close enough to suggest",
}
_SHORTEST = 4  # letters of a single unknown word that is flagged
_FULL_NAME = 2  # words of a given name and a surname
_HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.? \Z")


@dataclass(frozen=True, slots=True)
class ClassifiedMention:
    """A mention, its outcome, and an explanation of it for an editor.

    ``is_ordinary`` tells whether the outcome is due to its words being ordinary ones, which a title before it refutes.
    """

    mention: Mention
    outcome: Outcome
    explanation: str
    is_ordinary: bool = False


class _Verdict(NamedTuple):
    """The fields of `ClassifiedMention` but the mention."""

    outcome: Outcome
    explanation: str
    is_ordinary: bool = False


def classify_mentions(copy_context: CopyContext, gazetteer: Gazetteer, document_id: str) -> list[ClassifiedMention]:
    """Return the classification of each name-like span of the copy, regardless of any suggestion.

    Args:
        copy_context: The copy and its sources.
        gazetteer: All names.
        document_id: The id of the document, for the mentions.
    """
    evidence, lexicon = gazetteer.evidence, copy_context.lexicon
    mentions = find(copy_context.copy.printed, lexicon, evidence=evidence, document_id=document_id)
    return _without_authors([_classify(mention, copy_context, gazetteer) for mention in mentions], copy_context)


def unverified_mentions(copy_context: CopyContext, gazetteer: Gazetteer, document_id: str) -> list[ClassifiedMention]:
    """Return the unverified mentions of `classify_mentions`; words that the story lacks or has of others are examined.

    Args:
        copy_context: The copy and its sources.
        gazetteer: All names.
        document_id: The id of the copy, for the mentions.
    """
    copy, lexicon = copy_context.copy, copy_context.lexicon
    missing = sorted({*_words_missing_from(copy_context.story, copy), *mixed_names(copy_context)})
    if not missing:
        return []
    mentions = find_near(copy, missing, lexicon, evidence=gazetteer.evidence, document_id=document_id)
    every = _without_authors([_classify(mention, copy_context, gazetteer) for mention in mentions], copy_context)
    return [classified for classified in every if classified.outcome is Outcome.UNVERIFIED]


def _without_authors(every: Sequence[ClassifiedMention], copy_context: CopyContext) -> list[ClassifiedMention]:
    """Return the classifications; authors of the copy and nicknames need no source, so that they are not unverified."""
    if all(classified.outcome is not Outcome.UNVERIFIED for classified in every):
        return list(every)
    tokens, ranges = copy_context.copy.tokens, filter(None, copy_context.credits)
    authors = SpanSet(Span(tokens[each.start].start, tokens[each.stop - 1].end) for each in ranges)
    nicknames = SpanSet(Span(*each) for each in quoted_nicknames(copy_context.copy.text))
    return [
        replace(classified, outcome=Outcome.NIL, explanation=AN_AUTHOR if is_author else A_NICKNAME)
        if classified.outcome is Outcome.UNVERIFIED
        and ((is_author := authors.touches(classified.mention.span)) or nicknames.touches(classified.mention.span))
        else classified
        for classified in every
    ]


def _words_missing_from(story: SourceStory, copy: AnalyzedText) -> list[int]:
    """Return the token numbers, ascending, of the words that may be part of a name and that the story does not have."""
    text, tokens = copy.text, copy.tokens
    after_joint = [
        number
        for match in _JOINT.finditer(text)
        if 0 < (number := bisect.bisect_left(tokens, match.end(), key=_START)) < len(tokens)
        and tokens[number].start == match.end()
    ]
    inner = chain.from_iterable(copy.places[word] for word in _INNER_LOWER_CASE & copy.places.keys())
    is_missing: dict[str, bool] = {}
    missing = []
    for number in sorted({*copy.capital_at, *after_joint, *inner}):
        word = tokens[number].text
        if word not in is_missing:
            is_missing[word] = tokens[number].fold not in NON_NAMES and not _in_story(word, story)
        if is_missing[word]:
            missing.append(number)
    return missing


def _classify(mention: Mention, copy_context: CopyContext, gazetteer: Gazetteer) -> ClassifiedMention:
    classified = ClassifiedMention(mention, *_verdict_on(copy_context, mention.surface, mention.kind, gazetteer))
    classified = _with_honorific(classified, copy_context.copy, copy_context.lexicon)
    if gazetteer.sources:
        return classified
    return replace(classified, explanation=_OF_LISTS.get(classified.explanation, classified.explanation))


@computed_once
def _verdict_on(copy_context: CopyContext, surface: str, kind: Kind, gazetteer: Gazetteer) -> _Verdict:
    """Return the classification of all mentions with a surface and kind."""
    names = gazetteer.find(surface, without=copy_context.repeating)
    if names:
        name = max(names, key=lambda name: name.count)
        times = {0: IN_A_LIST, 1: IN_SOURCES.format(times="once"), 2: IN_SOURCES.format(times="twice")}
        counted = times.get(name.count, IN_SOURCES.format(times=f"{name.count:,} times"))
        support = f"confirmed by {name.confirmed_by}" if name.confirmed_by else counted
        return _Verdict(Outcome.KNOWN, support if name.canonical == surface else f"{name.canonical}: {support}")
    return _without_source(surface, kind, copy_context)


def _without_source(surface: str, kind: Kind, copy_context: CopyContext) -> _Verdict:
    """Return the classification of mentions that are no name of the sources."""
    story, lexicon = copy_context.story, copy_context.lexicon
    tokens = [token for token in tokenize(surface) if token.fold not in NON_NAMES]
    words = [token.fold for token in tokens]
    suspicious = [token.fold for token in tokens if not _in_story(token.text, story)]
    if not suspicious:
        if kind is Kind.PERSON and len(words) == _FULL_NAME and is_mixed(copy_context, *words):
            return _Verdict(Outcome.UNVERIFIED, MIXED)
        is_printed = all(map(story.words.get, words))
        return _Verdict(Outcome.KNOWN, ALL_WORDS if is_printed else ANOTHER_SPELLING)
    if is_short_in_capitals(surface):
        return _Verdict(Outcome.NIL, AN_ORGANISATION if is_known_organisation(fold(surface)) else AN_ACRONYM)
    if lexicon.place(surface.lower()) or all(lexicon.place(word) >= TOWN for word in words):
        return _Verdict(Outcome.NIL, A_PLACE)
    if is_known_organisation(fold(surface)):
        return _Verdict(Outcome.NIL, AN_ORGANISATION)
    if len(words) > 1 and kind is Kind.PERSON and not all(lexicon.word(word) >= COMMON_WORD for word in suspicious):
        return _Verdict(Outcome.UNVERIFIED, A_PERSON)
    if all(lexicon.word(word) or lexicon.demonym(word) for word in suspicious):
        return _Verdict(Outcome.NIL, ORDINARY, is_ordinary=True)
    if all(is_unknown(word, lexicon) for word in suspicious) and all(_is_plain_word(token.text) for token in tokens):
        return _Verdict(Outcome.UNVERIFIED, NOWHERE)
    return _Verdict(Outcome.NIL, NO_MATCH)


def _with_honorific(classified: ClassifiedMention, copy: AnalyzedText, lexicon: Lexicon) -> ClassifiedMention:
    """Return the classification; an ordinary word after "Mr." is a name that no source has, unless people bear it."""
    mention, start = classified.mention, classified.mention.span.start
    if not classified.is_ordinary or not _HONORIFIC.search(copy.text, max(0, start - len("Miss. x")), start):
        return classified
    if any(lexicon.surname(token.fold) >= COMMON_NAME for token in tokenize(mention.surface)):
        return classified
    return ClassifiedMention(mention, Outcome.UNVERIFIED, A_PERSON)


def _in_story(word: str, story: SourceStory) -> bool:
    """Whether the story has a word, also in another romanisation, or as a short form: "Sam" for Samuel."""
    folded = fold(word)
    if story.words.get(folded) or any(map(story.capitals.get, SHORT_FORMS.get(folded, ()))):
        return True
    return not story.keys.isdisjoint(spelling_keys(word))


def is_unknown(word: str, lexicon: Lexicon) -> bool:
    """Return whether a folded word is long enough to be a name by itself, and in no list."""
    return len(word) >= _SHORTEST and word.isalpha() and not lexicon.knows(word)


def _is_plain_word(word: str) -> bool:
    """Whether a word is capitalised, and neither an acronym nor a compound."""
    return word[:1].isupper() and word[1:].islower()
